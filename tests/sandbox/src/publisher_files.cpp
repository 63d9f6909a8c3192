// The publisher's static files, and the {{placeholders}} in its pages.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "pages.hpp"
#include "publisher.hpp"
#include "text.hpp"

namespace sandbox {
namespace {

namespace fs = std::filesystem;

constexpr char kModulePrefix[] = "/subshare/dist/";

constexpr std::pair<const char*, const char*> kMimeTypes[] = {
    {".html", "text/html; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".wasm", "application/wasm"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".webp", "image/webp"},
    {".avif", "image/avif"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".txt", "text/plain; charset=utf-8"},
    {".ts", "text/plain; charset=utf-8"},
    {".md", "text/plain; charset=utf-8"},
    {".webmanifest", "application/manifest+json"},
};

const char* mime_type(const fs::path& file) {
  const auto extension = ascii_lower(file.extension().string());
  for (const auto& [known, type] : kMimeTypes) {
    if (extension == known) return type;
  }
  return "application/octet-stream";
}

// FNV-1a: a fingerprint to notice a new build by, not a protection.
std::string fingerprint(const std::string& content) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : content) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  }
  return "\"" + std::to_string(content.size()) + "-" + std::to_string(hash) + "\"";
}

bool is_plain_path(const std::string& path) {
  std::size_t begin = 0;
  while (begin <= path.size()) {
    const auto end = std::min(path.find('/', begin), path.size());
    const auto part = path.substr(begin, end - begin);
    const bool last = end == path.size();
    // Covers "." and ".." as well as hidden files; an empty part only at the very end.
    if ((part.empty() && !last) || part.starts_with('.')) return false;
    begin = end + 1;
  }
  return path.find('\\') == std::string::npos && path.find('\0') == std::string::npos;
}

}  // namespace

FileFolder::FileFolder(const std::string& folder) {
  if (!folder.empty()) root_ = fs::canonical(folder).string();
}

std::optional<FileFolder::File> FileFolder::find(const std::string& relative_path) const {
  if (root_.empty() || !is_plain_path(relative_path)) return std::nullopt;
  auto wanted = fs::path(root_) / relative_path;
  if (relative_path.empty() || relative_path.back() == '/') wanted /= "index.html";
  std::error_code error;
  const auto file = fs::canonical(wanted, error);
  if (error || !fs::is_regular_file(file, error)) return std::nullopt;
  if (!file.string().starts_with(root_ + "/")) return std::nullopt;  // a link that leads out
  std::ifstream input(file, std::ios::binary);
  if (!input) return std::nullopt;
  File found;
  found.content.assign(std::istreambuf_iterator<char>(input), {});
  found.mime_type = mime_type(file);
  found.is_html = std::string_view(found.mime_type).starts_with("text/html");
  found.etag = fingerprint(found.content);
  return found;
}

// One pass, so that a value can never bring in another placeholder.
std::string Publisher::fill_in(const std::string& html, const httplib::Request& request) {
  const auto current = session(request);
  const auto path = request.target.empty() ? std::string("/") : request.target;
  const std::pair<std::string_view, std::string> values[] = {
      {"api", house_.origins.api + "/capi"},
      {"login", house_.origins.login},
      {"publisher", house_.origins.publisher},
      {"user", current ? current->user.name : ""},
      {"userId", current ? std::to_string(current->user.id) : ""},
      {"userEmail", current ? current->user.email : ""},
      {"code", request.get_param_value("code")},
      {"product", request.get_param_value("product")},
      {"return", url_encode(safe_return_path(path))},
  };
  std::string out;
  std::size_t at = 0;
  while (at < html.size()) {
    const auto open = html.find("{{", at);
    const auto close = open == std::string::npos ? open : html.find("}}", open);
    if (close == std::string::npos) break;
    const std::string_view name(html.data() + open + 2, close - open - 2);
    const auto value = std::find_if(std::begin(values), std::end(values),
                                    [&](const auto& entry) { return entry.first == name; });
    out.append(html, at, open - at);
    if (value == std::end(values)) {
      out += "{{";
      at = open + 2;
    } else {
      out += html_escape(value->second);
      at = close + 2;
    }
  }
  return out.append(html, std::min(at, html.size()), std::string::npos);
}

void Publisher::files(const httplib::Request& request, httplib::Response& response) {
  if (request.method != "GET" && request.method != "HEAD") {
    return page(response, 405, "Not offered", "<p>This page can only be read.</p>");
  }
  const bool is_module = request.path.starts_with(kModulePrefix);
  const auto file = is_module ? web_.find(request.path.substr(std::size(kModulePrefix) - 1))
                              : demo_.find(request.path.substr(1));
  if (!file) {
    if (request.path == "/favicon.ico") {
      // Browsers ask for it unbidden, and a 404 would stand in every console.
      response.status = 204;
      return;
    }
    if (request.path == "/") {
      return page(response, 200, "Fjordposten",
                  "<p>The sandbox runs without demo pages (--demo). There is still the "
                  "<a href=\"/outbox\">outbox</a> and the <a href=\"/login\">login</a>.</p>");
    }
    return page(response, 404, "Not found", "<p>There is no such page here.</p>");
  }
  response.set_header("Cache-Control", "no-cache");
  if (file->is_html) {
    response.set_header("Vary", "Cookie");
    response.set_content(fill_in(file->content, request), file->mime_type);
    return;
  }
  response.set_header("ETag", file->etag);
  if (request.get_header_value("If-None-Match") == file->etag) {
    response.status = 304;
    return;
  }
  response.set_content(file->content, file->mime_type);
}

}  // namespace sandbox

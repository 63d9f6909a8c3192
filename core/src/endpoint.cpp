// Where requests go. The base URL is checked here rather than by the browser's URL parser, because
// the rule that a token leaves for https or this computer only is ours; so the reader below is
// stricter than a URL parser: what it does not recognise it refuses, and no text can mean one host
// to it and another to the browser.
#include "subshare/endpoint.hpp"

#include <algorithm>

#include "subshare/nets.hpp"
#include "subshare/text.hpp"
#include "utf8.hpp"

namespace subshare {
namespace {

constexpr std::string_view product_code_mark = "{productCode}";

constexpr bool in_order() {
  for (std::size_t i = 0; i < endpoint_table.size(); ++i) {
    if (static_cast<std::size_t>(endpoint_table[i].operation) != i) return false;
  }
  return true;
}
static_assert(in_order(), "the table is indexed by operation");

bool is_host_character(char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '.'; }

// RFC 3986 pchar without percent-encoding and sub-delimiters that nobody needs in an API's path.
bool is_path_character(char c) {
  return is_letter(c) || is_digit(c) || std::string_view("-._~/").contains(c);
}

// 127.0.0.0/8. "127.evil.example" is a name, not an address, and in "127.0.010.1" a browser reads
// another number than people do.
bool is_loopback_ipv4(std::string_view host) {
  const auto address = parse_ip(host);
  return address && !address->v6 && address->bytes[12] == 127;
}

bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "[::1]" || is_loopback_ipv4(host);
}

bool is_host(std::string_view host) {
  if (host == "[::1]") return true;
  return !host.empty() && host.front() != '.' && host.front() != '-' &&
         std::ranges::all_of(host, is_host_character);
}

bool is_port(std::string_view port) {
  if (port.empty() || port.size() > 5 || !std::ranges::all_of(port, is_digit)) return false;
  unsigned number = 0;
  for (const char c : port) number = number * 10 + static_cast<unsigned>(c - '0');
  return number > 0 && number <= 65'535;
}

bool has_dot_segment(std::string_view path) {
  for (std::size_t start = 0; start <= path.size();) {
    const std::size_t end = std::min(path.find('/', start), path.size());
    const std::string_view segment = path.substr(start, end - start);
    if (segment == "." || segment == "..") return true;
    start = end + 1;
  }
  return false;
}

bool is_plain_path(std::string_view path) {
  return std::ranges::all_of(path, is_path_character) && !path.contains("//") &&
         !has_dot_segment(path);
}

std::string percent_encode(std::string_view text) {
  static constexpr std::string_view hex = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    if (is_letter(c) || is_digit(c) || std::string_view("-._~").contains(c)) {
      encoded += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded += '%';
      encoded += hex[byte >> 4];
      encoded += hex[byte & 15];
    }
  }
  return encoded;
}

}  // namespace

std::string_view method_name(Method method) {
  switch (method) {
    case Method::get:
      return "GET";
    case Method::post:
      return "POST";
    case Method::patch:
      return "PATCH";
  }
  return {};
}

Result<std::string> parse_base_url(std::string_view text) {
  constexpr std::string_view field = "baseUrl";
  const std::string_view url = trim(text);
  if (url.empty()) return fail(ErrorCode::required, field);
  const std::size_t scheme_end = url.find("://");
  if (scheme_end == std::string_view::npos) return fail(ErrorCode::base_url_invalid, field, url);
  const std::string scheme = ascii_lower(url.substr(0, scheme_end));
  if (scheme != "https" && scheme != "http") return fail(ErrorCode::base_url_invalid, field, url);

  const std::string_view rest = url.substr(scheme_end + 3);
  const std::size_t path_start = std::min(rest.find('/'), rest.size());
  std::string_view authority = rest.substr(0, path_start);
  std::string_view path = rest.substr(path_start);
  while (path.ends_with('/')) path.remove_suffix(1);

  const std::size_t host_end = authority.starts_with('[')
                                   ? authority.find(']') + 1
                                   : std::min(authority.find(':'), authority.size());
  const std::string host = ascii_lower(authority.substr(0, host_end));
  const std::string_view port = authority.substr(std::min(host_end, authority.size()));
  if (!is_host(host) || !(port.empty() || (port.front() == ':' && is_port(port.substr(1)))) ||
      !is_plain_path(path)) {
    return fail(ErrorCode::base_url_invalid, field, url);
  }
  if (scheme == "http" && !is_loopback(host)) return fail(ErrorCode::base_url_insecure, field, url);
  return scheme + "://" + host + std::string(port) + std::string(path);
}

Result<Endpoints> Endpoints::create(std::string_view base_url) {
  auto checked = parse_base_url(base_url);
  if (!checked) return std::unexpected(std::move(checked.error()));
  Endpoints endpoints;
  endpoints.base_url_ = std::move(*checked);
  return endpoints;
}

Result<void> Endpoints::override_path(std::string_view name, std::string_view path) {
  const auto* row = std::ranges::find(endpoint_table, name, &Endpoint::name);
  if (row == endpoint_table.end()) return fail(ErrorCode::path_invalid, "paths", name);
  std::string plain(path);
  const std::size_t mark = plain.find(product_code_mark);
  const bool marked = mark != std::string::npos;
  // A neutral segment in its place, so that only the rest is judged.
  if (marked) plain.replace(mark, product_code_mark.size(), "x");
  if (marked != row->path.contains(product_code_mark) || !plain.starts_with('/') ||
      !is_plain_path(plain)) {
    return fail(ErrorCode::path_invalid, "paths", path);
  }
  overrides_[static_cast<std::size_t>(row->operation)] = path;
  return {};
}

Result<void> Endpoints::set_decline_route(std::string_view url) {
  auto checked = parse_base_url(url);
  if (!checked) return fail(checked.error().code, "declineUrl", url);
  decline_route_ = std::move(*checked);
  return {};
}

std::string Endpoints::url(Operation operation, std::string_view product_code) const {
  if (!needs_token(operation)) return decline_route_;
  const std::string& override = overrides_[static_cast<std::size_t>(operation)];
  std::string path(override.empty() ? endpoint(operation).path : std::string_view(override));
  if (const std::size_t mark = path.find(product_code_mark); mark != std::string::npos) {
    path.replace(mark, product_code_mark.size(), percent_encode(product_code));
  }
  return base_url_ + path;
}

bool Endpoints::needs_token(Operation operation) const {
  return operation != Operation::decline_invitation || decline_route_.empty();
}

}  // namespace subshare

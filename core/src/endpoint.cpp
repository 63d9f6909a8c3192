// Where requests go. The base URL is checked here rather than by the browser's URL parser, because
// the rule that a token leaves for https or this computer only is ours; so the reader below is
// stricter than a URL parser: what it does not recognise it refuses, and no text can mean one host
// to it and another to the browser.
#include "subshare/endpoint.hpp"

#include <algorithm>
#include <optional>

#include "fail.hpp"
#include "subshare/nets.hpp"
#include "subshare/text.hpp"
#include "trim.hpp"
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

constexpr std::size_t max_host = 253;  // RFC 1035, 2.3.4, as text
constexpr std::size_t max_label = 63;

bool is_host_character(char c) { return is_letter(c) || is_digit(c) || c == '-'; }

// RFC 3986 pchar without percent-encoding, and the slash.
bool is_path_character(char c) {
  return is_letter(c) || is_digit(c) || std::string_view("-._~/!$&'()*+,;=:@").contains(c);
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

// Whether a browser takes a host with this last label for an IPv4 address (WHATWG URL, "ends in a
// number checker").
bool is_number_label(std::string_view label) {
  if (label.starts_with("0x")) {
    label.remove_prefix(2);
    return std::ranges::all_of(label, [](char c) { return hex_digit(c) >= 0; });
  }
  return !label.empty() && std::ranges::all_of(label, is_digit);
}

// `host` is in lower case. A name in another script must come as punycode, which is what the
// browser's URL makes of it.
bool is_host(std::string_view host) {
  if (host == "[::1]") return true;
  if (host.starts_with('-')) return false;
  std::string_view name = host;
  if (name.ends_with('.')) name.remove_suffix(1);
  if (name.size() > max_host) return false;
  std::string_view label;
  for (std::size_t start = 0; start <= name.size();) {
    const std::size_t end = std::min(name.find('.', start), name.size());
    label = name.substr(start, end - start);
    if (label.empty() || label.size() > max_label || !std::ranges::all_of(label, is_host_character))
      return false;
    start = end + 1;
  }
  // 10.0.0.300 and 1.2.3 are refused by the browser, or mean another host than they say.
  return !is_number_label(label) || parse_ip(host).has_value();
}

bool is_port(std::string_view port) {
  if (port.empty() || port.size() > 5 || !std::ranges::all_of(port, is_digit)) return false;
  unsigned number = 0;
  for (const char c : port) number = number * 10 + static_cast<unsigned>(c - '0');
  return number > 0 && number <= 65'535;
}

// "." or "..", in any spelling (WHATWG URL, "single-dot" and "double-dot path segment").
bool is_dot_segment(std::string_view segment) {
  std::string plain;
  for (std::size_t i = 0; i < segment.size(); ++i) {
    const bool encoded = ascii_lower(segment.substr(i, 3)) == "%2e";
    plain += encoded ? '.' : segment[i];
    if (encoded) i += 2;
  }
  return plain == "." || plain == "..";
}

bool has_dot_segment(std::string_view path) {
  for (std::size_t start = 0; start <= path.size();) {
    const std::size_t end = std::min(path.find('/', start), path.size());
    if (is_dot_segment(path.substr(start, end - start))) return true;
    start = end + 1;
  }
  return false;
}

void append_encoded(std::string& encoded, std::string_view bytes) {
  static constexpr std::string_view hex = "0123456789ABCDEF";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    encoded += '%';
    encoded += hex[byte >> 4];
    encoded += hex[byte & 15];
  }
}

std::string percent_encode(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    if (is_letter(c) || is_digit(c) || std::string_view("-._~").contains(c)) {
      encoded += c;
    } else {
      append_encoded(encoded, {&c, 1});
    }
  }
  return encoded;
}

// A path, or a query, as a URL carries it: letters beyond ASCII percent-encoded, what is encoded
// already left alone. Nothing where a character does not belong in it.
std::optional<std::string> encode_part(std::string_view part, std::string_view more_characters) {
  std::string encoded;
  for (std::size_t at = 0; at < part.size();) {
    const char c = part[at];
    const CodePoint point = decode_utf8(part, at);
    const bool is_triplet = c == '%' && part.size() - at > 2 && hex_digit(part[at + 1]) >= 0 &&
                            hex_digit(part[at + 2]) >= 0;
    if (point.length == 0) return std::nullopt;
    if (point.length > 1 && !is_space(point.value) && !is_control(point.value)) {
      append_encoded(encoded, part.substr(at, point.length));
    } else if (is_triplet || is_path_character(c) || more_characters.contains(c)) {
      encoded += c;
    } else {
      return std::nullopt;
    }
    at += point.length;
  }
  return encoded;
}

std::optional<std::string> encode_path(std::string_view path) {
  auto encoded = encode_part(path, {});
  if (path.contains("//") || has_dot_segment(path)) return std::nullopt;
  return encoded;
}

// A base URL, or a route, which may have a query and keeps a final slash: its server may mind.
Result<std::string> parse_url(std::string_view text, std::string_view field, bool is_route) {
  const std::string_view url = trim(text);
  if (url.empty()) return fail(ErrorCode::required, field);
  const auto refuse = [&] { return fail(ErrorCode::base_url_invalid, field, url); };
  const std::size_t scheme_end = url.find("://");
  if (scheme_end == std::string_view::npos) return refuse();
  const std::string scheme = ascii_lower(url.substr(0, scheme_end));
  if (scheme != "https" && scheme != "http") return refuse();

  const std::string_view rest = url.substr(scheme_end + 3);
  const std::size_t path_start = std::min(rest.find_first_of(is_route ? "/?" : "/"), rest.size());
  const std::string_view authority = rest.substr(0, path_start);
  const std::size_t query_start = is_route ? std::min(rest.find('?'), rest.size()) : rest.size();
  std::string_view path = rest.substr(path_start, query_start - path_start);
  if (!is_route) {
    while (path.ends_with('/')) path.remove_suffix(1);
  }

  const std::size_t host_end = authority.starts_with('[')
                                   ? authority.find(']') + 1
                                   : std::min(authority.find(':'), authority.size());
  const std::string host = ascii_lower(authority.substr(0, host_end));
  const std::string_view port = authority.substr(std::min(host_end, authority.size()));
  const auto encoded_path = encode_path(path);
  const auto query = encode_part(rest.substr(query_start), "?");
  if (!is_host(host) || !(port.empty() || (port.front() == ':' && is_port(port.substr(1)))) ||
      !encoded_path || !query) {
    return refuse();
  }
  if (scheme == "http" && !is_loopback(host)) return fail(ErrorCode::base_url_insecure, field, url);
  return scheme + "://" + host + std::string(port) + *encoded_path + *query;
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
  return parse_url(text, "baseUrl", false);
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
  if (path.empty()) return {};
  const std::size_t mark = path.find(product_code_mark);
  const bool marked = mark != std::string_view::npos;
  const std::string_view before = path.substr(0, mark);
  const std::string_view after =
      marked ? path.substr(mark + product_code_mark.size()) : std::string_view{};
  // A neutral segment in its place, so that only the rest is judged.
  std::string plain(before);
  if (marked) plain.append("x").append(after);
  if (marked != row->path.contains(product_code_mark) || !plain.starts_with('/') ||
      !encode_path(plain)) {
    return fail(ErrorCode::path_invalid, std::string("paths.").append(name), path);
  }
  std::string& override = overrides_[static_cast<std::size_t>(row->operation)];
  override = *encode_part(before, {});
  if (marked) override.append(product_code_mark).append(*encode_part(after, {}));
  return {};
}

Result<void> Endpoints::set_decline_route(std::string_view url) {
  auto checked = parse_url(url, "declineUrl", true);
  if (!checked) return std::unexpected(std::move(checked.error()));
  decline_route_ = std::move(*checked);
  return {};
}

Result<void> Endpoints::set_cache_parameter(std::string_view name) {
  const bool is_plain = std::ranges::all_of(
      name, [](char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '-'; });
  if (!is_plain) return fail(ErrorCode::path_invalid, "cacheParameter", name);
  cache_parameter_ = name;
  return {};
}

std::string Endpoints::url(Operation operation, std::string_view product_code,
                           std::string_view unlike) const {
  if (!needs_token(operation)) return decline_route_;
  const std::string& override = overrides_[static_cast<std::size_t>(operation)];
  std::string path(override.empty() ? endpoint(operation).path : std::string_view(override));
  if (const std::size_t mark = path.find(product_code_mark); mark != std::string::npos) {
    path.replace(mark, product_code_mark.size(), percent_encode(product_code));
  }
  path.insert(0, base_url_);
  if (endpoint(operation).method == Method::get && !unlike.empty() && !cache_parameter_.empty())
    path.append("?").append(cache_parameter_).append("=").append(percent_encode(unlike));
  return path;
}

bool Endpoints::needs_token(Operation operation) const {
  return operation != Operation::decline_invitation || decline_route_.empty();
}

}  // namespace subshare

// Where requests go: a base URL that is accepted leads to https or this computer and says so to any
// other reader too; an overridden path stays below it.
#include <arpa/inet.h>

#include "../fuzzing.hpp"
#include "subshare/endpoint.hpp"

using namespace fuzzing;

namespace {

void check_base_url(std::string_view text) {
  const auto url = subshare::parse_base_url(text);
  if (!url) return check_error(url.error());
  CHECK(subshare::parse_base_url(*url) == *url);
  for (const char c : *url) CHECK(c > ' ' && c < 0x7F);
  CHECK(url->find_first_of("?#\\\"<>^`{|}") == std::string::npos);
  const bool https = url->starts_with("https://");
  CHECK(https || url->starts_with("http://"));
  const std::string rest = url->substr(https ? 8 : 7);
  const std::string authority = rest.substr(0, rest.find('/'));
  const std::size_t port_at = authority.find(':', authority.starts_with("[") ? 5 : 0);
  const std::string host = authority.substr(0, port_at);
  CHECK(!host.empty() && !authority.contains('@') && !host.contains("..") && !host.contains('%'));
  if (port_at != std::string::npos) {
    const std::string port = authority.substr(port_at + 1);
    CHECK(!port.empty() && port.find_first_not_of("0123456789") == std::string::npos);
    CHECK(std::stoul(port) <= 65'535);
  }
  if (https) return;
  in_addr address{};
  const bool loopback =
      host == "localhost" || host == "[::1]" ||
      (inet_pton(AF_INET, host.c_str(), &address) == 1 && (ntohl(address.s_addr) >> 24) == 127);
  CHECK(loopback);
}

// RFC 3986, 2.1: the bytes that a path segment stands for.
std::string decoded(std::string_view segment) {
  std::string text;
  for (std::size_t i = 0; i < segment.size(); ++i) {
    if (segment[i] != '%') {
      CHECK(std::isalnum(static_cast<unsigned char>(segment[i])) != 0 ||
            std::string_view("-._~").contains(segment[i]));
      text += segment[i];
    } else {
      CHECK(i + 2 < segment.size());
      text += static_cast<char>(std::stoi(std::string(segment.substr(i + 1, 2)), nullptr, 16));
      i += 2;
    }
  }
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes(data, size);
  const std::string_view base = bytes.piece();
  check_base_url(base);
  auto endpoints = subshare::Endpoints::create(base);
  if (!endpoints) endpoints = subshare::Endpoints::create("https://api.example.com/capi");
  CHECK(endpoints);

  const auto& row = subshare::endpoint_table[bytes.below(subshare::operation_count)];
  const std::string_view path = bytes.piece();
  if (const auto set = endpoints->override_path(row.name, path)) {
    CHECK(path.empty() || path.starts_with('/'));
    CHECK(path.find_first_of("?#\\") == std::string_view::npos);
    CHECK(!path.contains("//") && !path.contains("/../") && !path.ends_with("/.."));
  } else {
    check_error(set.error());
  }
  const auto code = subshare::parse_product_code(bytes.piece());
  if (!code) return 0;
  const std::string url = endpoints->url(row.operation, *code);
  CHECK(url.starts_with(endpoints->base_url() + "/"));
  if (row.path.ends_with("/{productCode}") && url.starts_with(endpoints->base_url()) &&
      path.empty()) {
    const std::string segment = url.substr(url.rfind('/') + 1);
    CHECK(decoded(segment) == *code);
  }
  if (const auto set = endpoints->set_decline_route(bytes.piece())) {
    CHECK(!endpoints->needs_token(subshare::Operation::decline_invitation));
    const std::string route = endpoints->url(subshare::Operation::decline_invitation);
    check_base_url(route.substr(0, route.find('?')));
    CHECK(endpoints->set_decline_route(route));
    CHECK(endpoints->url(subshare::Operation::decline_invitation) == route);
  }
  return 0;
}

// IP addresses, ranges and CIDR against the C library's reader; domains against a rule of their
// own.
#include <arpa/inet.h>

#include <cstring>

#include "../fuzzing.hpp"
#include "subshare/nets.hpp"
#include "trim.hpp"

using namespace fuzzing;
using subshare::IpAddress;

namespace {

struct Numeric {
  bool valid = false;
  IpAddress address;
};

Numeric by_library(std::string_view text) {
  Numeric read;
  // The library's text ends at a zero byte; ours does not.
  if (text.contains('\0')) return read;
  const std::string ended(text);
  read.address.v6 = text.contains(':');
  read.valid = read.address.v6
                   ? inet_pton(AF_INET6, ended.c_str(), read.address.bytes.data()) == 1
                   : inet_pton(AF_INET, ended.c_str(), read.address.bytes.data() + 12) == 1;
  return read;
}

void check_address(std::string_view text) {
  const auto read = subshare::parse_ip(text);
  const Numeric witness = by_library(text);
  CHECK(read.has_value() == witness.valid);
  if (!read) return check_error(read.error());
  CHECK(*read == witness.address);
  const std::string formatted = subshare::format_ip(*read);
  CHECK(subshare::parse_ip(formatted) == *read);
  CHECK(by_library(formatted).address == *read);
  char buffer[INET6_ADDRSTRLEN];
  const auto* bytes = read->bytes.data() + (read->v6 ? 0 : 12);
  inet_ntop(read->v6 ? AF_INET6 : AF_INET, bytes, buffer, sizeof buffer);
  // The library writes dots into "::1.2.3.4" too, which RFC 5952 keeps for the mapped ones.
  if (formatted.contains('.') == (std::strchr(buffer, '.') != nullptr)) CHECK(formatted == buffer);
}

void check_range(std::string_view text) {
  const auto range = subshare::parse_ip_range(text);
  if (!range) return check_error(range.error());
  const Numeric start = by_library(range->ip_range_start), end = by_library(range->ip_range_end);
  CHECK(start.valid && end.valid && start.address.v6 == end.address.v6);
  CHECK(start.address <= end.address);
  CHECK(subshare::parse_ip_range(range->ip_range_start + " - " + range->ip_range_end) == *range);
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return;
  // The bits of a net: the same up to the prefix, then all 0 in its first and all 1 in its last.
  const auto inside = by_library(subshare::trim(text.substr(0, slash)));
  // A mask, or a mapped address: checked against the prefix it stands for, not here.
  if (text.substr(slash).contains('.') || inside.address.v6 != start.address.v6) return;
  CHECK(inside.valid && start.address <= inside.address && inside.address <= end.address);
  const std::size_t width = start.address.v6 ? 128 : 32;
  const auto prefix = static_cast<std::size_t>(
      std::strtoul(std::string(subshare::trim(text.substr(slash + 1))).c_str(), nullptr, 10));
  CHECK(prefix <= width);
  for (std::size_t bit = 128 - width; bit < 128; ++bit) {
    const auto at = [&](const IpAddress& address) {
      return (address.bytes[bit / 8] >> (7 - bit % 8)) & 1;
    };
    if (bit < 128 - width + prefix) {
      CHECK(at(start.address) == at(inside.address) && at(end.address) == at(inside.address));
    } else {
      CHECK(at(start.address) == 0 && at(end.address) == 1);
    }
  }
}

void check_domain(std::string_view text) {
  const auto domain = subshare::parse_domain(text);
  if (!domain) return check_error(domain.error());
  CHECK(domain->size() <= 253);
  std::size_t length = 0, dots = 0;
  char last = '.';
  for (const char c : *domain + '.') {
    if (c == '.') {
      CHECK(length >= 1 && length <= 63 && last != '-');
      ++dots;
      length = 0;
    } else {
      CHECK((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == '-' && length > 0));
      ++length;
    }
    last = c;
  }
  CHECK(dots >= 2);
  CHECK(!by_library(*domain).valid);
  CHECK(subshare::parse_domain(*domain) == *domain);
}

// A pasted field: each piece is read, or says why not, and reads as itself again.
void check_field(std::string_view text) {
  for (const auto& line : subshare::read_ip_ranges(text)) {
    if (line.error) {
      check_error(*line.error);
      continue;
    }
    const auto again =
        subshare::read_ip_ranges(line.range.ip_range_start + "-" + line.range.ip_range_end);
    CHECK(again.size() == 1 && again[0].range == line.range);
    CHECK(again[0].question.has_value() == line.question.has_value());
  }
  for (const auto& line : subshare::read_domains(text)) {
    if (line.error) {
      check_error(*line.error);
      continue;
    }
    const auto again = subshare::read_domains(line.range.ip_range_start);
    CHECK(again.size() == 1 && again[0].range == line.range);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_address(text);
  check_range(text);
  check_domain(text);
  check_field(text);
  return 0;
}

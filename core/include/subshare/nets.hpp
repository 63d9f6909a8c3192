// Nets: sharing a subscription per IP range and domain (endpoints 9 and 10, B2B).
//
//   parse_ip_range("192.168.0.1 - 192.168.0.9")  -> {192.168.0.1, 192.168.0.9}
//   parse_ip_range("2001:DB8::/126")             -> {2001:db8::, 2001:db8::3}
//   parse_ip_range("10.0.0.9-10.0.0.1")          -> ip_range_reversed
//
// Addresses are written as RFC 5952 says (lower case, the longest run of zeros shortened,
// IPv4-mapped addresses with dots), so that equal addresses are equal text.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "subshare/error.hpp"

namespace subshare {

struct IpRange {
  std::string ip_range_start;
  std::string ip_range_end;
  bool operator==(const IpRange&) const = default;
};

// One entry of `nets` [D, from the example]. Times are epoch milliseconds; absent where not stated.
struct Net {
  bool login_required = false;
  std::optional<std::int64_t> start_time;
  std::optional<std::int64_t> end_time;
  std::vector<IpRange> ip_ranges;
  std::vector<std::string> domains;
  bool operator==(const Net&) const = default;
};

// An address as a number: IPv4 in the last four bytes.
struct IpAddress {
  bool v6 = false;
  std::array<std::uint8_t, 16> bytes{};
  auto operator<=>(const IpAddress&) const = default;
};

// Strict: no leading zeros in IPv4 parts (some programs read them as octal), no zone, no port.
// Errors: ip_invalid.
Result<IpAddress> parse_ip(std::string_view text);

std::string format_ip(const IpAddress& address);

// One address, `start - end` or CIDR (a prefix whose host bits are not zero means the net it lies
// in). Errors: required, ip_invalid, ip_prefix_invalid, ip_families_differ, ip_range_reversed.
Result<IpRange> parse_ip_range(std::string_view text);

// A host name, already in ASCII (the page turns Unicode names into punycode with what the browser
// has). Lower-cased; a final dot is taken off. Errors: required, domain_with_scheme,
// domain_with_path, domain_top_level_only, domain_invalid.
Result<std::string> parse_domain(std::string_view text);

// Where an error stands: the net, and the range or domain within it.
struct NetProblem {
  Error error;
  std::size_t net = 0;
  std::optional<std::size_t> ip_range{};
  std::optional<std::size_t> domain{};
  // For an overlap, the other range.
  std::optional<std::size_t> other_net{};
  std::optional<std::size_t> other_ip_range{};
};

// Checks a whole list before it replaces the server's: every range and domain, start before end, no
// net without a range or domain, no overlap between ranges whose times overlap too, no domain
// twice. Sorts by address: n log n.
std::vector<NetProblem> check_nets(std::span<const Net> nets);

}  // namespace subshare

// Nets: sharing a subscription per IP range and domain (endpoints 9 and 10, B2B).
//
//   parse_ip_range("192.168.0.1 - 192.168.0.9")  -> {192.168.0.1, 192.168.0.9}
//   parse_ip_range("2001:DB8::/126")             -> {2001:db8::, 2001:db8::3}
//   parse_ip_range("10.0.0.9-10.0.0.1")          -> ip_range_reversed
//
// Addresses are written as RFC 5952 says (lower case, the longest run of zeros shortened,
// IPv4-mapped addresses with dots), so that equal addresses are equal text.
//
// A changed list replaces the server's whole list, so nothing may fall out of it on its way through
// here: members that we do not know (the vendor may add some at any time [D]) are kept as the JSON
// they came as, in `unknown_members`, and go back with their net, range or domain. Whoever edits a
// list hands that text on and never looks into it.
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
#include "subshare/export.hpp"

namespace subshare {

// Addresses from one to another, both among them.
struct IpRange {
  std::string ip_range_start;     // the first, as format_ip writes it
  std::string ip_range_end;       // the last; the same as the first for a single one
  std::string unknown_members{};  // a JSON object, or empty: none
  bool operator==(const IpRange&) const = default;
};

// One domain of a net.
struct Domain {
  std::string domain;             // lower case ASCII, as parse_domain gives it
  std::string unknown_members{};  // a JSON object, or empty: none
  bool operator==(const Domain&) const = default;
};

// One entry of `nets` [D, from the example]. Times are epoch milliseconds; absent where not stated.
struct Net {
  bool login_required = false;             // the API's loginRequired
  std::optional<std::int64_t> start_time;  // from when on it is one
  std::optional<std::int64_t> end_time;    // until when
  std::vector<IpRange> ip_ranges;          // what is in it by address
  std::vector<Domain> domains;             // what is in it by name
  std::string unknown_members{};           // a JSON object, or empty: none
  bool operator==(const Net&) const = default;
};

// An address as a number: IPv4 in the last four bytes.
struct IpAddress {
  bool v6 = false;                       // which of the two it is
  std::array<std::uint8_t, 16> bytes{};  // most significant first
  auto operator<=>(const IpAddress&) const = default;
};

// Strict: no leading zeros in IPv4 parts (some programs read them as octal), no zone, no port.
// Errors: ip_invalid.
SUBSHARE_API Result<IpAddress> parse_ip(std::string_view text);

// As RFC 5952 writes it; parse_ip reads it back.
SUBSHARE_API std::string format_ip(const IpAddress& address);

// One address, `start - end` (`192.0.2.10-20` for the last part alone), or CIDR with a prefix, a
// net mask or a wildcard mask (host bits that are not zero mean the net it lies in). An IPv4-mapped
// address is the IPv4 address. Errors: required, ip_invalid, ip_prefix_invalid, ip_mask_invalid,
// ip_families_differ, ip_range_reversed.
SUBSHARE_API Result<IpRange> parse_ip_range(std::string_view text);

// A host name, already in ASCII (the page turns Unicode names into punycode with what the browser
// has). Lower-cased; a final dot is taken off. Errors: required, domain_with_scheme,
// domain_with_path, domain_top_level_only, domain_invalid.
SUBSHARE_API Result<std::string> parse_domain(std::string_view text);

// One piece of a typed or pasted field of ranges or domains.
struct NetLine {
  std::size_t line = 1;  // where it stands, from 1
  std::string text;      // as typed, without its comment
  // What it means: start and end of a range, or a domain twice.
  IpRange range;
  std::optional<Error> error{};  // why it cannot be used, where it cannot
  // Read, but surely not meant by most: ip_whole_internet, ip_private, domain_public_mail,
  // domain_public_suffix. Ask before it is sent.
  std::optional<Error> question{};
};

// Takes a field apart: one a line, or separated by comma, semicolon or white space; what follows a
// # or // is a comment.
SUBSHARE_API std::vector<NetLine> read_ip_ranges(std::string_view text);
SUBSHARE_API std::vector<NetLine> read_domains(std::string_view text);

// Where an error stands: the net, and the range or domain within it.
struct NetProblem {
  Error error;                                  // what is wrong
  std::size_t net = 0;                          // which one, from 0
  std::optional<std::size_t> ip_range{};        // and which of its ranges
  std::optional<std::size_t> domain{};          // or which of its domains
  std::optional<std::size_t> other_net{};       // for an overlap, the net of the other range
  std::optional<std::size_t> other_ip_range{};  // of that net
};

// Checks a whole list before it replaces the server's: every range and domain, start before end, no
// net without a range or domain, no overlap between ranges whose times overlap too, no domain
// twice. Sorts by address: n log n.
SUBSHARE_API std::vector<NetProblem> check_nets(std::span<const Net> nets);

}  // namespace subshare

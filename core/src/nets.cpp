// Addresses are handled as 16 bytes each, so that ranges compare as numbers do and one sort finds
// every overlap.
#include "subshare/nets.hpp"

#include <algorithm>
#include <bit>

#include "characters.hpp"
#include "decimal.hpp"
#include "fail.hpp"
#include "subshare/text.hpp"
#include "trim.hpp"
#include "utf8.hpp"

namespace subshare {
namespace {

constexpr std::size_t v4_offset = 12;
constexpr std::size_t max_domain = 253;  // RFC 1035, 2.3.4, as text
constexpr std::size_t max_label = 63;

std::optional<unsigned> parse_decimal(std::string_view text, unsigned limit) {
  if (text.empty() || text.size() > 3 || !std::ranges::all_of(text, is_digit)) return std::nullopt;
  if (text.size() > 1 && text.front() == '0') return std::nullopt;
  unsigned value = 0;
  for (const char c : text) value = value * 10 + static_cast<unsigned>(c - '0');
  if (value > limit) return std::nullopt;
  return value;
}

bool parse_v4(std::string_view text, std::uint8_t* bytes) {
  for (int part = 0; part < 4; ++part) {
    const std::size_t end = part == 3 ? text.size() : text.find('.');
    if (end == std::string_view::npos) return false;
    const auto value = parse_decimal(text.substr(0, end), 255);
    if (!value) return false;
    bytes[part] = static_cast<std::uint8_t>(*value);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return true;
}

std::optional<std::uint16_t> parse_group(std::string_view text) {
  if (text.empty() || text.size() > 4) return std::nullopt;
  std::uint16_t value = 0;
  for (const char c : text) {
    const int digit = hex_digit(c);
    if (digit < 0) return std::nullopt;
    value = static_cast<std::uint16_t>(value << 4 | digit);
  }
  return value;
}

// Reads colon-separated groups into `bytes`; the number of bytes read, or nothing. An IPv4 tail may
// stand last (RFC 4291, 2.2.3).
std::optional<std::size_t> parse_groups(std::string_view text,
                                        std::array<std::uint8_t, 16>& bytes) {
  std::size_t count = 0;
  if (text.empty()) return count;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find(':', start), text.size());
    const std::string_view group = text.substr(start, end - start);
    if (end == text.size() && group.contains('.')) {
      if (count > 12 || !parse_v4(group, bytes.data() + count)) return std::nullopt;
      return count + 4;
    }
    const auto value = parse_group(group);
    if (!value || count + 2 > 16) return std::nullopt;
    bytes[count++] = static_cast<std::uint8_t>(*value >> 8);
    bytes[count++] = static_cast<std::uint8_t>(*value & 0xFF);
    start = end + 1;
  }
  return count;
}

bool parse_v6(std::string_view text, std::array<std::uint8_t, 16>& bytes) {
  const std::size_t gap = text.find("::");
  if (gap == std::string_view::npos) return parse_groups(text, bytes) == 16;
  std::array<std::uint8_t, 16> tail{};
  const std::string_view before = text.substr(0, gap);
  const auto head_size = before.contains('.') ? std::nullopt : parse_groups(before, bytes);
  const auto tail_size = parse_groups(text.substr(gap + 2), tail);
  // "::" stands for at least one group of zeros.
  if (!head_size || !tail_size || *head_size + *tail_size > 14) return false;
  std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(*head_size), bytes.end(), std::uint8_t{0});
  std::copy_n(tail.begin(), *tail_size, bytes.end() - static_cast<std::ptrdiff_t>(*tail_size));
  return true;
}

std::string format_v4(const std::uint8_t* bytes) {
  std::string text;
  for (int i = 0; i < 4; ++i) {
    if (i > 0) text += '.';
    text += decimal(bytes[i]);
  }
  return text;
}

// RFC 5952, 4.2: the longest run of two or more zero groups, the first of equals. {start, length}
// in groups.
std::pair<std::size_t, std::size_t> longest_zero_run(const std::array<std::uint8_t, 16>& bytes) {
  std::pair<std::size_t, std::size_t> best{8, 1};
  for (std::size_t i = 0; i < 8;) {
    std::size_t end = i;
    while (end < 8 && bytes[2 * end] == 0 && bytes[2 * end + 1] == 0) ++end;
    if (end - i > best.second) best = {i, end - i};
    i = std::max(end, i + 1);
  }
  return best.second > 1 ? best : std::pair<std::size_t, std::size_t>{8, 0};
}

std::string format_group(std::uint8_t high, std::uint8_t low) {
  static constexpr std::string_view hex = "0123456789abcdef";
  std::string text;
  const unsigned group = static_cast<unsigned>(high) << 8 | low;
  for (const unsigned shift : {12u, 8u, 4u, 0u}) {
    const unsigned nibble = group >> shift & 15u;
    if (nibble != 0 || !text.empty()) text += hex[nibble];
  }
  return text.empty() ? "0" : text;
}

// First or last address of the net with this prefix.
IpAddress masked(IpAddress address, std::size_t prefix, bool last) {
  const std::size_t first_bit = address.v6 ? 0 : v4_offset * 8;
  for (std::size_t bit = first_bit + prefix; bit < 128; ++bit) {
    const auto mask = static_cast<std::uint8_t>(0x80u >> (bit % 8));
    std::uint8_t& byte = address.bytes[bit / 8];
    byte = static_cast<std::uint8_t>(last ? byte | mask : byte & ~mask);
  }
  return address;
}

bool is_mapped(const IpAddress& address) {
  const auto& bytes = address.bytes;
  return address.v6 &&
         std::all_of(bytes.begin(), bytes.begin() + 10, [](auto b) { return b == 0; }) &&
         bytes[10] == 0xFF && bytes[11] == 0xFF;
}

// RFC 4291, 2.5.5.2: an IPv4-mapped address is the IPv4 address.
IpAddress unmapped(IpAddress address) {
  if (!is_mapped(address)) return address;
  address.v6 = false;
  address.bytes[10] = address.bytes[11] = 0;
  return address;
}

// The prefix that a net mask stands for: 255.255.255.0, or as a wildcard 0.0.0.255, is 24.
std::optional<std::size_t> prefix_of_mask(const IpAddress& mask) {
  std::uint32_t bits = 0;
  for (std::size_t i = v4_offset; i < 16; ++i) bits = bits << 8 | mask.bytes[i];
  if (bits != 0 && bits >> 31 == 0) bits = ~bits;
  const auto ones = static_cast<std::size_t>(std::countl_one(bits));
  return ones == 32 || bits << ones == 0 ? std::optional(ones) : std::nullopt;
}

Result<IpRange> parse_cidr(std::string_view text, std::size_t slash) {
  const auto address = parse_ip(trim(text.substr(0, slash)));
  if (!address) return std::unexpected(address.error());
  const std::string_view behind = trim(text.substr(slash + 1));
  std::optional<std::size_t> prefix = parse_decimal(behind, address->v6 ? 128 : 32);
  if (const auto mask = parse_ip(behind); !prefix && mask && !mask->v6 && !address->v6) {
    prefix = prefix_of_mask(*mask);
    if (!prefix) return fail(ErrorCode::ip_mask_invalid, "ipRanges", text.substr(slash));
  }
  if (!prefix) return fail(ErrorCode::ip_prefix_invalid, "ipRanges", text.substr(slash));
  return IpRange{format_ip(unmapped(masked(*address, *prefix, false))),
                 format_ip(unmapped(masked(*address, *prefix, true)))};
}

// Hyphen-minus or a dash of any kind, as word processors make of it.
std::pair<std::size_t, std::size_t> find_dash(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (const CodePoint c = decode_utf8(text, at); c.length > 0 && is_dash(c.value))
      return {at, c.length};
  }
  return {std::string_view::npos, 0};
}

// A range or a domain of a net: a piece of an ordered space that only one net may hold at a time. A
// domain is a piece from itself to itself.
struct Claim {
  std::string start, end;
  std::size_t net, index;
  bool is_domain;
  const Claim* other = nullptr;  // one that it overlaps
};

// Sorts as the addresses do, IPv4 before IPv6.
std::string key_of(const IpAddress& address) {
  std::string key(1, static_cast<char>(address.v6));
  key.append(address.bytes.begin(), address.bytes.end());
  return key;
}

IpAddress address_of(const std::string& key) {
  IpAddress address{.v6 = key.front() != 0};
  std::copy(key.begin() + 1, key.end(), address.bytes.begin());
  return address;
}

// After both kinds of address.
constexpr char domain_mark = '\2';

// For heaps: puts the claim whose `key` is smallest first, and of equal ones the first.
struct Later {
  std::string Claim::*key;
  bool operator()(const Claim* a, const Claim* b) const {
    const int order = (a->*key).compare(b->*key);
    return order != 0 ? order > 0 : a > b;
  }
};

bool times_overlap(const Net& a, const Net& b) {
  const auto before = [](const std::optional<std::int64_t>& end,
                         const std::optional<std::int64_t>& start) {
    return end && start && *end <= *start;
  };
  return !before(a.end_time, b.start_time) && !before(b.end_time, a.start_time);
}

// Sweeps over the claims by their start. `open` holds those that reach as far as the current one,
// by their end, so that each is looked at only while it can overlap.
void find_overlaps(std::span<const Net> nets, std::vector<Claim>& claims) {
  constexpr Later by_start{&Claim::start}, by_end{&Claim::end};
  std::vector<Claim*> waiting, open;
  for (Claim& claim : claims) waiting.push_back(&claim);
  std::make_heap(waiting.begin(), waiting.end(), by_start);
  while (!waiting.empty()) {
    std::pop_heap(waiting.begin(), waiting.end(), by_start);
    Claim* current = waiting.back();
    waiting.pop_back();
    while (!open.empty() && open.front()->end < current->start) {
      std::pop_heap(open.begin(), open.end(), by_end);
      open.pop_back();
    }
    for (const Claim* other : open) {
      if (!times_overlap(nets[current->net], nets[other->net])) continue;
      current->other = other;
      break;  // one word per claim is enough, and keeps a list of equal ones from being quadratic
    }
    open.push_back(current);
    std::push_heap(open.begin(), open.end(), by_end);
  }
}

NetProblem overlap(const Claim& claim) {
  NetProblem problem{.net = claim.net, .other_net = claim.other->net};
  if (claim.is_domain) {
    problem.error = fail(ErrorCode::domain_repeated, "domains", claim.start.substr(1)).error();
    problem.domain = claim.index;
  } else {
    problem.error =
        fail(ErrorCode::ip_ranges_overlap, "ipRanges",
             format_ip(address_of(claim.start)) + " - " + format_ip(address_of(claim.end)))
            .error();
    problem.ip_range = claim.index;
    problem.other_ip_range = claim.other->index;
  }
  return problem;
}

void check_ranges(const Net& net, std::size_t index, std::vector<Claim>& claims,
                  std::vector<NetProblem>& problems) {
  for (std::size_t i = 0; i < net.ip_ranges.size(); ++i) {
    const auto refuse = [&](const Error& error, std::string_view field) {
      problems.push_back(
          {.error = {error.code, std::string(field), error.fragment}, .net = index, .ip_range = i});
    };
    auto start = parse_ip(trim(net.ip_ranges[i].ip_range_start));
    auto end = parse_ip(trim(net.ip_ranges[i].ip_range_end));
    if (start) *start = unmapped(*start);
    if (end) *end = unmapped(*end);
    if (!start) {
      refuse(start.error(), "ipRangeStart");
    } else if (!end) {
      refuse(end.error(), "ipRangeEnd");
    } else if (start->v6 != end->v6) {
      refuse({ErrorCode::ip_families_differ, {}, format_ip(*end)}, "ipRangeEnd");
    } else if (*end < *start) {
      refuse({ErrorCode::ip_range_reversed, {}, format_ip(*start)}, "ipRangeStart");
    } else {
      claims.push_back({key_of(*start), key_of(*end), index, i, false});
    }
  }
}

void check_domains(const Net& net, std::size_t index, std::vector<Claim>& claims,
                   std::vector<NetProblem>& problems) {
  for (std::size_t i = 0; i < net.domains.size(); ++i) {
    auto domain = parse_domain(net.domains[i].domain);
    if (!domain) {
      problems.push_back({.error = std::move(domain.error()), .net = index, .domain = i});
      continue;
    }
    domain->insert(0, 1, domain_mark);
    claims.push_back({*domain, *domain, index, i, true});
  }
}

}  // namespace

Result<IpAddress> parse_ip(std::string_view text) {
  IpAddress address;
  address.v6 = text.contains(':');
  const bool read =
      address.v6 ? parse_v6(text, address.bytes) : parse_v4(text, address.bytes.data() + v4_offset);
  if (!read)
    return fail(ErrorCode::ip_invalid, "ipRanges",
                count_code_points(text) ? text : std::string_view{});
  return address;
}

std::string format_ip(const IpAddress& address) {
  const auto& bytes = address.bytes;
  if (!address.v6) return format_v4(bytes.data() + v4_offset);
  // RFC 5952, 5: an IPv4-mapped address ends in dotted decimals.
  if (is_mapped(address)) return "::ffff:" + format_v4(bytes.data() + v4_offset);
  const auto [gap, gap_length] = longest_zero_run(bytes);
  std::string text;
  for (std::size_t group = 0; group < 8;) {
    if (group == gap) {
      text += "::";
      group += gap_length;
      continue;
    }
    if (!text.empty() && !text.ends_with(':')) text += ':';
    text += format_group(bytes[2 * group], bytes[2 * group + 1]);
    ++group;
  }
  return text;
}

Result<IpRange> parse_ip_range(std::string_view text) {
  const std::string_view trimmed = trim(text);
  if (trimmed.empty()) return fail(ErrorCode::required, "ipRanges");
  if (const std::size_t slash = trimmed.find('/'); slash != std::string_view::npos)
    return parse_cidr(trimmed, slash);
  const auto [dash, dash_size] = find_dash(trimmed);
  auto start = parse_ip(trim(trimmed.substr(0, dash)));
  if (!start) return std::unexpected(start.error());
  if (dash == std::string_view::npos) {
    const std::string only = format_ip(unmapped(*start));
    return IpRange{only, only};
  }
  const std::string_view behind = trim(trimmed.substr(dash + dash_size));
  // "192.0.2.10-20": the last part alone.
  const auto part = start->v6 ? std::nullopt : parse_decimal(behind, 255);
  auto end = part ? *start : parse_ip(behind);
  if (part) end->bytes.back() = static_cast<std::uint8_t>(*part);
  if (!end) return std::unexpected(end.error());
  *start = unmapped(*start);
  *end = unmapped(*end);
  if (start->v6 != end->v6) return fail(ErrorCode::ip_families_differ, "ipRanges", trimmed);
  if (*end < *start) return fail(ErrorCode::ip_range_reversed, "ipRanges", trimmed);
  return IpRange{format_ip(*start), format_ip(*end)};
}

Result<std::string> parse_domain(std::string_view text) {
  constexpr std::string_view field = "domains";
  std::string_view domain = trim(text);
  if (domain.empty()) return fail(ErrorCode::required, field);
  if (domain.contains("://")) return fail(ErrorCode::domain_with_scheme, field, domain);
  if (domain.find_first_of("/?#") != std::string_view::npos)
    return fail(ErrorCode::domain_with_path, field, domain);
  if (domain.ends_with('.')) domain.remove_suffix(1);
  if (domain.size() > max_domain) return fail(ErrorCode::domain_invalid, field, domain);
  std::size_t labels = 0;
  bool last_is_number = false;
  for (std::size_t start = 0; start <= domain.size(); ++labels) {
    const std::size_t end = std::min(domain.find('.', start), domain.size());
    const std::string_view label = domain.substr(start, end - start);
    const bool well_formed =
        !label.empty() && label.size() <= max_label && label.front() != '-' &&
        label.back() != '-' &&
        std::ranges::all_of(label, [](char c) { return is_letter(c) || is_digit(c) || c == '-'; });
    if (!well_formed)
      return fail(ErrorCode::domain_invalid, field,
                  count_code_points(domain) ? domain : std::string_view{});
    last_is_number = std::ranges::all_of(label, is_digit);
    start = end + 1;
  }
  if (labels < 2) return fail(ErrorCode::domain_top_level_only, field, domain);
  // No top level domain is a number; this is an IP address in the wrong place.
  if (last_is_number) return fail(ErrorCode::domain_invalid, field, domain);
  return ascii_lower(domain);
}

std::vector<NetProblem> check_nets(std::span<const Net> nets) {
  std::vector<NetProblem> problems;
  std::vector<Claim> claims;
  for (std::size_t i = 0; i < nets.size(); ++i) {
    const Net& net = nets[i];
    if (net.ip_ranges.empty() && net.domains.empty())
      problems.push_back({.error = {ErrorCode::net_empty, "nets", {}}, .net = i});
    if (net.start_time && net.end_time && *net.start_time >= *net.end_time)
      problems.push_back({.error = {ErrorCode::time_range_reversed, "startTime", {}}, .net = i});
    check_ranges(net, i, claims, problems);
    check_domains(net, i, claims, problems);
  }
  find_overlaps(nets, claims);

  // Both lists are in the order of the nets, and so is what they make together.
  std::vector<NetProblem> all;
  auto problem = problems.begin();
  for (const Claim& claim : claims) {
    if (claim.other == nullptr) continue;
    while (problem != problems.end() && problem->net <= claim.net)
      all.push_back(std::move(*problem++));
    all.push_back(overlap(claim));
  }
  while (problem != problems.end()) all.push_back(std::move(*problem++));
  return all;
}

}  // namespace subshare

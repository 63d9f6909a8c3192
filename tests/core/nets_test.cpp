// Reading and writing of addresses, ranges and domains; whole lists are in nets_check_test.cpp.
#include "subshare/nets.hpp"

#include <arpa/inet.h>

#include <random>

#include "testing.hpp"

namespace subshare::test {
namespace {

std::string read_ip(std::string_view text) {
  const auto address = parse_ip(ExactText(text));
  return address ? format_ip(*address) : std::string(error_name(address.error().code));
}

TEST(Ip, WritesCanonicalText) {
  constexpr Reads table[] = {
      {"0.0.0.0", "0.0.0.0"},
      {"255.255.255.255", "255.255.255.255"},
      {"192.168.0.1", "192.168.0.1"},
      // RFC 5952, 4.1 to 4.3.
      {"2001:0db8::0001", "2001:db8::1"},
      {"2001:DB8::ABCD", "2001:db8::abcd"},
      {"2001:db8:0:0:0:0:2:1", "2001:db8::2:1"},
      {"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},  // one group is not shortened
      {"2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
      {"2001:0:0:1:0:0:0:1", "2001:0:0:1::1"},        // the longest run
      {"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},  // the first of equals
      {"0:0:0:0:0:0:0:0", "::"},
      {"::", "::"},
      {"::1", "::1"},
      {"1::", "1::"},
      {"0:0:1::", "0:0:1::"},
      {"1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"},
      {"::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"},
      {"1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"},
      {"0:0:0:1:0:0:0:0", "0:0:0:1::"},
      {"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
      // RFC 4291, 2.2.3: dotted decimals last; RFC 5952, 5: written so where it is IPv4-mapped.
      {"::ffff:192.0.2.1", "::ffff:192.0.2.1"},
      {"::FFFF:C000:201", "::ffff:192.0.2.1"},
      {"64:ff9b::192.0.2.33", "64:ff9b::c000:221"},
      {"1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"},
      {"::1.2.3.4", "::102:304"},
  };
  for (const auto& row : table) {
    EXPECT_EQ(read_ip(row.input), row.expected) << row.input;
    EXPECT_EQ(read_ip(row.expected), row.expected) << "canonical text reads as itself";
  }
}

constexpr std::string_view no_addresses[] = {
    "", " ", "1", "1.2.3", "1.2.3.4.5", "1.2.3.", ".1.2.3", "1..2.3", "1.2.3.4.", "256.1.1.1",
    "1.2.3.1000", "1.2.3.-4", "1.2.3.+4", "1.2.3.a", "1.2.3.4 ", " 1.2.3.4", "0x1.2.3.4",
    // Some programs read these as octal.
    "01.2.3.4", "1.2.3.00", "010.0.0.1", ":", ":::", "1:", ":1", "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9", "1::2::3", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "1:2:3:4::5:6:7:8",
    "12345::", "g::", "1:::2", "::1:", ":1::", "::1.2.3", "::1.2.3.4.5", "1.2.3.4::", "::1.2.3.4:5",
    "1:2:3:4:5:6:7:1.2.3.4", "::01.2.3.4", "1:2:3:4:5:1.2.3.4", "[::1]", "::1%eth0", "::1/64",
    "1.2.3.4:80", "[::1]:80", "fe80::1%1", "\u0661.2.3.4", "\xff", "\xff:\xff", "localhost"};

TEST(Ip, RefusesAllElse) {
  for (const std::string_view text : no_addresses)
    EXPECT_EQ(read_ip(text), "ip_invalid") << ::testing::PrintToString(text);
  EXPECT_EQ(error_of(parse_ip("256.1.1.1")),
            (Error{ErrorCode::ip_invalid, "ipRanges", "256.1.1.1"}));
  EXPECT_EQ(error_of(parse_ip("\xff")), (Error{ErrorCode::ip_invalid, "ipRanges", ""}));
}

// The system's own reader and writer as the second witness.
std::string system_canonical(std::string_view text) {
  unsigned char bytes[16];
  char out[INET6_ADDRSTRLEN];
  const int family = text.contains(':') ? AF_INET6 : AF_INET;
  if (inet_pton(family, std::string(text).c_str(), bytes) != 1) return "ip_invalid";
  return inet_ntop(family, bytes, out, sizeof out);
}

TEST(Ip, AgreesWithTheSystemAboutWhatIsNoAddress) {
  for (const std::string_view text : no_addresses)
    EXPECT_EQ(system_canonical(text), "ip_invalid") << text;
}

TEST(Ip, AgreesWithTheSystemOnRandomAddresses) {
  constexpr std::uint32_t seed = 5952;
  std::mt19937 random(seed);
  for (int i = 0; i < 20'000; ++i) {
    IpAddress address;
    address.v6 = i % 4 != 0;
    for (std::size_t b = address.v6 ? 0 : 12; b < 16; ++b)
      address.bytes[b] = static_cast<std::uint8_t>(random());
    // Runs of zero groups are what the writer has to decide about.
    if (address.v6) {
      const auto zeros = random();
      for (std::size_t g = 0; g < 8; ++g) {
        if ((zeros >> g & 1) != 0) address.bytes[2 * g] = address.bytes[2 * g + 1] = 0;
        if ((zeros >> (g + 8) & 3) == 0) address.bytes[2 * g] = 0;
      }
      if (i % 64 == 1) {
        std::fill_n(address.bytes.begin(), 10, std::uint8_t{0});
        address.bytes[10] = address.bytes[11] = 0xFF;
      }
    }
    const std::string text = format_ip(address);
    ASSERT_EQ(parse_ip(text), address) << text << ", seed " << seed;
    // The system writes the long deprecated IPv4-compatible addresses with dots; RFC 5952 does not
    // ask for it.
    if (std::all_of(address.bytes.begin(), address.bytes.begin() + 12,
                    [](auto b) { return b == 0; }))
      continue;
    ASSERT_EQ(text, system_canonical(text)) << "seed " << seed;
  }
}

TEST(Ip, AgreesWithTheSystemOnRandomTexts) {
  constexpr std::uint32_t seed = 4291;
  std::mt19937 random(seed);
  constexpr std::string_view pieces[] = {":",   "::",   ".",       "0",     "1",  "ff",    "255",
                                         "256", "abcd", "1.2.3.4", "ffff:", "0:", "12345", "01"};
  int accepted = 0;
  for (int i = 0; i < 100'000; ++i) {
    std::string text;
    for (auto length = random() % 10; length > 0; --length)
      text += pieces[random() % std::size(pieces)];
    const auto address = parse_ip(ExactText(text));
    ASSERT_EQ(address.has_value(), system_canonical(text) != "ip_invalid")
        << text << ", seed " << seed;
    accepted += address.has_value();
  }
  EXPECT_GT(accepted, 500);
}

TEST(IpRange, ReadsAddressesRangesAndPrefixes) {
  constexpr struct {
    std::string_view input, start, end;
  } table[] = {
      {"192.168.0.1", "192.168.0.1", "192.168.0.1"},
      {" 2001:DB8::1 ", "2001:db8::1", "2001:db8::1"},
      {"192.168.0.1 - 192.168.0.9", "192.168.0.1", "192.168.0.9"},
      {"192.168.0.1-192.168.0.9", "192.168.0.1", "192.168.0.9"},
      {"192.168.0.1\u2013192.168.0.9", "192.168.0.1", "192.168.0.9"},
      {"192.168.0.1 \u2014 192.168.0.9", "192.168.0.1", "192.168.0.9"},
      {"10.0.0.9-10.0.0.9", "10.0.0.9", "10.0.0.9"},
      {"9.255.255.255-10.0.0.0", "9.255.255.255", "10.0.0.0"},
      {"::1 - ::2", "::1", "::2"},
      {"::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
       "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
      // CIDR; where the host bits are not zero it is the net the address lies in.
      {"192.168.0.0/24", "192.168.0.0", "192.168.0.255"},
      {"192.168.0.77/24", "192.168.0.0", "192.168.0.255"},
      {"192.168.0.77 / 30", "192.168.0.76", "192.168.0.79"},
      {"10.1.2.3/0", "0.0.0.0", "255.255.255.255"},
      {"10.1.2.3/32", "10.1.2.3", "10.1.2.3"},
      {"10.1.2.3/31", "10.1.2.2", "10.1.2.3"},
      {"10.1.2.3/1", "0.0.0.0", "127.255.255.255"},
      {"2001:DB8::/126", "2001:db8::", "2001:db8::3"},
      {"2001:db8::/32", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"},
      {"::1/128", "::1", "::1"},
      // The last part alone; net masks, and the wildcard masks of access lists.
      {"192.0.2.10-20", "192.0.2.10", "192.0.2.20"},
      {"192.0.2.10 \u2212 20", "192.0.2.10", "192.0.2.20"},
      {"192.0.2.7/255.255.255.0", "192.0.2.0", "192.0.2.255"},
      {"192.0.2.7/0.0.0.255", "192.0.2.0", "192.0.2.255"},
      {"192.0.2.7/255.255.255.255", "192.0.2.7", "192.0.2.7"},
      {"192.0.2.7/0.0.0.0", "0.0.0.0", "255.255.255.255"},
      // An IPv4-mapped address is the IPv4 address (RFC 4291, 2.5.5.2).
      {"::ffff:192.0.2.1", "192.0.2.1", "192.0.2.1"},
      {"::ffff:192.0.2.1-::ffff:c000:209", "192.0.2.1", "192.0.2.9"},
      {"::ffff:192.0.2.7/120", "192.0.2.0", "192.0.2.255"},
      {"1::/0", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
      {"2001:db8::ff/121", "2001:db8::80", "2001:db8::ff"},
  };
  for (const auto& row : table) {
    const IpRange expected{std::string(row.start), std::string(row.end)};
    EXPECT_EQ(parse_ip_range(ExactText(row.input)), expected) << row.input;
    EXPECT_EQ(parse_ip_range(expected.ip_range_start + " - " + expected.ip_range_end), expected);
  }
}

TEST(IpRange, RefusesBrokenOnes) {
  constexpr Refuses table[] = {
      {"", ErrorCode::required, ""},
      {" \t", ErrorCode::required, ""},
      {"-", ErrorCode::ip_invalid, ""},
      {"10.0.0.1-", ErrorCode::ip_invalid, ""},
      {"-10.0.0.1", ErrorCode::ip_invalid, ""},
      {"10.0.0.1-10.0.0.300", ErrorCode::ip_invalid, "10.0.0.300"},
      {"10.0.0.300-10.0.0.1", ErrorCode::ip_invalid, "10.0.0.300"},
      {"10.0.0.1-2-3", ErrorCode::ip_invalid, "2-3"},
      {"10.0.0.1 10.0.0.2", ErrorCode::ip_invalid, "10.0.0.1 10.0.0.2"},
      {"10.0.0.9-10.0.0.1", ErrorCode::ip_range_reversed, "10.0.0.9-10.0.0.1"},
      {"10.0.0.0-9.255.255.255", ErrorCode::ip_range_reversed, "10.0.0.0-9.255.255.255"},
      {"::2-::1", ErrorCode::ip_range_reversed, "::2-::1"},
      {"10.0.0.1-::1", ErrorCode::ip_families_differ, "10.0.0.1-::1"},
      {"::1-10.0.0.1", ErrorCode::ip_families_differ, "::1-10.0.0.1"},
      {"10.0.0.0/33", ErrorCode::ip_prefix_invalid, "/33"},
      {"::/129", ErrorCode::ip_prefix_invalid, "/129"},
      {"10.0.0.0/", ErrorCode::ip_prefix_invalid, "/"},
      {"10.0.0.0/-1", ErrorCode::ip_prefix_invalid, "/-1"},
      {"10.0.0.0/08", ErrorCode::ip_prefix_invalid, "/08"},
      {"10.0.0.0/1000", ErrorCode::ip_prefix_invalid, "/1000"},
      {"10.0.0.0/8/8", ErrorCode::ip_prefix_invalid, "/8/8"},
      {"10.0.0.0/255.0.255.0", ErrorCode::ip_mask_invalid, "/255.0.255.0"},
      {"10.0.0.0/1.2.3.4", ErrorCode::ip_mask_invalid, "/1.2.3.4"},
      {"::/255.255.255.0", ErrorCode::ip_prefix_invalid, "/255.255.255.0"},
      {"10.0.0.9-8", ErrorCode::ip_range_reversed, "10.0.0.9-8"},
      {"10.0.0.9-256", ErrorCode::ip_invalid, "256"},
      {"10.0.0.0/\xff", ErrorCode::ip_prefix_invalid, ""},
      {"/8", ErrorCode::ip_invalid, ""},
      {"10.0.0/8", ErrorCode::ip_invalid, "10.0.0"},
      {"10.0.0.0/8-10.0.0.1", ErrorCode::ip_prefix_invalid, "/8-10.0.0.1"},
  };
  for (const auto& row : table) {
    EXPECT_EQ(error_of(parse_ip_range(ExactText(row.input))),
              (Error{row.code, "ipRanges", std::string(row.fragment)}))
        << row.input;
  }
}

TEST(Domain, ReadsHostNames) {
  const std::string label63(63, 'a');
  const std::string longest = label63 + '.' + label63 + '.' + label63 + '.' + std::string(61, 'b');
  ASSERT_EQ(longest.size(), 253u);
  const Reads table[] = {
      {"example.com", "example.com"},
      {" Example.COM ", "example.com"},
      {"example.com.", "example.com"},
      {"a.b.c.example.com", "a.b.c.example.com"},
      {"xn--blbr-roah.no", "xn--blbr-roah.no"},
      {"a-b.no", "a-b.no"},
      {"1.no", "1.no"},
      {"4chan.2go", "4chan.2go"},
      {longest, longest},
  };
  for (const auto& row : table) {
    EXPECT_EQ(parse_domain(ExactText(row.input)), row.expected) << row.input;
    EXPECT_EQ(parse_domain(row.expected), row.expected);
  }
  EXPECT_EQ(parse_domain(longest + '.'), longest) << "the final dot does not count";
}

TEST(Domain, RefusesAllElse) {
  const std::string label64 = std::string(64, 'a') + ".no";
  const std::string too_long = repeat("aaaaaaaaa.", 25) + "aaaa";
  ASSERT_EQ(too_long.size(), 254u);
  const Refuses table[] = {
      {"", ErrorCode::required, ""},
      {"  ", ErrorCode::required, ""},
      {"https://example.com", ErrorCode::domain_with_scheme, "https://example.com"},
      {"HTTP://example.com/x", ErrorCode::domain_with_scheme, "HTTP://example.com/x"},
      {"example.com/", ErrorCode::domain_with_path, "example.com/"},
      {"example.com/x", ErrorCode::domain_with_path, "example.com/x"},
      {"example.com?x", ErrorCode::domain_with_path, "example.com?x"},
      {"example.com#x", ErrorCode::domain_with_path, "example.com#x"},
      {"com", ErrorCode::domain_top_level_only, "com"},
      {"com.", ErrorCode::domain_top_level_only, "com"},
      {"localhost", ErrorCode::domain_top_level_only, "localhost"},
      {".com", ErrorCode::domain_invalid, ".com"},
      {"a..com", ErrorCode::domain_invalid, "a..com"},
      {"example.com..", ErrorCode::domain_invalid, "example.com."},
      {".", ErrorCode::domain_invalid, ""},
      {"-a.com", ErrorCode::domain_invalid, "-a.com"},
      {"a-.com", ErrorCode::domain_invalid, "a-.com"},
      {"a_b.com", ErrorCode::domain_invalid, "a_b.com"},
      {"a b.com", ErrorCode::domain_invalid, "a b.com"},
      {"*.example.com", ErrorCode::domain_invalid, "*.example.com"},
      {"kari@example.com", ErrorCode::domain_invalid, "kari@example.com"},
      {"example.com:443", ErrorCode::domain_invalid, "example.com:443"},
      // The page turns Unicode names into punycode before they come here.
      {"bl\u00e5b\u00e6r.no", ErrorCode::domain_invalid, "bl\u00e5b\u00e6r.no"},
      {"\xff.no", ErrorCode::domain_invalid, ""},
      {"\xff://x", ErrorCode::domain_with_scheme, ""},
      // An IP address in the wrong place.
      {"192.168.0.1", ErrorCode::domain_invalid, "192.168.0.1"},
      {"example.123", ErrorCode::domain_invalid, "example.123"},
      {"::1", ErrorCode::domain_invalid, "::1"},
      {label64, ErrorCode::domain_invalid, label64},
  };
  for (const auto& row : table) {
    EXPECT_EQ(error_of(parse_domain(ExactText(row.input))),
              (Error{row.code, "domains", std::string(row.fragment)}))
        << row.input;
  }
  EXPECT_EQ(code_of(parse_domain(too_long)), ErrorCode::domain_invalid);
}

}  // namespace
}  // namespace subshare::test

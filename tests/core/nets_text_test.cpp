// Whole fields of ranges and domains, as they are pasted.
#include "subshare/nets.hpp"
#include "testing.hpp"

namespace subshare::test {
namespace {

// "2:192.0.2.1-192.0.2.9" for what line 2 holds; its error or question behind it.
std::string read(const std::vector<NetLine>& lines) {
  std::string all;
  for (const NetLine& line : lines) {
    if (!all.empty()) all += ' ';
    all += std::to_string(line.line) + ':' + line.range.ip_range_start;
    if (line.range.ip_range_end != line.range.ip_range_start) all += '-' + line.range.ip_range_end;
    if (line.error) all += std::string(error_name(line.error->code));
    if (line.question) all += '?' + std::string(error_name(line.question->code));
  }
  return all;
}

TEST(NetsText, ReadsRangesAsTheyAreWritten) {
  constexpr Reads table[] = {
      {"", ""},
      {" \n # office\n", ""},
      {"192.0.2.1, 192.0.2.2", "1:192.0.2.1 1:192.0.2.2"},
      {"192.0.2.1 192.0.2.2;192.0.2.3", "1:192.0.2.1 1:192.0.2.2 1:192.0.2.3"},
      {"192.0.2.1\r\n192.0.2.2\r192.0.2.3", "1:192.0.2.1 2:192.0.2.2 3:192.0.2.3"},
      {"192.0.2.10-20", "1:192.0.2.10-192.0.2.20"},
      {"192.0.2.10 -20", "1:192.0.2.10-192.0.2.20"},
      {"192.0.2.1 to 192.0.2.9", "1:192.0.2.1-192.0.2.9"},
      {"192.0.2.1 til 192.0.2.9", "1:192.0.2.1-192.0.2.9"},
      {"192.0.2.1\u2010192.0.2.2", "1:192.0.2.1-192.0.2.2"},
      {"192.0.2.1 \u2013 192.0.2.2", "1:192.0.2.1-192.0.2.2"},
      {"192.0.2.1 \u2212 192.0.2.2", "1:192.0.2.1-192.0.2.2"},
      {"192.0.2.1\ufe63192.0.2.2", "1:192.0.2.1-192.0.2.2"},
      {"192.0.2.0/255.255.255.0", "1:192.0.2.0-192.0.2.255"},
      {"192.0.2.0 255.255.255.0", "1:192.0.2.0-192.0.2.255"},
      {"192.0.2.0 mask 255.255.255.0", "1:192.0.2.0-192.0.2.255"},
      {"192.0.2.0 0.0.0.255", "1:192.0.2.0-192.0.2.255"},
      {"192.0.2.0/24 # office", "1:192.0.2.0-192.0.2.255"},
      {"192.0.2.0/24 // office, second floor", "1:192.0.2.0-192.0.2.255"},
      {"192.0.2.1 (office)", "1:192.0.2.1"},
      {"192.0.2.*", "1:192.0.2.0-192.0.2.255"},
      {"[2001:db8::1]", "1:2001:db8::1"},
      {"\u202a192.0.2.1\u202c\u200b", "1:192.0.2.1"},
      {"\"192.0.2.1\"", "1:192.0.2.1"},
      {"::ffff:192.0.2.1", "1:192.0.2.1"},
      // Lists, labels, and words between.
      {"- 192.0.2.1\n\u2022 192.0.2.2\n3. 192.0.2.3\n* 192.0.2.4",
       "1:192.0.2.1 2:192.0.2.2 3:192.0.2.3 4:192.0.2.4"},
      {"IP: 192.0.2.1 og 192.0.2.2", "1:192.0.2.1 1:192.0.2.2"},
      {"permit ip 192.0.2.0 0.0.0.255\nallow 192.0.2.1;\nnetwork-object host 192.0.2.2",
       "1:192.0.2.0-192.0.2.255 2:192.0.2.1 3:192.0.2.2"},
      // Who is kept out is not let in.
      {"deny 192.0.2.1", "1:ip_invalid 1:192.0.2.1"},
      {"NetRange: 192.0.2.0 - 192.0.2.255", "1:192.0.2.0-192.0.2.255"},
      {"192.0.2.1 through 192.0.2.9", "1:192.0.2.1-192.0.2.9"},
      {"192.0.2.1...192.0.2.9", "1:192.0.2.1-192.0.2.9"},
      {"192.0.2.1~192.0.2.9", "1:192.0.2.1-192.0.2.9"},
      {"192.0.2.x", "1:192.0.2.0-192.0.2.255"},
      {"{192.0.2.1}, '192.0.2.2'.", "1:192.0.2.1 1:192.0.2.2"},
      {"192.0.2.0/24 ! office\n192.0.2.1 -- office", "1:192.0.2.0-192.0.2.255 2:192.0.2.1"},
      // Firewalls' objects, and where a range is two words.
      {"object-group network 192.0.2.0 255.255.255.0\nrange 192.0.2.10 192.0.2.20",
       "1:192.0.2.0-192.0.2.255 2:192.0.2.10-192.0.2.20"},
      {"set subnet 192.0.2.0 255.255.255.0", "1:192.0.2.0-192.0.2.255"},
      {"iptables -s 192.0.2.0/24 -j ACCEPT",
       "1:ip_invalid 1:ip_invalid 1:192.0.2.0-192.0.2.255 1:ip_invalid 1:ip_invalid"},
      {"ip4:192.0.2.0/24 ip6:2001:db8::1", "1:192.0.2.0-192.0.2.255 1:2001:db8::1"},
      {"http://192.0.2.1/", "1:192.0.2.1"},
      {"http://192.0.2.1:8080/", "1:ip_invalid"},
      {"192.0.2.1 til og med 192.0.2.9", "1:192.0.2.1-192.0.2.9"},
      {"192.0.2.1 t.o.m. 192.0.2.9", "1:192.0.2.1-192.0.2.9"},
      {"192.0.2.1 \u2192 192.0.2.9", "1:192.0.2.1-192.0.2.9"},
      {"192.0.2.0 wildcard 0.0.0.255", "1:192.0.2.0-192.0.2.255"},
      {"192.0.2.1 or 192.0.2.2", "1:192.0.2.1 1:192.0.2.2"},
      // It was a label like any other, and they were let in.
      {"Deny: 192.0.2.1\nSperret: 192.0.2.2", "1:ip_invalid 1:192.0.2.1 2:ip_invalid 2:192.0.2.2"},
      // The mask was an address of its own.
      {"192.0.2.0 netmask 255.255.255.0", "1:192.0.2.0-192.0.2.255"},
      {"192.0.2.0 nettmaske 255.255.255.0", "1:192.0.2.0-192.0.2.255"},
      // It was left out as if it were a comment.
      {"(192.0.2.1)", "1:192.0.2.1"},
      {"office (192.0.2.1)", "1:ip_invalid 1:192.0.2.1"},
      // The port made another address of it.
      {"[2001:db8::1]:443", "1:ip_invalid"},
      {"*", "1:ip_invalid"},
      {"office\n192.0.2.1:80", "1:ip_invalid 2:ip_invalid"},
      {"192.0.2.0/255.0.255.0", "1:ip_mask_invalid"},
  };
  for (const auto& row : table)
    EXPECT_EQ(read(read_ip_ranges(ExactText(row.input))), row.expected) << row.input;
}

TEST(NetsText, AsksAboutWhatIsSurelyAMistake) {
  constexpr Reads ranges[] = {
      {"0.0.0.0/0", "ip_whole_internet"},
      {"::/0", "ip_whole_internet"},
      {"0.0.0.0-255.255.255.255", "ip_whole_internet"},
      {"8.0.0.0/7", "ip_whole_internet"},
      {"2a00::/12", "ip_whole_internet"},
      {"::ffff:0:0/96", "ip_whole_internet"},
      {"10.1.2.3", "ip_private"},
      {"172.16.0.1", "ip_private"},
      {"172.31.255.255", "ip_private"},
      {"192.168.0.0/24", "ip_private"},
      {"192.167.255.0-192.168.0.1", "ip_private"},
      {"127.0.0.1", "ip_private"},
      {"169.254.1.1", "ip_private"},
      {"100.64.0.1", "ip_private"},
      {"::ffff:10.0.0.1", "ip_private"},
      {"fd00::1", "ip_private"},
      {"0.0.0.0", "ip_private"},
      {"255.255.255.0", "ip_private"},
      {"224.0.0.1", "ip_private"},
      {"ff02::1", "ip_private"},
      {"223.255.255.255", ""},
      {"fe80::1", "ip_private"},
      {"::1", "ip_private"},
      {"8.0.0.0/8", ""},
      {"172.15.255.255", ""},
      {"172.32.0.0", ""},
      {"192.0.2.0/24", ""},
      {"2001:db8::/32", ""},
  };
  for (const auto& row : ranges) {
    const auto lines = read_ip_ranges(row.input);
    ASSERT_EQ(lines.size(), 1u) << row.input;
    EXPECT_FALSE(lines[0].error) << row.input;
    EXPECT_EQ(lines[0].question ? error_name(lines[0].question->code) : "", row.expected)
        << row.input;
  }
  constexpr Reads domains[] = {
      {"gmail.com", "domain_public_mail"},
      {"Hotmail.NO", "domain_public_mail"},
      {"yahoo.co.uk", "domain_public_mail"},
      {"online.no", "domain_public_mail"},
      {"co.uk", "domain_public_suffix"},
      {"kommune.no", "domain_public_suffix"},
      {"github.io", "domain_public_suffix"},
      {"firma.no", ""},
      {"oslo.kommune.no", ""},
      {"mail.firma.no", ""},
      {"firma.github.io", ""},
  };
  for (const auto& row : domains) {
    const auto lines = read_domains(row.input);
    ASSERT_EQ(lines.size(), 1u) << row.input;
    EXPECT_FALSE(lines[0].error) << row.input;
    EXPECT_EQ(lines[0].question ? error_name(lines[0].question->code) : "", row.expected)
        << row.input;
  }
}

TEST(NetsText, ReadsDomainsAsTheyAreWritten) {
  constexpr Reads table[] = {
      {"firma.no, test.no\nlab.no # new", "1:firma.no 1:test.no 2:lab.no"},
      {"https://www.firma.no/", "1:www.firma.no"},
      {"http://firma.no:8080/a?b#c", "1:firma.no"},
      {"firma.no:443", "1:firma.no"},
      {"*.firma.no", "1:firma.no"},
      {"@firma.no", "1:firma.no"},
      {"firma.no.", "1:firma.no"},
      {".firma.no", "1:firma.no"},
      {"<firma.no>, (lab.no)", "1:firma.no 1:lab.no"},
      {"- firma.no og lab.no\n2) test.no", "1:firma.no 1:lab.no 2:test.no"},
      {"Domene: firma.no", "1:firma.no"},
      {"//firma.no/x", "1:firma.no"},
      {"firma.no/om-oss", "1:firma.no"},
      // The second was taken for a path, and left out.
      {"firma.no/firma.se", "1:domain_with_path"},
      {"*", "1:domain_invalid"},
      {"bl\u00e5b\u00e6r.no", "1:xn--blbr-roah.no"},
      {"bla\u030ab\u00e6r.no", "1:xn--blbr-roah.no"},
      {"fir\u00adma.no\u200b", "1:firma.no"},
      {"no", "1:domain_top_level_only"},
      {"kari@firma.no", "1:domain_invalid"},
      {"192.0.2.1", "1:domain_invalid"},
  };
  for (const auto& row : table)
    EXPECT_EQ(read(read_domains(ExactText(row.input))), row.expected) << row.input;
}

}  // namespace
}  // namespace subshare::test

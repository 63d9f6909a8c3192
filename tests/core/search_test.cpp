#include "subshare/search.hpp"

#include <cstdint>
#include <ios>
#include <string>

#include "subshare/unicode.hpp"

#include "testing.hpp"

namespace subshare::test {
namespace {

TEST(Search, FindsWhatAPersonSeesAsTheSame) {
  constexpr struct {
    std::string_view query, name, contact;
  } table[] = {
      {"", "", ""},
      {"kari", "KARI Nordmann", ""},
      {"mann k@", "Kari Nordmann", "k@x.no"},  // of both, in any order
      {"\u00c5SE", "a\u030ase", ""},
      {"a\u030a", "\u00c5se", ""},
      {"\u010d\u00e1hkku", "\u010c\u00c1HKKU", ""},
      {"\u0161imo \u017e", "\u0160imo \u017dakki", ""},
      {"\u014b", "\u014a", ""},
      {"\u03c3", "\u03bf\u03c2", ""},  // a final sigma
      {"strasse", "Stra\u00dfe", ""},
      {"ka\u00adri", "Kari", ""},
      {"kari  n", "Kari\u00a0Nordmann", ""},
      {"412 34", "", "+4741234567"},
      {"+47 412 34 567", "", "+4741234567"},
      {"0047 412", "", "+4741234567"},
      {"070-123", "", "+46701234567"},
      {"\uff14\uff11\uff12", "", "+4741234567"},
  };
  for (const auto& row : table)
    EXPECT_TRUE(Search(ExactText(row.query)).finds(row.name, ExactText(row.contact))) << row.query;
}

TEST(Search, FindsNothingElse) {
  EXPECT_FALSE(Search("kari o").finds("Kari Nrdmann", "k@x.n"));
  EXPECT_FALSE(Search("412 35").finds("", "+4741234567"));
  EXPECT_FALSE(Search("-").finds("", "+4741234567"));
  EXPECT_FALSE(Search("ase").finds("\u00c5se", ""));  // another letter in these languages
  EXPECT_TRUE(Search(" \u200b").empty());
}

// What is folded without asking is folded as whoever is asked does it, letter by letter.
TEST(Search, FoldsLatinLettersAsUnicodeDoes) {
  for (std::uint32_t c = 0x80; c < 0x250; ++c) {
    const std::string letter{static_cast<char>(0xC0 | c >> 6),
                             static_cast<char>(0x80 | (c & 0x3F))};
    if (c < 0xA0 || c == 0xA0 || c == 0xAD) continue;  // controls, a space, and one that is unseen
    EXPECT_EQ(search_key(ExactText(letter)), unicode::fold(letter)) << "U+" << std::hex << c;
  }
}

}  // namespace
}  // namespace subshare::test

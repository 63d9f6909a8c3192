// Pasted lists and suggestions of contact.hpp.
#include <vector>

#include "subshare/contact.hpp"
#include "testing.hpp"

namespace subshare::test {
namespace {

using List = std::vector<Invitee>;

void expect_split(std::string_view text, const List& expected) {
  const List split = split_invitees(ExactText(text));
  ASSERT_EQ(split.size(), expected.size()) << text;
  for (std::size_t i = 0; i < split.size(); ++i) {
    EXPECT_EQ(split[i].contact, expected[i].contact) << text;
    EXPECT_EQ(split[i].first_name, expected[i].first_name) << text;
    EXPECT_EQ(split[i].last_name, expected[i].last_name) << text;
  }
}

TEST(SplitInvitees, SeparatesByLineCommaAndSemicolon) {
  expect_split("", {});
  expect_split(" \n , ;; \r\n\t", {});
  expect_split("a@x.no", {{"a@x.no", "", ""}});
  expect_split("a@x.no\nb@x.no\r\nc@x.no,d@x.no; e@x.no ;", {{"a@x.no", "", ""},
                                                             {"b@x.no", "", ""},
                                                             {"c@x.no", "", ""},
                                                             {"d@x.no", "", ""},
                                                             {"e@x.no", "", ""}});
  // Each piece is still as typed: reading it is parse_contact's.
  expect_split(" +47 412 34 567 , kari", {{"+47 412 34 567", "", ""}, {"kari", "", ""}});
}

TEST(SplitInvitees, TakesNamesAlong) {
  expect_split("Kari Nordmann <kari@x.no>", {{"kari@x.no", "Kari", "Nordmann"}});
  expect_split("Kari Anne Nordmann < kari@x.no >", {{"kari@x.no", "Kari Anne", "Nordmann"}});
  expect_split("Kari <kari@x.no>", {{"kari@x.no", "Kari", ""}});
  expect_split("<kari@x.no>", {{"kari@x.no", "", ""}});
  expect_split("\"Kari Nordmann\" <kari@x.no>", {{"kari@x.no", "Kari", "Nordmann"}});
  expect_split("\"Nordmann, Kari\" <kari@x.no>", {{"kari@x.no", "Kari", "Nordmann"}});
  expect_split("\u00c5se \u00d8de <a@x.no>;\"\u00c6r; Bo\" <b@x.no>",
               {{"a@x.no", "\u00c5se", "\u00d8de"}, {"b@x.no", "\u00c6r;", "Bo"}});
  expect_split("Kari Nordmann <+47 412 34 567>", {{"+47 412 34 567", "Kari", "Nordmann"}});
}

TEST(SplitInvitees, BrokenPiecesStayAsTheyAre) {
  expect_split("Kari <kari@x.no", {{"Kari <kari@x.no", "", ""}});
  expect_split("kari@x.no>", {{"kari@x.no>", "", ""}});
  expect_split("<>", {{"", "", ""}});
  expect_split("<", {{"<", "", ""}});
  expect_split("\" <a@x.no>", {{"a@x.no", "\"", ""}});
}

TEST(SplitInvitees, AnOpenQuotationMarkEndsWithItsLine) {
  expect_split("\"Kari, kari@x.no\nola@x.no,per@x.no",
               {{"\"Kari, kari@x.no", "", ""}, {"ola@x.no", "", ""}, {"per@x.no", "", ""}});
}

TEST(SplitInvitees, ManyLinesAreReadInOneGo) {
  const auto split = split_invitees(repeat("Kari Nordmann <kari@x.no>\n", 10'000));
  EXPECT_EQ(split.size(), 10'000u);
}

std::string suggest(std::string_view address) {
  const auto contact = parse_contact(address);
  return contact ? suggest_contact(*contact) : "not read";
}

TEST(SuggestContact, FindsOneSlipInACommonDomain) {
  constexpr Reads table[] = {
      {"kari@gmial.com", "kari@gmail.com"},   // two letters swapped
      {"kari@gmail.con", "kari@gmail.com"},   // one letter another
      {"kari@gmal.com", "kari@gmail.com"},    // one missing
      {"kari@gmaill.com", "kari@gmail.com"},  // one too many
      {"kari@gmail.co", "kari@gmail.com"},    // at the end
      {"kari@ggmail.com", "kari@gmail.com"},  // at the beginning
      {"Kari.N@hotmial.com", "Kari.N@hotmail.com"}, {"kari@outlok.com", "kari@outlook.com"},
      {"kari@onlin.no", "kari@online.no"},
  };
  for (const auto& row : table) EXPECT_EQ(suggest(row.input), row.expected) << row.input;
}

TEST(SuggestContact, LeavesTheRestAlone) {
  for (const std::string_view address :
       {"kari@gmail.com", "kari@hotmail.no", "kari@live.no", "kari@me.com", "kari@msn.com",
        "kari@example.com", "kari@gmxil.con", "kari@mx.com", "kari@mail.com", "kari@ymail.com",
        "kari@hotmail.nl", "kari@gm.com", "kari@a.no"}) {
    EXPECT_EQ(suggest(address), "") << address;
  }
  EXPECT_EQ(suggest("+4741234567"), "");
  EXPECT_EQ(suggest_contact({ContactType::email, ""}), "");
}

}  // namespace
}  // namespace subshare::test

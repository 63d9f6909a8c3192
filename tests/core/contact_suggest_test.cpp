// Suggestions of contact.hpp.
#include "subshare/contact.hpp"
#include "testing.hpp"

namespace subshare::test {
namespace {

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
  };
  for (const auto& row : table) EXPECT_EQ(suggest(row.input), row.expected) << row.input;
}

TEST(SuggestContact, LeavesTheRestAlone) {
  for (const std::string_view address :
       {"kari@gmail.com", "kari@hotmail.no", "kari@live.no", "kari@me.com", "kari@msn.com",
        "kari@example.com", "kari@gmxil.con", "kari@mx.com", "kari@mail.com", "kari@ymail.com",
        "kari@hotmail.nl", "kari@yahoo.ro", "kari@hotmail.co", "kari@hotmail.cam", "kari@onlin.no",
        "kari@delia.com", "kari@cloud.com", "kari@gm.com", "kari@a.no"}) {
    EXPECT_EQ(suggest(address), "") << address;
  }
  EXPECT_EQ(suggest("+4741234567"), "");
  EXPECT_EQ(suggest_contact({ContactType::email, ""}), "");
}

}  // namespace
}  // namespace subshare::test

// The tables of characters against libunistring's, for every code point there is.
#include <unictype.h>

#include "../../core/src/characters.hpp"
#include "testing.hpp"

namespace subshare::test {
namespace {

TEST(Characters, AgreeWithUnicode) {
  for (ucs4_t c = 0; c < 0x110000; ++c) {
    const bool unseen =
        uc_is_general_category(c, UC_FORMAT) || uc_is_property(c, UC_PROPERTY_VARIATION_SELECTOR);
    // Beyond those, what has no shape by another rule. (U+13439 to U+1343F came with Unicode 15.)
    const bool ignorable = uc_is_property(c, UC_PROPERTY_DEFAULT_IGNORABLE_CODE_POINT) ||
                           (c >= 0x13439 && c <= 0x1343F);
    EXPECT_TRUE(!unseen || is_unseen(c)) << std::hex << c;
    EXPECT_TRUE(!is_unseen(c) || unseen || ignorable) << std::hex << c;
    // The table is of Unicode 16, as Debian 13's library is; Debian 12's knows 14, and nothing of
    // what has come since.
    if (uc_is_general_category(c, UC_UNASSIGNED)) continue;
    const bool digit = uc_is_general_category(c, UC_DECIMAL_DIGIT_NUMBER);
    EXPECT_EQ(digit_value(c), digit ? uc_decimal_value(c) : -1) << std::hex << c;
  }
}

TEST(Characters, PlainText) {
  EXPECT_EQ(plain_text("a\xff\u200b\uff21\u0663"),
            "a\xff"
            "A3");
  EXPECT_EQ(plain_text("\u0663@\u0663.no \u0663"),
            "3@\u0663.no 3");  // a domain's digit is a letter of it
  EXPECT_EQ(plain_text(""), "");
}

}  // namespace
}  // namespace subshare::test

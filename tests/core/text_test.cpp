#include "subshare/text.hpp"

#include <functional>
#include <vector>

#include "testing.hpp"
#include "trim.hpp"

namespace subshare::test {
namespace {

TEST(Text, CountsCodePoints) {
  constexpr struct {
    std::string_view input;
    std::size_t expected;
  } table[] = {
      {"", 0},
      {"abc", 3},
      {"\u00c5se", 3},
      // The first and last code point of each length.
      {{"\0", 1}, 1},
      {"\x7f", 1},
      {"\xc2\x80", 1},
      {"\xdf\xbf", 1},
      {"\xe0\xa0\x80", 1},
      {"\xef\xbf\xbf", 1},
      {"\xf0\x90\x80\x80", 1},
      {"\xf4\x8f\xbf\xbf", 1},
      // Next to the surrogates.
      {"\xed\x9f\xbf\xee\x80\x80", 2},
      {"\U0001F600\u20ac\u00e5a", 4},
  };
  for (const auto& row : table) {
    EXPECT_EQ(count_code_points(ExactText(row.input)), row.expected) << row.input;
  }
}

constexpr std::string_view damaged[] = {
    // Continuation bytes without a lead, and bytes that never occur.
    "\x80", "\xbf", "\xfe", "\xff", "\xf5\x80\x80\x80", "\xf8\x88\x80\x80\x80",
    // Cut off.
    "\xc3", "\xe2\x82", "\xf0\x9f\x98", "ab\xc3", "\xe2",
    // A lead where a continuation should be.
    "\xc3\x41", "\xe2\x41\x82", "\xe2\x82\x41", "\xf0\x9f\x98\x41", "\xc3\xc3\xa5",
    // Overlong.
    "\xc0\xaf", "\xc1\xbf", "\xe0\x80\xaf", "\xe0\x9f\xbf", "\xf0\x80\x80\xaf", "\xf0\x8f\xbf\xbf",
    // Surrogates, and past U+10FFFF.
    "\xed\xa0\x80", "\xed\xbf\xbf", "\xf4\x90\x80\x80"};

TEST(Text, ProductCodesAreTheSameInAnySpelling) {
  for (const std::string_view code : {"NAT", " NAT ", "nat", "Nat\u00a0", "\ufeffnAt\n"}) {
    EXPECT_TRUE(same_product_code(ExactText(code), "NAT")) << code;
    EXPECT_TRUE(same_product_code("nat", ExactText(code))) << code;
  }
  for (const std::string_view code : {"", " ", "NA", "NATT", "N AT", "NAT1", "\xff", "N\xc3\x85T"})
    EXPECT_FALSE(same_product_code(ExactText(code), "NAT")) << code;
  EXPECT_TRUE(same_product_code("", " "));
  EXPECT_TRUE(same_product_code("\u00c5A", "\u00c5a"));
  EXPECT_FALSE(same_product_code("\u00c5", "\u00e5")) << "ASCII alone";
  EXPECT_FALSE(same_product_code("@[", "`{")) << "letters alone";
}

TEST(Text, DamagedTextHasNoCodePoints) {
  for (const std::string_view text : damaged)
    EXPECT_EQ(count_code_points(ExactText(text)), std::nullopt) << ::testing::PrintToString(text);
}

TEST(Text, TrimTakesWhiteSpaceOffBothEnds) {
  constexpr Reads table[] = {
      {"", ""},
      {"a", "a"},
      {" \t\n\v\f\r a b \t\n\v\f\r ", "a b"},
      {" \t ", ""},
      // Unicode's White_Space, and the byte order mark.
      {"\u00a0a\u00a0", "a"},
      {"\u0085a\u0085", "a"},
      {"\u1680a\u1680", "a"},
      {"\u2000\u2007\u200aa\u2000\u200a", "a"},
      {"\u2028\u2029\u202f\u205f\u3000\ufeffa\u2028\u2029\u202f\u205f\u3000\ufeff", "a"},
      {"\u3000", ""},
      // No white space: zero-width space, letters that end in the same bytes as spaces do.
      {"\u200b", "\u200b"},
      {"\u00c5", "\u00c5"},
      {"\u00e0", "\u00e0"},
      {"\u20a0", "\u20a0"},
      // Bad UTF-8 is left alone, and what is outside of it is not.
      {" \xa0 ", "\xa0"},
      {"\x80\x80\x80\x80\x80", "\x80\x80\x80\x80\x80"},
      {"a\xc2", "a\xc2"},
  };
  for (const auto& row : table)
    EXPECT_EQ(trim(ExactText(row.input)), row.expected) << ::testing::PrintToString(row.input);
}

TEST(Text, LowerCaseIsOfAsciiOnly) {
  EXPECT_EQ(ascii_lower("AZaz09@[`{ \u00c5\u00d8"), "azaz09@[`{ \u00c5\u00d8");
}

// One row for each of the four kinds of text, so that all of them are held to the same rules.
struct Kind {
  std::string_view field;
  std::size_t limit;
  bool required;
  std::function<Result<std::string>(std::string_view)> parse;
};

std::vector<Kind> kinds() {
  return {
      {"productCode", 12, true, parse_product_code},
      {"shareCode", 255, true, parse_share_code},
      {"firstName", 30, false, [](auto text) { return parse_name(text, "firstName"); }},
      {"lastName", 30, false, [](auto text) { return parse_name(text, "lastName"); }},
  };
}

TEST(Text, LimitsAreCountedInCodePoints) {
  EXPECT_EQ(max_product_code, 12u);
  EXPECT_EQ(max_share_code, 255u);
  EXPECT_EQ(max_name, 30u);
  for (const Kind& kind : kinds()) {
    for (const std::string_view letter : {"x", "\u00d8", "\u20ac", "\U0001F600"}) {
      const std::string longest = repeat(letter, kind.limit);
      EXPECT_EQ(kind.parse(ExactText(longest)), longest) << kind.field;
      // White space around it does not count.
      EXPECT_EQ(kind.parse(ExactText(" \u00a0" + longest + "\n")), longest) << kind.field;
      const std::string longer = repeat(letter, kind.limit + 1);
      EXPECT_EQ(error_of(kind.parse(ExactText(longer))),
                (Error{ErrorCode::too_long, std::string(kind.field),
                       repeat(letter, std::min<std::size_t>(kind.limit + 1, 80))}));
    }
  }
}

TEST(Text, EmptyIsRefusedWhereSomethingIsNeeded) {
  for (const Kind& kind : kinds()) {
    for (const std::string_view empty : {"", "  ", "\t\u00a0\ufeff"}) {
      if (kind.required) {
        EXPECT_EQ(error_of(kind.parse(ExactText(empty))),
                  (Error{ErrorCode::required, std::string(kind.field), {}}));
      } else {
        EXPECT_EQ(kind.parse(ExactText(empty)), "") << kind.field;
      }
    }
  }
}

TEST(Text, DamagedTextIsRefusedWithoutShowingIt) {
  for (const Kind& kind : kinds()) {
    for (const std::string_view text : damaged) {
      EXPECT_EQ(error_of(kind.parse(ExactText(text))),
                (Error{ErrorCode::not_utf8, std::string(kind.field), {}}))
          << ::testing::PrintToString(text);
    }
  }
}

TEST(Text, ControlCharactersAreRefusedInside) {
  constexpr std::string_view controls[] = {{"\0", 1},
                                           "\x01",
                                           "\t",
                                           "\n",
                                           "\r",
                                           "\x1b",
                                           "\x1f",
                                           "\x7f",
                                           "\u0080",
                                           "\u009f",
                                           // They break a line as a control character would.
                                           "\u2028",
                                           "\u2029"};
  for (const Kind& kind : kinds()) {
    for (const std::string_view control : controls) {
      const std::string text = "\u00e5b" + std::string(control) + "c";
      EXPECT_EQ(error_of(kind.parse(ExactText(text))),
                (Error{ErrorCode::control_character, std::string(kind.field), "\u00e5b"}));
    }
    // Neighbours of the control characters are text.
    for (const std::string_view fine : {"a b", "a~b", "a\u00a1b", "a\u2027b", "a\u202ab"})
      EXPECT_EQ(kind.parse(ExactText(fine)), fine) << kind.field;
  }
}

// Markup is text like any other; showing it as text is the page's business.
TEST(Text, PunctuationIsKept) {
  for (const Kind& kind : kinds())
    EXPECT_EQ(kind.parse("<b>\"'&\\</b>").value_or(""), "<b>\"'&\\</b>");
}

TEST(Text, ProductCodesThatWouldClimbThePathAreRefused) {
  for (const std::string_view code : {".", "..", " .. "}) {
    EXPECT_EQ(error_of(parse_product_code(ExactText(code))),
              (Error{ErrorCode::product_code_invalid, "productCode", std::string(trim(code))}));
  }
  for (const std::string_view code : {"...", ".a", "a..", "A/B", "%2e"})
    EXPECT_EQ(parse_product_code(ExactText(code)), code);
  EXPECT_EQ(parse_share_code(".."), "..");
}

TEST(Text, ParsingTwiceChangesNothing) {
  for (const Kind& kind : kinds()) {
    for (const std::string_view text : {"NAT", " \u00c5se ", "\ufeffO'Neill\u3000"}) {
      const auto once = kind.parse(text);
      ASSERT_TRUE(once);
      EXPECT_EQ(kind.parse(*once), *once);
    }
  }
}

}  // namespace
}  // namespace subshare::test

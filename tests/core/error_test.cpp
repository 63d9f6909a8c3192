#include "subshare/error.hpp"

#include <cctype>
#include <set>

#include "fail.hpp"
#include "subshare/text.hpp"
#include "testing.hpp"
#include "trim.hpp"

namespace subshare::test {
namespace {

constexpr auto codes = static_cast<std::size_t>(ErrorCode::count_);

TEST(Error, EveryCodeHasANameOfItsOwn) {
  std::set<std::string_view> names;
  for (std::size_t i = 1; i < codes; ++i) {
    const std::string_view name = error_name(static_cast<ErrorCode>(i));
    EXPECT_FALSE(name.empty()) << i;
    EXPECT_TRUE(std::ranges::all_of(name, [](char c) {
      return std::islower(c) || std::isdigit(c) || c == '_';
    })) << name;
    EXPECT_TRUE(names.insert(name).second) << name;
  }
  EXPECT_EQ(names.size(), codes - 1);
}

TEST(Error, EveryCodeHasASentenceOfItsOwn) {
  std::set<std::string_view> sentences;
  for (std::size_t i = 1; i < codes; ++i) {
    const std::string_view text = error_text(static_cast<ErrorCode>(i));
    EXPECT_GE(text.size(), 10u) << i;
    EXPECT_TRUE(std::isupper(text.front())) << text;
    EXPECT_EQ(text.back(), '.') << text;
    // A literal broken over two source lines is easily joined with two spaces, or none.
    EXPECT_FALSE(text.contains("  ")) << text;
    EXPECT_TRUE(count_code_points(text)) << text;
    EXPECT_TRUE(sentences.insert(text).second) << text;
  }
}

// The names are part of the interface: a page chooses its translation by them.
TEST(Error, NamesAreThoseOfTheCodes) {
  EXPECT_EQ(error_name(ErrorCode::required), "required");
  EXPECT_EQ(error_name(ErrorCode::email_domain_missing), "email_domain_missing");
  EXPECT_EQ(error_name(ErrorCode::ip_ranges_overlap), "ip_ranges_overlap");
  EXPECT_EQ(error_name(ErrorCode::change_refused), "change_refused");
}

// A value that nobody gave is not taken for the first of the errors.
TEST(Error, NoneIsNoError) {
  static_assert(ErrorCode{} == ErrorCode::none);
  EXPECT_EQ(Error{}.code, ErrorCode::none);
  EXPECT_EQ(error_name(ErrorCode::none), "");
  EXPECT_EQ(error_text(ErrorCode::none), "");
  EXPECT_EQ(describe(Error{}), "");
}

TEST(Error, DescribeAppendsTheFragment) {
  EXPECT_EQ(describe({ErrorCode::too_long, "firstName", {}}), error_text(ErrorCode::too_long));
  EXPECT_EQ(describe({ErrorCode::too_long, "firstName", "abc"}),
            std::string(error_text(ErrorCode::too_long)) + " (abc)");
}

TEST(Error, FailKeepsCodeFieldAndFragment) {
  const auto failed = fail(ErrorCode::too_long, "lastName", "Nordmann");
  EXPECT_EQ(failed.error(), (Error{ErrorCode::too_long, "lastName", "Nordmann"}));
  EXPECT_EQ(fail(ErrorCode::offline).error(), (Error{ErrorCode::offline, {}, {}}));
}

TEST(Error, FragmentsAreCutAfterEightyCodePoints) {
  for (const std::string_view letter : {"a", "\u00e5", "\u20ac", "\U0001F600"}) {
    for (const std::size_t count : {std::size_t{79}, std::size_t{80}, std::size_t{81}}) {
      const ExactText text(repeat(letter, count));
      EXPECT_EQ(fail(ErrorCode::too_long, "f", text).error().fragment,
                repeat(letter, std::min<std::size_t>(count, 80)))
          << letter << " x " << count;
    }
  }
}

// Fragments used to be cut by counting lead bytes alone, so that damaged text (and thousands of
// continuation bytes of it) reached the page as if it could be shown.
TEST(Error, DamagedFragmentsAreLeftOut) {
  for (const std::string_view damaged :
       {"\xff", "abc\xff", "\x80\x80\x80", "ab\xc3", "\xed\xa0\x80", "\xf0\x9f\x98"}) {
    EXPECT_EQ(fail(ErrorCode::too_long, "f", ExactText(damaged)).error().fragment, "");
  }
  EXPECT_EQ(fail(ErrorCode::too_long, "f", repeat("\x80", 1000)).error().fragment, "");
}

}  // namespace
}  // namespace subshare::test

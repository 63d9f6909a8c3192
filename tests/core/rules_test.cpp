#include "subshare/rules.hpp"

#include <vector>

#include "testing.hpp"

namespace subshare::test {
namespace {

ShareRule rule(std::string_view product_code, std::string_view share_type,
               std::optional<std::int32_t> share_count = std::nullopt) {
  ShareRule made;
  made.product_code = product_code;
  made.share_type = share_type;
  made.share_count = share_count;
  return made;
}

TEST(Rules, FindsTheRuleOfProductAndType) {
  const std::vector<ShareRule> rules{rule("OTHER", "A", 1), rule("NAT", "D", 2),
                                     rule("NAT", "A", 3),   rule("B2B", "D", 4),
                                     rule("NEW", "Z", 5),   rule("NAT", "A", 6)};
  EXPECT_EQ((*find_rule(rules, "NAT"))->share_count, 3) << "the first of equals";
  EXPECT_EQ((*find_rule(rules, "NAT", share_with_companies))->share_count, 2);
  EXPECT_EQ(error_of(find_rule(rules, "NON")),
            (Error{ErrorCode::rule_missing, "productCode", "NON"}));
  EXPECT_EQ((*find_rule(rules, " nat "))->share_count, 3) << "however the page spells it";
  EXPECT_EQ(error_of(find_rule({}, "NAT")), (Error{ErrorCode::rule_missing, "productCode", "NAT"}));
  EXPECT_EQ(error_of(find_rule(rules, "B2B")),
            (Error{ErrorCode::rule_not_for_users, "shareType", "B2B"}));
  EXPECT_EQ(error_of(find_rule(rules, "OTHER", share_with_companies)),
            (Error{ErrorCode::rule_not_for_companies, "shareType", "OTHER"}));
  // A type that the vendor may add lets the product be shared with neither.
  EXPECT_EQ(code_of(find_rule(rules, "NEW")), ErrorCode::rule_not_for_users);
  EXPECT_EQ(code_of(find_rule(rules, "NEW", share_with_companies)),
            ErrorCode::rule_not_for_companies);
}

TEST(Rules, ConsentsAreCollectedForAnIssuerOrAGroup) {
  ShareRule none = rule("NAT", "A");
  EXPECT_FALSE(none.collects_consents());
  ShareRule issuer = none;
  issuer.issuer = "FJORD";
  EXPECT_TRUE(issuer.collects_consents());
  ShareRule group = none;
  group.issuer_consent_group_id = 0;
  EXPECT_TRUE(group.collects_consents());
}

TEST(Seats, LeftIsNeverBelowZeroAndAbsentWithoutALimit) {
  constexpr struct {
    std::optional<std::int32_t> allowed;
    std::int32_t in_use;
    std::optional<std::int32_t> left;
    bool full;
  } table[] = {
      {3, 0, 3, false},
      {3, 2, 1, false},
      {3, 3, 0, true},
      {3, 4, 0, true},
      {0, 0, 0, true},
      {32767, 32766, 1, false},
      {std::nullopt, 0, std::nullopt, false},  // no stated limit is not a limit of zero
      {std::nullopt, 1000, std::nullopt, false},
  };
  for (const auto& row : table) {
    const Seats seats{.allowed = row.allowed, .in_use = row.in_use};
    EXPECT_EQ(seats.left(), row.left) << row.in_use;
    EXPECT_EQ(seats.full(), row.full) << row.in_use;
  }
}

TEST(Seats, MayInvite) {
  const Seats one_left{.allowed = 3, .in_use = 2};
  EXPECT_TRUE(may_invite(one_left));
  EXPECT_TRUE(may_invite(one_left, 1));
  EXPECT_EQ(error_of(may_invite(one_left, 2)),
            (Error{ErrorCode::seats_too_few, "shareCount", "1"}));
  const Seats full{.allowed = 3, .in_use = 3};
  EXPECT_EQ(error_of(may_invite(full)), (Error{ErrorCode::seats_full, "shareCount", "3"}));
  EXPECT_EQ(error_of(may_invite(full, 5)), (Error{ErrorCode::seats_full, "shareCount", "3"}));
  EXPECT_EQ(error_of(may_invite({.allowed = 0})),
            (Error{ErrorCode::seats_full, "shareCount", "0"}));
  EXPECT_TRUE(may_invite({.allowed = std::nullopt, .in_use = 40'000}, 32'767));
}

TEST(Rules, NamesAreNeededWhereTheRuleSaysSo) {
  ShareRule free = rule("NAT", "A");
  EXPECT_TRUE(check_names(free, "", ""));
  ShareRule strict = free;
  strict.is_customer_name_required = true;
  EXPECT_TRUE(check_names(strict, "Kari", "Nordmann"));
  EXPECT_EQ(error_of(check_names(strict, "", "Nordmann")),
            (Error{ErrorCode::first_name_required, "firstName", {}}));
  EXPECT_EQ(error_of(check_names(strict, "Kari", "")),
            (Error{ErrorCode::last_name_required, "lastName", {}}));
  EXPECT_EQ(code_of(check_names(strict, "", "")), ErrorCode::first_name_required);
}

}  // namespace
}  // namespace subshare::test

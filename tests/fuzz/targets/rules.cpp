// The answers of endpoints 4 (share rules) and 5 (distribution levels).
#include "subshare/rules.hpp"
#include "../json_witness.hpp"
#include "subshare/wire.hpp"

using namespace fuzzing;

namespace {

void compare_rules(const std::vector<subshare::ShareRule>& rules, const Json& tree) {
  const Json& list = items(tree, "customerProductShareRules");
  CHECK(list.is_array() && list.size() == rules.size());
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const subshare::ShareRule& rule = rules[i];
    check_text(list[i], "productCode", rule.product_code);
    check_text(list[i], "shareType", rule.share_type);
    check_number(list[i], "shareCount", rule.share_count);
    check_text(list[i], "couponCodeShareRecipient", rule.coupon_code_share_recipient);
    check_number(list[i], "couponNumberShareRecipient", rule.coupon_number_share_recipient);
    check_flag(list[i], "isCreateConnectCustomer", rule.is_create_connect_customer);
    check_flag(list[i], "isCustomerNameRequired", rule.is_customer_name_required);
    check_text(list[i], "issuer", rule.issuer);
    check_number(list[i], "issuerConsentGroupId", rule.issuer_consent_group_id);
    if (rule.share_count) CHECK(*rule.share_count >= 0 && *rule.share_count <= 32'767);
  }
  for (const subshare::ShareRule& rule : rules) {
    for (const auto type : {subshare::share_with_users, subshare::share_with_companies}) {
      const auto found = subshare::find_rule(rules, rule.product_code, type);
      if (found) {
        CHECK(subshare::same_product_code((*found)->product_code, rule.product_code));
        CHECK((*found)->share_type == type);
      } else {
        check_error(found.error());
        CHECK(rule.share_type != type);
      }
    }
  }
}

void compare_levels(const std::vector<subshare::DistributionLevel>& levels, const Json& tree) {
  const Json& list = items(tree, "distributionLevels");
  CHECK(list.is_array() && list.size() == levels.size());
  for (std::size_t i = 0; i < levels.size(); ++i) {
    check_text(list[i], "distributionLevel", levels[i].distribution_level);
    check_text(list[i], "usage", levels[i].usage);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  check_answer(body, subshare::read_share_rules, compare_rules);
  check_answer(body, subshare::read_distribution_levels, compare_levels);
  return 0;
}

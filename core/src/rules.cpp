#include "subshare/rules.hpp"

#include <algorithm>

#include "decimal.hpp"
#include "fail.hpp"
#include "subshare/text.hpp"

namespace subshare {

Result<const ShareRule*> find_rule(std::span<const ShareRule> rules, std::string_view product_code,
                                   std::string_view share_type) {
  bool other_type = false;
  const ShareRule* spelled_otherwise = nullptr;
  for (const ShareRule& rule : rules) {
    if (!same_product_code(rule.product_code, product_code)) continue;
    if (rule.share_type != share_type) {
      other_type = true;
    } else if (rule.product_code == product_code) {
      return &rule;
    } else if (spelled_otherwise == nullptr) {
      spelled_otherwise = &rule;
    }
  }
  if (spelled_otherwise != nullptr) return spelled_otherwise;
  if (!other_type) return fail(ErrorCode::rule_missing, "productCode", product_code);
  return fail(share_type == share_with_companies ? ErrorCode::rule_not_for_companies
                                                 : ErrorCode::rule_not_for_users,
              "shareType", product_code);
}

std::optional<std::int32_t> Seats::left() const {
  if (!allowed) return std::nullopt;
  return std::max(0, *allowed - in_use - inviting);
}

Result<void> may_invite(const Seats& seats, std::int32_t how_many) {
  const auto left = seats.left();
  if (!left || *left >= how_many) return {};
  if (*left == 0) return fail(ErrorCode::seats_full, "shareCount", decimal(*seats.allowed));
  return fail(ErrorCode::seats_too_few, "shareCount", decimal(*left));
}

Result<void> check_names(const ShareRule& rule, std::string_view first_name,
                         std::string_view last_name) {
  if (!rule.is_customer_name_required) return {};
  if (first_name.empty()) return fail(ErrorCode::first_name_required, "firstName");
  if (last_name.empty()) return fail(ErrorCode::last_name_required, "lastName");
  return {};
}

}  // namespace subshare

// Share rules and seats: may this product be shared, how many seats are there, and why not if not.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "subshare/error.hpp"
#include "subshare/export.hpp"

namespace subshare {

// One entry of `customerProductShareRules` [D].
struct ShareRule {
  std::string product_code;  // the product that it is about
  // "A" share with users, "D" B2B share; another value is kept and matches neither.
  std::string share_type;
  // Maximum number of users, 0..32767. Absent: no limit is stated, which is not zero.
  std::optional<std::int32_t> share_count;
  std::string coupon_code_share_recipient;                    // B2B only
  std::optional<std::int64_t> coupon_number_share_recipient;  // B2B only
  bool is_create_connect_customer = false;  // the API's isCreateConnectCustomer: told to the page
  bool is_customer_name_required =
      false;  // whether an invitation needs both names, see check_names
  // Consents for this issuer, or this consent group, should be collected when the recipient
  // accepts.
  std::string issuer;
  std::optional<std::int64_t> issuer_consent_group_id;  // the same by number

  // Whether the recipient has to be asked for consents.
  bool collects_consents() const { return !issuer.empty() || issuer_consent_group_id.has_value(); }
  bool operator==(const ShareRule&) const = default;
};

inline constexpr std::string_view share_with_users = "A";      // [D]
inline constexpr std::string_view share_with_companies = "D";  // [D]

// The rule that lets `product_code` (in any spelling, see same_product_code) be shared with users
// (or companies). Errors: rule_missing where the product has no rule at all, rule_not_for_users /
// rule_not_for_companies where it has one of the other type only. Points into `rules`, and never
// nowhere.
SUBSHARE_API Result<const ShareRule*> find_rule(std::span<const ShareRule> rules,
                                                std::string_view product_code,
                                                std::string_view share_type = share_with_users);

// Seats of one product. `in_use` counts pending requests as well [I], until the server's own count
// says otherwise.
struct SUBSHARE_API Seats {
  std::optional<std::int32_t> allowed;  // absent: no limit stated
  std::int32_t in_use = 0;              // of people who have it, and of pending requests
  std::int32_t pending = 0;             // of those who have not answered
  std::int32_t inviting = 0;  // of those who are being invited just now, and whom no list has yet

  // Absent where no limit is stated; never below zero.
  std::optional<std::int32_t> left() const;
  // Whether a limit is stated and reached.
  bool full() const { return left() == 0; }
  bool operator==(const Seats&) const = default;
};

// Whether `how_many` more people may be invited now. Errors: seats_full, seats_too_few (the
// fragment says how many are left).
SUBSHARE_API Result<void> may_invite(const Seats& seats, std::int32_t how_many = 1);

// Checks the names of one invitation against the rule. Errors: first_name_required,
// last_name_required.
SUBSHARE_API Result<void> check_names(const ShareRule& rule, std::string_view first_name,
                                      std::string_view last_name);

}  // namespace subshare

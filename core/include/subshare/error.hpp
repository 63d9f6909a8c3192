// Failure as a value: what went wrong, which field it is about, and the piece of text that shows
// it.
//
//   auto contact = subshare::parse_contact("kari@", {});
//   if (!contact) {
//     contact.error().code      // ErrorCode::email_domain_missing
//     contact.error().field     // "contact"
//     contact.error().fragment  // "kari@"
//     describe(contact.error()) // "Something is missing after the @. Write the whole address.
//                               // (kari@)"
//   }
//
// Nothing in this library throws across a public header. Code, name and default English text stand
// in one table (error.cpp); a person's own language is chosen by name in the page.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "subshare/export.hpp"

namespace subshare {

// What can be wrong, in the order in which things happen. error_text has a sentence for each.
enum class ErrorCode : std::uint8_t {
  none,  // nothing is wrong: what Error{} has, and what no Result fails with
  // Text a person typed
  required,
  not_utf8,
  control_character,
  too_long,
  // Contacts
  contact_unreadable,
  contact_repeated,
  email_local_part_missing,
  email_local_part_invalid,
  email_local_part_foreign,
  email_local_part_too_long,
  email_domain_missing,
  email_domain_invalid,
  email_domain_incomplete,
  email_too_long,
  phone_character,
  phone_too_short,
  phone_too_long,
  phone_wrong_length,
  phone_calling_code_needed,
  phone_calling_code_invalid,
  phone_trunk_zero,
  phone_extension,
  // Codes
  product_code_invalid,
  // Share rules and seats
  rule_missing,
  rule_not_for_users,
  rule_not_for_companies,
  seats_full,
  seats_too_few,
  first_name_required,
  last_name_required,
  // Invitation states
  under_way,
  invitation_missing,
  invitation_pending,
  invitation_accepted,
  invitation_declined,
  invitation_ended,
  // Nets
  ip_invalid,
  ip_prefix_invalid,
  ip_mask_invalid,
  ip_families_differ,
  ip_range_reversed,
  ip_ranges_overlap,
  domain_invalid,
  domain_with_scheme,
  domain_with_path,
  domain_top_level_only,
  domain_repeated,
  // Questions: read, but surely not meant by most (nets.hpp)
  ip_whole_internet,
  ip_private,
  domain_public_mail,
  domain_public_suffix,
  time_range_reversed,
  net_empty,
  // Options
  base_url_invalid,
  base_url_insecure,
  path_invalid,
  // Answers of the server
  answer_too_large,
  answer_too_many,
  answer_empty,
  answer_not_json,
  answer_wrong_type,
  answer_missing_member,
  answer_out_of_range,
  // Calls
  network_failed,
  timed_out,
  aborted,
  offline,
  login_required,
  forbidden,
  rate_limited,
  request_refused,
  server_failed,
  unexpected_answer,
  outcome_unclear,
  change_refused,
  count_  // not an error: one past the last
};

// What went wrong, with what and where. Where it came from says which codes it may have.
struct Error {
  ErrorCode code = ErrorCode::none;  // what is wrong
  // The API's own member name ("contact", "firstName", "sharedUserInformationList.userId"), or
  // empty.
  std::string field;
  // The offending piece of what was read, at most 80 code points of valid UTF-8, or empty. Text
  // from outside: show it as text.
  std::string fragment;

  bool operator==(const Error&) const = default;
};

// What can fail: a T, or why there is none.
template <class T>
using Result = std::expected<T, Error>;

// Stable name, for switching on in code and for choosing a translation: "email_domain_missing".
// Empty for none.
SUBSHARE_API std::string_view error_name(ErrorCode code);

// Default English sentence: what is wrong and what to do. Empty for none.
SUBSHARE_API std::string_view error_text(ErrorCode code);

// The sentence with the fragment appended.
SUBSHARE_API std::string describe(const Error& error);

}  // namespace subshare

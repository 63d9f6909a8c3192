// The sandbox's own reading of the documented field rules, independent of core/.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace sandbox {

/// The shape of an e-mail address: one @, a printable ASCII local part of at most 64 characters,
/// a domain of letter-digit-hyphen labels, 254 characters in all.
bool is_email_shape(std::string_view text);

/// E.164: + and 7 to 15 digits, the first of them not 0 [D].
bool is_e164(std::string_view text);

/// A domain name in its ASCII form with at least two labels, no scheme, port or path.
bool is_domain(std::string_view text);

/// Checks the body of endpoint 10 and gives the list in the form it is kept and answered in,
/// or says what is wrong with it.
struct NetsResult {
  std::string list_json;
  std::string problem;  // empty: the list is right
};
NetsResult read_nets(const nlohmann::json& body);

}  // namespace sandbox

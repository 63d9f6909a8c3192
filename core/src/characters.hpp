// What people's programs put into a text that a person does not see, and other ways to write what
// they do see.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace subshare {

// Unicode's general category Cf, the variation selectors, and letters without a shape.
bool is_unseen(std::uint32_t c);

// The value of a decimal digit of any script (general category Nd), or -1.
int digit_value(std::uint32_t c);

// Quotation marks of all kinds, but for the apostrophe of ASCII, which an address can contain.
bool is_quotation_mark(std::uint32_t c);

// Hyphens, dashes and the minus sign.
bool is_dash(std::uint32_t c);

// Without what is unseen; full-width forms, ideographic stops and digits of other scripts as ASCII
// has them, except for a domain's digits, which are letters of its name. Damaged bytes stay.
std::string plain_text(std::string_view text);

}  // namespace subshare

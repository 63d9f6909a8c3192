// The two kinds of contact; which of them a text is meant as is contact.cpp's to tell. Both take
// text that is plain (characters.hpp), trimmed, and without what stands around it.
#pragma once

#include "subshare/contact.hpp"

namespace subshare {

inline constexpr std::string_view contact_field = "contact";

Result<Contact> parse_email(std::string_view text);
Result<Contact> parse_phone(std::string_view text, std::uint16_t calling_code);

// Whether `text` begins with an extension: "ext. 12", "x12", "#12", ";ext=12".
bool begins_extension(std::string_view text);

// "tel:" and such at the beginning, in any case.
bool has_scheme(std::string_view text, std::string_view scheme);

}  // namespace subshare

// What is not plain in JSON: texts with escapes, numbers that are more than a few digits, and what
// is to be done where a text is damaged. It must not hide a list of thousands: what cannot be read
// of it becomes U+FFFD, as in every browser's text decoder, and the rest stands.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace subshare::json {

// A piece of JSON with one U+FFFD for each damaged character: bytes that are no UTF-8 (a lead byte
// with the continuation bytes after it counts as one), and \u escapes of half a surrogate pair.
std::string repaired(std::string_view json);

// What a text with escapes says, given from one quotation mark to the other (RFC 8259, 7). Damaged
// characters are read as `repaired` has them. Nothing where it is not JSON: another escape, or a
// control character.
std::optional<std::string> decode_text(std::string_view token);

// Whether it is a number as JSON writes them (RFC 8259, 6).
bool is_number(std::string_view text);

}  // namespace subshare::json

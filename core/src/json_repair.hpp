// One damaged text must not hide a list of thousands: what cannot be read of it becomes U+FFFD, as
// in every browser's text decoder, and the rest stands.
#pragma once

#include <string>
#include <string_view>

namespace subshare::json {

// A piece of JSON with one U+FFFD for each damaged character: bytes that are no UTF-8 (a lead byte
// with the continuation bytes after it counts as one), and \u escapes of half a surrogate pair.
std::string repaired(std::string_view json);

}  // namespace subshare::json

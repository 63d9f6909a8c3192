// What the core asks its carrier about Unicode: two functions that whoever links it defines, since
// each place has large tables for them already. The browser has its URL and String
// (wasm/unicode.cpp); natively libidn2 and libunistring do the same (core/native/unicode.cpp). Both
// are pure, and are asked only about texts that are not ASCII.
#pragma once

#include <string>
#include <string_view>

#include "subshare/export.hpp"

namespace subshare::unicode {

// A domain of letters in any script, by UTS 46 (nontransitional): mapped, composed (NFC), and each
// label in punycode. Empty where it is no domain.
SUBSHARE_API std::string domain_to_ascii(std::string_view domain);

// Composed (NFC) and without letter case, for comparing: "A\u030a" and "å" become the same.
SUBSHARE_API std::string fold(std::string_view text);

}  // namespace subshare::unicode

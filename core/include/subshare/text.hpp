// Names and codes: trimmed, valid UTF-8, no control characters, limited in Unicode code points.
//
// Limits are the API's [D]: productCode 12, shareCode 255, firstName and lastName 30 each.
// "Characters" are code points, so "Åse" is three long whatever its bytes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "subshare/error.hpp"
#include "subshare/export.hpp"

namespace subshare {

inline constexpr std::size_t max_product_code = 12;  // [D]
inline constexpr std::size_t max_share_code = 255;   // [D]
inline constexpr std::size_t max_name = 30;          // [D]

// A product code. Errors: required, not_utf8, control_character, too_long, and product_code_invalid
// for "." and "..", which a URL path cannot carry.
SUBSHARE_API Result<std::string> parse_product_code(std::string_view text);

// Whether two texts mean the same product: without regard to white space around them and to ASCII
// case, since a server may spell a code in its own way. For comparing codes that were not checked
// with each other or with a server's rows.
SUBSHARE_API bool same_product_code(std::string_view a, std::string_view b);

// A share code, "the unique key to find given share" [D]. Errors: required, not_utf8,
// control_character, too_long.
SUBSHARE_API Result<std::string> parse_share_code(std::string_view text);

// A given or family name; empty is fine here, since whether it is required is the share rule's
// business. `field` is "firstName" or "lastName". Errors: not_utf8, control_character, too_long.
SUBSHARE_API Result<std::string> parse_name(std::string_view text, std::string_view field);

}  // namespace subshare

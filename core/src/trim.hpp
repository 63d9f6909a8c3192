// What the readers of text have in common, and so has whoever works on this library: the module,
// the fuzzers and the tests include it as well.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace subshare {

// Number of code points, or nothing where the text is not valid UTF-8 (overlong forms, surrogates
// and values past U+10FFFF are not).
std::optional<std::size_t> count_code_points(std::string_view text);

// Takes white space (ASCII and Unicode's White_Space) and byte order marks off both ends. Bad UTF-8
// is left alone.
std::string_view trim(std::string_view text);

// ASCII letters to lower case; all else stays.
std::string ascii_lower(std::string_view text);

}  // namespace subshare

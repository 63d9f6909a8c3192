// The failed branch of a Result.
#pragma once

#include <expected>
#include <string_view>

#include "subshare/error.hpp"

namespace subshare {

// Shortens the fragment at a code point boundary, and leaves it out where it is not valid UTF-8.
std::unexpected<Error> fail(ErrorCode code, std::string_view field = {},
                            std::string_view fragment = {});

}  // namespace subshare

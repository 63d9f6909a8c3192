// What is not plain in JSON is taken apart by nlohmann's lexer: texts with escapes, and numbers
// that are more than a few digits.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace subshare::json {

// What a text says; `token` is it from one quotation mark to the other. Nothing where it is not
// JSON.
std::optional<std::string> decode_text(std::string_view token);

// Whether it is a number as JSON writes them.
bool is_number(std::string_view token);

}  // namespace subshare::json

#include "subshare/text.hpp"

#include <algorithm>

#include "fail.hpp"
#include "trim.hpp"
#include "utf8.hpp"

namespace subshare {
namespace {

constexpr char lower_of(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

Result<std::string> parse_text(std::string_view text, std::string_view field, std::size_t limit) {
  const std::string_view trimmed = trim(text);
  std::size_t points = 0;
  for (std::size_t at = 0; at < trimmed.size();) {
    const CodePoint c = decode_utf8(trimmed, at);
    // The damaged bytes themselves are no text that could be shown, so the fragment stays empty.
    if (c.length == 0) return fail(ErrorCode::not_utf8, field);
    if (is_control(c.value))
      return fail(ErrorCode::control_character, field, trimmed.substr(0, at));
    at += c.length;
    ++points;
  }
  if (points > limit) return fail(ErrorCode::too_long, field, trimmed);
  return std::string(trimmed);
}

Result<std::string> required(Result<std::string> text, std::string_view field) {
  if (text && text->empty()) return fail(ErrorCode::required, field);
  return text;
}

}  // namespace

std::optional<std::size_t> count_code_points(std::string_view text) {
  std::size_t points = 0;
  for (std::size_t at = 0; at < text.size(); ++points) {
    const CodePoint c = decode_utf8(text, at);
    if (c.length == 0) return std::nullopt;
    at += c.length;
  }
  return points;
}

std::string_view trim(std::string_view text) {
  while (!text.empty()) {
    const CodePoint c = decode_utf8(text, 0);
    if (c.length == 0 || !is_space(c.value)) break;
    text.remove_prefix(c.length);
  }
  while (!text.empty()) {
    std::size_t start = text.size() - 1;
    while (start > 0 && text.size() - start < 4 &&
           (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80)
      --start;
    const CodePoint c = decode_utf8(text, start);
    if (c.length != text.size() - start || !is_space(c.value)) break;
    text.remove_suffix(c.length);
  }
  return text;
}

std::string ascii_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = lower_of(c);
  return lower;
}

bool same_product_code(std::string_view a, std::string_view b) {
  return std::ranges::equal(trim(a), trim(b), {}, lower_of, lower_of);
}

Result<std::string> parse_product_code(std::string_view text) {
  auto code = required(parse_text(text, "productCode", max_product_code), "productCode");
  // As a path segment these two climb the path, even percent-encoded (WHATWG URL, "double-dot path
  // segment").
  if (code && (*code == "." || *code == ".."))
    return fail(ErrorCode::product_code_invalid, "productCode", *code);
  return code;
}

Result<std::string> parse_share_code(std::string_view text) {
  return required(parse_text(text, "shareCode", max_share_code), "shareCode");
}

Result<std::string> parse_name(std::string_view text, std::string_view field) {
  return parse_text(text, field, max_name);
}

}  // namespace subshare

#include "json_text.hpp"

#include <algorithm>
#include <cstdint>

#include "utf8.hpp"

namespace subshare::json {
namespace {

// The UTF-16 unit of the \u escape at `at`, or -1 where there is none.
int escaped_unit(std::string_view json, std::size_t at) {
  if (!json.substr(std::min(at, json.size())).starts_with("\\u") || json.size() - at < 6) return -1;
  int unit = 0;
  for (std::size_t i = at + 2; i < at + 6; ++i) {
    const int digit = hex_digit(json[i]);
    if (digit < 0) return -1;
    unit = unit << 4 | digit;
  }
  return unit;
}

bool is_high(int unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
bool is_low(int unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

}  // namespace

std::string repaired(std::string_view json) {
  std::string good;
  good.reserve(json.size());
  for (std::size_t at = 0; at < json.size();) {
    if (json[at] == '\\') {
      const int unit = escaped_unit(json, at);
      const bool is_pair = is_high(unit) && is_low(escaped_unit(json, at + 6));
      const std::size_t length = is_pair ? 12 : unit >= 0 ? 6 : 2;
      if (!is_pair && (is_high(unit) || is_low(unit))) {
        good += "\\ufffd";
      } else {
        good += json.substr(at, length);
      }
      at += length;
      continue;
    }
    if (const std::size_t length = decode_utf8(json, at).length; length > 0) {
      good += json.substr(at, length);
      at += length;
      continue;
    }
    good += "\xEF\xBF\xBD";
    do {
      ++at;
    } while (at < json.size() && (static_cast<unsigned char>(json[at]) & 0xC0) == 0x80);
  }
  return good;
}

std::optional<std::string> decode_text(std::string_view token) {
  constexpr std::string_view letters = "\"\\/bfnrt";
  constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
  const std::string whole = repaired(token.substr(1, token.size() - 2));
  std::string text;
  text.reserve(whole.size());
  for (std::size_t at = 0; at < whole.size();) {
    const char c = whole[at];
    if (static_cast<unsigned char>(c) < ' ') return std::nullopt;
    if (c != '\\') {
      text += c;
      ++at;
      continue;
    }
    if (const int unit = escaped_unit(whole, at); unit >= 0) {
      // What is left of surrogates are whole pairs.
      const bool is_pair = is_high(unit);
      const int low = is_pair ? escaped_unit(whole, at + 6) : 0;
      append_utf8(text, static_cast<std::uint32_t>(
                            is_pair ? 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00) : unit));
      at += is_pair ? 12 : 6;
      continue;
    }
    const std::size_t found = at + 1 < whole.size() ? letters.find(whole[at + 1]) : letters.npos;
    if (found == letters.npos) return std::nullopt;
    text += meanings[found];
    at += 2;
  }
  return text;
}

bool is_number(std::string_view text) {
  const auto take = [&](std::string_view any_of) {
    const bool is_there = !text.empty() && any_of.contains(text.front());
    if (is_there) text.remove_prefix(1);
    return is_there;
  };
  const auto digits = [&] {
    const bool any = !text.empty() && is_digit(text.front());
    while (!text.empty() && is_digit(text.front())) text.remove_prefix(1);
    return any;
  };
  take("-");
  if (!take("0") && !digits()) return false;
  if (take(".") && !digits()) return false;
  if (take("eE")) {
    take("+-");
    if (!digits()) return false;
  }
  return text.empty();
}

}  // namespace subshare::json

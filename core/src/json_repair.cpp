#include "json_repair.hpp"

#include <algorithm>

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

}  // namespace subshare::json

// Names and codes: limits in code points, UTF-8 and control characters, against rules of their own.
#include "subshare/text.hpp"
#include "../fuzzing.hpp"
#include "trim.hpp"

using namespace fuzzing;
using subshare::ErrorCode;

namespace {

// U+0000-001F, 007F-009F, 2028 and 2029, as bytes.
bool has_control(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x20 || c == 0x7F) return true;
    if (c == 0xC2 && static_cast<unsigned char>(text[i + 1]) <= 0x9F) return true;
    const std::string_view three = text.substr(i, 3);
    if (three == "\xE2\x80\xA8" || three == "\xE2\x80\xA9") return true;
  }
  return false;
}

template <class Parse>
void check_field(std::string_view text, std::size_t limit, bool may_be_empty, Parse parse) {
  const auto read = parse(text);
  const std::string_view trimmed = subshare::trim(text);
  if (!read) {
    check_error(read.error());
    switch (read.error().code) {
      case ErrorCode::required:
        CHECK(trimmed.empty() && !may_be_empty);
        break;
      case ErrorCode::not_utf8:
        CHECK(!is_utf8(trimmed));
        break;
      case ErrorCode::control_character:
        // It may stand before a damaged byte, so this is all that can be said.
        CHECK(!is_utf8(trimmed) || has_control(trimmed));
        break;
      case ErrorCode::too_long:
        CHECK(points(trimmed) > limit);
        break;
      case ErrorCode::product_code_invalid:
        CHECK(trimmed == "." || trimmed == "..");
        break;
      default:
        CHECK(false);
    }
    return;
  }
  CHECK(*read == trimmed);
  CHECK(is_utf8(*read) && !has_control(*read));
  CHECK(points(*read) <= limit);
  CHECK(may_be_empty || !read->empty());
  const auto again = parse(*read);
  CHECK(again && *again == *read);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto count = subshare::count_code_points(text);
  CHECK(count.has_value() == is_utf8(text));
  if (count) CHECK(*count == points(text));

  const std::string_view trimmed = subshare::trim(text);
  CHECK(subshare::trim(trimmed) == trimmed);
  CHECK(trimmed.empty() || text.contains(trimmed));
  const std::string lower = subshare::ascii_lower(text);
  CHECK(lower.size() == text.size() && subshare::ascii_lower(lower) == lower);

  check_field(text, 12, false, subshare::parse_product_code);
  check_field(text, 255, false, subshare::parse_share_code);
  check_field(text, 30, true,
              [](std::string_view name) { return subshare::parse_name(name, "firstName"); });
  return 0;
}

// Small tables, written out: tests/core/characters_test.cpp holds them against libunistring's for
// every code point there is.
#include "characters.hpp"

#include <algorithm>
#include <array>

#include "utf8.hpp"

namespace subshare {
namespace {

struct Range {
  std::uint16_t first, last;
};

constexpr std::array<Range, 22> unseen{{
    {0x00AD, 0x00AD},
    {0x034F, 0x034F},
    {0x0600, 0x0605},
    {0x061C, 0x061C},
    {0x06DD, 0x06DD},
    {0x070F, 0x070F},
    {0x0890, 0x0891},
    {0x08E2, 0x08E2},
    {0x115F, 0x1160},
    {0x17B4, 0x17B5},
    {0x180B, 0x180F},
    {0x200B, 0x200F},
    {0x202A, 0x202E},
    {0x2060, 0x206F},
    {0x3164, 0x3164},
    {0xFE00, 0xFE0F},
    {0xFEFF, 0xFEFF},
    {0xFFA0, 0xFFA0},
    {0xFFF9, 0xFFFB},
    // Past U+FFFF, without the 1.
    {0x10BD, 0x10BD},
    {0x10CD, 0x10CD},
    {0x3430, 0x343F},
}};
constexpr std::size_t unseen_below_10000 = 19;

// The zeros of scripts; nine more digits follow each.
constexpr std::array<std::uint16_t, 37> zeros{
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66,
    0x0CE6, 0x0D66, 0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810,
    0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0,
    0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x0030};
// Past U+FFFF, without the 1. The mathematical ones are five alphabets in one row.
constexpr std::array<std::uint16_t, 32> high_zeros{
    0x04A0, 0x0D30, 0x0D40, 0x1066, 0x10F0, 0x1136, 0x11D0, 0x12F0, 0x1450, 0x14D0, 0x1650,
    0x16C0, 0x16D0, 0x16DA, 0x1730, 0x18E0, 0x1950, 0x1BF0, 0x1C50, 0x1D50, 0x1DA0, 0x1F50,
    0x6130, 0x6A60, 0x6AC0, 0x6B50, 0x6D70, 0xCCF0, 0xE140, 0xE2F0, 0xE4F0, 0xE5F1};

bool in(const Range* first, std::size_t count, std::uint32_t c) {
  return std::any_of(first, first + count,
                     [c](Range range) { return c >= range.first && c <= range.last; });
}

}  // namespace

bool is_unseen(std::uint32_t c) {
  if (c < 0x10000) return c >= 0xAD && in(unseen.data(), unseen_below_10000, c);
  if (c >= 0xE0000) return c < 0xE1000;  // tags and more variation selectors
  return in(unseen.data() + unseen_below_10000, unseen.size() - unseen_below_10000, c - 0x10000) ||
         (c >= 0x1BCA0 && c <= 0x1BCA3) || (c >= 0x1D173 && c <= 0x1D17A);
}

int digit_value(std::uint32_t c) {
  const auto find = [](const auto& all, std::uint32_t digit) {
    for (const std::uint16_t zero : all) {
      if (digit >= zero && digit < zero + 10u) return static_cast<int>(digit - zero);
    }
    return -1;
  };
  if (c < 0x10000) return find(zeros, c);
  if (c >= 0x1D7CE && c <= 0x1D7FF) return static_cast<int>((c - 0x1D7CE) % 10);
  if (c == 0x1E950 + 0 || (c > 0x1E950 && c <= 0x1E959)) return static_cast<int>(c - 0x1E950);
  if (c >= 0x1FBF0 && c <= 0x1FBF9) return static_cast<int>(c - 0x1FBF0);
  return c < 0x20000 ? find(high_zeros, c - 0x10000) : -1;
}

bool is_quotation_mark(std::uint32_t c) {
  return c == '"' || c == '`' || c == 0xAB || c == 0xB4 || c == 0xBB ||
         (c >= 0x2018 && c <= 0x201F) || c == 0x2039 || c == 0x203A ||
         (c >= 0x300C && c <= 0x300F) || (c >= 0x301D && c <= 0x301F);
}

bool is_dash(std::uint32_t c) {
  return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x2043 || c == 0xFE58 ||
         c == 0xFE63;
}

std::string plain_text(std::string_view text) {
  std::string plain;
  bool in_domain = false;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = decode_utf8(text, at);
    const std::size_t length = std::max<std::size_t>(c.length, 1);
    if (c.length < 2) {
      const char byte = text[at];
      in_domain = byte == '@' ||
                  (in_domain && (is_letter(byte) || is_digit(byte) || byte == '.' || byte == '-'));
      plain += text[at];
    } else if (const int digit = digit_value(c.value); digit >= 0 && !in_domain) {
      plain += static_cast<char>('0' + digit);
    } else if (c.value >= 0xFF01 && c.value <= 0xFF5E) {
      plain += static_cast<char>(c.value - 0xFEE0);
      in_domain |= c.value == 0xFF20;
    } else if (c.value == 0xFE6B) {
      plain += '@';
      in_domain = true;
    } else if (c.value == 0x3002 || c.value == 0xFF61) {
      plain += '.';
    } else if (c.value == 0x3001) {
      plain += ',';
    } else if (!is_unseen(c.value)) {
      in_domain &= !is_space(c.value);
      plain.append(text, at, length);
    }
    at += length;
  }
  return plain;
}

}  // namespace subshare

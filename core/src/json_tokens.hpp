// Takes JSON apart. What nearly all of an answer is made of, texts without escapes and whole
// numbers, is taken as it stands, eight bytes at a time. The document tree of nlohmann_json is its
// witness in the tests (tests/fuzz/json_witness.hpp).
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "json_text.hpp"
#include "subshare/text.hpp"
#include "trim.hpp"
#include "utf8.hpp"

namespace subshare::json {

enum class Token : std::uint8_t {
  begin_object,
  end_object,
  begin_list,
  end_list,
  colon,
  comma,
  text,
  number,
  literal_true,
  literal_false,
  literal_null,
  end,
  wrong  // not JSON
};

class Tokens {
 public:
  // `text` must outlive it. A byte order mark is left out, as RFC 8259, 8.1 allows.
  explicit Tokens(std::string_view text)
      : begin_(text.data()), at_(begin_), end_(begin_ + text.size()) {
    if (text.starts_with("\xEF\xBB\xBF")) at_ += 3;
  }

  // How many bytes have been read.
  std::size_t read() const { return static_cast<std::size_t>(at_ - begin_); }

  // What the last text says; good until the next token. What is damaged in it reads U+FFFD.
  std::string_view text() const { return text_; }

  // Where the last text began, and where the last token ended: JSON as it stands between them.
  const char* text_begin() const { return text_begin_; }
  const char* end() const { return at_; }

  // The integer that the last number stands for: JSON does not tell 80 from 80.0 or 8e1. Taken from
  // its text, which loses nothing, where a double would round. Nothing for what is no integer or
  // does not fit 64 bits.
  std::optional<std::int64_t> integer() const { return is_plain_ ? plain_ : integer_in(text_); }

  Token next() {
    for (; at_ != end_; ++at_) {
      switch (*at_) {
        case ' ':
        case '\t':
        case '\n':
        case '\r':
          continue;
        case '{':
          return single(Token::begin_object);
        case '}':
          return single(Token::end_object);
        case '[':
          return single(Token::begin_list);
        case ']':
          return single(Token::end_list);
        case ':':
          return single(Token::colon);
        case ',':
          return single(Token::comma);
        case '"':
          return read_text();
        case 't':
          return word("true", Token::literal_true);
        case 'f':
          return word("false", Token::literal_false);
        case 'n':
          return word("null", Token::literal_null);
        default:
          return read_number();
      }
    }
    return Token::end;
  }

 private:
  static constexpr std::int64_t plain_digits = 18;  // any so many fit 64 bits

  Token single(Token token) {
    ++at_;
    return token;
  }

  Token word(std::string_view spelled, Token token) {
    if (!std::string_view(at_, end_).starts_with(spelled)) return Token::wrong;
    at_ += spelled.size();
    return token;
  }

  Token read_text() {
    text_begin_ = at_;
    const char* to = at_ + 1;
    bool is_ascii = true;
    for (;; ++to) {
      while (end_ - to >= 8 && eight_plain(to)) to += 8;
      if (to == end_) return Token::wrong;
      const auto c = static_cast<unsigned char>(*to);
      if (c == '"') break;
      if (c == '\\') return read_escaped_text(to);
      if (c < ' ') return Token::wrong;
      is_ascii &= c < 0x80;
    }
    text_ = {at_ + 1, to};
    if (!is_ascii && !count_code_points(text_)) {
      decoded_ = repaired(text_);
      text_ = decoded_;
    }
    at_ = to + 1;
    return Token::text;
  }

  // Whether the next eight bytes are printable ASCII without quotation mark and backslash. It may
  // say no where they are: each subtraction sets a byte's highest bit where that byte is too small,
  // and sometimes that of the byte above.
  static bool eight_plain(const char* text) {
    constexpr std::uint64_t each = 0x0101'0101'0101'0101;
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text, sizeof bytes);
    const std::uint64_t marks = (bytes ^ each * '"') - each;
    const std::uint64_t backslashes = (bytes ^ each * '\\') - each;
    return ((bytes | (bytes - each * ' ') | marks | backslashes) & each * 0x80) == 0;
  }

  // `to` is at the first backslash.
  Token read_escaped_text(const char* to) {
    for (; to < end_ && *to != '"'; ++to) {
      if (*to == '\\') ++to;
    }
    if (to >= end_) return Token::wrong;
    auto decoded = decode_text({at_, to + 1});
    if (!decoded) return Token::wrong;
    decoded_ = std::move(*decoded);
    text_ = decoded_;
    at_ = to + 1;
    return Token::text;
  }

  Token read_number() {
    const auto is_part = [](char c) {
      return is_digit(c) || std::string_view("+-.eE").contains(c);
    };
    const char* to = at_;
    plain_ = 0;
    for (; to != end_ && is_digit(*to) && to - at_ < plain_digits; ++to)
      plain_ = plain_ * 10 + (*to - '0');
    is_plain_ = to != at_ && (*at_ != '0' || to - at_ == 1) && (to == end_ || !is_part(*to));
    if (!is_plain_) {
      to = std::find_if_not(to, end_, is_part);
      text_ = {at_, to};
      if (!is_number(text_)) return Token::wrong;
    }
    at_ = to;
    return Token::number;
  }

  static std::optional<std::int64_t> integer_in(std::string_view number);

  const char* begin_;
  const char* at_;
  const char* end_;
  const char* text_begin_ = nullptr;
  std::string_view text_;
  std::string decoded_;
  std::int64_t plain_ = 0;
  bool is_plain_ = false;
};

inline std::optional<std::int64_t> Tokens::integer_in(std::string_view number) {
  constexpr int far = 1 << 20;  // from here on, one more in the exponent makes no difference
  const std::size_t mark = std::min(number.find_first_of("eE"), number.size());
  int exponent = 0;
  for (const char c : number.substr(mark)) {
    if (is_digit(c)) exponent = std::min(exponent * 10 + (c - '0'), far);
  }
  if (number.substr(mark).contains('-')) exponent = -exponent;

  const bool negative = number.starts_with('-');
  std::string digits(number.substr(negative ? 1 : 0, mark - (negative ? 1 : 0)));
  if (const std::size_t point = digits.find('.'); point != std::string::npos) {
    digits.erase(point, 1);
    exponent -= static_cast<int>(digits.size() - point);
  }
  digits.erase(0, digits.find_first_not_of('0'));
  for (; digits.ends_with('0'); ++exponent) digits.pop_back();
  if (digits.empty()) return 0;
  constexpr int most_digits = 19;
  if (exponent < 0 || static_cast<int>(digits.size()) + exponent > most_digits) return std::nullopt;
  digits.append(static_cast<std::size_t>(exponent), '0');

  std::uint64_t value = 0;  // 19 digits fit
  for (const char c : digits) value = value * 10 + static_cast<std::uint64_t>(c - '0');
  constexpr auto largest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (value > largest + (negative ? 1 : 0)) return std::nullopt;
  return static_cast<std::int64_t>(negative ? -value : value);
}

}  // namespace subshare::json

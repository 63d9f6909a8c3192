// What the fuzz targets share: a check that says what it found before it ends the program, and a
// reader that makes values out of the fuzzer's bytes.
//
// A target is one function over one input. It is linked with libFuzzer (build/fuzz), which makes
// inputs up, and with replay_main.cpp (build/native), which runs those that are kept.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "subshare/error.hpp"
#include "subshare/text.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace fuzzing {

inline void check_that(bool holds, const char* what, const char* file, int line) {
  if (holds) return;
  std::fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
  std::abort();
}

#define CHECK(condition) \
  ::fuzzing::check_that(static_cast<bool>(condition), #condition, __FILE__, __LINE__)

// Independent of the core's decoder: RFC 3629's table of well-formed byte sequences.
inline bool is_utf8(std::string_view text) {
  const auto in = [](unsigned char c, int from, int to) { return c >= from && c <= to; };
  for (std::size_t i = 0; i < text.size();) {
    const auto at = [&](std::size_t j) {
      return i + j < text.size() ? static_cast<unsigned char>(text[i + j])
                                 : static_cast<unsigned char>(0);
    };
    const unsigned char c = at(0);
    const bool two = in(c, 0xC2, 0xDF) && in(at(1), 0x80, 0xBF);
    const bool three =
        in(at(2), 0x80, 0xBF) &&
        ((c == 0xE0 && in(at(1), 0xA0, 0xBF)) || (c == 0xED && in(at(1), 0x80, 0x9F)) ||
         (in(c, 0xE1, 0xEF) && c != 0xED && in(at(1), 0x80, 0xBF)));
    const bool four =
        in(at(2), 0x80, 0xBF) && in(at(3), 0x80, 0xBF) &&
        ((c == 0xF0 && in(at(1), 0x90, 0xBF)) || (c == 0xF4 && in(at(1), 0x80, 0x8F)) ||
         (in(c, 0xF1, 0xF3) && in(at(1), 0x80, 0xBF)));
    if (c >= 0x80 && !two && !three && !four) return false;
    i += c < 0x80 ? 1 : two ? 2 : three ? 3 : 4;
  }
  return true;
}

// Code points of well-formed text: its bytes but for the continuation bytes.
inline std::size_t points(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1u : 0u;
  return count;
}

// What is promised of every error: a name and a sentence, and a fragment that can be shown.
inline void check_error(const subshare::Error& error) {
  CHECK(error.code != subshare::ErrorCode::none);
  CHECK(error.code < subshare::ErrorCode::count_);
  CHECK(!subshare::error_name(error.code).empty());
  CHECK(!subshare::error_text(error.code).empty());
  CHECK(is_utf8(error.fragment));
  CHECK(points(error.fragment) <= 81);  // 80, and the mark that it was shortened
  CHECK(is_utf8(subshare::describe(error)));
}

class Bytes {
 public:
  Bytes(const std::uint8_t* data, std::size_t size)
      : left_(reinterpret_cast<const char*>(data), size) {}

  bool empty() const { return left_.empty(); }
  std::uint8_t byte() {
    if (left_.empty()) return 0;
    const auto value = static_cast<std::uint8_t>(left_.front());
    left_.remove_prefix(1);
    return value;
  }
  std::size_t below(std::size_t count) { return byte() % count; }
  bool flag() { return (byte() & 1) != 0; }
  // Up to the next zero byte, so that mutations keep the pieces apart.
  std::string_view piece() {
    const std::size_t end = left_.find('\0');
    const std::string_view text = left_.substr(0, end);
    left_.remove_prefix(end == std::string_view::npos ? left_.size() : end + 1);
    return text;
  }
  std::string_view rest() {
    const std::string_view text = left_;
    left_ = {};
    return text;
  }

 private:
  std::string_view left_;
};

}  // namespace fuzzing

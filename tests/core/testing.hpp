// What the tests of the core share.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>

#include "subshare/error.hpp"

namespace subshare {

// Found by GoogleTest through the namespace, so that a failure shows names and not bytes.
inline void PrintTo(ErrorCode code, std::ostream* out) {
  *out << (code == ErrorCode::none ? std::string_view("none") : error_name(code));
}
inline void PrintTo(const Error& error, std::ostream* out) {
  PrintTo(error.code, out);
  *out << " field=\"" << error.field << "\" fragment=\"" << error.fragment << '"';
}

}  // namespace subshare

namespace subshare::test {

// A text in a heap buffer of exactly its size, so that AddressSanitizer sees the first byte read
// past its end.
class ExactText {
 public:
  explicit ExactText(std::string_view text) : bytes_(new char[text.size()]), size_(text.size()) {
    std::ranges::copy(text, bytes_.get());
  }
  operator std::string_view() const { return {bytes_.get(), size_}; }

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t size_;
};

inline std::string repeat(std::string_view piece, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += piece;
  return text;
}

// Error of a result, or one that no reader gives where there is a value.
template <class T>
Error error_of(const Result<T>& result) {
  return result ? Error{ErrorCode::none, "no error", {}} : result.error();
}

template <class T>
ErrorCode code_of(const Result<T>& result) {
  return error_of(result).code;
}

// A text to read and what is expected of it: the first two columns of most tables.
struct Reads {
  std::string_view input;
  std::string_view expected;
};
struct Refuses {
  std::string_view input;
  ErrorCode code;
  std::string_view fragment;
};

}  // namespace subshare::test

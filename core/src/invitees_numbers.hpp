// Telephone numbers in the midst of a line.
#pragma once

#include <cstddef>
#include <string_view>

namespace subshare {

struct Number {
  std::size_t end = std::string_view::npos;
  std::size_t digits = 0;
};

// A telephone number at `at`, as far as it goes; without an end where there is none, or a date.
Number read_number(std::string_view text, std::size_t at);

// "ext. 12" behind a number belongs to it, so that it is refused and not left out.
std::size_t end_of_extension(std::string_view text, std::size_t at);

}  // namespace subshare

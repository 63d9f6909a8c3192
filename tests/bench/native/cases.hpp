// The core's hot paths: what happens at each key, at each answer of the list, at each drawing of
// it, and at each call.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

namespace bench {

struct Case {
  std::string_view name;
  // How many of something one run works on, and what they are called: "people".
  std::int64_t items;
  std::string_view item;
  // What a run gives: that it did its work, and that nothing of it was optimised away.
  std::size_t expected;
  // Makes what the case works on, which is not measured, and gives the run. It may be run any
  // number of times and does the same each time.
  std::function<std::function<std::size_t()>()> prepare;
};

std::span<const Case> cases();

}  // namespace bench

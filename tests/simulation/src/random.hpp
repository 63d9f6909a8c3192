// Random numbers that are the same everywhere: the standard library's distributions differ between
// implementations, and a failing journey must be the same journey on every machine.
#pragma once

#include <cstdint>

namespace simulation {

// SplitMix64 (Steele, Lea, Flood 2014): small state, and any two seeds give unrelated streams.
constexpr std::uint64_t mix(std::uint64_t value) {
  value += 0x9E3779B97F4A7C15u;
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9u;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBu;
  return value ^ (value >> 31);
}

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(mix(seed)) {}

  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15u;
    return mix(state_);
  }
  // In [0, 1).
  double fraction() { return static_cast<double>(next() >> 11) * 0x1p-53; }
  // In [from, to].
  std::int64_t between(std::int64_t from, std::int64_t to) {
    return from + static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(to - from + 1));
  }
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(next() % count); }
  bool chance(double probability) { return fraction() < probability; }
  template <class... T>
  auto one_of(T... choices) {
    const std::common_type_t<T...> all[] = {choices...};
    return all[below(sizeof...(T))];
  }

 private:
  std::uint64_t state_;
};

}  // namespace simulation

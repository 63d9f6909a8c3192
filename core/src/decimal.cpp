#include "decimal.hpp"

namespace subshare {

std::string decimal(std::int64_t value) {
  // Negated without a sign, since the smallest number has no positive one.
  auto left = static_cast<std::uint64_t>(value);
  if (value < 0) left = 0 - left;
  std::string digits;
  do {
    digits.insert(digits.begin(), static_cast<char>('0' + left % 10));
    left /= 10;
  } while (left != 0);
  if (value < 0) digits.insert(digits.begin(), '-');
  return digits;
}

}  // namespace subshare

#include "clock.hpp"

#include <chrono>

namespace sandbox {
namespace {

std::int64_t system_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

}  // namespace

std::int64_t Clock::now_ms() const {
  const std::lock_guard lock(mutex_);
  return frozen_at_ >= 0 ? frozen_at_ : system_ms() + offset_ms_;
}

void Clock::advance(std::int64_t ms) {
  const std::lock_guard lock(mutex_);
  if (frozen_at_ >= 0) {
    frozen_at_ += ms;
  }
  offset_ms_ += ms;
}

void Clock::freeze(bool on) {
  const std::lock_guard lock(mutex_);
  if (on && frozen_at_ < 0) {
    frozen_at_ = system_ms() + offset_ms_;
  } else if (!on && frozen_at_ >= 0) {
    offset_ms_ = frozen_at_ - system_ms();
    frozen_at_ = -1;
  }
}

std::int64_t Clock::offset_ms() const {
  const std::lock_guard lock(mutex_);
  return offset_ms_;
}

void Clock::set_offset_ms(std::int64_t ms) {
  const std::lock_guard lock(mutex_);
  offset_ms_ = ms;
}

}  // namespace sandbox

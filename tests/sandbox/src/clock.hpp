#pragma once

#include <cstdint>
#include <mutex>

namespace sandbox {

/// The sandbox's only source of time: the system's clock, moved or stopped by a test.
class Clock {
 public:
  /// Milliseconds since 1970-01-01 UTC.
  std::int64_t now_ms() const;

  /// Moves the clock forwards (or back) by `ms`, also while it is stopped.
  void advance(std::int64_t ms);

  /// Stops the clock where it is, or lets it run on from there.
  void freeze(bool on);

  /// How far the clock is ahead of the system's; kept over a restart so that tokens that had
  /// expired do not come back to life.
  std::int64_t offset_ms() const;
  void set_offset_ms(std::int64_t ms);

 private:
  mutable std::mutex mutex_;
  std::int64_t offset_ms_ = 0;
  std::int64_t frozen_at_ = -1;
};

}  // namespace sandbox

#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "clock.hpp"

namespace sandbox {

/// The documented rate limit: per client, not per user, so many calls a second and a minute [D].
class Limits {
 public:
  /// What the headers of an answer say.
  struct Verdict {
    bool allowed = true;
    std::int64_t remaining = 0;      // calls left before a 429
    std::int64_t reset_seconds = 0;  // until the window that `remaining` is about renews
  };

  explicit Limits(Clock& clock) : clock_(clock) {}

  /// Counts one call of `client`. A refused call uses nothing up.
  Verdict count(const std::string& client);

  /// Sets other limits and forgets what was counted.
  void set(std::int64_t per_second, std::int64_t per_minute);

 private:
  struct Window {
    std::int64_t started_at = 0;
    std::int64_t used = 0;
  };
  struct Usage {
    Window second, minute;
  };

  Clock& clock_;
  std::mutex mutex_;
  std::int64_t per_second_ = 100;
  std::int64_t per_minute_ = 2000;
  std::map<std::string, Usage> clients_;
};

}  // namespace sandbox

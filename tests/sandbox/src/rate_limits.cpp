// Each window opens with the first call in it. The headers speak of the minute, which is the window
// that "renews every 60 s" [D]; only when the second is what stops the next call do they speak of
// the second, so that nobody is told to wait a minute for it [U].
#include "rate_limits.hpp"

#include <algorithm>

namespace sandbox {

Limits::Verdict Limits::count(const std::string& client) {
  const std::lock_guard lock(mutex_);
  const auto now = clock_.now_ms();
  auto& usage = clients_[client];
  const auto renew = [now](Window& window, std::int64_t length_ms) {
    if (now - window.started_at >= length_ms || now < window.started_at) window = {now, 0};
  };
  renew(usage.second, 1'000);
  renew(usage.minute, 60'000);
  Verdict verdict;
  verdict.allowed = usage.second.used < per_second_ && usage.minute.used < per_minute_;
  if (verdict.allowed) {
    ++usage.second.used;
    ++usage.minute.used;
  }
  const auto left_in_second = per_second_ - usage.second.used;
  const auto left_in_minute = per_minute_ - usage.minute.used;
  const bool second_is_what_stops = left_in_second <= 0 && left_in_minute > 0;
  verdict.remaining = second_is_what_stops ? 0 : std::max<std::int64_t>(left_in_minute, 0);
  const auto& window = second_is_what_stops ? usage.second : usage.minute;
  const auto length = second_is_what_stops ? 1'000 : 60'000;
  verdict.reset_seconds = (window.started_at + length - now + 999) / 1000;
  return verdict;
}

void Limits::set(std::int64_t per_second, std::int64_t per_minute) {
  const std::lock_guard lock(mutex_);
  per_second_ = per_second;
  per_minute_ = per_minute;
  clients_.clear();
}

}  // namespace sandbox

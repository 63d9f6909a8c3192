#include "pacer.hpp"

#include <algorithm>

#include "decisions.hpp"

namespace subshare {
namespace {

constexpr Milliseconds second = 1'000;
// Below this many requests left, calls are spread over the time until the limit is renewed.
constexpr std::int64_t scarce = 20;

// How much longer than for the reset. How long the line is nobody tells, but two things hint at it:
// how long this call has stood in it, and how much of the minute was `gone` when its 2000 calls
// were found used up. After half of it, at least twice as many ask as are let in. So the pause is a
// twentieth of the time waited, four times as much after half of the minute, and nine times at
// most: as the line shortens, it is used up later and the pauses shrink, and nobody sleeps long
// after it is gone. (./dev sim campaign)
Milliseconds patience(std::int64_t gone, const Turned& turned, Milliseconds longest,
                      Milliseconds now) {
  constexpr Milliseconds two_hours = 7'200 * second;
  const Milliseconds waited = now - turned.since;
  const std::int64_t part = std::max<std::int64_t>(gone, 20);
  // For two hours never so long that those who came first are overtaken by all who came later.
  const Milliseconds most = longest * (waited > two_hours ? 60 : 3);
  // 180: a twentieth of 60 squared.
  const Milliseconds patience = std::min(waited * 180 / (part * part), most);
  return turned.invites ? patience / 2 : patience;
}

}  // namespace

void Pacer::on_response(const HttpResponse& response, Milliseconds now) {
  if (!response.rate_limit_remaining || !response.rate_limit_reset) return;
  remaining_ = *response.rate_limit_remaining;
  resets_at_ = now + std::clamp<std::int64_t>(*response.rate_limit_reset, 0, 60) * second;
}

bool Pacer::is_scarce(Milliseconds now) const {
  return remaining_ >= 0 && remaining_ < scarce && now < resets_at_;
}

Milliseconds Pacer::delay(Milliseconds now, double random) const {
  if (!is_scarce(now)) return 0;
  const Milliseconds left = resets_at_ - now;
  const Milliseconds delay = remaining_ == 0
                                 ? left + scaled(second, random)
                                 : scaled(left, random * static_cast<double>(scarce - remaining_) /
                                                    static_cast<double>(scarce));
  return decisions::wait_for_limit(delay);
}

Milliseconds wait_for_reset(const HttpResponse& response, const Turned& turned,
                            const CallOptions& options, Milliseconds now, double random) {
  const Milliseconds longest = options.rate_limit_longest;
  const std::int64_t reset = std::clamp<std::int64_t>(response.rate_limit_reset.value_or(1), 1, 60);
  const Milliseconds until_reset =
      response.rate_limit_reset ? std::min(reset * second, longest) : options.rate_limit_default;
  // Everybody who was turned away waits for the same moment. The oftener it happens, the more of
  // them there are, and the wider they spread.
  Milliseconds spread = second;
  for (int i = 0; i < turned.times && spread < longest; ++i) spread *= 2;
  // With calls left in the minute it was the second that had none: that says nothing of the line.
  const std::int64_t gone = response.rate_limit_remaining.value_or(0) > 0 ? 60 : 60 - reset;
  return decisions::wait_for_limit(until_reset + patience(gone, turned, longest, now) +
                                   scaled(std::min(spread, longest), random));
}

}  // namespace subshare

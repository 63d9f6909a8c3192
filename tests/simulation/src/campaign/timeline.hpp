// What is to happen, in the order of time; what is put in first happens first.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "client_limit.hpp"
#include "people.hpp"
#include "tally.hpp"

namespace simulation {

template <class What>
class Timeline {
 public:
  struct Event {
    Milliseconds at;
    std::uint64_t order;
    std::uint32_t who;
    What what;
    std::uint8_t slot;
  };

  void add(Milliseconds at, What what, std::uint32_t who = 0, std::uint8_t slot = 0) {
    events_.push_back({at, order_++, who, what, slot});
    std::ranges::push_heap(events_, later);
  }
  bool empty() const { return events_.empty(); }
  Event take() {
    std::ranges::pop_heap(events_, later);
    const Event event = events_.back();
    events_.pop_back();
    return event;
  }

 private:
  static bool later(const Event& a, const Event& b) {
    return a.at != b.at ? a.at > b.at : a.order > b.order;
  }

  std::vector<Event> events_;
  std::uint64_t order_ = 0;
};

// Long past any queue; whoever has not finished by then does not.
inline constexpr Milliseconds longest_campaign = 100LL * 24 * 3'600'000;

// A campaign from the first arrival on: `happen(event)` is told of each thing in its turn, with
// `now` and the tally moved to its time.
template <class What>
Figures play(const People& people, Timeline<What>& timeline, Tally& tally, Milliseconds& now,
             auto&& happen) {
  for (std::uint32_t who = 0; who < people.count(); ++who)
    timeline.add(people.visitor(who).arrives, What::arrival, who);
  while (!timeline.empty()) {
    const auto event = timeline.take();
    if (event.at > longest_campaign) break;
    now = event.at;
    tally.move_to(now);
    happen(event);
  }
  return tally.figures();
}

}  // namespace simulation

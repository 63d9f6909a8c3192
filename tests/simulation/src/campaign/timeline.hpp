// What is to happen, in the order of time; what is put in first happens first.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <vector>

#include "client_limit.hpp"
#include "people.hpp"
#include "tally.hpp"

namespace simulation {

// A radix heap, since time does not run backwards: events lie in buckets by the highest bit in
// which their time differs from now's, and a bucket is dealt out once now comes to it. Within a
// bucket they keep the order in which they came, and events of the same time share one bucket.
template <class What>
class Timeline {
 public:
  struct Event {
    Milliseconds at;
    std::uint32_t who;
    What what;
    std::uint8_t slot;
  };

  // `at`: not before what was taken last.
  void add(Milliseconds at, What what, std::uint32_t who = 0, std::uint8_t slot = 0) {
    bucket_of(at).push_back({at, who, what, slot});
    ++count_;
  }
  bool empty() const { return count_ == 0; }
  Event take() {
    if (taken_ == buckets_[0].size()) deal_out();
    --count_;
    return buckets_[0][taken_++];
  }

 private:
  std::vector<Event>& bucket_of(Milliseconds at) {
    return buckets_[static_cast<std::size_t>(
        std::bit_width(static_cast<std::uint64_t>(at ^ now_)))];
  }

  // The next events go into bucket 0, which holds those of now.
  void deal_out() {
    buckets_[0].clear();
    taken_ = 0;
    const auto first =
        std::ranges::find_if(buckets_, [](const auto& each) { return !each.empty(); });
    now_ = std::ranges::min_element(*first, {}, &Event::at)->at;
    std::vector<Event> events;
    events.swap(*first);
    for (const Event& event : events) bucket_of(event.at).push_back(event);
  }

  std::array<std::vector<Event>, 65> buckets_;
  std::size_t count_ = 0;
  std::size_t taken_ = 0;  // of bucket 0
  Milliseconds now_ = 0;
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

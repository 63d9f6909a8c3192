// What is to happen, in the order of time; what is put in first happens first.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "client_limit.hpp"

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

}  // namespace simulation

// What is counted in one run of a campaign.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "client_limit.hpp"

namespace simulation {

struct Figures {
  std::uint64_t users = 0;
  std::uint64_t finished = 0;
  std::uint64_t answered = 0;       // calls that were let in
  std::uint64_t refused = 0;        // 429
  std::uint64_t worst_second = 0;   // most 429s in one second
  std::uint64_t pressed_again = 0;  // calls that gave up, and the person began them anew
  double useful = 0;                // see Tally::useful
  Milliseconds median = 0, late = 0, last = 0;  // from arrival to finish: 50th, 99th, the latest
};

class Tally {
 public:
  explicit Tally(std::uint64_t users) : users_(users) { took_.reserve(users); }

  // Before anything that happens at `now` is told.
  void move_to(Milliseconds now) {
    for (; minute_end_ <= now; minute_end_ += ClientLimit::minute) {
      if (waiting_ > 0) {
        contested_ += ClientLimit::per_minute;
        contested_answered_ += in_minute_;
      }
      in_minute_ = 0;
    }
    if (now / ClientLimit::second == second_) return;
    second_ = now / ClientLimit::second;
    in_second_ = 0;
  }

  void answered() {
    ++answered_;
    ++in_minute_;
  }
  void refused() {
    ++refused_;
    worst_second_ = std::max(worst_second_, ++in_second_);
  }
  // Of clients whose repetitions are not played one by one.
  void refused_more(std::uint64_t how_many) { refused_ += how_many; }
  void refused_per_second(std::uint64_t rate) { worst_second_ = std::max(worst_second_, rate); }
  // A call that the limit holds up, until it is answered.
  void waits() { ++waiting_; }
  void waits_no_more() { --waiting_; }
  void pressed_again() { ++pressed_again_; }
  void finished(Milliseconds took) { took_.push_back(took); }

  std::uint64_t still_there() const { return users_ - took_.size(); }

  Figures figures() {
    Figures figures{.users = users_,
                    .finished = took_.size(),
                    .answered = answered_,
                    .refused = refused_,
                    .worst_second = worst_second_,
                    .pressed_again = pressed_again_,
                    .useful = useful()};
    std::ranges::sort(took_);
    if (took_.empty()) return figures;
    figures.median = took_[(took_.size() - 1) / 2];
    figures.late = took_[(took_.size() - 1) * 99 / 100];
    figures.last = took_.back();
    return figures;
  }

 private:
  // Calls let in as a share of those that the limit allows, over the minutes at whose end the limit
  // still held somebody up: there the whole minute could have been used. 1 where there is none.
  double useful() const {
    if (contested_ == 0) return 1;
    return static_cast<double>(contested_answered_) / static_cast<double>(contested_);
  }

  std::uint64_t users_;
  std::vector<Milliseconds> took_;
  std::uint64_t answered_ = 0, refused_ = 0, worst_second_ = 0, pressed_again_ = 0;
  std::uint64_t in_second_ = 0, in_minute_ = 0, contested_ = 0, contested_answered_ = 0;
  std::int64_t waiting_ = 0;
  Milliseconds second_ = 0;
  Milliseconds minute_end_ = ClientLimit::minute;
};

}  // namespace simulation

#include "client_limit.hpp"

#include <algorithm>

namespace simulation {
namespace {

std::int64_t whole_seconds(Milliseconds span) { return (span + 999) / 1'000; }

}  // namespace

void ClientLimit::move_to(Milliseconds now) {
  if (kind_ == Kind::sliding) {
    while (left_ < count_ &&
           now - let_in_[static_cast<std::size_t>(left_ % per_minute)] >= minute) {
      ++left_;
    }
    return;
  }
  if (now - second_since_ >= second) {
    second_since_ = now - now % second;
    second_used_ = 0;
  }
  if (now - minute_since_ >= minute) {
    minute_since_ = now - now % minute;
    minute_used_ = 0;
  }
}

Milliseconds ClientLimit::nth_last(std::int64_t n) const {
  return let_in_[static_cast<std::size_t>((count_ - n) % per_minute)];
}

std::int64_t ClientLimit::in_minute() const {
  return kind_ == Kind::sliding ? count_ - left_ : minute_used_;
}

Milliseconds ClientLimit::next_free(Milliseconds now) {
  move_to(now);
  if (kind_ == Kind::sliding) {
    Milliseconds free = now;
    if (count_ >= per_second) free = std::max(free, nth_last(per_second) + second);
    if (count_ >= per_minute) free = std::max(free, nth_last(per_minute) + minute);
    return free;
  }
  if (minute_used_ >= per_minute) return minute_since_ + minute;
  if (second_used_ >= per_second) return second_since_ + second;
  return now;
}

void ClientLimit::refuse(std::int64_t how_many, Milliseconds now) {
  if (kind_ != Kind::counted) return;
  move_to(now);
  second_used_ += how_many;
  minute_used_ += how_many;
}

ClientLimit::Verdict ClientLimit::ask(Milliseconds now) {
  Verdict verdict;
  verdict.allowed = next_free(now) <= now;
  if (verdict.allowed || kind_ == Kind::counted) {
    ++second_used_;
    ++minute_used_;
  }
  if (verdict.allowed && kind_ == Kind::sliding)
    let_in_[static_cast<std::size_t>(count_++ % per_minute)] = now;
  const std::int64_t left = std::max<std::int64_t>(per_minute - in_minute(), 0);
  const bool second_stops = left > 0 && next_free(now) > now && kind_ != Kind::bare;
  verdict.remaining = second_stops ? 0 : left;
  if (kind_ == Kind::sliding) {
    const Milliseconds oldest = let_in_[static_cast<std::size_t>(left_ % per_minute)];
    verdict.reset = second_stops ? 1 : whole_seconds(oldest + minute - now);
  } else {
    verdict.reset = second_stops ? 1 : whole_seconds(minute_since_ + minute - now);
  }
  return verdict;
}

}  // namespace simulation

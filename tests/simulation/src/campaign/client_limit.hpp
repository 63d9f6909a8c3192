// The limit that all users of one client share: 100 calls a second and 2000 a minute [D].
//
// What is not documented is drawn as an assumption one can choose [U]:
//   fixed    windows that renew every 60 s [D for the minute] and every second, for all at the same
//            moment; a refused call uses nothing up, as in tests/sandbox. The default.
//   sliding  so many in any 60 s and in any second; a call is let in as soon as an old one is out
//   counted  as fixed, but refused calls use the windows up too
//   bare     as fixed, but a call that the second refuses is told the minute's numbers
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "subshare/session.hpp"

namespace simulation {

using subshare::Milliseconds;

class ClientLimit {
 public:
  enum class Kind : std::uint8_t { fixed, sliding, counted, bare };
  static constexpr std::array<std::string_view, 4> names{"fixed", "sliding", "counted", "bare"};
  static constexpr std::int64_t per_second = 100;
  static constexpr std::int64_t per_minute = 2'000;
  static constexpr Milliseconds second = 1'000;
  static constexpr Milliseconds minute = 60'000;

  struct Verdict {
    bool allowed = false;
    std::int64_t remaining = 0;  // X-RateLimit-Remaining
    std::int64_t reset = 0;      // X-RateLimit-Reset, seconds
  };

  explicit ClientLimit(Kind kind) : kind_(kind) {}

  // One call; `now` does not run backwards.
  Verdict ask(Milliseconds now);
  // The earliest moment, `now` or later, at which a call would be let in.
  Milliseconds next_free(Milliseconds now);
  // So many refused calls more, that nobody played one by one.
  void refuse(std::int64_t how_many, Milliseconds now);

 private:
  void move_to(Milliseconds now);
  Milliseconds nth_last(std::int64_t n) const;
  std::int64_t in_minute() const;

  Kind kind_;
  // fixed
  Milliseconds second_since_ = 0, minute_since_ = 0;
  std::int64_t second_used_ = 0, minute_used_ = 0;
  // sliding: when the last 2000 were let in
  std::array<Milliseconds, per_minute> let_in_{};
  std::int64_t count_ = 0;
  std::int64_t left_ = 0;  // how many of them are out of the minute again
};

}  // namespace simulation

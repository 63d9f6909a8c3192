// Who takes part in a campaign, and what each of them wants: the same for every client, from the
// seed.
#pragma once

#include <cstdint>

#include "../random.hpp"
#include "client_limit.hpp"

namespace simulation {

enum class Arrival : std::uint8_t { within_an_hour, at_once };

// A recipient answers an invitation: one call. An owner opens the page (rules and list, side by
// side) and invites one to three people, one after the other.
struct Visitor {
  Milliseconds arrives = 0;
  int invites = 0;  // 0: a recipient
  bool declines = false;
};

class People {
 public:
  People(std::uint64_t count, std::uint64_t seed, Arrival arrival)
      : count_(count), seed_(mix(seed)), arrival_(arrival) {}

  std::uint64_t count() const { return count_; }

  Visitor visitor(std::uint64_t number) const {
    Random random(seed_ ^ number);
    Visitor visitor;
    // Where in the minute the campaign begins is drawn too; no window waits for it.
    visitor.arrives = static_cast<Milliseconds>(seed_ % ClientLimit::minute);
    if (arrival_ == Arrival::within_an_hour) visitor.arrives += random.between(0, hour - 1);
    // Half are owners: one of the people whom they invite answers on the same day.
    if (random.chance(0.5)) {
      const double how_many = random.fraction();
      visitor.invites = how_many < 0.6 ? 1 : how_many < 0.9 ? 2 : 3;
    } else {
      visitor.declines = random.chance(0.1);
    }
    return visitor;
  }

  // How long somebody reads and types before the next press of a button.
  Milliseconds thinks(std::uint64_t number, int step) const {
    return Random(seed_ ^ mix(number) ^ static_cast<std::uint64_t>(step)).between(5'000, 20'000);
  }

 private:
  static constexpr Milliseconds hour = 3'600'000;

  std::uint64_t count_;
  std::uint64_t seed_;
  Arrival arrival_;
};

}  // namespace simulation

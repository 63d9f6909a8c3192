// The three ways of standing in line that a campaign compares.
#pragma once

#include "client_limit.hpp"
#include "people.hpp"
#include "tally.hpp"

namespace simulation {

// Each user's own core (Sharing, Call, Pacer): they know of each other only by the headers.
Figures run_core(const People& people, ClientLimit::Kind limit, std::uint64_t seed);
// Reads the list again after every invitation and repeats at once after a 429.
Figures run_naive(const People& people, ClientLimit::Kind limit, std::uint64_t seed);
// What nobody can have: one line for all, first come, first served, and no call refused.
Figures run_ideal(const People& people, ClientLimit::Kind limit, std::uint64_t seed);

// One way through the network.
inline Milliseconds one_way(Random& random) { return random.between(20, 80); }

}  // namespace simulation

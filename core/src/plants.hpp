// Bugs on purpose, for the simulation to find: a test that cannot fail proves nothing.
//
// Only its own build of these sources (SUBSHARE_PLANTS, tests/simulation) has them. In every other
// build `planted` is constant false, and nothing of it is left in the program.
#pragma once

#include <cstdint>

namespace subshare {

enum class Plant : std::uint8_t {
  none,
  blind_repeat,               // an invitation whose outcome is unclear is sent again at once
  status_without_operation,   // every pleasant status counts as done, whatever it answers
  loop_on_401,                // asks for a fresh token for as long as it is refused
  ignore_rate_limit,          // repeats at once after a 429, and paces nothing
  stale_list_wins,            // a list that was asked for earlier replaces a later one
  lost_wakeup_after_offline,  // does not notice that the network is back
  double_click,               // the same intent is begun twice
  token_in_error,             // puts a refusal's body, which may quote the token, into the error
  unclear_forgotten,          // a change that may have happened is reported as failed
  already_is_refusal,         // "already so" after a lost answer is taken for a refusal
  answered_is_absent,         // the look-up sees only people who have not answered
  change_undone,              // a list on its way takes back what has been done meanwhile
  user_mixed_up,              // a call goes on with the token of the next user
  count_
};

#ifdef SUBSHARE_PLANTS
extern Plant active_plant;
inline bool planted(Plant plant) { return active_plant == plant; }
#else
constexpr bool planted(Plant) { return false; }
#endif

}  // namespace subshare

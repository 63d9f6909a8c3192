#include "plants.hpp"

#include <algorithm>

// Of the core's sources, because it is no part of the core's interface.
#include "../../../core/src/plants.hpp"

namespace subshare {
Plant active_plant = Plant::none;
}

namespace simulation {
namespace {

constexpr std::string_view names[] = {
    "blind_repeat",      "status_without_operation",  "loop_on_401",        "ignore_rate_limit",
    "stale_list_wins",   "lost_wakeup_after_offline", "double_click",       "token_in_error",
    "unclear_forgotten", "already_is_refusal",        "answered_is_absent", "change_undone",
    "user_mixed_up"};
static_assert(std::size(names) + 1 == static_cast<std::size_t>(subshare::Plant::count_));

}  // namespace

std::vector<std::string_view> plant_names() { return {std::begin(names), std::end(names)}; }

bool set_plant(std::string_view name) {
  const auto* found = std::ranges::find(names, name);
  if (found == std::end(names)) return false;
  subshare::active_plant = static_cast<subshare::Plant>(found - names + 1);
  return true;
}

}  // namespace simulation

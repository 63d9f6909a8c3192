// Bugs on purpose, for the journeys to find: a check that cannot fail proves nothing. Empty, and
// none can be set, in the program with the real core.
#pragma once

#include <span>
#include <string_view>

namespace simulation {

struct PlantRow {
  std::string_view name;
  std::string_view meaning;
};

std::span<const PlantRow> plants();
bool set_plant(std::string_view name);

}  // namespace simulation

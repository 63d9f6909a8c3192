// The planted bugs by name; empty, and none can be set, in the program with the real core.
#pragma once

#include <string_view>
#include <vector>

namespace simulation {

std::vector<std::string_view> plant_names();
bool set_plant(std::string_view name);

}  // namespace simulation

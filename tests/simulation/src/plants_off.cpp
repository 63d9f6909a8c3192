#include "plants.hpp"

namespace simulation {

std::vector<std::string_view> plant_names() { return {}; }
bool set_plant(std::string_view) { return false; }

}  // namespace simulation

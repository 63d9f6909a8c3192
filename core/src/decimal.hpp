// A number in decimal digits. std::to_string does the same with tables, which the module would
// carry.
#pragma once

#include <cstdint>
#include <string>

namespace subshare {

std::string decimal(std::int64_t value);

}  // namespace subshare

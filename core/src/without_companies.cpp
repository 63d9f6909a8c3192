#include "parts.hpp"

namespace subshare {

const bool has_companies = false;

}  // namespace subshare

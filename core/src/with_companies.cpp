#include "parts.hpp"

namespace subshare {

const bool has_companies = true;

}  // namespace subshare

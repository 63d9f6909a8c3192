// What a build has. A page for people needs nothing of what companies do, so the module comes in
// two builds: a whole one, and one without (SUBSHARE_WITHOUT_COMPANIES), which is a sixth smaller.
#pragma once

namespace subshare {

// The companies' operations: list_nets, change_nets, list_distribution_levels and
// change_distribution_level. In a build without them check_intent refuses each with `path_invalid`.
#ifdef SUBSHARE_WITHOUT_COMPANIES
inline constexpr bool has_companies = false;
#else
inline constexpr bool has_companies = true;
#endif

}  // namespace subshare

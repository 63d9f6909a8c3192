// What a build has. A page for people needs nothing of what companies do, so the module comes in
// two builds: a whole one, and one without, which is a sixth smaller. Which of them it is says the
// file that is compiled, with_companies.cpp or without_companies.cpp; the linker leaves out the
// rest.
#pragma once

namespace subshare {

// The companies' operations: list_nets, change_nets, list_distribution_levels and
// change_distribution_level. In a build without them check_intent refuses each with `path_invalid`.
extern const bool has_companies;

}  // namespace subshare

// `subshare-sim campaign`: a whole newspaper's readers share on the same day, all of them behind
// one client's limit.
#pragma once

namespace simulation {

// `arguments` after the verb. Exit status: 0; 1 where somebody did not finish or, with --goals, a
// goal was missed; 2 for a wrong option.
int campaign(int count, char** arguments);

}  // namespace simulation

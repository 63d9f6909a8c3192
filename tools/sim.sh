#!/usr/bin/env bash
# help: run journeys of the real core against a model server under faults; campaign, --habits, --plants, --replay SEED
#
#   ./dev sim [--journeys N] [--seed S] [--threads T]   1,000,000 journeys, seed 1, 2 threads
#   ./dev sim --replay SEED                             one journey, told step by step
#   ./dev sim --habits                                  how the world lies
#   ./dev sim --plants                                  the bugs that can be planted in the core
#   ./dev sim --plants --measure [--seed S]             and how many journeys it takes to catch each
#   ./dev sim --plant BUG […]                           until that bug is caught
#   ./dev sim campaign [--users N] [--seed S] [--arrive hour|once]
#                      [--limit fixed|sliding|counted|bare] [--goals]
#                                                       N people (1,000) behind one client's limit, with
#                                                       the core, a naive client and an ideal line;
#                                                       status 1 where somebody did not finish, or with
#                                                       --goals where a goal was missed
#   ./dev sim campaign --front [--users N] [--arriving SECONDS] [--seed S] [--servers N] [--loses] [--table]
#                                                       the same behind a front, by its real line; with several
#                                                       servers by a real Redis, and one of them lost in the middle
#
# The last line is the figures as JSON. The exit status is 0 only without a violation, so it is 1
# when a planted bug was caught; 2 for a wrong option. The same seed gives the same figures on any
# machine and with any number of threads.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
if [[ ${1:-} == campaign && " $* " == *" --front "* ]]; then
  bash "$repo/tools/build.sh" web
  use_setup
  rest=()
  for option in "${@:2}"; do [[ $option == --front ]] || rest+=("$option"); done
  exec node "$repo/tests/front/campaign.ts" "${rest[@]}"
fi
bash "$repo/tools/build.sh" sim
program=subshare-sim
for option in "$@"; do
  if [[ $option == --plant || $option == --plants ]]; then program=subshare-sim-planted; fi
done
exec "$build_dir/release/tests/simulation/$program" "$@"

#!/usr/bin/env bash
# needs: release web
# limit: 1800
# when: tests/browser/package.json
# The journeys in the other two engines, Firefox and WebKit, side by side.
# shellcheck source-path=SCRIPTDIR source=../lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
cd "$repo/tests/browser"
mkdir -p "$log_dir"
run() {
  SUBSHARE_ENGINE=$1 node --test-force-exit --test-reporter=spec engines.ts >"$log_dir/test-engines-$1.log" 2>&1
}
run firefox &
firefox=$!
status=0
run webkit || status=1
wait "$firefox" || status=1
cat "$log_dir"/test-engines-{firefox,webkit}.log
exit "$status"

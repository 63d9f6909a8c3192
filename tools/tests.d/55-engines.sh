#!/usr/bin/env bash
# needs: release web
# limit: 900
# when: tests/browser/package.json
# The main journeys in the other two engines: Firefox and WebKit.
# shellcheck source-path=SCRIPTDIR source=../lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
cd "$repo/tests/browser"
status=0
for engine in firefox webkit; do
  SUBSHARE_ENGINE=$engine node --test --test-concurrency=1 --test-timeout=180000 --test-force-exit \
    --test-reporter=spec journeys/sharing.test.ts || status=1
done
exit "$status"

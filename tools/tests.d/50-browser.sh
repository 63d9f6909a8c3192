#!/usr/bin/env bash
# needs: release web
# limit: 1800
# when: tests/browser/package.json
# The journeys, in real browsers against the real module and the real sandbox.
# shellcheck source-path=SCRIPTDIR source=../lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
cd "$repo/tests/browser"
exec npm test

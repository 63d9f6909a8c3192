#!/usr/bin/env bash
# needs: release web
# when: tests/packaging/package.json
# limit: 1200
# The package as npm hands it out, in bundlers, in React, in tests with a DOM, and its types. (./dev packaging tries the other frameworks too.)
# shellcheck source-path=SCRIPTDIR source=../lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
cd "$repo/tests/packaging"
exec npm run --silent quick

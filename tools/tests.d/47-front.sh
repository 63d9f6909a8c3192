#!/usr/bin/env bash
# needs: release web
# when: tests/front/package.json
# limit: 1200
# The publisher's half: what every front does, whatever it is written in, and what is the Node front's own.
# shellcheck source-path=SCRIPTDIR source=../lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
node "$repo/web/endpoints.mjs" --check
cd "$repo/tests/front"
npm run --silent types
exec npm test

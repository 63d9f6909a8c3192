#!/usr/bin/env bash
# needs: web
# when: web/package.json
# Types and unit tests of the npm package.
# shellcheck source-path=SCRIPTDIR source=../lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
cd "$repo/web"
exec npm test

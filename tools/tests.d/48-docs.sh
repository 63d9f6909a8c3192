#!/usr/bin/env bash
# needs: release web
# when: tests/docs/package.json
# The documentation: built without a warning, its links, every block of its code, and every page in a browser.
# shellcheck source-path=SCRIPTDIR source=../lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
bash "$repo/tools/docs.sh" --build
cd "$repo/tests/docs"
npm run --silent types
exec npm test

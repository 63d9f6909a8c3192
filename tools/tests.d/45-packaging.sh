#!/usr/bin/env bash
# when: tests/packaging/package.json
# The matrix in the documentation says what was taken down when it was tried. (./dev packaging tries it: bundlers, types, tests with a DOM.)
# shellcheck source-path=SCRIPTDIR source=../lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
use_setup
exec node "$repo/tests/packaging/matrix.mjs" --check

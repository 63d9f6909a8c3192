#!/usr/bin/env bash
# when: tests/contract/report.mjs
# The tables of tests/contract/README.md are what the tests of core, sandbox and browser said just now.
# shellcheck source-path=SCRIPTDIR source=../lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
exec node "$repo/tests/contract/report.mjs" --check

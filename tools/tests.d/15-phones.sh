#!/usr/bin/env bash
# when: tools/phones/generate.mjs
# The telephone tables and their examples are those that libphonenumber's metadata gives.
# shellcheck source-path=SCRIPTDIR source=../lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
exec node "$repo/tools/phones/generate.mjs" --check

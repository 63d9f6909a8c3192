#!/usr/bin/env bash
# needs: web
# when: web/package.json
# What a page downloads stays within the budgets.
# shellcheck source-path=SCRIPTDIR source=../lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
exec node "$repo/tools/size/size.mjs" --check

#!/usr/bin/env bash
# needs: fuzz
# beside: yes
# limit: 900
# when: tests/fuzz/CMakeLists.txt
# 20 seconds for each fuzz target.
# shellcheck source-path=SCRIPTDIR source=../lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
exec bash "$repo/tools/fuzz.sh" 20

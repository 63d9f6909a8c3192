#!/usr/bin/env bash
# needs: fuzz
# beside: yes
# limit: 900
# when: tests/fuzz/CMakeLists.txt
# 20 seconds for each fuzz target, of the same inputs each time: a test says whether a change broke something.
# To look for what nobody has found yet is for ./dev fuzz.
# shellcheck source-path=SCRIPTDIR source=../lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
exec bash "$repo/tools/fuzz.sh" --seed 1 20

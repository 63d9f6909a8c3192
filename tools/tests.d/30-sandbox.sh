#!/usr/bin/env bash
# needs: release sandbox-tests
# when: tests/sandbox/CMakeLists.txt
# shellcheck source-path=SCRIPTDIR source=../lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
exec ctest --test-dir "$build_dir/release/tests/sandbox" --output-on-failure --no-tests=error -j "$jobs" \
  --output-junit "$log_dir/test-sandbox.xml"

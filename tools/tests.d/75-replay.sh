#!/usr/bin/env bash
# needs: native-fuzz
# when: tests/fuzz/CMakeLists.txt
# The seeds and found inputs of the fuzzers, under GCC's sanitizers.
# shellcheck source-path=SCRIPTDIR source=../lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
exec ctest --test-dir "$build_dir/native/tests/fuzz" --output-on-failure --no-tests=error -j "$jobs"

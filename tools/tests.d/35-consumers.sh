#!/usr/bin/env bash
# needs: release
# when: tests/consumers/find_package/CMakeLists.txt
# The core as others take it: installed and found, static and shared, by CMake and by pkg-config; as a folder; as an archive; as a part of a
# library that is itself installed. Each time a program of theirs invites somebody in the sandbox.
# shellcheck source-path=SCRIPTDIR source=../lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
exec bash "$repo/tests/consumers/run.sh"

#!/usr/bin/env bash
# Every C++ file looks as .clang-format says.
# shellcheck source-path=SCRIPTDIR source=../lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
exec bash "$repo/tools/format.sh" --check

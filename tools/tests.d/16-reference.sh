#!/usr/bin/env bash
# when: tools/reference/Doxyfile
# Everything in the core's public headers is described, and Doxygen can read it.
# shellcheck source-path=SCRIPTDIR source=../lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
exec bash "$repo/tools/reference.sh"

#!/usr/bin/env bash
# help: make pages of the core's public headers (build/reference/html); what is not described is an error
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
command -v doxygen >/dev/null || bash "$repo/tools/setup.sh"
cd "$repo"
mkdir -p "$build_dir"
rm -rf "$build_dir/reference"
doxygen tools/reference/Doxyfile
say "The pages: build/reference/html/index.html"

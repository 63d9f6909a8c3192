#!/usr/bin/env bash
# help: the package in frameworks and runtimes: installed, built, used in a browser; --quick: bundlers
#
#   ./dev packaging           all of it, some ten minutes; then the matrix that the documentation shows
#   ./dev packaging --quick   bundlers, types, tests with a DOM
#
# What was really run is taken down in tests/packaging/matrix.json, of which the documentation shows a table.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

case ${1:-} in
  "" | --quick) ;;
  *) fail "'./dev packaging' does not know '$1'; its only option is --quick." ;;
esac
bash "$repo/tools/build.sh" release web
use_setup
cd "$repo/tests/packaging"
status=0
npm run --silent quick || status=1
if [[ -z ${1:-} ]]; then
  npm run --silent slow || status=1
  node matrix.mjs
fi
exit "$status"

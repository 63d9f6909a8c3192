#!/usr/bin/env bash
# help: what a page downloads, against the budgets; --where: where the bytes go; --json
#
#   ./dev size            builds, and lists what a page with each element downloads (brotli 11)
#   ./dev size --check    the same; fails where a budget (tools/size/budgets.json) is passed, and says
#                         what has grown since the sizes were last recorded
#   ./dev size --record   takes today's sizes down in tools/size/record.json
#   ./dev size --readme   writes the documentation's table, as brotli 11, brotli 5 and gzip
#   ./dev size --where    where the bytes go: the module by function, JavaScript by source file
#   ./dev size --json     {"invite":{"brotli":N},"invitation":{"brotli":N},"wasm":{"brotli":N}}
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

case ${1:-} in
  "" | --check | --record | --readme | --where | --json) ;;
  *) fail "'./dev size' does not know '$1'; its options are --check, --record, --readme, --where and --json." ;;
esac
bash "$repo/tools/build.sh" web >&2
use_setup
if [[ ${1:-} == --where ]]; then
  # The same module once more, with the names of its functions.
  step size-where "Linking the module with names" in_emscripten \
    cmake --build "$build_dir/wasm" --target subshare_module_people_named >&2
fi
exec node "$repo/tools/size/size.mjs" "${1:---table}"

#!/usr/bin/env bash
# help: remove what this clone built; with --all, also the toolchain shared by all clones
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
case ${1:-} in
  "") ;;
  --all)
    # Not while another clone's set-up is making it.
    take_lock "$cache_dir/setup.lock" "another './dev setup'"
    for path in "$cache_dir"/emscripten-* "$cache_dir"/emsdk-* "$cache_dir"/node-* \
      "$cache_dir"/fresh-root*; do
      [[ -e $path ]] || continue
      rm -rf --one-file-system "$path" 2>/dev/null || as_root rm -rf --one-file-system "$path"
    done
    ;;
  *) fail "'./dev clean' does not know '$1'; its only option is --all." ;;
esac
cd "$repo"
rm -rf build web/dist
for dir in "${npm_dirs[@]}"; do rm -rf "${dir:?}/node_modules"; done
say "Removed what was built."

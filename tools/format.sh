#!/usr/bin/env bash
# help: format the C++ files, or with --check only say which are not formatted
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
command -v clang-format >/dev/null || fail "clang-format is missing: run './dev setup'."
cd "$repo"
# Without git (an unpacked archive), what is there; git leaves out what is ignored.
mapfile -t files < <(
  {
    git ls-files -co --exclude-standard -- core wasm tests 2>/dev/null ||
      find core wasm tests -name node_modules -prune -o -type f -print 2>/dev/null
  } | grep -E '\.(cpp|hpp|h)$' | while read -r file; do
    if [[ -f $file ]]; then echo "$file"; fi
  done
)
((${#files[@]})) || exit 0
case ${1:-} in
  "") clang-format -i "${files[@]}" ;;
  --check)
    mapfile -t wrong < <(clang-format --dry-run "${files[@]}" 2>&1 | sed -n 's/^\([^: ]*\):[0-9].*/\1/p' | sort -u)
    ((${#wrong[@]} == 0)) ||
      fail "not formatted: ${wrong[*]}; run './dev format' and look at the difference."
    ;;
  *) fail "'./dev format' does not know '$1'; its only option is --check." ;;
esac

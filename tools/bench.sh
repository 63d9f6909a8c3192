#!/usr/bin/env bash
# help: the element against JavaScript equivalents in Chromium; native: the core's hot paths; --json
#
#   ./dev bench [--runs N] [--minutes N] [--quick] [--only load|list|paste|keys|memory] [--json]
#                                figures in build/bench/results.json, a table in results.md
#   ./dev bench --readme         and what the documentation shows of them
#   ./dev bench --profile        where the time goes: build/bench/profile-….md, .cpuprofile for DevTools
#   ./dev bench native [--json]  instructions of the core's hot paths (callgrind), and their times
#                                (Google Benchmark); build/bench/native.json
#
# Times want a machine that does nothing else; ratios, taken round by round, forgive a little.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# in_page: everything that the browser is to load.
in_page() {
  bash "$repo/tools/build.sh" release web >&2
  use_setup
  step bench-js "Building the JavaScript equivalents (build/bench/js)" \
    node "$repo/tests/bench/js-equivalent/build.mjs" >&2
}

# bundle_named: the package once more, with the functions' names in the module for people.
bundle_named() {
  local modules=$build_dir/wasm/wasm folder=$build_dir/bench/named-module
  rm -rf "$folder"
  mkdir -p "$folder"
  cp "$modules"/subshare-core.{mjs,wasm,d.ts} "$modules/subshare-lists.wasm" "$folder"
  cp "$modules/subshare-people-named.mjs" "$folder/subshare-people.mjs"
  cp "$modules/subshare-people-named.wasm" "$folder/subshare-people.wasm"
  SUBSHARE_WASM_DIR=$folder node "$repo/web/build.mjs" --no-types --out "$build_dir/bench/named"
}

case ${1:-} in
  native)
    shift
    bash "$repo/tools/build.sh" bench >&2
    use_setup
    exec node "$repo/tests/bench/native/report.mjs" "$@"
    ;;
  --profile)
    shift
    in_page
    step bench-named "Linking the module with names" in_emscripten \
      cmake --build "$build_dir/wasm" --target subshare_module_people_named >&2
    step bench-profiled "Bundling the package with that module (build/bench/named)" bundle_named >&2
    exec node "$repo/tests/bench/browser/profile.ts" "$@"
    ;;
  *)
    in_page
    exec node "$repo/tests/bench/browser/main.ts" "$@"
    ;;
esac

#!/usr/bin/env bash
# help: build everything, or only: native release wasm web sim bench fuzz
#
#   ./dev build [native] [release] [sandbox-tests] [wasm] [web] [sim] [bench] [fuzz]
#
#   native   the core with its tests, under AddressSanitizer and UBSan              build/native
#            (or a part of it: native-core; native-fuzz replays the fuzzers' inputs)
#   release  the sandbox, optimised                                                 build/release
#   sandbox-tests  the sandbox's own tests                                          build/release
#   wasm     the module, in the Emscripten environment                              build/wasm
#   web      the npm package's files, from web/ and the module (builds wasm first)  web/dist
#   sim      the simulation, optimised; not part of "everything"                    build/release
#   bench    the core's benchmarks; not part of "everything"                        build/release
#   fuzz     the fuzzers, with clang 19; not part of "everything"                   build/fuzz
#
# What has not changed is not built again. SUBSHARE_JOBS limits the compilers that run at once.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# room_exists ROOM: whether that part of the tree has something to build.
room_exists() { [[ -f $repo/$1 ]]; }

# configured PRESET: whether build/PRESET was configured from just these presets, rooms and tools.
# (A changed CMakeLists.txt ninja sees itself; a new room or preset it can't.)
configure_key() {
  {
    cat "$repo/CMakePresets.json"
    ls "$repo"/{core,wasm}/CMakeLists.txt "$repo"/tests/*/CMakeLists.txt 2>/dev/null || true
    stamp_value emscripten
    stamp_value root
    echo "${launcher[*]}"
  } | sha256sum
}

# cmake_build PRESET RUNNER TARGET…: configures if need be and builds; RUNNER enters the environment.
cmake_build() {
  local preset=$1 runner=$2 dir=$build_dir/$1 key
  shift 2
  key=$(configure_key)
  if [[ ! -f $dir/build.ninja || ! -f $dir/configured || $(<"$dir/configured") != "$key" ]]; then
    # A folder that was configured for another toolchain can't be configured for this one.
    if [[ -f $dir/configured ]]; then rm -rf "$dir/CMakeCache.txt" "$dir/CMakeFiles"; fi
    (cd "$repo" && "$runner" cmake --preset "$preset" "${launcher[@]}") || return 1
    echo "$key" >"$dir/configured"
  fi
  (cd "$repo" && "$runner" cmake --build "$dir" --parallel "$jobs" ${1:+--target "$@"})
}

here() { "$@"; }

# In parts, so that one that does not build leaves the others' tests running.
build_native() {
  local status=0
  build_native-core || status=1
  build_native-fuzz || status=1
  return "$status"
}

build_native-core() {
  room_exists tests/core/CMakeLists.txt || return 0
  step build-native-core "Building the core's tests with sanitizers (build/native)" \
    cmake_build native here core_tests
}

build_native-fuzz() {
  room_exists tests/fuzz/CMakeLists.txt || return 0
  step build-native-fuzz "Building the fuzz targets as replayers (build/native)" \
    cmake_build native here fuzz_replayers
}

build_release() {
  local targets=()
  if room_exists tests/sandbox/CMakeLists.txt; then targets+=(subshare-sandbox); fi
  ((${#targets[@]})) || return 0
  step build-release "Building the sandbox (build/release)" \
    cmake_build release here "${targets[@]}"
}

# Without sanitizers: its compile time is many times the core's, and one build serves the demo, the browsers and its own tests.
build_sandbox-tests() {
  room_exists tests/sandbox/CMakeLists.txt || return 0
  step build-sandbox-tests "Building the sandbox's tests (build/release)" \
    cmake_build release here sandbox_tests
}

build_sim() {
  room_exists tests/simulation/CMakeLists.txt || return 0
  step build-sim "Building the simulation (build/release)" \
    cmake_build release here subshare-sim subshare-sim-planted
}

build_bench() {
  room_exists tests/bench/CMakeLists.txt || return 0
  step build-bench "Building the core's benchmarks (build/release)" \
    cmake_build release here subshare-bench subshare-count
}

build_wasm() {
  room_exists wasm/CMakeLists.txt || return 0
  step build-wasm "Building the WebAssembly module (build/wasm)" cmake_build wasm in_emscripten
}

build_fuzz() {
  room_exists tests/fuzz/CMakeLists.txt || return 0
  step build-fuzz "Building the fuzzers (build/fuzz)" cmake_build fuzz in_debian13
}

# web_key: a hash over all that goes into web/dist: the sources and the built module.
web_key() {
  {
    find "$repo/web" \( -name node_modules -o -path "$repo/web/dist" -o -path "$repo/web/docs" \) -prune -o -type f -print0
    find "$SUBSHARE_WASM_DIR" -maxdepth 1 -type f \
      \( -name '*.js' -o -name '*.mjs' -o -name '*.wasm' -o -name '*.ts' \) -print0 2>/dev/null || true
    printf '%s\0' "$repo/CMakeLists.txt" "$repo/core/include/subshare/endpoint.hpp" "$repo/tests/contract/schemas.json" \
      "$repo/tools/phones/package.json" "$repo/emsdk-version.txt"
  } | sort -z | xargs -0 sha256sum | sha256sum
}

build_web() {
  build_wasm || return 1
  room_exists web/build.mjs || return 0
  local key
  key=$(web_key)
  if [[ -d $repo/web/dist && -f $build_dir/web.stamp && $(<"$build_dir/web.stamp") == "$key" ]]; then
    return 0
  fi
  rm -f "$build_dir/web.stamp"
  step build-web "Bundling the web package (web/dist)" env --chdir="$repo/web" npm run build ||
    return 1
  # Taken again, since a build may write generated sources (the module's declarations).
  web_key >"$build_dir/web.stamp"
}

what=("$@")
if ((${#what[@]} == 0)); then what=(native release web); fi
for name in "${what[@]}"; do
  case $name in
    native | native-core | native-fuzz | sandbox-tests | release | wasm | web | sim | bench | fuzz) ;;
    *) fail "'./dev build' does not know '$name'; it builds native, release, sandbox-tests, wasm, web, sim, bench and fuzz." ;;
  esac
done

bash "$repo/tools/setup.sh"
use_setup
take_lock "$build_dir/build.lock" "another build in this clone"
# Makes a fresh clone's build quick on a machine that built before; not needed, so not installed.
launcher=()
if command -v ccache >/dev/null; then
  launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
  # Without this, ccache keeps nothing that is compiled with precompiled headers.
  export CCACHE_SLOPPINESS=pch_defines,time_macros
fi
for name in "${what[@]}"; do
  launcher_was=("${launcher[@]}")
  # The Emscripten environment need not have the machine's ccache.
  if [[ $name == @(wasm|web|fuzz) ]]; then launcher=(); fi
  "build_$name" || fail "building $name failed: the reason is above, and whole in the log named there."
  launcher=("${launcher_was[@]}")
done

#!/usr/bin/env bash
# Takes the core each way that there is, and uses it: see tools/tests.d/35-consumers.sh. Everything is made
# anew in build/consumers; ccache, where there is one, makes that quick.
# shellcheck source-path=SCRIPTDIR source=../../tools/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../../tools/lib.sh"
use_setup
here=$repo/tests/consumers
work=$build_dir/consumers
rm -rf "$work"
mkdir -p "$work"
# Without debugging symbols and optimisation, since what is tried is how the parts find each other.
export CXXFLAGS='-O0' CMAKE_GENERATOR=Ninja CMAKE_BUILD_PARALLEL_LEVEL=$jobs
if command -v ccache >/dev/null; then export CMAKE_CXX_COMPILER_LAUNCHER=ccache; fi

passed=0
failed=0
# expect WHAT COMMAND…: counts it; what it said is shown where it failed.
expect() {
  local what=$1 status=0
  shift
  "$@" >"$work/said" 2>&1 || status=$?
  if ((status == 0)); then
    passed=$((passed + 1))
    say "ok: $what"
  else
    failed=$((failed + 1))
    say "FAILED: $what:"
    sed 's/^/    /' "$work/said"
  fi
}
# has FILE-OR-TEXT PATTERN…: every pattern is in it.
has() {
  local text=$1 pattern
  shift
  for pattern in "$@"; do
    grep -qE -e "$pattern" <<<"$text" || {
      say "there is no '$pattern' in:" "$text"
      return 1
    }
  done
}
# lacks TEXT PATTERN
lacks() {
  ! grep -E -e "$2" <<<"$1"
}

# --- the sandbox, and ola's token
coproc sandbox { exec "$SUBSHARE_SANDBOX" --data "$work/sandbox.sqlite" --api-port 0 --login-port 0 --publisher-port 0; }
# shellcheck disable=SC2154 # coproc sets it
trap 'kill "$sandbox_PID" 2>/dev/null || true; wait' EXIT
read -r -t 30 line <&"${sandbox[0]}" || fail "the sandbox did not start."
api=${line#*\"api\":\"}
api=${api%%\"*}
# shellcheck disable=SC2016 # JavaScript's
SUBSHARE_TOKEN=$(node -e 'fetch(process.argv[1], { method: "POST", headers: { "Content-Type": "application/json" }, body: `{"user":"ola"}` })
  .then((answer) => answer.json()).then((session) => console.log(session.access_token))' "${api%/capi}/sandbox/session")
export SUBSHARE_TOKEN

# invites PROGRAM NAME: it invites a person of its own, and the list that it prints has that person.
invites() {
  local said
  said=$("$1" "$api" OPN " $2@Example.com ") || return 1
  has "$said" "^SHARE_REQUEST_SENT  $2@example.com$" || return 1
  # Once more is no second invitation, and what is no contact is not sent.
  said=$("$1" "$api" OPN "$2@example.com" 2>&1) && { say "$said"; return 1; }
  has "$said" 'asked already' || return 1
  said=$("$1" "$api" OPN "$2@" 2>&1) && return 1
  has "$said" "after the @.*\($2@\)"
}

# cmake_project FOLDER NAME [OPTION…]: configured and built in a folder of its own.
cmake_project() {
  cmake -S "$1" -B "$work/$2" "${@:3}" && cmake --build "$work/$2"
}
# installs NAME PREFIX [OPTION…]: the core alone, as a packager builds it.
installs() {
  cmake_project "$repo" "$1" -DSUBSHARE_BUILD_TESTS=OFF -DSUBSHARE_BUILD_SANDBOX=OFF -DCMAKE_INSTALL_LIBDIR="$3" "${@:4}" &&
    cmake --install "$work/$1" --prefix "$work/elsewhere" && mv "$work/elsewhere" "$2"
}
# One as most have it, the other as Debian has it.
deep=lib/$(c++ -print-multiarch)
expect 'static: built, installed, and moved' installs core-static "$work/static" lib
expect 'shared: built, installed, and moved' installs core-shared "$work/shared" "$deep" -DSUBSHARE_SHARED=ON

for kind in static shared; do
  expect "$kind: found by find_package" \
    cmake_project "$here/find_package" "find_package-$kind" -DCMAKE_PREFIX_PATH="$work/$kind"
  expect "$kind: and it invites" invites "$work/find_package-$kind/invite" "$kind"
  dir=lib
  if [[ $kind == shared ]]; then dir=$deep; fi
  mkdir -p "$work/pkg_config-$kind"
  expect "$kind: found by pkg-config" env PKG_CONFIG_PATH="$work/$kind/$dir/pkgconfig" LD_RUN_PATH="$work/$kind/$dir" \
    bash "$here/pkg_config/build.sh" "$work/pkg_config-$kind/invite"
  expect "$kind: and it invites" invites "$work/pkg_config-$kind/invite" "p$kind"
done
refuses_next_minor() {
  mkdir -p "$work/version"
  printf '%s\n' 'cmake_minimum_required(VERSION 3.25)' 'project(v LANGUAGES CXX)' 'find_package(subshare 0.0 REQUIRED)' >"$work/version/CMakeLists.txt"
  local said
  said=$(cmake -S "$work/version" -B "$work/version/build" -DCMAKE_PREFIX_PATH="$work/static" 2>&1) && return 1
  has "$said" 'compatible'
}
expect 'another minor version is not taken for this one' refuses_next_minor

# --- as vcpkg takes it
port() {
  cmake -D PORT="$repo/tools/vcpkg/subshare" -D OUT="$work/vcpkg" -P "$here/vcpkg/run.cmake" &&
    cmake_project "$here/find_package" find_package-vcpkg -DCMAKE_PREFIX_PATH="$work/vcpkg/packages/subshare"
}
expect 'the vcpkg port: built, put where vcpkg has it, and found' port
expect 'and it invites' invites "$work/find_package-vcpkg/invite" vcpkg

# --- what a shared library shows
# functions LIBRARY [OPTION]: the names of those that it defines, as C++ writes them.
functions() {
  nm -C --defined-only "${@:2}" "$1" | sed -n 's/^[0-9a-f]* T //p' | sed -E 's/\[abi:[a-z0-9]+\]//g; s/\(.*//; /operator|~/d' | sort -u
}
# declared NAMES: those of them whose every word is one that the code of the public headers has.
declared() {
  awk 'NR == FNR { known[$0]; next }
    { count = split($0, words, /[^A-Za-z0-9_]+/); for (i = 1; i <= count; i++) if (!(words[i] in known)) next; print }' \
    <(sed 's,//.*,,' "$repo"/core/include/subshare/*.hpp | grep -oE '\w+' | sort -u) <(echo "$1")
}
shows() {
  local library=$work/shared/$deep/libsubshare.so shown hidden
  has "$(readelf -d "$library")" 'SONAME.*libsubshare\.so\.0\.1\]' || return 1
  shown=$(functions "$library" -D)
  hidden=$(comm -23 <(functions "$work/static/lib/libsubshare.a") <(echo "$shown"))
  has "$shown" '^subshare::Session::begin$' '^subshare::parse_contact$' '^subshare::Seats::left$' &&
    has "$hidden" '^subshare::Call::' &&
    lacks "$(comm -23 <(echo "$shown") <(declared "$shown"))" . && lacks "$(declared "$hidden")" .
}
expect 'a shared library shows all that the headers declare, and nothing within' shows
# --- as a part of other projects
expect 'a folder of a project: nothing of ours is left in it' \
  cmake_project "$here/add_subdirectory" add_subdirectory -DSUBSHARE_SOURCE="$repo"
expect 'and it invites' invites "$work/add_subdirectory/invite" folder
flags() {
  local command
  command=$(grep '"command".*/invite\.cpp",' "$work/add_subdirectory/compile_commands.json")
  has "$command" ' -O0 -std=' && lacks "$command" ' (-W|-f|-Os|-Oz|-D)'
}
expect 'no flag of ours reaches its own files' flags

tar -C "$repo" -czf "$work/subshare.tar.gz" --transform 's,^,subshare-0/,' CMakeLists.txt LICENSE core tools/cmake
expect 'an archive of its sources: the core needs no other room' \
  cmake_project "$here/fetch_content" fetch_content -DSUBSHARE_ARCHIVE="$work/subshare.tar.gz"
expect 'and it invites' invites "$work/fetch_content/invite" archive

exports() {
  cmake_project "$here/exporting" exporting -DSUBSHARE_SOURCE="$repo" -DCMAKE_INSTALL_LIBDIR=lib -DCMAKE_POSITION_INDEPENDENT_CODE=ON &&
    cmake --install "$work/exporting" --prefix "$work/exported" &&
    cmake_project "$here/exporting/user" exporting-user -DCMAKE_PREFIX_PATH="$work/exported" &&
    has "$("$work/exporting-user/greeting")" '^Hello, \+4741234567$'
}
expect 'a library made of it is installed, found and used' exports
hides() {
  local said
  c++ -shared -o "$work/exporting/libmade-of-it.so" -Wl,--whole-archive "$work/exporting/libgreeter.a" -Wl,--no-whole-archive \
    "$work/exporting/subshare/core/libsubshare.a" -lidn2 -lunistring || return 1
  said=$(nm -C "$work/exporting/libmade-of-it.so" -D --defined-only)
  has "$said" ' T greeter::greet' && lacks "$said" ' T subshare::'
}
expect 'and a shared one of it shows nothing of the core' hides

under_emscripten() {
  # Its environment is another, and CMake's own compiler launcher need not be there.
  in_emscripten env -u CMAKE_CXX_COMPILER_LAUNCHER CXXFLAGS=-O0 emcmake cmake -S "$here/exporting" -B "$work/emscripten" \
    -DSUBSHARE_SOURCE="$repo" -DCMAKE_EXPORT_COMPILE_COMMANDS=ON || return 1
  local commands
  commands=$(grep '"command"' "$work/emscripten/compile_commands.json")
  has "$commands" 'em\+\+.* -O0 .*/greeter\.cpp"' '/core/src/session\.cpp"' || return 1
  lacks "$commands" '-Oz|-flto|-sFETCH|/wasm/' && lacks "$(grep '/greeter\.cpp"' <<<"$commands")" ' -(W|f)'
}
expect 'the same under Emscripten, without the ways of our module' under_emscripten

no_expected() {
  local said
  said=$(CXXFLAGS=-nostdinc++ cmake -S "$repo" -B "$work/old" -DSUBSHARE_BUILD_TESTS=OFF -DSUBSHARE_BUILD_SANDBOX=OFF 2>&1) && return 1
  has "$said" 'needs std::expected' 'from 12 on'
}
expect 'a compiler without std::expected is told so at once' no_expected

# What the page tells others to write is what was built here.
page() {
  local written
  # shellcheck disable=SC2016 # Markdown's
  written=$(sed -n '/^```cmake$/,/^```$/ { /^```/d; p }' "$repo/web/docs/guide/cpp.md" | sort -u)
  has "$written" '^find_package' '^add_subdirectory' '^FetchContent_MakeAvailable' '^find_dependency' || return 1
  lacks "$(comm -23 <(echo "$written") <(cat "$here"/*/*.cmake "$here"/*/CMakeLists.txt | sort -u))" .
}
expect 'the page for C++ says what was built here' page

say "# pass $passed"
say "# fail $failed"
((failed == 0))

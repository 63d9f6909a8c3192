#!/usr/bin/env bash
# help: look for likely mistakes: shellcheck for the scripts, clang-tidy for the core
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
command -v shellcheck >/dev/null ||
  fail "shellcheck is missing: install it with 'apt-get install shellcheck'."
cd "$repo"
shellcheck -x dev .ci/run tools/*.sh tools/*.bash tools/emcc-run tools/tests.d/*.sh tests/consumers/run.sh tests/consumers/pkg_config/build.sh
# Debian 12's clang-tidy can't read GCC's std::expected; the one in the Debian 13 folder can. The
# sandbox is left out: that folder has neither cpp-httplib nor SQLite.
bash tools/build.sh native
mapfile -t sources < <(sed -n 's/^ *"file": "\(.*\)",\{0,1\}$/\1/p' build/native/compile_commands.json |
  grep -v "^$repo/tests/sandbox/")
((${#sources[@]})) || exit 0
in_debian13 clang-tidy-19 --quiet -p build/native "${sources[@]}"

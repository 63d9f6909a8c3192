# shellcheck shell=bash disable=SC2034 # the variables are for those that source this
# What the verbs share. Sourced, never run: it has no help line and so is no verb.
set -euo pipefail

repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
build_dir=$repo/build
log_dir=$build_dir/logs
if [[ -z ${HOME:-} ]]; then
  HOME=$(getent passwd "$(id -u)" | cut -d: -f6)
  export HOME
fi
# The toolchain is the same for every clone on a machine, so it lives outside of them.
cache_dir=${XDG_CACHE_HOME:-$HOME/.cache}/subshare
setup_stamp=$build_dir/setup.stamp
emscripten_version=$(<"$repo/emsdk-version.txt")
jobs=${SUBSHARE_JOBS:-$(nproc)}
# Folders with an npm lockfile of their own; those that are not there are skipped.
npm_dirs=(web web/docs tests/browser tests/front tests/bench/js-equivalent tools/phones)

say() { printf '%s\n' "$*"; }

# fail SENTENCE: ends the verb with one sentence that says what is wrong and what to do.
fail() {
  printf 'subshare: %s\n' "$*" >&2
  exit 1
}

now_ms() {
  local t=${EPOCHREALTIME/[.,]/} # the separator follows the locale
  echo $((t / 1000))
}

# seconds START_MS: the time since then, as "12.3 s".
seconds() {
  local ms=$(($(now_ms) - $1))
  printf '%d.%d s' $((ms / 1000)) $((ms % 1000 / 100))
}

# step LOG WHAT COMMAND…: says what is going on, runs it with its output in build/logs/LOG.log, and
# says how long it took. On failure shows the end of the log and returns the command's status.
step() {
  local log=$log_dir/$1.log what=$2 start status=0
  shift 2
  mkdir -p "$log_dir"
  start=$(now_ms)
  say "• $what …"
  "$@" >"$log" 2>&1 || status=$?
  if ((status == 0)); then
    say "  done in $(seconds "$start")"
  else
    say "  failed after $(seconds "$start"); of $log:"
    { failures_in "$log"; tail -n 30 "$log"; } | sed 's/^/    /' >&2
  fi
  return "$status"
}

# failures_in LOG: what the test programs in it say at their own ends of what failed. Several may have run, and
# the last of them be the one that has nothing to say.
failures_in() {
  sed -e 's/\x1b\[[0-9;]*m//g' "$1" | awk '
    # node --test in its two dresses; Playwright and ctest
    /^(✖ failing tests:|not ok )/ { left = 60 }
    /FAILED TEST|tests FAILED|[1-9][0-9]* tests? failed out of/ { left = 20 }
    left > 0 && all < 240 { print; --left; ++all }'
}

# list_of FILE: a package list without its comments.
list_of() { sed -e 's/#.*//' -e 's/[[:space:]]//g' -e '/^$/d' "$1"; }

# take_lock FILE WHAT: holds FILE until this script and its children end, waiting for its turn.
take_lock() {
  mkdir -p "$(dirname "$1")"
  local fd
  exec {fd}>"$1"
  if ! flock -n "$fd"; then
    say "• $2 is running already; waiting for it to end …"
    flock "$fd"
  fi
}

# as_root COMMAND…: straight when root, through sudo otherwise.
as_root() {
  if ((EUID == 0)); then
    "$@"
  elif command -v sudo >/dev/null; then
    # sudo drops the environment; these are what a download behind a proxy needs.
    sudo -- env DEBIAN_FRONTEND=noninteractive ${http_proxy:+http_proxy="$http_proxy"} \
      ${https_proxy:+https_proxy="$https_proxy"} "$@"
  else
    fail "this step needs root and there is no sudo: run './dev setup' once as root, or install sudo."
  fi
}

# stamp_value NAME: what set-up wrote down about this machine; empty when it didn't.
stamp_value() {
  [[ -f $setup_stamp ]] || return 0
  sed -n "s/^$1=//p;" "$setup_stamp" | head -n 1
}

# use_setup: puts what set-up made on PATH. Call it after set-up.
use_setup() {
  local dir
  dir=$(stamp_value node)
  if [[ -n $dir ]]; then export PATH=$dir/bin:$PATH; fi
  export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
  # Where the parts find one another, for web/build.mjs and the browser tests.
  export SUBSHARE_WASM_DIR=$build_dir/wasm/wasm
  export SUBSHARE_SANDBOX=$build_dir/release/tests/sandbox/subshare-sandbox
  export SUBSHARE_CHROMIUM=${SUBSHARE_CHROMIUM:-/usr/bin/chromium}
}

# in_emscripten COMMAND…: runs it where emcc of the pinned version is (tools/emcc-run says how).
in_emscripten() { "$repo/tools/emcc-run" "$@"; }

# in_debian13 COMMAND…: the same, but always in the Debian 13 root, for clang 19. Makes the root
# first where set-up found an emcc elsewhere and so did not need it.
in_debian13() {
  if [[ -z $(stamp_value root) ]]; then
    bash "$repo/tools/setup.sh" --with-root
  fi
  "$repo/tools/emcc-run" --root "$@"
}

# need_ports ADVICE PORT…: fails where somebody listens on one of them, and says what else can be done.
need_ports() {
  local advice=$1 port owner
  shift
  for port; do
    owner=$(port_owner "$port")
    [[ -z $owner ]] || fail "port $port is taken by $owner: end that, or $advice."
  done
}

# port_owner PORT: empty when nobody listens there on loopback, otherwise who does, as far as known.
port_owner() {
  local port=$1 hex inode="" owner="" fd
  printf -v hex '%04X' "$port"
  # State 0A is LISTEN. /proc is read rather than `ss`, which a small machine need not have.
  inode=$(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null |
    awk -v port=":$hex" '$4 == "0A" && substr($2, length($2) - 4) == port { print $10; exit }')
  [[ -n $inode ]] || return 0
  for fd in /proc/[0-9]*/fd/*; do
    if [[ $(readlink "$fd" 2>/dev/null) == "socket:[$inode]" ]]; then
      owner=${fd#/proc/}
      owner=${owner%%/*}
      break
    fi
  done
  if [[ -n $owner ]]; then
    echo "$(tr '\0' ' ' <"/proc/$owner/cmdline" | cut -c1-60 | sed 's/ *$//') (process $owner)"
  else
    echo "another program"
  fi
}

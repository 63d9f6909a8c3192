#!/usr/bin/env bash
# help: build, start the sandbox on this machine, and print the addresses to open
#
#   ./dev demo [--port-base N] [--fresh] [--front] [--servers N]
#
#   --port-base N  use the ports N (publisher), N+1 (API) and N+2 (login); 8700 if not given
#   --fresh        forget what was shared before and start from the seed data
#   --front        the newspaper has a front of subshare/server: no token is in its pages
#   --servers N    the same with N fronts, which have one line in a Redis of their own (uses port N+3 as well)
#
# Ctrl-C ends it and everything it started.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

base=8700
fresh=
servers=
while (($#)); do
  case $1 in
    --port-base)
      base=${2:-}
      shift
      ;;
    --port-base=*) base=${1#*=} ;;
    --fresh) fresh=1 ;;
    --front) servers=${servers:-1} ;;
    --servers)
      servers=${2:-}
      shift
      ;;
    --servers=*) servers=${1#*=} ;;
    *) fail "'./dev demo' does not know '$1'; its options are --port-base N, --fresh, --front and --servers N." ;;
  esac
  shift || break
done
if [[ ! $base =~ ^[1-9][0-9]{0,4}$ ]] || ((base > 65532)); then
  fail "--port-base wants a number from 1 to 65532, the first of the ports, not '$base'."
fi
if [[ -n $servers && ! $servers =~ ^[1-9]$ ]]; then
  fail "--servers wants a number from 1 to 9, not '$servers'."
fi
ports=("$base" $((base + 1)) $((base + 2)))
# The sandbox's publisher, which then stands behind the newspaper.
inner=$base
origin=()
if [[ -n $servers ]]; then
  inner=$((base + 3))
  ports+=("$inner")
  origin=(--publisher-origin "http://127.0.0.1:$base")
fi

# Before set-up and build, which may take minutes: nobody wants to hear of a taken port after them.
need_ports "choose other ports with './dev demo --port-base $((base + 100))'" "${ports[@]}"
bash "$repo/tools/build.sh" release web
use_setup
[[ -x $SUBSHARE_SANDBOX ]] || fail "there is no sandbox to start in this clone: tests/sandbox is missing."

data=$build_dir/demo/sandbox.sqlite
mkdir -p "$build_dir/demo"
if [[ -n $fresh ]]; then rm -f "$data" "$data"-wal "$data"-shm; fi

sandbox=
newspaper=
# shellcheck disable=SC2317 # called by the traps
stop() {
  trap - EXIT INT TERM HUP
  local one
  for one in $newspaper $sandbox; do
    kill -TERM "$one" 2>/dev/null || true
    wait "$one" 2>/dev/null || true
  done
}
trap stop EXIT
trap 'stop; say ""; say "The demo has ended."; exit 0' INT TERM HUP

# The sandbox's one line on standard output says that all three ports answer. It is also told to end
# when this script dies in a way that runs no trap.
pipe=$build_dir/demo/ready
rm -f "$pipe"
mkfifo "$pipe"
setpriv --pdeathsig TERM -- "$SUBSHARE_SANDBOX" --data "$data" \
  --publisher-port "$inner" "${origin[@]}" --api-port $((base + 1)) --login-port $((base + 2)) \
  --web "$repo/web/dist" --demo "$repo/web/demo" --crowd >"$pipe" &
sandbox=$!
# Opened once for both, so that a sandbox that dies without a word ends the read below.
exec {ready}<"$pipe"
rm -f "$pipe"
if ! read -r line <&"$ready"; then
  status=0
  wait "$sandbox" || status=$?
  sandbox=
  fail "the sandbox did not start (status $status); its reason is above. './dev demo --fresh' forgets the old data."
fi
[[ $line == '{'*'"publisher"'* ]] || fail "the sandbox said something unexpected: $line"

publisher=http://127.0.0.1:$base
how=
if [[ -n $servers ]]; then
  mkfifo "$pipe"
  setpriv --pdeathsig TERM -- node "$repo/tests/front/newspaper.ts" --port "$base" --servers "$servers" \
    --publisher "http://127.0.0.1:$inner" --api "http://127.0.0.1:$((base + 1))/capi" --login "http://127.0.0.1:$((base + 2))" >"$pipe" &
  newspaper=$!
  exec {front_ready}<"$pipe"
  rm -f "$pipe"
  read -r line <&"$front_ready" || fail "the newspaper did not start; its reason is above."
  how="
  It has a front of its own ($servers of them), so that no token is in a page. Their figures:
$(grep -o 'http://[^"]*/metrics' <<<"$line" | sed 's/^/    /')
"
fi
cat <<END

Subshare's demo is running. Log in as ola (owner) or kari (recipient), password: demo

  $publisher/                 the newspaper: log in as ola and share a subscription
  $publisher/gallery.html     every state of every element, in six languages and three themes
  $publisher/outbox           what the invited people got by e-mail and SMS
  $publisher/invitation.html  where an invitation's link lands: follow one from the outbox, as kari

$how
  The API answers at http://127.0.0.1:$((base + 1))/capi, ConnectID at http://127.0.0.1:$((base + 2)).
  What is shared is kept until './dev demo --fresh'. Ctrl-C ends the demo.
END
status=0
wait "$sandbox" || status=$?
sandbox=
fail "the sandbox ended by itself (status $status): its reason, if it gave one, is above."

#!/usr/bin/env bash
# help: build, start the sandbox on this machine, and print the addresses to open
#
#   ./dev demo [--port-base N] [--fresh]
#
#   --port-base N  use the ports N (publisher), N+1 (API) and N+2 (login); 8700 if not given
#   --fresh        forget what was shared before and start from the seed data
#
# Ctrl-C ends it and everything it started.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

base=8700
fresh=
while (($#)); do
  case $1 in
    --port-base)
      base=${2:-}
      shift
      ;;
    --port-base=*) base=${1#*=} ;;
    --fresh) fresh=1 ;;
    *) fail "'./dev demo' does not know '$1'; its options are --port-base N and --fresh." ;;
  esac
  shift || break
done
if [[ ! $base =~ ^[1-9][0-9]{0,4}$ ]] || ((base > 65533)); then
  fail "--port-base wants a number from 1 to 65533, the first of three ports, not '$base'."
fi

# Before set-up and build, which may take minutes: nobody wants to hear of a taken port after them.
check_ports() {
  local port owner
  for port in "$base" $((base + 1)) $((base + 2)); do
    owner=$(port_owner "$port")
    [[ -z $owner ]] ||
      fail "port $port is taken by $owner: end that, or choose other ports with './dev demo --port-base $((base + 100))'."
  done
}
check_ports
bash "$repo/tools/build.sh" release web
use_setup
[[ -x $SUBSHARE_SANDBOX ]] || fail "there is no sandbox to start in this clone: tests/sandbox is missing."

data=$build_dir/demo/sandbox.sqlite
mkdir -p "$build_dir/demo"
if [[ -n $fresh ]]; then rm -f "$data" "$data"-wal "$data"-shm; fi

sandbox=
# shellcheck disable=SC2317 # called by the traps
stop() {
  trap - EXIT INT TERM HUP
  if [[ -n $sandbox ]]; then
    kill -TERM "$sandbox" 2>/dev/null || true
    wait "$sandbox" 2>/dev/null || true
  fi
}
trap stop EXIT
trap 'stop; say ""; say "The demo has ended."; exit 0' INT TERM HUP

# The sandbox's one line on standard output says that all three ports answer. It is also told to end
# when this script dies in a way that runs no trap.
pipe=$build_dir/demo/ready
rm -f "$pipe"
mkfifo "$pipe"
setpriv --pdeathsig TERM -- "$SUBSHARE_SANDBOX" --data "$data" \
  --publisher-port "$base" --api-port $((base + 1)) --login-port $((base + 2)) \
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
cat <<END

Subshare's demo is running. Log in as ola (owner) or kari (recipient), password: demo

  $publisher/                 the newspaper: log in as ola and share a subscription
  $publisher/gallery.html     every state of every element, in six languages and three themes
  $publisher/outbox           what the invited people got by e-mail and SMS
  $publisher/invitation.html  where an invitation's link lands: follow one from the outbox, as kari

  The API answers at http://127.0.0.1:$((base + 1))/capi, ConnectID at http://127.0.0.1:$((base + 2)).
  What is shared is kept until './dev demo --fresh'. Ctrl-C ends the demo.
END
status=0
wait "$sandbox" || status=$?
sandbox=
fail "the sandbox ended by itself (status $status): its reason, if it gave one, is above."

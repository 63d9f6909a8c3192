#!/usr/bin/env bash
# help: the Connect sandbox alone, for a page of your own: what to put into base-url, and how to get a token
#
#   ./dev sandbox [--allow-origin URL]… [--port-base N] [--fresh]
#
#   --allow-origin URL  where your page is, as http://localhost:5173; may be repeated
#   --port-base N       use the ports N (publisher), N+1 (API) and N+2 (login); 8700 if not given
#   --fresh             forget what was shared before and start from the seed data
#
# Ctrl-C ends it. It needs a C++ compiler and no Emscripten.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

base=8700
fresh=
origins=()
while (($#)); do
  case $1 in
    --allow-origin)
      origins+=("${2:-}")
      shift
      ;;
    --allow-origin=*) origins+=("${1#*=}") ;;
    --port-base)
      base=${2:-}
      shift
      ;;
    --port-base=*) base=${1#*=} ;;
    --fresh) fresh=1 ;;
    *) fail "'./dev sandbox' does not know '$1'; its options are --allow-origin URL, --port-base N and --fresh." ;;
  esac
  shift || break
done
if [[ ! $base =~ ^[1-9][0-9]{0,4}$ ]] || ((base > 65533)); then
  fail "--port-base wants a number from 1 to 65533, the first of the ports, not '$base'."
fi
need_ports "choose other ports with './dev sandbox --port-base $((base + 100))'" "$base" $((base + 1)) $((base + 2))
bash "$repo/tools/build.sh" release
use_setup

data=$build_dir/sandbox/sandbox.sqlite
mkdir -p "$build_dir/sandbox"
if [[ -n $fresh ]]; then rm -f "$data" "$data"-wal "$data"-shm; fi
publisher=http://127.0.0.1:$base

# Told once it answers, and in the words of a page.
told() {
  local line
  read -r line || return 0
  [[ $line == '{'*'"publisher"'* ]] || fail "the sandbox said something unexpected: $line"
  if ((${#origins[@]} == 0)); then
    say "No page but those of $publisher may call it: name yours with --allow-origin http://localhost:5173."
  fi
  cat <<END

The sandbox answers. In your page:

  base-url="http://127.0.0.1:$((base + 1))/capi"
  decline-url="$publisher/subshare/decline"
  product-code="NAT"

  element.tokens = {
    async user() {
      const answer = await fetch('$publisher/rehearsal/token/ola');
      const { access_token, expires_in } = await answer.json();
      return { accessToken: access_token, expiresIn: expires_in, user: 'ola' };
    },
  };

  Others than ola: kari (recipient), sofie (a product with 32,767 seats), bedrift (company); tests/sandbox/README.md has all and their products.
  What invited people got by e-mail and SMS: $publisher/outbox
  What is shared is kept until './dev sandbox --fresh'. Ctrl-C ends it.
END
  cat >/dev/null
}
arguments=(--data "$data" --publisher-port "$base" --api-port $((base + 1)) --login-port $((base + 2)))
for origin in "${origins[@]}"; do arguments+=(--allow-origin "$origin"); done
exec "$SUBSHARE_SANDBOX" "${arguments[@]}" > >(told)

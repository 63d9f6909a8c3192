#!/usr/bin/env bash
# help: build the documentation's site and show it on this machine; --build: only build it
#
#   ./dev docs [--port N]   builds build/docs/site, serves it on 127.0.0.1, and prints the address; 8790 if not given
#   ./dev docs --build      only builds it
#
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

port=8790
only_build=
while (($#)); do
  case $1 in
    --build) only_build=1 ;;
    --port)
      port=${2:-}
      shift
      ;;
    --port=*) port=${1#*=} ;;
    *) fail "'./dev docs' does not know '$1'; its options are --build and --port N." ;;
  esac
  shift || break
done
if [[ ! $port =~ ^[1-9][0-9]{0,4}$ ]] || ((port > 65535)); then
  fail "--port wants a number from 1 to 65535, not '$port'."
fi
if [[ -z $only_build ]]; then
  # Before the build, which may take minutes: nobody wants to hear of a taken port after it.
  need_ports "choose another with './dev docs --port $((port + 1))'" "$port"
fi
bash "$repo/tools/build.sh" web
use_setup
step docs "Building the documentation (build/docs/site, half a minute)" node "$repo/web/docs/make.mjs" ||
  fail "the documentation could not be built: the reason is above, and whole in the log named there."
if [[ -n $only_build ]]; then exit 0; fi
exec node "$repo/web/docs/serve.mjs" "$port"

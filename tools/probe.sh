#!/usr/bin/env bash
# help: how an installation of the API behaves, and which option to set; --sandbox shows it on ours
#
#   ./dev probe --base-url URL [options]   the same as `npx subshare probe`; --help lists the options
#   ./dev probe --sandbox [options]        against a sandbox that is started for it
#
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
parts=(web)
if [[ ${1:-} == --sandbox ]]; then parts+=(release); fi
bash "$repo/tools/build.sh" "${parts[@]}"
use_setup
if [[ ${1:-} == --sandbox ]]; then
  shift
  exec node "$repo/tests/front/probe-sandbox.ts" "$@"
fi
exec node "$repo/web/dist/server/subshare.js" probe "$@"

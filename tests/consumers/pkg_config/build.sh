#!/usr/bin/env bash
# The core as it is installed, without CMake: build.sh PROGRAM. PKG_CONFIG_PATH says where.
set -euo pipefail
read -ra flags < <(pkg-config --cflags --libs subshare libcurl)
c++ -std=c++23 -o "$1" "$(dirname "$0")/../terminal/invite.cpp" "${flags[@]}"

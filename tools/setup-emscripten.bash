# shellcheck shell=bash disable=SC2034,SC2154 # its variables are those of lib.sh and setup.sh
# How set-up gets Emscripten; part of tools/setup.sh, in a file of its own for its length.
#
# In this order: emcc of the pinned version on PATH; an emsdk checkout, where it can be reached; a
# Debian 13 folder, whose packages have that same version and which any Debian mirror can fill.

emsdk_url=https://github.com/emscripten-core/emsdk.git
emscripten_kind=
emscripten_sdk=
emscripten_root=
emscripten_enter=

# emcc_has_version COMMAND…: that emcc answers, and with the pinned version.
emcc_has_version() {
  local line
  line=$("$@" --version 2>/dev/null </dev/null | head -n 1) || return 1
  [[ " $line " == *" $emscripten_version "* || $line == *" $emscripten_version~"* ]]
}

# way_allowed WAY: SUBSHARE_EMSCRIPTEN, if set, allows only itself.
way_allowed() { [[ ${SUBSHARE_EMSCRIPTEN:-$1} == "$1" ]]; }

need_emscripten() {
  case ${SUBSHARE_EMSCRIPTEN:-} in
    "" | path | emsdk | root) ;;
    *) fail "SUBSHARE_EMSCRIPTEN is '$SUBSHARE_EMSCRIPTEN'; it can be path, emsdk or root." ;;
  esac
  if way_allowed path && command -v emcc >/dev/null && emcc_has_version emcc; then
    say "• Emscripten $emscripten_version: the one on PATH"
    emscripten_kind=path
    needed+=("$(command -v emcc)")
  elif way_allowed emsdk && find_emsdk; then
    emscripten_kind=emsdk
    needed+=("$emscripten_sdk/upstream/emscripten/emcc")
  elif way_allowed root; then
    emscripten_kind=root
  else
    fail "Emscripten $emscripten_version can't be had by SUBSHARE_EMSCRIPTEN=$SUBSHARE_EMSCRIPTEN: leave that variable out, and set-up looks for another way."
  fi
  if [[ $emscripten_kind == root || -n $with_root ]]; then
    need_root
    needed+=("$emscripten_root/usr/bin/emcc")
  fi
}

# --- emsdk -----------------------------------------------------------------------------------------

emsdk_emcc() { EM_CONFIG=$1/.emscripten "$1/upstream/emscripten/emcc" "${@:2}"; }

# find_emsdk: $EMSDK, or the checkout that an earlier set-up made, or a new one.
find_emsdk() {
  local own=$cache_dir/emsdk-$emscripten_version dir
  for dir in "${EMSDK:-}" "$own"; do
    if [[ -n $dir && -x $dir/upstream/emscripten/emcc ]] && emcc_has_version emsdk_emcc "$dir"; then
      say "• Emscripten $emscripten_version: the emsdk in $dir"
      emscripten_sdk=$dir
      return 0
    fi
  done
  # A finished root is as good, and there already.
  if [[ -z ${SUBSHARE_EMSCRIPTEN:-} && -d $(root_dir) ]]; then return 1; fi
  # Many networks reach a Debian mirror but not this; a few seconds tell.
  say "• Emscripten $emscripten_version: looking whether emsdk can be reached (10 seconds at most) …"
  if ! GIT_TERMINAL_PROMPT=0 timeout 10 git ls-remote --exit-code "$emsdk_url" \
    "refs/tags/$emscripten_version" >/dev/null 2>&1; then
    say "  it can't; a Debian 13 folder has the same version"
    return 1
  fi
  command -v python3 >/dev/null || need_packages python3
  # emsdk's own downloads come from another host, so this may fail where the look-up did not.
  if step setup-emsdk "Emscripten $emscripten_version: installing by emsdk (a few minutes, 1.5 GB)" \
    install_emsdk "$cache_dir/.tmp.emsdk" "$own"; then
    emscripten_sdk=$own
    return 0
  fi
  say "  emsdk did not work here; a Debian 13 folder has the same version"
  return 1
}

install_emsdk() {
  git clone --quiet --depth 1 --branch "$emscripten_version" "$emsdk_url" "$1" &&
    (cd "$1" && timeout 900 ./emsdk install "$emscripten_version") &&
    rm -rf "$2" &&
    mv "$1" "$2" || return 1
  # `activate` writes absolute paths, so it comes after the rename.
  (cd "$2" && ./emsdk activate "$emscripten_version") && emcc_has_version emsdk_emcc "$2"
}

# --- the Debian 13 folder --------------------------------------------------------------------------

# root_dir: named by version and package list, so that a changed list makes a new one.
root_dir() {
  local hash
  hash=$(list_of "$repo/tools/emscripten-root-packages.txt" | sort | sha256sum | cut -c1-12)
  echo "$cache_dir/emscripten-$emscripten_version-$hash"
}

need_root() {
  emscripten_root=$(root_dir)
  if [[ ! -d $emscripten_root ]]; then
    # Asked here, where the answer is seen: the step below writes to a log.
    as_root true || fail "making the Debian 13 folder needs root: run './dev setup' as root, or as a user who may use sudo."
    need_space "$cache_dir" 4000 "Emscripten"
    step setup-root "Emscripten $emscripten_version: making a Debian 13 folder of 3 GB (one to three minutes)" \
      make_root "$cache_dir/.tmp.root" ||
      fail "the Debian 13 folder with Emscripten could not be made: check that a Debian mirror can be reached, then run './dev setup' again."
  fi
  # A mount point can't be made below the root's own read-only /usr or /etc.
  case $repo in
    /usr/* | /etc/*) as_root mkdir -p "$emscripten_root$repo" ;;
  esac
  find_way_in
}

# debian_mirror: the mirror that this machine's own packages come from; empty when it can't be told.
debian_mirror() {
  # shellcheck disable=SC2016 # apt fills these in
  apt-get indextargets --format '$(REPO_URI) $(COMPONENT) $(CODENAME)' 'Created-By: Packages' \
    2>/dev/null | awk '$1 ~ /^https?:/ && $2 == "main" && $3 == "bookworm" { print $1; exit }'
}

# make_root TMP: debootstrap into TMP, try emcc, rename.
make_root() {
  local tmp=$1 mirror include bootstrap=(/usr/sbin/debootstrap)
  include=$(list_of "$repo/tools/emscripten-root-packages.txt" | paste -sd,)
  mirror=$(debian_mirror)
  # debootstrap mounts /proc in the folder; in a namespace of its own that mount can't outlive it.
  if as_root unshare --mount true 2>/dev/null; then
    bootstrap=(unshare --mount /usr/sbin/debootstrap)
  fi
  as_root "${bootstrap[@]}" --variant=minbase --include="$include" trixie "$tmp" \
    ${mirror:+"$mirror"} || {
    as_root tail -n 20 "$tmp/debootstrap/debootstrap.log" 2>/dev/null || true
    return 1
  }
  # Downloaded packages, lists and manuals: half a gigabyte that nobody reads.
  as_root rm -rf "$tmp"/var/cache/apt/archives "$tmp"/var/lib/apt/lists "$tmp"/usr/share/doc \
    "$tmp"/usr/share/man "$tmp"/usr/share/locale
  if [[ ! -x $tmp/usr/bin/emcc ]]; then
    echo "There is no emcc in the new folder."
    return 1
  fi
  as_root mv "$tmp" "$emscripten_root"
}

# find_way_in: how a command gets into the root on this machine; proven by running emcc there.
find_way_in() {
  local way ways=(bwrap)
  if ((EUID == 0)); then ways+=(chroot); fi
  for way in "${ways[@]}"; do
    # emcc-run reads the stamp, so the attempt has one of its own.
    printf 'emscripten=root\nroot=%s\nenter=%s\n' "$emscripten_root" "$way" >"$setup_stamp"
    if emcc_has_version "$repo/tools/emcc-run" emcc; then
      emscripten_enter=$way
      return 0
    fi
  done
  "$repo/tools/emcc-run" emcc --version >"$log_dir/setup-enter.log" 2>&1 || true
  rm -f "$setup_stamp"
  fail "the Debian 13 folder in $emscripten_root can't be used: this machine allows neither bubblewrap nor mounts (see build/logs/setup-enter.log); in a container, allow them (--privileged), or put emcc $emscripten_version on PATH."
}

# remove_half_made: what an interrupted set-up left under a temporary name.
remove_half_made() {
  local tmp mounted
  for tmp in "$cache_dir"/.tmp.*; do
    [[ -e $tmp ]] || continue
    # A mount that debootstrap left in there is taken away first: rm must not walk into it.
    while read -r mounted; do
      as_root umount -l "$mounted"
    done < <(awk -v dir="$tmp/" 'index($5, dir) == 1 { print $5 }' /proc/self/mountinfo | tac)
    rm -rf --one-file-system "$tmp" 2>/dev/null || as_root rm -rf --one-file-system "$tmp"
  done
}

#!/usr/bin/env bash
# help: run a verb in a bare Debian 12 root, to prove that it needs nothing else
#
#   ./dev fresh-root [--user] [--chroot] [--keep] [verb [option…]]     verb: test if not given
#
#   --user    as an ordinary user with sudo, not as root
#   --chroot  in a plain chroot, as the simplest containers are, where bubblewrap does not work
#   --keep    keep the root afterwards (about 6 GB), and use again the one that was kept
#
# The root is minimal: no git, no curl, no compiler. It gets the files of this working tree that git
# does not ignore, the network, and this machine's proxy, certificate and npm registry settings.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

as=root way=pivot keep=
while (($#)); do
  case $1 in
    --user) as=user ;;
    --chroot) way=chroot ;;
    --keep) keep=1 ;;
    --*) fail "'./dev fresh-root' does not know '$1'; its options are --user, --chroot and --keep." ;;
    *) break ;;
  esac
  shift
done
if (($# == 0)); then set -- test; fi
((EUID == 0)) || fail "making a root needs root: run './dev fresh-root' as root."
command -v debootstrap >/dev/null || fail "debootstrap is missing: run './dev setup' first."
take_lock "$cache_dir/fresh-root.lock" "another './dev fresh-root'"

base=$cache_dir/fresh-root-base
run=$cache_dir/fresh-root-run
if [[ ! -d $base ]]; then
  rm -rf --one-file-system "$base.new"
  step fresh-root "Making a bare Debian 12 root (half a minute, 0.4 GB)" \
    unshare --mount debootstrap --variant=minbase bookworm "$base.new" ||
    fail "the bare Debian 12 root could not be made: check that a Debian mirror can be reached."
  mv "$base.new" "$base"
fi
if [[ -z $keep ]]; then
  rm -rf --one-file-system "$run"
  trap 'rm -rf --one-file-system "$run"' EXIT
fi
[[ -d $run ]] || cp -a "$base" "$run"

home=/root
if [[ $as == user ]]; then
  home=/home/reader
  if [[ ! -d $run$home ]]; then
    cp -L /etc/resolv.conf "$run/etc/resolv.conf"
    step fresh-root-user "Adding a user with sudo" chroot "$run" bash -c \
      'apt-get -q update && DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install sudo && useradd -m -s /bin/bash reader &&
       echo "reader ALL=(ALL) NOPASSWD: ALL" >/etc/sudoers.d/reader' ||
      fail "the user could not be added in the bare root: see build/logs/fresh-root-user.log."
  fi
fi
mkdir -p "$run$home/subshare"
cd "$repo"
git ls-files -co --exclude-standard -z | while IFS= read -r -d '' file; do
  if [[ -e $file || -L $file ]]; then printf '%s\0' "$file"; fi
done | tar -c --null -T - | tar -x -C "$run$home/subshare"
if [[ $as == user ]]; then chroot "$run" chown -R reader: "$home"; fi

# What makes this machine's network work, and nothing else of its environment.
cp -L /etc/resolv.conf /etc/hosts "$run/etc/"
environment=(PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME="$home"
  TERM="${TERM:-dumb}" LANG=C.UTF-8)
for name in CI http_proxy https_proxy no_proxy SUBSHARE_EMSCRIPTEN SUBSHARE_JOBS; do
  if [[ -n ${!name:-} ]]; then environment+=("$name=${!name}"); fi
done
if [[ -n ${NODE_EXTRA_CA_CERTS:-} ]]; then
  cp -L "$NODE_EXTRA_CA_CERTS" "$run/usr/local/share/machine-certificates.pem"
  environment+=(NODE_EXTRA_CA_CERTS=/usr/local/share/machine-certificates.pem
    npm_config_cafile=/usr/local/share/machine-certificates.pem)
fi
if command -v npm >/dev/null; then
  environment+=(npm_config_registry="$(npm config get registry 2>/dev/null)")
fi

say "In the bare root, as $as: ./dev $*"
# A namespace of its own for mounts and processes: whatever happens, both end with this command.
# pivot_root makes the folder the real root, as on a machine; a chroot is less.
status=0
# shellcheck disable=SC2016 # expands in the inner shell
unshare --mount --pid --fork --kill-child bash -c '
  set -e
  run=$1 way=$2 as=$3 home=$4
  shift 4
  if [[ $way == pivot ]]; then mount --bind "$run" "$run"; fi
  cd "$run"
  mount -t proc proc proc
  mount --rbind /sys sys
  mount --rbind /dev dev
  if [[ $way == pivot ]]; then
    mkdir -p .old
    pivot_root . .old
    umount -l /.old
    enter=(env -i)
  else
    enter=(chroot . env -i)
  fi
  into=()
  if [[ $as == user ]]; then into=(setpriv --reuid reader --regid reader --init-groups); fi
  # PATH of the new root from here on; the shell that runs this is gone with the old one.
  "${enter[@]}" PATH=/usr/sbin:/usr/bin "${into[@]}" env --chdir="$home/subshare" "$@"
' bash "$run" "$way" "$as" "$home" "${environment[@]}" ./dev "$@" || status=$?
say "./dev $1 ended with status $status in the bare root."
exit "$status"

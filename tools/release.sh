#!/usr/bin/env bash
# help: a release's files: npm's archive, one for those without npm, and their hashes; sends nothing
#
#   ./dev release [--draft]   builds, and puts into build/packages what a release is made of
#
#   --draft   also where something is not committed, or the version is not among the changes
#
# The same commit makes the same files. Who publishes sends npm's archive with the command that is printed.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

draft=
case ${1:-} in
  "") ;;
  --draft) draft=1 ;;
  *) fail "'./dev release' does not know '$1'; its only option is --draft." ;;
esac
need() { # need SENTENCE COMMAND…: a draft is only told
  local sentence=$1
  shift
  if "$@"; then return 0; fi
  if [[ -z $draft ]]; then fail "$sentence"; fi
  say "A draft: $sentence"
}
bash "$repo/tools/build.sh" web
use_setup

field() { node -p "JSON.parse(require('fs').readFileSync('$repo/web/package.json', 'utf8'))['$1'] ?? ''"; }
version=$(field version)
committed() { [[ -z $(git -C "$repo" status --porcelain) ]]; }
dated() { grep -qE "^## ${version//./\\.}, [0-9]{4}-[0-9]{2}-[0-9]{2}$" "$repo/web/docs/guide/changelog.md"; }
need "there is something that is not committed: a release is made of a commit." committed
need "web/docs/guide/changelog.md has no heading '## $version, YYYY-MM-DD': say there what has changed, and when." dated

out=$build_dir/packages
rm -rf "$out"
mkdir -p "$out/subshare-$version"
npm pack --silent --ignore-scripts --pack-destination "$out" "$repo/web" >"$out/packed.txt"
packed=$(<"$out/packed.txt")
rm "$out/packed.txt"
# For pages without npm: what is copied to one's own host, and what it says of itself.
cp -r "$repo/web/dist" "$repo/web/README.md" "$repo/LICENSE" "$repo/SECURITY.md" "$out/subshare-$version/"
cp "$repo/web/docs/guide/changelog.md" "$out/subshare-$version/CHANGES.md"
cp "$repo/web/server/front.php" "$repo/web/server/nginx.conf" "$out/subshare-$version/"
when=$(git -C "$repo" log -1 --format=%ct 2>/dev/null || echo 0)
tar --sort=name --mtime="@$when" --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX -C "$out" -c "subshare-$version" | gzip -9n >"$out/subshare-$version.tar.gz"
rm -rf "$out/subshare-$version"
(cd "$out" && sha256sum -- *.tgz *.tar.gz >SHA256SUMS)

say ""
say "In $out:"
(cd "$out" && cat SHA256SUMS)
for name in repository homepage bugs; do
  if [[ -z $(field "$name") ]]; then
    # No address is made up here: npm compares it with where the package was built.
    say "web/package.json has no '$name': whoever publishes knows where that is, and writes it there; npm's provenance needs 'repository'."
  fi
done
say "To publish, from a workflow that npm trusts: npm publish --provenance --access public $packed"

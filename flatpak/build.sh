#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds the Flatpak of the last commit with no network, against a stand-in for the GNOME runtime that is made from
# packages of Debian: it proves the manifest, the sandbox and its permissions, and is not what is published. What
# took long stays in build-flatpak/ for the next time. Writes build/dunkin-demand.flatpak and build/dunkin-demand.cdx.json
# (what it is made of), and with --before first
# build-flatpak/before.flatpak: the program as it was before the newest change of its database.
set -euo pipefail
cd "$(dirname "$0")/.."
id=io.github.dunkin_demand.Intelligence
version=$(sed -n "s/^runtime-version: '\(.*\)'/\1/p" "flatpak/$id.yml")
arch=$(flatpak --default-arch)
work=$PWD/build-flatpak
tree=$work/tree
export FLATPAK_USER_DIR=$work/user

# What the GNOME runtime and its SDK have, as far as it is needed here.
runtime_packages=(
  libgtk-4-dev libadwaita-1-dev libjson-glib-dev libarchive-dev libxml2-dev libsecret-1-dev libcrypt-dev libicu-dev
  libssl-dev zlib1g-dev libcurl4-openssl-dev libminizip-dev libgfortran5 tzdata adwaita-icon-theme fonts-cantarell librsvg2-common
  at-spi2-core dconf-gsettings-backend shared-mime-info
  gcc g++ gfortran make cmake meson ninja-build pkgconf gettext bison flex perl autoconf automake libtool
  binutils patch xz-utils bzip2 python3 desktop-file-utils appstream appstream-compose appstream-util gtk-update-icon-cache
  ccache
)
# The packages whose source is a module's, and the modules' checksums they stand in for. Those of PostgreSQL, LAPACK,
# NLopt and libical are the very files that the manifest names.
source_packages=(postgresql-18 postgresql-15 libsodium lapack nlopt libxlsxwriter libical3)

say() { printf '\033[1mflatpak: %s\033[0m\n' "$*" >&2; }

# once NAME COMMAND…: not again where it has succeeded before.
once() {
  local stamp=$work/done-$1
  [ ! -e "$stamp" ] || return 0
  shift
  "$@"
  touch "$stamp"
}

in_tree() { tests/tools/debian-tree.sh run "$tree" "$@"; }

make_tree() {
  say "packages of the runtime"
  tests/tools/debian-tree.sh make "$tree" trixie
  in_tree "export DEBIAN_FRONTEND=noninteractive; apt-get -q -y install --no-install-recommends ${runtime_packages[*]}"
  # Where the build looks for it.
  ln -sf ../sbin/ldconfig "$tree/usr/bin/ldconfig"
}

# Debian's archive does not keep every version: each package from the first suite that has its files.
fetch_sources() {
  local mirror package suite
  say "sources of the modules"
  mirror=$(tests/tools/debian-tree.sh mirror)
  mkdir -p "$tree/src/orig"
  for suite in trixie sid bookworm; do
    echo "deb-src $mirror $suite main" > "$tree/etc/apt/sources.list.d/source.list"
    in_tree 'apt-get -q update -o Acquire::Check-Valid-Until=false' >/dev/null
    for package in "${source_packages[@]}"; do
      compgen -G "$tree/src/orig/${package}_*.orig.tar.*" >/dev/null ||
        in_tree "cd /src/orig && apt-get -q source --download-only $package" >/dev/null 2>&1 || true
    done
  done
  rm "$tree/etc/apt/sources.list.d/source.list"
}

# place MODULE PACKAGE: the package's source where flatpak-builder looks for the module's.
place() {
  local sum url
  read -r url sum < <(awk -v module="$1" '
    /- name:/ { inside = $3 == module } inside && /url:/ { url = $2 } inside && /sha256:/ { print url, $2; exit }' \
    "flatpak/$id.yml")
  mkdir -p "$work/state/downloads/$sum"
  cp "$tree/src/orig/$2"_*.orig.tar.* "$work/state/downloads/$sum/${url##*/}"
  sha256sum --check --status <<<"$sum  $work/state/downloads/$sum/${url##*/}" ||
    say "$1: not the file that the manifest names, but Debian's $(basename "$tree/src/orig/$2"_*.orig.tar.*)"
}

place_sources() {
  place postgresql postgresql-18
  place postgresql-15 postgresql-15
  place libsodium libsodium
  place lapack lapack
  place nlopt nlopt
  place libxlsxwriter libxlsxwriter
  place libical libical3
}

# commit NAME: the tree NAME/ as a runtime.
commit() {
  local metadata="[Runtime]
name=org.gnome.$1
runtime=org.gnome.Platform/$arch/$version
sdk=org.gnome.Sdk/$arch/$version
"
  printf '%s' "$metadata" > "$work/$1/metadata"
  ostree commit --repo="$work/runtime" -b "runtime/org.gnome.$1/$arch/$version" --owner-uid=0 --owner-gid=0 \
    --no-xattrs --canonical-permissions --tree=dir="$work/$1" --add-metadata-string="xa.metadata=$metadata" >/dev/null
  rm -rf "${work:?}/$1"
}

make_runtime() {
  say "the runtime and its SDK"
  [ -e "$work/runtime/config" ] || ostree init --mode=archive --repo="$work/runtime"
  ostree config --repo="$work/runtime" set archive.zlib-level 1
  local kind
  for kind in Sdk Platform; do
    rm -rf "${work:?}/$kind"
    mkdir -p "$work/$kind"
    cp -al "$tree/usr" "$work/$kind/files"
    cp -a "$tree/etc" "$work/$kind/files/etc"
    # The program's own libraries, too.
    printf '/app/lib\ninclude /etc/ld.so.conf.d/*.conf\n' > "$work/$kind/files/etc/ld.so.conf"
  done
  (
    cd "$work/Platform/files"
    rm -rf include lib/gcc libexec/gcc lib/*/*.a share/doc share/man share/info share/cmake* share/perl share/gir-1.0
    rm -f bin/*gcc* bin/*g++* bin/*gfortran* bin/cmake bin/*-ld* bin/*-as
  )
  commit Sdk
  commit Platform
  flatpak build-update-repo "$work/runtime" >/dev/null
  flatpak --user remote-add --if-not-exists --no-gpg-verify stand-in "file://$work/runtime"
  flatpak --user install -y --noninteractive --or-update stand-in "org.gnome.Platform//$version" "org.gnome.Sdk//$version"
}

# build COMMIT BUNDLE: with the manifest of today.
build() {
  rm -rf "$work/source"
  git clone -q --no-checkout . "$work/source"
  git -C "$work/source" checkout -q "$1"
  git -C "$work/source" checkout -q "$head" -- flatpak
  # The program of before and today's differ in few files.
  unshare -n nice flatpak-builder --user --ccache --disable-rofiles-fuse --disable-updates --disable-download \
    --force-clean --state-dir="$work/state" --repo="$work/repo" "$work/app" "$work/source/flatpak/$id.yml"
  flatpak build-bundle "$work/repo" "$2" "$id"
}

build_before() {
  local commit newest
  newest=$(git ls-files 'sql/migrations/*.sql' | sort | tail -n 1)
  commit=$(git log -1 --diff-filter=A --format=%H -- "$newest")
  [ "$(cat "$work/before" 2>/dev/null)" != "$commit" ] || return 0
  say "the program before ${commit:0:10}"
  build "$commit^" "$work/before.flatpak"
  echo "$commit" > "$work/before"
}

[ "$(id -u)" = 0 ] || { echo 'flatpak: needs root, for debootstrap' >&2; exit 1; }
began=$SECONDS
mkdir -p "$work"
once tree make_tree
once sources fetch_sources
once placed place_sources
once runtime make_runtime
head=$(git rev-parse HEAD)
[ "${1:-}" != --before ] || build_before
say "the modules and the program"
mkdir -p build
build "$head" build/dunkin-demand.flatpak
python3 flatpak/sbom.py "flatpak/$id.yml" "$(sed -n "s/^  version: '\(.*\)',$/\1/p" meson.build)" > build/dunkin-demand.cdx.json
size=$(stat -c %s build/dunkin-demand.flatpak)
say "build/dunkin-demand.flatpak: $((size / 1000000)) MB in $((SECONDS - began)) s"
[ "$size" -lt 60000000 ] || { say "that is more than 60 MB"; exit 1; }

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Drives the bundle in its sandbox, as somebody who is not root and has an empty home (initdb refuses root in the
# sandbox, too), with the desktop's own portals: what flatpak/test_*.py say.
#   test.sh [PART…]  journey, sandbox, former, upgrade; all of them where none is named
set -euo pipefail
cd "$(dirname "$0")/.."
id=io.github.dunkin_demand.Intelligence
bundle=build/dunkin-demand.flatpak

# The portal of documents is a file system of its own; where the machine keeps /dev/fuse for root, it is everybody's in
# this mount namespace, and the mounts end with it. So is /run, because a sandbox looks for documents in /run/user/UID.
if [ "${DDI_FUSE:-}" != open ]; then
  [ -c /dev/fuse ] || modprobe fuse 2>/dev/null || true
  [ -c /dev/fuse ] ||
    { echo 'flatpak: this machine has no FUSE, and without it no portal of documents: nothing was tested' >&2; exit 1; }
  # shellcheck disable=SC2016 # its arguments follow
  DDI_FUSE=open exec unshare --mount bash -c '
    set -e
    mount -t tmpfs -o mode=755 tmpfs /mnt
    mknod -m 666 /mnt/fuse c 10 229
    mount --bind /mnt/fuse /dev/fuse
    mount -t tmpfs -o mode=755 tmpfs /run
    exec "$@"' fuse "$0" "$@"
fi
export FLATPAK_USER_DIR=$PWD/build-flatpak/user
work=$(mktemp -d /tmp/ddi-sandbox-XXXXXX)
runtime=/run/user/$(id -u nobody)
mkdir -p "$runtime"
trap 'leave; rm -rf "$work"' EXIT
chmod 755 "$work"

say() { printf '\033[1mflatpak: %s\033[0m\n' "$*" >&2; }

install_bundle() {
  flatpak --user install -y --noninteractive --or-update --bundle "$1" >/dev/null
  # flatpak makes it for its owner alone.
  chmod a+rx "$FLATPAK_USER_DIR"
}

# What flatpak has set aside of this bundle before, since a server may still have run from it, would be in the way.
remove_bundle() {
  rm -rf "$FLATPAK_USER_DIR/.removed"
  flatpak --user uninstall -y --noninteractive "$id" >/dev/null
}

# person NAME: somebody with an empty home.
person() {
  local place=$work/$1 name
  mkdir "$place" "$place/bin" "$place/home" "$place/run"
  chmod 700 "$place/run"
  cp tests/e2e/{driver,sheet}.py flatpak/test_*.py tests/run-ui.sh "$place/bin/"
  for name in dunkin-demand dunkin-demand-cli psql; do
    # What the test's own desktop is told is not for the sandbox.
    printf '#!/bin/sh\nunset GSETTINGS_BACKEND ADW_DISABLE_PORTAL GTK_THEME\nexec flatpak --user run --command=%s %s "$@"\n' \
      "$name" "$id" > "$place/bin/$name"
    chmod 755 "$place/bin/$name"
  done
  chown -R nobody "$place"
}

# The portal of documents goes with its bus, at once or a moment later.
leave() { umount -l "$runtime/doc" "$runtime" 2>/dev/null || true; }

# drive NAME SCRIPT [ARGUMENTS]: as that person, on a display of their own.
drive() {
  local place=$work/$1 script=$2
  shift 2
  say "$script $*"
  leave
  mount --bind "$place/run" "$runtime"
  (
    cd "$place/home"
    setpriv --reuid=nobody --regid="$(id -g nobody)" --clear-groups env -i PATH="$PATH" HOME="$place/home" \
      XDG_RUNTIME_DIR="$runtime" TMPDIR="$place/run" FLATPAK_USER_DIR="$FLATPAK_USER_DIR" GTK_A11Y=atspi LC_ALL=C.UTF-8 \
      TZ=UTC XDG_CURRENT_DESKTOP=GNOME PYTHONDONTWRITEBYTECODE=1 DDI_E2E_BIN="$place/bin" DDI_E2E_SANDBOX=yes \
      DDI_E2E_ID="$id" DDI_E2E_PATIENCE="${DDI_E2E_PATIENCE:-300}" \
      "$place/bin/run-ui.sh" /usr/bin/python3 "$place/bin/$script" "$@"
  )
}

test_journey() { person ana; drive ana test_journey.py; }
test_sandbox() { person ben; drive ben test_sandbox.py; }
test_former() { person cid; drive cid test_former.py; }

# From the program before the newest change of its database to this one; then away and back.
test_upgrade() {
  remove_bundle
  install_bundle build-flatpak/before.flatpak
  person dan
  drive dan test_upgrade.py begin
  install_bundle "$bundle"
  drive dan test_upgrade.py newer
  remove_bundle
  [ -e "$work/dan/home/.var/app/$id/data/dunkin-demand/data/PG_VERSION" ] ||
    { echo 'flatpak: the data went with the program' >&2; exit 1; }
  install_bundle "$bundle"
  drive dan test_upgrade.py again
}

parts=(journey sandbox former upgrade)
for part; do
  [[ " ${parts[*]} " == *" $part "* ]] || { echo "flatpak: no part is called $part; there are ${parts[*]}" >&2; exit 2; }
done
[ $# -eq 0 ] || parts=("$@")

remove_bundle 2>/dev/null || true
install_bundle "$bundle"
for part in "${parts[@]}"; do
  "test_$part"
done
say "all passed: ${parts[*]}"

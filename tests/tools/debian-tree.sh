#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A bare tree of a release of Debian, from the mirror and through the proxy that this machine's apt uses.
#   debian-tree.sh make TREE SUITE   unless it is there
#   debian-tree.sh run TREE COMMAND  as root in it; whatever it leaves running ends with it
#   debian-tree.sh mirror            prints the mirror
set -euo pipefail

mirror() {
  local found
  # shellcheck disable=SC2016 # apt fills these in
  found=$(apt-get indextargets --format '$(REPO_URI) $(ORIGIN)/$(LABEL)' 'Created-By: Packages' |
    awk '$2 == "Debian/Debian" { print $1; exit }')
  [ -n "$found" ] || { echo 'debian-tree: apt knows no mirror of Debian; run apt-get update' >&2; exit 1; }
  printf '%s\n' "$found"
}

make() {
  local tree=$1 suite=$2
  [ ! -x "$tree/bin/bash" ] || return 0
  mkdir -p "${tree%/*}"
  rm -rf "$tree.new"
  debootstrap --variant=minbase --include=ca-certificates,git "$suite" "$tree.new" "$(mirror)"
  # Nobody asked for services.
  printf '#!/bin/sh\nexit 101\n' > "$tree.new/usr/sbin/policy-rc.d"
  chmod 755 "$tree.new/usr/sbin/policy-rc.d"
  mv "$tree.new" "$tree"
}

# What may change from one run to the next.
follow_machine() {
  local tree=$1
  cp /etc/hosts "$tree/etc/hosts"
  [ ! -e /etc/resolv.conf ] || cp /etc/resolv.conf "$tree/etc/resolv.conf"
  apt-config dump | grep -iE '^Acquire::(http|https|ftp)::' > "$tree/etc/apt/apt.conf.d/90machine" || true
}

# The mounts and the processes have namespaces of their own, so that nothing is left to be undone: a tree that
# could still hold the machine's /dev must never be removed.
run() {
  local tree
  tree=$(cd "$1" && pwd)
  follow_machine "$tree"
  # shellcheck disable=SC2016 # its arguments follow
  exec unshare --mount --pid --ipc --fork --kill-child bash -c '
    set -e
    mount -t proc proc "$1/proc"
    mount --rbind /dev "$1/dev"
    mount -t tmpfs -o mode=1777 tmpfs "$1/dev/shm"
    exec env -i HOME=/root LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
      ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} ${no_proxy:+no_proxy="$no_proxy"} \
      chroot "$1" bash -c "$2"' run "$tree" "$2"
}

case ${1:-} in
  make) make "$2" "$3" ;;
  run) run "$2" "$3" ;;
  mirror) mirror ;;
  *) echo 'usage: debian-tree.sh make TREE SUITE | run TREE COMMAND | mirror' >&2; exit 2 ;;
esac

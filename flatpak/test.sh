#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs flatpak/test_sandbox.py against the bundle, as somebody who is not root and has an empty home: initdb refuses
# root in the sandbox, too.
set -euo pipefail
cd "$(dirname "$0")/.."
id=io.github.dunkin_demand.Intelligence
export FLATPAK_USER_DIR=$PWD/build-flatpak/user

flatpak --user uninstall -y --noninteractive "$id" >/dev/null 2>&1 || true
flatpak --user install -y --noninteractive --bundle build/dunkin-demand.flatpak >/dev/null
# flatpak makes it for its owner alone.
chmod a+rx "$FLATPAK_USER_DIR"
work=$(mktemp -d /tmp/ddi-sandbox-XXXXXX)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/home" "$work/run"
chmod 700 "$work/run"
cp tests/e2e/*.py flatpak/test_sandbox.py tests/run-ui.sh "$work/bin/"
for name in dunkin-demand dunkin-demand-cli; do
  printf '#!/bin/sh\nexec flatpak --user run --command=%s %s "$@"\n' "$name" "$id" > "$work/bin/$name"
  chmod 755 "$work/bin/$name"
done
chown -R nobody "$work"
cd "$work/home"
setpriv --reuid=nobody --regid="$(id -g nobody)" --clear-groups env -i PATH="$PATH" HOME="$work/home" \
  XDG_RUNTIME_DIR="$work/run" TMPDIR="$work/run" FLATPAK_USER_DIR="$FLATPAK_USER_DIR" GTK_A11Y=atspi LC_ALL=C.UTF-8 TZ=UTC \
  PYTHONDONTWRITEBYTECODE=1 DDI_E2E_BIN="$work/bin" DDI_E2E_SANDBOX=yes DDI_E2E_ID="$id" \
  "$work/bin/run-ui.sh" /usr/bin/python3 "$work/bin/test_sandbox.py"

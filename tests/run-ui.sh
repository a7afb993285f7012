#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a command on a display of its own: Xvfb and a session bus, drawn by cairo so that every machine
# draws the same. One start of Xvfb in ten fails on a busy machine, so it is tried again.
set -u

if [ "${DDI_UI_DISPLAY:-}" != ready ]; then
  for attempt in 1 2 3; do
    DDI_UI_DISPLAY=ready xvfb-run -a -s '-screen 0 1280x1024x24 -nolisten tcp' \
      dbus-run-session -- "$0" "$@"
    status=$?
    # 97 says that the display was not there; any other code is the command's own.
    [ "$status" -eq 97 ] || [ "$status" -eq 3 ] || exit "$status"
    sleep "$attempt"
  done
  exit "$status"
fi

[ -n "${DISPLAY:-}" ] || exit 97
export GDK_BACKEND=x11 GSK_RENDERER=cairo GTK_A11Y="${GTK_A11Y:-none}" GSETTINGS_BACKEND=memory
export ADW_DISABLE_PORTAL=1 GTK_THEME="${GTK_THEME:-}" LIBGL_ALWAYS_SOFTWARE=1
[ -n "$GTK_THEME" ] || unset GTK_THEME
exec "$@"

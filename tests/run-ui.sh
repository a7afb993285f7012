#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a command on a display of its own: Xvfb and a session bus, drawn by cairo so that every machine
# draws the same. Xvfb chooses the display's number itself and says which (-displayfd), so that many of
# these may start at once; -noreset keeps it from starting over, deaf for a moment, whenever its last
# client has left.
set -u

if [ "${DDI_UI_DISPLAY:-}" != ready ]; then
  answer=$(mktemp "${TMPDIR:-/tmp}/ddi-display-XXXXXX")
  server=
  # shellcheck disable=SC2317 # called by the trap
  leave() {
    [ -z "$server" ] || kill "$server" 2>/dev/null
    rm -f "$answer"
  }
  trap leave EXIT
  trap 'exit 143' HUP INT TERM
  for attempt in 1 2 3; do
    Xvfb -displayfd 3 -screen 0 1400x1024x24 -nolisten tcp -noreset 3>"$answer" 2>/dev/null &
    server=$!
    waited=0
    while [ ! -s "$answer" ] && [ "$waited" -lt 300 ] && kill -0 "$server" 2>/dev/null; do
      sleep 0.1
      waited=$((waited + 1))
    done
    [ ! -s "$answer" ] || break
    kill "$server" 2>/dev/null
    sleep "$attempt"
  done
  [ -s "$answer" ] || { echo "run-ui: Xvfb does not start" >&2; exit 97; }
  DISPLAY=:$(cat "$answer")
  export DISPLAY DDI_UI_DISPLAY=ready
  unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS XAUTHORITY
  # What the bus starts prints on its standard output, which is not the command's.
  dbus-run-session -- "$0" "$@" 3>&1 1>&2
  exit $?
fi

export GDK_BACKEND=x11 GSK_RENDERER=cairo GTK_A11Y="${GTK_A11Y:-none}" GSETTINGS_BACKEND=memory
export ADW_DISABLE_PORTAL=1 GTK_THEME="${GTK_THEME:-}" LIBGL_ALWAYS_SOFTWARE=1
[ -n "$GTK_THEME" ] || unset GTK_THEME
exec "$@" 1>&3 3>&-

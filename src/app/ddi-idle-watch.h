/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Notices that nobody has used the program for some time: no key, pointer or touch in any of its windows. Hears of
 * every use, too.
 *
 * Signals: "used" (gint64 now); "idle" (): once, until the next use. */
#define DDI_TYPE_IDLE_WATCH (ddi_idle_watch_get_type ())
G_DECLARE_FINAL_TYPE (DdiIdleWatch, ddi_idle_watch, DDI, IDLE_WATCH, GObject)

/* Times are the clock's in seconds: a monotonic one may stand still while the computer sleeps. */
DdiIdleWatch *ddi_idle_watch_new (gint64 now);

/* After how many seconds the program is idle; 0: never. Counts from now. */
void ddi_idle_watch_set_limit (DdiIdleWatch *self, guint seconds, gint64 now);
guint ddi_idle_watch_get_limit (DdiIdleWatch *self);

/* Somebody is there. Who comes back after the limit has passed does not undo that it has. */
void ddi_idle_watch_use (DdiIdleWatch *self, gint64 now);
/* Looks whether the limit has passed; done by itself at least twice a minute. */
void ddi_idle_watch_check (DdiIdleWatch *self, gint64 now);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/ddi-database.h"

G_BEGIN_DECLS

/* Hears what other clients of a database change, moments after they have: the server says so where it is connected to
 * directly, else it is asked every second and a half. Own changes, which are those of the same session, are not told.
 * On a thread of its own; a server that is away is waited for, and what was missed meanwhile is told.
 *
 * Signal: "changed" (char *): words apart by blanks, see changes/list-since; in the main context in which the watch
 * was made, at most about once a second. */
#define DDI_TYPE_CHANGE_WATCH (ddi_change_watch_get_type ())
G_DECLARE_FINAL_TYPE (DdiChangeWatch, ddi_change_watch, DDI, CHANGE_WATCH, GObject)

DdiChangeWatch *ddi_change_watch_new (DdiDatabase *database);

typedef enum
{
  DDI_CHANGE_WATCH_BEGINNING, /* or waiting for the server */
  DDI_CHANGE_WATCH_LISTENING,
  DDI_CHANGE_WATCH_ASKING, /* through a pooler or of a standby, which do not speak unasked */
} DdiChangeWatchState;

/* Once it is another than the first, every later change is told. */
DdiChangeWatchState ddi_change_watch_get_state (DdiChangeWatch *self);

G_END_DECLS

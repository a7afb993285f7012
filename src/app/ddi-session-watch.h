/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-session.h"

G_BEGIN_DECLS

/* While somebody uses the program their session goes on; nothing is sent while nobody does.
 *
 * Signal: "ended" (): the server no longer knows the session. */
#define DDI_TYPE_SESSION_WATCH (ddi_session_watch_get_type ())
G_DECLARE_FINAL_TYPE (DdiSessionWatch, ddi_session_watch, DDI, SESSION_WATCH, GObject)

/* Not more than one statement in so many seconds. */
#define DDI_SESSION_WATCH_SECONDS 300

/* @now as below: opening a home was a use. */
DdiSessionWatch *ddi_session_watch_new (DdiSession *session, gint64 now);
/* A key or a button was pressed. @now is the clock's time in seconds: a monotonic one may stand still while the
 * computer sleeps, which is when sessions end. */
void ddi_session_watch_use (DdiSessionWatch *self, gint64 now);

G_END_DECLS

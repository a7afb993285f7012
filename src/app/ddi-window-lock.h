/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-idle-watch.h"
#include "app/ddi-lock-view.h"
#include "app/ddi-session-watch.h"
#include "app/ddi-window.h"

G_BEGIN_DECLS

/* Covers the window and its dialogs and asks for the password: when the session has ended on the server, after nobody
 * has used the program for as long as the preferences say, or when somebody asks for it. What was open is kept. An
 * embedded home, which has no passwords, is never covered. */
#define DDI_TYPE_WINDOW_LOCK (ddi_window_lock_get_type ())
G_DECLARE_FINAL_TYPE (DdiWindowLock, ddi_window_lock, DDI, WINDOW_LOCK, GObject)

/* @views has the children "main" and "lock", the latter with @view. All outlive the lock. */
DdiWindowLock *ddi_window_lock_new (DdiWindow *window, GtkStack *views, DdiLockView *view);

/* Another home, or NULL: what was covered is gone. */
void ddi_window_lock_set_session (DdiWindowLock *self, DdiSession *session);
gboolean ddi_window_lock_is_locked (DdiWindowLock *self);
/* Does nothing where there is no password to ask for. */
void ddi_window_lock_lock (DdiWindowLock *self, DdiLockReason reason);

/* NULL where nothing is open. (transfer none) */
DdiSessionWatch *ddi_window_lock_get_session_watch (DdiWindowLock *self);
DdiIdleWatch *ddi_window_lock_get_idle_watch (DdiWindowLock *self);

/* The command win.lock. */
void ddi_window_lock_command_activate (DdiWindow *window, GVariant *parameter);

G_END_DECLS

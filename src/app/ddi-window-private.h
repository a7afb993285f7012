/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-start-view.h"
#include "app/ddi-undo-log.h"
#include "app/ddi-window-lock.h"

G_BEGIN_DECLS

/* What the application does with the window before and while a home is open. */
DdiStartView *ddi_window_get_start_view (DdiWindow *self);
/* (transfer none) */
DdiWindowLock *ddi_window_get_lock (DdiWindow *self);
/* Where the data lives, at the foot of the sidebar. */
void ddi_window_set_place (DdiWindow *self, const char *place);
/* The id of the page in view; NULL where there is none. */
const char *ddi_window_get_page_id (DdiWindow *self);
const DdiPageInfo *ddi_window_get_page_infos (DdiWindow *self);
/* Tells how each run of forecasts of this session ends, whichever page is in view. */
void ddi_window_tell_generated (DdiWindow *self, DdiSession *session);
/* (transfer none) */
AdwToastOverlay *ddi_window_get_toasts (DdiWindow *self);
DdiUndoLog *ddi_window_get_undo_log (DdiWindow *self);
/* @toast is (transfer full). */
void ddi_window_show_toast (DdiWindow *self, AdwToast *toast);

G_END_DECLS

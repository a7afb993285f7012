/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What can still be undone, newest last. The oldest are forgotten above a bound. Main thread only. */
typedef struct _DdiUndoLog DdiUndoLog;

/* @target is what was given to ddi_undo_log_new(). */
typedef void (*DdiUndoLogFunc) (gpointer target, gpointer user_data);

DdiUndoLog *ddi_undo_log_new (gpointer target, guint size);
void ddi_undo_log_free (DdiUndoLog *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiUndoLog, ddi_undo_log_free)

/* The number of the entry, never 0. @destroy is called once, after @undo or when it is forgotten. */
guint ddi_undo_log_add (DdiUndoLog *self, DdiUndoLogFunc undo, gpointer user_data, GDestroyNotify destroy);
/* Undoes the entry of this number, or the newest with 0. FALSE where there is none. */
gboolean ddi_undo_log_undo (DdiUndoLog *self, guint number);
void ddi_undo_log_clear (DdiUndoLog *self);

G_END_DECLS

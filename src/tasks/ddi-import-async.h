/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tasks/ddi-import.h"

G_BEGIN_DECLS

/* The steps of an import from the main thread. While one runs, the plans belong to it: look at them
 * again in the callback. Each works on a thread of its own, which mostly waits. */

/* What a file holds, by its name and its header; what it is not is told when it is read. */
DdiImportKind ddi_import_guess_kind (GFile *file);

/* Reads, matches and previews @files, of any kinds. Returns one plan a kind. (element-type
 * DdiImportPlan) (transfer full) */
void ddi_import_prepare_async (DdiDatabase *database, GListModel *files, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *ddi_import_prepare_finish (GAsyncResult *result, GError **error);

/* Previews the plans again after the user has chosen otherwise. */
void ddi_import_preview_async (DdiDatabase *database, GPtrArray *plans, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
gboolean ddi_import_preview_finish (GAsyncResult *result, GError **error);

/* @progress is called in the caller's main context. Files that were written stay written where a later
 * one fails: look at their batch_id. Cancelled, nothing stays. */
void ddi_import_apply_async (DdiDatabase *database, int user_id, GPtrArray *plans,
                             DdiImportProgressFunc progress, gpointer progress_data,
                             GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean ddi_import_apply_finish (GAsyncResult *result, GError **error);

/* Undoes these batches, the latest first. @batches: (element-type gint) */
void ddi_import_undo_async (DdiDatabase *database, int user_id, GArray *batches, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data);
gboolean ddi_import_undo_finish (GAsyncResult *result, DdiImportUndo *sum, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/ddi-database.h"

G_BEGIN_DECLS

/* Writes entries of the log, newest first, with the head of its chain as it was then: as JSON where @path ends in
 * .json ("head", then "entries"), else as CSV, whose last record has the action HEAD. @filter: the six parameters of
 * audit/count (floating is sunk). The file takes its place when it is complete. Not on the main thread. */
gboolean ddi_audit_export (DdiDatabase *database, GVariant *filter, const char *path, gint64 *n_entries,
                           GCancellable *cancellable, GError **error);

void ddi_audit_export_async (DdiDatabase *database, GVariant *filter, const char *path,
                             GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean ddi_audit_export_finish (GAsyncResult *result, gint64 *n_entries, GError **error);

G_END_DECLS

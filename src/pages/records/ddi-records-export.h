/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"
#include "pages/records/ddi-record.h"

G_BEGIN_DECLS

/* Asks where to, and writes the whole list (not only the rows in view) as CSV or XLSX on a thread of its
 * own, a window of rows at a time. @params are those of the list's query (floating is sunk); a toast
 * tells how it went. */
void ddi_records_export_ask (DdiWindow *window, DdiRecordKind kind, const char *file_name, GVariant *params,
                             GCancellable *cancellable);

/* Without asking; blocks, for worker threads and tests. The number of rows, -1 on error. */
gint64 ddi_records_export_write (DdiDatabase *database, DdiRecordKind kind, GVariant *params,
                                 const char *path, GCancellable *cancellable, GError **error);

G_END_DECLS

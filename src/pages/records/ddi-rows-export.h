/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"
#include "db/ddi-rows.h"

G_BEGIN_DECLS

/* Writes @rows to @path, as CSV or XLSX by its name, on a thread. */
typedef gboolean (*DdiRowsExportFunc) (DdiRows *rows, const char *path, GCancellable *cancellable,
                                       GError **error);

/* Asks where to, beginning with @file_name, and lets @write do it; a toast tells how it went. For lists that
 * are all there; those that are read in windows have ddi_records_export_ask(). */
void ddi_rows_export_ask (DdiWindow *window, DdiRows *rows, const char *file_name, DdiRowsExportFunc write,
                          GCancellable *cancellable);

G_END_DECLS

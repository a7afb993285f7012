/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"
#include "tasks/ddi-export.h"

G_BEGIN_DECLS

/* Asks where to, and writes all rows that the list has (the header's filter, the search and the order of
 * @options; not only the rows in view) as CSV or XLSX; a toast tells how it went. */
void ddi_records_export_ask (DdiWindow *window, const DdiExportOptions *options, const char *file_name,
                             GCancellable *cancellable);

/* The chooser alone, for other lists too: with filters for both formats and a name to begin with.
 * (transfer full) */
GtkFileChooserNative *ddi_records_export_chooser (DdiWindow *window, const char *file_name);

G_END_DECLS

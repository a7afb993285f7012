/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"

G_BEGIN_DECLS

/* The Sunday that the last whole week began with. */
DdiDay ddi_stores_report_get_sunday (DdiSession *session);

/* Asks where to and, where there are several, of which district: @district, NULL for all, is chosen at first. Writes the
 * last whole week in money, as a PDF or by the ending as a workbook; a toast tells how it went. Returns the dialog, which
 * goes by itself (transfer none). */
GtkNativeDialog *ddi_stores_report_ask (DdiWindow *window, const char *const *districts, const char *district,
                                        GCancellable *cancellable);
/* The same to a place that was chosen; @district NULL: all. */
void ddi_stores_report_write (DdiWindow *window, const char *path, const char *district,
                              GCancellable *cancellable);

G_END_DECLS

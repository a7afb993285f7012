/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"

G_BEGIN_DECLS

/* Asks where to, and writes the last whole week in money, as a PDF or by the ending as a workbook; a toast tells how
 * it went. */
void ddi_stores_report_ask (DdiWindow *window, GCancellable *cancellable);
/* The same to a place that was chosen. */
void ddi_stores_report_write (DdiWindow *window, const char *path, GCancellable *cancellable);

G_END_DECLS

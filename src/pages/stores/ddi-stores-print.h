/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"
#include "tasks/ddi-weekly.h"

G_BEGIN_DECLS

/* What Stores writes into files, on a printer instead. */

/* Next week's sheets of all shops. */
void ddi_stores_print_sheets (DdiWindow *window, GCancellable *cancellable);
/* The last whole week in money. Where there are several districts, or the list shows but @district, it is asked which
 * one, @district, NULL for all, being chosen at first: returns that question, which goes by itself (transfer none), else NULL. */
GtkWidget *ddi_stores_print_report (DdiWindow *window, const char *const *districts, const char *district,
                                    GCancellable *cancellable);

/* What is printed, to be run with any action; @sheets (element-type DdiWeekSheet), at least one. (transfer full) */
GtkPrintOperation *ddi_stores_sheets_operation_new (GPtrArray *sheets);
/* @weekly (transfer full), (transfer full) */
GtkPrintOperation *ddi_stores_report_operation_new (DdiWeekly *weekly);

G_END_DECLS

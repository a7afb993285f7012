/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A row that is there while something takes a while: its step, how far it has come, and a button that cancels it. One
 * thing at a time. */
#define DDI_TYPE_BUSY_ROW (ddi_busy_row_get_type ())
G_DECLARE_FINAL_TYPE (DdiBusyRow, ddi_busy_row, DDI, BUSY_ROW, AdwActionRow)

/* Shows @step. Returns what cancels the work; it keeps the row, so whoever holds it may report from any thread.
 * (transfer none) */
GCancellable *ddi_busy_row_begin (DdiBusyRow *self, const char *step);

/* Shows a step of what was begun on @row; from any thread. @total 0: nobody knows. */
void ddi_busy_row_report (const char *step, guint done, guint total, gpointer row);

/* What is under way does not stop half-way: its button is not to be had until the next begins. */
void ddi_busy_row_refuse_cancel (DdiBusyRow *self);

/* What was begun is over. */
void ddi_busy_row_end (DdiBusyRow *self);

/* Nobody waits for what was begun any more: cancels it. */
void ddi_busy_row_abandon (DdiBusyRow *self);

gboolean ddi_busy_row_is_busy (DdiBusyRow *self);

G_END_DECLS

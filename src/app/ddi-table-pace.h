/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How much of a table is made in one turn of the main loop. A list view keeps about 200 rows beyond those in view,
 * and making or writing all of them at once would hold the window still: a list that comes begins with the rows in
 * view and grows frame by frame, and the cells of a jump are written in the order of their distance from the view.
 * Main thread only; one a table. */
typedef struct _DdiTablePace DdiTablePace;

/* Writes a cell. */
typedef void (*DdiTableShowFunc) (GtkListItem *cell);
/* Whether what a cell says is there already; one that waits for it stays empty for a moment, then is written as it is. */
typedef gboolean (*DdiTableReadyFunc) (GtkListItem *cell);

DdiTablePace *ddi_table_pace_new (GListModel *model, DdiTableShowFunc show, DdiTableReadyFunc is_ready);
void ddi_table_pace_free (DdiTablePace *self);

/* The rows of the model that are let in so far. (transfer none) */
GListModel *ddi_table_pace_get_rows (DdiTablePace *self);
/* The view of these rows, which may go before the pace. */
void ddi_table_pace_set_view (DdiTablePace *self, GtkWidget *view);
/* Lets all rows in. */
void ddi_table_pace_let_in (DdiTablePace *self);

/* A cell has got another row, or (@other_row FALSE) its row says something else: it is written now, or soon, and says
 * nothing till then of a row that is not its own: its child has the state "busy" for assistive tools until it says what
 * the row does. */
void ddi_table_pace_want (DdiTablePace *self, GtkListItem *cell, gboolean other_row);
/* A cell has let go of its row. */
void ddi_table_pace_forget (DdiTablePace *self, GtkListItem *cell);
/* Whether no cell of a row waits, for tests and measurements. */
gboolean ddi_table_pace_is_written (DdiTablePace *self, guint position);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "db/ddi-database.h"

G_BEGIN_DECLS

/* One row of a DdiQueryModel. It exists before its data does: bind to "notify::loaded". */
#define DDI_TYPE_QUERY_ROW (ddi_query_row_get_type ())
G_DECLARE_FINAL_TYPE (DdiQueryRow, ddi_query_row, DDI, QUERY_ROW, GObject)

/* One that is loaded from the start, for lists that are short enough to be read at once. */
DdiQueryRow *ddi_query_row_new_loaded (DdiRows *rows, guint index);
/* Where its values are: the rows of one window and the index in them. NULL while it loads. */
DdiRows *ddi_query_row_get (DdiQueryRow *self, guint *index);

/* The rows of a query as a GListModel that holds only what is looked at: windows of 200 rows are read
 * when one of their rows is asked for, and the ones looked at longest ago are dropped. Its memory does
 * not depend on the number of rows.
 *
 * The count query takes the parameters given to load and returns one row: n, and totals if wanted.
 * The window query takes these and then: sort (text), descending (boolean), the key columns of the row
 * to begin after (all NULL at the start), rows to skip and most rows. The seek query takes the
 * parameters given to load, of which the second and third are the first and last day of the rows, sort,
 * descending, a position and the rows wanted from there; it returns the key columns of a row not far
 * before it, the rows to skip from there, and as "first" and "last" the days that the window query is to
 * be given instead, or no row. Main thread only. */
#define DDI_TYPE_QUERY_MODEL (ddi_query_model_get_type ())
G_DECLARE_FINAL_TYPE (DdiQueryModel, ddi_query_model, DDI, QUERY_MODEL, GObject)

#define DDI_QUERY_MODEL_WINDOW 200

typedef struct
{
  const char *count;              /* a query, "sales/count" */
  const char *window;             /* a query, "sales/list-window" */
  const char *const *key_columns; /* of the window's rows; NULL-terminated; the last tells rows apart */
  const char *seek;               /* a query, "sales/seek"; NULL: there is none */
} DdiQuerySource;

/* @source is static. */
DdiQueryModel *ddi_query_model_new (const DdiQuerySource *source);

/* Reads the count and the first window in one unit, then replaces all rows. @params is a tuple
 * (floating is sunk). Another load, cancelling or disposing makes this one end with CANCELLED. */
void ddi_query_model_load_async (DdiQueryModel *self, DdiDatabase *database, GVariant *params,
                                 const char *sort, gboolean descending, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
gboolean ddi_query_model_load_finish (DdiQueryModel *self, GAsyncResult *result, GError **error);

/* The count query's row; NULL before the first load. */
DdiRows *ddi_query_model_get_totals (DdiQueryModel *self);
/* How many windows are held, for tests. */
guint ddi_query_model_get_n_windows (DdiQueryModel *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-query-diff.h"
#include "app/ddi-query-model.h"
#include "app/ddi-query-row-private.h"

G_BEGIN_DECLS

typedef struct
{
  guint number;
  DdiRows *rows;     /* NULL while it is being read */
  gboolean reversed; /* read from the end: the last row first */
} Window;

struct _DdiQueryModel
{
  GObject parent_instance;

  const DdiQuerySource *source;

  DdiDatabase *database;
  GVariant *params;
  char *sort;
  gboolean descending;
  GCancellable *cancellable; /* of the generation of rows that is shown or being loaded */

  guint n;
  DdiRows *totals;
  GQueue windows;    /* Window, the one looked at last first */
  gboolean again;    /* the load under way asks for the rows that are there */
  GHashTable *items; /* position → DdiQueryRow, weak */
  /* Window number → the key columns of its last row (a strv): where the next window begins. Kept when
   * the window goes. */
  GHashTable *anchors;
  GArray *wanted; /* guint window numbers, the newest wish last */
  guint n_in_flight;
  guint fetch_source;
};

/* The items that somebody holds. */
void ddi_query_model_add_item (DdiQueryModel *self, DdiQueryRow *item);
void ddi_query_model_forget_items (DdiQueryModel *self);
/* Those before the change keep their positions, those in it are let go of, those behind move along with it. */
void ddi_query_model_move_items (DdiQueryModel *self, const DdiQueryDiff *diff);

G_END_DECLS

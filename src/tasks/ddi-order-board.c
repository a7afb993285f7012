/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-order-board.h"

#include "evaluate/ddi-shortage.h"
#include "tasks/ddi-order-private.h"

struct _DdiOrderBoard
{
  gatomicrefcount references;
  DdiDay day;
  gint64 due;
  DdiRows *shop_rows;
  DdiRows *line_rows;
  DdiRows *dispatch_rows;
  GArray *shops; /* DdiOrderShop */
  GPtrArray *totals;
  GPtrArray *dispatches;
};

G_DEFINE_BOXED_TYPE (DdiOrderBoard, ddi_order_board, ddi_order_board_ref, ddi_order_board_unref)

enum
{
  SHOPS,
  LINES,
  DISPATCHES,
  DAY,
};

#define PIECES(name)                                                                                         \
  (ddi_rows_is_null (rows, i, ddi_rows_column (rows, name))                                                  \
       ? DDI_ORDER_UNKNOWN                                                                                   \
       : ddi_rows_get_int (rows, i, ddi_rows_column (rows, name)))
#define COUNT(name) ((guint)ddi_rows_get_int (rows, i, ddi_rows_column (rows, name)))

static void
read_shop (DdiOrderShop *shop, DdiRows *rows, guint i)
{
  *shop = (DdiOrderShop){
    .store_id = (int)ddi_rows_get_int (rows, i, ddi_rows_column (rows, "store_id")),
    .store = ddi_rows_get_text (rows, i, ddi_rows_column (rows, "store")),
    .last_count = ddi_rows_get_day (rows, i, ddi_rows_column (rows, "last_day")),
    .predicted = PIECES ("predicted"),
    .quantity = PIECES ("quantity"),
    .last_week = PIECES ("last_week"),
    .n_lines = COUNT ("n_lines"),
    .n_pending = COUNT ("n_pending"),
    .n_approved = COUNT ("n_approved"),
    .n_rejected = COUNT ("n_rejected"),
    .n_changed = COUNT ("n_changed"),
    .n_missing_days = COUNT ("n_missing"),
    .n_new_products = COUNT ("n_new"),
    .n_big_changes = COUNT ("n_big"),
    .n_sold_out = COUNT ("n_sold_out"),
    .n_fallbacks = COUNT ("n_fallback"),
    .n_exceptions = COUNT ("n_exceptions"),
    .decided_by = ddi_rows_get_text (rows, i, ddi_rows_column (rows, "decider")),
    .decided_at = ddi_rows_get_int (rows, i, ddi_rows_column (rows, "decided_epoch")),
  };
}

static GPtrArray *
sum_lines (DdiRows *rows)
{
  DdiOrderSums *sums = ddi_order_sums_new ();
  guint category = ddi_rows_column (rows, "category"), demand = ddi_rows_column (rows, "predicted_demand");
  guint lower = ddi_rows_column (rows, "lower_bound"), upper = ddi_rows_column (rows, "upper_bound");
  guint pieces = ddi_rows_column (rows, "quantity"), last_week = ddi_rows_column (rows, "last_week");
  guint coverage = ddi_rows_column (rows, "coverage");

  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    {
      int predicted = (int)ddi_rows_get_int (rows, i, demand);
      int quantity = (int)ddi_rows_get_int (rows, i, pieces);
      double spread = ddi_rows_is_null (rows, i, lower) || ddi_rows_is_null (rows, i, upper)
                          ? 0
                          : ddi_spread_from_bounds (ddi_rows_get_double (rows, i, lower),
                                                    ddi_rows_get_double (rows, i, upper),
                                                    (double)ddi_rows_get_int (rows, i, coverage) / 100);

      ddi_order_sums_add (sums, ddi_rows_get_text (rows, i, category), predicted, quantity,
                          ddi_order_read_pieces (rows, i, last_week),
                          ddi_expected_lost (predicted, spread, quantity));
    }
  return ddi_order_sums_finish (sums);
}

static GPtrArray *
read_dispatches (DdiRows *rows)
{
  GPtrArray *dispatches = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    {
      DdiDispatch *dispatch = g_new0 (DdiDispatch, 1);

      dispatch->id = (int)ddi_rows_get_int (rows, i, 0);
      dispatch->sent_at = ddi_rows_get_int (rows, i, 1);
      dispatch->sent_by = ddi_rows_get_text (rows, i, 2);
      dispatch->format = ddi_rows_get_text (rows, i, 3);
      dispatch->file_name = ddi_rows_get_text (rows, i, 4);
      dispatch->total = ddi_rows_get_int (rows, i, 5);
      g_ptr_array_add (dispatches, dispatch);
    }
  return dispatches;
}

DdiUnit *
ddi_order_board_unit (DdiDay day)
{
  DdiUnit *unit = ddi_unit_new ();
  g_autofree char *text = ddi_day_format (day);

  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, "orders/list-board", g_variant_new ("(s)", text));
  ddi_unit_add (unit, "orders/list-board-lines", g_variant_new ("(s)", text));
  ddi_unit_add (unit, "orders/list-dispatches", g_variant_new ("(s)", text));
  ddi_unit_add (unit, "orders/get-day", g_variant_new ("(s)", text));
  return unit;
}

DdiOrderBoard *
ddi_order_board_from_rows (GPtrArray *results)
{
  DdiOrderBoard *self = g_new0 (DdiOrderBoard, 1);
  DdiRows *rows = results->pdata[SHOPS];

  g_atomic_ref_count_init (&self->references);
  self->day = ddi_rows_get_day (results->pdata[DAY], 0, 0);
  self->shop_rows = ddi_rows_ref (rows);
  self->dispatch_rows = ddi_rows_ref (results->pdata[DISPATCHES]);
  self->shops = g_array_new (FALSE, TRUE, sizeof (DdiOrderShop));
  g_array_set_size (self->shops, ddi_rows_get_n (rows));
  for (guint i = 0; i < self->shops->len; i++)
    {
      DdiOrderShop *shop = &g_array_index (self->shops, DdiOrderShop, i);
      gint64 due = ddi_rows_get_int (rows, i, ddi_rows_column (rows, "due"));

      read_shop (shop, rows, i);
      if (shop->n_pending > 0 && (self->due == 0 || due < self->due))
        self->due = due;
    }
  self->line_rows = ddi_rows_ref (results->pdata[LINES]);
  self->totals = sum_lines (self->line_rows);
  self->dispatches = read_dispatches (self->dispatch_rows);
  return self;
}

DdiOrderBoard *
ddi_order_board_load (DdiDatabase *database, DdiDay day, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) results = ddi_database_run (database, ddi_order_board_unit (day), cancellable, error);

  return results ? ddi_order_board_from_rows (results) : NULL;
}

DdiOrderBoard *
ddi_order_board_ref (DdiOrderBoard *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
ddi_order_board_unref (DdiOrderBoard *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  ddi_rows_unref (self->shop_rows);
  ddi_rows_unref (self->line_rows);
  ddi_rows_unref (self->dispatch_rows);
  g_array_unref (self->shops);
  g_ptr_array_unref (self->totals);
  g_ptr_array_unref (self->dispatches);
  g_free (self);
}

DdiDay
ddi_order_board_get_day (DdiOrderBoard *self)
{
  return self->day;
}

guint
ddi_order_board_get_n_shops (DdiOrderBoard *self)
{
  return self->shops->len;
}

const DdiOrderShop *
ddi_order_board_get_shop (DdiOrderBoard *self, guint index)
{
  return &g_array_index (self->shops, DdiOrderShop, index);
}

GArray *
ddi_order_board_get_pending (DdiOrderBoard *self, int store_id)
{
  GArray *pending = g_array_new (FALSE, FALSE, sizeof (int));
  guint store = ddi_rows_column (self->line_rows, "store_id");
  guint column = ddi_rows_column (self->line_rows, "pending_id");

  for (guint i = 0; i < ddi_rows_get_n (self->line_rows); i++)
    if (!ddi_rows_is_null (self->line_rows, i, column) &&
        (store_id == 0 || ddi_rows_get_int (self->line_rows, i, store) == store_id))
      {
        int id = (int)ddi_rows_get_int (self->line_rows, i, column);

        g_array_append_val (pending, id);
      }
  return pending;
}

GPtrArray *
ddi_order_board_get_totals (DdiOrderBoard *self)
{
  return self->totals;
}

GPtrArray *
ddi_order_board_get_dispatches (DdiOrderBoard *self)
{
  return self->dispatches;
}

gint64
ddi_order_board_get_due (DdiOrderBoard *self)
{
  return self->due;
}

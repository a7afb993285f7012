/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-order.h"

#include "evaluate/ddi-shortage.h"
#include "tasks/ddi-order-private.h"

struct _DdiOrder
{
  gatomicrefcount references;
  int store_id;
  DdiDay day;
  DdiDay last_day;
  gint64 due;
  const char *store; /* owned by @header */
  DdiRows *header;
  DdiRows *rows; /* owns the lines' texts */
  GArray *lines; /* DdiOrderLine */
  GPtrArray *totals;
};

G_DEFINE_BOXED_TYPE (DdiOrder, ddi_order, ddi_order_ref, ddi_order_unref)

enum
{
  HEADER,
  LINES,
};

static const char *const statuses[] = { "pending", "approved", "rejected" };

const char *
ddi_order_status_to_string (DdiOrderStatus self)
{
  return statuses[self];
}

static DdiOrderStatus
parse_status (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (g_strcmp0 (text, statuses[i]) == 0)
      return (DdiOrderStatus)i;
  return DDI_ORDER_PENDING;
}

int
ddi_order_read_pieces (DdiRows *rows, guint row, guint column)
{
  return ddi_rows_is_null (rows, row, column) ? DDI_ORDER_UNKNOWN : (int)ddi_rows_get_int (rows, row, column);
}

#define PIECES(name) ddi_order_read_pieces (rows, i, ddi_rows_column (rows, name))
#define INT(name) ((int)ddi_rows_get_int (rows, i, ddi_rows_column (rows, name)))
#define TEXT(name) ddi_rows_get_text (rows, i, ddi_rows_column (rows, name))
#define BOOLEAN(name) ddi_rows_get_boolean (rows, i, ddi_rows_column (rows, name))

static void
expect (DdiOrderLine *line)
{
  double spread = line->lower < 0 || line->upper < 0
                      ? 0
                      : ddi_spread_from_bounds (line->lower, line->upper, line->coverage / 100.0);

  line->lost = ddi_expected_lost (line->predicted, spread, line->quantity);
  line->waste = line->lost + line->quantity - line->predicted;
}

static void
read_line (DdiOrderLine *line, DdiRows *rows, guint i)
{
  *line = (DdiOrderLine){
    .id = INT ("id"),
    .row_version = INT ("row_version"),
    .store_id = INT ("store_id"),
    .product_id = INT ("product_id"),
    .product = TEXT ("product"),
    .category = TEXT ("category"),
    .predicted = INT ("predicted_demand"),
    .lower = PIECES ("lower_bound"),
    .upper = PIECES ("upper_bound"),
    .coverage = INT ("coverage"),
    .confidence = ddi_rows_get_double (rows, i, ddi_rows_column (rows, "confidence")),
    .order = INT ("order_quantity"),
    .quantity = INT ("quantity"),
    .status = parse_status (TEXT ("status")),
    .changed_id = PIECES ("changed_id"),
    .changed_row_version = INT ("changed_row_version"),
    .changed_order = PIECES ("changed_order"),
    .made_last_week = PIECES ("made_last_week"),
    .left_last_week = PIECES ("left_behind"),
    .sold_last_week = PIECES ("sold_last_week"),
    .sold_out_last_week = BOOLEAN ("sold_out_last_week"),
    .is_new = BOOLEAN ("is_new"),
    .is_sold_out = BOOLEAN ("is_sold_out"),
    .is_big_change = BOOLEAN ("is_big_change"),
    .is_exception = BOOLEAN ("is_exception"),
    .model = TEXT ("model"),
    .note = TEXT ("note"),
    .explanation = TEXT ("explanation"),
    .decided_by_id = INT ("decided_by"),
    .decided_by = TEXT ("decider"),
    .decided_at = ddi_rows_get_int (rows, i, ddi_rows_column (rows, "decided_epoch")),
    .reason = TEXT ("decision_reason"),
  };
  expect (line);
}

static int
last_week (const DdiOrderLine *line)
{
  return line->made_last_week != DDI_ORDER_UNKNOWN ? line->made_last_week : line->sold_last_week;
}

DdiUnit *
ddi_order_unit (int store_id, DdiDay day)
{
  DdiUnit *unit = ddi_unit_new ();
  g_autofree char *text = ddi_day_format (day);

  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, "orders/get-store-day", g_variant_new ("(is)", store_id, text));
  ddi_unit_add (unit, "orders/list-lines", g_variant_new ("(is)", store_id, text));
  return unit;
}

DdiOrder *
ddi_order_from_rows (GPtrArray *results)
{
  DdiOrder *self = g_new0 (DdiOrder, 1);
  DdiRows *rows = results->pdata[LINES];
  DdiOrderSums *sums = ddi_order_sums_new ();

  g_atomic_ref_count_init (&self->references);
  self->header = ddi_rows_ref (results->pdata[HEADER]);
  self->rows = ddi_rows_ref (rows);
  self->day = DDI_DAY_INVALID;
  self->last_day = DDI_DAY_INVALID;
  if (ddi_rows_get_n (self->header) > 0)
    {
      self->store_id = (int)ddi_rows_get_int (self->header, 0, 0);
      self->store = ddi_rows_get_text (self->header, 0, 1);
      self->last_day = ddi_rows_get_day (self->header, 0, 2);
      self->due = ddi_rows_get_int (self->header, 0, 3);
      self->day = ddi_rows_get_day (self->header, 0, 4);
    }
  self->lines = g_array_sized_new (FALSE, TRUE, sizeof (DdiOrderLine), ddi_rows_get_n (rows));
  g_array_set_size (self->lines, ddi_rows_get_n (rows));
  for (guint i = 0; i < self->lines->len; i++)
    {
      DdiOrderLine *line = &g_array_index (self->lines, DdiOrderLine, i);

      read_line (line, rows, i);
      ddi_order_sums_add (sums, line->category, line->predicted, line->quantity, last_week (line),
                          line->lost);
    }
  self->totals = ddi_order_sums_finish (sums);
  return self;
}

DdiOrder *
ddi_order_load (DdiDatabase *database, int store_id, DdiDay day, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) results =
      ddi_database_run (database, ddi_order_unit (store_id, day), cancellable, error);

  return results ? ddi_order_from_rows (results) : NULL;
}

DdiOrder *
ddi_order_ref (DdiOrder *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
ddi_order_unref (DdiOrder *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  ddi_rows_unref (self->header);
  ddi_rows_unref (self->rows);
  g_array_unref (self->lines);
  g_ptr_array_unref (self->totals);
  g_free (self);
}

int
ddi_order_get_store_id (DdiOrder *self)
{
  return self->store_id;
}

const char *
ddi_order_get_store (DdiOrder *self)
{
  return self->store;
}

DdiDay
ddi_order_get_day (DdiOrder *self)
{
  return self->day;
}

DdiDay
ddi_order_get_last_day (DdiOrder *self)
{
  return self->last_day;
}

gint64
ddi_order_get_due (DdiOrder *self)
{
  return self->due;
}

guint
ddi_order_get_n_lines (DdiOrder *self)
{
  return self->lines->len;
}

const DdiOrderLine *
ddi_order_get_line (DdiOrder *self, guint index)
{
  return &g_array_index (self->lines, DdiOrderLine, index);
}

GArray *
ddi_order_get_pending (DdiOrder *self)
{
  GArray *pending = g_array_new (FALSE, FALSE, sizeof (int));

  for (guint i = 0; i < self->lines->len; i++)
    {
      const DdiOrderLine *line = ddi_order_get_line (self, i);

      if (line->status == DDI_ORDER_PENDING)
        g_array_append_val (pending, line->id);
    }
  return pending;
}

GPtrArray *
ddi_order_get_totals (DdiOrder *self)
{
  return self->totals;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-generate-private.h"

/* What something may be sold for beyond its first day is told by its product; what is left of it by its days. */
void
ddi_history_add_leftovers (DdiHistory *self, DdiRows *rows)
{
  int n_series = ddi_panel_n_series (self->panel);

  self->shelf_lives = g_new (int, MAX (n_series, 1));
  for (int s = 0; s < n_series; s++)
    {
      const DdiHistoryProduct *product = self->products->pdata[ddi_panel_series_product (self->panel, s)];

      self->shelf_lives[s] = MAX (product->shelf_life, 1);
    }
  self->leftovers = g_array_new (FALSE, FALSE, sizeof (DdiHistoryLeftover));
  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    {
      gpointer store, product;
      DdiHistoryLeftover leftover = { .day = ddi_rows_get_day (rows, i, 3),
                                      .made = (int)ddi_rows_get_int (rows, i, 4),
                                      .sold = (int)ddi_rows_get_int (rows, i, 5),
                                      .wasted = (int)ddi_rows_get_int (rows, i, 6) };

      if (!g_hash_table_lookup_extended (self->store_index,
                                         GINT_TO_POINTER ((int)ddi_rows_get_int (rows, i, 0)), NULL,
                                         &store) ||
          !g_hash_table_lookup_extended (self->product_index,
                                         GINT_TO_POINTER ((int)ddi_rows_get_int (rows, i, 1)), NULL,
                                         &product))
        continue;
      leftover.series =
          ddi_panel_find_series (self->panel, GPOINTER_TO_INT (store), GPOINTER_TO_INT (product));
      if (leftover.series >= 0)
        g_array_append_val (self->leftovers, leftover);
    }
}

/* Oldest first: what is sold or thrown away is taken from the oldest pieces, and at the end of day t those are gone
 * that were made on day t - L + 1 or before, since on t + 1 they would be sold on the day after their last:
 *
 *   x(t) = min (max (x(t - 1) + made(t) - sold(t) - wasted(t), 0), Σ made(t - L + 2 … t)). */
static int
left_of (const DdiHistory *self, const DdiHistoryLeftover *days, guint n, DdiDay day)
{
  int life = self->shelf_lives[days->series];
  gint64 left = 0;
  DdiDay known = DDI_DAY_INVALID;

  for (guint i = 0; i < n && days[i].day <= day; i++)
    {
      gint64 young = 0;

      if (known != DDI_DAY_INVALID && days[i].day != known + 1)
        left = 0;
      known = days[i].day;
      left = MAX (left + days[i].made - days[i].sold - days[i].wasted, 0);
      for (guint k = 0; k <= i && (int)k < life - 1 && days[i - k].day == known - (DdiDay)k; k++)
        young += days[i - k].made;
      left = MIN (left, young);
    }
  return known == day ? (int)MIN (left, G_MAXINT) : 0;
}

int *
ddi_history_list_stocks (const DdiHistory *self, DdiDay day)
{
  int *stocks = g_new0 (int, MAX (ddi_panel_n_series (self->panel), 1));
  const DdiHistoryLeftover *days = (const DdiHistoryLeftover *)self->leftovers->data;
  guint n = self->leftovers->len;

  for (guint begin = 0, end; begin < n; begin = end)
    {
      for (end = begin; end < n && days[end].series == days[begin].series; end++)
        ;
      stocks[days[begin].series] = left_of (self, days + begin, end - begin, day);
    }
  return stocks;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/overview/ddi-overview.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/ddi-week.h"

/* How far ahead the demand chart looks, and how far back at least. */
#define AHEAD 14
#define LEAST_BACK 14
/* More days than these are counted by weeks. */
#define MOST_DAYS 186
#define MOST_BARS 62
/* So few forecasts with a known actual say nothing of the usual error. */
#define LEAST_ERRORS 20

struct _DdiOverview
{
  DdiFilter filter;
  DdiDay today;
  char *currency;
  GPtrArray *results;
  GPtrArray *categories; /* names as read; "" for none */
};

static DdiOverviewBuckets
count_buckets (DdiDay first, DdiDay last, int most_days)
{
  DdiOverviewBuckets buckets = { first, (guint)MAX (last - first + 1, 0), 1 };

  if (last - first + 1 <= most_days)
    return buckets;
  /* Whole weeks only: a part of one would look like a fall. */
  buckets.first = ddi_week_begin (first + 6);
  buckets.days_each = 7;
  buckets.n = (guint)((last - buckets.first + 1) / 7);
  return buckets;
}

DdiOverviewBuckets
ddi_overview_demand_buckets (const DdiFilter *filter, DdiDay today)
{
  DdiDay last = filter->last >= today - 1 ? today + AHEAD : filter->last;
  DdiDay first = MIN (filter->first, MIN (filter->last, today) - LEAST_BACK + 1);

  return count_buckets (first, last, MOST_DAYS);
}

DdiOverviewBuckets
ddi_overview_waste_buckets (const DdiFilter *filter, DdiDay today)
{
  return count_buckets (filter->first, MAX (MIN (filter->last, today), filter->first), MOST_BARS);
}

static void
add_ranged (DdiUnit *unit, const char *query, const DdiFilter *filter, const DdiOverviewBuckets *buckets)
{
  DdiDay last = buckets->first + (DdiDay)(buckets->n * buckets->days_each) - 1;

  ddi_unit_add (unit, query,
                g_variant_new ("(i@ms@msi)", filter->store_id, ddi_unit_day (buckets->first),
                               ddi_unit_day (last), (int)buckets->days_each));
}

/* In the order of DdiOverviewStatement. */
DdiUnit *
ddi_overview_unit (const DdiFilter *filter, DdiDay today)
{
  static const char *const of_today[] = { "overview/get-today",         "overview/get-order",
                                          "overview/list-order-totals", "overview/list-gaps",
                                          "overview/list-sell-outs",    "overview/count-doubts",
                                          "overview/list-drifting" };
  DdiOverviewBuckets demand = ddi_overview_demand_buckets (filter, today);
  DdiOverviewBuckets waste = ddi_overview_waste_buckets (filter, today);
  DdiUnit *unit = ddi_unit_new ();

  ddi_unit_set_read_only (unit);
  for (gsize i = 0; i < G_N_ELEMENTS (of_today); i++)
    ddi_unit_add (unit, of_today[i], g_variant_new ("(i@ms)", filter->store_id, ddi_unit_day (today)));
  ddi_unit_add (unit, "overview/list-totals",
                g_variant_new ("(i@ms@ms@ms)", filter->store_id, ddi_unit_day (filter->first),
                               ddi_unit_day (filter->last), ddi_unit_day (today)));
  add_ranged (unit, "overview/list-days", filter, &demand);
  ddi_unit_add (unit, "overview/list-events",
                g_variant_new ("(i@ms@ms)", filter->store_id, ddi_unit_day (demand.first),
                               ddi_unit_day (demand.first + (DdiDay)(demand.n * demand.days_each) - 1)));
  add_ranged (unit, "overview/list-waste-reasons", filter, &waste);
  ddi_unit_add (unit, "overview/list-waste-products",
                g_variant_new ("(i@ms@ms)", filter->store_id, ddi_unit_day (filter->first),
                               ddi_unit_day (filter->last)));
  ddi_unit_add (unit, "overview/list-errors",
                g_variant_new ("(i@ms@ms)", filter->store_id, ddi_unit_day (filter->first),
                               ddi_unit_day (filter->last)));
  return unit;
}

static const char *
category_of (DdiRows *rows, guint row)
{
  const char *name = ddi_rows_get_text (rows, row, ddi_rows_column (rows, "category"));

  return name ? name : "";
}

DdiOverview *
ddi_overview_new (const DdiFilter *filter, DdiDay today, const char *currency, GPtrArray *results)
{
  DdiOverview *self;
  DdiRows *totals;

  g_return_val_if_fail (results->len == DDI_OVERVIEW_N_STATEMENTS, NULL);

  self = g_new0 (DdiOverview, 1);
  self->filter = *filter;
  self->today = today;
  self->currency = g_strdup (currency);
  self->results = g_ptr_array_ref (results);
  self->categories = g_ptr_array_new ();
  /* Those of the range come before those of the one before. */
  totals = ddi_overview_get_rows (self, DDI_OVERVIEW_TOTALS);
  for (guint i = 0; i < ddi_rows_get_n (totals); i++)
    {
      const char *name = category_of (totals, i);

      if (!g_ptr_array_find_with_equal_func (self->categories, name, g_str_equal, NULL))
        g_ptr_array_add (self->categories, (gpointer)name);
    }
  return self;
}

void
ddi_overview_free (DdiOverview *self)
{
  g_free (self->currency);
  g_ptr_array_unref (self->categories);
  g_ptr_array_unref (self->results);
  g_free (self);
}

gboolean
ddi_overview_is_empty (DdiOverview *self)
{
  DdiRows *rows = ddi_overview_get_rows (self, DDI_OVERVIEW_TODAY);

  return ddi_rows_get_n (rows) == 0 || ddi_rows_is_null (rows, 0, ddi_rows_column (rows, "newest"));
}

DdiRows *
ddi_overview_get_rows (DdiOverview *self, DdiOverviewStatement statement)
{
  return g_ptr_array_index (self->results, statement);
}

const char *
ddi_overview_get_currency (DdiOverview *self)
{
  return self->currency;
}

DdiDay
ddi_overview_get_today (DdiOverview *self)
{
  return self->today;
}

const DdiFilter *
ddi_overview_get_filter (DdiOverview *self)
{
  return &self->filter;
}

guint
ddi_overview_get_n_categories (DdiOverview *self)
{
  return self->categories->len;
}

const char *
ddi_overview_get_category (DdiOverview *self, guint index)
{
  const char *name = g_ptr_array_index (self->categories, index);

  /* Translators: products that nobody has put into a category. */
  return *name ? name : _ ("Other products");
}

gboolean
ddi_overview_matches (DdiOverview *self, int category, const char *name)
{
  if (category < 0 || (guint)category >= self->categories->len)
    return TRUE;
  return g_str_equal (g_ptr_array_index (self->categories, category), name ? name : "");
}

gboolean
ddi_overview_sum (DdiOverview *self, int period, int category, DdiOverviewSums *sums)
{
  DdiRows *rows = ddi_overview_get_rows (self, DDI_OVERVIEW_TOTALS);
  gboolean known = FALSE;

  *sums = (DdiOverviewSums){ 0 };
  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    {
      if (ddi_rows_get_int (rows, i, ddi_rows_column (rows, "period")) != period ||
          !ddi_overview_matches (self, category, category_of (rows, i)))
        continue;
      known = TRUE;
      sums->sold += ddi_rows_get_int (rows, i, ddi_rows_column (rows, "sold"));
      sums->revenue += ddi_rows_get_money (rows, i, ddi_rows_column (rows, "revenue"));
      sums->n_unpriced += ddi_rows_get_int (rows, i, ddi_rows_column (rows, "n_unpriced"));
      sums->made += ddi_rows_get_int (rows, i, ddi_rows_column (rows, "made"));
      sums->left += ddi_rows_get_int (rows, i, ddi_rows_column (rows, "left"));
      sums->wasted += ddi_rows_get_int (rows, i, ddi_rows_column (rows, "wasted"));
      sums->waste_cost += ddi_rows_get_money (rows, i, ddi_rows_column (rows, "waste_cost"));
    }
  return known;
}

static double
error_over (DdiOverview *self, const char *kind, int category, const char *per)
{
  DdiRows *rows = ddi_overview_get_rows (self, DDI_OVERVIEW_ERRORS);
  double error = 0, divisor = 0, n = 0;

  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    {
      if (g_strcmp0 (ddi_rows_get_text (rows, i, ddi_rows_column (rows, "kind")), kind) != 0 ||
          !ddi_overview_matches (self, category, category_of (rows, i)))
        continue;
      n += (double)ddi_rows_get_int (rows, i, ddi_rows_column (rows, "n"));
      error += ddi_rows_get_double (rows, i, ddi_rows_column (rows, "absolute_error"));
      divisor += ddi_rows_get_double (rows, i, ddi_rows_column (rows, per));
    }
  return n >= LEAST_ERRORS && divisor > 0 ? error / divisor : NAN;
}

double
ddi_overview_error (DdiOverview *self, const char *kind, int category)
{
  return error_over (self, kind, category, "n");
}

double
ddi_overview_wape (DdiOverview *self, const char *kind, int category)
{
  return error_over (self, kind, category, "actual");
}

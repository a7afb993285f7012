/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/overview/ddi-overview-charts.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "core/ddi-format.h"
#include "evaluate/ddi-shortage.h"

#define MOST_REASONS 5
#define MOST_PRODUCTS 12
/* A forecast of so small a share of what was sold that day is not one of the day. */
#define LEAST_COVERED 0.8

/* The sums of one bucket of the demand chart. */
typedef struct
{
  double sold, n_sold;
  double predicted, n_predicted;
  double below, below2, above, above2;
  double n_days; /* with a forecast */
  double sold_out;
} Demand;

static Demand *
sum_demand (DdiOverview *self, int category, const DdiOverviewBuckets *buckets)
{
  DdiRows *rows = ddi_overview_get_rows (self, DDI_OVERVIEW_DAYS);
  Demand *demand = g_new0 (Demand, buckets->n + 1);
  guint c_bucket = ddi_rows_column (rows, "bucket"), c_category = ddi_rows_column (rows, "category");

  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    {
      gint64 bucket = ddi_rows_get_int (rows, i, c_bucket);
      Demand *d = &demand[bucket];

      if (bucket < 0 || bucket >= buckets->n ||
          !ddi_overview_matches (self, category, ddi_rows_get_text (rows, i, c_category)))
        continue;
      d->sold += (double)ddi_rows_get_int (rows, i, ddi_rows_column (rows, "sold"));
      d->n_sold += (double)ddi_rows_get_int (rows, i, ddi_rows_column (rows, "n_sold"));
      d->predicted += (double)ddi_rows_get_int (rows, i, ddi_rows_column (rows, "predicted"));
      d->n_predicted += (double)ddi_rows_get_int (rows, i, ddi_rows_column (rows, "n_predicted"));
      d->below += ddi_rows_get_double (rows, i, ddi_rows_column (rows, "below"));
      d->below2 += ddi_rows_get_double (rows, i, ddi_rows_column (rows, "below2"));
      d->above += ddi_rows_get_double (rows, i, ddi_rows_column (rows, "above"));
      d->above2 += ddi_rows_get_double (rows, i, ddi_rows_column (rows, "above2"));
      d->n_days = MAX (d->n_days, (double)ddi_rows_get_int (rows, i, ddi_rows_column (rows, "n_days")));
      d->sold_out += (double)ddi_rows_get_int (rows, i, ddi_rows_column (rows, "n_sold_out"));
    }
  return demand;
}

static DdiDay
newest_day (DdiOverview *self)
{
  DdiRows *rows = ddi_overview_get_rows (self, DDI_OVERVIEW_TODAY);

  return ddi_rows_get_day (rows, 0, ddi_rows_column (rows, "newest"));
}

/* What the newest run found; NaN: it did not. */
static double
usual_shared (DdiOverview *self)
{
  DdiRows *rows = ddi_overview_get_rows (self, DDI_OVERVIEW_TODAY);
  guint column = ddi_rows_column (rows, "shared_error");

  return ddi_rows_is_null (rows, 0, column) ? NAN : ddi_rows_get_double (rows, 0, column);
}

/* The share of days that ranges are to hold. */
static double
coverage_of (DdiOverview *self)
{
  DdiRows *rows = ddi_overview_get_rows (self, DDI_OVERVIEW_TODAY);

  return ddi_rows_get_double (rows, 0, ddi_rows_column (rows, "coverage"));
}

typedef struct
{
  double *actual, *forecast, *lower, *upper, *sold_out;
} DemandSeries;

/* Fills the series; a bucket that is not over has no actual, one that is hardly forecast no forecast. */
static void
fill_series (DdiOverview *self, const Demand *demand, const DdiOverviewBuckets *buckets, DemandSeries *series)
{
  g_autofree double *error = g_new (double, buckets->n + 1);
  g_autofree double *sum = g_new (double, buckets->n + 1);
  g_autofree double *sum2 = g_new (double, buckets->n + 1);
  DdiDay newest = newest_day (self);
  double shared, reach = ddi_range_reach (coverage_of (self));

  for (guint i = 0; i < buckets->n; i++)
    {
      const Demand *d = &demand[i];
      DdiDay last = buckets->first + (DdiDay)((i + 1) * buckets->days_each) - 1;
      gboolean over = last <= newest;
      gboolean covered = over ? d->n_predicted >= LEAST_COVERED * d->n_sold : d->n_days >= buckets->days_each;
      gboolean forecast = d->n_predicted > 0 && covered;

      series->actual[i] = over && d->n_sold > 0 ? d->sold : NAN;
      series->forecast[i] = forecast ? d->predicted : NAN;
      series->sold_out[i] = over && d->sold_out > 0 ? d->sold_out : NAN;
      error[i] = series->actual[i] - series->forecast[i];
      sum[i] = error[i] > 0 ? d->above : d->below;
      sum2[i] = error[i] > 0 ? d->above2 : d->below2;
    }
  shared = ddi_overview_shared (error, sum, sum2, buckets->n, usual_shared (self));
  for (guint i = 0; i < buckets->n; i++)
    {
      double down = reach * ddi_overview_band (demand[i].below, demand[i].below2, shared);
      double up = reach * ddi_overview_band (demand[i].above, demand[i].above2, shared);

      series->lower[i] = isnan (down) ? NAN : MAX (series->forecast[i] - down, 0);
      series->upper[i] = series->forecast[i] + up;
      if (isnan (series->forecast[i]))
        series->lower[i] = series->upper[i] = NAN;
    }
}

/* The days ahead that nothing is forecast for are left off. */
static guint
count_shown (DdiOverview *self, const DdiOverviewBuckets *buckets, const DemandSeries *series)
{
  DdiDay end = MIN (ddi_overview_get_today (self), ddi_overview_get_filter (self)->last);
  guint n = buckets->n;

  while (n > 1 && buckets->first + (DdiDay)((n - 1) * buckets->days_each) > end &&
         isnan (series->forecast[n - 1]))
    n--;
  return n;
}

static void
add_events (DdiOverview *self, DdiChart *chart)
{
  DdiRows *rows = ddi_overview_get_rows (self, DDI_OVERVIEW_EVENTS);

  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    ddi_chart_add_event (chart, ddi_rows_get_day (rows, i, ddi_rows_column (rows, "starts_on")),
                         ddi_rows_get_day (rows, i, ddi_rows_column (rows, "ends_on")),
                         ddi_rows_get_text (rows, i, ddi_rows_column (rows, "name")));
}

DdiChart *
ddi_overview_demand_chart (DdiOverview *self, int category)
{
  DdiOverviewBuckets buckets =
      ddi_overview_demand_buckets (ddi_overview_get_filter (self), ddi_overview_get_today (self));
  g_autofree Demand *demand = sum_demand (self, category, &buckets);
  g_autofree double *values = g_new (double, 5 * (gsize)(buckets.n + 1));
  DemandSeries series = { values, values + buckets.n, values + 2 * (gsize)buckets.n,
                          values + 3 * (gsize)buckets.n, values + 4 * (gsize)buckets.n };
  g_autofree char *share = ddi_format_percent (coverage_of (self), 0);
  /* Translators: the range that this share of days falls into, "80 % band". */
  g_autofree char *band = g_strdup_printf (_ ("%s band"), share);
  DdiChart *chart;

  fill_series (self, demand, &buckets, &series);
  chart = ddi_chart_new_days (_ ("Forecast and actual"), buckets.first, count_shown (self, &buckets, &series),
                              buckets.days_each);
  ddi_chart_set_today (chart, ddi_overview_get_today (self));
  ddi_chart_add_band (chart, band, DDI_INK_BAND, series.lower, series.upper);
  ddi_chart_add_line (chart, _ ("Forecast"), DDI_INK_ACCENT, DDI_LINE_DASHED_AFTER_TODAY, series.forecast);
  ddi_chart_add_line (chart, _ ("Sold"), DDI_INK_TEXT, DDI_LINE_SOLID, series.actual);
  /* Translators: how many products of all shops were gone before closing, on a chart's card. */
  ddi_chart_add_reading (chart, _ ("Sold out"), DDI_MEASURE_PIECES, series.sold_out);
  add_events (self, chart);
  return chart;
}

typedef struct
{
  const char *name; /* "" where none was given */
  double sum;
} Reason;

static int
compare_reasons (gconstpointer a, gconstpointer b)
{
  const Reason *x = a, *y = b;

  return x->sum != y->sum ? (x->sum < y->sum ? 1 : -1) : strcmp (x->name, y->name);
}

static const char *
reason_of (DdiRows *rows, guint row)
{
  const char *reason = ddi_rows_get_text (rows, row, ddi_rows_column (rows, "reason"));

  return reason ? reason : "";
}

/* The category's reasons, the one with the most pieces first. */
static GArray *
rank_reasons (DdiOverview *self, int category)
{
  DdiRows *rows = ddi_overview_get_rows (self, DDI_OVERVIEW_REASONS);
  GArray *reasons = g_array_new (FALSE, FALSE, sizeof (Reason));

  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    {
      const char *name = reason_of (rows, i);
      double wasted = (double)ddi_rows_get_int (rows, i, ddi_rows_column (rows, "wasted"));
      guint r = 0;

      if (!ddi_overview_matches (self, category,
                                 ddi_rows_get_text (rows, i, ddi_rows_column (rows, "category"))))
        continue;
      while (r < reasons->len && !g_str_equal (g_array_index (reasons, Reason, r).name, name))
        r++;
      if (r == reasons->len)
        g_array_append_val (reasons, ((Reason){ name, 0 }));
      g_array_index (reasons, Reason, r).sum += wasted;
    }
  g_array_sort (reasons, compare_reasons);
  return reasons;
}

static guint
rank_of (GArray *reasons, const char *name, guint shown)
{
  guint r = 0;

  while (!g_str_equal (g_array_index (reasons, Reason, r).name, name))
    r++;
  return MIN (r, shown);
}

DdiChart *
ddi_overview_reasons_chart (DdiOverview *self, int category)
{
  DdiRows *rows = ddi_overview_get_rows (self, DDI_OVERVIEW_REASONS);
  DdiOverviewBuckets buckets =
      ddi_overview_waste_buckets (ddi_overview_get_filter (self), ddi_overview_get_today (self));
  g_autoptr (GArray) reasons = rank_reasons (self, category);
  /* A sixth reason alone needs no "Other". */
  guint shown = reasons->len <= MOST_REASONS + 1 ? reasons->len : MOST_REASONS;
  g_autofree double *values = g_new0 (double, (gsize)(shown + 2) * (buckets.n + 1));
  double *cost = values + (gsize)(shown + 1) * buckets.n;
  DdiChart *chart =
      ddi_chart_new_days (_ ("Thrown away by reason"), buckets.first, buckets.n, buckets.days_each);
  gboolean costs = FALSE;

  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    {
      gint64 bucket = ddi_rows_get_int (rows, i, ddi_rows_column (rows, "bucket"));

      if (bucket < 0 || bucket >= buckets.n ||
          !ddi_overview_matches (self, category,
                                 ddi_rows_get_text (rows, i, ddi_rows_column (rows, "category"))))
        continue;
      values[(gsize)rank_of (reasons, reason_of (rows, i), shown) * buckets.n + bucket] +=
          (double)ddi_rows_get_int (rows, i, ddi_rows_column (rows, "wasted"));
      cost[bucket] += (double)ddi_rows_get_money (rows, i, ddi_rows_column (rows, "cost"));
      costs = costs || cost[bucket] > 0;
    }
  for (guint r = 0; r < shown + (reasons->len > shown); r++)
    {
      const char *name = r < shown ? g_array_index (reasons, Reason, r).name : _ ("Other");

      ddi_chart_add_bars (chart, *name ? name : _ ("No reason given"), ddi_palette_series (r),
                          values + (gsize)r * buckets.n);
    }
  ddi_chart_set_currency (chart, ddi_overview_get_currency (self));
  if (costs)
    ddi_chart_add_reading (chart, _ ("Cost"), DDI_MEASURE_MONEY, cost);
  return chart;
}

/* The row of the n-th product of a category, -1 where there is none. */
static int
find_product (DdiOverview *self, int category, guint n)
{
  DdiRows *rows = ddi_overview_get_rows (self, DDI_OVERVIEW_PRODUCTS);

  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    if (ddi_overview_matches (self, category,
                              ddi_rows_get_text (rows, i, ddi_rows_column (rows, "category"))) &&
        n-- == 0)
      return (int)i;
  return -1;
}

static guint
count_products (DdiOverview *self, int category)
{
  guint n = 0;

  while (find_product (self, category, n) >= 0)
    n++;
  return n;
}

DdiChart *
ddi_overview_products_chart (DdiOverview *self, int category)
{
  DdiRows *rows = ddi_overview_get_rows (self, DDI_OVERVIEW_PRODUCTS);
  guint n = count_products (self, category), shown = n <= MOST_PRODUCTS + 1 ? n : MOST_PRODUCTS;
  guint n_rows = shown + (n > shown);
  g_autofree double *wasted = g_new0 (double, n_rows + 1);
  g_autofree double *share = g_new0 (double, n_rows + 1);
  g_autofree double *cost = g_new0 (double, n_rows + 1);
  g_autofree double *made = g_new0 (double, n_rows + 1);
  g_autofree const char **names = g_new0 (const char *, n_rows + 1);
  g_autofree char *rest =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u other product", "%u other products", n - shown),
                       n - shown);
  gboolean costs = FALSE;
  DdiChart *chart;

  for (guint i = 0; i < n; i++)
    {
      guint row = (guint)find_product (self, category, i), to = MIN (i, shown);

      names[to] = i < shown ? ddi_rows_get_text (rows, row, ddi_rows_column (rows, "product")) : rest;
      wasted[to] += (double)ddi_rows_get_int (rows, row, ddi_rows_column (rows, "wasted"));
      made[to] += (double)ddi_rows_get_int (rows, row, ddi_rows_column (rows, "made"));
      cost[to] += (double)ddi_rows_get_money (rows, row, ddi_rows_column (rows, "cost"));
      costs = costs || cost[to] > 0;
    }
  for (guint i = 0; i < n_rows; i++)
    share[i] = made[i] > 0 ? wasted[i] / made[i] : NAN;

  chart = ddi_chart_new_rows (_ ("Thrown away by product"), names, n_rows);
  ddi_chart_set_currency (chart, ddi_overview_get_currency (self));
  ddi_chart_add_bars (chart, _ ("Pieces"), DDI_INK_SERIES_1, wasted);
  ddi_chart_add_reading (chart, _ ("Of what was made"), DDI_MEASURE_SHARE, share);
  if (costs)
    ddi_chart_add_reading (chart, _ ("Cost"), DDI_MEASURE_MONEY, cost);
  return chart;
}

int
ddi_overview_products_chart_id (DdiOverview *self, int category, guint row)
{
  DdiRows *rows = ddi_overview_get_rows (self, DDI_OVERVIEW_PRODUCTS);
  guint n = count_products (self, category), shown = n <= MOST_PRODUCTS + 1 ? n : MOST_PRODUCTS;
  int found = row < shown ? find_product (self, category, row) : -1;

  return found >= 0 ? (int)ddi_rows_get_int (rows, (guint)found, ddi_rows_column (rows, "product_id")) : 0;
}

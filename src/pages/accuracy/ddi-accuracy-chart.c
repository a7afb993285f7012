/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/accuracy/ddi-accuracy-chart.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/ddi-format.h"
#include "evaluate/ddi-shortage.h"
#include "pages/overview/ddi-overview-charts.h"

/* More days than this are drawn as weeks. */
#define MOST_DAYS 120

typedef struct
{
  DdiDay first;
  guint n, days_each;
  double *predicted, *actual, *rule, *lower, *upper, *sold_out;
} Series;

static gboolean
is_day (DdiRows *groups, guint row)
{
  return g_str_equal (ddi_rows_get_text (groups, row, ddi_rows_column (groups, "dimension")), "day");
}

static void
add (double *sums, guint i, double value)
{
  /* What is missing on one day of a week is missing in its sum. */
  sums[i] += value;
}

/* What a bucket's sum is off by, from the bounds of what it is made of. What their errors share comes from the sums, or
 * from the newest run's backtest; where neither tells there is no band. */
static void
fill_band (Series *self, double *const below[2], double *const above[2], double usual, double reach)
{
  g_autofree double *error = g_new (double, self->n);
  g_autofree double *sum = g_new (double, self->n);
  g_autofree double *sum2 = g_new (double, self->n);
  double shared;

  for (guint i = 0; i < self->n; i++)
    {
      error[i] = self->actual[i] - self->predicted[i];
      sum[i] = error[i] > 0 ? above[0][i] : below[0][i];
      sum2[i] = error[i] > 0 ? above[1][i] : below[1][i];
    }
  shared = ddi_overview_shared (error, sum, sum2, self->n, usual);
  for (guint i = 0; i < self->n; i++)
    {
      double down = reach * ddi_overview_band (below[0][i], below[1][i], shared);
      double up = reach * ddi_overview_band (above[0][i], above[1][i], shared);

      self->lower[i] = isnan (down) || isnan (up) ? NAN : fmax (self->predicted[i] - down, 0);
      self->upper[i] = isnan (down) || isnan (up) ? NAN : self->predicted[i] + up;
    }
}

/* A figure of all forecasts together; NaN: not known. */
static double
of_all (DdiRows *groups, const char *name)
{
  for (guint row = 0; row < ddi_rows_get_n (groups); row++)
    if (g_str_equal (ddi_rows_get_text (groups, row, ddi_rows_column (groups, "dimension")), "all"))
      return ddi_rows_get_double (groups, row, ddi_rows_column (groups, name));
  return NAN;
}

static void
fill (Series *self, DdiRows *groups, double meant)
{
  guint n = self->n;
  g_autofree double *distances = g_new0 (double, 4 * (gsize)n);
  g_autofree gboolean *known = g_new0 (gboolean, n);
  double *const below[2] = { distances, distances + n };
  double *const above[2] = { distances + 2 * (gsize)n, distances + 3 * (gsize)n };

  for (guint row = 0; row < ddi_rows_get_n (groups); row++)
    {
      guint i;

      if (!is_day (groups, row))
        continue;
      i = (guint)(ddi_rows_get_int (groups, row, ddi_rows_column (groups, "key")) - self->first) /
          self->days_each;
      known[i] = TRUE;
      add (self->predicted, i, ddi_rows_get_double (groups, row, ddi_rows_column (groups, "predicted")));
      add (self->actual, i, ddi_rows_get_double (groups, row, ddi_rows_column (groups, "actual")));
      add (self->rule, i, ddi_rows_get_double (groups, row, ddi_rows_column (groups, "rule")));
      add (self->sold_out, i, ddi_rows_get_double (groups, row, ddi_rows_column (groups, "n_sold_out")));
      add (below[0], i, ddi_rows_get_double (groups, row, ddi_rows_column (groups, "below")));
      add (below[1], i, ddi_rows_get_double (groups, row, ddi_rows_column (groups, "below2")));
      add (above[0], i, ddi_rows_get_double (groups, row, ddi_rows_column (groups, "above")));
      add (above[1], i, ddi_rows_get_double (groups, row, ddi_rows_column (groups, "above2")));
    }
  for (guint i = 0; i < n; i++)
    if (!known[i])
      self->predicted[i] = self->actual[i] = self->rule[i] = self->sold_out[i] = NAN;
  fill_band (self, below, above, of_all (groups, "shared_error"), ddi_range_reach (meant));
}

DdiChart *
ddi_accuracy_chart (DdiRows *groups)
{
  DdiDay first = DDI_DAY_INVALID, last = DDI_DAY_INVALID;
  g_autofree double *values = NULL;
  Series series;
  DdiChart *chart;
  double meant;

  /* They come by day. */
  for (guint row = 0; row < ddi_rows_get_n (groups); row++)
    if (is_day (groups, row))
      {
        last = (DdiDay)ddi_rows_get_int (groups, row, ddi_rows_column (groups, "key"));
        first = first == DDI_DAY_INVALID ? last : first;
      }
  if (first == DDI_DAY_INVALID)
    return NULL;
  series.first = first;
  series.days_each = last - first >= MOST_DAYS ? 7 : 1;
  series.n = (guint)(last - first) / series.days_each + 1;
  values = g_new0 (double, 6 * (gsize)series.n);
  series.predicted = values;
  series.actual = values + series.n;
  series.rule = values + 2 * (gsize)series.n;
  series.lower = values + 3 * (gsize)series.n;
  series.upper = values + 4 * (gsize)series.n;
  series.sold_out = values + 5 * (gsize)series.n;
  meant = of_all (groups, "meant");
  fill (&series, groups, meant);

  chart = ddi_chart_new_days (_ ("Forecast and actual"), first, series.n, series.days_each);
  if (!isnan (meant))
    {
      g_autofree char *share = ddi_format_percent (meant, 0);
      g_autofree char *band = g_strdup_printf (_ ("%s band"), share);

      ddi_chart_add_band (chart, band, DDI_INK_BAND, series.lower, series.upper);
    }
  ddi_chart_add_line (chart, _ ("Last four"), DDI_INK_DIM, DDI_LINE_DASHED, series.rule);
  ddi_chart_add_line (chart, _ ("Forecast"), DDI_INK_ACCENT, DDI_LINE_SOLID, series.predicted);
  ddi_chart_add_line (chart, _ ("Sold"), DDI_INK_TEXT, DDI_LINE_SOLID, series.actual);
  ddi_chart_add_reading (chart, _ ("Sold out"), DDI_MEASURE_PIECES, series.sold_out);
  return chart;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/ddi-chart-reading.h"

#include "chart/ddi-chart-private.h"
#include "core/ddi-format.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* More rows than this are counted, not read out. */
#define MOST_ROWS 10

typedef struct
{
  guint known;
  int last, lowest, highest;
  double sum;
} Extent;

static Extent
find_extent (const double *y, guint n)
{
  Extent extent = { 0, -1, -1, -1, 0 };

  for (guint i = 0; i < n; i++)
    {
      if (isnan (y[i]))
        continue;
      extent.known++;
      extent.sum += y[i];
      extent.last = (int)i;
      if (extent.lowest < 0 || y[i] < y[extent.lowest])
        extent.lowest = (int)i;
      if (extent.highest < 0 || y[i] > y[extent.highest])
        extent.highest = (int)i;
    }
  return extent;
}

static char *
format_at (DdiChart *chart, guint index)
{
  return ddi_format_day (ddi_chart_get_day (chart, index));
}

static void
describe_bars (DdiChart *chart, const DdiLayer *layer, const Extent *extent, GString *text)
{
  g_autofree char *sum = ddi_chart_format_value (chart, chart->measure, extent->sum);
  g_autofree char *most = ddi_chart_format_value (chart, chart->measure, layer->y[extent->highest]);
  g_autofree char *when = format_at (chart, (guint)extent->highest);

  /* Translators: a series of bars, its sum, its highest bar and when that was. */
  g_string_append_printf (text, _ (" %s: %s in all, most on %s with %s."), layer->name, sum, when, most);
}

static void
describe_line (DdiChart *chart, const DdiLayer *layer, const Extent *extent, GString *text)
{
  g_autofree char *last = ddi_chart_format_value (chart, chart->measure, layer->y[extent->last]);
  g_autofree char *low = ddi_chart_format_value (chart, chart->measure, layer->y[extent->lowest]);
  g_autofree char *high = ddi_chart_format_value (chart, chart->measure, layer->y[extent->highest]);
  g_autofree char *average = ddi_chart_format_value (chart, chart->measure, extent->sum / extent->known);
  g_autofree char *low_day = format_at (chart, (guint)extent->lowest);
  g_autofree char *high_day = format_at (chart, (guint)extent->highest);

  /* Translators: a line: its name, last value, mean, lowest value and its date, highest and its date. */
  g_string_append_printf (text, _ (" %s: last %s, on average %s, lowest %s on %s, highest %s on %s."),
                          layer->name, last, average, low, low_day, high, high_day);
}

static void
describe_missing (DdiChart *chart, const DdiLayer *layer, const Extent *extent, GString *text)
{
  /* What lies before a line's first value or after its last is not a gap. */
  guint missing = 0, i = 0;

  while (isnan (layer->y[i]))
    i++;
  for (; (int)i < extent->last; i++)
    missing += isnan (layer->y[i]);
  if (missing == 0)
    return;
  if (chart->days_each == 1)
    g_string_append_printf (text,
                            g_dngettext (GETTEXT_PACKAGE, " %u day is missing.", " %u days are missing.",
                                         missing),
                            missing);
  else
    g_string_append_printf (text,
                            g_dngettext (GETTEXT_PACKAGE, " %u period is missing.",
                                         " %u periods are missing.", missing),
                            missing);
}

static void
describe_layer (DdiChart *chart, const DdiLayer *layer, GString *text)
{
  Extent extent = find_extent (layer->y, chart->n);

  if (extent.known == 0 || layer->kind == DDI_LAYER_READING)
    return;
  if (layer->kind == DDI_LAYER_BARS)
    describe_bars (chart, layer, &extent, text);
  else if (layer->kind == DDI_LAYER_LINE)
    {
      describe_line (chart, layer, &extent, text);
      describe_missing (chart, layer, &extent, text);
    }
  else if (layer->kind == DDI_LAYER_DOTS)
    /* Translators: a marked kind of day, such as "Sold out", and on how many days. */
    g_string_append_printf (text,
                            g_dngettext (GETTEXT_PACKAGE, " %s: on %u day.", " %s: on %u days.",
                                         extent.known),
                            layer->name, extent.known);
}

static void
describe_events (DdiChart *chart, GString *text)
{
  guint shown = 0;

  for (guint i = 0; i < chart->events->len; i++)
    {
      const DdiChartEvent *event = g_ptr_array_index (chart->events, i);
      DdiDay last = ddi_chart_get_day (chart, chart->n - 1) + (DdiDay)chart->days_each - 1;

      if (event->last < chart->first || event->first > last)
        continue;
      g_string_append (text, shown++ == 0 ? _ (" Events: ") : _ (", "));
      g_string_append (text, event->name);
    }
  if (shown > 0)
    g_string_append_c (text, '.');
}

static void
summarise_days (DdiChart *chart, GString *text)
{
  guint days = chart->n * chart->days_each;
  g_autofree char *first = format_at (chart, 0);
  g_autofree char *last =
      ddi_format_day (ddi_chart_get_day (chart, chart->n - 1) + (DdiDay)chart->days_each - 1);

  g_string_append_printf (text,
                          g_dngettext (GETTEXT_PACKAGE, "%u day, from %s to %s.", "%u days, from %s to %s.",
                                       days),
                          days, first, last);
  for (guint l = 0; l < chart->layers->len; l++)
    describe_layer (chart, ddi_chart_layer (chart, l), text);
  describe_events (chart, text);
}

static void
summarise_rows (DdiChart *chart, GString *text)
{
  guint shown = MIN (chart->n, MOST_ROWS);

  for (guint i = 0; i < shown; i++)
    {
      g_autoptr (DdiReading) reading = ddi_reading_new (chart, i);
      g_autofree char *line = ddi_reading_to_text (reading);

      g_string_append_printf (text, i > 0 ? " %s." : "%s.", line);
    }
  if (chart->n > shown)
    g_string_append_printf (text,
                            g_dngettext (GETTEXT_PACKAGE, " And %u more.", " And %u more.", chart->n - shown),
                            chart->n - shown);
}

char *
ddi_chart_summarise (DdiChart *chart)
{
  GString *text = g_string_new (NULL);

  if (chart->n == 0 || ddi_chart_is_empty (chart))
    g_string_append (text, _ ("No figures in this range."));
  else if (chart->kind == DDI_CHART_DAYS)
    summarise_days (chart, text);
  else
    summarise_rows (chart, text);
  return g_string_free (text, FALSE);
}

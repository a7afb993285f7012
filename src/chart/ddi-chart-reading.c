/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/ddi-chart-reading.h"

#include "chart/ddi-chart-private.h"
#include "core/ddi-format.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static void
line_free (DdiReadingLine *line)
{
  g_free (line->name);
  g_free (line->value);
  g_free (line);
}

static char *
heading (DdiChart *chart, guint index)
{
  g_autofree char *day = NULL;

  if (chart->kind == DDI_CHART_ROWS)
    return g_strdup (chart->rows[index]);
  day = ddi_format_day (ddi_chart_get_day (chart, index));
  if (chart->days_each == 1)
    return g_steal_pointer (&day);
  if (chart->days_each == 7)
    /* Translators: %s is the first day of the week. */
    return g_strdup_printf (_ ("Week from %s"), day);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u day from %s", "%u days from %s",
                                       chart->days_each),
                          chart->days_each, day);
}

static char *
line_value (DdiChart *chart, const DdiLayer *layer, guint index)
{
  g_autofree char *value =
      ddi_chart_format_value (chart, layer->kind == DDI_LAYER_READING ? layer->measure : chart->measure,
                              layer->y[index]);
  g_autofree char *lower = NULL;

  /* A dot says that something is so; the value is its line's. */
  if (layer->kind == DDI_LAYER_DOTS)
    return g_strdup ("");
  if (layer->kind == DDI_LAYER_STEPS && !layer->total[index] && layer->y[index] > 0)
    return g_strconcat ("+", value, NULL);
  if (layer->kind != DDI_LAYER_BAND)
    return g_steal_pointer (&value);
  lower = ddi_chart_format_value (chart, chart->measure, layer->base[index]);
  /* Translators: an interval, from – to. */
  return g_strdup_printf (_ ("%s – %s"), lower, value);
}

/* The whole of a stack, where it has more than one part. */
static void
add_stack_total (DdiChart *chart, guint index, GPtrArray *lines)
{
  DdiReadingLine *line;
  double sum = 0;
  guint parts = 0;

  for (guint l = 0; l < chart->layers->len; l++)
    {
      const DdiLayer *layer = ddi_chart_layer (chart, l);

      if (layer->kind != DDI_LAYER_BARS || isnan (layer->y[index]))
        continue;
      sum += layer->y[index];
      parts++;
    }
  if (parts < 2)
    return;
  line = g_new0 (DdiReadingLine, 1);
  line->name = g_strdup (_ ("Together"));
  line->value = ddi_chart_format_value (chart, chart->measure, sum);
  line->ink = DDI_INK_TEXT;
  g_ptr_array_add (lines, line);
}

static void
add_lines (DdiChart *chart, guint index, gboolean readings, GPtrArray *lines)
{
  for (guint l = 0; l < chart->layers->len; l++)
    {
      const DdiLayer *layer = ddi_chart_layer (chart, l);
      DdiReadingLine *line;

      if ((layer->kind == DDI_LAYER_READING) != readings || isnan (layer->y[index]) ||
          (layer->kind == DDI_LAYER_BARS && layer->y[index] == 0))
        continue;
      line = g_new0 (DdiReadingLine, 1);
      line->name = g_strdup (layer->name);
      line->value = line_value (chart, layer, index);
      line->ink = layer->ink;
      line->swatch = layer->kind <= DDI_LAYER_BARS;
      g_ptr_array_add (lines, line);
    }
}

DdiReading *
ddi_reading_new (DdiChart *chart, guint index)
{
  DdiReading *self;

  g_return_val_if_fail (index < chart->n, NULL);

  self = g_new0 (DdiReading, 1);
  self->heading = heading (chart, index);
  self->events = ddi_chart_events_at (chart, index);
  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify)line_free);
  add_lines (chart, index, FALSE, self->lines);
  add_stack_total (chart, index, self->lines);
  add_lines (chart, index, TRUE, self->lines);
  return self;
}

void
ddi_reading_free (DdiReading *self)
{
  g_free (self->heading);
  g_ptr_array_unref (self->lines);
  g_free (self->events);
  g_free (self);
}

char *
ddi_reading_to_text (const DdiReading *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->lines->len; i++)
    {
      const DdiReadingLine *line = g_ptr_array_index (self->lines, i);

      g_string_append_printf (text, "%s%s%s%s", i > 0 ? _ (", ") : "", line->name,
                              line->value[0] != '\0' ? " " : "", line->value);
    }
  if (self->lines->len == 0)
    g_string_append (text, _ ("no figures"));
  if (self->events)
    g_string_append_printf (text, "; %s", self->events);
  g_string_prepend (text, ": ");
  g_string_prepend (text, self->heading);
  return g_string_free (text, FALSE);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/ddi-chart-layout-private.h"
#include "core/ddi-format.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* The most of a picture that its legend may be high, and its value labels wide. */
#define LEGEND_SHARE 0.4
#define AXIS_SHARE 0.4
#define DATE_GAP 12.0
/* A picture lower than so many lines of text has no legend and no word above its plot. */
#define LEAST_LINES 8

/* A tick says no more decimals than its step needs. */
static char *
format_tick (DdiChart *chart, const DdiTicks *ticks, double value)
{
  g_autofree char *size = NULL;

  if (chart->measure == DDI_MEASURE_SHARE && ticks->step >= 0.01)
    size = ddi_format_percent (fabs (value), 0);
  else if (chart->measure == DDI_MEASURE_MONEY && ticks->step >= 100)
    {
      g_autofree char *whole = ddi_chart_format_value (chart, DDI_MEASURE_PIECES, fabs (value) / 100);

      size = g_strconcat (ddi_format_currency_sign (chart->currency), whole, NULL);
    }
  else
    return ddi_chart_format_value (chart, chart->measure, value);
  return g_strconcat (value < 0 ? "−" : "", size, NULL);
}

static double
value_margin (DdiChartLayout *self)
{
  double widest = 0;

  for (guint i = 0; i < self->ticks.n; i++)
    {
      g_autofree char *text = format_tick (self->chart, &self->ticks, ddi_ticks_value (&self->ticks, i));
      double width;

      ddi_chart_layout_measure (self, text, &width, NULL);
      widest = MAX (widest, width);
    }
  return widest + DDI_CHART_GAP > self->bounds.width * AXIS_SHARE ? 0 : widest + DDI_CHART_GAP;
}

/* Every tick where they have room, every second, third… where they do not. */
static void
place_value_labels (DdiChartLayout *self)
{
  double apart = self->plot.height / (self->ticks.n - 1);
  guint every = 1;

  if (self->plot.x <= 0 || self->plot.height < self->line_height)
    return;
  while (every * apart < self->line_height + 2)
    every++;
  for (guint i = 0; i < self->ticks.n; i += every)
    {
      double value = ddi_ticks_value (&self->ticks, i);
      g_autofree char *text = format_tick (self->chart, &self->ticks, value);
      DdiLabel *label = ddi_chart_layout_add_label (self, DDI_LABEL_VALUE, text, DDI_INK_DIM);

      label->position = ddi_scale_map (&self->values, value);
      label->box.x = self->plot.x - DDI_CHART_GAP - label->box.width;
      label->box.y = MAX (label->position - label->box.height / 2, 0);
    }
}

static void
date_size (const char *text, gpointer user_data, double *width, double *height)
{
  ddi_chart_layout_measure (user_data, text, width, height);
}

static void
place_date_labels (DdiChartLayout *self, double top)
{
  const DdiCalendarAxis axis = {
    .first = self->chart->first,
    .n = self->chart->n,
    .days_each = self->chart->days_each,
    .from = self->plot.x,
    .to = self->plot.x + self->plot.width,
    .min = 0,
    .max = self->bounds.width,
    .gap = DATE_GAP,
  };
  g_autoptr (GPtrArray) dates = ddi_ticks_for_calendar (&axis, date_size, self, NULL);

  for (guint i = 0; i < dates->len; i++)
    {
      const DdiDateLabel *date = g_ptr_array_index (dates, i);
      DdiLabel *label;

      /* A picture narrower than one date shows none. */
      if (date->width > self->bounds.width || top + self->line_height > self->bounds.height)
        continue;
      label = ddi_chart_layout_add_label (self, DDI_LABEL_DATE, date->text, DDI_INK_DIM);
      label->position = date->x;
      label->box.x = date->left;
      label->box.y = top;
    }
}

static gboolean
shows_today (DdiChart *chart)
{
  return ddi_chart_find_day (chart, chart->today) >= 0;
}

static void
place_today (DdiChartLayout *self)
{
  DdiLabel *label;
  double x;

  if (!shows_today (self->chart) || self->plot.y < self->line_height)
    return;
  x = ddi_slots_centre (&self->slots, (guint)ddi_chart_find_day (self->chart, self->chart->today));
  label = ddi_chart_layout_add_label (self, DDI_LABEL_TODAY, _ ("Today"), DDI_INK_DIM);
  label->position = x;
  /* Not before the plot, where the highest value's label ends. */
  label->box.x = MIN (MAX (x - label->box.width / 2, self->plot.x), self->bounds.width - label->box.width);
  label->box.y = self->plot.y - label->box.height - 1;
  if (label->box.x < self->plot.x)
    g_ptr_array_set_size (self->labels, (int)self->labels->len - 1);
}

/* A reference's name stands at the right end of its line, where no other name does. */
static void
place_references (DdiChartLayout *self)
{
  for (guint i = 0; i < self->chart->references->len; i++)
    {
      const DdiReference *reference = g_ptr_array_index (self->chart->references, i);
      double y = ddi_scale_map (&self->values, reference->value);
      DdiLabel *label = ddi_chart_layout_add_label (self, DDI_LABEL_REFERENCE, reference->label, DDI_INK_DIM);
      double right = self->plot.x + self->plot.width;
      gboolean fits = right + DDI_CHART_GAP + label->box.width <= self->bounds.width;

      label->position = y;
      label->box.x = right + DDI_CHART_GAP;
      label->box.y = MAX (MIN (y - label->box.height / 2, self->bounds.height - label->box.height), 0);
      for (guint other = 0; fits && other + 1 < self->labels->len; other++)
        fits = !ddi_rect_overlap (&label->box, &((DdiLabel *)self->labels->pdata[other])->box, 0);
      if (!fits)
        g_ptr_array_set_size (self->labels, (int)self->labels->len - 1);
    }
}

/* The plot is what is left when everything around it has had its room: the legend and "Today" above,
 * the flags and dates below, values left, names of lines right. */
void
ddi_chart_layout_days (DdiChartLayout *self)
{
  DdiChart *chart = self->chart;
  g_autofree gboolean *labelled = g_new0 (gboolean, chart->layers->len + 1);
  gboolean direct = ddi_chart_labels_lines (chart);
  gboolean low = self->bounds.height < LEAST_LINES * self->line_height;
  double today = shows_today (chart) && !low ? self->line_height + 3 : 0;
  double flags = chart->events->len > 0 ? DDI_CHART_FLAGS : 0;
  /* The lowest value's label reaches half a line below the plot. */
  double below = MAX (flags + 4, ceil (self->line_height / 2) + 2);
  double bottom = self->line_height + below;
  double right = MAX (ddi_chart_layout_right_margin (self, direct), 2);
  double left = value_margin (self);
  double legend;

  for (guint l = 0; direct && l < chart->layers->len; l++)
    labelled[l] = ddi_chart_layer (chart, l)->kind == DDI_LAYER_LINE;
  /* Placing the lines' names needs the plot, whose height needs the legend: lines that find no place
   * are added to the legend in a second round. */
  for (int round = 0; round < 2; round++)
    {
      g_autofree gboolean *placed = g_memdup2 (labelled, (chart->layers->len + 1) * sizeof (gboolean));

      g_ptr_array_set_size (self->labels, 0);
      legend = ddi_chart_layout_place_legend (self, labelled, low ? 0 : self->bounds.height * LEGEND_SHARE);
      self->plot.x = left;
      self->plot.y = MIN (MAX (legend + today, self->line_height / 2), self->bounds.height);
      self->plot.width = MAX (self->bounds.width - left - right, 0);
      self->plot.height = MAX (self->bounds.height - self->plot.y - bottom, 0);
      self->slots.from = self->plot.x;
      self->slots.to = self->plot.x + self->plot.width;
      self->values =
          (DdiScale){ ddi_ticks_value (&self->ticks, 0), ddi_ticks_value (&self->ticks, self->ticks.n - 1),
                      self->plot.y + self->plot.height, self->plot.y };
      ddi_chart_layout_place_line_labels (self, placed);
      if (memcmp (placed, labelled, chart->layers->len * sizeof (gboolean)) == 0)
        break;
      memcpy (labelled, placed, chart->layers->len * sizeof (gboolean));
    }
  place_today (self);
  place_value_labels (self);
  place_date_labels (self, self->plot.y + self->plot.height + below);
  place_references (self);
}

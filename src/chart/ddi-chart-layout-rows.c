/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/ddi-chart-layout-private.h"

#include <math.h>

#define LEGEND_SHARE 0.4
/* The most of a picture's width that the rows' names may take. */
#define NAMES_SHARE 0.42
/* And their figures, whose ends are never cut off on a phone with large text. */
#define FIGURES_SHARE 0.4

/* The figure at the end of a row: a step's change with its sign, else the sum of its bars. */
static char *
row_text (DdiChart *chart, guint row)
{
  double sum = NAN;

  for (guint l = 0; l < chart->layers->len; l++)
    {
      const DdiLayer *layer = ddi_chart_layer (chart, l);

      if (layer->kind == DDI_LAYER_STEPS && !isnan (layer->y[row]))
        {
          g_autofree char *text = ddi_chart_format_value (chart, chart->measure, layer->y[row]);

          return g_strconcat (!layer->total[row] && layer->y[row] > 0 ? "+" : "", text, NULL);
        }
      if (layer->kind == DDI_LAYER_BARS && !isnan (layer->y[row]))
        sum = isnan (sum) ? layer->y[row] : sum + layer->y[row];
    }
  return isnan (sum) ? NULL : ddi_chart_format_value (chart, chart->measure, sum);
}

/* Where the row's marks end on the right. */
static double
row_end (DdiChartLayout *self, guint row)
{
  double end = ddi_scale_map (&self->values, 0);

  for (guint l = 0; l < self->chart->layers->len; l++)
    {
      const DdiLayer *layer = ddi_chart_layer (self->chart, l);

      if (layer->base == NULL || isnan (layer->y[row]))
        continue;
      end = MAX (end, ddi_scale_map (&self->values, layer->base[row]));
      end = MAX (end, ddi_scale_map (&self->values, ddi_layer_end (layer, row)));
    }
  return end;
}

static void
measure_columns (DdiChartLayout *self, double *names, double *figures)
{
  double width;

  *names = *figures = 0;
  for (guint i = 0; i < self->chart->n; i++)
    {
      g_autofree char *text = row_text (self->chart, i);

      ddi_chart_layout_measure (self, self->chart->rows[i], &width, NULL);
      *names = MAX (*names, width);
      if (text == NULL)
        continue;
      ddi_chart_layout_measure (self, text, &width, NULL);
      *figures = MAX (*figures, width);
    }
  *names = MIN (*names, self->bounds.width * NAMES_SHARE);
  *figures = MIN (*figures, self->bounds.width * FIGURES_SHARE);
}

/* Where the slots are high enough a name that is too long goes on in a second line. */
static void
fit_name (DdiChartLayout *self, DdiLabel *label, double names)
{
  if (label->box.width > names && ddi_slots_width (&self->slots) >= DDI_CHART_NAME_LINES * self->line_height)
    ddi_chart_layout_measure_name (self, label->text, names, &label->box.width, &label->box.height);
  label->box.width = MIN (label->box.width, names);
}

static void
place_row (DdiChartLayout *self, guint row, double names, double figures)
{
  g_autofree char *text = row_text (self->chart, row);
  double middle = ddi_slots_centre (&self->slots, row);
  DdiLabel *label = ddi_chart_layout_add_label (self, DDI_LABEL_ROW, self->chart->rows[row], DDI_INK_TEXT);

  label->position = middle;
  fit_name (self, label, names);
  label->box.x = names - label->box.width;
  label->box.y = middle - label->box.height / 2;
  if (text == NULL)
    return;
  label = ddi_chart_layout_add_label (self, DDI_LABEL_BAR, text, DDI_INK_DIM);
  label->position = middle;
  label->box.width = MIN (label->box.width, figures);
  label->box.x = row_end (self, row) + DDI_CHART_GAP;
  label->box.y = middle - label->box.height / 2;
}

/* Bars from the left, longest possible where the widest figure still fits behind the longest. */
void
ddi_chart_layout_rows (DdiChartLayout *self)
{
  double lo, hi, names, figures;
  guint every = 1;

  self->plot.y = ddi_chart_layout_place_legend (self, NULL, self->bounds.height * LEGEND_SHARE);
  self->plot.height = MAX (self->bounds.height - self->plot.y, 0);
  measure_columns (self, &names, &figures);
  self->plot.x = names > 0 ? names + 2 * DDI_CHART_GAP : 0;
  self->plot.width = MAX (self->bounds.width - self->plot.x - figures - DDI_CHART_GAP, 0);
  self->slots.from = self->plot.y;
  self->slots.to = self->plot.y + self->plot.height;

  /* No axis is drawn, so the bars need no round end. */
  ddi_chart_value_range (self->chart, &lo, &hi);
  if (!(hi > lo))
    hi = lo + 1;
  self->values = (DdiScale){ lo, hi, self->plot.x, self->plot.x + self->plot.width };

  if (self->chart->n == 0 || self->plot.height < self->line_height)
    return;
  while (every * ddi_slots_width (&self->slots) < self->line_height)
    every++;
  for (guint i = 0; i < self->chart->n; i += every)
    {
      double top = ddi_slots_centre (&self->slots, i) - self->line_height / 2;

      if (top >= self->plot.y - 1 && top + self->line_height <= self->bounds.height + 1)
        place_row (self, i, names, figures);
    }
}

double
ddi_chart_layout_row_height (DdiChartLayout *self)
{
  double names, figures, most = 0;

  measure_columns (self, &names, &figures);
  for (guint i = 0; i < self->chart->n; i++)
    {
      double height;

      ddi_chart_layout_measure_name (self, self->chart->rows[i], names, NULL, &height);
      most = MAX (most, height);
    }
  return MAX (DDI_CHART_ROW, most > 1.5 * self->line_height ? most + DDI_CHART_LINE_GAP : 0);
}

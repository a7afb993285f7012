/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/ddi-chart-layout-private.h"

#include <math.h>

#define MOST_DIRECT 3
/* A legend's entries: between two of them. */
#define ENTRY_GAP 18.0
/* Room that a name at a line's end keeps to other lines. */
#define CLEARANCE 3.0

gboolean
ddi_chart_labels_lines (DdiChart *chart)
{
  guint lines = 0;

  for (guint l = 0; l < chart->layers->len; l++)
    {
      if (ddi_chart_layer (chart, l)->kind == DDI_LAYER_BARS)
        return FALSE;
      lines += ddi_chart_layer (chart, l)->kind == DDI_LAYER_LINE;
    }
  return lines >= 2 && lines <= MOST_DIRECT;
}

static int
last_known (const DdiLayer *layer, guint n)
{
  for (guint i = n; i > 0; i--)
    if (!isnan (layer->y[i - 1]))
      return (int)i - 1;
  return -1;
}

double
ddi_chart_layout_right_margin (DdiChartLayout *self, gboolean direct)
{
  double widest = 0;

  for (guint l = 0; direct && l < self->chart->layers->len; l++)
    {
      const DdiLayer *layer = ddi_chart_layer (self->chart, l);
      double width;

      if (layer->kind != DDI_LAYER_LINE || last_known (layer, self->chart->n) + 1 != (int)self->chart->n)
        continue;
      ddi_chart_layout_measure (self, layer->name, &width, NULL);
      widest = MAX (widest, width + DDI_CHART_GAP);
    }
  for (guint i = 0; i < self->chart->references->len; i++)
    {
      const DdiReference *reference = g_ptr_array_index (self->chart->references, i);
      double width;

      ddi_chart_layout_measure (self, reference->label, &width, NULL);
      widest = MAX (widest, width + DDI_CHART_GAP);
    }
  /* A narrow picture needs its width for the data. */
  return widest < self->bounds.width / 5 ? widest : 0;
}

/* Whether any line passes through a box, by the segments that reach into its width. */
static gboolean
crosses_lines (DdiChartLayout *self, const DdiRect *box)
{
  guint n = self->chart->n;
  double top = box->y - CLEARANCE, bottom = box->y + box->height + CLEARANCE;
  int first = MAX (ddi_slots_at (&self->slots, box->x) - 1, 0);
  int last = MIN (ddi_slots_at (&self->slots, box->x + box->width) + 1, (int)n - 1);

  for (guint l = 0; l < self->chart->layers->len; l++)
    {
      const DdiLayer *layer = ddi_chart_layer (self->chart, l);

      if (layer->kind != DDI_LAYER_LINE && layer->kind != DDI_LAYER_DOTS)
        continue;
      for (int i = first; i < last; i++)
        {
          double a = ddi_scale_map (&self->values, layer->y[i]);
          double b = ddi_scale_map (&self->values, layer->y[i + 1]);

          if (fmin (a, b) <= bottom && fmax (a, b) >= top)
            return TRUE;
        }
    }
  return FALSE;
}

static gboolean
is_free (DdiChartLayout *self, const DdiRect *box, gboolean inside)
{
  const DdiRect *plot = &self->plot;

  if (box->y < plot->y || box->y + box->height > plot->y + plot->height ||
      box->x + box->width > (inside ? plot->x + plot->width : self->bounds.width))
    return FALSE;
  for (guint i = 0; i < self->labels->len; i++)
    if (ddi_rect_overlap (box, &((DdiLabel *)self->labels->pdata[i])->box, 1))
      return FALSE;
  return !inside || !crosses_lines (self, box);
}

/* At the end of the line, else a little above or below it. */
static gboolean
place_line_label (DdiChartLayout *self, guint l)
{
  static const double shifts[] = { 0, -0.75, 0.75, -1.2, 1.2, -1.7, 1.7 };
  const DdiLayer *layer = ddi_chart_layer (self->chart, l);
  int last = last_known (layer, self->chart->n);
  gboolean inside = last + 1 < (int)self->chart->n;
  int today = ddi_chart_find_day (self->chart, self->chart->today);
  DdiRect box;

  if (last < 0)
    return TRUE;
  ddi_chart_layout_measure (self, layer->name, &box.width, &box.height);
  box.x = (inside ? ddi_slots_centre (&self->slots, (guint)last) : self->plot.x + self->plot.width) +
          DDI_CHART_GAP;
  /* A name does not stand across the line of today. */
  if (inside && today >= 0)
    {
      double line = ddi_slots_centre (&self->slots, (guint)today);

      if (line > box.x - DDI_CHART_GAP && line < box.x + box.width + DDI_CHART_GAP)
        box.x = line + DDI_CHART_GAP;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (shifts); i++)
    {
      double y = ddi_scale_map (&self->values, layer->y[last]);
      DdiLabel *label;

      box.y = y - box.height / 2 + shifts[i] * self->line_height;
      if (!is_free (self, &box, inside))
        continue;
      label = ddi_chart_layout_add_label (self, DDI_LABEL_LINE, layer->name, layer->ink);
      label->box = box;
      label->layer = l;
      label->position = y;
      return TRUE;
    }
  return FALSE;
}

void
ddi_chart_layout_place_line_labels (DdiChartLayout *self, gboolean *labelled)
{
  for (guint l = 0; l < self->chart->layers->len; l++)
    if (labelled[l] && ddi_chart_layer (self->chart, l)->kind == DDI_LAYER_LINE)
      labelled[l] = place_line_label (self, l);
}

static gboolean
has_values (const DdiLayer *layer, guint n)
{
  return last_known (layer, n) >= 0;
}

/* One series alone is named by the chart's title. */
static gboolean
needs_legend (DdiChart *chart)
{
  guint shown = 0;

  for (guint l = 0; l < chart->layers->len; l++)
    {
      DdiLayerKind kind = ddi_chart_layer (chart, l)->kind;

      shown += kind != DDI_LAYER_READING && kind != DDI_LAYER_STEPS;
    }
  return shown > 1;
}

double
ddi_chart_layout_place_legend (DdiChartLayout *self, const gboolean *labelled, double most_height)
{
  double x = 0, y = 0, row = self->line_height + 4;
  gboolean any = FALSE;

  if (!needs_legend (self->chart))
    return 0;
  for (guint l = 0; l < self->chart->layers->len; l++)
    {
      const DdiLayer *layer = ddi_chart_layer (self->chart, l);
      DdiLabel *label;
      double width;

      if (layer->kind == DDI_LAYER_READING || layer->kind == DDI_LAYER_STEPS || (labelled && labelled[l]) ||
          !has_values (layer, self->chart->n))
        continue;
      ddi_chart_layout_measure (self, layer->name, &width, NULL);
      width = MIN (width + DDI_CHART_SWATCH + DDI_CHART_GAP, self->bounds.width);
      if (x > 0 && x + width > self->bounds.width)
        {
          x = 0;
          y += row;
        }
      if (y + row > most_height || width < 3 * DDI_CHART_SWATCH)
        break;
      label = ddi_chart_layout_add_label (self, DDI_LABEL_LEGEND, layer->name, layer->ink);
      label->layer = l;
      label->box = (DdiRect){ x + DDI_CHART_SWATCH + DDI_CHART_GAP, y,
                              width - DDI_CHART_SWATCH - DDI_CHART_GAP, self->line_height };
      x += width + ENTRY_GAP;
      any = TRUE;
    }
  return any ? MIN (y, most_height - row) + row + 4 : 0;
}

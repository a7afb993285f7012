/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lies above the picture: the reading's rule, dots and card, and the marked range. */
#include "chart/ddi-chart-draw-private.h"

#include <math.h>

static void
draw_card (DdiChartLayout *self, cairo_t *cr, const DdiPalette *palette, guint index)
{
  g_autoptr (DdiReading) reading = ddi_reading_new (self->chart, index);
  DdiRect card = ddi_chart_layout_card (self, index), box;
  double names, width, height, row = self->line_height + 3, padding;
  const double radius = 6;

  ddi_chart_layout_measure_card (self, reading, &names, &width, &height);
  padding = (height - row * (1 + reading->lines->len + (reading->events ? 1 : 0))) / 2;

  cairo_new_sub_path (cr);
  cairo_arc (cr, card.x + card.width - radius, card.y + radius, radius, -G_PI_2, 0);
  cairo_arc (cr, card.x + card.width - radius, card.y + card.height - radius, radius, 0, G_PI_2);
  cairo_arc (cr, card.x + radius, card.y + card.height - radius, radius, G_PI_2, G_PI);
  cairo_arc (cr, card.x + radius, card.y + radius, radius, G_PI, -G_PI_2);
  cairo_close_path (cr);
  ddi_palette_use (palette, cr, DDI_INK_CARD);
  cairo_fill_preserve (cr);
  ddi_palette_use (palette, cr, DDI_INK_GRID);
  cairo_set_line_width (cr, 1);
  cairo_stroke_preserve (cr);
  cairo_clip (cr);

  box = (DdiRect){ card.x + padding, card.y + padding, card.width - 2 * padding, self->line_height };
  ddi_palette_use (palette, cr, DDI_INK_TEXT);
  ddi_chart_draw_text (self, cr, reading->heading, &box, TRUE);
  for (guint i = 0; i < reading->lines->len; i++)
    {
      const DdiReadingLine *line = g_ptr_array_index (reading->lines, i);
      DdiRect figure = box;

      box.y += row;
      if (line->swatch)
        {
          ddi_palette_use (palette, cr, line->ink);
          cairo_rectangle (cr, box.x, box.y + self->line_height / 2 - 4, DDI_CHART_SWATCH - 2, 8);
          cairo_fill (cr);
        }
      ddi_palette_use (palette, cr, DDI_INK_DIM);
      ddi_chart_draw_text (self, cr, line->name,
                           &(DdiRect){ box.x + DDI_CHART_SWATCH + DDI_CHART_GAP, box.y, names, box.height },
                           FALSE);
      ddi_chart_layout_measure (self, line->value, &figure.width, NULL);
      figure.x = card.x + card.width - padding - figure.width;
      figure.y = box.y;
      ddi_palette_use (palette, cr, DDI_INK_TEXT);
      ddi_chart_draw_text (self, cr, line->value, &figure, FALSE);
    }
  if (reading->events)
    {
      box.y += row;
      ddi_palette_use (palette, cr, DDI_INK_DIM);
      ddi_chart_draw_text (self, cr, reading->events, &box, FALSE);
    }
  cairo_reset_clip (cr);
}

static void
draw_selection (DdiChartLayout *self, cairo_t *cr, const DdiPalette *palette, const DdiChartState *state)
{
  double slot = ddi_slots_width (&self->slots);
  int from = MIN (state->select_from, state->select_to), to = MAX (state->select_from, state->select_to);

  if (from < 0 || self->chart->kind != DDI_CHART_DAYS)
    return;
  ddi_palette_use (palette, cr, DDI_INK_SELECTION);
  cairo_rectangle (cr, self->slots.from + from * slot, self->plot.y, (to - from + 1) * slot,
                   self->plot.height);
  cairo_fill (cr);
}

static void
draw_rule (DdiChartLayout *self, cairo_t *cr, const DdiPalette *palette, guint index)
{
  double slot = ddi_slots_width (&self->slots), at = ddi_slots_centre (&self->slots, index);

  if (self->chart->kind == DDI_CHART_ROWS)
    {
      ddi_palette_use (palette, cr, DDI_INK_WEEKEND);
      cairo_rectangle (cr, 0, at - slot / 2, self->bounds.width, slot);
      cairo_fill (cr);
      return;
    }
  ddi_palette_use (palette, cr, DDI_INK_DIM);
  cairo_set_line_width (cr, palette->hairline);
  cairo_move_to (cr, ddi_chart_crisp (at), self->plot.y);
  cairo_line_to (cr, ddi_chart_crisp (at), self->plot.y + self->plot.height);
  cairo_stroke (cr);
  for (guint l = 0; l < self->chart->layers->len; l++)
    {
      const DdiLayer *layer = ddi_chart_layer (self->chart, l);

      if (layer->kind == DDI_LAYER_LINE && !isnan (layer->y[index]))
        ddi_chart_draw_dot (self, cr, palette, layer->y, index, layer->ink, FALSE);
    }
}

void
ddi_chart_layout_draw_state (DdiChartLayout *self, cairo_t *cr, const DdiPalette *palette,
                             const DdiChartState *state)
{
  gboolean reads = state->focus >= 0 && (guint)state->focus < self->chart->n;

  if (self->plot.width <= 0 || self->plot.height <= 0 || self->chart->n == 0)
    return;
  cairo_save (cr);
  draw_selection (self, cr, palette, state);
  if (reads)
    {
      draw_rule (self, cr, palette, (guint)state->focus);
      draw_card (self, cr, palette, (guint)state->focus);
    }
  cairo_restore (cr);
}

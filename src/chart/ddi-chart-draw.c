/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/ddi-chart-draw.h"

#include "chart/ddi-chart-draw-private.h"

#include <math.h>
#include <pango/pangocairo.h>

#define DOT_RADIUS 3.5

double
ddi_chart_crisp (double at)
{
  return floor (at) + 0.5;
}

void
ddi_chart_draw_text (DdiChartLayout *self, cairo_t *cr, const char *text, const DdiRect *box, gboolean bold)
{
  g_autoptr (PangoLayout) layout = pango_layout_new (self->context);

  ddi_chart_layout_set_text (layout, text, box->width, 1);
  if (bold)
    pango_attr_list_insert (pango_layout_get_attributes (layout), pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  cairo_move_to (cr, box->x, box->y);
  pango_cairo_show_layout (cr, layout);
}

/* All its lines end at the bars. */
static void
draw_name (DdiChartLayout *self, cairo_t *cr, const DdiLabel *label)
{
  g_autoptr (PangoLayout) layout = pango_layout_new (self->context);

  ddi_chart_layout_set_text (layout, label->text, label->box.width,
                             label->box.height > 1.5 * self->line_height ? DDI_CHART_NAME_LINES : 1);
  pango_layout_set_alignment (layout, PANGO_ALIGN_RIGHT);
  cairo_move_to (cr, label->box.x, label->box.y);
  pango_cairo_show_layout (cr, layout);
}

static void
rectangle (cairo_t *cr, const DdiRect *rect)
{
  cairo_rectangle (cr, rect->x, rect->y, rect->width, rect->height);
}

/* Weekends as one block a weekend, not one a day, so that no seam shows. */
static void
draw_weekends (DdiChartLayout *self, cairo_t *cr, const DdiPalette *palette)
{
  double slot = ddi_slots_width (&self->slots);

  /* A stripe of under 3 px is noise. */
  if (self->chart->days_each != 1 || slot < 3)
    return;
  ddi_palette_use (palette, cr, DDI_INK_WEEKEND);
  for (guint i = 0; i < self->chart->n; i++)
    {
      DdiWeekday weekday = ddi_day_weekday (ddi_chart_get_day (self->chart, i));
      gboolean sunday_first = weekday == DDI_SUNDAY && i == 0;
      guint days = weekday == DDI_SATURDAY && i + 1 < self->chart->n ? 2 : 1;

      if (weekday == DDI_SATURDAY || sunday_first)
        cairo_rectangle (cr, self->slots.from + i * slot, self->plot.y, days * slot, self->plot.height);
    }
  cairo_fill (cr);
}

static void
draw_grid (DdiChartLayout *self, cairo_t *cr, const DdiPalette *palette)
{
  ddi_palette_use (palette, cr, DDI_INK_GRID);
  cairo_set_line_width (cr, palette->hairline);
  for (guint i = 0; i < self->ticks.n; i++)
    {
      double y = ddi_chart_crisp (ddi_scale_map (&self->values, ddi_ticks_value (&self->ticks, i)));

      cairo_move_to (cr, self->plot.x, y);
      cairo_line_to (cr, self->plot.x + self->plot.width, y);
    }
  cairo_stroke (cr);
}

static void
draw_axis_of_rows (DdiChartLayout *self, cairo_t *cr, const DdiPalette *palette)
{
  double x = ddi_chart_crisp (ddi_scale_map (&self->values, 0) - 1);

  ddi_palette_use (palette, cr, DDI_INK_GRID);
  cairo_set_line_width (cr, palette->hairline);
  cairo_move_to (cr, x, self->plot.y);
  cairo_line_to (cr, x, self->plot.y + self->plot.height);
  cairo_stroke (cr);
}

static void
draw_today (DdiChartLayout *self, cairo_t *cr, const DdiPalette *palette)
{
  int today = ddi_chart_find_day (self->chart, self->chart->today);
  double x;

  if (today < 0)
    return;
  x = ddi_chart_crisp (ddi_slots_centre (&self->slots, (guint)today));
  ddi_palette_use (palette, cr, DDI_INK_DIM);
  cairo_set_line_width (cr, palette->hairline);
  cairo_move_to (cr, x, self->plot.y);
  cairo_line_to (cr, x, self->plot.y + self->plot.height);
  cairo_stroke (cr);
}

static void
draw_references (DdiChartLayout *self, cairo_t *cr, const DdiPalette *palette)
{
  static const double dashes[] = { 2, 3 };

  ddi_palette_use (palette, cr, DDI_INK_DIM);
  cairo_set_line_width (cr, palette->hairline);
  cairo_set_dash (cr, dashes, 2, 0);
  for (guint i = 0; i < self->chart->references->len; i++)
    {
      const DdiReference *reference = g_ptr_array_index (self->chart->references, i);
      double at = ddi_chart_crisp (ddi_scale_map (&self->values, reference->value));

      if (self->chart->kind == DDI_CHART_DAYS)
        {
          cairo_move_to (cr, self->plot.x, at);
          cairo_line_to (cr, self->plot.x + self->plot.width, at);
        }
      else
        {
          cairo_move_to (cr, at, self->plot.y);
          cairo_line_to (cr, at, self->plot.y + self->plot.height);
        }
    }
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

/* A flag on a short pole for each first datum of an event, a bar as long as the event lasts. */
static void
draw_events (DdiChartLayout *self, cairo_t *cr, const DdiPalette *palette)
{
  double top = self->plot.y + self->plot.height + 3;

  for (guint i = 0; i < self->chart->events->len; i++)
    {
      const DdiChartEvent *event = g_ptr_array_index (self->chart->events, i);
      DdiDay end = self->chart->first + (DdiDay)(self->chart->n * self->chart->days_each) - 1;
      int first = ddi_chart_find_day (self->chart, MAX (event->first, self->chart->first));
      int last = ddi_chart_find_day (self->chart, MIN (event->last, end));
      double x;

      if (first < 0 || last < first || event->first > end)
        continue;
      x = ddi_chart_crisp (ddi_slots_centre (&self->slots, (guint)first));
      ddi_palette_use (palette, cr, DDI_INK_DIM);
      cairo_move_to (cr, x, top);
      cairo_line_to (cr, x + 6, top + 2.5);
      cairo_line_to (cr, x, top + 5);
      cairo_close_path (cr);
      cairo_fill (cr);
      cairo_set_line_width (cr, 1);
      cairo_move_to (cr, x, top);
      cairo_line_to (cr, x, top + 8);
      cairo_stroke (cr);
      if (last > first)
        {
          ddi_palette_use (palette, cr, DDI_INK_GRID);
          cairo_move_to (cr, x, ddi_chart_crisp (top + 7));
          cairo_line_to (cr, ddi_slots_centre (&self->slots, (guint)last), ddi_chart_crisp (top + 7));
          cairo_stroke (cr);
        }
    }
}

static void
point (DdiChartLayout *self, const double *y, guint index, double *px, double *py)
{
  *px = ddi_slots_centre (&self->slots, index);
  *py = ddi_scale_map (&self->values, y[index]);
}

/* One closed area for each run without a gap. */
static void
draw_band (DdiChartLayout *self, cairo_t *cr, const DdiPalette *palette, const DdiLayer *layer)
{
  guint n = self->chart->n;

  for (guint start = 0; start < n;)
    {
      guint end = start;
      double x, y;

      while (end < n && !isnan (layer->y[end]))
        end++;
      if (end == start)
        {
          start++;
          continue;
        }
      for (guint i = start; i < end; i++)
        {
          point (self, layer->y, i, &x, &y);
          cairo_line_to (cr, x, y);
        }
      for (guint i = end; i > start; i--)
        {
          point (self, layer->base, i - 1, &x, &y);
          cairo_line_to (cr, x, y);
        }
      cairo_close_path (cr);
      start = end;
    }
  ddi_palette_use (palette, cr, layer->ink);
  cairo_fill (cr);
}

/* Strokes y[from..to), broken at gaps; a value alone between two gaps is a dot. */
static void
stroke_line (DdiChartLayout *self, cairo_t *cr, const DdiLayer *layer, guint from, guint to)
{
  for (guint i = from; i < to; i++)
    {
      gboolean starts = i == from || isnan (layer->y[i - 1]);
      gboolean ends = i + 1 == to || isnan (layer->y[i + 1]);
      double x, y;

      if (isnan (layer->y[i]))
        continue;
      point (self, layer->y, i, &x, &y);
      if (starts)
        cairo_move_to (cr, x, y);
      cairo_line_to (cr, x, y);
      /* A round cap on no length makes the dot. */
      if (starts && ends)
        cairo_line_to (cr, x + 0.01, y);
    }
  cairo_stroke (cr);
}

static void
draw_line (DdiChartLayout *self, cairo_t *cr, const DdiPalette *palette, const DdiLayer *layer)
{
  static const double dashes[] = { 5, 5 };
  guint n = self->chart->n, solid = n;
  int today = ddi_chart_find_day (self->chart, self->chart->today);

  if (layer->style == DDI_LINE_DASHED)
    solid = 0;
  else if (layer->style == DDI_LINE_DASHED_AFTER_TODAY && self->chart->today != DDI_DAY_INVALID)
    solid = today >= 0 ? (guint)today + 1 : self->chart->today < self->chart->first ? 0 : n;

  ddi_palette_use (palette, cr, layer->ink);
  cairo_set_line_width (cr, palette->line);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  stroke_line (self, cr, layer, 0, solid);
  if (solid < n)
    {
      cairo_set_dash (cr, dashes, 2, 0);
      stroke_line (self, cr, layer, solid > 0 ? solid - 1 : 0, n);
      cairo_set_dash (cr, NULL, 0, 0);
    }
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
}

void
ddi_chart_draw_dot (DdiChartLayout *self, cairo_t *cr, const DdiPalette *palette, const double *y,
                    guint index, DdiInk ink, gboolean hollow)
{
  double px, py;

  point (self, y, index, &px, &py);
  cairo_new_sub_path (cr);
  cairo_arc (cr, px, py, DOT_RADIUS, 0, 2 * G_PI);
  ddi_palette_use (palette, cr, hollow ? DDI_INK_BACKGROUND : ink);
  cairo_fill_preserve (cr);
  ddi_palette_use (palette, cr, hollow ? ink : DDI_INK_BACKGROUND);
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);
}

static DdiInk
bar_ink (const DdiLayer *layer, guint index)
{
  if (layer->kind != DDI_LAYER_STEPS)
    return layer->ink;
  if (layer->total[index])
    return DDI_INK_ACCENT;
  return layer->y[index] > 0 ? DDI_INK_SERIES_3 : DDI_INK_SERIES_2;
}

static void
draw_bars (DdiChartLayout *self, cairo_t *cr, const DdiPalette *palette, guint l)
{
  const DdiLayer *layer = ddi_chart_layer (self->chart, l);

  for (guint i = 0; i < self->chart->n; i++)
    {
      DdiRect bar = ddi_chart_layout_bar (self, l, i);
      gboolean rows = self->chart->kind == DDI_CHART_ROWS;

      /* A hair of background keeps the parts of a stack apart, whatever eyes see of their colours. */
      if (rows && bar.width > 4)
        bar.width -= 1;
      else if (!rows && bar.height > 4)
        {
          bar.y += 1;
          bar.height -= 1;
        }
      ddi_palette_use (palette, cr, bar_ink (layer, i));
      rectangle (cr, &bar);
      cairo_fill (cr);
    }
}

/* Between two steps a hairline at the level that one hands to the next. */
static void
draw_step_links (DdiChartLayout *self, cairo_t *cr, const DdiPalette *palette, const DdiLayer *layer)
{
  double thick = ddi_chart_layout_bar_thickness (self);

  ddi_palette_use (palette, cr, DDI_INK_DIM);
  cairo_set_line_width (cr, palette->hairline);
  for (guint i = 0; i + 1 < self->chart->n; i++)
    {
      double x;

      if (isnan (layer->y[i]) || isnan (layer->y[i + 1]))
        continue;
      x = ddi_chart_crisp (ddi_scale_map (&self->values, ddi_layer_end (layer, i)) - 1);
      cairo_move_to (cr, x, ddi_slots_centre (&self->slots, i) + thick / 2);
      cairo_line_to (cr, x, ddi_slots_centre (&self->slots, i + 1) - thick / 2);
    }
  cairo_stroke (cr);
}

static void
draw_layer (DdiChartLayout *self, cairo_t *cr, const DdiPalette *palette, guint l)
{
  const DdiLayer *layer = ddi_chart_layer (self->chart, l);

  switch (layer->kind)
    {
    case DDI_LAYER_LINE:
      draw_line (self, cr, palette, layer);
      break;
    case DDI_LAYER_BAND:
      draw_band (self, cr, palette, layer);
      break;
    case DDI_LAYER_STEPS:
      draw_step_links (self, cr, palette, layer);
      draw_bars (self, cr, palette, l);
      break;
    case DDI_LAYER_BARS:
      draw_bars (self, cr, palette, l);
      break;
    case DDI_LAYER_DOTS:
      for (guint i = 0; i < self->chart->n; i++)
        if (!isnan (layer->y[i]))
          ddi_chart_draw_dot (self, cr, palette, layer->y, i, layer->ink, TRUE);
      break;
    case DDI_LAYER_READING:
      break;
    }
}

/* A sample of the layer, left of its name in the legend or on the card. */
static void
draw_swatch (DdiChartLayout *self, cairo_t *cr, const DdiPalette *palette, const DdiLayer *layer, double x,
             double middle)
{
  ddi_palette_use (palette, cr, layer->ink);
  if (layer->kind == DDI_LAYER_LINE)
    {
      cairo_set_line_width (cr, palette->line);
      cairo_move_to (cr, x, middle);
      cairo_line_to (cr, x + DDI_CHART_SWATCH, middle);
      cairo_stroke (cr);
    }
  else if (layer->kind == DDI_LAYER_DOTS)
    {
      cairo_set_line_width (cr, 1.5);
      cairo_new_sub_path (cr);
      cairo_arc (cr, x + DDI_CHART_SWATCH / 2, middle, DOT_RADIUS, 0, 2 * G_PI);
      cairo_stroke (cr);
    }
  else
    {
      cairo_rectangle (cr, x, middle - 5, DDI_CHART_SWATCH, 10);
      cairo_fill (cr);
    }
}

static void
draw_labels (DdiChartLayout *self, cairo_t *cr, const DdiPalette *palette)
{
  for (guint i = 0; i < self->labels->len; i++)
    {
      const DdiLabel *label = g_ptr_array_index (self->labels, i);
      DdiInk ink = label->ink;

      if (label->kind == DDI_LABEL_LEGEND)
        {
          draw_swatch (self, cr, palette, ddi_chart_layer (self->chart, label->layer),
                       label->box.x - DDI_CHART_SWATCH - DDI_CHART_GAP, label->box.y + label->box.height / 2);
          ink = DDI_INK_TEXT;
        }
      ddi_palette_use (palette, cr, ink);
      if (label->kind == DDI_LABEL_ROW)
        draw_name (self, cr, label);
      else
        ddi_chart_draw_text (self, cr, label->text, &label->box, FALSE);
    }
}

void
ddi_chart_layout_draw (DdiChartLayout *self, cairo_t *cr, const DdiPalette *palette)
{
  cairo_save (cr);
  if (self->plot.width > 0 && self->plot.height > 0 && self->chart->n > 0)
    {
      if (self->chart->kind == DDI_CHART_DAYS)
        {
          draw_weekends (self, cr, palette);
          draw_grid (self, cr, palette);
          draw_today (self, cr, palette);
          draw_events (self, cr, palette);
        }
      else
        draw_axis_of_rows (self, cr, palette);
      for (guint l = 0; l < self->chart->layers->len; l++)
        draw_layer (self, cr, palette, l);
      draw_references (self, cr, palette);
    }
  draw_labels (self, cr, palette);
  cairo_restore (cr);
}

void
ddi_chart_draw (DdiChart *chart, cairo_t *cr, double width, double height, const DdiPalette *palette,
                const DdiChartState *state)
{
  g_autoptr (DdiChartLayout) layout = ddi_chart_layout_new (chart, width, height, NULL);

  ddi_chart_layout_draw (layout, cr, palette);
  if (state)
    ddi_chart_layout_draw_state (layout, cr, palette, state);
}

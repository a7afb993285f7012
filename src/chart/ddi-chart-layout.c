/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/ddi-chart-layout-private.h"

#include <math.h>
#include <pango/pangocairo.h>

/* Slack around the plot within which a point still means the nearest datum. */
#define HIT_SLACK 12.0
/* The reading card: padding, and its distance from the datum. */
#define CARD_PADDING 9.0
#define CARD_DISTANCE 14.0
#define CARD_COLUMN_GAP 18.0

static void
label_free (DdiLabel *label)
{
  g_free (label->text);
  g_free (label);
}

static PangoContext *
default_context (void)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  PangoFontDescription *font = pango_font_description_from_string ("Cantarell, Sans 9");

  pango_cairo_context_set_resolution (context, 96);
  pango_context_set_font_description (context, font);
  pango_font_description_free (font);
  return context;
}

void
ddi_chart_layout_measure (DdiChartLayout *self, const char *text, double *width, double *height)
{
  g_autoptr (PangoLayout) layout = pango_layout_new (self->context);
  PangoAttrList *attributes = pango_attr_list_new ();
  int w, h;

  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_size (layout, &w, &h);
  if (width)
    *width = w;
  if (height)
    *height = h;
}

void
ddi_chart_layout_set_text (PangoLayout *layout, const char *text, double width, int n_lines)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_layout_set_text (layout, text, -1);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (layout, (int)ceil (width + 0.5) * PANGO_SCALE);
  pango_layout_set_height (layout, -n_lines);
  /* Figures of one width, so that they stand under each other. */
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
}

void
ddi_chart_layout_measure_name (DdiChartLayout *self, const char *text, double most_width, double *width,
                               double *height)
{
  g_autoptr (PangoLayout) layout = pango_layout_new (self->context);
  int w, h;

  ddi_chart_layout_set_text (layout, text, most_width, DDI_CHART_NAME_LINES);
  pango_layout_get_pixel_size (layout, &w, &h);
  if (width)
    *width = w;
  *height = h;
}

DdiLabel *
ddi_chart_layout_add_label (DdiChartLayout *self, DdiLabelKind kind, const char *text, DdiInk ink)
{
  DdiLabel *label = g_new0 (DdiLabel, 1);

  label->kind = kind;
  label->text = g_strdup (text);
  label->ink = ink;
  ddi_chart_layout_measure (self, text, &label->box.width, &label->box.height);
  g_ptr_array_add (self->labels, label);
  return label;
}

gboolean
ddi_rect_overlap (const DdiRect *a, const DdiRect *b, double gap)
{
  return a->x < b->x + b->width + gap && b->x < a->x + a->width + gap && a->y < b->y + b->height + gap &&
         b->y < a->y + a->height + gap;
}

/* A picture too small for a label goes without it. */
static void
drop_clipped_labels (DdiChartLayout *self)
{
  for (guint i = self->labels->len; i > 0; i--)
    {
      const DdiRect *box = &((DdiLabel *)g_ptr_array_index (self->labels, i - 1))->box;

      if (box->x < 0 || box->y < -1 || box->x + box->width > self->bounds.width + 1e-6 ||
          box->y + box->height > self->bounds.height + 1)
        g_ptr_array_remove_index (self->labels, i - 1);
    }
}

DdiChartLayout *
ddi_chart_layout_new (DdiChart *chart, double width, double height, PangoContext *context)
{
  DdiChartLayout *self = g_new0 (DdiChartLayout, 1);
  double lo, hi;

  self->chart = ddi_chart_ref (chart);
  self->context = context ? g_object_ref (context) : default_context ();
  self->bounds = (DdiRect){ 0, 0, MAX (width, 0), MAX (height, 0) };
  self->labels = g_ptr_array_new_with_free_func ((GDestroyNotify)label_free);
  ddi_chart_layout_measure (self, "0", NULL, &self->line_height);

  ddi_chart_value_range (chart, &lo, &hi);
  self->ticks = ddi_ticks_for_range (lo, hi, chart->measure != DDI_MEASURE_SHARE);
  self->slots.n = chart->n;
  if (chart->kind == DDI_CHART_DAYS)
    ddi_chart_layout_days (self);
  else
    ddi_chart_layout_rows (self);
  drop_clipped_labels (self);
  return self;
}

void
ddi_chart_layout_free (DdiChartLayout *self)
{
  ddi_chart_unref (self->chart);
  g_object_unref (self->context);
  g_ptr_array_unref (self->labels);
  g_free (self);
}

DdiChart *
ddi_chart_layout_get_chart (DdiChartLayout *self)
{
  return self->chart;
}

DdiRect
ddi_chart_layout_get_bounds (DdiChartLayout *self)
{
  return self->bounds;
}

DdiRect
ddi_chart_layout_get_plot (DdiChartLayout *self)
{
  return self->plot;
}

DdiTicks
ddi_chart_layout_get_ticks (DdiChartLayout *self)
{
  return self->ticks;
}

guint
ddi_chart_layout_get_n_labels (DdiChartLayout *self)
{
  return self->labels->len;
}

const DdiLabel *
ddi_chart_layout_get_label (DdiChartLayout *self, guint index)
{
  g_return_val_if_fail (index < self->labels->len, NULL);

  return g_ptr_array_index (self->labels, index);
}

double
ddi_chart_layout_datum (DdiChartLayout *self, guint index)
{
  return ddi_slots_centre (&self->slots, index);
}

double
ddi_chart_layout_datum_width (DdiChartLayout *self)
{
  return ddi_slots_width (&self->slots);
}

double
ddi_chart_layout_value (DdiChartLayout *self, double value)
{
  return ddi_scale_map (&self->values, value);
}

double
ddi_chart_layout_bar_thickness (DdiChartLayout *self)
{
  double slot = ddi_slots_width (&self->slots);

  return self->chart->kind == DDI_CHART_DAYS ? CLAMP (slot * 0.72, MIN (slot, 1), 40) : MIN (slot * 0.62, 20);
}

DdiRect
ddi_chart_layout_bar (DdiChartLayout *self, guint layer_index, guint index)
{
  const DdiLayer *layer;
  double thick = ddi_chart_layout_bar_thickness (self), along, from, to;
  DdiRect bar = { 0 };

  g_return_val_if_fail (layer_index < self->chart->layers->len && index < self->chart->n, bar);

  layer = ddi_chart_layer (self->chart, layer_index);
  if ((layer->kind != DDI_LAYER_BARS && layer->kind != DDI_LAYER_STEPS) || isnan (layer->y[index]) ||
      layer->y[index] == 0)
    return bar;

  along = ddi_slots_centre (&self->slots, index) - thick / 2;
  from = ddi_scale_map (&self->values, layer->base[index]);
  to = ddi_scale_map (&self->values, ddi_layer_end (layer, index));
  if (self->chart->kind == DDI_CHART_DAYS)
    bar = (DdiRect){ along, MIN (from, to), thick, fabs (to - from) };
  else
    bar = (DdiRect){ MIN (from, to), along, fabs (to - from), thick };
  return bar;
}

int
ddi_chart_layout_hit (DdiChartLayout *self, double x, double y)
{
  const DdiRect *plot = &self->plot;
  /* On rows the names belong to the bars. */
  double left = self->chart->kind == DDI_CHART_ROWS ? 0 : plot->x - HIT_SLACK;
  double right = self->chart->kind == DDI_CHART_ROWS ? self->bounds.width : plot->x + plot->width + HIT_SLACK;

  if (x < left || x > right || y < plot->y - HIT_SLACK || y > plot->y + plot->height + HIT_SLACK)
    return -1;
  return ddi_slots_at (&self->slots, self->chart->kind == DDI_CHART_DAYS ? x : y);
}

void
ddi_chart_layout_measure_card (DdiChartLayout *self, const DdiReading *reading, double *name_width,
                               double *width, double *height)
{
  double names = 0, figures = 0, w;

  for (guint i = 0; i < reading->lines->len; i++)
    {
      const DdiReadingLine *line = g_ptr_array_index (reading->lines, i);

      ddi_chart_layout_measure (self, line->name, &w, NULL);
      names = MAX (names, w + DDI_CHART_SWATCH + DDI_CHART_GAP);
      ddi_chart_layout_measure (self, line->value, &w, NULL);
      figures = MAX (figures, w);
    }
  ddi_chart_layout_measure (self, reading->heading, width, NULL);
  *name_width = names;
  *width = MAX (*width * 1.08, names + CARD_COLUMN_GAP + figures);
  if (reading->events)
    {
      ddi_chart_layout_measure (self, reading->events, &w, NULL);
      *width = MAX (*width, MIN (w, 260));
    }
  *width += 2 * CARD_PADDING;
  *height =
      (1 + reading->lines->len + (reading->events ? 1 : 0)) * (self->line_height + 3) + 2 * CARD_PADDING;
}

DdiRect
ddi_chart_layout_card (DdiChartLayout *self, guint index)
{
  g_autoptr (DdiReading) reading = ddi_reading_new (self->chart, index);
  double at = ddi_slots_centre (&self->slots, index), slot = ddi_slots_width (&self->slots), names;
  DdiRect card = { 0 };

  ddi_chart_layout_measure_card (self, reading, &names, &card.width, &card.height);
  if (self->chart->kind == DDI_CHART_DAYS)
    {
      card.x = at + CARD_DISTANCE;
      if (card.x + card.width > self->bounds.width)
        card.x = at - CARD_DISTANCE - card.width;
      card.y = self->plot.y + 4;
    }
  else
    {
      card.x = self->bounds.width - card.width - 4;
      card.y = at + slot / 2 + 2;
      if (card.y + card.height > self->bounds.height)
        card.y = at - slot / 2 - 2 - card.height;
    }
  card.x = MAX (MIN (card.x, self->bounds.width - card.width), 0);
  card.y = MAX (MIN (card.y, self->bounds.height - card.height), 0);
  card.width = MIN (card.width, self->bounds.width);
  card.height = MIN (card.height, self->bounds.height);
  return card;
}

double
ddi_chart_layout_natural_height (DdiChart *chart, double width, PangoContext *context)
{
  g_autoptr (DdiChartLayout) layout = NULL;

  if (chart->kind == DDI_CHART_DAYS)
    return 220;
  layout = ddi_chart_layout_new (chart, width, 10000, context);
  return layout->bounds.height - layout->plot.height + chart->n * ddi_chart_layout_row_height (layout);
}

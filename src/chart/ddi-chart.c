/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/ddi-chart-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

G_DEFINE_BOXED_TYPE (DdiChart, ddi_chart, ddi_chart_ref, ddi_chart_unref)

static void
layer_free (DdiLayer *layer)
{
  g_free (layer->name);
  g_free (layer->y);
  g_free (layer->base);
  g_free (layer->total);
  g_free (layer);
}

static void
event_free (DdiChartEvent *event)
{
  g_free (event->name);
  g_free (event);
}

static void
reference_free (DdiReference *reference)
{
  g_free (reference->label);
  g_free (reference);
}

static void
clear (DdiChart *self)
{
  g_free (self->title);
  g_strfreev (self->rows);
  g_free (self->currency);
  g_ptr_array_unref (self->layers);
  g_ptr_array_unref (self->events);
  g_ptr_array_unref (self->references);
}

static DdiChart *
chart_new (DdiChartKind kind, const char *title, guint n)
{
  DdiChart *self = g_atomic_rc_box_new0 (DdiChart);

  self->kind = kind;
  self->title = g_strdup (title);
  self->n = n;
  self->first = DDI_DAY_INVALID;
  self->days_each = 1;
  self->today = DDI_DAY_INVALID;
  self->currency = g_strdup ("USD");
  self->layers = g_ptr_array_new_with_free_func ((GDestroyNotify)layer_free);
  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify)event_free);
  self->references = g_ptr_array_new_with_free_func ((GDestroyNotify)reference_free);
  return self;
}

/* So large that no stack of them overflows a double. */
#define HUGEST 1e290

/* Copies y; what is not a number a picture can show is missing. */
static double *
copy_values (const double *y, guint n)
{
  double *copy = g_new (double, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    copy[i] = fabs (y[i]) <= HUGEST ? y[i] : NAN;
  return copy;
}

static DdiLayer *
add_layer (DdiChart *self, DdiLayerKind kind, const char *name, DdiInk ink, const double *y)
{
  DdiLayer *layer = g_new0 (DdiLayer, 1);

  layer->kind = kind;
  layer->name = g_strdup (name);
  layer->ink = ink;
  layer->measure = self->measure;
  layer->y = copy_values (y, self->n);
  g_ptr_array_add (self->layers, layer);
  return layer;
}

DdiChart *
ddi_chart_ref (DdiChart *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
ddi_chart_unref (DdiChart *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify)clear);
}

DdiChart *
ddi_chart_new_days (const char *title, DdiDay first, guint n, guint days_each)
{
  DdiChart *self;

  g_return_val_if_fail (title != NULL, NULL);
  g_return_val_if_fail (days_each >= 1 && days_each <= 366, NULL);
  g_return_val_if_fail (first >= DDI_DAY_MIN && first <= DDI_DAY_MAX, NULL);
  g_return_val_if_fail ((gint64)first + (gint64)n * days_each <= (gint64)DDI_DAY_MAX + 1, NULL);

  self = chart_new (DDI_CHART_DAYS, title, n);
  self->first = first;
  self->days_each = days_each;
  return self;
}

DdiChart *
ddi_chart_new_rows (const char *title, const char *const *labels, guint n)
{
  DdiChart *self;

  g_return_val_if_fail (title != NULL, NULL);
  g_return_val_if_fail (labels != NULL || n == 0, NULL);

  self = chart_new (DDI_CHART_ROWS, title, n);
  self->rows = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    self->rows[i] = g_strdup (labels[i]);
  return self;
}

void
ddi_chart_set_measure (DdiChart *self, DdiMeasure measure)
{
  self->measure = measure;
}

void
ddi_chart_set_currency (DdiChart *self, const char *currency)
{
  g_free (self->currency);
  self->currency = g_strdup (currency);
}

void
ddi_chart_set_today (DdiChart *self, DdiDay today)
{
  self->today = today;
}

void
ddi_chart_add_line (DdiChart *self, const char *name, DdiInk ink, DdiLineStyle style, const double *y)
{
  g_return_if_fail (self->kind == DDI_CHART_DAYS);

  add_layer (self, DDI_LAYER_LINE, name, ink, y)->style = style;
}

void
ddi_chart_add_band (DdiChart *self, const char *name, DdiInk ink, const double *lower, const double *upper)
{
  DdiLayer *layer;

  g_return_if_fail (self->kind == DDI_CHART_DAYS);

  layer = add_layer (self, DDI_LAYER_BAND, name, ink, upper);
  layer->base = copy_values (lower, self->n);
  for (guint i = 0; i < self->n; i++)
    if (isnan (layer->y[i]) || isnan (layer->base[i]))
      layer->y[i] = layer->base[i] = NAN;
}

/* The foot of a new layer of bars: the sum of those before. */
static double *
stack_feet (DdiChart *self)
{
  double *feet = g_new0 (double, MAX (self->n, 1));

  for (guint l = 0; l < self->layers->len; l++)
    {
      const DdiLayer *layer = g_ptr_array_index (self->layers, l);

      if (layer->kind != DDI_LAYER_BARS)
        continue;
      for (guint i = 0; i < self->n; i++)
        if (!isnan (layer->y[i]))
          feet[i] += layer->y[i];
    }
  return feet;
}

void
ddi_chart_add_bars (DdiChart *self, const char *name, DdiInk ink, const double *y)
{
  double *feet = stack_feet (self);
  DdiLayer *layer = add_layer (self, DDI_LAYER_BARS, name, ink, y);

  layer->base = feet;
  for (guint i = 0; i < self->n; i++)
    if (layer->y[i] < 0)
      layer->y[i] = NAN;
}

void
ddi_chart_add_dots (DdiChart *self, const char *name, DdiInk ink, const double *y)
{
  g_return_if_fail (self->kind == DDI_CHART_DAYS);

  add_layer (self, DDI_LAYER_DOTS, name, ink, y);
}

void
ddi_chart_add_reading (DdiChart *self, const char *name, DdiMeasure measure, const double *y)
{
  add_layer (self, DDI_LAYER_READING, name, DDI_INK_TEXT, y)->measure = measure;
}

void
ddi_chart_add_steps (DdiChart *self, const char *name, const double *y, const gboolean *total)
{
  DdiLayer *layer;
  double level = 0;

  g_return_if_fail (self->kind == DDI_CHART_ROWS);

  layer = add_layer (self, DDI_LAYER_STEPS, name, DDI_INK_TEXT, y);
  layer->base = g_new0 (double, MAX (self->n, 1));
  layer->total = g_new0 (gboolean, MAX (self->n, 1));
  for (guint i = 0; i < self->n; i++)
    {
      layer->total[i] = total[i];
      layer->base[i] = total[i] ? 0 : level;
      if (!isnan (layer->y[i]))
        level = layer->base[i] + layer->y[i];
    }
}

void
ddi_chart_add_event (DdiChart *self, DdiDay first, DdiDay last, const char *name)
{
  DdiChartEvent *event;

  g_return_if_fail (self->kind == DDI_CHART_DAYS);

  event = g_new0 (DdiChartEvent, 1);
  event->first = first;
  event->last = last;
  event->name = g_strdup (name);
  g_ptr_array_add (self->events, event);
}

void
ddi_chart_add_reference (DdiChart *self, double value, const char *label)
{
  DdiReference *reference;

  if (!(fabs (value) <= HUGEST))
    return;
  reference = g_new0 (DdiReference, 1);
  reference->value = value;
  reference->label = g_strdup (label);
  g_ptr_array_add (self->references, reference);
}

DdiChartKind
ddi_chart_get_kind (DdiChart *self)
{
  return self->kind;
}

const char *
ddi_chart_get_title (DdiChart *self)
{
  return self->title;
}

guint
ddi_chart_get_n (DdiChart *self)
{
  return self->n;
}

guint
ddi_chart_get_days_each (DdiChart *self)
{
  return self->days_each;
}

DdiDay
ddi_chart_get_day (DdiChart *self, guint index)
{
  if (self->kind != DDI_CHART_DAYS || index >= self->n)
    return DDI_DAY_INVALID;
  return (DdiDay)(self->first + (gint64)index * self->days_each);
}

int
ddi_chart_find_day (DdiChart *self, DdiDay day)
{
  gint64 offset = (gint64)day - self->first;

  if (self->kind != DDI_CHART_DAYS || day == DDI_DAY_INVALID || offset < 0 ||
      offset / self->days_each >= self->n)
    return -1;
  return (int)(offset / self->days_each);
}

gboolean
ddi_chart_is_empty (DdiChart *self)
{
  for (guint l = 0; l < self->layers->len; l++)
    {
      const DdiLayer *layer = g_ptr_array_index (self->layers, l);

      for (guint i = 0; i < self->n; i++)
        if (!isnan (layer->y[i]))
          return FALSE;
    }
  return TRUE;
}

const DdiLayer *
ddi_chart_layer (DdiChart *self, guint index)
{
  return g_ptr_array_index (self->layers, index);
}

double
ddi_layer_end (const DdiLayer *self, guint index)
{
  gboolean stacked = self->kind == DDI_LAYER_BARS || self->kind == DDI_LAYER_STEPS;

  return stacked ? self->base[index] + self->y[index] : self->y[index];
}

gboolean
ddi_layer_is_line_like (const DdiLayer *self)
{
  return self->kind == DDI_LAYER_LINE || self->kind == DDI_LAYER_BAND || self->kind == DDI_LAYER_DOTS;
}

gboolean
ddi_chart_value_range (DdiChart *self, double *lo, double *hi)
{
  gboolean known = FALSE;

  *lo = *hi = 0;
  for (guint l = 0; l < self->layers->len; l++)
    {
      const DdiLayer *layer = ddi_chart_layer (self, l);

      if (layer->kind == DDI_LAYER_READING)
        continue;
      for (guint i = 0; i < self->n; i++)
        {
          double end = ddi_layer_end (layer, i);
          double start = layer->base && !isnan (layer->base[i]) ? layer->base[i] : end;

          if (isnan (end))
            continue;
          known = TRUE;
          *lo = MIN (*lo, MIN (start, end));
          *hi = MAX (*hi, MAX (start, end));
        }
    }
  for (guint i = 0; known && i < self->references->len; i++)
    {
      const DdiReference *reference = g_ptr_array_index (self->references, i);

      *lo = MIN (*lo, reference->value);
      *hi = MAX (*hi, reference->value);
    }
  return known;
}

char *
ddi_chart_events_at (DdiChart *self, guint index)
{
  GString *names = NULL;
  gint64 first = (gint64)self->first + (gint64)index * self->days_each;

  if (self->kind != DDI_CHART_DAYS)
    return NULL;
  for (guint i = 0; i < self->events->len; i++)
    {
      const DdiChartEvent *event = g_ptr_array_index (self->events, i);

      if (event->last < first || event->first >= first + self->days_each)
        continue;
      if (names == NULL)
        names = g_string_new (NULL);
      else
        /* Translators: between two names in a list. */
        g_string_append (names, _ (", "));
      g_string_append (names, event->name);
    }
  return names ? g_string_free (names, FALSE) : NULL;
}

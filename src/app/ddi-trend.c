/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-trend.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "chart/ddi-chart-draw.h"
#include "core/ddi-format.h"

#define WIDTH 96
#define HEIGHT 24

struct _DdiTrend
{
  GtkWidget parent_instance;

  GArray *values; /* double */
};

G_DEFINE_FINAL_TYPE (DdiTrend, ddi_trend, GTK_TYPE_WIDGET)

static const DdiPalette *
find_palette (void)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  gboolean dark = adw_style_manager_get_dark (style);

  if (adw_style_manager_get_high_contrast (style))
    return ddi_palette_get (dark ? DDI_PALETTE_DARK_HIGH_CONTRAST : DDI_PALETTE_LIGHT_HIGH_CONTRAST);
  return ddi_palette_get (dark ? DDI_PALETTE_DARK : DDI_PALETTE_LIGHT);
}

static void
ddi_trend_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DdiTrend *self = DDI_TREND (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  cairo_t *cr;

  if (self->values->len == 0)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float)width, (float)height));
  cairo_translate (cr, 0, (height - HEIGHT) / 2.0);
  ddi_sparkline_draw (cr, (const double *)self->values->data, self->values->len, width, HEIGHT,
                      find_palette ());
  cairo_destroy (cr);
}

static void
ddi_trend_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                   int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
}

static void
ddi_trend_dispose (GObject *object)
{
  g_signal_handlers_disconnect_by_data (adw_style_manager_get_default (), object);
  G_OBJECT_CLASS (ddi_trend_parent_class)->dispose (object);
}

static void
ddi_trend_finalize (GObject *object)
{
  g_array_unref (DDI_TREND (object)->values);
  G_OBJECT_CLASS (ddi_trend_parent_class)->finalize (object);
}

static void
ddi_trend_class_init (DdiTrendClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_trend_dispose;
  G_OBJECT_CLASS (klass)->finalize = ddi_trend_finalize;
  widget_class->snapshot = ddi_trend_snapshot;
  widget_class->measure = ddi_trend_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ddi_trend_init (DdiTrend *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  self->values = g_array_new (FALSE, FALSE, sizeof (double));
  g_signal_connect_swapped (style, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self);
  g_signal_connect_swapped (style, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw), self);
}

GtkWidget *
ddi_trend_new (void)
{
  return g_object_new (DDI_TYPE_TREND, NULL);
}

static char *
describe (DdiTrend *self)
{
  double first = NAN, last = NAN, least = INFINITY, most = -INFINITY;
  g_autofree char *from = NULL, *to = NULL, *low = NULL, *high = NULL;

  for (guint i = 0; i < self->values->len; i++)
    {
      double value = g_array_index (self->values, double, i);

      if (isnan (value))
        continue;
      first = isnan (first) ? value : first;
      last = value;
      least = fmin (least, value);
      most = fmax (most, value);
    }
  if (isnan (first))
    return g_strdup (_ ("No figures"));
  from = ddi_format_int ((gint64)first);
  to = ddi_format_int ((gint64)last);
  low = ddi_format_int ((gint64)least);
  high = ddi_format_int ((gint64)most);
  return g_strdup_printf (_ ("From %s to %s, least %s, most %s"), from, to, low, high);
}

void
ddi_trend_set_values (DdiTrend *self, const char *array)
{
  g_auto (GStrv) parts = NULL;
  g_autofree char *bare = NULL, *text = NULL;

  g_return_if_fail (DDI_IS_TREND (self));

  g_array_set_size (self->values, 0);
  bare = g_strndup (array ? array + 1 : "", array ? strlen (array) - MIN (strlen (array), 2) : 0);
  parts = g_strsplit (bare, ",", -1);
  for (guint i = 0; parts[i]; i++)
    {
      double value = g_str_equal (parts[i], "NULL") ? NAN : g_ascii_strtod (parts[i], NULL);

      g_array_append_val (self->values, value);
    }
  text = describe (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

const double *
ddi_trend_get_values (DdiTrend *self, guint *n)
{
  g_return_val_if_fail (DDI_IS_TREND (self), NULL);
  *n = self->values->len;
  return (const double *)self->values->data;
}

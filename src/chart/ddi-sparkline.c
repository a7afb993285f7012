/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/ddi-chart-draw.h"

#include <math.h>

#define DOT_RADIUS 2.5

void
ddi_sparkline_draw (cairo_t *cr, const double *y, guint n, double width, double height,
                    const DdiPalette *palette)
{
  double lo = INFINITY, hi = -INFINITY, inset = DOT_RADIUS + 0.5;
  int last = -1;
  gboolean open = FALSE;

  for (guint i = 0; i < n; i++)
    if (isfinite (y[i]))
      {
        lo = fmin (lo, y[i]);
        hi = fmax (hi, y[i]);
        last = (int)i;
      }
  if (last < 0 || width <= 2 * inset || height <= 2 * inset)
    return;

  cairo_save (cr);
  ddi_palette_use (palette, cr, DDI_INK_TEXT);
  cairo_set_line_width (cr, 1.25);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  for (guint i = 0; i <= (guint)last; i++)
    {
      double x = inset + (n > 1 ? (width - 2 * inset) * i / (n - 1) : (width - 2 * inset) / 2);
      /* Halved before subtracting, the largest doubles do not overflow. */
      double share = hi > lo ? (y[i] / 2 - lo / 2) / (hi / 2 - lo / 2) : 0.5;
      double at = height - inset - share * (height - 2 * inset);

      if (!isfinite (y[i]))
        {
          open = FALSE;
          continue;
        }
      if (!open)
        cairo_move_to (cr, x, at);
      cairo_line_to (cr, open ? x : x + 0.01, at);
      open = TRUE;
      if ((int)i == last)
        {
          cairo_stroke (cr);
          ddi_palette_use (palette, cr, DDI_INK_ACCENT);
          cairo_arc (cr, x, at, DOT_RADIUS, 0, 2 * G_PI);
          cairo_fill (cr);
        }
    }
  cairo_restore (cr);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "chart/ddi-chart-layout.h"

G_BEGIN_DECLS

/* What the person is doing with the chart right now. */
typedef struct
{
  int focus;       /* datum whose reading is shown, -1 for none */
  int select_from; /* data marked by dragging, in either order; -1 for none */
  int select_to;
} DdiChartState;

#define DDI_CHART_STATE_NONE                                                                                 \
  {                                                                                                          \
    -1, -1, -1                                                                                               \
  }

/* The picture without its reading; the background is left as it is. */
void ddi_chart_layout_draw (DdiChartLayout *self, cairo_t *cr, const DdiPalette *palette);
/* The rule, the dots, the card and the selection on top of it. */
void ddi_chart_layout_draw_state (DdiChartLayout *self, cairo_t *cr, const DdiPalette *palette,
                                  const DdiChartState *state);

/* Both at once, with the default font. @state may be NULL. */
void ddi_chart_draw (DdiChart *chart, cairo_t *cr, double width, double height, const DdiPalette *palette,
                     const DdiChartState *state);

/* A line of y[n] without axes in width × height (96 × 24 in a table), its last known value dotted. */
void ddi_sparkline_draw (cairo_t *cr, const double *y, guint n, double width, double height,
                         const DdiPalette *palette);

G_END_DECLS

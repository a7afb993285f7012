/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart/ddi-chart-draw.h"
#include "chart/ddi-chart-layout-private.h"

G_BEGIN_DECLS

/* The half of a pixel on which a hairline is sharp. */
double ddi_chart_crisp (double at);
/* In the box, ended with … where it is too long, with the current source. */
void ddi_chart_draw_text (DdiChartLayout *self, cairo_t *cr, const char *text, const DdiRect *box,
                          gboolean bold);
/* At y[index]: filled, or a ring on the background. */
void ddi_chart_draw_dot (DdiChartLayout *self, cairo_t *cr, const DdiPalette *palette, const double *y,
                         guint index, DdiInk ink, gboolean hollow);

G_END_DECLS

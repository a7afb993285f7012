/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "chart/ddi-chart.h"

G_BEGIN_DECLS

/* Shows a DdiChart. Pointer and arrow keys read values (Home, End, Page Up, Page Down too; Escape
 * stops), dragging over days selects a range, a double click resets it; the context menu (or
 * Shift+F10) exports the picture. To assistive tools it is an image whose name is the chart's title
 * and whose description is its summary.
 *
 * Signals: "range-selected" (int first, int last: days), "range-reset" (), "row-activated" (guint
 * index: a click or Enter on a datum). */
#define DDI_TYPE_CHART_VIEW (ddi_chart_view_get_type ())
G_DECLARE_FINAL_TYPE (DdiChartView, ddi_chart_view, DDI, CHART_VIEW, GtkWidget)

GtkWidget *ddi_chart_view_new (void);

/* NULL shows nothing. */
void ddi_chart_view_set_chart (DdiChartView *self, DdiChart *chart);
DdiChart *ddi_chart_view_get_chart (DdiChartView *self);

/* The datum being read, -1 for none. */
int ddi_chart_view_get_focus (DdiChartView *self);
void ddi_chart_view_set_focus (DdiChartView *self, int index);

/* The least height of a chart of days; rows take what they need. */
void ddi_chart_view_set_day_height (DdiChartView *self, int height);

G_END_DECLS

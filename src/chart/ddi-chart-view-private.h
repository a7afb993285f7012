/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart/ddi-chart-draw.h"
#include "chart/ddi-chart-view.h"

G_BEGIN_DECLS

struct _DdiChartView
{
  GtkWidget parent_instance;

  DdiChart *chart;
  DdiChartLayout *layout; /* NULL until it is next needed */
  GskRenderNode *picture; /* the chart without its reading, as last drawn; NULL likewise */
  PangoContext *context;
  DdiChartState state;
  GtkWidget *menu;
  int day_height;
  gboolean dragged; /* the press that ends now has marked a range */
};

enum
{
  DDI_CHART_VIEW_RANGE_SELECTED,
  DDI_CHART_VIEW_RANGE_RESET,
  DDI_CHART_VIEW_ROW_ACTIVATED,
  DDI_CHART_VIEW_N_SIGNALS
};

extern guint ddi_chart_view_signals[DDI_CHART_VIEW_N_SIGNALS];

void ddi_chart_view_select_none (DdiChartView *self);
/* Tells what lies between the two ends that are marked, and takes the mark away. */
void ddi_chart_view_emit_selection (DdiChartView *self);
void ddi_chart_view_open_menu (DdiChartView *self, double x, double y);
/* TRUE where the key meant something. */
gboolean ddi_chart_view_press_key (DdiChartView *self, guint key, GdkModifierType modifiers);

G_END_DECLS

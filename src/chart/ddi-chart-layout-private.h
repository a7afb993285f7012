/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart/ddi-chart-layout.h"
#include "chart/ddi-chart-private.h"
#include "chart/ddi-chart-reading.h"

G_BEGIN_DECLS

#define DDI_CHART_GAP 6.0      /* between a label and what it names */
#define DDI_CHART_SWATCH 12.0  /* a legend's colour sample */
#define DDI_CHART_FLAGS 10.0   /* the strip of event flags under the axis */
#define DDI_CHART_ROW 28.0     /* a row's natural height */
#define DDI_CHART_LINE_GAP 6.0 /* between two rows whose names take two lines */
#define DDI_CHART_NAME_LINES 2 /* of a row's name at most */

struct _DdiChartLayout
{
  DdiChart *chart;
  PangoContext *context;
  DdiRect bounds;
  DdiRect plot;
  DdiTicks ticks;
  DdiScale values;   /* value → y on days, x on rows */
  DdiSlots slots;    /* datum → x on days, y on rows */
  GPtrArray *labels; /* of DdiLabel */
  double line_height;
};

void ddi_chart_layout_measure (DdiChartLayout *self, const char *text, double *width, double *height);
/* Lets @layout say it in at most so many lines of @width, ended with … where it is longer. */
void ddi_chart_layout_set_text (PangoLayout *layout, const char *text, double width, int n_lines);
/* A row's name in at most two lines of @width; @height is of those that it needs. */
void ddi_chart_layout_measure_name (DdiChartLayout *self, const char *text, double most_width, double *width,
                                    double *height);
DdiLabel *ddi_chart_layout_add_label (DdiChartLayout *self, DdiLabelKind kind, const char *text, DdiInk ink);
double ddi_chart_layout_bar_thickness (DdiChartLayout *self);
gboolean ddi_rect_overlap (const DdiRect *a, const DdiRect *b, double gap);

/* Which lines are named at their end: at most three, and no bars to keep apart. */
gboolean ddi_chart_labels_lines (DdiChart *chart);
/* The room right of the plot that names of references, and if @direct of the lines which reach the
 * last datum, need. */
double ddi_chart_layout_right_margin (DdiChartLayout *self, gboolean direct);
/* Names the lines at their ends where that covers no line; the layers left over go to the legend. */
void ddi_chart_layout_place_line_labels (DdiChartLayout *self, gboolean *labelled);
/* Stacks the legend's entries from the top of the picture, over at most @most_height; returns its
 * height. */
double ddi_chart_layout_place_legend (DdiChartLayout *self, const gboolean *labelled, double most_height);

void ddi_chart_layout_days (DdiChartLayout *self);
void ddi_chart_layout_rows (DdiChartLayout *self);
/* What a row should have: room for its name, on all rows alike. */
double ddi_chart_layout_row_height (DdiChartLayout *self);

/* The card's lines as they are drawn, and its size. */
void ddi_chart_layout_measure_card (DdiChartLayout *self, const DdiReading *reading, double *name_width,
                                    double *width, double *height);

G_END_DECLS

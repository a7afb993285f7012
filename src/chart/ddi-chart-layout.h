/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pango.h>

#include "chart/ddi-chart.h"
#include "chart/ddi-scale.h"
#include "chart/ddi-ticks.h"

G_BEGIN_DECLS

/* Where everything of a chart stands in a picture of a given size: made once a size, asked by the
 * drawing, the hit-test and the tests alike. Pixels from the top left. */
typedef struct _DdiChartLayout DdiChartLayout;

typedef struct
{
  double x, y, width, height;
} DdiRect;

typedef enum
{
  DDI_LABEL_VALUE,  /* at a tick of the value axis */
  DDI_LABEL_DATE,   /* at a tick of the calendar */
  DDI_LABEL_ROW,    /* a category's name */
  DDI_LABEL_BAR,    /* the figure at a bar's end */
  DDI_LABEL_LINE,   /* a series' name at its line's end */
  DDI_LABEL_LEGEND, /* a series' name above the plot, with its swatch to the left */
  DDI_LABEL_TODAY,
  DDI_LABEL_REFERENCE,
} DdiLabelKind;

typedef struct
{
  DdiLabelKind kind;
  char *text;
  DdiRect box;
  DdiInk ink;
  guint layer;     /* LINE and LEGEND: the series */
  double position; /* VALUE: y of the tick (x on rows); DATE: x of the datum */
} DdiLabel;

/* @context says which font; NULL takes the default one, with no display. */
DdiChartLayout *ddi_chart_layout_new (DdiChart *chart, double width, double height, PangoContext *context);
void ddi_chart_layout_free (DdiChartLayout *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiChartLayout, ddi_chart_layout_free)

DdiChart *ddi_chart_layout_get_chart (DdiChartLayout *self);
/* The size asked for. */
DdiRect ddi_chart_layout_get_bounds (DdiChartLayout *self);
/* Where the data stand. Its size may be 0, never negative. */
DdiRect ddi_chart_layout_get_plot (DdiChartLayout *self);
DdiTicks ddi_chart_layout_get_ticks (DdiChartLayout *self);
guint ddi_chart_layout_get_n_labels (DdiChartLayout *self);
const DdiLabel *ddi_chart_layout_get_label (DdiChartLayout *self, guint index);

/* Middle of a datum along the chart's own axis: x on days, y on rows. */
double ddi_chart_layout_datum (DdiChartLayout *self, guint index);
/* Room of one datum along that axis. */
double ddi_chart_layout_datum_width (DdiChartLayout *self);
/* Place of a value along the value axis: y on days, x on rows. */
double ddi_chart_layout_value (DdiChartLayout *self, double value);
/* The bar of @layer (counted over all layers in the order added) at a datum; an empty rectangle
 * where the value is missing or 0. */
DdiRect ddi_chart_layout_bar (DdiChartLayout *self, guint layer, guint index);

/* The datum nearest to a point of the plot (and a little around it); -1 elsewhere. */
int ddi_chart_layout_hit (DdiChartLayout *self, double x, double y);

/* The reading card of a datum: inside the picture, and beside the datum, not over it, where the
 * picture is wide enough. */
DdiRect ddi_chart_layout_card (DdiChartLayout *self, guint index);

/* A height at which the chart reads well @width wide: rows need room for each row, and for two lines of its name where
 * that is long. */
double ddi_chart_layout_natural_height (DdiChart *chart, double width, PangoContext *context);

G_END_DECLS

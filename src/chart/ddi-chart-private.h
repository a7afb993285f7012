/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart/ddi-chart.h"

G_BEGIN_DECLS

typedef enum
{
  DDI_LAYER_LINE,
  DDI_LAYER_BAND,
  DDI_LAYER_BARS,
  DDI_LAYER_DOTS,
  DDI_LAYER_READING,
  DDI_LAYER_STEPS,
} DdiLayerKind;

typedef struct
{
  DdiLayerKind kind;
  char *name;
  DdiInk ink;
  DdiLineStyle style; /* LINE */
  DdiMeasure measure; /* READING; the chart's own elsewhere */
  double *y;          /* [n]; the upper bound of a BAND */
  double *base;       /* [n]: where the mark starts: the lower bound of a BAND, the foot of BARS and
                       * STEPS; NULL elsewhere */
  gboolean *total;    /* [n], STEPS */
} DdiLayer;

typedef struct
{
  DdiDay first, last;
  char *name;
} DdiChartEvent;

typedef struct
{
  double value;
  char *label;
} DdiReference;

struct _DdiChart
{
  DdiChartKind kind;
  char *title;
  guint n;
  DdiDay first;
  guint days_each;
  char **rows; /* n names, NULL on days */
  DdiDay today;
  DdiMeasure measure;
  char *currency;
  GPtrArray *layers;     /* of DdiLayer */
  GPtrArray *events;     /* of DdiChartEvent */
  GPtrArray *references; /* of DdiReference */
};

const DdiLayer *ddi_chart_layer (DdiChart *self, guint index);
/* Where the mark of a datum ends: y, or base + y for what is stacked. NaN where missing. */
double ddi_layer_end (const DdiLayer *self, guint index);
gboolean ddi_layer_is_line_like (const DdiLayer *self);
/* The range of all marks, 0 included; FALSE where nothing is known. */
gboolean ddi_chart_value_range (DdiChart *self, double *lo, double *hi);
/* Names of the events on a datum, comma separated; NULL where none. (transfer full) */
char *ddi_chart_events_at (DdiChart *self, guint index);

G_END_DECLS

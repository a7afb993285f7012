/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "chart/ddi-palette.h"
#include "core/ddi-day.h"

G_BEGIN_DECLS

/* What a chart shows, as data: no pixel, no font, no display. Built by one owner with the functions
 * below, which copy what they are given, and not changed once it has been handed to a view, another
 * thread or an export. Every series has as many values as the chart has data; NaN is "not known". */
#define DDI_TYPE_CHART (ddi_chart_get_type ())
typedef struct _DdiChart DdiChart;

GType ddi_chart_get_type (void);
DdiChart *ddi_chart_ref (DdiChart *self);
void ddi_chart_unref (DdiChart *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiChart, ddi_chart_unref)

typedef enum
{
  DDI_CHART_DAYS, /* x is a calendar: lines, bands, stacked bars */
  DDI_CHART_ROWS, /* one row a category: horizontal bars, waterfall */
} DdiChartKind;

typedef enum
{
  DDI_MEASURE_PIECES, /* whole numbers, ticks never below 1 apart */
  DDI_MEASURE_SHARE,  /* 0.314 reads 31.4 % */
  DDI_MEASURE_MONEY,  /* minor units; see ddi_chart_set_currency() */
} DdiMeasure;

typedef enum
{
  DDI_LINE_SOLID,
  DDI_LINE_DASHED,
  DDI_LINE_DASHED_AFTER_TODAY,
} DdiLineStyle;

/* @n data, each of @days_each days (1, or 7 for weeks), the first from day @first. @title names the
 * chart to a screen reader and in exports. */
DdiChart *ddi_chart_new_days (const char *title, DdiDay first, guint n, guint days_each);
/* One row a label, the first on top. */
DdiChart *ddi_chart_new_rows (const char *title, const char *const *labels, guint n);

void ddi_chart_set_measure (DdiChart *self, DdiMeasure measure);
/* Of amounts of money: ISO 4217, "USD" until it is set. */
void ddi_chart_set_currency (DdiChart *self, const char *currency);
/* Without it days after this one are the future only to lines dashed from today. */
void ddi_chart_set_today (DdiChart *self, DdiDay today);

/* y[n]. A line breaks where a value is missing. */
void ddi_chart_add_line (DdiChart *self, const char *name, DdiInk ink, DdiLineStyle style, const double *y);
/* lower[n], upper[n]: the area between two lines, an interval. */
void ddi_chart_add_band (DdiChart *self, const char *name, DdiInk ink, const double *lower,
                         const double *upper);
/* y[n] ≥ 0: stacked on the bars added before. Negative values count as missing. */
void ddi_chart_add_bars (DdiChart *self, const char *name, DdiInk ink, const double *y);
/* y[n]: hollow dots where a value stands, such as days sold out. */
void ddi_chart_add_dots (DdiChart *self, const char *name, DdiInk ink, const double *y);
/* y[n]: not drawn, only read on the card and in the summary, in its own measure. */
void ddi_chart_add_reading (DdiChart *self, const char *name, DdiMeasure measure, const double *y);
/* y[n]: a waterfall on rows. Each row starts where the one before ended; where total[i] is TRUE it
 * starts at 0 and y[i] is the whole. */
void ddi_chart_add_steps (DdiChart *self, const char *name, const double *y, const gboolean *total);

/* A flag on the axis from day @first to @last; its name is read on the card. */
void ddi_chart_add_event (DdiChart *self, DdiDay first, DdiDay last, const char *name);
/* A labelled hairline across the plot, such as a goal. */
void ddi_chart_add_reference (DdiChart *self, double value, const char *label);

DdiChartKind ddi_chart_get_kind (DdiChart *self);
const char *ddi_chart_get_title (DdiChart *self);
guint ddi_chart_get_n (DdiChart *self);
/* Days that a datum covers; 1 on rows. */
guint ddi_chart_get_days_each (DdiChart *self);
/* DDI_DAY_INVALID on rows. */
DdiDay ddi_chart_get_day (DdiChart *self, guint index);
/* The datum that covers @day, -1 where none does. */
int ddi_chart_find_day (DdiChart *self, DdiDay day);
/* No series has a single known value. */
gboolean ddi_chart_is_empty (DdiChart *self);

/* "6,480", "31.4 %", "$48,210.00"; "–" where missing. */
char *ddi_chart_format_value (DdiChart *self, DdiMeasure measure, double value);

G_END_DECLS

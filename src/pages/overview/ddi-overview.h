/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-session.h"
#include "chart/ddi-chart.h"

G_BEGIN_DECLS

/* What the overview shows: the rows of one unit, and what the page and its charts ask of them.
 * Immutable; no widget. */
typedef struct _DdiOverview DdiOverview;

/* Where each statement's rows are in the unit's results. */
typedef enum
{
  DDI_OVERVIEW_TODAY,
  DDI_OVERVIEW_ORDER,
  DDI_OVERVIEW_ORDER_TOTALS,
  DDI_OVERVIEW_GAPS,
  DDI_OVERVIEW_SELL_OUTS,
  DDI_OVERVIEW_DOUBTS,
  DDI_OVERVIEW_DRIFTING,
  DDI_OVERVIEW_TOTALS,
  DDI_OVERVIEW_DAYS,
  DDI_OVERVIEW_EVENTS,
  DDI_OVERVIEW_REASONS,
  DDI_OVERVIEW_PRODUCTS,
  DDI_OVERVIEW_ERRORS,
  DDI_OVERVIEW_N_STATEMENTS
} DdiOverviewStatement;

/* The buckets of days that a chart counts by. */
typedef struct
{
  DdiDay first;
  guint n;
  guint days_each; /* 1, or 7 as weeks begin where days would be too many */
} DdiOverviewBuckets;

/* Sums over a category, or all of them, in the range or the range before. */
typedef struct
{
  gint64 sold;       /* pieces */
  gint64 revenue;    /* minor units; 0: nothing has a price */
  gint64 n_unpriced; /* products sold without a price */
  gint64 made;       /* pieces */
  gint64 left;       /* of those, thrown away */
  gint64 wasted;     /* all pieces thrown away */
  gint64 waste_cost; /* minor units; 0: nothing has a cost */
} DdiOverviewSums;

#define DDI_OVERVIEW_ALL (-1)

DdiUnit *ddi_overview_unit (const DdiFilter *filter, DdiDay today);
/* @results as the unit returned them; they are kept. */
DdiOverview *ddi_overview_new (const DdiFilter *filter, DdiDay today, const char *currency,
                               GPtrArray *results);
void ddi_overview_free (DdiOverview *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiOverview, ddi_overview_free)

/* No shop has a single known day. */
gboolean ddi_overview_is_empty (DdiOverview *self);
DdiRows *ddi_overview_get_rows (DdiOverview *self, DdiOverviewStatement statement);
const char *ddi_overview_get_currency (DdiOverview *self);
DdiDay ddi_overview_get_today (DdiOverview *self);

/* Those of the range, the one with the most products first. */
guint ddi_overview_get_n_categories (DdiOverview *self);
const char *ddi_overview_get_category (DdiOverview *self, guint index);
/* Whether a row's category (NULL: none) is the one asked for. */
gboolean ddi_overview_matches (DdiOverview *self, int category, const char *name);

/* @period is 0 for the range, 1 for the one before. FALSE where nothing is known of it. */
gboolean ddi_overview_sum (DdiOverview *self, int period, int category, DdiOverviewSums *sums);
/* Mean absolute error of a forecast, pieces; NaN where unknown. @kind as in list-errors.sql. */
double ddi_overview_error (DdiOverview *self, const char *kind, int category);
/* The same share of what was sold: WAPE. */
double ddi_overview_wape (DdiOverview *self, const char *kind, int category);

/* Of the demand chart, which runs a fortnight ahead, and of the waste charts, which do not. */
DdiOverviewBuckets ddi_overview_demand_buckets (const DdiFilter *filter, DdiDay today);
DdiOverviewBuckets ddi_overview_waste_buckets (const DdiFilter *filter, DdiDay today);
const DdiFilter *ddi_overview_get_filter (DdiOverview *self);

G_END_DECLS

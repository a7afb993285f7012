/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ddi-day.h"
#include "db/ddi-database.h"

G_BEGIN_DECLS

/* Where the waste of some days comes from, how far each shop is from its goal, and what another order would
 * have brought. */

typedef enum
{
  DDI_WASTE_BY_PRODUCT,
  DDI_WASTE_BY_REASON,
  DDI_WASTE_BY_SHOP,
  DDI_WASTE_BY_WEEKDAY,
  DDI_WASTE_N_DIMENSIONS,
} DdiWasteDimension;

#define DDI_WASTE_COST_UNKNOWN (-1)

typedef struct
{
  char *label; /* ISO number ("1" Monday) of a weekday; NULL: no reason was given */
  gint64 wasted;
  gint64 cost; /* minor units, or unknown */
} DdiWasteTotal;

typedef struct
{
  int store_id;
  char *store;
  gint64 made, wasted; /* pieces, of what was made */
  double goal;         /* share of what is made */
  double stake;        /* minor units that the pieces above the goal cost, negative: what those below it save;
                        * NaN: no cost is known */
} DdiWasteGoal;

/* All orders so much lower or higher, and what that would have come to. */
typedef struct
{
  double change; /* −0.1: 10 % less */
  double wasted; /* pieces */
  double lost;   /* sales, pieces */
  double cost;   /* of the waste, minor units, where prices are known */
  double margin; /* missed with the lost sales, minor units, where prices are known */
} DdiWasteLevel;

#define DDI_WASTE_N_LEVELS 5

typedef struct
{
  GPtrArray *totals[DDI_WASTE_N_DIMENSIONS]; /* (element-type DdiWasteTotal) the most pieces first */
  GPtrArray *goals;                          /* (element-type DdiWasteGoal) by shop */
  DdiWasteLevel levels[DDI_WASTE_N_LEVELS];  /* the one in the middle is what was made */
  guint n_days;                              /* products' days that the levels speak of */
  guint n_unpriced;                          /* of them, those without a cost and a price */
} DdiWasteAnalysis;

void ddi_waste_analysis_free (DdiWasteAnalysis *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiWasteAnalysis, ddi_waste_analysis_free)

/* @store_id 0: all shops. */
void ddi_waste_analysis_async (DdiDatabase *database, int store_id, DdiDay first, DdiDay last,
                               GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* (transfer full) */
DdiWasteAnalysis *ddi_waste_analysis_finish (GAsyncResult *result, GError **error);
/* The same, and waits. */
DdiWasteAnalysis *ddi_waste_analysis_run (DdiDatabase *database, int store_id, DdiDay first, DdiDay last,
                                          GCancellable *cancellable, GError **error);

/* How many of the first totals (of @totals by cost or by pieces, the most first) are four fifths of all. */
guint ddi_waste_totals_sort (GPtrArray *totals, gboolean by_cost);

G_END_DECLS

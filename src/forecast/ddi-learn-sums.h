/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "forecast/ddi-learn.h"
#include "forecast/ddi-reconcile.h"

G_BEGIN_DECLS

/* The sums that pages show, forecast as series of their own by the same engine, and what the series' forecasts
 * take from them so that all add up (ddi-reconcile.h). Whether they take anything is decided by the backtest, each half of it
 * with the covariance of the other: where the series' forecasts do not err less for it, the sums are those of the
 * series as they are. */
typedef struct _DdiSums
{
  DdiHierarchy *hierarchy; /* NULL after reading, until the history is extended */
  DdiPanel *panel;
  DdiEngineRequest request; /* for @panel */
  DdiLearn *learn;          /* of the sums: a series each */
  DdiReconcile *reconcile;
} DdiSums;

void ddi_sums_free (DdiSums *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiSums, ddi_sums_free)

/* After the events have been learnt, before the spread: sets self->above where sums help, and then moves
 * self->expected. FALSE when cancelled. */
gboolean ddi_learn_sums (DdiLearn *self);
/* After self has been extended. */
gboolean ddi_learn_extend_sums (DdiLearn *self);
/* Moves the predictions of @forecast, before they have bounds. */
void ddi_learn_reconcile (DdiLearn *self, DdiForecast *forecast);
/* Lets go of what only learning needs. */
void ddi_sums_rest (DdiSums *self);

G_END_DECLS

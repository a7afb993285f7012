/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "forecast/ddi-evidence.h"

G_BEGIN_DECLS

/* What events do to demand, estimated over stores, products and years. On a day with tag e (an event
 * at an offset o) the log ratio of what was sold to what an ordinary day would have sold is
 *
 *   x = δ_o z + u_e + b_{e,category} + v_{o,store} + a_{e,product} + c_{o,store,product} + w_{e,store} + error,
 *
 * z the log of the weekday's profile: with δ = -1 a holiday trades at the same figure whatever weekday
 * it falls on, with δ = 0 as a factor on that weekday. v says how a store takes holidays in general
 * (like its Sunday, as a rule), so an event seen for the first time has an effect too. Each block is
 * shrunk to 0 by pseudo-days, u to the manager's expectation where there is one; fitted by
 * backfitting. Days a store was closed are told apart: a store that was closed on most of an event's
 * past days is expected to be closed.
 * Source: Breiman & Friedman (1985) for backfitting; shrinkage as the posterior mean of a normal
 * random effect (Efron & Morris 1975). */

/* One series on one event day. */
typedef struct
{
  gint32 series;
  gint32 t;
  gint16 tag;
  gboolean closed; /* the store was closed: says nothing about the ratio */
  gboolean silent; /* … or so it seems, since nobody recorded anything at all */
  float expected;  /* pieces an ordinary day would have sold */
  float ratio;     /* log ((y + k) / (expected + k)) */
  float profile;   /* z */
  float weight;    /* of the log ratio, 0..1: thin series are noisy */
} DdiEventCell;

/* The log ratio and weight of a cell that sold @y. */
void ddi_event_cell_set (DdiEventCell *cell, double y, double expected, double profile);

typedef struct _DdiEventEffects DdiEventEffects;

/* Learns from the cells of days < @until. @caution multiplies all shrinkage; 1 is ordinary. @go_on may be NULL; once it
 * has said no, what is returned is of no use but to be freed. */
DdiEventEffects *ddi_event_effects_fit (const DdiEvidence *history, const DdiEventCell *cells, gsize n_cells,
                                        int until, double caution, DdiGoOnFunc go_on, gpointer data);
void ddi_event_effects_free (DdiEventEffects *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiEventEffects, ddi_event_effects_free)

/* The same effects over more days of the same stores, products and events. */
void ddi_event_effects_set_history (DdiEventEffects *self, const DdiEvidence *history);

typedef struct
{
  double factor;         /* of the ordinary day's forecast; 0: expected to be closed */
  double standard_error; /* of its log */
  gboolean known;        /* the event was seen before, or the manager said what to expect */
} DdiEventEffect;

/* The effect of @tag on @series, whose ordinary forecast is @expected at profile log @profile. */
DdiEventEffect ddi_event_effects_of (const DdiEventEffects *self, int tag, int series, double expected,
                                     double profile);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "forecast/ddi-parallel.h"
#include "forecast/ddi-spell.h"

G_BEGIN_DECLS

/* What spells do to demand, learnt per product and shrunk by empirical Bayes (store ← product ← category ← chain).
 * The mean over some days of a segment of log (sold / what the days around it sold) is, summed over the spells e of
 * kind k that hold, o the occasion and r the role of the series,
 *
 *   x = Σ_e ( κ_{k,r} + κ_{k,r,category} + κ_{k,r,product} + κ_{k,r,series}
 *           + u_{e,r} + u_{e,r,category} + u_{e,r,product} + u_{e,r,store} + v_{o,r} ) + error,
 *
 * every block normal around 0 (u_e around what the manager expects, where he says so) with a variance of its own
 * that is learnt too: mean-field EM, one backfitting sweep an iteration,
 *
 *   θ_j = (Σ w (x - rest) + m_j / σ²) / (Σ w + 1 / σ²),  τ_j² = 1 / (Σ w + 1 / σ²),
 *   σ²  = (ν s² + Σ_j ((θ_j - m_j)² + τ_j²)) / (ν + J),
 *
 * w the inverse of the cell's variance, s² with ν members what is believed beforehand. v is what only this occasion
 * did: it is taken out of the past, and not expected of the next. For rivals the prior is half as wide: where nothing
 * shows that a promotion takes from others, it is taken as taking nothing.
 * Source: Efron & Morris (1975); variational EM after Bishop (2006), ch. 10; Dempster, Laird & Rubin (1977). */

/* One series in one segment, a week of it at most. */
typedef struct
{
  gint32 series;
  gint32 end;     /* the last day that counts */
  float ratio;    /* x */
  float variance; /* of x's error */
  gint32 n;       /* spells */
  gint32 name[DDI_MOST_SPELLS];
  gint32 begin[DDI_MOST_SPELLS]; /* the occasion's first day */
  gint8 role[DDI_MOST_SPELLS];
} DdiSpellCell;

typedef struct _DdiSpellEffects DdiSpellEffects;

/* Learns from the cells that end before day @until. @go_on may be NULL. */
DdiSpellEffects *ddi_spell_effects_fit (const DdiSpells *spells, const DdiSpellCell *cells, gsize n_cells,
                                        int until, DdiGoOnFunc go_on, gpointer data);
void ddi_spell_effects_free (DdiSpellEffects *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiSpellEffects, ddi_spell_effects_free)

typedef struct
{
  double log_factor; /* 0: none */
  double standard_error;
  gboolean known; /* the spell, or one of its kind, was seen before, or the manager said what to expect */
} DdiSpellEffect;

/* The effect of one spell on one series. */
DdiSpellEffect ddi_spell_effects_of (const DdiSpellEffects *self, int spell, int series);
/* Of all spells of a segment together: the log factor, and its variance. */
double ddi_spell_effects_sum (const DdiSpellEffects *self, const DdiSegment *segment, int series);
double ddi_spell_effects_variance (const DdiSpellEffects *self, const DdiSegment *segment, int series);

G_END_DECLS

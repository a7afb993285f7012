/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "forecast/ddi-ets.h"

G_BEGIN_DECLS

/* A fitted form. */
typedef struct
{
  DdiEtsForm form;
  DdiEtsSmoothing smoothing;
  double l; /* ddi_ets_run()'s measure of the fit */
  double aicc;
  double *start; /* [DDI_ETS_N_STATES (form.period)]: before the first step */
  double *state; /* the same after the last */
} DdiEtsFit;

void ddi_ets_fit_clear (DdiEtsFit *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DdiEtsFit, ddi_ets_fit_clear)

/* The initial states of @form from the begin of y[n] (NaN: missing): seasons by classical decomposition of the
 * first @season_steps with a centred moving average, level and growth by a straight line through the first
 * @level_steps without them (Hyndman et al. 2008, section 2.6.1, has four seasons and ten steps).
 * @state [DDI_ETS_N_STATES (form->period)]. */
void ddi_ets_start (const DdiEtsForm *form, const double *y, int n, int season_steps, int level_steps,
                    double *state);

/* Fits @form to y[n] (NaN: missing) by least L over the smoothing parameters and the initial states, from
 * several beginnings (ddi-ets-search.h). FALSE, and nothing to clear, where the series is too short (known
 * values <= parameters + 1) or the form cannot hold it (a multiplicative one and values <= 0). Deterministic.
 * Cost: about 200 runs with derivatives, each O(n). */
gboolean ddi_ets_fit (DdiEtsFit *self, const DdiEtsForm *form, const double *y, int n);

/* The form of least AICc among those that are stable (no multiplicative season or trend under an additive
 * error), without multiplicative trends, which forecast badly (Hyndman et al. 2008, chapter 2): each is
 * searched from one beginning, and those that come near the best are then fitted in full. */
gboolean ddi_ets_choose (DdiEtsFit *self, const double *y, int n, int period);

G_END_DECLS

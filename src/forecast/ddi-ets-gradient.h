/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "forecast/ddi-ets.h"

G_BEGIN_DECLS

/* Numbers that ddi_ets_gradient() works in for @n steps. */
gsize ddi_ets_gradient_size (int n);

/* ddi_ets_run() with its derivatives: returns L, turns @state into the state after y[n], and fills @slope
 * [DDI_ETS_N_STATES] with ∂L/∂ of each initial state and @smoothing_slope with ∂L/∂α, ∂L/∂β, ∂L/∂γ and ∂L/∂φ, each
 * with the others held. INFINITY, and no derivatives, where L is. The recursion is walked back by the chain
 * rule ("reverse accumulation", Griewank & Walther 2008, chapter 3), so that all derivatives together cost
 * about two runs, whatever the season. @work [ddi_ets_gradient_size (n)]; allocates nothing. */
double ddi_ets_gradient (const DdiEtsForm *form, const DdiEtsSmoothing *smoothing, double *state,
                         const double *y, int n, double *work, double *slope,
                         DdiEtsSmoothing *smoothing_slope);

G_END_DECLS

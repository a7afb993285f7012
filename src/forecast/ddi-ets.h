/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Exponential smoothing in state-space form with one source of error (Hyndman, Koehler, Snyder & Grose 2002;
 * Hyndman, Koehler, Ord & Snyder 2008, tables 2.2 and 2.3): every combination of an additive or
 * multiplicative error, no, an additive or a multiplicative trend, damped or not, and no, an additive or a
 * multiplicative season of any length. */
typedef enum
{
  DDI_ETS_NONE,
  DDI_ETS_ADDITIVE,
  DDI_ETS_MULTIPLICATIVE,
} DdiEtsKind;

typedef struct
{
  DdiEtsKind error; /* additive or multiplicative */
  DdiEtsKind trend;
  gboolean damped; /* the trend */
  DdiEtsKind season;
  int period; /* m, steps a season; 1 without one */
} DdiEtsForm;

/* Smoothing parameters: 0 < α < 1, 0 < β < α, 0 < γ < 1 - α ("usual" region), φ the damping; what a form
 * does not have is not read. */
typedef struct
{
  double alpha, beta, gamma, phi;
} DdiEtsSmoothing;

/* States, as one array: level, growth, then the seasons: that of step t (0 …) stands at 2 + t % m. */
#define DDI_ETS_LEVEL 0
#define DDI_ETS_GROWTH 1
#define DDI_ETS_SEASON 2
#define DDI_ETS_N_STATES(period) (DDI_ETS_SEASON + (period))

/* Runs y[n] (units of the series; NaN: missing, nothing is learnt) from @state, which becomes the state after
 * it, and returns
 *
 *   L = n log Σ e² + 2 Σ log |μ|   (the second sum for multiplicative errors only),
 *
 * n the steps with a value, μ the one-step forecasts, e = y - μ or (y - μ) / μ: minus twice the
 * log-likelihood, less what does not depend on parameters (Hyndman et al. 2008, eq. 5.2). INFINITY where
 * a forecast is no number or not positive under a multiplicative error. @forecasts [n] receives μ; NULL: not
 * wanted. Allocates nothing; O(n). */
double ddi_ets_run (const DdiEtsForm *form, const DdiEtsSmoothing *smoothing, double *state, const double *y,
                    int n, double *forecasts);

/* The point forecasts of the @horizon steps after the @n that led to @state, by the recursion without
 * error. Point forecasts of a multiplicative form are not quite its means. */
void ddi_ets_forecast (const DdiEtsForm *form, const DdiEtsSmoothing *smoothing, const double *state, int n,
                       int horizon, double *forecasts);

/* Numbers estimated: smoothing parameters, initial states (one season less, they are normalised), and σ². */
int ddi_ets_n_parameters (const DdiEtsForm *form);

/* AICc = L + 2 k + 2 k (k + 1) / (n - k - 1); INFINITY where n is too small (Hurvich & Tsai 1989). */
double ddi_ets_aicc (const DdiEtsForm *form, double l, int n);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The theta method: the mean of a straight line through the series and of what is smoothed of the series with its
 * curvature doubled (Assimakopoulos & Nikolopoulos 2000), which is simple exponential smoothing with half the
 * line's slope as drift (Hyndman & Billah 2003). Optimised, θ need not be 2; dynamic, the line is the one through
 * what is known so far (Fiorucci, Pellegrini, Louzada, Petropoulos & Koehler 2016). A series with a season
 * (ddi_classical_is_seasonal) is first divided by it. */
typedef enum
{
  DDI_THETA_STANDARD,
  DDI_THETA_OPTIMISED,
  DDI_THETA_DYNAMIC,
} DdiThetaKind;

typedef struct
{
  DdiThetaKind kind;
  double alpha;
  double weight;  /* 1 - 1 / θ: how much of the line's drift is in the forecast, 0 … 1 */
  double start;   /* l(0) */
  double level;   /* l(n) */
  double squares; /* Σ e² of the series without its season */
  int n, period;
  const double *x;      /* [n]: the series without its season */
  const double *season; /* [period]: factors, all 1 without one */
} DdiTheta;

/* Numbers that a fit works in. */
gsize ddi_theta_size (int n, int period);

/* Fits by least squares to y[n] (pieces a step, NaN: missing): l(0) and θ, in which the forecast is linear, by
 * their normal equations for each α, and α by a grid and golden sections. @work [ddi_theta_size ()] must live as
 * long as @self is asked. FALSE with fewer than four values known. Allocates nothing; about 60 passes of O(n). */
gboolean ddi_theta_fit (DdiTheta *self, DdiThetaKind kind, const double *y, int n, int period, double *work);

/* Of the @horizon steps after the series; >= 0. */
void ddi_theta_forecast (const DdiTheta *self, int horizon, double *forecasts);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The damped local level, for products that are new: a level l that wanders about the one that was borrowed, m,
 *
 *   l(t) - m = φ (l(t-1) - m) + η(t),   η ~ N (0, q)
 *   y(t) = l(t) + ε(t),                 ε ~ N (0, r),   l(0) ~ N (m, p)
 *
 * estimated by the Kalman filter (Harvey 1989, sections 3.2 and 4.1.2, with a damped level). With no day yet the
 * forecast is m; each day moves it to the product's own sales, by more the less was known of the likeness (p)
 * and the less a day errs (r). Units are pieces a day, once the weekday's factor is divided out; variances their
 * squares. */
typedef struct
{
  double borrowed; /* m */
  double doubt;    /* p */
  double damping;  /* φ a day, 0 … 1 */
  double wander;   /* q a day */
  double noise;    /* r > 0 */
} DdiLocalLevelPrior;

typedef struct
{
  double level;    /* E l(t) */
  double variance; /* of it */
  double share;    /* ∂ level / ∂ m: how much of the level is borrowed, 1 at first */
} DdiLocalLevel;

/* What the levels l[n] (pieces a day) of products of the same category, or of the same product in other shops, say
 * of a new one: m is their mean, p the variance of one more of them about it, s² (1 + 1 / n); empirical Bayes as
 * in Efron & Morris (1975). With one level p is its square; FALSE with none that is known. */
gboolean ddi_local_level_borrow (const double *levels, int n, DdiLocalLevelPrior *prior);

void ddi_local_level_init (DdiLocalLevel *self, const DdiLocalLevelPrior *prior);
/* One day; y NaN: nothing is known of it. */
void ddi_local_level_step (DdiLocalLevel *self, const DdiLocalLevelPrior *prior, double y);
/* Pieces a day @horizon (1 …) days ahead, m + φ^h (l - m); >= 0. */
double ddi_local_level_forecast (const DdiLocalLevel *self, const DdiLocalLevelPrior *prior, int horizon);

G_END_DECLS

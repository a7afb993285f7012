/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evaluate/ddi-shortage.h"

#include "evaluate/ddi-gamma.h"

#include <math.h>

#define MOST_COVERAGE 0.999
#define MOST_STEPS 30

/* Newton's steps on erf (z / √2) − coverage, which is concave: from 0 they never pass the root. */
double
ddi_range_reach (double coverage)
{
  double z = 0, goal = CLAMP (coverage, 0, MOST_COVERAGE);

  for (int i = 0; i < MOST_STEPS; i++)
    z += (goal - erf (z / sqrt (2))) / (sqrt (2 / G_PI) * exp (-z * z / 2));
  return z;
}

double
ddi_spread_from_bounds (double lower, double upper, double coverage)
{
  return MAX (upper - lower, 0) / (2 * ddi_range_reach (coverage));
}

/* σ (φ(z) − z (1 − Φ(z))), z = (q − μ) / σ. */
static double
normal_lost (double mean, double spread, double quantity)
{
  double z = (quantity - mean) / spread;

  return spread * (exp (-z * z / 2) / sqrt (2 * G_PI) - z * erfc (z / sqrt (2)) / 2);
}

/* With shape a = μ² / σ² and scale θ = σ² / μ:
 * E[(D − q)⁺] = μ Q(a + 1, q / θ) − q Q(a, q / θ). */
double
ddi_expected_lost (double mean, double spread, double quantity)
{
  double shape, scale, lost;

  if (!(mean > 0))
    return 0;
  if (!(spread > mean * 1e-6))
    return MAX (mean - quantity, 0);
  shape = mean * mean / (spread * spread);
  scale = spread * spread / mean;
  if (shape > DDI_GAMMA_NORMAL_SHAPE)
    lost = normal_lost (mean, spread, quantity);
  else
    lost = mean * ddi_gamma_exceeds (shape + 1, quantity / scale) -
           quantity * ddi_gamma_exceeds (shape, quantity / scale);
  /* Rounding must not turn waste or lost sales negative. */
  return CLAMP (lost, MAX (mean - quantity, 0), mean);
}

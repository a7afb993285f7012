/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evaluate/ddi-shortage.h"

#include <math.h>

/* Φ⁻¹(0.9): 80 % bounds lie this many standard deviations from the middle. */
#define Z_90 1.2815515655446004

#define MAX_TERMS 10000
#define TINY 1e-300

/* Beyond this shape the gamma is as good as normal (skew below 0.02), and its series grow long. */
#define NORMAL_SHAPE 1e4

double
ddi_spread_from_bounds (double lower, double upper)
{
  return MAX (upper - lower, 0) / (2 * Z_90);
}

/* P(a, x) = x^a e^{-x} / Γ(a) · Σ_{n≥0} x^n / (a (a+1) … (a+n)), for x < a + 1.
 * Abramowitz & Stegun (1964), 6.5.29. */
static double
lower_series (double a, double x)
{
  double term = 1 / a, sum = term;

  for (int n = 1; n < MAX_TERMS && term > sum * 1e-15; n++)
    {
      term *= x / (a + n);
      sum += term;
    }
  return sum * exp (a * log (x) - x - lgamma (a));
}

/* Q(a, x) as the continued fraction of Abramowitz & Stegun (1964), 6.5.31, in Lentz's form, for
 * x ≥ a + 1. */
static double
upper_fraction (double a, double x)
{
  double b = x + 1 - a, c = 1 / TINY, d = 1 / b, h = d;

  for (int n = 1; n < MAX_TERMS; n++)
    {
      double numerator = -n * (n - a), change;

      b += 2;
      d = numerator * d + b;
      c = b + numerator / c;
      d = 1 / (fabs (d) < TINY ? TINY : d);
      c = fabs (c) < TINY ? TINY : c;
      change = d * c;
      h *= change;
      if (fabs (change - 1) < 1e-15)
        break;
    }
  return h * exp (a * log (x) - x - lgamma (a));
}

/* Q(a, x) = Γ(a, x) / Γ(a): the chance that a gamma variate of shape a and scale 1 exceeds x. */
static double
exceeds (double a, double x)
{
  if (x <= 0)
    return 1;
  return x < a + 1 ? 1 - lower_series (a, x) : upper_fraction (a, x);
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
  if (shape > NORMAL_SHAPE)
    lost = normal_lost (mean, spread, quantity);
  else
    lost = mean * exceeds (shape + 1, quantity / scale) - quantity * exceeds (shape, quantity / scale);
  /* Rounding must not turn waste or lost sales negative. */
  return CLAMP (lost, MAX (mean - quantity, 0), mean);
}

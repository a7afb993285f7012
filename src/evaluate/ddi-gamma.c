/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evaluate/ddi-gamma.h"

#include <math.h>

#define MAX_TERMS 10000
#define TINY 1e-300

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

double
ddi_gamma_exceeds (double a, double x)
{
  if (x <= 0)
    return 1;
  return x < a + 1 ? 1 - lower_series (a, x) : upper_fraction (a, x);
}

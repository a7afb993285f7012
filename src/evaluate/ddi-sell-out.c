/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evaluate/ddi-sell-out.h"

#include <math.h>

/* Beyond this many standard deviations erfc underflows; demand is then what was sold. */
#define FARTHEST 30.0
/* A bound of nothing, as a share of the mean: its log must be finite. */
#define NOTHING 1e-9

/* Phi (shift - z) / Phi (-z): how much more than its share of the probability the tail holds. */
static double
tail_ratio (double shift, double z)
{
  return erfc ((z - shift) / G_SQRT2) / erfc (z / G_SQRT2);
}

static gboolean
standardise (double sold, double mean, double sd, double *sigma, double *z)
{
  if (!(sd > 0) || !(mean > 0) || !isfinite (mean))
    return FALSE;
  *sigma = sqrt (log1p (sd * sd / (mean * mean)));
  *z = (log (MAX (sold / mean, NOTHING)) + *sigma * *sigma / 2) / *sigma;
  return *z < FARTHEST;
}

double
ddi_sell_out_expected (double sold, double mean, double sd)
{
  double sigma, z;

  if (!standardise (sold, mean, sd, &sigma, &z))
    return sold;
  return CLAMP (mean * tail_ratio (sigma, z), sold, 3 * MAX (sold, mean));
}

double
ddi_sell_out_square (double sold, double mean, double sd)
{
  double sigma, z, first, second;

  if (!standardise (sold, mean, sd, &sigma, &z))
    return (sold - mean) * (sold - mean);
  first = tail_ratio (sigma, z);
  second = (1 + sd * sd / (mean * mean)) * tail_ratio (2 * sigma, z);
  return mean * mean * MAX (second - 2 * first + 1, 0);
}

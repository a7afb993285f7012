/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evaluate/ddi-sell-out.h"

#include <math.h>

/* phi(z) / (1 - Phi(z)), the inverse Mills ratio. Beyond z = 6 erfc loses its digits and the ratio is
 * z + 1/z to four figures. */
static double
inverse_mills (double z)
{
  if (z > 6)
    return z + 1 / z;
  return sqrt (2 / G_PI) * exp (-z * z / 2) / erfc (z / G_SQRT2);
}

double
ddi_sell_out_expected (double sold, double mean, double sd)
{
  double demand;

  if (!(sd > 0) || !isfinite (mean))
    return sold;
  demand = mean + sd * inverse_mills ((sold - mean) / sd);
  return CLAMP (demand, sold, 3 * MAX (sold, mean));
}

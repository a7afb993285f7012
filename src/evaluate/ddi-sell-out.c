/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evaluate/ddi-sell-out.h"

#include "evaluate/ddi-gamma.h"

#include <math.h>

/* A tail of less probability than this says nothing; demand is then what was sold. */
#define LEAST_TAIL 1e-100

/* E[D | D >= c] / m and E[D² | D >= c] / m². */
typedef struct
{
  double first, second;
} Tail;

/* Q(a + 1, x) = Q(a, x) + x^a e^-x / Γ(a + 1) (Abramowitz & Stegun 1964, 6.5.21), so one Q gives all three. */
static gboolean
gamma_tail (double shape, double x, Tail *tail)
{
  double q = ddi_gamma_exceeds (shape, x);
  double step = x > 0 ? exp (shape * log (x) - x - lgamma (shape + 1)) : 0;

  if (!(q > LEAST_TAIL))
    return FALSE;
  tail->first = 1 + step / q;
  tail->second = (1 + 1 / shape) * (tail->first + step * x / (shape + 1) / q);
  return TRUE;
}

/* With the hazard h = φ(z) / (1 - Φ(z)): E[D | D >= c] = m + s h, E[(D - m)² | D >= c] = s² (1 + z h). */
static gboolean
normal_tail (double ratio, double z, Tail *tail)
{
  double q = erfc (z / G_SQRT2) / 2, hazard = exp (-z * z / 2) / sqrt (2 * G_PI) / q;

  if (!(q > LEAST_TAIL))
    return FALSE;
  tail->first = 1 + ratio * hazard;
  tail->second = 2 * tail->first - 1 + ratio * ratio * (1 + z * hazard);
  return TRUE;
}

/* Pieces are whole: as many as were sold or more is, on the continuous scale, more than half a piece less. */
static gboolean
tail_beyond (double sold, double mean, double sd, Tail *tail)
{
  double bound = MAX (sold - 0.5, 0), shape = mean * mean / (sd * sd);

  if (!(sd > 0) || !(mean > 0) || !isfinite (mean) || !isfinite (sd))
    return FALSE;
  if (shape > DDI_GAMMA_NORMAL_SHAPE)
    return normal_tail (sd / mean, (bound - mean) / sd, tail);
  return gamma_tail (shape, bound * shape / mean, tail);
}

double
ddi_sell_out_expected (double sold, double mean, double sd)
{
  Tail tail;

  return tail_beyond (sold, mean, sd, &tail) ? CLAMP (mean * tail.first, sold, 3 * MAX (sold, mean)) : sold;
}

double
ddi_sell_out_square (double sold, double mean, double sd)
{
  Tail tail;

  if (!tail_beyond (sold, mean, sd, &tail))
    return (sold - mean) * (sold - mean);
  return mean * mean * MAX (tail.second - 2 * tail.first + 1, 0);
}

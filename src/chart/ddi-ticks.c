/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/ddi-ticks.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Beyond this, spans of doubles overflow. */
#define HUGEST 1e300
#define MOST_INTERVALS 5

static double
tick_step (double span, gboolean integral, int *mantissa, int *exponent)
{
  static const int mantissas[] = { 1, 2, 5 };
  /* Two powers of ten below the span a step is always too fine, so the first that fits is the
   * finest. */
  int k = MAX ((int)floor (log10 (span)) - 2, integral ? 0 : -300);

  for (;; k++)
    for (gsize i = 0; i < G_N_ELEMENTS (mantissas); i++)
      if (span / MOST_INTERVALS <= mantissas[i] * pow (10, k))
        {
          *mantissa = mantissas[i];
          *exponent = k;
          return mantissas[i] * pow (10, k);
        }
}

static double
next_step (int *mantissa, int *exponent)
{
  if (*mantissa == 5)
    (*exponent)++;
  *mantissa = *mantissa == 1 ? 2 : *mantissa == 2 ? 5 : 1;
  return *mantissa * pow (10, *exponent);
}

DdiTicks
ddi_ticks_for_range (double lo, double hi, gboolean integral)
{
  DdiTicks ticks;
  int mantissa, exponent;
  double last;

  lo = CLAMP (lo, -HUGEST, HUGEST);
  hi = CLAMP (hi, -HUGEST, HUGEST);
  if (!(hi >= lo))
    lo = hi = 0;
  /* One value only, or a span lost in its rounding: room for ticks around it, above zero where the
   * value is zero. */
  if (hi - lo <= MAX (fabs (lo), fabs (hi)) * 1e-12)
    {
      double room = MAX (fabs (hi) * 1e-3, integral || hi != 0 ? 1 : 0.5);

      if (lo != 0)
        lo -= room;
      hi += room;
    }

  ticks.step = tick_step (hi - lo, integral, &mantissa, &exponent);
  for (;;)
    {
      ticks.first = floor (lo / ticks.step + 1e-9) * ticks.step;
      last = ceil (hi / ticks.step - 1e-9) * ticks.step;
      ticks.n = (guint)lround ((last - ticks.first) / ticks.step) + 1;
      if (ticks.n <= MOST_INTERVALS + 1)
        break;
      ticks.step = next_step (&mantissa, &exponent);
    }
  /* A range of whole numbers no longer than 1 has two ticks; a third says how the scale goes on. */
  ticks.n = MAX (ticks.n, 3);
  return ticks;
}

double
ddi_ticks_value (const DdiTicks *self, guint index)
{
  double multiple = round (self->first / self->step) + index;

  /* Dividing by a whole power gives 0.3 where 3 × 0.1 gives 0.30000000000000004. */
  return self->step < 1 ? multiple / round (1 / self->step) : multiple * self->step;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-learn.h"

#include <math.h>

/* Fewer days do not tell what errors have in common. */
#define LEAST_DAYS 56

/* Sums over the series of each day: of their errors e and of their sizes s, and of the squares of both. */
typedef struct
{
  double e, e2, s, s2;
} Day;

static double
error_at (const DdiLearn *self, int s, int t)
{
  gsize slot = (gsize)s * self->stride + t;

  return self->y[slot] - self->expected[slot];
}

static double
size_of (const DdiLearn *self, int s)
{
  double sum = 0;
  int n = 0;

  for (int t = self->backtest; t < self->history->n; t++)
    {
      double e = error_at (self, s, t);

      if (isnan (e))
        continue;
      sum += e * e;
      n++;
    }
  return n > 0 ? sqrt (sum / n) : 0;
}

double
ddi_learn_shared_error (DdiLearn *self)
{
  int days = self->history->n - self->backtest;
  g_autofree Day *sums = g_new0 (Day, MAX (days, 1));
  double above = 0, below = 0;

  if (days < LEAST_DAYS)
    return NAN;
  for (int s = 0; s < self->history->n_series && ddi_learn_go_on (self, 0); s++)
    {
      double size = size_of (self, s);

      for (int t = 0; t < days; t++)
        {
          double e = error_at (self, s, self->backtest + t);

          if (isnan (e))
            continue;
          sums[t].e += e;
          sums[t].e2 += e * e;
          sums[t].s += size;
          sums[t].s2 += size * size;
        }
    }
  for (int t = 0; t < days; t++)
    {
      above += sums[t].e * sums[t].e - sums[t].e2;
      below += sums[t].s * sums[t].s - sums[t].s2;
    }
  return below > 0 ? CLAMP (above / below, 0, 1) : NAN;
}

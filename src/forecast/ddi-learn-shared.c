/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-learn.h"

#include "forecast/ddi-parallel.h"

#include <math.h>

/* Fewer days do not tell what errors have in common. */
#define LEAST_DAYS 56

/* Sums over the series of each day: of their errors e and of their sizes s, and of the squares of both. */
typedef struct
{
  double e, e2, s, s2;
} Day;

typedef struct
{
  DdiLearn *learn;
  double *size; /* [n_series]: pieces, root mean square */
  Day *sums;    /* [n] */
} Shared;

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

static void
size_block (int block, gpointer data)
{
  const Shared *work = data;
  DdiLearn *learn = work->learn;
  int begin, end;

  ddi_block_range (block, learn->n_blocks, learn->history->n_series, &begin, &end);
  for (int s = begin; s < end && ddi_learn_go_on (learn, 0); s++)
    work->size[s] = size_of (learn, s);
}

static void
add_days (DdiLearn *self, int begin, int end, gpointer data)
{
  const Shared *work = data;

  for (int s = 0; s < self->history->n_series && ddi_learn_go_on (self, 0); s++)
    for (int t = MAX (begin, self->backtest); t < end; t++)
      {
        double e = error_at (self, s, t), size = work->size[s];

        if (isnan (e))
          continue;
        work->sums[t].e += e;
        work->sums[t].e2 += e * e;
        work->sums[t].s += size;
        work->sums[t].s2 += size * size;
      }
}

double
ddi_learn_shared_error (DdiLearn *self)
{
  int n = self->history->n;
  g_autofree double *size = g_new0 (double, MAX (self->history->n_series, 1));
  g_autofree Day *sums = g_new0 (Day, MAX (n, 1));
  Shared work = { self, size, sums };
  double above = 0, below = 0;

  if (n - self->backtest < LEAST_DAYS)
    return NAN;
  ddi_parallel_for (self->n_blocks, self->n_threads, size_block, &work);
  ddi_learn_for_days (self, add_days, &work);
  for (int t = self->backtest; t < n; t++)
    {
      above += sums[t].e * sums[t].e - sums[t].e2;
      below += sums[t].s * sums[t].s - sums[t].s2;
    }
  return below > 0 ? CLAMP (above / below, 0, 1) : NAN;
}

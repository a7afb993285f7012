/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-learn.h"

#include <math.h>
#include <stdlib.h>

/* Days that a shift is looked for in, and those that they are held against. */
#define AFTER_DAYS 21
#define BEFORE_DAYS 56
/* Known days in each without which nothing is said. */
#define LEAST_AFTER 10
#define LEAST_BEFORE 20
/* A shift is a change of level by this factor, and by this many standard errors. */
#define LEAST_FACTOR 1.3
#define LEAST_ERRORS 3.5
/* Days in a row err together: the standard error is as much larger. */
#define DEPENDENCE 1.3
/* Pieces added to both sides of a log ratio. */
#define RATIO_PIECES 1.0
/* Series from which a shop's common change can be told. */
#define LEAST_SERIES 3

static int
compare (const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

static double
median (double *values, int n)
{
  qsort (values, n, sizeof *values, compare);
  return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

/* The distances from @centre of @values, into @distance. */
static void
distances (const double *values, int n, double centre, double *distance)
{
  for (int i = 0; i < n; i++)
    distance[i] = fabs (values[i] - centre);
}

/* Log ratios of days [begin, end) to their weekday's mean; how many are known. */
static int
ratios (const float *y, const guint8 *weekday, int begin, int end, const double *mean, double *x)
{
  int n = 0;

  for (int t = begin; t < end; t++)
    if (!isnan (y[t]) && !isnan (mean[weekday[t]]))
      x[n++] = log ((y[t] + RATIO_PIECES) / (mean[weekday[t]] + RATIO_PIECES));
  return n;
}

/* The log of the last weeks' level to that before, and its standard error; NaN: not known. Medians, and the median
 * absolute deviation for the spread (Hampel 1974). */
static double
find_change (const DdiLearn *self, int s, double *error)
{
  const DdiEvidence *h = self->history;
  const float *y = self->y + (gsize)s * self->stride;
  double mean[DDI_WEEK] = { 0 }, before[BEFORE_DAYS], after[AFTER_DAYS], distance[BEFORE_DAYS + AFTER_DAYS];
  double old, fresh, spread;
  int known[DDI_WEEK] = { 0 }, n_before, n_after, end = h->n - AFTER_DAYS, begin = end - BEFORE_DAYS;

  *error = NAN;
  if (begin < 0)
    return NAN;
  for (int t = begin; t < end; t++)
    if (!isnan (y[t]) && ddi_evidence_tag (h, h->store[s], t) == DDI_NO_TAG)
      {
        mean[h->weekday[t]] += y[t];
        known[h->weekday[t]]++;
      }
  for (int d = 0; d < DDI_WEEK; d++)
    mean[d] = known[d] > 0 ? mean[d] / known[d] : NAN;
  n_before = ratios (y, h->weekday, begin, end, mean, before);
  n_after = ratios (y, h->weekday, end, h->n, mean, after);
  if (n_before < LEAST_BEFORE || n_after < LEAST_AFTER)
    return NAN;
  old = median (before, n_before);
  fresh = median (after, n_after);
  distances (before, n_before, old, distance);
  distances (after, n_after, fresh, distance + n_before);
  spread = median (distance, n_before + n_after) / 0.6745;
  *error = DEPENDENCE * 1.2533 * spread * sqrt (1.0 / n_before + 1.0 / n_after);
  return fresh - old;
}

void
ddi_learn_find_shifts (DdiLearn *self)
{
  const DdiEvidence *h = self->history;
  g_autofree double *change = g_new (double, MAX (h->n_series, 1));
  g_autofree double *error = g_new (double, MAX (h->n_series, 1));
  g_autofree double *values = g_new (double, MAX (h->n_series, 1));
  g_autofree double *common = g_new0 (double, MAX (h->n_stores, 1));
  int n = 0;
  double all;

  for (int s = 0; s < h->n_series; s++)
    change[s] = error[s] = NAN;
  for (int s = 0; s < h->n_series && ddi_learn_go_on (self, 0); s++)
    {
      change[s] = find_change (self, s, error + s);
      if (!isnan (change[s]))
        values[n++] = change[s];
    }
  all = n >= LEAST_SERIES ? median (values, n) : 0;
  for (int store = 0; store < h->n_stores; store++)
    {
      n = 0;
      for (int s = 0; s < h->n_series; s++)
        if (h->store[s] == store && !isnan (change[s]))
          values[n++] = change[s];
      common[store] = n >= LEAST_SERIES ? median (values, n) : all;
    }
  for (int s = 0; s < h->n_series; s++)
    {
      double own = fabs (change[s] - common[h->store[s]]);

      self->shifted[s] = !isnan (change[s]) && own > log (LEAST_FACTOR) && own > LEAST_ERRORS * error[s];
    }
}

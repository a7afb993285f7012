/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-learn.h"

#include "forecast/ddi-parallel.h"

#include <math.h>

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

/* The k-th smallest (0 …) of @values, which are brought into an order in which it stands in its place and none after
 * it is smaller (Hoare 1961, algorithm 65). */
static double
find_nth (double *values, int n, int k)
{
  int begin = 0, end = n - 1;

  while (begin < end)
    {
      double pivot = values[k];
      int i = begin, j = end;

      while (i <= j)
        {
          while (values[i] < pivot)
            i++;
          while (pivot < values[j])
            j--;
          if (i <= j)
            {
              double value = values[i];

              values[i++] = values[j];
              values[j--] = value;
            }
        }
      if (j < k)
        begin = i;
      if (k < i)
        end = j;
    }
  return values[k];
}

static double
median (double *values, int n)
{
  double upper = find_nth (values, n, n / 2);

  return n % 2 ? upper : (find_nth (values, n / 2, n / 2 - 1) + upper) / 2;
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

typedef struct
{
  DdiLearn *learn;
  double *change, *error; /* [n_series]: NaN where nothing is known */
} Changes;

static void
find_block (int block, gpointer data)
{
  const Changes *work = data;
  int begin, end;

  ddi_block_range (block, work->learn->n_blocks, work->learn->history->n_series, &begin, &end);
  for (int s = begin; s < end; s++)
    {
      gboolean on = ddi_learn_go_on (work->learn, 0);

      work->change[s] = on ? find_change (work->learn, s, work->error + s) : NAN;
    }
}

/* What a shop's series have in common; where they are few, what all have: @common [n_stores]. */
static void
find_common (const DdiEvidence *h, const double *change, double *common)
{
  g_autofree int *by_store = g_new (int, MAX (h->n_series, 1)), *begin = g_new0 (int, h->n_stores + 1);
  g_autofree double *values = g_new (double, MAX (h->n_series, 1));
  double all;
  int n = 0;

  for (int s = 0; s < h->n_series; s++)
    if (!isnan (change[s]))
      values[n++] = change[s];
  all = n >= LEAST_SERIES ? median (values, n) : 0;
  ddi_evidence_sort_by_store (h, by_store, begin);
  for (int store = 0; store < h->n_stores; store++)
    {
      n = 0;
      for (int i = begin[store]; i < begin[store + 1]; i++)
        if (!isnan (change[by_store[i]]))
          values[n++] = change[by_store[i]];
      common[store] = n >= LEAST_SERIES ? median (values, n) : all;
    }
}

void
ddi_learn_find_shifts (DdiLearn *self)
{
  const DdiEvidence *h = self->history;
  g_autofree double *change = g_new (double, MAX (h->n_series, 1));
  g_autofree double *error = g_new (double, MAX (h->n_series, 1));
  g_autofree double *common = g_new (double, MAX (h->n_stores, 1));
  Changes work = { self, change, error };

  ddi_parallel_for (self->n_blocks, self->n_threads, find_block, &work);
  find_common (h, change, common);
  for (int s = 0; s < h->n_series; s++)
    {
      double own = fabs (change[s] - common[h->store[s]]);

      self->shifted[s] = !isnan (change[s]) && own > log (LEAST_FACTOR) && own > LEAST_ERRORS * error[s];
    }
}

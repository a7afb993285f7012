/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-learn.h"

#include <math.h>

/* How far a week's shape is moved to the store's: 0 not at all, 1 all the way. */
static const double shares[] = { 0, 0.25, 0.5, 0.75, 1 };

#define N_SHARES G_N_ELEMENTS (shares)
/* Weeks of the backtest below which every series keeps its shape. */
#define LEAST_WEEKS 8

/* Standard errors by which a week's shape must better the series' own. */
#define CERTAIN 1.0

/* The forecasts of a store's series over one week, and where they stand. */
typedef struct
{
  double total[DDI_WEEK], sum; /* of the store */
} Week;

static void
add_week (Week *self, const float *forecasts, int stride, int days)
{
  for (int i = 0; i < days; i++)
    if (!isnan (forecasts[(gsize)i * stride]))
      {
        self->total[i] += forecasts[(gsize)i * stride];
        self->sum += forecasts[(gsize)i * stride];
      }
}

/* ŷ(d) (1 - ω) + ω Σ ŷ T(d) / Σ T. */
static double
reshape (const Week *store, const double own[DDI_WEEK], double own_sum, int i, double share)
{
  return store->sum > 0 ? (1 - share) * own[i] + share * own_sum * store->total[i] / store->sum : own[i];
}

/* One series' week out of @forecasts; FALSE where something of it is not known. */
static gboolean
read_week (const float *forecasts, int stride, int days, double own[DDI_WEEK], double *sum)
{
  *sum = 0;
  for (int i = 0; i < days; i++)
    {
      own[i] = forecasts[(gsize)i * stride];
      if (isnan (own[i]))
        return FALSE;
      *sum += own[i];
    }
  return TRUE;
}

static Week *
store_weeks (DdiLearn *learn, int n_weeks)
{
  const DdiEvidence *h = learn->history;
  Week *weeks = g_new0 (Week, (gsize)h->n_stores * MAX (n_weeks, 1));

  for (int s = 0; s < h->n_series && ddi_learn_go_on (learn, 0); s++)
    for (int w = 0; w < n_weeks; w++)
      add_week (weeks + (gsize)h->store[s] * n_weeks + w,
                learn->ordinary + (gsize)s * learn->stride + learn->backtest + w * DDI_WEEK, 1, DDI_WEEK);
  return weeks;
}

/* error [n_stores × N_SHARES × n_weeks]: Σ |y - ŷ|. */
static void
judge (DdiLearn *learn, const Week *weeks, int n_weeks, double *error)
{
  const DdiEvidence *h = learn->history;

  for (int s = 0; s < h->n_series && ddi_learn_go_on (learn, 0); s++)
    for (int w = 0; w < n_weeks; w++)
      {
        int first = learn->backtest + w * DDI_WEEK, store = h->store[s];
        const Week *week = weeks + (gsize)store * n_weeks + w;
        double own[DDI_WEEK], sum;

        if (!read_week (learn->ordinary + (gsize)s * learn->stride + first, 1, DDI_WEEK, own, &sum))
          continue;
        for (int i = 0; i < DDI_WEEK; i++)
          {
            double y = learn->y[(gsize)s * learn->stride + first + i];

            if (isnan (y) || ddi_evidence_tag (h, store, first + i) != DDI_NO_TAG)
              continue;
            for (gsize k = 0; k < N_SHARES; k++)
              error[((gsize)store * N_SHARES + k) * n_weeks + w] +=
                  fabs (y - reshape (week, own, sum, i, shares[k]));
          }
      }
}

/* Σ ω e^(-z²/2) / Σ e^(-z²/2), as in ddi-learn-weights.c; 0 where the best does not better 0 by a standard error
 * (the rule of Breiman, Friedman, Olshen & Stone 1984, section 3.4.3, for the simpler of two). */
static double
choose (const double *error, int n_weeks)
{
  double total[N_SHARES] = { 0 }, sum = 0, weight = 0;
  gsize best = 0;

  for (gsize k = 0; k < N_SHARES; k++)
    {
      for (int w = 0; w < n_weeks; w++)
        total[k] += error[k * n_weeks + w];
      if (total[k] < total[best])
        best = k;
    }
  for (gsize k = 0; k < N_SHARES; k++)
    {
      double mean = (total[k] - total[best]) / n_weeks, square = 0, p;

      for (int w = 0; w < n_weeks; w++)
        {
          double off = error[k * n_weeks + w] - error[best * n_weeks + w] - mean;

          square += off * off;
        }
      if (k == 0 && mean * mean * n_weeks * (n_weeks - 1.0) < CERTAIN * CERTAIN * square)
        return 0;
      p = square > 0 ? exp (-0.5 * mean * mean * n_weeks * (n_weeks - 1.0) / square) : k == best;
      sum += p * shares[k];
      weight += p;
    }
  return sum / weight;
}

static void
reshape_backtest (DdiLearn *learn, const Week *weeks, int n_weeks)
{
  const DdiEvidence *h = learn->history;

  for (int s = 0; s < h->n_series && ddi_learn_go_on (learn, 0); s++)
    for (int w = 0; w < n_weeks; w++)
      {
        float *at = learn->ordinary + (gsize)s * learn->stride + learn->backtest + w * DDI_WEEK;
        double own[DDI_WEEK], sum;

        if (!read_week (at, 1, DDI_WEEK, own, &sum))
          continue;
        for (int i = 0; i < DDI_WEEK; i++)
          at[i] = (float)reshape (weeks + (gsize)h->store[s] * n_weeks + w, own, sum, i,
                                  learn->shape[h->store[s]]);
      }
}

/* The days [begin, begin + days) of all series. */
static void
shape_days (DdiLearn *self, int begin, int days)
{
  const DdiEvidence *h = self->history;
  const int stride = sizeof (DdiAhead) / sizeof (float);
  g_autofree Week *weeks = g_new0 (Week, MAX (h->n_stores, 1));

  for (int s = 0; s < h->n_series && ddi_learn_go_on (self, 0); s++)
    add_week (weeks + h->store[s], &self->ahead[(gsize)s * h->horizon + begin].ordinary, stride, days);
  for (int s = 0; s < h->n_series && ddi_learn_go_on (self, 0); s++)
    {
      DdiAhead *ahead = self->ahead + (gsize)s * h->horizon + begin;
      double own[DDI_WEEK], sum, share = self->shape[h->store[s]];

      if (share > 0 && read_week (&ahead->ordinary, stride, days, own, &sum))
        for (int i = 0; i < days; i++)
          ahead[i].ordinary = (float)reshape (weeks + h->store[s], own, sum, i, share);
    }
}

void
ddi_learn_shape_ahead (DdiLearn *self)
{
  for (int begin = 0; begin < self->history->horizon && ddi_learn_go_on (self, 0); begin += DDI_WEEK)
    shape_days (self, begin, MIN (DDI_WEEK, self->history->horizon - begin));
}

gboolean
ddi_learn_shape (DdiLearn *self)
{
  const DdiEvidence *h = self->history;
  int n_weeks = (h->n - self->backtest) / DDI_WEEK;
  g_autofree Week *weeks = store_weeks (self, n_weeks);
  g_autofree double *error = g_new0 (double, (gsize)MAX (h->n_stores, 1) * N_SHARES * MAX (n_weeks, 1));

  if (n_weeks < LEAST_WEEKS)
    return ddi_learn_go_on (self, 0);
  judge (self, weeks, n_weeks, error);
  for (int store = 0; store < h->n_stores && ddi_learn_go_on (self, 0); store++)
    self->shape[store] = choose (error + (gsize)store * N_SHARES * n_weeks, n_weeks);
  reshape_backtest (self, weeks, n_weeks);
  ddi_learn_shape_ahead (self);
  return ddi_learn_go_on (self, 0);
}

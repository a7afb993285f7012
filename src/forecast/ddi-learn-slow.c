/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-learn.h"

#include "forecast/ddi-croston.h"
#include "forecast/ddi-parallel.h"

#include <math.h>

/* Pieces a day below which a series is a slow seller, and the days that say so. */
#define SLOW_PIECES 1.0
#define SLOW_DAYS 364
/* Sales and days of the backtest below which nothing is chosen. */
#define LEAST_SALES 8
#define LEAST_DAYS 56
/* The combination, which learns from more, must err this much less to be kept. */
#define BETTER 1.01
/* Decay a week of the store's profile, as in the roll. */
#define PROFILE_DECAY 0.985

#define N_KINDS 3

static const DdiCrostonKind kinds[N_KINDS] = { DDI_CROSTON_PLAIN, DDI_CROSTON_UNBIASED, DDI_CROSTON_FADING };
static const DdiLearnModel models[N_KINDS] = { DDI_MODEL_CROSTON, DDI_MODEL_SBA, DDI_MODEL_TSB };

/* One series rolled: the models need the store's profile beside it. */
typedef struct
{
  DdiCroston croston;
  DdiWeekdayMean store;
} SlowRoll;

static double
profile_of (const SlowRoll *self, int d)
{
  double level = ddi_weekday_mean_level (&self->store), mean = ddi_weekday_mean_value (&self->store, d);

  return level > 0 && !isnan (mean) ? mean / level : 1;
}

static double
ordinary_day (const DdiLearn *learn, int s, int t)
{
  const DdiEvidence *h = learn->history;

  return ddi_evidence_tag (h, h->store[s], t) == DDI_NO_TAG ? learn->y[(gsize)s * learn->stride + t] : NAN;
}

static void
step (SlowRoll *self, const DdiLearn *learn, int s, int t)
{
  const DdiEvidence *h = learn->history;

  ddi_croston_step (&self->croston, DDI_CROSTON_ALPHA, DDI_CROSTON_BETA, ordinary_day (learn, s, t));
  ddi_weekday_mean_step (&self->store, PROFILE_DECAY, h->weekday[t],
                         learn->store_total[(gsize)h->store[s] * h->n + t]);
}

static gboolean
is_slow (const DdiLearn *learn, int s)
{
  double sum = 0;
  int days = 0, sales = 0;

  for (int t = MAX (learn->first[s], learn->history->n - SLOW_DAYS); t < learn->history->n; t++)
    {
      double y = ordinary_day (learn, s, t);

      if (isnan (y))
        continue;
      sum += y;
      days++;
      sales += y > 0;
    }
  return sales >= LEAST_SALES && days >= LEAST_DAYS && sum < SLOW_PIECES * days;
}

/* Forecasts the backtest from its weekly origins; @forecasts [N_KINDS × n] there. */
static void
forecast_backtest (const DdiLearn *learn, int s, float *forecasts)
{
  const DdiEvidence *h = learn->history;
  SlowRoll roll = { 0 };

  for (int t = 0; t < h->n; t++)
    {
      if (t >= learn->backtest && (h->n - t) % DDI_WEEK == 0)
        for (int i = t; i < t + DDI_WEEK; i++)
          for (int k = 0; k < N_KINDS; k++)
            forecasts[(gsize)k * h->n + i] =
                (float)(ddi_croston_forecast (&roll.croston, kinds[k], DDI_CROSTON_ALPHA) *
                        profile_of (&roll, h->weekday[i]));
      if (t >= learn->first[s])
        step (&roll, learn, s, t);
    }
}

/* The kind whose rolling forecasts have the least Σ (y - ŷ)², which unlike the absolute error does not reward a
 * forecast of nothing; -1: the combination's. */
static int
choose (const DdiLearn *learn, int s, const float *forecasts)
{
  int n = learn->history->n, best = -1, days = 0;
  double error[N_KINDS] = { 0 }, least = 0;

  for (int t = learn->backtest; t < n; t++)
    {
      double y = ordinary_day (learn, s, t), p = learn->ordinary[(gsize)s * n + t];

      if (isnan (y) || isnan (p))
        continue;
      days++;
      least += (y - p) * (y - p);
      for (int k = 0; k < N_KINDS; k++)
        error[k] += (y - forecasts[(gsize)k * n + t]) * (y - forecasts[(gsize)k * n + t]);
    }
  least *= BETTER;
  for (int k = 0; k < N_KINDS && days >= LEAST_DAYS; k++)
    if (error[k] < least)
      {
        least = error[k];
        best = k;
      }
  return best;
}

static void
look_ahead (DdiLearn *self, int s)
{
  const DdiEvidence *h = self->history;
  DdiAhead *ahead = self->ahead + (gsize)s * h->horizon;
  SlowRoll roll = { 0 };
  double rate = 0;

  if (self->model[s] < DDI_MODEL_CROSTON || self->model[s] > DDI_MODEL_TSB)
    return;
  for (int t = self->first[s]; t < h->n; t++)
    step (&roll, self, s, t);
  for (int k = 0; k < N_KINDS; k++)
    if (models[k] == self->model[s])
      rate = ddi_croston_forecast (&roll.croston, kinds[k], DDI_CROSTON_ALPHA);
  for (int i = 0; i < h->horizon; i++)
    {
      float day = (float)(rate * profile_of (&roll, h->weekday[h->n + i]));

      ahead[i] = (DdiAhead){ .ordinary = day, .base = day, .level = (float)rate };
    }
}

static void
slow_block (int block, gpointer data)
{
  DdiLearn *learn = data;
  const DdiEvidence *h = learn->history;
  g_autofree float *forecasts = g_new (float, (gsize)N_KINDS *MAX (h->n, 1));
  int begin, end;

  ddi_block_range (block, learn->n_blocks, h->n_series, &begin, &end);
  for (int s = begin; s < end && ddi_learn_go_on (learn, 0); s++)
    {
      int best;

      learn->model[s] = DDI_MODEL_COMBINATION;
      if (!is_slow (learn, s))
        continue;
      forecast_backtest (learn, s, forecasts);
      best = choose (learn, s, forecasts);
      if (best < 0)
        continue;
      learn->model[s] = models[best];
      for (int t = learn->backtest; t < h->n; t++)
        learn->ordinary[(gsize)s * learn->stride + t] = forecasts[(gsize)best * h->n + t];
      look_ahead (learn, s);
    }
}

static void
ahead_block (int block, gpointer data)
{
  DdiLearn *learn = data;
  int begin, end;

  ddi_block_range (block, learn->n_blocks, learn->history->n_series, &begin, &end);
  for (int s = begin; s < end && ddi_learn_go_on (learn, 0); s++)
    look_ahead (learn, s);
}

void
ddi_learn_slow_ahead (DdiLearn *self)
{
  ddi_parallel_for (self->n_blocks, self->n_threads, ahead_block, self);
}

gboolean
ddi_learn_slow (DdiLearn *self)
{
  ddi_parallel_for (self->n_blocks, self->n_threads, slow_block, self);
  return !g_atomic_int_get (&self->cancelled);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-learn.h"

#include <math.h>

/* Decay a week of the store's profile. */
#define PROFILE_DECAY 0.985
/* A store's day above this many times its weekday's mean and this many pieces is cut there. */
#define STORE_FACTOR 4.0
#define STORE_PIECES 100.0
/* Pieces added to both sides of a log ratio. */
#define MEMBER_PIECES 2.0
#define FORECAST_PIECES 1.0
/* A forecast never leaves the base by more than this log factor. */
#define FARTHEST 1.5
/* A base below this is nothing. */
#define NOTHING 1e-3

void
ddi_roll_init (DdiRoll *self, const DdiLearn *learn, int series, const DdiGroupSums *own)
{
  *self = (DdiRoll){ .learn = learn, .series = series, .store = learn->history->store[series], .own = own };
  ddi_levels_init (&self->levels);
}

void
ddi_roll_profile (const DdiRoll *self, double profile[DDI_WEEK])
{
  double level = ddi_weekday_mean_level (&self->store_mean);

  for (int d = 0; d < DDI_WEEK; d++)
    {
      double mean = ddi_weekday_mean_value (&self->store_mean, d);

      profile[d] = level > 0 && !isnan (mean) ? mean / level : 1;
    }
}

/* The store's total, cut where it is far above what that weekday brought: a wrong figure then hardly
 * moves the profile, and a real shift is followed all the same. */
static double
store_day (const DdiRoll *self, int d, gsize slot)
{
  double total = self->learn->store_total[slot], mean = ddi_weekday_mean_value (&self->store_mean, d);

  return total > STORE_FACTOR * mean + STORE_PIECES ? STORE_FACTOR * mean + STORE_PIECES : total;
}

double
ddi_roll_step (DdiRoll *self, double y, double seen, double base)
{
  const DdiEvidence *h = self->learn->history;
  int d = h->weekday[self->t];
  gsize slot = (gsize)self->store * h->n + self->t;

  y = ddi_levels_step (&self->levels, d, y, seen, base);
  ddi_weekday_mean_step (&self->store_mean, PROFILE_DECAY, d, store_day (self, d, slot));
  self->t++;
  return y;
}

gboolean
ddi_roll_outlook (const DdiRoll *self, DdiOutlook *outlook)
{
  const DdiLearn *learn = self->learn;
  const DdiEvidence *h = learn->history;
  double profile[DDI_WEEK];
  const DdiDrift drift = { .sums = { self->own, learn->sums[1], learn->sums[2], learn->sums[3] },
                           .group = { 0, self->store, h->product[self->series], 0 } };

  ddi_roll_profile (self, profile);
  if (!ddi_levels_evaluate (&self->levels, profile, &outlook->values))
    return FALSE;
  ddi_drift_features (&drift, self->t, outlook->drift);
  for (int d = 0; d < DDI_WEEK; d++)
    {
      double base = outlook->values.base[d];

      for (int m = 0; m < DDI_N_MEMBERS; m++)
        outlook->member[d][m] = log ((outlook->values.member[m][d] + MEMBER_PIECES) / (base + MEMBER_PIECES));
    }
  return TRUE;
}

void
ddi_roll_signals (const DdiRoll *self, const DdiOutlook *outlook, int day, double *x)
{
  const DdiLearn *learn = self->learn;
  const DdiEvidence *h = learn->history;
  int d = h->weekday[day];
  const DdiDrift drift = { .sums = { self->own, learn->sums[1], learn->sums[2], learn->sums[3] },
                           .group = { 0, self->store, h->product[self->series], 0 } };

  for (int i = 0; i < DDI_N_DRIFT; i++)
    x[DDI_X_DRIFT + i] = outlook->drift[i];
  ddi_season_memo_features (self->seasons, &drift, self->t, day, x + DDI_X_SEASON);
  ddi_echo_features (&drift, self->t, day, x + DDI_X_ECHO);
  for (int m = 0; m < DDI_N_MEMBERS; m++)
    x[DDI_X_MEMBER + m] = outlook->member[d][m];
  ddi_weather_signals_at (learn->weather, self->store, day, x + DDI_X_WEATHER);
}

double
ddi_ordinary_forecast (double base, const double *x, const double *beta)
{
  double log_ratio = 0;

  if (!(base > NOTHING))
    return 0;
  for (int i = 0; i < DDI_N_SIGNALS; i++)
    log_ratio += beta[i] * x[i];
  log_ratio = CLAMP (log_ratio, -FARTHEST, FARTHEST);
  return MAX ((base + FORECAST_PIECES) * exp (log_ratio) - FORECAST_PIECES, 0);
}

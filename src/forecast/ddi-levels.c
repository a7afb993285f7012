/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-levels.h"

#include "evaluate/ddi-sell-out.h"
#include "forecast/ddi-intraday.h"

#include <math.h>

/* Decays a week of the weekday means, and a day of the levels: half-lives of about two weeks, five
 * weeks, ten weeks, a year; 17 days and 34 days. */
#define FAST 0.75
#define MEDIUM 0.87
#define USUAL 0.93
#define SLOW 0.985
#define MONTH 0.96
#define TWO_MONTHS 0.98
/* Pseudo-weeks of the store's profile within a series' own. */
#define OWN 5.0
#define HALF 20.0
#define STORE 100.0
/* A weekday mean of less evidence than this leans on the level. */
#define FEW 0.7
/* Share of the usual weekday mean in the base; the rest is level times profile. */
#define BASE_MEAN 0.25
/* Relative spread before anything is known, and the decay a day of what is learnt. */
#define FIRST_SPREAD 0.3
#define LARGEST_VARIANCE 4.0
#define SPREAD_DECAY 0.97
/* A day above this many times the base and this many pieces is far outside. */
#define OUTLIER_FACTOR 4.0
#define OUTLIER_PIECES 20.0
/* Decay a day of the sums behind the sell-out correction. */
#define CORRECTION_DECAY 0.96
/* A smaller share of a day, without anything to hold it against, says nothing. */
#define LEAST_SEEN 0.2

void
ddi_levels_init (DdiLevels *self)
{
  *self = (DdiLevels){ .variance = FIRST_SPREAD * FIRST_SPREAD };
  for (int d = 0; d < DDI_WEEK; d++)
    self->last[d] = self->before[d] = NAN;
}

/* (W m + FEW f) / (W + FEW), the weekday's mean m of weight W leaning on the fallback f. */
static double
lean (const DdiWeekdayMean *mean, int d, double fallback)
{
  double weight = mean->weight[d];

  if (weight >= 8 * FEW)
    return mean->sum[d] / weight;
  return (mean->sum[d] + FEW * fallback) / (weight + FEW);
}

static double
mix (double weekday_mean, double profile_level)
{
  return BASE_MEAN * weekday_mean + (1 - BASE_MEAN) * profile_level;
}

double
ddi_levels_base (const DdiLevels *self, const double store[DDI_WEEK], int d)
{
  double profile[DDI_WEEK], level;

  ddi_weekday_profile (&self->slow, store, HALF, profile);
  level = ddi_profile_level_value (&self->month, profile);
  if (isnan (level))
    return NAN;
  return mix (lean (&self->usual, d, level * profile[d]), level * profile[d]);
}

/* Level of @self on the series' profile shrunk by @pseudo_weeks, times that profile. */
static void
spread_level (const DdiLevels *self, const DdiProfileLevel *level, const double store[DDI_WEEK],
              double pseudo_weeks, double forecast[DDI_WEEK])
{
  double profile[DDI_WEEK], value;

  ddi_weekday_profile (&self->slow, store, pseudo_weeks, profile);
  value = ddi_profile_level_value (level, profile);
  for (int d = 0; d < DDI_WEEK; d++)
    forecast[d] = value * profile[d];
}

gboolean
ddi_levels_evaluate (const DdiLevels *self, const double store[DDI_WEEK], DdiLevelValues *values)
{
  const DdiWeekdayMean *means[] = { &self->fast, &self->medium, &self->usual, &self->slow };
  double half[DDI_WEEK];

  if (self->n == 0)
    return FALSE;
  spread_level (self, &self->month, store, HALF, half);
  spread_level (self, &self->month, store, OWN, values->member[DDI_MEMBER_OWN_LEVEL]);
  spread_level (self, &self->month, store, STORE, values->member[DDI_MEMBER_STORE_LEVEL]);
  spread_level (self, &self->two_months, store, HALF, values->member[DDI_MEMBER_CALM_LEVEL]);
  values->level = 0;
  for (int d = 0; d < DDI_WEEK; d++)
    {
      for (int m = DDI_MEMBER_FAST; m <= DDI_MEMBER_SLOW; m++)
        values->member[m][d] = lean (means[m], d, half[d]);
      values->base[d] = mix (values->member[DDI_MEMBER_USUAL][d], half[d]);
      values->member[DDI_MEMBER_LAST][d] = isnan (self->last[d]) ? values->base[d] : self->last[d];
      values->member[DDI_MEMBER_BEFORE][d] = isnan (self->before[d]) ? values->base[d] : self->before[d];
      values->level += values->base[d] / DDI_WEEK;
    }
  return isfinite (values->level);
}

static void
learn_variance (DdiLevels *self, double square)
{
  self->variance = SPREAD_DECAY * self->variance + (1 - SPREAD_DECAY) * MIN (square, LARGEST_VARIANCE);
}

/* A day of which a part was seen stands for the whole that is expected of it. */
static double
read_part (DdiLevels *self, double y, double seen, double base)
{
  double whole = ddi_intraday_whole_day (y, seen, base, self->variance * base * base - base);

  learn_variance (self, (whole - base) * (whole - base) / (base * base));
  return whole;
}

/* What a day says about demand: a lower bound is raised to what is expected above it, and a lone day far
 * above everything is left out, so that one wrong figure does not move the level for weeks. The second such
 * day in a row is believed: the level has shifted. */
static double
read_day (DdiLevels *self, double y, double seen, double base)
{
  double sd = MAX (sqrt (self->variance) * base, sqrt (base)), most = OUTLIER_FACTOR * base + OUTLIER_PIECES;
  double square;

  if (!(base > 0))
    return y;
  if (seen < 1)
    return read_part (self, y, seen, base);
  if (y > most && !self->beyond)
    {
      self->beyond = TRUE;
      self->last_cut = self->days;
      return NAN;
    }
  self->beyond = y > most;
  if (isnan (seen))
    {
      square = ddi_sell_out_square (y, base, sd);
      y = ddi_sell_out_expected (y, base, sd);
    }
  else
    square = (y - base) * (y - base);
  learn_variance (self, square / (base * base));
  return y;
}

double
ddi_levels_step (DdiLevels *self, int d, double y, double seen, double base)
{
  double raw = y;

  self->days++;
  if (!isnan (y) && !isnan (base))
    y = read_day (self, y, seen, base);
  else if (seen < 1)
    y = seen >= LEAST_SEEN ? y / seen : NAN;

  ddi_weekday_mean_step (&self->fast, FAST, d, y);
  ddi_weekday_mean_step (&self->medium, MEDIUM, d, y);
  ddi_weekday_mean_step (&self->usual, USUAL, d, y);
  ddi_weekday_mean_step (&self->slow, SLOW, d, y);
  ddi_profile_level_step (&self->month, MONTH, d, y);
  ddi_profile_level_step (&self->two_months, TWO_MONTHS, d, y);
  if (!isnan (y))
    {
      self->before[d] = self->last[d];
      self->last[d] = y;
      self->raised = CORRECTION_DECAY * self->raised + y;
      self->raw = CORRECTION_DECAY * self->raw + MIN (raw, y);
      self->n++;
    }
  return y;
}

double
ddi_levels_correction (const DdiLevels *self)
{
  return self->raw > 0 ? MAX (self->raised / self->raw, 1) : 1;
}

gboolean
ddi_levels_cut_since (const DdiLevels *self, int days)
{
  return self->last_cut > 0 && self->days - self->last_cut < days;
}

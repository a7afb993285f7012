/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-weekday-mean.h"

#include <math.h>

/* Evidence below this weight has decayed to nothing. */
#define NO_WEIGHT 1e-6

void
ddi_weekday_mean_step (DdiWeekdayMean *self, double decay, int weekday, double y)
{
  self->sum[weekday] *= decay;
  self->weight[weekday] *= decay;
  if (!isnan (y))
    {
      self->sum[weekday] += y;
      self->weight[weekday] += 1;
    }
}

double
ddi_weekday_mean_value (const DdiWeekdayMean *self, int weekday)
{
  return self->weight[weekday] > NO_WEIGHT ? self->sum[weekday] / self->weight[weekday] : NAN;
}

double
ddi_weekday_mean_level (const DdiWeekdayMean *self)
{
  double total = 0;
  int n = 0;

  for (int d = 0; d < DDI_WEEK; d++)
    if (self->weight[d] > NO_WEIGHT)
      {
        total += self->sum[d] / self->weight[d];
        n++;
      }
  return n > 0 ? total / n : NAN;
}

void
ddi_profile_level_step (DdiProfileLevel *self, double decay, int weekday, double y)
{
  for (int d = 0; d < DDI_WEEK; d++)
    {
      self->sum[d] *= decay;
      self->weight[d] *= decay;
    }
  if (!isnan (y))
    {
      self->sum[weekday] += y;
      self->weight[weekday] += 1;
    }
}

double
ddi_profile_level_value (const DdiProfileLevel *self, const double profile[DDI_WEEK])
{
  double sum = 0, weight = 0;

  for (int d = 0; d < DDI_WEEK; d++)
    {
      sum += self->sum[d];
      weight += self->weight[d] * profile[d];
    }
  return weight > NO_WEIGHT ? sum / weight : NAN;
}

void
ddi_weekday_profile (const DdiWeekdayMean *own, const double store[DDI_WEEK], double pseudo_weeks,
                     double profile[DDI_WEEK])
{
  double level = ddi_weekday_mean_level (own);

  for (int d = 0; d < DDI_WEEK; d++)
    {
      double weight = level > 0 ? own->weight[d] : 0;
      double ratio = weight > 0 ? own->sum[d] / level : 0; /* W_d m_d / m */

      profile[d] = (ratio + pseudo_weeks * store[d]) / (weight + pseudo_weeks);
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-local-level.h"

#include <math.h>

gboolean
ddi_local_level_borrow (const double *levels, int n, DdiLocalLevelPrior *prior)
{
  double sum = 0, squares = 0, mean;
  int known = 0;

  for (int i = 0; i < n; i++)
    if (isfinite (levels[i]))
      {
        sum += levels[i];
        known++;
      }
  if (known == 0)
    return FALSE;
  mean = sum / known;
  for (int i = 0; i < n; i++)
    if (isfinite (levels[i]))
      squares += (levels[i] - mean) * (levels[i] - mean);
  prior->borrowed = mean;
  prior->doubt = known > 1 ? squares / (known - 1) * (1 + 1.0 / known) : mean * mean;
  return TRUE;
}

void
ddi_local_level_init (DdiLocalLevel *self, const DdiLocalLevelPrior *prior)
{
  *self = (DdiLocalLevel){ .level = prior->borrowed, .variance = prior->doubt, .share = 1 };
}

/* The level is expected at m + φ (l - m) with variance φ² p + q; then, with k = p / (p + r),
 * l += k (y - l) and p -= k p. */
void
ddi_local_level_step (DdiLocalLevel *self, const DdiLocalLevelPrior *prior, double y)
{
  double phi = prior->damping, gain;

  self->level = prior->borrowed + phi * (self->level - prior->borrowed);
  self->variance = phi * phi * self->variance + prior->wander;
  self->share = 1 + phi * (self->share - 1);
  if (!isfinite (y))
    return;
  gain = self->variance / (self->variance + prior->noise);
  self->level += gain * (y - self->level);
  self->variance -= gain * self->variance;
  self->share -= gain * self->share;
}

double
ddi_local_level_forecast (const DdiLocalLevel *self, const DdiLocalLevelPrior *prior, int horizon)
{
  return MAX (prior->borrowed + pow (prior->damping, horizon) * (self->level - prior->borrowed), 0);
}

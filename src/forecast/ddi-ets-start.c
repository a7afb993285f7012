/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-classical.h"
#include "forecast/ddi-ets-fit.h"

#include <math.h>

/* A multiplicative season or growth is never nothing. */
#define LEAST_FACTOR 0.01

/* Each season's mean distance from the moving average, zero in sum; or ratio, m in sum. */
static void
start_seasons (const DdiEtsForm *form, const double *y, int n, double *season)
{
  gboolean ratio = form->season == DDI_ETS_MULTIPLICATIVE;

  ddi_classical_seasons (y, n, form->period, ratio, season);
  for (int k = 0; k < form->period && ratio; k++)
    season[k] = MAX (season[k], LEAST_FACTOR);
}

void
ddi_ets_start (const DdiEtsForm *form, const double *y, int n, int season_steps, int level_steps,
               double *state)
{
  double *season = state + DDI_ETS_SEASON;
  double sx = 0, sy = 0, sxx = 0, sxy = 0, k = 0, slope = 0, level;
  int steps = MIN (n, level_steps);

  for (int i = 0; i < form->period; i++)
    season[i] = form->season == DDI_ETS_MULTIPLICATIVE ? 1 : 0;
  if (form->season != DDI_ETS_NONE)
    start_seasons (form, y, MIN (n, season_steps), season);
  for (int t = 0; t < steps; t++)
    {
      double s = season[t % form->period];
      double v = form->season == DDI_ETS_MULTIPLICATIVE ? y[t] / s : y[t] - s, x = t + 1;

      if (isnan (v))
        continue;
      k++;
      sx += x;
      sy += v;
      sxx += x * x;
      sxy += x * v;
    }
  level = k > 0 ? sy / k : 0;
  if (form->trend != DDI_ETS_NONE && k * sxx - sx * sx > 0)
    {
      slope = (k * sxy - sx * sy) / (k * sxx - sx * sx);
      level = (sy - slope * sx) / k;
    }
  state[DDI_ETS_GROWTH] = slope;
  if (form->trend == DDI_ETS_MULTIPLICATIVE)
    {
      double first = level + slope, growth = (level + 2 * slope) / first;

      growth = isfinite (growth) ? CLAMP (growth, 0.8, 1.2) : 1;
      state[DDI_ETS_GROWTH] = growth;
      level = first / growth;
    }
  state[DDI_ETS_LEVEL] = level;
}

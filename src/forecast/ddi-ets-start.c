/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-ets-fit.h"

#include <math.h>

/* A multiplicative season or growth is never nothing. */
#define LEAST_FACTOR 0.01

/* The centred moving average of a season around step t: m values, or m + 1 with half weights at both ends
 * where m is even; of those that are known. NaN where the window leaves the series or knows less than half. */
static double
moving_average (const double *y, int n, int t, int m)
{
  int half = m / 2;
  double sum = 0, weight = 0;

  if (t < half || t + half >= n)
    return NAN;
  for (int i = -half; i <= half; i++)
    if (!isnan (y[t + i]))
      {
        double w = m % 2 == 0 && ABS (i) == half ? 0.5 : 1;

        sum += y[t + i] * w;
        weight += w;
      }
  return 2 * weight > m ? sum / weight : NAN;
}

/* Each season's mean distance from the moving average, zero in sum; or ratio, m in sum. */
static void
start_seasons (const DdiEtsForm *form, const double *y, int n, int steps, double *season)
{
  gboolean ratio = form->season == DDI_ETS_MULTIPLICATIVE;
  int m = form->period;
  double sum = 0;

  for (int k = 0; k < m; k++)
    {
      double total = 0;
      int found = 0;

      for (int t = k; t < MIN (n, steps); t += m)
        {
          double mean = moving_average (y, n, t, m), off = ratio ? y[t] / mean : y[t] - mean;

          if (isfinite (off))
            {
              total += off;
              found++;
            }
        }
      season[k] = found > 0 ? total / found : ratio ? 1 : 0;
      sum += season[k];
    }
  for (int k = 0; k < m; k++)
    season[k] = ratio ? MAX (season[k] * m / sum, LEAST_FACTOR) : season[k] - sum / m;
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
    start_seasons (form, y, n, season_steps, season);
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

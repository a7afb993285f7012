/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-baseline.h"

#include <math.h>

/* The mean of the last @most known values among y[t], y[t - step] …; NaN where there are none. */
static double
mean_back (const double *y, int t, int step, int most)
{
  double sum = 0;
  int found = 0;

  for (; t >= 0 && found < most; t -= step)
    if (isfinite (y[t]))
      {
        sum += y[t];
        found++;
      }
  return found > 0 ? sum / found : NAN;
}

void
ddi_naive_forecast (const double *y, int n, int horizon, double *forecasts)
{
  ddi_seasonal_mean_forecast (y, n, 1, 1, horizon, forecasts);
}

void
ddi_seasonal_naive_forecast (const double *y, int n, int period, int horizon, double *forecasts)
{
  ddi_seasonal_mean_forecast (y, n, period, 1, horizon, forecasts);
}

void
ddi_seasonal_mean_forecast (const double *y, int n, int period, int seasons, int horizon, double *forecasts)
{
  double any = mean_back (y, n - 1, 1, seasons);

  for (int i = 0; i < horizon; i++)
    {
      double mean = i < period ? mean_back (y, n - period + i, period, seasons) : forecasts[i - period];

      if (isnan (mean))
        mean = isnan (any) ? 0 : any;
      forecasts[i] = MAX (mean, 0);
    }
}

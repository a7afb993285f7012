/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-classical.h"

#include <math.h>

/* 95 % of a standard normal lies below. */
#define LIMIT 1.6448536269514722

/* T(t); NaN where the window leaves the series or knows less than half. */
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

void
ddi_classical_seasons (const double *y, int n, int period, gboolean ratio, double *season)
{
  double sum = 0;

  for (int k = 0; k < period; k++)
    {
      double total = 0;
      int found = 0;

      for (int t = k; t < n; t += period)
        {
          double mean = moving_average (y, n, t, period), off = ratio ? y[t] / mean : y[t] - mean;

          if (isfinite (off))
            {
              total += off;
              found++;
            }
        }
      season[k] = found > 0 ? total / found : ratio ? 1 : 0;
      sum += season[k];
    }
  for (int k = 0; k < period; k++)
    if (!ratio)
      season[k] -= sum / period;
    else
      season[k] = sum > 0 ? season[k] * period / sum : 1;
}

/* Σ (y(t) - mean) (y(t + lag) - mean). */
static double
sum_products (const double *y, int n, int lag, double mean)
{
  double sum = 0;

  for (int t = 0; t + lag < n; t++)
    {
      double product = (y[t] - mean) * (y[t + lag] - mean);

      sum += isnan (product) ? 0 : product;
    }
  return sum;
}

gboolean
ddi_classical_is_seasonal (const double *y, int n, int period)
{
  double sum = 0, squares = 0, r = 0, variance;
  int known = 0;

  if (period < 2 || n <= 2 * period)
    return FALSE;
  for (int t = 0; t < n; t++)
    if (!isnan (y[t]))
      {
        sum += y[t];
        known++;
      }
  variance = sum_products (y, n, 0, sum / MAX (known, 1));
  if (!(variance > 0))
    return FALSE;
  for (int lag = 1; lag <= period; lag++)
    {
      r = sum_products (y, n, lag, sum / known) / variance;
      squares += lag < period ? r * r : 0;
    }
  return fabs (r) > LIMIT * sqrt ((1 + 2 * squares) / known);
}

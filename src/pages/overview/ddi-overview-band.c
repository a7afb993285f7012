/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/overview/ddi-overview-charts.h"

#include <math.h>

/* The standard normal quantile of 0.9: an 80 % interval leaves a tenth on each side. */
#define Z80 1.2815515655446004
#define LEAST_TOTALS 10
/* What shops and products of a district share of an error (a warm day, a big match) where neither enough totals
 * nor a run's backtest tell: an assumption, on the wide side. */
#define DEFAULT_SHARED 0.2

double
ddi_overview_band (double sum, double sum2, double shared)
{
  return sqrt (MAX ((1 - shared) * sum2 + shared * sum * sum, 0));
}

double
ddi_overview_shared (const double *error, const double *sum, const double *sum2, guint n, double usual)
{
  double seen = 0, apart = 0, together = 0;
  guint known = 0;

  for (guint i = 0; i < n; i++)
    {
      if (isnan (error[i]) || isnan (sum[i]) || isnan (sum2[i]))
        continue;
      known++;
      seen += error[i] * error[i] * Z80 * Z80;
      apart += sum2[i];
      together += sum[i] * sum[i];
    }
  if (known < LEAST_TOTALS || !(together > apart))
    return isnan (usual) ? DEFAULT_SHARED : usual;
  return CLAMP ((seen - apart) / (together - apart), 0, 1);
}

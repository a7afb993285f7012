/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/overview/ddi-overview-charts.h"

#include <math.h>

#define LEAST_TOTALS 10

double
ddi_overview_band (double sum, double sum2, double shared)
{
  double square = (1 - shared) * sum2 + shared * sum * sum;

  return isnan (square) ? NAN : sqrt (MAX (square, 0));
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
      seen += error[i] * error[i];
      apart += sum2[i];
      together += sum[i] * sum[i];
    }
  if (known < LEAST_TOTALS || !(together > apart))
    return usual;
  return CLAMP ((seen - apart) / (together - apart), 0, 1);
}

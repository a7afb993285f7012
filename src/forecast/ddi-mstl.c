/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-mstl.h"

#include "forecast/ddi-ets-fit.h"
#include "forecast/ddi-stl.h"

#include <math.h>
#include <string.h>

#define ITERATIONS 2
/* Window of the i-th season, from 1. */
#define FIRST_WINDOW 7
#define MORE_WINDOW 4

static gboolean
has_season (const DdiMstl *self, int i, int n)
{
  return self->periods[i] >= 2 && 2 * self->periods[i] < n;
}

static int
count_seasons (const DdiMstl *self, int n)
{
  int found = 0;

  for (int i = 0; i < self->n_periods; i++)
    found += has_season (self, i, n);
  return found;
}

gsize
ddi_mstl_size (const DdiMstl *self, int n)
{
  gsize size = 0;

  for (int i = 0; i < self->n_periods; i++)
    if (has_season (self, i, n))
      size = MAX (size, ddi_stl_size (n, self->periods[i]));
  return size + (gsize)n;
}

gboolean
ddi_mstl_decompose (const DdiMstl *self, const double *y, int n, double *seasons, double *trend, double *work)
{
  double *rest = work;
  int found = count_seasons (self, n);

  if (found == 0)
    return FALSE;
  memcpy (rest, y, n * sizeof (double));
  memset (seasons, 0, (gsize)self->n_periods * n * sizeof (double));
  for (int k = 0; k < (found > 1 ? ITERATIONS : 1); k++)
    for (int i = 0; i < self->n_periods; i++)
      {
        DdiStl stl = { .period = self->periods[i], .season_window = FIRST_WINDOW + MORE_WINDOW * (i + 1) };
        double *season = seasons + (gsize)i * n;

        if (!has_season (self, i, n))
          continue;
        for (int t = 0; t < n; t++)
          rest[t] += season[t];
        ddi_stl_decompose (&stl, rest, n, season, trend, work + n);
        for (int t = 0; t < n; t++)
          rest[t] -= season[t];
      }
  return TRUE;
}

gboolean
ddi_mstl_forecast (const DdiMstl *self, const double *y, int n, int horizon, double *forecasts)
{
  g_autofree double *work = g_new (double, ddi_mstl_size (self, n));
  g_autofree double *seasons = g_new (double, (gsize)(self->n_periods + 2) * n);
  double *trend = seasons + (gsize)self->n_periods * n, *rest = trend + n;
  g_auto (DdiEtsFit) fit = { 0 };

  if (!ddi_mstl_decompose (self, y, n, seasons, trend, work))
    return FALSE;
  for (int t = 0; t < n; t++)
    {
      rest[t] = y[t];
      for (int i = 0; i < self->n_periods; i++)
        rest[t] -= seasons[(gsize)i * n + t];
    }
  if (!ddi_ets_choose (&fit, rest, n, 1))
    return FALSE;
  ddi_ets_forecast (&fit.form, &fit.smoothing, fit.state, n, horizon, forecasts);
  for (int h = 0; h < horizon; h++)
    {
      for (int i = 0; i < self->n_periods; i++)
        if (has_season (self, i, n))
          forecasts[h] += seasons[(gsize)i * n + n - self->periods[i] + h % self->periods[i]];
      forecasts[h] = isfinite (forecasts[h]) ? MAX (forecasts[h], 0) : 0;
    }
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evaluate/ddi-backtest.h"

#include <math.h>

#define WEEK 7

static double
fractile_of (const DdiEngineRequest *request, int series)
{
  if (request->fractiles && isfinite (request->fractiles[series]))
    return request->fractiles[series];
  return request->fractile;
}

static void
score (const DdiEngineRequest *request, const DdiForecast *forecast, DdiAccuracy *accuracy)
{
  const DdiPanel *panel = request->panel;
  DdiDay first = ddi_panel_first_day (panel), end = first + ddi_panel_n_days (panel);
  gsize n_rows;
  const DdiForecastRow *rows = ddi_forecast_rows (forecast, &n_rows);

  for (gsize i = 0; i < n_rows; i++)
    {
      const DdiForecastRow *row = rows + i;
      double y;

      if (row->day >= end)
        continue;
      y = ddi_panel_quantities (panel, row->series)[row->day - first];
      ddi_accuracy_add (accuracy, &(DdiOutcome){ .actual = isnan (y) ? 0 : y,
                                                 .predicted = row->predicted,
                                                 .lower = row->lower,
                                                 .upper = row->upper,
                                                 .level = request->level,
                                                 .order = row->order_quantity,
                                                 .fractile = fractile_of (request, row->series) });
    }
}

gboolean
ddi_backtest_run (const DdiBacktest *self, DdiAccuracy *accuracy, GError **error)
{
  DdiEngineRequest request = self->request;
  int n = ddi_panel_n_days (request.panel);

  *accuracy = (DdiAccuracy){ 0 };
  if (self->origins < 1 || (gint64)self->origins * WEEK >= n)
    {
      g_set_error (error, DDI_FORECAST_ERROR, DDI_FORECAST_ERROR_REQUEST,
                   "%d weekly origins do not fit into %d days of history", self->origins, n);
      return FALSE;
    }
  for (int k = self->origins; k >= 1; k--)
    {
      g_autoptr (DdiForecast) forecast = NULL;

      request.from = ddi_panel_first_day (request.panel) + n - k * WEEK;
      forecast = ddi_engine_run (&request, error);
      if (forecast == NULL)
        return FALSE;
      score (&request, forecast, accuracy);
      if (self->each)
        self->each (forecast, self->data);
    }
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-ets.h"

#include "forecast/ddi-ets-private.h"

double
ddi_ets_run (const DdiEtsForm *form, const DdiEtsSmoothing *smoothing, double *state, const double *y, int n,
             double *forecasts)
{
  gboolean multiplicative = form->error == DDI_ETS_MULTIPLICATIVE;
  DdiEtsNow now = { .l = state[DDI_ETS_LEVEL], .b = state[DDI_ETS_GROWTH] };
  DdiEtsSum sum = DDI_ETS_SUM_INIT;

  for (int t = 0, season = DDI_ETS_SEASON; t < n; t++)
    {
      double growth, q = ddi_ets_expect_level (form, smoothing->phi, &now, &growth), mu;

      now.s = state[season];
      mu = ddi_ets_add_season (form, q, now.s);
      if (forecasts)
        forecasts[t] = mu;
      if (isnan (y[t]))
        ddi_ets_pass (form, &now, q, growth);
      else if (ddi_ets_sum_add (&sum, y[t], mu, multiplicative))
        ddi_ets_learn (form, smoothing, &now, y[t], q, growth);
      else
        return INFINITY;
      state[season] = now.s;
      if (++season == DDI_ETS_N_STATES (form->period))
        season = DDI_ETS_SEASON;
    }
  state[DDI_ETS_LEVEL] = now.l;
  state[DDI_ETS_GROWTH] = now.b;
  return ddi_ets_sum_l (&sum);
}

void
ddi_ets_forecast (const DdiEtsForm *form, const DdiEtsSmoothing *smoothing, const double *state, int n,
                  int horizon, double *forecasts)
{
  DdiEtsNow now = { .l = state[DDI_ETS_LEVEL], .b = state[DDI_ETS_GROWTH] };

  for (int i = 0; i < horizon; i++)
    {
      double growth, q = ddi_ets_expect_level (form, smoothing->phi, &now, &growth);

      forecasts[i] = ddi_ets_add_season (form, q, state[DDI_ETS_SEASON + (n + i) % form->period]);
      ddi_ets_pass (form, &now, q, growth);
    }
}

int
ddi_ets_n_parameters (const DdiEtsForm *form)
{
  int k = 3; /* α, the level and σ² */

  if (form->trend != DDI_ETS_NONE)
    k += form->damped ? 3 : 2;
  if (form->season != DDI_ETS_NONE)
    k += form->period;
  return k;
}

double
ddi_ets_aicc (const DdiEtsForm *form, double l, int n)
{
  int k = ddi_ets_n_parameters (form);

  return n > k + 1 ? l + 2 * k + 2.0 * k * (k + 1) / (n - k - 1) : INFINITY;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-ets.h"

#include <math.h>

/* Forecasts multiplied before one logarithm is taken of them all; of 1e±35 each it neither over- nor
 * underflows. */
#define FACTORS 8
#define LEAST_FACTOR 1e-35
#define LARGEST_FACTOR 1e35

/* q = l + φ b, or l b^φ: what the level was expected to be; the grown part is returned in @growth. */
static inline double
expect_level (const DdiEtsForm *form, double phi, const double *state, double *growth)
{
  double b = state[DDI_ETS_GROWTH];

  switch (form->trend)
    {
    case DDI_ETS_ADDITIVE:
      *growth = form->damped ? phi * b : b;
      return state[DDI_ETS_LEVEL] + *growth;
    case DDI_ETS_MULTIPLICATIVE:
      *growth = form->damped ? pow (b, phi) : b;
      return state[DDI_ETS_LEVEL] * *growth;
    case DDI_ETS_NONE:
    default:
      *growth = 0;
      return state[DDI_ETS_LEVEL];
    }
}

static inline double
add_season (const DdiEtsForm *form, double q, double s)
{
  switch (form->season)
    {
    case DDI_ETS_ADDITIVE:
      return q + s;
    case DDI_ETS_MULTIPLICATIVE:
      return q * s;
    case DDI_ETS_NONE:
    default:
      return q;
    }
}

/* With s the season, y its value, q as above:
 *
 *   l = q + α (p - q),                   p = y, y - s or y / s
 *   b = φb + (β / α) (l - l' - φb),      or with l / l' and b^φ
 *   s = s' + γ (t - s'),                 t = y - q or y / q */
static inline void
learn (const DdiEtsForm *form, const DdiEtsSmoothing *p, double *state, double *s, double y, double q,
       double growth)
{
  double before = state[DDI_ETS_LEVEL], deseasoned = y;

  if (form->season == DDI_ETS_ADDITIVE)
    deseasoned = y - *s;
  else if (form->season == DDI_ETS_MULTIPLICATIVE)
    deseasoned = y / *s;
  state[DDI_ETS_LEVEL] = q + p->alpha * (deseasoned - q);
  if (form->trend == DDI_ETS_ADDITIVE)
    state[DDI_ETS_GROWTH] = growth + p->beta / p->alpha * (state[DDI_ETS_LEVEL] - before - growth);
  else if (form->trend == DDI_ETS_MULTIPLICATIVE)
    state[DDI_ETS_GROWTH] = growth + p->beta / p->alpha * (state[DDI_ETS_LEVEL] / before - growth);
  if (form->season == DDI_ETS_ADDITIVE)
    *s += p->gamma * (y - q - *s);
  else if (form->season == DDI_ETS_MULTIPLICATIVE)
    *s += p->gamma * (y / q - *s);
}

double
ddi_ets_run (const DdiEtsForm *form, const DdiEtsSmoothing *smoothing, double *state, const double *y, int n,
             double *forecasts)
{
  gboolean multiplicative = form->error == DDI_ETS_MULTIPLICATIVE;
  double squares = 0, logs = 0, product = 1;
  int known = 0, season = 0;

  for (int t = 0; t < n; t++)
    {
      double *s = state + DDI_ETS_SEASON + season;
      double growth, q = expect_level (form, smoothing->phi, state, &growth), mu = add_season (form, q, *s),
                     e;

      if (++season == form->period)
        season = 0;
      if (forecasts)
        forecasts[t] = mu;
      if (isnan (y[t]))
        {
          state[DDI_ETS_LEVEL] = q;
          if (form->trend != DDI_ETS_NONE)
            state[DDI_ETS_GROWTH] = growth;
          continue;
        }
      e = y[t] - mu;
      if (multiplicative)
        {
          if (!(mu > LEAST_FACTOR && mu < LARGEST_FACTOR))
            return INFINITY;
          e /= mu;
          product *= mu;
          if (++known % FACTORS == 0)
            {
              logs += log (product);
              product = 1;
            }
        }
      else
        known++;
      squares += e * e;
      learn (form, smoothing, state, s, y[t], q, growth);
    }
  if (!isfinite (squares))
    return INFINITY;
  if (multiplicative)
    logs += log (product);
  /* A series without any error has no likelihood; it is as good as can be. */
  return known * log (MAX (squares, 1e-300)) + 2 * logs;
}

void
ddi_ets_forecast (const DdiEtsForm *form, const DdiEtsSmoothing *smoothing, const double *state, int n,
                  int horizon, double *forecasts)
{
  double now[] = { state[DDI_ETS_LEVEL], state[DDI_ETS_GROWTH] };

  for (int i = 0; i < horizon; i++)
    {
      double growth, q = expect_level (form, smoothing->phi, now, &growth);

      forecasts[i] = add_season (form, q, state[DDI_ETS_SEASON + (n + i) % form->period]);
      now[DDI_ETS_LEVEL] = q;
      now[DDI_ETS_GROWTH] = growth;
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

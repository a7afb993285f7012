/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-weather.h"

#include <math.h>
#include <string.h>

/* Fewer known days than this before a day say nothing about what is usual. */
#define LEAST_DAYS 14
/* A usual anomaly counts like a log ratio of a tenth, so that one shrinkage fits all signals. */
#define SCALE 0.1
#define LARGEST 3.0
/* 15 July 1970, the middle of a warm half of the year, as a DdiDay. */
#define MIDSUMMER 195
#define YEAR 365.25

/* a(t) before it is divided by sd, for one measure and store; NaN where nothing is known. */
static void
find_anomalies (const DdiEvidence *h, int measure, int store, int n_days, double *anomaly)
{
  DdiDay first = ddi_panel_first_day (h->panel);
  g_autofree double *value = g_new (double, n_days);
  double sum = 0;
  int known = 0;

  for (int t = 0; t < n_days; t++)
    {
      value[t] = ddi_panel_weather (h->panel, measure, store, first + t);
      anomaly[t] = known >= LEAST_DAYS ? value[t] - sum / known : NAN;
      if (!isnan (value[t]))
        {
          sum += value[t];
          known++;
        }
      if (t >= DDI_WEATHER_DAYS && !isnan (value[t - DDI_WEATHER_DAYS]))
        {
          sum -= value[t - DDI_WEATHER_DAYS];
          known--;
        }
    }
}

static double
spread_of (const double *anomaly, int n)
{
  double square = 0;
  int known = 0;

  for (int t = 0; t < n; t++)
    if (!isnan (anomaly[t]))
      {
        square += anomaly[t] * anomaly[t];
        known++;
      }
  return known >= LEAST_DAYS ? sqrt (square / known) : 0;
}

static void
fill_measure (DdiWeatherSignals *self, const DdiEvidence *h, int measure, int store, double *anomaly)
{
  DdiDay first = ddi_panel_first_day (h->panel);
  double spread;

  find_anomalies (h, measure, store, self->n_days, anomaly);
  spread = spread_of (anomaly, h->n);
  for (int t = 0; t < self->n_days; t++)
    {
      float *x = self->signal + (((gsize)store * self->n_days + t) * self->n_measures + measure) * 2;

      if (isnan (anomaly[t]) || !(spread > 0))
        continue;
      x[0] = (float)(SCALE * CLAMP (anomaly[t] / spread, -LARGEST, LARGEST));
      x[1] = x[0] * (float)cos (2 * G_PI * (first + t - MIDSUMMER) / YEAR);
    }
}

DdiWeatherSignals *
ddi_weather_signals_new (const DdiEvidence *h)
{
  int n_measures = MIN (ddi_panel_n_measures (h->panel), DDI_WEATHER_MEASURES);
  g_autofree double *anomaly = NULL;
  DdiWeatherSignals *self;

  if (n_measures == 0)
    return NULL;
  self = g_new0 (DdiWeatherSignals, 1);
  self->n_measures = n_measures;
  self->n_stores = h->n_stores;
  self->n_days = h->n + h->horizon;
  self->signal = g_new0 (float, (gsize)self->n_stores * self->n_days * n_measures * 2);
  anomaly = g_new (double, self->n_days);
  for (int store = 0; store < h->n_stores; store++)
    for (int m = 0; m < n_measures; m++)
      fill_measure (self, h, m, store, anomaly);
  return self;
}

void
ddi_weather_signals_free (DdiWeatherSignals *self)
{
  if (self == NULL)
    return;
  g_free (self->signal);
  g_free (self);
}

void
ddi_weather_signals_at (const DdiWeatherSignals *self, int store, int t, double *x)
{
  int n = self ? self->n_measures * 2 : 0;
  const float *signal = self ? self->signal + ((gsize)store * self->n_days + t) * n : NULL;

  memset (x, 0, DDI_N_WEATHER * sizeof (double));
  for (int i = 0; i < n; i++)
    x[i] = signal[i];
}

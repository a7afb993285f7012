/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "forecast/ddi-evidence.h"

G_BEGIN_DECLS

/* The weather as regressors of an ordinary day. Of each measure v (temperature, rain, sunshine …) only
 * what is unusual for the time of year counts, since the level already follows the season:
 *
 *   a(t) = (v(t) - mean of v over the DDI_WEATHER_DAYS days before t) / sd,
 *
 * sd that of the history, a cut at ±3, and two signals are made of it, a and a cos (2π (day - 15 July) / 365.25):
 * a warm day empties a warm dining room in July and fills it in February. The stack learns both weights
 * and shrinks them with the rest. 0 where a day or the days before it have no weather: without a weather
 * forecast the day is taken as usual.
 * Source: weather anomalies as regressors after Taylor & Buizza (2003). */

#define DDI_WEATHER_DAYS 28
/* Measures beyond these are not looked at. */
#define DDI_WEATHER_MEASURES 6
#define DDI_N_WEATHER (2 * DDI_WEATHER_MEASURES)

typedef struct
{
  int n_measures, n_stores, n_days;
  float *signal; /* [n_stores × n_days × n_measures × 2], over history and horizon */
} DdiWeatherSignals;

/* NULL where the panel knows no weather. */
DdiWeatherSignals *ddi_weather_signals_new (const DdiEvidence *history);
void ddi_weather_signals_free (DdiWeatherSignals *self);
/* x[DDI_N_WEATHER] of day t; all 0 where @self is NULL. */
void ddi_weather_signals_at (const DdiWeatherSignals *self, int store, int t, double *x);

G_END_DECLS

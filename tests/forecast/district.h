/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "forecast/ddi-engine.h"

/* A district with known demand, for tests of the engine. */

typedef struct
{
  int n_stores, n_products, n_days;
  double level;            /* pieces a day of the first product of the first store */
  double noise;            /* standard deviation of the log of demand */
  double holiday;          /* factor on the yearly holiday, felt by every store; 1: none */
  gboolean closed_sundays; /* every second store */
} DistrictOptions;

/* Monday 2 January 2017. */
#define DISTRICT_FIRST 17168

/* The demand that is drawn around: level × weekday × holiday. */
double district_demand (const DistrictOptions *options, int store, int product, DdiDay day);
/* The day of the holiday in the year of @day: 15 July. */
gboolean district_is_holiday (DdiDay day);
/* A panel drawn with @seed; the same seed, the same panel. Holidays up to a year ahead are in it. */
DdiPanel *district_new (const DistrictOptions *options, guint32 seed);
/* Standard normal. */
double district_normal (GRand *rand);
/* Four stores, three products, two years. */
extern const DistrictOptions district_plain;

/* The forecast of the days after the panel, which must be one. */
DdiForecast *district_forecast (const DdiPanel *panel, int horizon, int n_threads);
/* What every forecast of every history must hold: bounds in order, quantiles ascending, factors that multiply
 * to the forecast. */
void district_assert_sound (const DdiForecast *forecast);

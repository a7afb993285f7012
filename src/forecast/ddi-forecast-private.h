/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "forecast/ddi-forecast.h"
#include "forecast/ddi-spread.h"

G_BEGIN_DECLS

/* One dated event a row, and the spells. */
#define DDI_MOST_FACTORS (1 + DDI_MOST_SPELLS)

struct _DdiForecast
{
  gatomicrefcount refs;
  DdiDay from;
  int n_series, horizon;
  double level;
  double shared_error;
  DdiForecastRow *rows;    /* [n_series × horizon] */
  DdiEventFactor *factors; /* [n_series × horizon × DDI_MOST_FACTORS] */
  float *quantiles;        /* [n_series × horizon × DDI_N_QUANTILES], ascending */
  GArray *outcomes;        /* DdiEventOutcome */
  int n_models;
  DdiModelAccuracy *accuracy; /* [(n_series + 1) × n_models], the last block over all series */
};

/* Rows are zeroed; whoever fills a row fills its quantiles too. */
DdiForecast *ddi_forecast_new (DdiDay from, int n_series, int horizon, double level, int n_models);

/* The demand not exceeded with probability p, from one row's quantiles. */
double ddi_quantiles_at (const float *quantiles, double p);

G_END_DECLS

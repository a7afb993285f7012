/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What every other model has to better. Each forecasts the @horizon steps after y[n] (pieces a step, NaN:
 * missing) into @forecasts; with nothing known, 0; never below 0. They allocate nothing and cost O(n + horizon).
 * Source: Hyndman & Athanasopoulos (2021), section 5.2. */

/* ŷ(n + h) = y(n): the last that is known. */
void ddi_naive_forecast (const double *y, int n, int horizon, double *forecasts);

/* ŷ(n + h) = y(n + h - period k), the last that is known of the same season; where none is, the last known. */
void ddi_seasonal_naive_forecast (const double *y, int n, int period, int horizon, double *forecasts);

/* ŷ(n + h) = mean of the last @seasons known values of the same season; where none is, the mean of as many
 * last values. */
void ddi_seasonal_mean_forecast (const double *y, int n, int period, int seasons, int horizon,
                                 double *forecasts);

G_END_DECLS

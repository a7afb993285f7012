/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Decomposition with several seasons, the week and the year: STL (ddi-stl.h) for each in turn, the shortest first,
 * on what the others leave, twice (Bandara, Hyndman & Bergmeir 2021, algorithm 1). The i-th season is smoothed over
 * 7 + 4 i of the same seasons. */
typedef struct
{
  const int *periods; /* [n_periods], steps, ascending, each >= 2; a year of 365.25 days counts as 365 */
  int n_periods;
} DdiMstl;

/* Numbers that it works in. */
gsize ddi_mstl_size (const DdiMstl *self, int n);

/* Decomposes y[n] (NaN: missing) into @seasons [n_periods × n], row-major, and @trend [n]. A season of which there
 * are not two periods is all 0. @work [ddi_mstl_size ()]. FALSE, and nothing written, where that is all of them.
 * Allocates nothing. */
gboolean ddi_mstl_decompose (const DdiMstl *self, const double *y, int n, double *seasons, double *trend,
                             double *work);

/* Forecasts the @horizon steps after y[n]: each season as in its last period, and what is left of y without
 * them by exponential smoothing without a season (ddi_ets_choose); >= 0. FALSE where it cannot be decomposed or
 * smoothed. Allocates. */
gboolean ddi_mstl_forecast (const DdiMstl *self, const double *y, int n, int horizon, double *forecasts);

G_END_DECLS

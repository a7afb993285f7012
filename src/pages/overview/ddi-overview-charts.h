/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/overview/ddi-overview.h"

G_BEGIN_DECLS

/* Forecast, its range and what was sold; @category or DDI_OVERVIEW_ALL. */
DdiChart *ddi_overview_demand_chart (DdiOverview *self, int category);
/* Thrown away by reason: at most five of them and the rest. */
DdiChart *ddi_overview_reasons_chart (DdiOverview *self, int category);
/* Thrown away by product, the most first, the rest together. */
DdiChart *ddi_overview_products_chart (DdiOverview *self, int category);
/* The product on a row of that chart; 0 for the rest. */
int ddi_overview_products_chart_id (DdiOverview *self, int category, guint row);

/* The standard deviation of a sum, where @sum and @sum2 are the sums of its parts' standard deviations and of their
 * squares, and @shared is the correlation of their errors: σ² = (1 − ρ) Σσᵢ² + ρ (Σσᵢ)². NaN where @shared is. */
double ddi_overview_band (double sum, double sum2, double shared);
/* ρ from totals with a known outcome: error[n] = actual − forecast, and the Σσ and Σσ² of the bound on
 * that side. E(e²) = (1 − ρ) Σσ² + ρ (Σσ)². Cut to 0..1; @usual, what a run's backtest found, where fewer than ten
 * are known: NaN where no run did, and then nothing is known of the sums' bounds. */
double ddi_overview_shared (const double *error, const double *sum, const double *sum2, guint n,
                            double usual);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How a shop's demand is spread over its opening hours, for days that were seen only in part: the shelf was empty at
 * a known time, or the shop closed early. At the share u of the opening hours the share
 *
 *   F (u) = 1 - (1 - u)^κ
 *
 * of the day's demand has come: κ = 1 is even, κ > 1 a shop of the morning. κ is learnt from the times at which
 * things sold out. With stock c and demand D of mean m, log (D / m) ~ N (-σ²/2, σ²), the shelf is empty at the u
 * with F (u) D = c, so with ρ = c / m and x = ρ / F (u) such a time has the density
 *
 *   p (u | sold out) = φ ((log x + σ²/2) / σ) F' (u) / (σ F (u) P (D >= c)),
 *
 * whose maximum over log κ is sought on a grid, with a normal prior around the chain's κ, and the chain's around 0:
 * where no time says otherwise demand is even.
 * Source: the family after Kumaraswamy (1980) with a = 1; censored likelihood after Tobin (1958). */

/* One product that sold out at a known time. */
typedef struct
{
  int store;
  double u;   /* share of the opening hours, 0 … 1 */
  double rho; /* stock over what was expected, > 0 */
} DdiIntradayCell;

/* kappa[n_stores] from the cells; @sigma is the spread of log demand around what is expected, > 0. */
void ddi_intraday_fit (const DdiIntradayCell *cells, gsize n_cells, int n_stores, double sigma,
                       double *kappa);

/* F (u), cut to 0 … 1. */
double ddi_intraday_share (double kappa, double u);

/* What a whole day would have sold where @sold went in the share @seen of its demand: with demand gamma distributed
 * around @mean with variance @variance beyond counting, a = mean² / variance,
 *
 *   E[D | sold] = sold + (1 - seen) (a + sold) / (a / mean + seen)
 *
 * (Poisson–gamma; the time at which one stops looking does not matter to it), and at most three times the larger of
 * @sold and @mean. @mean NaN: sold / seen. */
double ddi_intraday_whole_day (double sold, double seen, double mean, double variance);

G_END_DECLS

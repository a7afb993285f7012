/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-intraday.h"

#include <math.h>

/* The grid of log κ. */
#define FIRST (-1.2)
#define STEP 0.1
#define N_GRID 31
/* Spread of the chain's log κ around 0, and of a store's around the chain's. */
#define CHAIN_SPREAD 0.4
#define STORE_SPREAD 0.25
/* What sells out on one day of one shop does so for one reason, mostly: a cell is worth this much of one that stands
 * alone. */
#define CELL_WORTH 0.3
/* The first and last moments of a day say little. */
#define EDGE 0.02
/* Least variance of demand beyond counting, of the mean's square. */
#define LEAST_VARIANCE 0.01
/* At most this many times the larger of what was sold and what was expected: beyond it somebody mistook a time. */
#define MOST_TIMES 3.0

static double
grid (int g)
{
  return FIRST + STEP * g;
}

double
ddi_intraday_share (double kappa, double u)
{
  if (!(u > 0))
    return 0;
  return u >= 1 ? 1 : 1 - pow (1 - u, kappa);
}

static double
log_likelihood (const DdiIntradayCell *cell, double log_kappa, double sigma)
{
  double kappa = exp (log_kappa), u = CLAMP (cell->u, EDGE, 1 - EDGE);
  double share = ddi_intraday_share (kappa, u);
  double z = (log (cell->rho) - log (share) + sigma * sigma / 2) / sigma;

  return -z * z / 2 + log_kappa + (kappa - 1) * log (1 - u) - log (share);
}

static int
best_of (const double *likelihood, double mean, double spread)
{
  double most = -INFINITY;
  int best = 0;

  for (int g = 0; g < N_GRID; g++)
    {
      double off = (grid (g) - mean) / spread, value = CELL_WORTH * likelihood[g] - off * off / 2;

      if (value > most)
        {
          most = value;
          best = g;
        }
    }
  return best;
}

void
ddi_intraday_fit (const DdiIntradayCell *cells, gsize n_cells, int n_stores, double sigma, double *kappa)
{
  g_autofree double *store = g_new0 (double, (gsize)MAX (n_stores, 1) * N_GRID);
  double chain[N_GRID] = { 0 }, mean;

  for (gsize i = 0; i < n_cells; i++)
    for (int g = 0; g < N_GRID; g++)
      store[(gsize)cells[i].store * N_GRID + g] += log_likelihood (cells + i, grid (g), sigma);
  for (int s = 0; s < n_stores; s++)
    for (int g = 0; g < N_GRID; g++)
      chain[g] += store[(gsize)s * N_GRID + g];
  mean = n_cells > 0 ? grid (best_of (chain, 0, CHAIN_SPREAD)) : 0;
  for (int s = 0; s < n_stores; s++)
    kappa[s] = n_cells > 0 ? exp (grid (best_of (store + (gsize)s * N_GRID, mean, STORE_SPREAD))) : 1;
}

double
ddi_intraday_whole_day (double sold, double seen, double mean, double variance)
{
  double shape;

  if (seen >= 1)
    return sold;
  if (!(mean > 0))
    return seen > 0 ? sold / seen : sold;
  shape = mean * mean / MAX (variance, LEAST_VARIANCE * mean * mean);
  return MIN (sold + (1 - seen) * (shape + sold) / (shape / mean + seen), MOST_TIMES * MAX (sold, mean));
}

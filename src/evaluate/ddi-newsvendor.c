/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evaluate/ddi-newsvendor.h"

#include <math.h>

/* An order fits an INTEGER column with room to add. */
#define LARGEST_ORDER 1000000000

double
ddi_newsvendor_fractile (gint64 price, gint64 cost, gint64 salvage)
{
  if (price <= salvage || cost < salvage || cost > price)
    return NAN;
  return (double)(price - cost) / (double)(price - salvage);
}

double
ddi_newsvendor_mismatch (const double *demand, int n, double fractile, double order)
{
  double cost = 0;

  for (int i = 0; i < n; i++)
    cost += fractile * MAX (demand[i] - order, 0) + (1 - fractile) * MAX (order - demand[i], 0);
  return n > 0 ? cost / n : 0;
}

int
ddi_newsvendor_order (const double *demand, int n, double fractile, int pack_size)
{
  double quantile, below, above;
  int index;

  if (n <= 0)
    return 0;
  pack_size = CLAMP (pack_size, 1, LARGEST_ORDER);
  /* The mismatch is convex in the order with its least at the fractile's quantile, so the best multiple
   * is one of the two around it. */
  index = CLAMP ((int)floor (fractile * n), 0, n - 1);
  quantile = CLAMP (demand[index], 0, LARGEST_ORDER - pack_size);
  below = floor (quantile / pack_size) * pack_size;
  above = below + pack_size;
  return (int)(ddi_newsvendor_mismatch (demand, n, fractile, above) <
                       ddi_newsvendor_mismatch (demand, n, fractile, below)
                   ? above
                   : below);
}

/* The shelf, in pieces, that costs least of all that need not be whole packs: the first at which another piece saves no
 * more than it wastes. */
static double
find_shelf (const double *demand, const double *kept, int n, double fractile)
{
  int i = 0, k = 0;
  double shelf = 0;

  /* i quantiles of demand and k of what is kept lie at or below the shelf. */
  while (i < n && fractile * (n - i) > (1 - fractile) * k)
    {
      shelf = MIN (demand[i], k < n ? kept[k] : INFINITY);
      while (i < n && demand[i] <= shelf)
        i++;
      while (k < n && kept[k] <= shelf)
        k++;
    }
  return shelf;
}

static double
plan_cost (const double *demand, const double *kept, int n, double fractile, double shelf)
{
  double cost = 0;

  for (int i = 0; i < n; i++)
    cost += fractile * MAX (demand[i] - shelf, 0) + (1 - fractile) * MAX (shelf - kept[i], 0);
  return cost;
}

int
ddi_newsvendor_plan (const double *demand, const double *kept, int n, const DdiOrderTerms *terms)
{
  gint64 pack = CLAMP (terms->pack_size, 1, LARGEST_ORDER), stock = MAX (terms->stock, 0), packs;
  gint64 wanted = CLAMP ((gint64)terms->display - stock, 0, LARGEST_ORDER - pack);
  double shelf;

  if (n <= 0)
    return 0;
  /* The cost is convex: of whole packs the best are those just below the best shelf, or one more. */
  shelf = CLAMP (find_shelf (demand, kept, n, terms->fractile), 0, LARGEST_ORDER - pack);
  packs = shelf > stock ? (gint64)floor ((shelf - stock) / pack) : 0;
  if (plan_cost (demand, kept, n, terms->fractile, (packs + 1) * pack + stock) <
      plan_cost (demand, kept, n, terms->fractile, packs * pack + stock))
    packs++;
  return (int)MIN (MAX (packs, (wanted + pack - 1) / pack) * pack, LARGEST_ORDER);
}

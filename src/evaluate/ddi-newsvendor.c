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

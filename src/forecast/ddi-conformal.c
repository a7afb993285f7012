/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-conformal.h"

#include <stdlib.h>

static int
compare_cb (const void *a, const void *b)
{
  const DdiWeighedError *x = a, *y = b;

  if (x->e != y->e)
    return x->e < y->e ? -1 : 1;
  return (x->weight > y->weight) - (x->weight < y->weight);
}

static double
sum_weights (const DdiWeighedError *errors, guint n)
{
  double sum = 0, heaviest = 0;

  for (guint i = 0; i < n; i++)
    {
      sum += errors[i].weight;
      heaviest = MAX (heaviest, errors[i].weight);
    }
  return sum + heaviest;
}

void
ddi_conformal_quantiles (GArray *errors, int n, float *quantiles)
{
  const DdiWeighedError *sorted = (const DdiWeighedError *)errors->data;
  double total = sum_weights (sorted, errors->len), below = 0;
  guint at = 0;

  if (errors->len > 1)
    qsort (errors->data, errors->len, sizeof (DdiWeighedError), compare_cb);
  if (errors->len > 0)
    below = sorted[0].weight;
  for (int i = 0; i < n; i++)
    {
      double goal = (i + 1.0) / (n + 1) * total;

      if (errors->len == 0)
        {
          quantiles[i] = 0;
          continue;
        }
      while (at + 1 < errors->len && below + sorted[at + 1].weight <= goal)
        below += sorted[++at].weight;
      quantiles[i] = sorted[at].e;
      if (at + 1 < errors->len && goal > below)
        quantiles[i] += (float)((goal - below) / sorted[at + 1].weight * (sorted[at + 1].e - sorted[at].e));
    }
}

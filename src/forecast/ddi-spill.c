/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-spill.h"

#include <math.h>

/* A product of this many expected pieces weighs one half. */
#define HALF_WEIGHT_PIECES 15.0
/* Ratios beyond this say that something else happened. */
#define LARGEST 1.5
/* Inflow of less than this is not seen. */
#define LEAST_INFLOW 0.02
/* Days with inflow below which nothing is said. */
#define LEAST_DAYS 60
/* Spread of the chain's s around 0, and of a category's around the chain's. */
#define CHAIN_SPREAD 0.25
#define CATEGORY_SPREAD 0.15
/* Products of one shop on one day err together: a row is worth this much of one that stands alone. */
#define ROW_WORTH 0.3
/* An s of fewer standard errors than this may be none. */
#define LEAST_ERRORS 2.0

/* One day of a group: what is the same for all its products. */
typedef struct
{
  double lacking;          /* Σ U */
  double left;             /* B */
  double demand, expected; /* Σ over all that are known */
} Day;

static Day
sum_day (const DdiSpillGroup *group, int t)
{
  Day day = { 0 };

  for (int i = 0; i < group->n_series; i++)
    {
      const DdiSpillCell *cell = group->cells + (gsize)i * group->n_days + t;

      if (isnan (cell->expected))
        continue;
      day.demand += cell->demand;
      day.expected += cell->expected;
      if (cell->sold_out)
        day.lacking += MAX (cell->demand - cell->sold, 0);
      else
        day.left += cell->expected;
    }
  return day;
}

void
ddi_spill_sums_add (DdiSpillSums *self, const DdiSpillGroup *group)
{
  for (int t = 0; t < group->n_days; t++)
    {
      Day day = sum_day (group, t);
      double inflow = day.left > 0 ? MIN (day.lacking / day.left, LARGEST) : 0;

      self->days += inflow >= LEAST_INFLOW;
      for (int i = 0; i < group->n_series; i++)
        {
          const DdiSpillCell *cell = group->cells + (gsize)i * group->n_days + t;
          double others = day.expected - cell->expected, w, a, r;

          if (isnan (cell->expected) || cell->sold_out || !(others > 0))
            continue;
          w = cell->expected / (cell->expected + HALF_WEIGHT_PIECES);
          a = CLAMP ((day.demand - cell->demand) / others - 1, -1, LARGEST);
          r = CLAMP (cell->sold / cell->expected - 1, -1, LARGEST);
          self->zz += w * inflow * inflow;
          self->za += w * inflow * a;
          self->aa += w * a * a;
          self->zr += w * inflow * r;
          self->ar += w * a * r;
          self->rr += w * r * r;
          self->z += w * inflow;
          self->a += w * a;
          self->r += w * r;
          self->n += w;
        }
    }
}

/* Around the means. */
static DdiSpillSums
centre (const DdiSpillSums *sums)
{
  DdiSpillSums c = *sums;
  double n = MAX (sums->n, 1e-9);

  c.zz -= c.z * c.z / n;
  c.za -= c.z * c.a / n;
  c.aa -= c.a * c.a / n;
  c.zr -= c.z * c.r / n;
  c.ar -= c.a * c.r / n;
  c.rr -= c.r * c.r / n;
  return c;
}

/* The posterior mean of s under a normal prior, α and ρ free; its precision in *precision. */
static double
solve (const DdiSpillSums *all, double mean, double spread, double *precision)
{
  DdiSpillSums centred = centre (all), *sums = &centred;
  double across = sums->aa > 0 ? sums->za / sums->aa : 0;
  double zz = sums->zz - across * sums->za, zr = sums->zr - across * sums->ar;
  double s = zz > 0 ? zr / zz : 0, rho = sums->aa > 0 ? (sums->ar - s * sums->za) / sums->aa : 0;
  double left = sums->rr - s * sums->zr - rho * sums->ar;
  double variance = MAX (left / MAX (sums->n, 1), 1e-4);

  *precision = ROW_WORTH * zz / variance;
  return (*precision * s + mean / (spread * spread)) / (*precision + 1 / (spread * spread));
}

void
ddi_spill_shares (const DdiSpillSums *sums, int n_categories, double *share)
{
  DdiSpillSums all = { 0 };
  double chain, precision;

  for (int c = 0; c < n_categories; c++)
    {
      all.zz += sums[c].zz;
      all.za += sums[c].za;
      all.aa += sums[c].aa;
      all.zr += sums[c].zr;
      all.ar += sums[c].ar;
      all.rr += sums[c].rr;
      all.z += sums[c].z;
      all.a += sums[c].a;
      all.r += sums[c].r;
      all.n += sums[c].n;
      all.days += sums[c].days;
      share[c] = 0;
    }
  if (all.days < LEAST_DAYS)
    return;
  chain = MAX (solve (&all, 0, CHAIN_SPREAD, &precision), 0);
  for (int c = 0; c < n_categories; c++)
    if (sums[c].days > 0)
      {
        double s = solve (sums + c, chain, CATEGORY_SPREAD, &precision);
        double error = 1 / sqrt (precision + 1 / (CATEGORY_SPREAD * CATEGORY_SPREAD));

        share[c] = s > LEAST_ERRORS * error ? MIN (s, 1) : 0;
      }
}

void
ddi_spill_find (const DdiSpillGroup *group, double share, float *spill)
{
  for (int t = 0; t < group->n_days; t++)
    {
      Day day = sum_day (group, t);
      double inflow = day.left > 0 ? share * day.lacking / day.left : 0;

      for (int i = 0; i < group->n_series; i++)
        {
          const DdiSpillCell *cell = group->cells + (gsize)i * group->n_days + t;

          spill[(gsize)i * group->n_days + t] =
              isnan (cell->expected) || cell->sold_out ? 0 : (float)MIN (inflow * cell->expected, cell->sold);
        }
    }
}

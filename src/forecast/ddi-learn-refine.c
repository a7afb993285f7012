/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-learn.h"

#include "evaluate/ddi-sell-out.h"
#include "forecast/ddi-intraday.h"
#include "forecast/ddi-spill.h"

#include <math.h>

/* Pieces expected of a day that says how far days differ, and of one whose time of selling out counts. */
#define LEAST_EXPECTED 5.0
/* Spread of log demand before it is known, and the least that is believed. */
#define FIRST_SPREAD 0.25
#define LEAST_SPREAD 0.08
/* Decay a day of the share of sales that are a product's own, as that of the sell-out correction. */
#define SPILT_DECAY 0.96

/* What the first pass over the levels left of one series: the figures as they were sold, less what spells did. */
typedef struct
{
  double *y;
  guint8 *censored;
} Days;

static Days
days_new (int n)
{
  return (Days){ g_new (double, MAX (n, 1)), g_new (guint8, MAX (n, 1)) };
}

static void
days_clear (Days *days)
{
  g_free (days->y);
  g_free (days->censored);
}

static void
days_load (const DdiLearn *self, int s, Days *days)
{
  ddi_evidence_load (self->history, s, days->y, days->censored);
  ddi_learn_take_spells_out (self, s, 0, days->y);
}

/* ---- days seen in part ---- */

typedef struct
{
  GArray *cells;      /* DdiIntradayCell */
  double variance, n; /* of what a series is off by, sell-outs counted in */
  gboolean any;       /* days that ended early */
} Times;

/* Where nearly everything sells out, what was expected is no more than what was sold, and a time cannot be held
 * against it. */
static gboolean
is_known (const DdiLearn *self, int s, const Days *days)
{
  int counted = 0, sold_out = 0;

  for (int t = self->first[s]; t < self->history->n; t++)
    if (!isnan (days->y[t]))
      {
        counted++;
        sold_out += days->censored[t];
      }
  return sold_out <= DDI_SELL_OUT_IDENTIFIABLE * counted;
}

static void
gather_times (const DdiLearn *self, int s, Days *days, Times *times)
{
  const DdiEvidence *h = self->history;
  int store = h->store[s];
  gboolean known;

  days_load (self, s, days);
  known = is_known (self, s, days);
  for (int t = self->first[s]; t < h->n; t++)
    {
      double base = self->base[(gsize)s * self->stride + t], u = ddi_evidence_open_share (h, store, s, t);

      times->any |= u < 1;
      if (isnan (days->y[t]) || !(base >= LEAST_EXPECTED) || !(days->y[t] > 0) ||
          ddi_evidence_tag (h, store, t) != DDI_NO_TAG)
        continue;
      if (known && u < 1 && days->censored[t])
        {
          g_array_append_vals (times->cells, &(DdiIntradayCell){ store, u, days->y[t] / base }, 1);
          times->variance += self->variance[s];
          times->n++;
        }
    }
}

static gboolean
knows_hours (const DdiPanel *panel)
{
  for (int store = 0; store < ddi_panel_n_stores (panel); store++)
    if (!isnan (ddi_panel_open_share (panel, store, 0)))
      return TRUE;
  return FALSE;
}

/* TRUE where days that ended early can be read better than in the first pass. */
static gboolean
learn_times (DdiLearn *self)
{
  const DdiEvidence *h = self->history;
  Days days;
  Times times = { 0 };
  double spread;

  if (!knows_hours (h->panel))
    return FALSE;
  days = days_new (h->n);
  times.cells = g_array_new (FALSE, FALSE, sizeof (DdiIntradayCell));
  for (int s = 0; s < h->n_series && ddi_learn_go_on (self, 0); s++)
    gather_times (self, s, &days, &times);
  spread = times.n > 0 ? MAX (sqrt (log1p (times.variance / times.n)), LEAST_SPREAD) : FIRST_SPREAD;
  ddi_intraday_fit ((const DdiIntradayCell *)times.cells->data, times.cells->len, h->n_stores, spread,
                    self->kappa);
  g_array_unref (times.cells);
  days_clear (&days);
  return times.any;
}

/* ---- what came from products that were sold out ---- */

/* The days from @from on. */
static void
read_group (const DdiLearn *self, int from, const int *series, Days *days, DdiSpillGroup *group)
{
  const DdiEvidence *h = self->history;

  for (int i = 0; i < group->n_series; i++)
    {
      int s = series[i];

      days_load (self, s, days);
      for (int t = from; t < h->n; t++)
        {
          gsize slot = (gsize)s * self->stride + t;
          DdiSpillCell *cell = group->cells + (gsize)i * group->n_days + (t - from);

          *cell = (DdiSpillCell){ .expected = NAN };
          if (isnan (days->y[t]) || isnan (self->y[slot]) || !(self->base[slot] > 0) ||
              ddi_evidence_tag (h, h->store[s], t) != DDI_NO_TAG)
            continue;
          cell->expected = self->base[slot];
          cell->sold = (float)days->y[t];
          cell->demand = self->y[slot];
          cell->sold_out = days->censored[t];
        }
    }
}

/* Series of one store and category stand together. */
static int
compare_groups (gconstpointer a, gconstpointer b, gpointer data)
{
  const DdiEvidence *h = data;
  int x = *(const int *)a, y = *(const int *)b;
  int category_x = h->spells->category[h->product[x]], category_y = h->spells->category[h->product[y]];

  if (h->store[x] != h->store[y])
    return h->store[x] - h->store[y];
  return category_x != category_y ? category_x - category_y : x - y;
}

typedef void (*GroupFunc) (DdiLearn *self, const int *series, const DdiSpillGroup *group, gpointer data);

/* Every category of every store with two products or more; those without a category are nobody's rivals. */
static void
each_group (DdiLearn *self, int from, GroupFunc body, gpointer data)
{
  const DdiEvidence *h = self->history;
  g_autofree int *order = g_new (int, MAX (h->n_series, 1));
  Days days = days_new (h->n);

  for (int s = 0; s < h->n_series; s++)
    order[s] = s;
  g_qsort_with_data (order, h->n_series, sizeof (int), compare_groups, (gpointer)h);
  for (int begin = 0, end; begin < h->n_series && ddi_learn_go_on (self, 0); begin = end)
    {
      int category = h->spells->category[h->product[order[begin]]], store = h->store[order[begin]];
      DdiSpillGroup group = { .n_days = h->n - from, .category = category };

      for (end = begin + 1; end < h->n_series && h->store[order[end]] == store &&
                            h->spells->category[h->product[order[end]]] == category;
           end++)
        ;
      group.n_series = end - begin;
      if (group.n_series < 2 || category == h->spells->n_categories - 1)
        continue;
      group.cells = g_new (DdiSpillCell, (gsize)group.n_series * MAX (group.n_days, 1));
      read_group (self, from, order + begin, &days, &group);
      body (self, order + begin, &group, data);
      g_free (group.cells);
    }
  days_clear (&days);
}

static void
gather_group (DdiLearn *self, const int *series, const DdiSpillGroup *group, gpointer data)
{
  ddi_spill_sums_add ((DdiSpillSums *)data + group->category, group);
}

/* The spill of every day, and the share of late that is a product's own. */
static void
spill_group (DdiLearn *self, const int *series, const DdiSpillGroup *group, gpointer data)
{
  const int *from = data;
  double share = self->spill_share[self->history->product[series[0]]];
  int n = group->n_days;
  g_autofree float *spill = g_new0 (float, (gsize)group->n_series *MAX (n, 1));

  if (share <= 0)
    return;
  ddi_spill_find (group, share, spill);
  for (int i = 0; i < group->n_series; i++)
    {
      double asked = self->asked[series[i]], own = self->spilt[series[i]] * asked;

      for (int t = 0; t < n; t++)
        {
          const DdiSpillCell *cell = group->cells + (gsize)i * n + t;
          float came = spill[(gsize)i * n + t];

          self->spill[(gsize)series[i] * self->stride + *from + t] = came;
          if (isnan (cell->expected))
            continue;
          own = SPILT_DECAY * own + MAX (cell->sold - came, 0);
          asked = SPILT_DECAY * asked + cell->sold;
        }
      self->spilt[series[i]] = asked > 0 && own > 0 ? own / asked : 1;
      self->asked[series[i]] = asked;
    }
}

static gboolean
any_sold_out (const DdiEvidence *h)
{
  for (int s = 0; s < h->n_series; s++)
    {
      const guint8 *flags = ddi_panel_flags (h->panel, s);

      for (int t = 0; t < h->n; t++)
        if (flags[t] & DDI_CELL_SOLD_OUT)
          return TRUE;
    }
  return FALSE;
}

/* TRUE where customers who found a shelf empty took something else. */
static gboolean
learn_spill (DdiLearn *self)
{
  const DdiEvidence *h = self->history;
  int n = h->spells->n_categories;
  g_autofree DdiSpillSums *sums = g_new0 (DdiSpillSums, n);
  g_autofree double *share = g_new0 (double, n);

  if (n < 2 || !any_sold_out (h))
    return FALSE;
  each_group (self, 0, gather_group, sums);
  ddi_spill_shares (sums, n, share);
  for (int p = 0; p < h->n_products; p++)
    self->spill_share[p] = share[h->spells->category[p]];
  if (!ddi_learn_knows_spill (self))
    return FALSE;
  ddi_learn_find_spill (self, 0);
  return TRUE;
}

gboolean
ddi_learn_knows_spill (const DdiLearn *self)
{
  for (int p = 0; p < self->history->n_products; p++)
    if (self->spill_share[p] > 0)
      return TRUE;
  return FALSE;
}

void
ddi_learn_find_spill (DdiLearn *self, int from)
{
  const DdiEvidence *h = self->history;

  g_free (self->spill);
  self->spill = g_new0 (float, (gsize)h->n_series *MAX (self->stride, 1));
  each_group (self, from, spill_group, &from);
}

gboolean
ddi_learn_refine (DdiLearn *self)
{
  gboolean times = learn_times (self), spill = learn_spill (self);

  if (!g_atomic_int_get (&self->cancelled) && (times || spill))
    ddi_learn_roll_levels (self);
  return !g_atomic_int_get (&self->cancelled);
}

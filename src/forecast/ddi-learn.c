/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-learn-sums.h"

#include "forecast/ddi-intraday.h"
#include "forecast/ddi-parallel.h"

#include <math.h>
#include <string.h>

/* A year of backtest, but never more than half of the history. */
#define BACKTEST_DAYS 364
/* One series that sold nothing while this many pieces were expected was not on the shelf. */
#define SURELY_SOME 15.0
/* Less of an event's day than this says nothing of the whole. */
#define LEAST_SEEN 0.2
/* Days that are summed at once: a series' are read from end to end. */
#define LEAST_RANGE 64
#define MOST_RANGES 8
/* At most this share of a day's sales is others'. */
#define MOST_SPILL 0.7

static gboolean
go_on_cb (gpointer learn)
{
  return ddi_learn_go_on (learn, 0);
}

DdiEvidence *
ddi_learn_new_evidence (DdiLearn *self, const DdiEngineRequest *request)
{
  return ddi_evidence_new (request->panel, request->from, request->horizon, self->n_threads, go_on_cb, self);
}

DdiLearn *
ddi_learn_new (const DdiEngineRequest *request)
{
  DdiLearn *self = g_new0 (DdiLearn, 1);
  DdiEvidence *h;
  gsize cells;

  g_mutex_init (&self->lock);
  self->request = request;
  self->n_threads = request->n_threads > 0 ? request->n_threads : (int)g_get_num_processors ();
  self->history = h = ddi_learn_new_evidence (self, request);
  self->stride = h->n + DDI_LEARN_ROOM;
  cells = MAX ((gsize)h->n_series * self->stride, 1);
  self->weather = ddi_weather_signals_new (h);
  self->n_signals = DDI_X_WEATHER + (self->weather ? 2 * self->weather->n_measures : 0);
  self->n_blocks = CLAMP (h->n_series, 1, DDI_N_BLOCKS);
  /* Whole weeks, so that the weekly origins that end with the history meet it. */
  self->backtest = h->n - MIN (BACKTEST_DAYS, h->n / 2 / DDI_WEEK * DDI_WEEK);
  self->first = g_new0 (int, h->n_series);
  self->y = g_new (float, cells);
  self->base = g_new (float, cells);
  self->ordinary = g_new (float, cells);
  self->expected = g_new (float, cells);
  self->store_total = g_new0 (double, (gsize)h->n_stores *MAX (h->n, 1));
  self->ahead = g_new0 (DdiAhead, (gsize)h->n_series * h->horizon);
  self->correction = g_new0 (double, h->n_series);
  self->evidence = g_new0 (int, h->n_series);
  self->cut = g_new0 (int, h->n_series);
  self->shifted = g_new0 (guint8, MAX (h->n_series, 1));
  self->kappa = g_new0 (double, MAX (h->n_stores, 1));
  self->variance = g_new0 (double, MAX (h->n_series, 1));
  self->spilt = g_new (double, MAX (h->n_series, 1));
  for (int s = 0; s < h->n_series; s++)
    self->spilt[s] = 1;
  self->asked = g_new0 (double, MAX (h->n_series, 1));
  self->spill_share = g_new0 (double, MAX (h->n_products, 1));
  self->model = g_new0 (guint8, h->n_series);
  self->shape = g_new0 (double, h->n_stores);
  self->cells = g_array_new (FALSE, FALSE, sizeof (DdiEventCell));
  self->spell_cells = g_array_new (FALSE, FALSE, sizeof (DdiSpellCell));
  self->caution = 1;
  self->total = (h->spells->n_spells > 0 ? 5.0 : 4.0) * h->n_series;
  for (int i = 0; i < DDI_N_HORIZONS; i++)
    self->widen[i] = 1;
  for (int s = 0; s < h->n_series && ddi_learn_go_on (self, 0); s++)
    for (gsize i = (gsize)s * self->stride; i < (gsize)(s + 1) * self->stride; i++)
      self->y[i] = self->base[i] = self->ordinary[i] = self->expected[i] = NAN;
  return self;
}

/* So many cells are freed on a thread of their own: giving a gigabyte back takes the kernel a tenth of a second, and whoever
 * has cancelled a run waits for its end. */
#define MANY_CELLS 4000000

static gpointer
free_learn (gpointer data)
{
  DdiLearn *self = data;

  ddi_evidence_free (self->history);
  ddi_weather_signals_free (self->weather);
  g_free (self->first);
  g_free (self->y);
  g_free (self->base);
  g_free (self->ordinary);
  g_free (self->expected);
  g_free (self->store_total);
  for (int i = 0; i < DDI_N_GROUPINGS; i++)
    ddi_group_sums_free (self->sums[i]);
  g_free (self->ahead);
  g_free (self->correction);
  g_free (self->evidence);
  g_free (self->cut);
  g_free (self->shifted);
  g_free (self->kappa);
  g_free (self->spill);
  g_free (self->spilt);
  g_free (self->asked);
  g_free (self->spill_share);
  g_free (self->variance);
  g_free (self->model);
  g_free (self->shape);
  g_free (self->rolls);
  g_array_unref (self->cells);
  g_array_unref (self->spell_cells);
  g_clear_pointer (&self->effects, ddi_event_effects_free);
  g_clear_pointer (&self->spell_effects, ddi_spell_effects_free);
  g_clear_pointer (&self->spread, ddi_spread_free);
  g_clear_pointer (&self->above, ddi_sums_free);
  g_mutex_clear (&self->lock);
  g_free (self);
  return NULL;
}

void
ddi_learn_free (DdiLearn *self)
{
  if (self->history == NULL || (gint64)self->history->n_series * self->stride < MANY_CELLS)
    free_learn (self);
  else
    g_thread_unref (g_thread_new ("free-learnt", free_learn, self));
}

gboolean
ddi_learn_go_on (DdiLearn *self, double steps)
{
  const DdiEngineRequest *request = self->request;

  g_mutex_lock (&self->lock);
  self->done += steps;
  if (request->progress && !g_atomic_int_get (&self->cancelled) &&
      !request->progress (MIN (self->done / MAX (self->total, 1), 1), request->progress_data))
    g_atomic_int_set (&self->cancelled, 1);
  g_mutex_unlock (&self->lock);
  return !g_atomic_int_get (&self->cancelled);
}

typedef struct
{
  DdiLearn *learn;
  DdiDaysFunc body;
  gpointer data;
  int n_blocks;
} Days;

static void
days_block (int block, gpointer data)
{
  const Days *days = data;
  int begin, end;

  ddi_block_range (block, days->n_blocks, days->learn->history->n, &begin, &end);
  days->body (days->learn, begin, end, days->data);
}

void
ddi_learn_for_days (DdiLearn *self, DdiDaysFunc body, gpointer data)
{
  Days days = { self, body, data, CLAMP (self->history->n / LEAST_RANGE, 1, MOST_RANGES) };

  ddi_parallel_for (days.n_blocks, self->n_threads, days_block, &days);
}

int
ddi_horizon_index (int horizon)
{
  return horizon <= DDI_WEEK ? MAX (horizon, 1) - 1 : horizon <= 2 * DDI_WEEK ? DDI_WEEK : DDI_WEEK + 1;
}

/* A day on which selling ended early for all is no day of the store's profile. */
static void
leave_out_short_days (DdiLearn *self)
{
  const DdiEvidence *h = self->history;

  for (int s = 0; s < h->n_series; s++)
    {
      const gint16 *ended = ddi_panel_ended (h->panel, s);
      const guint8 *flags = ddi_panel_flags (h->panel, s);

      for (int t = 0; ended && t < h->n; t++)
        if (ended[t] >= 0 && !(flags[t] & DDI_CELL_SOLD_OUT))
          self->store_total[(gsize)h->store[s] * h->n + t] = NAN;
    }
}

/* The stores' totals on days that speak of ordinary demand. */
void
ddi_learn_sum_stores (DdiLearn *self)
{
  const DdiEvidence *h = self->history;

  if (h->n_stores > 0)
    memcpy (self->store_total, h->sold, (gsize)h->n_stores * h->n * sizeof (double));
  for (int store = 0; store < h->n_stores; store++)
    {
      double *total = self->store_total + (gsize)store * h->n;
      gboolean begun = FALSE;

      /* Before its first sale a store was not there, or nobody wrote anything down. */
      for (int t = 0; t < h->n; t++)
        {
          begun |= total[t] > 0;
          if (!begun || ddi_evidence_closed (h, store, t) || ddi_evidence_tag (h, store, t) != DDI_NO_TAG)
            total[t] = NAN;
        }
    }
  leave_out_short_days (self);
}

double
ddi_learn_seen (const DdiLearn *self, int store, int series, int t)
{
  double share = ddi_evidence_open_share (self->history, store, series, t);

  if (isnan (share) || share >= 1)
    return share;
  return self->kappa[store] > 0 ? ddi_intraday_share (self->kappa[store], share) : NAN;
}

gboolean
ddi_learn_is_timed (const DdiLearn *self, int series, int t)
{
  double seen = ddi_learn_seen (self, self->history->store[series], series, t);

  return seen < 1;
}

/* What a sold-out or short day shows: NaN of a sell-out is a lower bound, and of a short day nothing. */
static double
find_seen (const DdiLearn *self, const DdiRoll *roll, double *y, gboolean censored)
{
  double seen = ddi_learn_seen (self, roll->store, roll->series, roll->t);

  if (seen == 1)
    return censored ? NAN : 1;
  if (isnan (seen) && !censored)
    *y = NAN;
  return seen;
}

/* An event's day is held against ordinary ones as the whole day that it would have been. */
static double
whole_day (double y, double seen)
{
  return seen < 1 ? (seen >= LEAST_SEEN ? y / seen : NAN) : y;
}

void
ddi_learn_level_day (DdiLearn *self, DdiRoll *roll, double y, gboolean censored)
{
  const DdiEvidence *h = self->history;
  int t = roll->t;
  gsize slot = (gsize)roll->series * self->stride + t;
  gboolean ordinary = ddi_evidence_tag (h, roll->store, t) == DDI_NO_TAG;
  double profile[DDI_WEEK], base = NAN, raised, seen = find_seen (self, roll, &y, censored);

  if (self->spill)
    y -= MIN (self->spill[slot], MOST_SPILL * y);
  if (t > self->first[roll->series])
    {
      ddi_roll_profile (roll, profile);
      base = ddi_levels_base (&roll->levels, profile, h->weekday[t]);
    }
  if (ordinary && y == 0 && base >= SURELY_SOME)
    y = NAN;
  raised = ddi_roll_step (roll, ordinary ? y : NAN, seen, base);
  self->y[slot] = (float)(ordinary ? raised : whole_day (y, seen));
  self->base[slot] = (float)base;
}

static void
roll_levels (DdiLearn *self, int s, double *y, guint8 *censored)
{
  DdiRoll roll;

  self->first[s] = ddi_evidence_load (self->history, s, y, censored);
  ddi_learn_take_spells_out (self, s, 0, y);
  ddi_roll_init (&roll, self, s, NULL);
  for (int t = 0; t < self->history->n; t++)
    ddi_learn_level_day (self, &roll, y[t], censored[t]);
  self->correction[s] = ddi_levels_correction (&roll.levels);
  self->evidence[s] = roll.levels.n;
  self->cut[s] = ddi_levels_cut_since (&roll.levels, RECENT_DAYS);
  self->variance[s] = roll.levels.variance;
  if (self->rolls)
    self->rolls[s] = roll;
}

static void
levels_block (int block, gpointer data)
{
  DdiLearn *self = data;
  g_autofree double *y = g_new (double, self->history->n);
  g_autofree guint8 *censored = g_new (guint8, self->history->n);
  int begin, end;

  ddi_block_range (block, self->n_blocks, self->history->n_series, &begin, &end);
  for (int s = begin; s < end && ddi_learn_go_on (self, 1); s++)
    roll_levels (self, s, y, censored);
}

void
ddi_learn_roll_levels (DdiLearn *self)
{
  ddi_parallel_for (self->n_blocks, self->n_threads, levels_block, self);
}

gboolean
ddi_learn_levels (DdiLearn *self)
{
  ddi_learn_sum_stores (self);
  ddi_learn_roll_levels (self);
  return !g_atomic_int_get (&self->cancelled);
}

/* A day that counts in the sums: ordinary, with evidence and a base to hold it against. */
static gboolean
counts (const DdiLearn *self, int s, int t)
{
  gsize slot = (gsize)s * self->stride + t;

  return !isnan (self->y[slot]) && self->base[slot] > 0 &&
         ddi_evidence_tag (self->history, self->history->store[s], t) == DDI_NO_TAG;
}

void
ddi_learn_own_sums (const DdiLearn *self, int series, int from, DdiGroupSums *own)
{
  gsize row = (gsize)series * self->stride;

  ddi_group_sums_reset (own, from);
  for (int t = from; t < self->history->n; t++)
    if (counts (self, series, t))
      ddi_group_sums_add (own, 0, t, self->y[row + t], self->base[row + t]);
  ddi_group_sums_accumulate (own, 0, 1, from);
}

static void
add_to_groups (DdiLearn *self, int begin, int end, gpointer data)
{
  const DdiEvidence *h = self->history;
  const int *from = data;

  for (int s = 0; s < h->n_series && ddi_learn_go_on (self, 0); s++)
    for (int t = MAX (begin, *from); t < end; t++)
      {
        gsize slot = (gsize)s * self->stride + t;
        double y = self->y[slot], b = self->base[slot];

        if (!counts (self, s, t))
          continue;
        ddi_group_sums_add (self->sums[1], h->store[s], t, y, b);
        ddi_group_sums_add (self->sums[2], h->product[s], t, y, b);
        ddi_group_sums_add (self->sums[3], 0, t, y, b);
      }
}

typedef struct
{
  DdiLearn *learn;
  int from; /* day */
} Groups;

/* A block is a hundred stores or so. */
static void
accumulate_block (int block, gpointer data)
{
  const Groups *work = data;
  DdiLearn *self = work->learn;

  for (int grouping = 1; grouping < DDI_N_GROUPINGS && ddi_learn_go_on (self, 0); grouping++)
    {
      int begin, end;

      ddi_block_range (block, self->n_blocks, self->sums[grouping]->n_groups, &begin, &end);
      ddi_group_sums_accumulate (self->sums[grouping], begin, end, work->from);
    }
}

void
ddi_learn_groups (DdiLearn *self)
{
  const DdiEvidence *h = self->history;
  /* A series' own sums are made where they are needed: [0] stays NULL. */
  const int n_groups[DDI_N_GROUPINGS] = { 0, h->n_stores, h->n_products, 1 };
  Groups work = { self, self->sums[1] ? self->sums[1]->n : 0 };

  for (int i = 1; i < DDI_N_GROUPINGS; i++)
    if (self->sums[i])
      ddi_group_sums_extend (self->sums[i], h->n);
    else
      self->sums[i] = ddi_group_sums_new (n_groups[i], h->n, self->stride - h->n);
  ddi_learn_for_days (self, add_to_groups, &work.from);
  ddi_parallel_for (self->n_blocks, self->n_threads, accumulate_block, &work);
}

gboolean
ddi_learn_days (DdiLearn *self)
{
  if (!ddi_learn_spells (self) || !ddi_learn_levels (self) || !ddi_learn_refine (self))
    return FALSE;
  ddi_learn_groups (self);
  return !g_atomic_int_get (&self->cancelled) && ddi_learn_weights (self) && ddi_learn_ordinary (self) &&
         ddi_learn_shape (self) && ddi_learn_slow (self) && ddi_learn_new_products (self) &&
         ddi_learn_events (self);
}

gboolean
ddi_learn_run (DdiLearn *self)
{
  if (!ddi_learn_days (self) || !ddi_learn_sums (self))
    return FALSE;
  /* Sums are of what is sold without spells, and so are their parts until here. */
  ddi_learn_expect_spells (self);
  if (!ddi_learn_spread (self))
    return FALSE;
  ddi_learn_find_shifts (self);
  return ddi_learn_go_on (self, 0);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-learn.h"

#include "evaluate/ddi-sell-out.h"
#include "forecast/ddi-parallel.h"

#include <math.h>

/* Same weekdays on either side of a spell that its days are held against, and how many weeks away they are
 * looked for. */
#define SIDE_DAYS 3
#define SIDE_REACH 16
/* A series without this many of them has nothing to be held against. */
#define LEAST_DAYS 2
/* Fewer pieces than this a day say nothing. */
#define LEAST_PIECES 0.5
/* Pieces added to both sides of a log ratio. */
#define RATIO_PIECES 1.0
/* Variance of a day's log ratio beside that of counting, and of what the days around are wrong by. */
#define DAY_VARIANCE 0.03
#define AROUND_VARIANCE 0.004
/* Spread of the demand behind a sell-out, before anything is learnt. */
#define SELL_OUT_SPREAD 0.2
/* Ratios beyond this say that something else happened. */
#define LARGEST 1.6
/* With more cells than this the effects of the backtest are learnt anew every eight weeks only. */
#define MANY_CELLS 100000
#define PATIENCE_DAYS 56

/* ---- what spells did ---- */

/* Same weekdays as @t on one side (@step is -7 or +7), the nearer the more. */
static void
add_side (const double *y, const guint8 *quiet, int n, int t, int step, double *sum, double *weight,
          int *days)
{
  int found = 0;

  for (int k = 1; k <= SIDE_REACH && found < SIDE_DAYS; k++)
    {
      int at = t + k * step;

      if (at < 0 || at >= n)
        return;
      if (!quiet[at])
        continue;
      *sum += y[at] / k;
      *weight += 1.0 / k;
      (*days)++;
      found++;
    }
}

/* What day @t would have sold on the showing of the days around the spell; NaN: not known. */
static double
around (const double *y, const guint8 *quiet, int n, int t)
{
  double sum = 0, weight = 0;
  int days = 0;

  add_side (y, quiet, n, t, -DDI_WEEK, &sum, &weight, &days);
  add_side (y, quiet, n, t, DDI_WEEK, &sum, &weight, &days);
  return days >= LEAST_DAYS ? sum / weight : NAN;
}

static void
name_spells (const DdiSpells *spells, const DdiSegment *segment, int product, DdiSpellCell *cell)
{
  for (int i = 0; i < segment->n; i++)
    {
      const DdiSpell *spell = spells->spells + segment->spell[i];
      DdiRole role = ddi_spells_role (spells, segment->spell[i], product);

      if (role == DDI_ROLE_NONE)
        continue;
      cell->name[cell->n] = spell->name;
      cell->begin[cell->n] = spell->begin;
      cell->role[cell->n++] = (gint8)role;
    }
}

/* Days [begin, end] of a segment, which lie in one week of the weekly origins. */
static void
add_cell (const DdiLearn *self, int s, const DdiSegment *segment, int begin, int end, const double *y,
          const guint8 *quiet, GArray *cells)
{
  const DdiEvidence *h = self->history;
  DdiSpellCell cell = { .series = s, .end = end };
  double sold = 0, usual = 0;
  int days = 0;

  for (int t = begin; t <= end; t++)
    {
      double expected;

      if (isnan (y[t]) || ddi_evidence_tag (h, h->store[s], t) != DDI_NO_TAG)
        continue;
      expected = around (y, quiet, h->n, t);
      if (isnan (expected))
        continue;
      sold += y[t];
      usual += expected;
      days++;
    }
  if (days == 0 || usual < LEAST_PIECES * days)
    return;
  name_spells (h->spells, segment, h->product[s], &cell);
  cell.ratio = (float)CLAMP (log ((sold + RATIO_PIECES) / (usual + RATIO_PIECES)), -LARGEST, LARGEST);
  cell.variance = (float)(DAY_VARIANCE / days + 1 / (usual + RATIO_PIECES) + AROUND_VARIANCE);
  g_array_append_val (cells, cell);
}

static gboolean
find_quiet (const DdiLearn *self, int s, const double *y, guint8 *quiet)
{
  const DdiEvidence *h = self->history;
  const DdiSpells *spells = h->spells;
  int store = h->store[s];
  gboolean any = FALSE;

  for (int t = 0; t < h->n; t++)
    quiet[t] = !isnan (y[t]) && ddi_evidence_tag (h, store, t) == DDI_NO_TAG;
  for (int k = spells->begin[store]; k < spells->begin[store + 1]; k++)
    if (spells->segments[k].begin < h->n && ddi_spells_concern (spells, spells->segments + k, s))
      {
        any = TRUE;
        for (int t = spells->segments[k].begin; t <= MIN (spells->segments[k].end, h->n - 1); t++)
          quiet[t] = FALSE;
      }
  return any;
}

static void
gather_series (const DdiLearn *self, int s, double *y, guint8 *censored, guint8 *quiet, GArray *cells)
{
  const DdiEvidence *h = self->history;
  const DdiSpells *spells = h->spells;
  int store = h->store[s];

  ddi_evidence_load (h, s, y, censored);
  if (!find_quiet (self, s, y, quiet))
    return;
  for (int t = 0; t < h->n; t++)
    if (censored[t] && y[t] > 0)
      y[t] = ddi_sell_out_expected (y[t], y[t], SELL_OUT_SPREAD * y[t]);
  for (int k = spells->begin[store]; k < spells->begin[store + 1]; k++)
    {
      const DdiSegment *segment = spells->segments + k;
      int last = MIN (segment->end, h->n - 1);

      if (!ddi_spells_concern (spells, segment, s))
        continue;
      /* Weeks begin where the weekly origins that end with the history do. */
      for (int t = segment->begin; t <= last;)
        {
          int end = MIN (last, t + (h->n - 1 - t) % DDI_WEEK);

          add_cell (self, s, segment, t, end, y, quiet, cells);
          t = end + 1;
        }
    }
}

static gboolean
go_on_cb (gpointer data)
{
  return ddi_learn_go_on (data, 0);
}

typedef struct
{
  DdiLearn *learn;
  GArray **cells; /* [n_blocks] of DdiSpellCell */
} Gathering;

static void
gather_block (int block, gpointer data)
{
  const Gathering *work = data;
  DdiLearn *self = work->learn;
  int n = MAX (self->history->n, 1), begin, end;
  g_autofree double *y = g_new (double, n);
  g_autofree guint8 *censored = g_new (guint8, n), *quiet = g_new (guint8, n);

  ddi_block_range (block, self->n_blocks, self->history->n_series, &begin, &end);
  for (int s = begin; s < end && ddi_learn_go_on (self, 1); s++)
    gather_series (self, s, y, censored, quiet, work->cells[block]);
}

gboolean
ddi_learn_spells (DdiLearn *self)
{
  const DdiEvidence *h = self->history;
  g_autofree GArray **cells = NULL;
  Gathering work = { self, NULL };

  if (h->spells->n_spells == 0)
    return TRUE;
  cells = work.cells = g_new (GArray *, self->n_blocks);
  for (int b = 0; b < self->n_blocks; b++)
    cells[b] = g_array_new (FALSE, FALSE, sizeof (DdiSpellCell));
  ddi_parallel_for (self->n_blocks, self->n_threads, gather_block, &work);
  for (int b = 0; b < self->n_blocks; b++)
    {
      g_array_append_vals (self->spell_cells, cells[b]->data, cells[b]->len);
      g_array_unref (cells[b]);
    }
  self->spell_effects = ddi_spell_effects_fit (h->spells, (const DdiSpellCell *)self->spell_cells->data,
                                               self->spell_cells->len, h->n, go_on_cb, self);
  return !g_atomic_int_get (&self->cancelled);
}

/* ---- where later steps ask ---- */

void
ddi_learn_take_spells_out (const DdiLearn *self, int series, int begin, double *y)
{
  const DdiEvidence *h = self->history;
  int store = h->store[series];

  if (self->spell_effects == NULL)
    return;
  for (int k = h->spells->begin[store]; k < h->spells->begin[store + 1]; k++)
    {
      const DdiSegment *segment = h->spells->segments + k;
      double factor;

      if (segment->end < begin || segment->begin >= h->n)
        continue;
      factor = exp (-ddi_spell_effects_sum (self->spell_effects, segment, series));
      for (int t = MAX (segment->begin, begin); t <= MIN (segment->end, h->n - 1); t++)
        y[t] *= factor;
    }
}

double
ddi_learn_spell_log (const DdiLearn *self, int series, int t)
{
  const DdiEvidence *h = self->history;
  const DdiSegment *segment;

  if (self->spell_effects == NULL)
    return 0;
  segment = ddi_spells_segment (h->spells, h->store[series], t);
  return segment ? ddi_spell_effects_sum (self->spell_effects, segment, series) : 0;
}

/* ---- the backtest ---- */

static gboolean
week_has_spells (const DdiSpells *spells, int begin)
{
  for (int k = 0; k < spells->begin[spells->n_stores]; k++)
    if (spells->segments[k].begin < begin + DDI_WEEK && spells->segments[k].end >= begin)
      return TRUE;
  return FALSE;
}

/* Counts the variances of the effects in *sum and *n. */
static void
expect_week (DdiLearn *self, const DdiSpellEffects *known, int begin, double *sum, int *n)
{
  const DdiEvidence *h = self->history;
  const DdiSpells *spells = h->spells;

  for (int s = 0; s < h->n_series; s++)
    for (int k = spells->begin[h->store[s]]; k < spells->begin[h->store[s] + 1]; k++)
      {
        const DdiSegment *segment = spells->segments + k;
        int from = MAX (segment->begin, begin), to = MIN (segment->end, begin + DDI_WEEK - 1);
        double factor;

        if (from > to || !ddi_spells_concern (spells, segment, s))
          continue;
        factor = exp (ddi_spell_effects_sum (known, segment, s) -
                      ddi_spell_effects_sum (self->spell_effects, segment, s));
        for (int t = from; t <= MIN (to, h->n - 1); t++)
          self->expected[(gsize)s * self->stride + t] *= (float)factor;
        *sum += ddi_spell_effects_variance (known, segment, s);
        (*n)++;
      }
}

void
ddi_learn_expect_spells (DdiLearn *self)
{
  const DdiEvidence *h = self->history;
  int patience = self->spell_cells->len > MANY_CELLS ? PATIENCE_DAYS : 0, fitted = -PATIENCE_DAYS - 1;
  g_autoptr (DdiSpellEffects) known = NULL;
  double sum = 0;
  int n = 0;

  if (self->spell_effects == NULL)
    return;
  for (int t = self->backtest; t < h->n && ddi_learn_go_on (self, 0); t += DDI_WEEK)
    {
      if (!week_has_spells (h->spells, t))
        continue;
      if (known == NULL || t - fitted > patience)
        {
          g_clear_pointer (&known, ddi_spell_effects_free);
          known = ddi_spell_effects_fit (h->spells, (const DdiSpellCell *)self->spell_cells->data,
                                         self->spell_cells->len, t, go_on_cb, self);
          fitted = t;
        }
      expect_week (self, known, t, &sum, &n);
    }
  self->spell_variance = n > 0 ? sum / n : 0;
}

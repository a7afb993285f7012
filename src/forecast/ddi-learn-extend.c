/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-learn-sums.h"

#include "forecast/ddi-parallel.h"

#include <math.h>

/* @trial: what the days come to while what came from others is not known; the state stays on their eve. */
typedef struct
{
  DdiLearn *learn;
  gboolean trial;
} Roll;

static void
extend_block (int block, gpointer data)
{
  const Roll *work = data;
  DdiLearn *self = work->learn;
  const DdiEvidence *h = self->history;
  g_autofree double *y = g_new (double, MAX (h->n, 1));
  g_autofree guint8 *censored = g_new (guint8, MAX (h->n, 1));
  int begin, end;

  ddi_block_range (block, self->n_blocks, h->n_series, &begin, &end);
  for (int s = begin; s < end && ddi_learn_go_on (self, work->trial ? 0 : 1); s++)
    {
      DdiRoll copy = self->rolls[s], *roll = work->trial ? &copy : self->rolls + s;

      self->first[s] = ddi_evidence_load_since (h, s, roll->t, self->first[s], y, censored);
      ddi_learn_take_spells_out (self, s, roll->t, y);
      while (roll->t < h->n)
        ddi_learn_level_day (self, roll, y[roll->t], censored[roll->t]);
      self->correction[s] = ddi_levels_correction (&roll->levels);
      self->evidence[s] = roll->levels.n;
      self->cut[s] = ddi_levels_cut_since (&roll->levels, RECENT_DAYS);
    }
}

/* Levels of the new days, less what came from products that were sold out. */
static void
roll_on (DdiLearn *self, int before)
{
  Roll work = { self, TRUE };

  if (ddi_learn_knows_spill (self))
    {
      ddi_parallel_for (self->n_blocks, self->n_threads, extend_block, &work);
      ddi_learn_find_spill (self, before);
    }
  work.trial = FALSE;
  ddi_parallel_for (self->n_blocks, self->n_threads, extend_block, &work);
  g_clear_pointer (&self->spill, g_free);
}

typedef struct
{
  DdiLearn *learn;
  int before;     /* days that were known */
  GArray **cells; /* [n_blocks]: the new event days */
} Ahead;

/* The new event days against what an ordinary day would sell now. */
static void
note_new_days (const Ahead *work, const DdiRoll *roll, GArray *cells)
{
  const DdiLearn *learn = work->learn;
  DdiOutlook outlook;

  if (!ddi_roll_outlook (roll, &outlook))
    return;
  for (int t = work->before; t < learn->history->n; t++)
    if (ddi_evidence_tag (learn->history, roll->store, t) != DDI_NO_TAG)
      ddi_learn_note_day (learn, roll, &outlook, t, learn->weight[0], cells);
}

static void
look_ahead_block (int block, gpointer data)
{
  const Ahead *work = data;
  DdiLearn *self = work->learn;
  DdiGroupSums *own = ddi_group_sums_new (1, self->history->n, 0);
  int begin, end;

  ddi_block_range (block, self->n_blocks, self->history->n_series, &begin, &end);
  for (int s = begin; s < end && ddi_learn_go_on (self, 1); s++)
    {
      ddi_learn_own_sums (self, s, MAX (work->before - DDI_DRIFT_REACH, 0), own);
      self->rolls[s].own = own;
      note_new_days (work, self->rolls + s, work->cells[block]);
      ddi_learn_look_ahead (self, self->rolls + s);
      self->rolls[s].own = NULL;
    }
  ddi_group_sums_free (own);
}

static gboolean
go_on_cb (gpointer data)
{
  return ddi_learn_go_on (data, 0);
}

/* Looks ahead, and learns what the new event days say, as cautiously as before. */
static void
look_ahead (DdiLearn *self, int before)
{
  g_autofree GArray **cells = g_new (GArray *, self->n_blocks);
  Ahead work = { self, before, cells };
  guint known = self->cells->len;

  for (int b = 0; b < self->n_blocks; b++)
    cells[b] = g_array_new (FALSE, FALSE, sizeof (DdiEventCell));
  ddi_parallel_for (self->n_blocks, self->n_threads, look_ahead_block, &work);
  for (int b = 0; b < self->n_blocks; b++)
    {
      g_array_append_vals (self->cells, cells[b]->data, cells[b]->len);
      g_array_unref (cells[b]);
    }
  if (self->cells->len == known && self->effects)
    return;
  g_clear_pointer (&self->effects, ddi_event_effects_free);
  self->effects = ddi_event_effects_fit (self->history, (const DdiEventCell *)self->cells->data,
                                         self->cells->len, self->history->n, self->caution, go_on_cb, self);
}

void
ddi_learn_begin (DdiLearn *self, const DdiEngineRequest *request)
{
  self->request = request;
  self->n_threads = request->n_threads > 0 ? request->n_threads : (int)g_get_num_processors ();
  self->done = 0;
  self->total = 3.0 * self->history->n_series;
  g_atomic_int_set (&self->cancelled, 0);
}

/* Whether what was told of the days that @known knows is told of them still. */
static gboolean
has_same_tags (const DdiEvidence *known, const DdiEvidence *h)
{
  for (int store = 0; store < h->n_stores; store++)
    for (int t = 0; t < known->n; t++)
      if (ddi_evidence_tag (known, store, t) != ddi_evidence_tag (h, store, t))
        return FALSE;
  return TRUE;
}

static void
clear_groups (DdiLearn *self)
{
  for (int i = 1; i < DDI_N_GROUPINGS; i++)
    g_clear_pointer (&self->sums[i], ddi_group_sums_free);
}

/* From one request to the next: what is as long as the history grows with it. */
static void
take_history (DdiLearn *self, DdiEvidence *h)
{
  g_assert (h->n <= self->stride);
  if (self->sums[1] && !has_same_tags (self->history, h))
    clear_groups (self);
  ddi_evidence_free (self->history);
  self->history = h;
  if (self->effects)
    ddi_event_effects_set_history (self->effects, h);
  g_clear_pointer (&self->spell_effects, ddi_spell_effects_free);
  self->spell_effects = ddi_spell_effects_fit (h->spells, (const DdiSpellCell *)self->spell_cells->data,
                                               self->spell_cells->len, h->n, NULL, NULL);
  self->weather = ddi_weather_signals_new (h);
  g_clear_pointer (&self->spill, g_free);
  self->store_total = g_new0 (double, (gsize)h->n_stores *MAX (h->n, 1));
  self->ahead = g_new0 (DdiAhead, (gsize)h->n_series * h->horizon);
}

gboolean
ddi_learn_extend (DdiLearn *self, DdiEvidence *history)
{
  int before = self->history->n;

  take_history (self, history);
  ddi_learn_sum_stores (self);
  roll_on (self, before);
  if (g_atomic_int_get (&self->cancelled))
    return FALSE;
  ddi_learn_groups (self);
  if (g_atomic_int_get (&self->cancelled))
    return FALSE;
  look_ahead (self, before);
  if (g_atomic_int_get (&self->cancelled))
    return FALSE;
  ddi_learn_shape_ahead (self);
  ddi_learn_slow_ahead (self);
  if (!ddi_learn_new_products (self))
    return FALSE;
  ddi_learn_find_shifts (self);
  return ddi_learn_extend_sums (self) && !g_atomic_int_get (&self->cancelled);
}

void
ddi_learn_rest (DdiLearn *self)
{
  self->request = NULL;
  self->history->panel = NULL;
  g_clear_pointer (&self->weather, ddi_weather_signals_free);
  /* It speaks of the panel's spells, and is learnt again from its cells where they are known. */
  g_clear_pointer (&self->spell_effects, ddi_spell_effects_free);
  g_clear_pointer (&self->history->spells, ddi_spells_free);
  g_clear_pointer (&self->ordinary, g_free);
  g_clear_pointer (&self->store_total, g_free);
  g_clear_pointer (&self->ahead, g_free);
  if (self->above)
    ddi_sums_rest (self->above);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-learn.h"

#include <math.h>

/* Pieces added before taking logs, as in ddi_ordinary_forecast(). */
#define FORECAST_PIECES 1.0

/* The weekly origin of day @t ends with the history; which of its days is that? */
static int
horizon_index_of (const DdiEvidence *h, int t)
{
  return ((t - h->n) % DDI_WEEK + DDI_WEEK) % DDI_WEEK;
}

/* What the series would have sold on day @t without the spell: a spell's signal is one higher inside than it would
 * be on the same day outside, so its weight is all that it adds to the log. */
static double
without_spell (const DdiLearn *self, int store, int t, double ordinary)
{
  const double *beta = self->early[horizon_index_of (self->history, t)];
  int spell = ddi_evidence_spell (self->history, store, t);
  double log_factor = 0;

  for (int k = 0; k < DDI_N_SPELLS; k++)
    if (spell >> k & 1)
      log_factor += beta[DDI_X_SPELL + k];
  return MAX ((ordinary + FORECAST_PIECES) * exp (-log_factor) - FORECAST_PIECES, 0);
}

static void
add_day (const DdiLearn *self, int s, int t, gboolean spell, DdiEventOutcome *outcome)
{
  const DdiEvidence *h = self->history;
  gsize slot = (gsize)s * h->n + t;
  double y = ddi_evidence_closed (h, h->store[s], t) ? 0 : self->y[slot], ordinary = self->ordinary[slot];

  if (isnan (y) || isnan (ordinary))
    return;
  outcome->sold += y;
  outcome->expected += spell ? without_spell (self, h->store[s], t, ordinary) : ordinary;
}

static gboolean
is_spell (const DdiEvent *event)
{
  return event->kind == DDI_EVENT_SCHOOL || event->kind == DDI_EVENT_PROMOTION;
}

/* Events that are over, at each store that they were at. */
static void
add_event (const DdiLearn *self, int e, const int *by_store, const int *begin, GArray *outcomes)
{
  const DdiEvidence *h = self->history;
  const DdiEvent *event = ddi_panel_event (h->panel, e);
  DdiDay first = ddi_panel_first_day (h->panel);
  gint64 from = MAX ((gint64)event->first - first, 0), to = (gint64)event->last - first;

  if (to >= h->n)
    return;
  for (int store = 0; store < h->n_stores; store++)
    {
      DdiEventOutcome outcome = { .event = e, .store = store };

      if (event->store != DDI_EVENT_ALL_STORES && event->store != store)
        continue;
      for (int i = begin[store]; i < begin[store + 1]; i++)
        for (gint64 t = from; t <= to; t++)
          add_day (self, by_store[i], (int)t, is_spell (event), &outcome);
      if (outcome.expected > 0)
        g_array_append_val (outcomes, outcome);
    }
}

/* Series in the order of their stores: those of store k are by_store[begin[k] … begin[k + 1] - 1]. */
static void
sort_by_store (const DdiEvidence *h, int *by_store, int *begin)
{
  for (int s = 0; s < h->n_series; s++)
    begin[h->store[s] + 1]++;
  for (int k = 0; k < h->n_stores; k++)
    begin[k + 1] += begin[k];
  for (int s = h->n_series - 1; s >= 0; s--)
    by_store[--begin[h->store[s] + 1]] = s;
  /* Each begin[k + 1] has gone back to where store k begins. */
  for (int k = 0; k < h->n_stores; k++)
    begin[k] = begin[k + 1];
  begin[h->n_stores] = h->n_series;
}

void
ddi_learn_outcomes (const DdiLearn *self, GArray *outcomes)
{
  const DdiEvidence *h = self->history;
  g_autofree int *by_store = g_new (int, MAX (h->n_series, 1));
  g_autofree int *begin = g_new0 (int, h->n_stores + 1);

  if (self->ordinary == NULL)
    return;
  sort_by_store (h, by_store, begin);
  for (int e = 0; e < ddi_panel_n_events (h->panel); e++)
    add_event (self, e, by_store, begin, outcomes);
}

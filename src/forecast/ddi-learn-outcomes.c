/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-learn.h"

#include <math.h>

/* The index of the event's spell, or -1. */
static int
spell_of (const DdiSpells *spells, int event)
{
  for (int k = 0; k < spells->n_spells; k++)
    if (spells->spells[k].event == event)
      return k;
  return -1;
}

/* What was sold, and what would have been without the event but with all else that held. */
static void
add_day (const DdiLearn *self, int s, int t, int spell, DdiEventOutcome *outcome)
{
  const DdiEvidence *h = self->history;
  gsize slot = (gsize)s * self->stride + t;
  double y = ddi_evidence_closed (h, h->store[s], t) ? 0 : self->y[slot], ordinary = self->ordinary[slot];
  double spells = ddi_learn_spell_log (self, s, t);
  double seen = ddi_learn_seen (self, h->store[s], -1, t);
  double own = spell < 0 ? 0 : ddi_spell_effects_of (self->spell_effects, spell, s).log_factor;

  if (isnan (y) || isnan (ordinary))
    return;
  outcome->sold += y * exp (spells) * (seen < 1 ? seen : 1);
  outcome->expected += ordinary * exp (spells - own);
}

static gboolean
concerns (const DdiEvidence *h, int spell, int series)
{
  return spell < 0 || ddi_spells_role (h->spells, spell, h->product[series]) == DDI_ROLE_TARGET;
}

/* Events that are over, at each store that they were at. */
static void
add_event (const DdiLearn *self, int e, int spell, const int *by_store, const int *begin, GArray *outcomes)
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
        for (gint64 t = from; concerns (h, spell, by_store[i]) && t <= to; t++)
          add_day (self, by_store[i], (int)t, spell, &outcome);
      if (outcome.expected > 0)
        g_array_append_val (outcomes, outcome);
    }
}

void
ddi_learn_outcomes (DdiLearn *self, GArray *outcomes)
{
  const DdiEvidence *h = self->history;
  g_autofree int *by_store = g_new (int, MAX (h->n_series, 1));
  g_autofree int *begin = g_new0 (int, h->n_stores + 1);

  if (self->ordinary == NULL)
    return;
  ddi_evidence_sort_by_store (h, by_store, begin);
  for (int e = 0; e < ddi_panel_n_events (h->panel) && ddi_learn_go_on (self, 0); e++)
    {
      int spell = ddi_spell_is (ddi_panel_event (h->panel, e)) ? spell_of (h->spells, e) : -1;

      /* A promotion of something that is not sold here did nothing. */
      if (spell >= 0 || !ddi_spell_is (ddi_panel_event (h->panel, e)))
        add_event (self, e, spell, by_store, begin, outcomes);
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-learn.h"

#include <math.h>

/* Shrinkages tried, against that of ddi-event-effect.c. */
static const double cautions[] = { 0.7, 1.4, 3.0, 8.0, 25.0 };

/* A yearly event comes once in a year's backtest, or just not: the shrinkage is chosen on the last two
 * thirds of the history, three years at most. */
#define JUDGED_DAYS (3 * 364 + 28)

/* Series that the shrinkage is chosen on, at most. */
#define MOST_JUDGES 400
/* With more cells than this the effects of the backtest are learnt anew every eight weeks only. */
#define MANY_CELLS 200000
#define PATIENCE_DAYS 56

#define N_CAUTIONS G_N_ELEMENTS (cautions)

static gboolean
go_on_cb (gpointer data)
{
  return ddi_learn_go_on (data, 0);
}

static gboolean
week_has_events (const DdiEvidence *h, int begin)
{
  for (int store = 0; store < h->n_stores; store++)
    for (int t = begin; t < begin + DDI_WEEK; t++)
      if (ddi_evidence_tag (h, store, t) != DDI_NO_TAG)
        return TRUE;
  return FALSE;
}

/* The cells of every k-th series, for choosing the shrinkage. */
static GArray *
sample_cells (const DdiLearn *self)
{
  GArray *sample = g_array_new (FALSE, FALSE, sizeof (DdiEventCell));
  int stride = MAX (self->history->n_series / MOST_JUDGES, 1);

  for (guint i = 0; i < self->cells->len; i++)
    {
      const DdiEventCell *cell = &g_array_index (self->cells, DdiEventCell, i);

      if (cell->series % stride == 0)
        g_array_append_vals (sample, cell, 1);
    }
  return sample;
}

/* The cells of [begin, begin + 7) forecast with what the days before @begin taught; Σ |error|. */
static double
forecast_cells (const DdiLearn *self, const GArray *cells, const DdiEventEffects *effects, int begin,
                float *expected)
{
  double error = 0;

  for (guint i = 0; i < cells->len; i++)
    {
      const DdiEventCell *cell = &g_array_index (cells, DdiEventCell, i);
      gsize slot = (gsize)cell->series * self->stride + cell->t;
      double y = cell->closed ? 0 : self->y[slot], p;

      if (cell->t < begin || cell->t >= begin + DDI_WEEK)
        continue;
      p = cell->expected *
          ddi_event_effects_of (effects, cell->tag, cell->series, cell->expected, cell->profile).factor;
      error += fabs (y - p);
      if (expected)
        expected[slot] = (float)p;
    }
  return error;
}

static double
forecast_backtest (DdiLearn *self, const GArray *cells, int begin, double caution, float *expected)
{
  const DdiEvidence *h = self->history;
  int patience = cells->len > MANY_CELLS ? PATIENCE_DAYS : 0, fitted = -PATIENCE_DAYS;
  g_autoptr (DdiEventEffects) effects = NULL;
  double error = 0;

  for (int t = begin; t < h->n && ddi_learn_go_on (self, 0); t += DDI_WEEK)
    {
      if (!week_has_events (h, t))
        continue;
      if (effects == NULL || t - fitted > patience)
        {
          g_clear_pointer (&effects, ddi_event_effects_free);
          effects = ddi_event_effects_fit (h, (const DdiEventCell *)cells->data, cells->len, t, caution,
                                           go_on_cb, self);
          fitted = t;
        }
      error += forecast_cells (self, cells, effects, t, expected);
    }
  return error;
}

gboolean
ddi_learn_events (DdiLearn *self)
{
  const DdiEvidence *h = self->history;
  g_autoptr (GArray) sample = sample_cells (self);
  int judged = h->n - MIN (JUDGED_DAYS, h->n * 2 / 3) / DDI_WEEK * DDI_WEEK;
  double best = INFINITY;

  for (gsize i = 0; i < N_CAUTIONS; i++)
    {
      double error = forecast_backtest (self, sample, judged, cautions[i], NULL);

      if (error < best)
        {
          best = error;
          self->caution = cautions[i];
        }
    }
  for (int s = 0; s < h->n_series && ddi_learn_go_on (self, 0); s++)
    for (int t = self->backtest; t < h->n; t++)
      if (ddi_evidence_tag (h, h->store[s], t) == DDI_NO_TAG)
        self->expected[(gsize)s * self->stride + t] = self->ordinary[(gsize)s * self->stride + t];
  forecast_backtest (self, self->cells, self->backtest, self->caution, self->expected);
  if (!ddi_learn_go_on (self, 0))
    return FALSE;
  self->effects = ddi_event_effects_fit (h, (const DdiEventCell *)self->cells->data, self->cells->len, h->n,
                                         self->caution, go_on_cb, self);
  return !g_atomic_int_get (&self->cancelled);
}

gboolean
ddi_learn_spread (DdiLearn *self)
{
  self->spread =
      ddi_spread_new (self->history, self->y, self->expected, self->stride, self->backtest, go_on_cb, self);
  return self->spread != NULL;
}

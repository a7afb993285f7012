/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-engine-state-private.h"

#include "forecast/ddi-fingerprint.h"
#include "forecast/ddi-parallel.h"

#include <string.h>

static guint64
fingerprint_names (const DdiPanel *panel)
{
  DdiDay first = ddi_panel_first_day (panel);
  guint64 print = ddi_fingerprint (0, &first, sizeof first);

  for (int s = 0; s < ddi_panel_n_series (panel); s++)
    {
      const char *store = ddi_panel_store_name (panel, ddi_panel_series_store (panel, s));
      const char *product = ddi_panel_product_name (panel, ddi_panel_series_product (panel, s));

      print = ddi_fingerprint (print, store, strlen (store) + 1);
      print = ddi_fingerprint (print, product, strlen (product) + 1);
    }
  for (int m = 0; m < ddi_panel_n_measures (panel); m++)
    print = ddi_fingerprint (print, ddi_panel_measure_name (panel, m),
                             strlen (ddi_panel_measure_name (panel, m)) + 1);
  return print;
}

/* The fingerprints of each series up to the days that were known and up to those that are now. */
typedef struct
{
  const DdiPanel *panel;
  int n_blocks, before, after;
  DdiLearn *asker;     /* whose request is asked whether to go on; NULL: nobody's */
  guint64 (*print)[2]; /* [n_series] */
} Days;

/* Of a series' quantities day by day, so that one can go on from where it stands. */
static guint64
fingerprint_quantities (guint64 print, const double *y, int begin, int end)
{
  for (int t = begin; t < end; t++)
    print = ddi_fingerprint (print, y + t, sizeof (double));
  return print;
}

/* What else is known of a series' first @n days. */
static guint64
fingerprint_rest (const DdiPanel *panel, int s, guint64 print, int n)
{
  const gint16 *ended = ddi_panel_ended (panel, s);

  print = ddi_fingerprint (print, ddi_panel_flags (panel, s), n);
  return ended ? ddi_fingerprint (print, ended, n * sizeof (gint16)) : print;
}

static void
fingerprint_block (int block, gpointer data)
{
  const Days *days = data;
  int begin, end;

  ddi_block_range (block, days->n_blocks, ddi_panel_n_series (days->panel), &begin, &end);
  for (int s = begin; s < end && (days->asker == NULL || ddi_learn_go_on (days->asker, 0)); s++)
    {
      const double *y = ddi_panel_quantities (days->panel, s);
      guint64 print = fingerprint_quantities (0, y, 0, days->before);

      days->print[s][0] = fingerprint_rest (days->panel, s, print, days->before);
      print = fingerprint_quantities (print, y, days->before, days->after);
      days->print[s][1] = fingerprint_rest (days->panel, s, print, days->after);
    }
}

/* @prints[2]: of the first @before days of the panel, and of the first @after; of no use once @asker is cancelled. */
static void
fingerprint_days (const DdiEngineRequest *request, int before, int after, DdiLearn *asker, guint64 prints[2])
{
  int n_series = ddi_panel_n_series (request->panel);
  Days days = { request->panel, CLAMP (n_series, 1, DDI_N_BLOCKS), before, after, asker };

  days.print = g_malloc0_n (MAX (n_series, 1), sizeof *days.print);
  ddi_parallel_for (days.n_blocks, request->n_threads > 0 ? request->n_threads : (int)g_get_num_processors (),
                    fingerprint_block, &days);
  prints[0] = prints[1] = 0;
  for (int s = 0; s < n_series; s++)
    for (int i = 0; i < 2; i++)
      prints[i] = ddi_fingerprint (prints[i], &days.print[s][i], sizeof (guint64));
  g_free (days.print);
}

void
ddi_engine_state_free (DdiEngineState *self)
{
  g_clear_pointer (&self->learn, ddi_learn_free);
  g_free (self);
}

static DdiForecast *
set_cancelled (GError **error)
{
  g_set_error_literal (error, DDI_FORECAST_ERROR, DDI_FORECAST_ERROR_CANCELLED, "the forecast was cancelled");
  return NULL;
}

DdiForecast *
ddi_engine_run_keeping (const DdiEngineRequest *request, gboolean keep, DdiEngineState **state,
                        GError **error)
{
  g_autoptr (DdiLearn) learn = NULL;
  DdiForecast *forecast;
  guint64 prints[2];

  *state = NULL;
  if (!ddi_engine_request_check (request, error))
    return NULL;
  learn = ddi_learn_new (request);
  if (keep)
    learn->rolls = g_new0 (DdiRoll, MAX (learn->history->n_series, 1));
  forecast = ddi_learn_run (learn) ? ddi_learn_finish (learn) : NULL;
  if (forecast && keep)
    fingerprint_days (request, learn->history->n, learn->history->n, learn, prints);
  if (forecast == NULL || !ddi_learn_go_on (learn, 0))
    {
      g_clear_pointer (&forecast, ddi_forecast_unref);
      return set_cancelled (error);
    }
  if (keep)
    {
      *state = g_new0 (DdiEngineState, 1);
      (*state)->learnt = learn->history->n;
      (*state)->learn = g_steal_pointer (&learn);
      (*state)->names = fingerprint_names (request->panel);
      (*state)->days = prints[1];
      ddi_learn_rest ((*state)->learn);
    }
  return forecast;
}

/* The days of history that @request has. */
static int
history_of (const DdiEngineRequest *request)
{
  return (int)CLAMP ((gint64)request->from - ddi_panel_first_day (request->panel), 0,
                     ddi_panel_n_days (request->panel));
}

/* As ddi_engine_state_fits(), with the fingerprint of the days that are known now. */
static gboolean
fits (const DdiEngineState *self, const DdiEngineRequest *request, DdiLearn *asker, guint64 *days)
{
  guint64 prints[2];
  int n;

  if (self->learn == NULL || request->panel == NULL || !ddi_engine_request_check (request, NULL))
    return FALSE;
  n = history_of (request);
  if (n < self->learn->history->n || n - self->learnt > DDI_LEARN_ROOM ||
      ddi_panel_n_series (request->panel) != self->learn->history->n_series ||
      ddi_panel_n_stores (request->panel) != self->learn->history->n_stores ||
      ddi_panel_n_products (request->panel) != self->learn->history->n_products ||
      fingerprint_names (request->panel) != self->names)
    return FALSE;
  fingerprint_days (request, self->learn->history->n, n, asker, prints);
  *days = prints[1];
  return prints[0] == self->days;
}

gboolean
ddi_engine_state_fits (const DdiEngineState *self, const DdiEngineRequest *request)
{
  guint64 days;

  return fits (self, request, NULL, &days);
}

/* The evidence of @request, where the state's learner may go on with it; else NULL with an error. */
static DdiEvidence *
take_up (DdiEngineState *self, const DdiEngineRequest *request, guint64 *days, GError **error)
{
  DdiEvidence *history = NULL;
  gboolean fit = fits (self, request, self->learn, days);

  if (self->learn && !ddi_learn_go_on (self->learn, 0))
    {
      set_cancelled (error);
      return NULL;
    }
  if (fit)
    history = ddi_learn_new_evidence (self->learn, request);
  if (history && history->n_tags == self->learn->history->n_tags &&
      history->names == self->learn->history->names)
    return history;
  g_set_error_literal (error, DDI_FORECAST_ERROR, DDI_FORECAST_ERROR_REQUEST,
                       fit ? "what was learnt does not know these events"
                           : "what was learnt does not fit these sales");
  g_clear_pointer (&history, ddi_evidence_free);
  return NULL;
}

DdiForecast *
ddi_engine_update (DdiEngineState *self, const DdiEngineRequest *request, GError **error)
{
  DdiEvidence *history;
  DdiForecast *forecast;
  guint64 days;

  if (!ddi_engine_request_check (request, error))
    return NULL;
  if (self->learn)
    ddi_learn_begin (self->learn, request);
  history = take_up (self, request, &days, error);
  if (history == NULL)
    {
      if (self->learn)
        self->learn->request = NULL;
      return NULL;
    }
  forecast = ddi_learn_extend (self->learn, history) ? ddi_learn_finish (self->learn) : NULL;
  if (forecast == NULL)
    {
      g_clear_pointer (&self->learn, ddi_learn_free);
      return set_cancelled (error);
    }
  self->days = days;
  ddi_learn_rest (self->learn);
  return forecast;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-engine-state-private.h"

#include "forecast/ddi-fingerprint.h"

#include <string.h>

/* After this many days the weights are learnt anew. */
#define MOST_DAYS_LATE 28

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

static guint64
fingerprint_days (const DdiPanel *panel, int n)
{
  guint64 print = 0;

  for (int s = 0; s < ddi_panel_n_series (panel); s++)
    {
      print = ddi_fingerprint (print, ddi_panel_quantities (panel, s), n * sizeof (double));
      print = ddi_fingerprint (print, ddi_panel_flags (panel, s), n);
      if (ddi_panel_ended (panel, s))
        print = ddi_fingerprint (print, ddi_panel_ended (panel, s), n * sizeof (gint16));
    }
  return print;
}

void
ddi_engine_state_free (DdiEngineState *self)
{
  g_clear_pointer (&self->learn, ddi_learn_free);
  g_free (self);
}

static void
stand_still (DdiEngineState *self)
{
  const DdiPanel *panel = self->learn->request->panel;

  self->names = fingerprint_names (panel);
  self->days = fingerprint_days (panel, self->learn->history->n);
  ddi_learn_rest (self->learn);
}

DdiForecast *
ddi_engine_run_keeping (const DdiEngineRequest *request, gboolean keep, DdiEngineState **state,
                        GError **error)
{
  g_autoptr (DdiLearn) learn = NULL;
  DdiForecast *forecast;

  *state = NULL;
  if (!ddi_engine_request_check (request, error))
    return NULL;
  learn = ddi_learn_new (request);
  if (keep)
    learn->rolls = g_new0 (DdiRoll, MAX (learn->history->n_series, 1));
  if (!ddi_learn_run (learn))
    {
      g_set_error_literal (error, DDI_FORECAST_ERROR, DDI_FORECAST_ERROR_CANCELLED,
                           "the forecast was cancelled");
      return NULL;
    }
  forecast = ddi_learn_finish (learn);
  if (keep)
    {
      *state = g_new0 (DdiEngineState, 1);
      (*state)->learnt = learn->history->n;
      (*state)->learn = g_steal_pointer (&learn);
      stand_still (*state);
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

gboolean
ddi_engine_state_fits (const DdiEngineState *self, const DdiEngineRequest *request)
{
  int n;

  if (self->learn == NULL || request->panel == NULL || !ddi_engine_request_check (request, NULL))
    return FALSE;
  n = history_of (request);
  return n >= self->learn->history->n && n - self->learnt <= MOST_DAYS_LATE &&
         ddi_panel_n_series (request->panel) == self->learn->history->n_series &&
         ddi_panel_n_stores (request->panel) == self->learn->history->n_stores &&
         ddi_panel_n_products (request->panel) == self->learn->history->n_products &&
         fingerprint_names (request->panel) == self->names &&
         fingerprint_days (request->panel, self->learn->history->n) == self->days;
}

DdiForecast *
ddi_engine_update (DdiEngineState *self, const DdiEngineRequest *request, GError **error)
{
  DdiEvidence *history;
  DdiForecast *forecast;
  gboolean same_events;

  if (!ddi_engine_request_check (request, error))
    return NULL;
  if (!ddi_engine_state_fits (self, request))
    {
      g_set_error_literal (error, DDI_FORECAST_ERROR, DDI_FORECAST_ERROR_REQUEST,
                           "what was learnt does not fit these sales");
      return NULL;
    }
  history = ddi_evidence_new (request->panel, request->from, request->horizon);
  same_events =
      history->n_tags == self->learn->history->n_tags && history->names == self->learn->history->names;
  if (!same_events)
    {
      ddi_evidence_free (history);
      g_set_error_literal (error, DDI_FORECAST_ERROR, DDI_FORECAST_ERROR_REQUEST,
                           "what was learnt does not know these events");
      return NULL;
    }
  if (!ddi_learn_extend (self->learn, request, history))
    {
      g_clear_pointer (&self->learn, ddi_learn_free);
      g_set_error_literal (error, DDI_FORECAST_ERROR, DDI_FORECAST_ERROR_CANCELLED,
                           "the forecast was cancelled");
      return NULL;
    }
  forecast = ddi_learn_finish (self->learn);
  stand_still (self);
  return forecast;
}

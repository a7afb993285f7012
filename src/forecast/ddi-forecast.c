/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-forecast-private.h"

#include "evaluate/ddi-newsvendor.h"

#include <glib/gi18n-lib.h>
#include <math.h>

G_DEFINE_QUARK (ddi - forecast - error - quark, ddi_forecast_error)

static const struct
{
  DdiNote note;
  const char *text;
} note_texts[] = {
  { DDI_NOTE_NO_HISTORY, N_ ("no sales yet") },
  { DDI_NOTE_SHORT_HISTORY, N_ ("less than four weeks of sales") },
  { DDI_NOTE_BORROWED, N_ ("starts like another product") },
  { DDI_NOTE_CLOSED, N_ ("closed") },
  { DDI_NOTE_NOT_OFFERED, N_ ("not offered") },
  { DDI_NOTE_GONE, N_ ("nothing sold for weeks") },
  { DDI_NOTE_FEW_BACKTESTS, N_ ("bounds from the whole district’s errors") },
  { DDI_NOTE_SELL_OUTS, N_ ("raised for sell-outs") },
  { DDI_NOTE_RAISE_ORDER, N_ ("sold out on most days: demand cannot be known, raise the order") },
  { DDI_NOTE_EVENT_UNKNOWN, N_ ("an event never seen before") },
  { DDI_NOTE_OUTLIERS, N_ ("days far outside left out") },
  { DDI_NOTE_LEVEL_SHIFT, N_ ("its level has shifted in the last weeks") },
  { DDI_NOTE_SLOW_SELLER, N_ ("sells less than one a day: a model for slow sellers") },
  { DDI_NOTE_LENT_LEVEL, N_ ("new: level borrowed from other shops or products") },
};

char *
ddi_note_to_text (DdiNote note)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (note_texts); i++)
    if (note & note_texts[i].note)
      {
        if (text->len > 0)
          g_string_append (text, "; ");
        g_string_append (text, _ (note_texts[i].text));
      }
  return g_string_free (text, FALSE);
}

DdiForecast *
ddi_forecast_new (DdiDay from, int n_series, int horizon, double level, int n_models)
{
  DdiForecast *self = g_new0 (DdiForecast, 1);
  gsize n_rows = (gsize)n_series * horizon;

  g_atomic_ref_count_init (&self->refs);
  self->from = from;
  self->n_series = n_series;
  self->horizon = horizon;
  self->level = level;
  self->shared_error = NAN;
  self->rows = g_new0 (DdiForecastRow, n_rows);
  self->factors = g_new0 (DdiEventFactor, n_rows * DDI_MOST_FACTORS);
  self->quantiles = g_new0 (float, n_rows *DDI_N_QUANTILES);
  self->outcomes = g_array_new (FALSE, FALSE, sizeof (DdiEventOutcome));
  self->n_models = n_models;
  self->accuracy = g_new0 (DdiModelAccuracy, (gsize)(n_series + 1) * n_models);
  return self;
}

DdiForecast *
ddi_forecast_ref (DdiForecast *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
ddi_forecast_unref (DdiForecast *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_free (self->rows);
  g_free (self->factors);
  g_free (self->quantiles);
  g_array_unref (self->outcomes);
  g_free (self->accuracy);
  g_free (self);
}

DdiDay
ddi_forecast_from (const DdiForecast *self)
{
  return self->from;
}

int
ddi_forecast_horizon (const DdiForecast *self)
{
  return self->horizon;
}

const DdiForecastRow *
ddi_forecast_rows (const DdiForecast *self, gsize *n_rows)
{
  if (n_rows)
    *n_rows = (gsize)self->n_series * self->horizon;
  return self->rows;
}

double
ddi_forecast_shared_error (const DdiForecast *self)
{
  return self->shared_error;
}

double
ddi_quantiles_at (const float *quantiles, double p)
{
  double position = p * (DDI_N_QUANTILES + 1) - 1;
  int below = (int)floor (position);

  if (position <= 0)
    return quantiles[0];
  if (position >= DDI_N_QUANTILES - 1)
    return quantiles[DDI_N_QUANTILES - 1];
  return quantiles[below] + (position - below) * ((double)quantiles[below + 1] - quantiles[below]);
}

double
ddi_forecast_quantile (const DdiForecast *self, gsize row, double p)
{
  g_return_val_if_fail (row < (gsize)self->n_series * self->horizon, NAN);

  return ddi_quantiles_at (self->quantiles + row * DDI_N_QUANTILES, p);
}

int
ddi_forecast_order (const DdiForecast *self, gsize row, double fractile, int pack_size)
{
  double demand[DDI_N_QUANTILES];

  g_return_val_if_fail (row < (gsize)self->n_series * self->horizon, 0);

  for (int i = 0; i < DDI_N_QUANTILES; i++)
    demand[i] = self->quantiles[row * DDI_N_QUANTILES + i];
  return ddi_newsvendor_order (demand, DDI_N_QUANTILES, fractile, pack_size);
}

const DdiModelAccuracy *
ddi_forecast_accuracy (const DdiForecast *self, int series, int *n_models)
{
  g_return_val_if_fail (series >= -1 && series < self->n_series, NULL);

  if (n_models)
    *n_models = self->n_models;
  return self->accuracy + (gsize)(series < 0 ? self->n_series : series) * self->n_models;
}

const DdiEventOutcome *
ddi_forecast_event_outcomes (const DdiForecast *self, guint *n_outcomes)
{
  *n_outcomes = self->outcomes->len;
  return (const DdiEventOutcome *)self->outcomes->data;
}

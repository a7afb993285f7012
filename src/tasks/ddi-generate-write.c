/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "tasks/ddi-generate-private.h"

/* Where a COPY is: in which group, at which row or series and model of it. */
typedef struct
{
  const DdiHistory *history;
  GPtrArray *groups; /* DdiGenerateGroup */
  guint group;
  gsize row;
  int series;
  int model;
} Cursor;

/* A closed day, a product outside its offer or long gone: nothing to order, nothing to decide. */
static gboolean
is_idle (const DdiForecastRow *row)
{
  return row->order_quantity == 0 && lround (row->predicted) == 0 &&
         ((row->note & (DDI_NOTE_CLOSED | DDI_NOTE_NOT_OFFERED | DDI_NOTE_GONE | DDI_NOTE_NO_HISTORY)) ||
          row->explanation.open == 0);
}

static gboolean
is_wanted (const Cursor *self, const DdiGenerateGroup *group, int series)
{
  int store = ddi_panel_series_store (self->history->panel, series);
  const DdiHistoryProduct *product =
      self->history->products->pdata[ddi_panel_series_product (self->history->panel, series)];

  return group->writes[store] && product->active;
}

static void
append_row (GString *line, const DdiHistory *history, DdiDay origin, const DdiForecastRow *row)
{
  const DdiHistoryStore *store = history->stores->pdata[ddi_panel_series_store (history->panel, row->series)];
  const DdiHistoryProduct *product =
      history->products->pdata[ddi_panel_series_product (history->panel, row->series)];
  g_autofree char *explanation = ddi_generate_explain (history, row);
  g_autofree char *note = ddi_generate_note (history, row);

  ddi_bulk_append_int (line, store->id);
  ddi_bulk_append_day (line, row->day);
  ddi_bulk_append_int (line, product->id);
  ddi_bulk_append_text (line, product->name);
  ddi_bulk_append_int (line, row->day - MIN (store->last_day, origin));
  ddi_bulk_append_int (line, lround (row->predicted));
  ddi_bulk_append_int (line, lround (row->lower));
  ddi_bulk_append_int (line, lround (row->upper));
  ddi_bulk_append_double (line, row->confidence);
  ddi_bulk_append_int (line, row->order_quantity);
  ddi_bulk_append_text (line, row->model);
  ddi_bulk_append_text (line, explanation);
  ddi_bulk_append_text (line, note);
  ddi_bulk_append_text (line, is_idle (row) ? "t" : "f");
}

static gboolean
next_forecast_cb (GString *line, gpointer user_data, GError **error)
{
  Cursor *self = user_data;

  for (; self->group < self->groups->len; self->group++, self->row = 0)
    {
      const DdiGenerateGroup *group = self->groups->pdata[self->group];
      gsize n_rows;
      const DdiForecastRow *rows = ddi_forecast_rows (group->forecast, &n_rows);

      while (self->row < n_rows)
        {
          const DdiForecastRow *row = &rows[self->row++];

          if (!is_wanted (self, group, row->series))
            continue;
          append_row (line, self->history, ddi_forecast_from (group->forecast) - 1, row);
          return TRUE;
        }
    }
  return FALSE;
}

static void
append_accuracy (GString *line, const DdiHistory *history, int series, const DdiModelAccuracy *accuracy)
{
  const DdiHistoryStore *store = history->stores->pdata[ddi_panel_series_store (history->panel, series)];
  const DdiHistoryProduct *product =
      history->products->pdata[ddi_panel_series_product (history->panel, series)];

  ddi_bulk_append_int (line, store->id);
  ddi_bulk_append_int (line, product->id);
  ddi_bulk_append_text (line, accuracy->model);
  ddi_bulk_append_int (line, accuracy->n);
  ddi_bulk_append_double (line, accuracy->absolute_error);
  ddi_bulk_append_double (line, accuracy->actual);
  ddi_bulk_append_double (line, accuracy->weight);
}

static gboolean
next_outcome_cb (GString *line, gpointer user_data, GError **error)
{
  Cursor *self = user_data;

  for (; self->group < self->groups->len; self->group++, self->row = 0)
    {
      const DdiGenerateGroup *group = self->groups->pdata[self->group];
      guint n = 0;
      const DdiEventOutcome *outcomes = ddi_forecast_event_outcomes (group->forecast, &n);

      while (self->row < n)
        {
          const DdiEventOutcome *outcome = &outcomes[self->row++];
          const DdiEvent *event = ddi_panel_event (self->history->panel, outcome->event);

          if (!group->writes[outcome->store])
            continue;
          ddi_bulk_append_int (line, ((DdiHistoryStore *)self->history->stores->pdata[outcome->store])->id);
          ddi_bulk_append_text (line, ddi_event_kind_name (event->kind));
          ddi_bulk_append_text (line, event->name);
          ddi_bulk_append_day (line, event->first);
          ddi_bulk_append_double (line, outcome->sold);
          ddi_bulk_append_double (line, outcome->expected);
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
next_accuracy_cb (GString *line, gpointer user_data, GError **error)
{
  Cursor *self = user_data;
  int n_series = ddi_panel_n_series (self->history->panel);

  for (; self->group < self->groups->len; self->group++, self->series = 0)
    {
      const DdiGenerateGroup *group = self->groups->pdata[self->group];

      for (; self->series < n_series; self->series++, self->model = 0)
        {
          int n_models = 0;
          const DdiModelAccuracy *models = ddi_forecast_accuracy (group->forecast, self->series, &n_models);

          if (!is_wanted (self, group, self->series) || self->model >= n_models)
            continue;
          append_accuracy (line, self->history, self->series, &models[self->model++]);
          return TRUE;
        }
    }
  return FALSE;
}

/* WAPE of one model over the largest group; NaN where it was not measured. */
static double
find_wape (const DdiGenerateGroup *group, const char *model)
{
  int n = 0;
  const DdiModelAccuracy *all = ddi_forecast_accuracy (group->forecast, -1, &n);

  for (int i = 0; i < n; i++)
    if (g_str_equal (all[i].model, model) && all[i].actual > 0)
      return all[i].absolute_error / all[i].actual;
  return NAN;
}

static GVariant *
maybe_double (double value)
{
  return g_variant_new_maybe (G_VARIANT_TYPE_DOUBLE, isnan (value) ? NULL : g_variant_new_double (value));
}

static void
add_supersede (DdiUnit *unit, const DdiHistory *history, const DdiGenerateGroup *group)
{
  GVariantBuilder stores;
  DdiDay from = ddi_forecast_from (group->forecast);
  g_autofree char *first = ddi_day_format (from);
  g_autofree char *last = ddi_day_format (from + ddi_forecast_horizon (group->forecast) - 1);

  g_variant_builder_init (&stores, G_VARIANT_TYPE ("ai"));
  for (guint i = 0; i < history->stores->len; i++)
    if (group->writes[i])
      g_variant_builder_add (&stores, "i", ((DdiHistoryStore *)history->stores->pdata[i])->id);
  ddi_unit_add (unit, "forecasts/supersede-pending", g_variant_new ("(aiss)", &stores, first, last));
}

/* (ai): whose forecasts the run writes. */
static GVariant *
list_stores (const DdiHistory *history, GPtrArray *groups)
{
  GVariantBuilder stores;

  g_variant_builder_init (&stores, G_VARIANT_TYPE ("ai"));
  for (guint g = 0; g < groups->len; g++)
    for (guint i = 0; i < history->stores->len; i++)
      if (((DdiGenerateGroup *)groups->pdata[g])->writes[i])
        g_variant_builder_add (&stores, "i", ((DdiHistoryStore *)history->stores->pdata[i])->id);
  return g_variant_new ("(ai)", &stores);
}

static guint
count_series (const Cursor *self)
{
  guint n = 0;

  for (guint g = 0; g < self->groups->len; g++)
    for (int s = 0; s < ddi_panel_n_series (self->history->panel); s++)
      n += is_wanted (self, self->groups->pdata[g], s) ? 1 : 0;
  return n;
}

void
ddi_generate_group_free (DdiGenerateGroup *self)
{
  if (self->forecast)
    ddi_forecast_unref (self->forecast);
  g_free (self->writes);
  g_free (self);
}

gboolean
ddi_generate_write (DdiDatabase *database, const DdiHistory *history, GPtrArray *groups, int days,
                    int user_id, DdiGenerateResult *result, GCancellable *cancellable, GError **error)
{
  Cursor forecasts = { history, groups }, accuracies = { history, groups }, outcomes = { history, groups };
  DdiBulkCopy copies[] = {
    { "forecasts/create-incoming", "forecasts/copy-incoming", next_forecast_cb, &forecasts },
    { "forecasts/create-incoming-accuracy", "forecasts/copy-incoming-accuracy", next_accuracy_cb,
      &accuracies },
    { "forecasts/create-incoming-outcomes", "forecasts/copy-incoming-outcomes", next_outcome_cb, &outcomes },
  };
  g_autofree char *origin = ddi_day_format (result->origin);
  DdiUnit *then = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;
  DdiRows *written;

  result->n_series = count_series (&forecasts);
  result->wape = find_wape (groups->pdata[0], "combination");
  result->wape_rule_of_thumb = find_wape (groups->pdata[0], "rule_of_thumb");

  ddi_unit_add (then, "forecasts/lock-runs", NULL);
  ddi_unit_add (then, "forecasts/insert-run",
                g_variant_new ("(isii@md@md@md)", user_id, origin, days, (int)result->n_series,
                               maybe_double (result->wape), maybe_double (result->wape_rule_of_thumb),
                               maybe_double (ddi_forecast_shared_error (
                                   ((DdiGenerateGroup *)groups->pdata[0])->forecast))));
  ddi_unit_add (then, "forecasts/insert-accuracy", NULL);
  for (guint i = 0; i < groups->len; i++)
    add_supersede (then, history, groups->pdata[i]);
  ddi_unit_add (then, "forecasts/insert-incoming", g_variant_new ("(i)", user_id));
  ddi_unit_add (then, "forecasts/delete-outcomes", list_stores (history, groups));
  ddi_unit_add (then, "forecasts/insert-outcomes", NULL);
  ddi_unit_add (then, "forecasts/refresh-totals", NULL);

  results = ddi_database_run_bulk (database, copies, G_N_ELEMENTS (copies), then, cancellable, error);
  if (results == NULL)
    return FALSE;
  result->run_id = (int)ddi_rows_get_int (results->pdata[1], 0, 0);
  result->n_superseded = 0;
  for (guint i = 0; i < groups->len; i++)
    result->n_superseded += ddi_rows_get_int (results->pdata[3 + i], 0, 0);
  written = results->pdata[3 + groups->len];
  result->n_pending = ddi_rows_get_int (written, 0, 0);
  result->n_changed = ddi_rows_get_int (written, 0, 1);
  return TRUE;
}

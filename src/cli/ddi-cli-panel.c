/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/ddi-cli-panel.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "exchange/ddi-calendar-file.h"
#include "exchange/ddi-sales-file.h"

/* A panel is dense; a stray date must not make it cover millennia. */
#define MOST_DAYS (100 * 366)

void
ddi_cli_forecast_options_clear (DdiCliForecastOptions *self)
{
  g_free (self->sales);
  g_free (self->events);
  g_free (self->weather);
  g_free (self->output);
  g_free (self->state);
  g_free (self->from);
}

DdiCliExit
ddi_cli_forecast_parse (const char *command, const GOptionEntry *entries, int argc, char **argv)
{
  if (!ddi_cli_parse (command, NULL, entries, &argc, &argv))
    return DDI_CLI_USAGE;
  if (argc > 1)
    return ddi_cli_misuse (command, _ ("takes no argument: %s"), argv[1]);
  return DDI_CLI_GOOD;
}

DdiCliExit
ddi_cli_forecast_options_check (const char *command, const DdiCliForecastOptions *self)
{
  if (self->sales == NULL)
    return ddi_cli_misuse (command, _ ("--sales FILE is needed"));
  if (self->horizon < 1 || self->horizon > 366)
    return ddi_cli_misuse (command, _ ("--horizon is a number of days from 1 to 366"));
  if (!(self->level >= 0.5 && self->level <= 0.99))
    return ddi_cli_misuse (command, _ ("--level is a share from 0.5 to 0.99"));
  if (!(self->fractile >= 0 && self->fractile <= 1))
    return ddi_cli_misuse (command, _ ("--fractile is a share from 0 to 1"));
  if (self->threads < 0)
    return ddi_cli_misuse (command, _ ("--threads is a number of threads, 0 for one a processor"));
  return DDI_CLI_GOOD;
}

static DdiPanel *
panel_of_sales (const DdiSalesFile *sales, GError **error)
{
  DdiDay first = DDI_DAY_MAX, last = DDI_DAY_MIN;
  g_autoptr (DdiPanel) panel = NULL;

  for (guint i = 0; i < sales->rows->len; i++)
    {
      const DdiSalesRow *row = &g_array_index (sales->rows, DdiSalesRow, i);

      first = MIN (first, row->day);
      last = MAX (last, row->day);
    }
  if (sales->rows->len == 0)
    {
      g_set_error (error, DDI_FORECAST_ERROR, DDI_FORECAST_ERROR_REQUEST, _ ("%s: no sales in it"),
                   sales->name);
      return NULL;
    }
  if (last - first >= MOST_DAYS)
    {
      g_set_error (error, DDI_FORECAST_ERROR, DDI_FORECAST_ERROR_REQUEST,
                   _ ("%s: its days lie more than a century apart"), sales->name);
      return NULL;
    }
  panel = ddi_panel_new (first, last - first + 1);
  for (guint i = 0; i < sales->stores->len; i++)
    ddi_panel_add_store (panel, sales->stores->pdata[i]);
  for (guint i = 0; i < sales->products->len; i++)
    ddi_panel_add_product (panel, sales->products->pdata[i], NULL);
  for (guint i = 0; i < sales->rows->len; i++)
    {
      const DdiSalesRow *row = &g_array_index (sales->rows, DdiSalesRow, i);
      int series = ddi_panel_add_series (panel, (int)row->store, (int)row->product);

      ddi_panel_set (panel, series, row->day, row->quantity, DDI_CELL_PLAIN);
    }
  return g_steal_pointer (&panel);
}

static int
find_store (const DdiPanel *panel, const char *name)
{
  for (int i = 0; i < ddi_panel_n_stores (panel); i++)
    if (g_str_equal (ddi_panel_store_name (panel, i), name))
      return i;
  return DDI_EVENT_ALL_STORES;
}

static gboolean
add_events (DdiPanel *panel, const char *path, GError **error)
{
  g_autoptr (DdiEventFile) events = ddi_event_file_load (path, FALSE, NULL, error);

  if (events == NULL)
    return FALSE;
  for (guint i = 0; i < events->rows->len; i++)
    {
      const DdiEventRow *row = events->rows->pdata[i];
      DdiEvent event = { .name = row->name,
                         .first = row->starts_on,
                         .last = row->ends_on,
                         .store = DDI_EVENT_ALL_STORES,
                         .expected_effect = row->expected_effect,
                         .closes_at = row->closes_at,
                         .product = row->product };

      if (row->category)
        {
          g_set_error (error, DDI_FORECAST_ERROR, DDI_FORECAST_ERROR_REQUEST,
                       /* Translators: a file, a row's number and a category of products. */
                       _ ("%s:%u: which products are “%s” is known in the database only"), events->name,
                       (guint)row->row, row->category);
          return FALSE;
        }
      ddi_event_kind_parse (row->kind, &event.kind);
      if (row->store)
        event.store = find_store (panel, row->store);
      /* An event of a store that sells nothing here concerns nobody. */
      if (row->store == NULL || event.store != DDI_EVENT_ALL_STORES)
        ddi_panel_add_event (panel, &event);
    }
  return TRUE;
}

static gboolean
add_weather (DdiPanel *panel, const char *path, GError **error)
{
  g_autoptr (DdiWeatherFile) weather = ddi_weather_file_load (path, FALSE, NULL, error);

  if (weather == NULL)
    return FALSE;
  for (guint i = 0; i < weather->rows->len; i++)
    {
      const DdiWeatherRow *row = weather->rows->pdata[i];
      int store = row->store ? find_store (panel, row->store) : DDI_EVENT_ALL_STORES;

      if (row->store && store == DDI_EVENT_ALL_STORES)
        continue;
      for (guint m = 0; m < weather->n_measures; m++)
        ddi_panel_add_weather (panel, weather->measures[m], store, row->day, row->value[m]);
    }
  return TRUE;
}

DdiPanel *
ddi_cli_panel_load (const DdiCliForecastOptions *options, GError **error)
{
  g_autoptr (DdiSalesFile) sales = ddi_sales_file_load (options->sales, NULL, NULL, error);
  g_autoptr (DdiPanel) panel = NULL;

  if (sales == NULL)
    return NULL;
  panel = panel_of_sales (sales, error);
  if (panel == NULL)
    return NULL;
  if (options->events && !add_events (panel, options->events, error))
    return NULL;
  if (options->weather && !add_weather (panel, options->weather, error))
    return NULL;
  return g_steal_pointer (&panel);
}

gboolean
ddi_cli_forecast_write_header (DdiCsvWriter *writer, GError **error)
{
  static const char *const columns[] = { "store", "product",    "date",           "predicted", "lower",
                                         "upper", "confidence", "order_quantity", "model",     "note" };

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    ddi_csv_writer_text (writer, columns[i]);
  return ddi_csv_writer_end_record (writer, NULL, error);
}

gboolean
ddi_cli_forecast_write (DdiCsvWriter *writer, const DdiPanel *panel, const DdiForecast *forecast,
                        GError **error)
{
  gsize n_rows;
  const DdiForecastRow *rows = ddi_forecast_rows (forecast, &n_rows);

  for (gsize i = 0; i < n_rows; i++)
    {
      const DdiForecastRow *row = rows + i;
      g_autofree char *note = ddi_note_to_text (row->note);

      ddi_csv_writer_text (writer, ddi_panel_store_name (panel, ddi_panel_series_store (panel, row->series)));
      ddi_csv_writer_text (writer,
                           ddi_panel_product_name (panel, ddi_panel_series_product (panel, row->series)));
      ddi_csv_writer_day (writer, row->day);
      ddi_csv_writer_double (writer, row->predicted, 3);
      ddi_csv_writer_double (writer, row->lower, 3);
      ddi_csv_writer_double (writer, row->upper, 3);
      ddi_csv_writer_double (writer, row->confidence, 3);
      ddi_csv_writer_int (writer, row->order_quantity);
      ddi_csv_writer_text (writer, row->model);
      ddi_csv_writer_text (writer, note);
      if (!ddi_csv_writer_end_record (writer, NULL, error))
        return FALSE;
    }
  return TRUE;
}

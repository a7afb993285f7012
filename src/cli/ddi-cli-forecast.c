/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/ddi-cli-panel.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <stdio.h>

#include "forecast/ddi-engine-state.h"

static void
add_number (JsonBuilder *builder, const char *name, double value)
{
  json_builder_set_member_name (builder, name);
  if (isfinite (value))
    json_builder_add_double_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
add_explanation (JsonBuilder *builder, const DdiPanel *panel, const DdiExplanation *why)
{
  json_builder_set_member_name (builder, "explanation");
  json_builder_begin_object (builder);
  add_number (builder, "level", why->level);
  add_number (builder, "weekday", why->weekday);
  add_number (builder, "season", why->season);
  add_number (builder, "drift", why->drift);
  add_number (builder, "weather", why->weather);
  add_number (builder, "correction", why->correction);
  add_number (builder, "spill", why->spill);
  add_number (builder, "combination", why->combination);
  add_number (builder, "open", why->open);
  json_builder_set_member_name (builder, "events");
  json_builder_begin_array (builder);
  for (int i = 0; i < why->n_events; i++)
    {
      json_builder_begin_object (builder);
      add_text (builder, "name", ddi_panel_event (panel, why->events[i].event)->name);
      json_builder_set_member_name (builder, "offset");
      json_builder_add_int_value (builder, why->events[i].offset);
      add_number (builder, "factor", why->events[i].factor);
      add_number (builder, "standard_error", why->events[i].standard_error);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_row (JsonBuilder *builder, const DdiPanel *panel, const DdiForecastRow *row)
{
  g_autofree char *day = ddi_day_format (row->day);
  g_autofree char *note = ddi_note_to_text (row->note);

  json_builder_begin_object (builder);
  add_text (builder, "store", ddi_panel_store_name (panel, ddi_panel_series_store (panel, row->series)));
  add_text (builder, "product",
            ddi_panel_product_name (panel, ddi_panel_series_product (panel, row->series)));
  add_text (builder, "date", day);
  add_number (builder, "predicted", row->predicted);
  add_number (builder, "lower", row->lower);
  add_number (builder, "upper", row->upper);
  add_number (builder, "confidence", row->confidence);
  json_builder_set_member_name (builder, "order_quantity");
  json_builder_add_int_value (builder, row->order_quantity);
  add_text (builder, "model", row->model);
  add_text (builder, "note", note);
  add_explanation (builder, panel, &row->explanation);
  json_builder_end_object (builder);
}

static gboolean
write_json (const DdiCliForecastOptions *options, const DdiPanel *panel, const DdiForecast *forecast,
            GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;
  gsize n_rows;
  const DdiForecastRow *rows = ddi_forecast_rows (forecast, &n_rows);

  json_builder_begin_array (builder);
  for (gsize i = 0; i < n_rows; i++)
    add_row (builder, panel, rows + i);
  json_builder_end_array (builder);
  if (options->output == NULL || g_str_equal (options->output, "-"))
    {
      ddi_cli_print_json (builder);
      return TRUE;
    }
  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  return json_generator_to_file (generator, options->output, error);
}

static gboolean
write_csv (const DdiCliForecastOptions *options, const DdiPanel *panel, const DdiForecast *forecast,
           GError **error)
{
  g_autoptr (DdiCsvWriter) writer = ddi_csv_writer_open (options->output, error);

  return writer && ddi_cli_forecast_write_header (writer, error) &&
         ddi_cli_forecast_write (writer, panel, forecast, error) &&
         ddi_csv_writer_close (writer, NULL, error);
}

/* From what an earlier run learnt, where that fits these sales; else a full run, whose learning is kept. */
static DdiForecast *
forecast_with_state (const char *path, const DdiEngineRequest *request, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (DdiEngineState) state = NULL;
  g_autoptr (DdiForecast) forecast = NULL;
  char *data;
  gsize size;

  if (g_file_get_contents (path, &data, &size, NULL))
    {
      bytes = g_bytes_new_take (data, size);
      if (size > 0 && !ddi_engine_state_recognise (bytes))
        {
          g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_EXIST, _ ("%s: another file, not overwritten"),
                       path);
          return NULL;
        }
      state = ddi_engine_state_load (bytes);
      g_clear_pointer (&bytes, g_bytes_unref);
    }
  if (state)
    forecast = ddi_engine_update (state, request, NULL);
  if (forecast == NULL)
    {
      g_clear_pointer (&state, ddi_engine_state_free);
      forecast = ddi_engine_run_keeping (request, TRUE, &state, error);
    }
  if (forecast == NULL)
    return NULL;
  bytes = ddi_engine_state_save (state);
  if (!g_file_set_contents_full (path, g_bytes_get_data (bytes, NULL), (gssize)g_bytes_get_size (bytes),
                                 G_FILE_SET_CONTENTS_CONSISTENT, 0600, error))
    return NULL;
  return g_steal_pointer (&forecast);
}

static DdiCliExit
run (const DdiCliContext *context, const DdiCliForecastOptions *options, DdiDay from)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiPanel) panel = ddi_cli_panel_load (options, &error);
  g_autoptr (DdiForecast) forecast = NULL;
  DdiEngineRequest request;

  if (panel == NULL)
    return ddi_cli_fail ("forecast", "%s", error->message);
  ddi_engine_request_init (&request, panel);
  if (from != DDI_DAY_INVALID)
    request.from = from;
  request.horizon = options->horizon;
  request.level = options->level;
  request.fractile = options->fractile;
  request.n_threads = options->threads;
  forecast = options->state ? forecast_with_state (options->state, &request, &error)
                            : ddi_engine_run (&request, &error);
  if (forecast == NULL)
    return ddi_cli_fail ("forecast", "%s", error->message);
  if (!(context->json ? write_json : write_csv) (options, panel, forecast, &error))
    return ddi_cli_fail ("forecast", "%s", error->message);
  return DDI_CLI_GOOD;
}

DdiCliExit
ddi_cli_forecast (const DdiCliContext *context, int argc, char **argv)
{
  g_auto (DdiCliForecastOptions) options = { .horizon = 7, .level = 0.8, .fractile = 0.75 };
  const GOptionEntry entries[] = {
    { "sales", 0, 0, G_OPTION_ARG_FILENAME, &options.sales,
      N_ ("Sales as CSV: store, product, date, quantity"), N_ ("FILE") },
    { "events", 0, 0, G_OPTION_ARG_FILENAME, &options.events, N_ ("Events as CSV"), N_ ("FILE") },
    { "weather", 0, 0, G_OPTION_ARG_FILENAME, &options.weather, N_ ("Weather as CSV"), N_ ("FILE") },
    { "horizon", 0, 0, G_OPTION_ARG_INT, &options.horizon, N_ ("Days to forecast"), "N" },
    { "from", 0, 0, G_OPTION_ARG_STRING, &options.from,
      N_ ("First day to forecast; only earlier sales are used"), N_ ("DATE") },
    { "level", 0, 0, G_OPTION_ARG_DOUBLE, &options.level, N_ ("Share the bounds hold"), "0.8" },
    { "fractile", 0, 0, G_OPTION_ARG_DOUBLE, &options.fractile, N_ ("Critical fractile of the order"),
      "0.75" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &options.threads, N_ ("Threads, 0 for one a processor"), "N" },
    { "state", 0, 0, G_OPTION_ARG_FILENAME, &options.state,
      N_ ("Keep here what was learnt; the next days then take a fraction of the time"), N_ ("FILE") },
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &options.output, N_ ("Write here instead of standard output"),
      N_ ("FILE") },
    { NULL },
  };
  DdiDay from = DDI_DAY_INVALID;
  DdiCliExit status = ddi_cli_forecast_parse ("forecast", entries, argc, argv);

  if (status != DDI_CLI_GOOD)
    return status;
  status = ddi_cli_forecast_options_check ("forecast", &options);
  if (status != DDI_CLI_GOOD)
    return status;
  if (options.from && (from = ddi_day_parse (options.from)) == DDI_DAY_INVALID)
    return ddi_cli_misuse ("forecast", _ ("--from is a date written YYYY-MM-DD: %s"), options.from);
  return run (context, &options, from);
}

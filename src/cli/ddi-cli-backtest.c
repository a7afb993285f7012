/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/ddi-cli-panel.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <math.h>

#include "evaluate/ddi-backtest.h"

typedef struct
{
  const DdiPanel *panel;
  DdiCsvWriter *writer; /* NULL: forecasts are not kept */
  GError *error;
} Keep;

static void
keep_cb (const DdiForecast *forecast, gpointer data)
{
  Keep *keep = data;

  if (keep->writer && keep->error == NULL)
    ddi_cli_forecast_write (keep->writer, keep->panel, forecast, &keep->error);
}

static void
print (const DdiCliContext *context, const DdiAccuracy *accuracy, double speed)
{
  const struct
  {
    const char *name;
    double value;
  } figures[] = {
    { "wape", ddi_accuracy_wape (accuracy) },         { "bias", ddi_accuracy_bias (accuracy) },
    { "coverage", ddi_accuracy_coverage (accuracy) }, { "winkler", ddi_accuracy_winkler (accuracy) },
    { "mismatch", ddi_accuracy_mismatch (accuracy) }, { "series_per_second", speed },
  };
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!context->json)
    {
      g_print ("rows %" G_GINT64_FORMAT "\n", accuracy->n);
      for (gsize i = 0; i < G_N_ELEMENTS (figures); i++)
        {
          char text[G_ASCII_DTOSTR_BUF_SIZE];

          g_print ("%s %s\n", figures[i].name,
                   g_ascii_formatd (text, sizeof text, i + 1 < G_N_ELEMENTS (figures) ? "%.5f" : "%.1f",
                                    figures[i].value));
        }
      return;
    }
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "rows");
  json_builder_add_int_value (builder, accuracy->n);
  for (gsize i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      json_builder_set_member_name (builder, figures[i].name);
      if (isfinite (figures[i].value))
        json_builder_add_double_value (builder, figures[i].value);
      else
        json_builder_add_null_value (builder);
    }
  json_builder_end_object (builder);
  ddi_cli_print_json (builder);
}

static DdiCliExit
run (const DdiCliContext *context, const DdiCliForecastOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiPanel) panel = ddi_cli_panel_load (options, &error);
  g_autoptr (DdiCsvWriter) writer = NULL;
  DdiBacktest backtest = { .origins = options->origins, .each = keep_cb };
  DdiAccuracy accuracy;
  Keep keep = { 0 };
  gint64 start;
  double seconds;

  if (panel == NULL)
    return ddi_cli_fail ("backtest", "%s", error->message);
  if (options->output)
    {
      writer = ddi_csv_writer_open (options->output, &error);
      if (writer == NULL || !ddi_cli_forecast_write_header (writer, &error))
        return ddi_cli_fail ("backtest", "%s", error->message);
    }
  keep = (Keep){ .panel = panel, .writer = writer };
  backtest.data = &keep;
  ddi_engine_request_init (&backtest.request, panel);
  backtest.request.horizon = options->horizon;
  backtest.request.level = options->level;
  backtest.request.fractile = options->fractile;
  backtest.request.n_threads = options->threads;
  start = g_get_monotonic_time ();
  if (!ddi_backtest_run (&backtest, &accuracy, &error))
    return ddi_cli_fail ("backtest", "%s", error->message);
  seconds = (g_get_monotonic_time () - start) / (double)G_USEC_PER_SEC;
  if (keep.error == NULL && writer)
    ddi_csv_writer_close (writer, NULL, &keep.error);
  if (keep.error)
    {
      g_propagate_error (&error, keep.error);
      return ddi_cli_fail ("backtest", "%s", error->message);
    }
  print (context, &accuracy, (double)ddi_panel_n_series (panel) * options->origins / MAX (seconds, 1e-6));
  return DDI_CLI_GOOD;
}

DdiCliExit
ddi_cli_backtest (const DdiCliContext *context, int argc, char **argv)
{
  g_auto (DdiCliForecastOptions) options = { .horizon = 7, .origins = 26, .level = 0.8, .fractile = 0.75 };
  const GOptionEntry entries[] = {
    { "sales", 0, 0, G_OPTION_ARG_FILENAME, &options.sales,
      N_ ("Sales as CSV: store, product, date, quantity"), N_ ("FILE") },
    { "events", 0, 0, G_OPTION_ARG_FILENAME, &options.events, N_ ("Events as CSV"), N_ ("FILE") },
    { "weather", 0, 0, G_OPTION_ARG_FILENAME, &options.weather, N_ ("Weather as CSV"), N_ ("FILE") },
    { "origins", 0, 0, G_OPTION_ARG_INT, &options.origins, N_ ("Weekly origins, ending with the data"), "N" },
    { "horizon", 0, 0, G_OPTION_ARG_INT, &options.horizon, N_ ("Days forecast from each origin"), "H" },
    { "level", 0, 0, G_OPTION_ARG_DOUBLE, &options.level, N_ ("Share the bounds hold"), "0.8" },
    { "fractile", 0, 0, G_OPTION_ARG_DOUBLE, &options.fractile, N_ ("Critical fractile of the order"),
      "0.75" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &options.threads, N_ ("Threads, 0 for one a processor"), "N" },
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &options.output, N_ ("Write the forecasts as CSV"),
      N_ ("FILE") },
    { NULL },
  };
  DdiCliExit status = ddi_cli_forecast_parse ("backtest", entries, argc, argv);

  if (status != DDI_CLI_GOOD)
    return status;
  status = ddi_cli_forecast_options_check ("backtest", &options);
  if (status != DDI_CLI_GOOD)
    return status;
  if (options.origins < 1)
    return ddi_cli_misuse ("backtest", _ ("--origins is a number from 1"));
  return run (context, &options);
}

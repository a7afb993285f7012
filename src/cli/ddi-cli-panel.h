/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/ddi-cli.h"
#include "core/ddi-panel.h"
#include "exchange/ddi-csv-writer.h"
#include "forecast/ddi-forecast.h"

G_BEGIN_DECLS

/* What `forecast` and `backtest` share: files in, a panel, forecasts out. */
typedef struct
{
  char *sales, *events, *weather, *output;
  char *state; /* where what was learnt is kept; NULL: nowhere */
  char *from;  /* YYYY-MM-DD */
  int horizon, origins, threads;
  double level, fractile;
} DdiCliForecastOptions;

void ddi_cli_forecast_options_clear (DdiCliForecastOptions *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DdiCliForecastOptions, ddi_cli_forecast_options_clear)

/* Reads the options; whatever is left over is a misuse. */
DdiCliExit ddi_cli_forecast_parse (const char *command, const GOptionEntry *entries, int argc, char **argv);
/* Checks what both need; DDI_CLI_GOOD or the exit code after a message. */
DdiCliExit ddi_cli_forecast_options_check (const char *command, const DdiCliForecastOptions *self);

/* The panel of a sales file with its events and weather; figures of one series and day are whole in the
 * file. NULL with an error that names file and row. */
DdiPanel *ddi_cli_panel_load (const DdiCliForecastOptions *options, GError **error);

/* The CSV form of forecasts: store,product,date,predicted,lower,upper,confidence,order_quantity,model,
 * note. predicted and bounds may be fractional. */
gboolean ddi_cli_forecast_write_header (DdiCsvWriter *writer, GError **error);
gboolean ddi_cli_forecast_write (DdiCsvWriter *writer, const DdiPanel *panel, const DdiForecast *forecast,
                                 GError **error);

G_END_DECLS

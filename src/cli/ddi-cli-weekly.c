/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "cli/ddi-cli-table.h"
#include "cli/ddi-cli.h"
#include "tasks/ddi-audit.h"
#include "tasks/ddi-week-sheets.h"
#include "tasks/ddi-weekly.h"

static const DdiCliColumn columns[] = {
  { "store", N_ ("Shop"), DDI_CLI_TEXT },
  { "forecast", N_ ("Forecast"), DDI_CLI_MONEY },
  { "approved", N_ ("Approved"), DDI_CLI_MONEY },
  { "delivered", N_ ("Delivered"), DDI_CLI_MONEY },
  { "sold", N_ ("Sold"), DDI_CLI_MONEY },
  { "thrown", N_ ("Thrown away"), DDI_CLI_MONEY },
  { "saved", N_ ("Saved"), DDI_CLI_MONEY },
  { "saved_least", N_ ("At least"), DDI_CLI_MONEY },
  { "saved_most", N_ ("At most"), DDI_CLI_MONEY },
  { "kept", N_ ("Sold more"), DDI_CLI_MONEY },
  { "net", N_ ("Net"), DDI_CLI_MONEY },
  { "net_least", N_ ("Net at least"), DDI_CLI_MONEY },
  { "net_most", N_ ("Net at most"), DDI_CLI_MONEY },
  { "changed", N_ ("By hand"), DDI_CLI_MONEY },
};

static void
print_shops (const DdiCliContext *context, const DdiWeekly *weekly)
{
  g_autoptr (JsonBuilder) builder = NULL;

  if (!context->json)
    {
      ddi_cli_table_print (weekly->shops, columns, G_N_ELEMENTS (columns));
      return;
    }
  builder = json_builder_new ();
  ddi_cli_table_add_json (builder, weekly->shops, columns, G_N_ELEMENTS (columns));
  ddi_cli_print_json (builder);
}

static gboolean
run (const DdiCliContext *context, DdiDatabase *database, DdiDay sunday, const char *district,
     const char *pdf, const char *xlsx, GError **error)
{
  g_autoptr (DdiWeekly) weekly = ddi_weekly_load (database, district, sunday, NULL, error);

  if (weekly == NULL || (pdf && !ddi_weekly_write_paper (weekly, pdf, error)) ||
      (xlsx && !ddi_weekly_write_table (weekly, xlsx, error)))
    return FALSE;
  if (pdf)
    ddi_audit_note_export (database, "weekly", pdf, -1);
  if (xlsx)
    ddi_audit_note_export (database, "weekly", xlsx, -1);
  if (pdf == NULL && xlsx == NULL)
    print_shops (context, weekly);
  return TRUE;
}

/* Without a day it is the last whole week. */
DdiCliExit
ddi_cli_weekly (const DdiCliContext *context, int argc, char **argv)
{
  g_autofree char *week = NULL, *district = NULL, *pdf = NULL, *xlsx = NULL;
  GOptionEntry entries[] = {
    { "week", 0, 0, G_OPTION_ARG_STRING, &week, N_ ("a day of the week, which begins on a Sunday"), "DATE" },
    { "district", 0, 0, G_OPTION_ARG_STRING, &district, N_ ("only this district"), "NAME" },
    { "pdf", 0, 0, G_OPTION_ARG_FILENAME, &pdf, N_ ("write it as a PDF"), "PATH" },
    { "xlsx", 0, 0, G_OPTION_ARG_FILENAME, &xlsx, N_ ("write it as a workbook"), "PATH" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (DdiHome) home = NULL;
  g_autoptr (GError) error = NULL;
  DdiDay day = ddi_day_today (NULL) - 7;
  gboolean good;

  if (!ddi_cli_parse ("report", "weekly", entries, &argc, &argv))
    return DDI_CLI_USAGE;
  if (argc > 2)
    return ddi_cli_misuse ("report", _ ("takes no argument: %s"), argv[2]);
  if (week)
    day = ddi_day_parse (week);
  if (day == DDI_DAY_INVALID)
    return ddi_cli_misuse ("--week", _ ("“%s” is not a day of the form YYYY-MM-DD"), week);

  home = ddi_cli_open_home (context, &error);
  if (home == NULL)
    return ddi_cli_fail ("report", "%s", error->message);
  good =
      run (context, ddi_home_get_database (home), ddi_week_sheets_sunday (day), district, pdf, xlsx, &error);
  good = ddi_cli_close_home (home, good ? &error : NULL) && good;
  return good ? DDI_CLI_GOOD : ddi_cli_fail ("report", "%s", error->message);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "cli/ddi-cli-store.h"
#include "cli/ddi-cli.h"
#include "tasks/ddi-week-sheets.h"

static void
print_paths (const DdiCliContext *context, DdiDay sunday, GPtrArray *paths)
{
  g_autoptr (JsonBuilder) builder = NULL;
  g_autofree char *date = ddi_day_format (sunday);

  for (guint i = 0; !context->json && i < paths->len; i++)
    g_print ("%s\n", (const char *)paths->pdata[i]);
  if (!context->json)
    return;
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "sunday");
  json_builder_add_string_value (builder, date);
  json_builder_set_member_name (builder, "files");
  json_builder_begin_array (builder);
  for (guint i = 0; i < paths->len; i++)
    json_builder_add_string_value (builder, paths->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  ddi_cli_print_json (builder);
}

static gboolean
run (const DdiCliContext *context, DdiDatabase *database, DdiDay sunday, const char *store,
     const char *folder, GError **error)
{
  int id = store ? ddi_cli_find_store (database, store, error) : 0;
  g_autoptr (GPtrArray) paths = NULL;

  if (store && id == 0)
    return FALSE;
  paths = ddi_week_sheets_write (database, sunday, id, folder, NULL, error);
  if (paths == NULL)
    return FALSE;
  print_paths (context, sunday, paths);
  return TRUE;
}

DdiCliExit
ddi_cli_sheets (const DdiCliContext *context, int argc, char **argv)
{
  g_autofree char *week = NULL, *store = NULL, *folder = NULL;
  GOptionEntry entries[] = {
    { "week", 0, 0, G_OPTION_ARG_STRING, &week, N_ ("a day of the week, which begins on a Sunday"), "DATE" },
    { "store", 0, 0, G_OPTION_ARG_STRING, &store, N_ ("only this shop"), "NAME" },
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &folder, N_ ("the folder to write into"), "DIR" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (DdiHome) home = NULL;
  g_autoptr (GError) error = NULL;
  DdiDay day;
  gboolean good;

  if (!ddi_cli_parse ("sheets", NULL, entries, &argc, &argv))
    return DDI_CLI_USAGE;
  if (argc > 1)
    return ddi_cli_misuse ("sheets", _ ("takes no argument: %s"), argv[1]);
  if (week == NULL || folder == NULL)
    return ddi_cli_misuse ("sheets", _ ("needs --week DATE and --output DIR"));
  day = ddi_day_parse (week);
  if (day == DDI_DAY_INVALID)
    return ddi_cli_misuse ("--week", _ ("“%s” is not a day of the form YYYY-MM-DD"), week);

  home = ddi_cli_open_home (context, &error);
  if (home == NULL)
    return ddi_cli_fail ("sheets", "%s", error->message);
  good = run (context, ddi_home_get_database (home), ddi_week_sheets_sunday (day), store, folder, &error);
  good = ddi_cli_close_home (home, good ? &error : NULL) && good;
  return good ? DDI_CLI_GOOD : ddi_cli_fail ("sheets", "%s", error->message);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "cli/ddi-cli-maintenance.h"
#include "cli/ddi-cli-table.h"
#include "tasks/ddi-maintenance-run.h"

typedef struct
{
  DdiMaintainVerb verb;
  const char *const *tables;
  gboolean yes;
} Options;

/* Over and over on one line, where somebody looks on. */
static void
progress_cb (const char *name, guint done, guint total, double fraction, gpointer user_data)
{
  if (fraction < 0)
    g_printerr ("\r\033[K%u/%u %s", done + 1, total, name);
  else
    g_printerr ("\r\033[K%u/%u %s %.0f %%", done + 1, total, name, fraction * 100);
}

static gboolean
refuse (DdiMaintenance *maintenance, const Options *options, GError **error)
{
  g_autoptr (DdiMaintainPlan) plan =
      ddi_maintain_make_plan (maintenance, options->verb, options->tables, NULL, error);
  g_autofree char *text = plan ? ddi_maintain_plan_describe (plan, options->verb) : NULL;

  if (plan)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                 _ ("%s Nothing was done; say --yes to do it"), text);
  return FALSE;
}

static gboolean
list (DdiMaintenance *maintenance, const DdiCliContext *context, gpointer data, GError **error)
{
  static const DdiCliColumn columns[] = {
    { "table_name", N_ ("Table"), DDI_CLI_TEXT },
    { "rows", N_ ("Rows"), DDI_CLI_INTEGER },
    { "bytes", N_ ("Bytes"), DDI_CLI_INTEGER },
    { "index_bytes", N_ ("of indexes"), DDI_CLI_INTEGER },
    { "dead", N_ ("Dead rows"), DDI_CLI_INTEGER },
    { "changed", N_ ("Not analyzed"), DDI_CLI_INTEGER },
    { "last_vacuum", N_ ("Last vacuum"), DDI_CLI_TEXT },
    { "last_analyze", N_ ("Last analyze"), DDI_CLI_TEXT },
  };
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (DdiRows) rows = ddi_maintenance_ask (maintenance, "maintenance/list-tables", NULL, NULL, error);

  if (rows && context->json)
    {
      ddi_cli_table_add_json (builder, rows, columns, G_N_ELEMENTS (columns));
      ddi_cli_print_json (builder);
    }
  else if (rows)
    ddi_cli_table_print (rows, columns, G_N_ELEMENTS (columns));
  return rows != NULL;
}

static void
print_done (DdiMaintainVerb verb, int n)
{
  if (verb == DDI_MAINTAIN_REINDEX)
    g_print (ngettext ("%d index done.\n", "%d indexes done.\n", (gulong)n), n);
  else
    g_print (ngettext ("%d table done.\n", "%d tables done.\n", (gulong)n), n);
}

static gboolean
maintain (DdiMaintenance *maintenance, const DdiCliContext *context, gpointer data, GError **error)
{
  const Options *options = data;
  gboolean watched = isatty (STDERR_FILENO) && !context->json;
  DdiMaintainOptions run = { options->verb, options->tables, watched ? progress_cb : NULL, NULL };
  int n;

  if (options->verb == DDI_MAINTAIN_FULL && !options->yes)
    return refuse (maintenance, options, error);
  n = ddi_maintain_run (maintenance, &run, NULL, error);
  if (watched)
    g_printerr ("\n");
  if (n < 0)
    return FALSE;
  if (context->json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "what");
      json_builder_add_string_value (builder, ddi_maintain_name (options->verb));
      json_builder_set_member_name (builder, "done");
      json_builder_add_int_value (builder, n);
      json_builder_end_object (builder);
      ddi_cli_print_json (builder);
    }
  else
    print_done (options->verb, n);
  return TRUE;
}

DdiCliExit
ddi_cli_maintain (const DdiCliContext *context, int argc, char **argv)
{
  Options options = { 0 };
  g_auto (GStrv) tables = NULL;
  const GOptionEntry entries[] = {
    { "table", 0, 0, G_OPTION_ARG_STRING_ARRAY, &tables, N_ ("only this table; may be given several times"),
      N_ ("NAME") },
    { "yes", 0, 0, G_OPTION_ARG_NONE, &options.yes,
      N_ ("full: the locks and the room it takes are all right"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!ddi_cli_parse ("maintain", "list|vacuum|analyze|reindex|full", entries, &argc, &argv))
    return DDI_CLI_USAGE;
  if (argc == 2 && g_str_equal (argv[1], "list"))
    return ddi_cli_run_maintenance (context, "maintain", list, NULL);
  options.verb = argc == 2 ? ddi_maintain_parse (argv[1]) : DDI_MAINTAIN_N;
  options.tables = (const char *const *)tables;
  if (options.verb == DDI_MAINTAIN_N)
    return ddi_cli_misuse ("maintain", _ ("takes list, vacuum, analyze, reindex or full"));
  return ddi_cli_run_maintenance (context, "maintain", maintain, &options);
}

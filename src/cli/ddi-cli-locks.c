/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "cli/ddi-cli-maintenance.h"
#include "cli/ddi-cli-table.h"
#include "core/ddi-format.h"

typedef struct
{
  int cancel, terminate;
  gboolean all;
  char *reason;
} Options;

static const char *
get_text (DdiRows *rows, guint row, const char *column)
{
  const char *text = ddi_rows_get_text (rows, row, ddi_rows_column (rows, column));

  return text ? text : "–";
}

static gint64
get_int (DdiRows *rows, guint row, const char *column)
{
  return ddi_rows_get_int (rows, row, ddi_rows_column (rows, column));
}

static void
print_session (DdiRows *rows, guint row, guint depth)
{
  g_autofree char *locks = ddi_format_int (get_int (rows, row, "locks"));

  g_print ("%*s%s%s %s %s (%s, %s) ", (int)depth * 3, "", depth > 0 ? "└ " : "", get_text (rows, row, "pid"),
           get_text (rows, row, "role"), get_text (rows, row, "program"), get_text (rows, row, "address"),
           get_text (rows, row, "state"));
  /* seconds; locks; the query */
  g_print (_ ("%s s, %s locks: %s"), get_text (rows, row, "seconds"), locks, get_text (rows, row, "query"));
  g_print ("\n");
}

static void
print_text (DdiRows *rows)
{
  g_autoptr (GArray) places = ddi_maintenance_order_sessions (rows);

  if (places->len == 0)
    g_print ("%s\n", _ ("Nobody waits for anybody, and no transaction is older than a minute."));
  for (guint i = 0; i < places->len; i++)
    {
      const DdiSessionPlace *place = &g_array_index (places, DdiSessionPlace, i);

      print_session (rows, place->row, place->depth);
    }
}

static void
print_json (DdiRows *rows)
{
  static const DdiCliColumn columns[] = {
    { "pid", "", DDI_CLI_INTEGER },     { "role", "", DDI_CLI_TEXT },
    { "program", "", DDI_CLI_TEXT },    { "address", "", DDI_CLI_TEXT },
    { "state", "", DDI_CLI_TEXT },      { "waiting_for", "", DDI_CLI_TEXT },
    { "seconds", "", DDI_CLI_INTEGER }, { "transaction_seconds", "", DDI_CLI_INTEGER },
    { "query", "", DDI_CLI_TEXT },      { "locks", "", DDI_CLI_INTEGER },
    { "blocked_by", "", DDI_CLI_TEXT }, { "blocks", "", DDI_CLI_INTEGER },
  };
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  ddi_cli_table_add_json (builder, rows, columns, G_N_ELEMENTS (columns));
  ddi_cli_print_json (builder);
}

static gboolean
list (DdiMaintenance *maintenance, const DdiCliContext *context, gpointer data, GError **error)
{
  const Options *options = data;
  g_autoptr (DdiRows) rows = ddi_maintenance_ask (maintenance, "maintenance/list-sessions",
                                                  g_variant_new ("(b)", !options->all), NULL, error);

  if (rows == NULL)
    return FALSE;
  if (context->json)
    print_json (rows);
  else
    print_text (rows);
  return TRUE;
}

static gboolean
end (DdiMaintenance *maintenance, const DdiCliContext *context, gpointer data, GError **error)
{
  const Options *options = data;
  int pid = options->cancel ? options->cancel : options->terminate;

  if (!ddi_maintenance_end_session (maintenance, pid, options->terminate != 0, options->reason, NULL, error))
    return FALSE;
  if (context->json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, options->terminate ? "terminated" : "cancelled");
      json_builder_add_int_value (builder, pid);
      json_builder_end_object (builder);
      ddi_cli_print_json (builder);
    }
  else if (options->terminate)
    g_print (_ ("Session %d was ended.\n"), pid);
  else
    g_print (_ ("What session %d did was cancelled.\n"), pid);
  return TRUE;
}

DdiCliExit
ddi_cli_locks (const DdiCliContext *context, int argc, char **argv)
{
  Options options = { 0 };
  g_autofree char *reason = NULL;
  const GOptionEntry entries[] = {
    { "all", 0, 0, G_OPTION_ARG_NONE, &options.all, N_ ("all sessions, not only those that block or wait"),
      NULL },
    { "cancel", 0, 0, G_OPTION_ARG_INT, &options.cancel, N_ ("cancel what this session does"), "PID" },
    { "terminate", 0, 0, G_OPTION_ARG_INT, &options.terminate, N_ ("end this session"), "PID" },
    { "reason", 0, 0, G_OPTION_ARG_STRING, &reason, N_ ("why, for the audit log"), N_ ("TEXT") },
    G_OPTION_ENTRY_NULL,
  };

  if (!ddi_cli_parse ("locks", NULL, entries, &argc, &argv))
    return DDI_CLI_USAGE;
  options.reason = reason;
  if (argc > 1)
    return ddi_cli_misuse ("locks", _ ("takes no argument: %s"), argv[1]);
  if (options.cancel < 0 || options.terminate < 0 || (options.cancel && options.terminate))
    return ddi_cli_misuse ("locks", _ ("takes the number of one session, to --cancel or to --terminate"));
  return ddi_cli_run_maintenance (context, "locks", options.cancel || options.terminate ? end : list,
                                  &options);
}

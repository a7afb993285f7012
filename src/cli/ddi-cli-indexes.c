/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "cli/ddi-cli-maintenance.h"
#include "cli/ddi-cli-table.h"
#include "core/ddi-format.h"

typedef struct
{
  int limit;
  double mean;
  gboolean enable;
} SlowOptions;

static void
print (const DdiCliContext *context, DdiRows *rows, const DdiCliColumn *columns, guint n_columns)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!context->json)
    {
      ddi_cli_table_print (rows, columns, n_columns);
      return;
    }
  ddi_cli_table_add_json (builder, rows, columns, n_columns);
  ddi_cli_print_json (builder);
}

static gboolean
list_indexes (DdiMaintenance *maintenance, const DdiCliContext *context, gpointer data, GError **error)
{
  static const DdiCliColumn columns[] = {
    { "table_name", N_ ("Table"), DDI_CLI_TEXT },      { "index_name", N_ ("Index"), DDI_CLI_TEXT },
    { "bytes", N_ ("Bytes"), DDI_CLI_INTEGER },        { "scans", N_ ("Scans"), DDI_CLI_INTEGER },
    { "last_scan", N_ ("Last use"), DDI_CLI_TEXT },    { "is_unique", N_ ("Unique"), DDI_CLI_TEXT },
    { "valid", N_ ("Valid"), DDI_CLI_TEXT },           { "reset_at", N_ ("Counted since"), DDI_CLI_TEXT },
    { "definition", N_ ("Definition"), DDI_CLI_TEXT },
  };
  g_autoptr (DdiRows) rows = ddi_maintenance_ask (maintenance, "maintenance/list-indexes", NULL, NULL, error);

  /* The definition says again what stands before it, and would fill the screen. */
  if (rows)
    print (context, rows, columns, G_N_ELEMENTS (columns) - !context->json);
  return rows != NULL;
}

DdiCliExit
ddi_cli_indexes (const DdiCliContext *context, int argc, char **argv)
{
  if (!ddi_cli_parse ("indexes", NULL, NULL, &argc, &argv))
    return DDI_CLI_USAGE;
  if (argc > 1)
    return ddi_cli_misuse ("indexes", _ ("takes no argument: %s"), argv[1]);
  return ddi_cli_run_maintenance (context, "indexes", list_indexes, NULL);
}

static double
get_double (DdiRows *rows, guint row, const char *column)
{
  return ddi_rows_get_double (rows, row, ddi_rows_column (rows, column));
}

static void
add_number (JsonBuilder *builder, const char *name, double value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_double_value (builder, value);
}

static void
add_statement (JsonBuilder *builder, DdiRows *rows, guint row, const char *name)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "name");
  if (name)
    json_builder_add_string_value (builder, name);
  else
    json_builder_add_null_value (builder);
  json_builder_set_member_name (builder, "query");
  json_builder_add_string_value (builder, ddi_rows_get_text (rows, row, ddi_rows_column (rows, "query")));
  add_number (builder, "calls", get_double (rows, row, "calls"));
  add_number (builder, "rows", get_double (rows, row, "rows"));
  add_number (builder, "total_ms", get_double (rows, row, "total_ms"));
  add_number (builder, "mean_ms", get_double (rows, row, "mean_ms"));
  add_number (builder, "share", get_double (rows, row, "share"));
  json_builder_end_object (builder);
}

static void
print_statement (DdiRows *rows, guint row, const char *name)
{
  g_autofree char *share = ddi_format_percent (get_double (rows, row, "share"), 1);
  g_autofree char *line = NULL;
  const char *query = ddi_rows_get_text (rows, row, ddi_rows_column (rows, "query"));

  if (name == NULL)
    line = g_strdelimit (g_utf8_substring (query, 0, MIN (g_utf8_strlen (query, -1), 70)), "\n\t", ' ');
  g_print ("%8s  %10.1f ms × %.0f  %s\n", share, get_double (rows, row, "mean_ms"),
           get_double (rows, row, "calls"), name ? name : line);
}

static gboolean
list_slow (DdiMaintenance *maintenance, const DdiCliContext *context, gpointer data, GError **error)
{
  const SlowOptions *options = data;
  g_autoptr (DdiRows) rows = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (options->enable)
    {
      if (!ddi_maintenance_count_statements (maintenance, NULL, error))
        return FALSE;
      g_print ("%s\n",
               _ ("Statements are counted from the next start of the server on: leave the program, and where "
                  "“server start” was said, say “server stop”."));
      return TRUE;
    }
  rows = ddi_maintenance_list_slow (maintenance, (guint)options->limit, options->mean, NULL, error);
  if (rows == NULL)
    return FALSE;
  json_builder_begin_array (builder);
  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    {
      g_autofree char *name =
          ddi_maintenance_name_statement (ddi_rows_get_text (rows, i, ddi_rows_column (rows, "query")));

      if (context->json)
        add_statement (builder, rows, i, name);
      else
        print_statement (rows, i, name);
    }
  json_builder_end_array (builder);
  if (context->json)
    ddi_cli_print_json (builder);
  return TRUE;
}

DdiCliExit
ddi_cli_slow (const DdiCliContext *context, int argc, char **argv)
{
  SlowOptions options = { .limit = 20 };
  const GOptionEntry entries[] = {
    { "limit", 0, 0, G_OPTION_ARG_INT, &options.limit, N_ ("how many (20)"), "N" },
    { "mean", 0, 0, G_OPTION_ARG_DOUBLE, &options.mean, N_ ("only those that take so long each time"), "MS" },
    { "enable", 0, 0, G_OPTION_ARG_NONE, &options.enable, N_ ("have the embedded server count statements"),
      NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!ddi_cli_parse ("slow", NULL, entries, &argc, &argv))
    return DDI_CLI_USAGE;
  if (argc > 1)
    return ddi_cli_misuse ("slow", _ ("takes no argument: %s"), argv[1]);
  if (options.limit < 1 || options.mean < 0)
    return ddi_cli_misuse ("slow", _ ("--limit is at least 1, --mean at least 0"));
  return ddi_cli_run_maintenance (context, "slow", list_slow, &options);
}

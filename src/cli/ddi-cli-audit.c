/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "cli/ddi-cli-table.h"
#include "cli/ddi-cli.h"
#include "core/ddi-format.h"
#include "exchange/ddi-csv-writer.h"
#include "tasks/ddi-audit-retention.h"
#include "tasks/ddi-audit.h"

/* As many entries as a screen is asked to show; export writes all. */
#define LISTED 200

typedef struct
{
  char *from, *to, *user, *action, *output, *before, *head;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->from);
  g_free (self->to);
  g_free (self->user);
  g_free (self->action);
  g_free (self->output);
  g_free (self->before);
  g_free (self->head);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static DdiRows *
ask (DdiDatabase *database, const char *query, GVariant *params, GError **error)
{
  DdiUnit *unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;

  /* A log of years is verified for minutes. */
  ddi_unit_set_statement_timeout (unit, 30 * 60 * 1000);
  ddi_unit_add (unit, query, params);
  results = ddi_database_run (database, unit, NULL, error);
  return results ? ddi_rows_ref (results->pdata[0]) : NULL;
}

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

static DdiRows *
read_entries (DdiDatabase *database, const Options *options, int most, GError **error)
{
  GVariant *limit = most > 0 ? g_variant_new_int32 (most) : NULL;

  return ask (database, "audit/list",
              g_variant_new ("(msmsmsms@mi)", options->from, options->to, options->user, options->action,
                             g_variant_new_maybe (G_VARIANT_TYPE_INT32, limit)),
              error);
}

static gboolean
list (DdiDatabase *database, const DdiCliContext *context, const Options *options, GError **error)
{
  static const DdiCliColumn columns[] = {
    { "id", N_ ("Entry"), DDI_CLI_INTEGER },     { "created_at", N_ ("Time (UTC)"), DDI_CLI_TEXT },
    { "email", N_ ("E-mail"), DDI_CLI_TEXT },    { "action", N_ ("Action"), DDI_CLI_TEXT },
    { "address", N_ ("Address"), DDI_CLI_TEXT }, { "client", N_ ("Program"), DDI_CLI_TEXT },
    { "details", N_ ("Details"), DDI_CLI_TEXT },
  };
  g_autoptr (DdiRows) rows = read_entries (database, options, LISTED, error);

  if (rows)
    print (context, rows, columns, G_N_ELEMENTS (columns));
  return rows != NULL;
}

static gboolean
head (DdiDatabase *database, const DdiCliContext *context, GError **error)
{
  static const DdiCliColumn columns[] = {
    { "entries", N_ ("Entries"), DDI_CLI_INTEGER },
    { "last_id", N_ ("Sealed up to"), DDI_CLI_INTEGER },
    { "hash", N_ ("Head"), DDI_CLI_TEXT },
    { "waiting", N_ ("Waiting"), DDI_CLI_INTEGER },
  };
  g_autoptr (DdiRows) rows =
      ddi_audit_seal (database, error) ? ask (database, "audit/head", NULL, error) : NULL;

  if (rows)
    print (context, rows, columns, G_N_ELEMENTS (columns));
  return rows != NULL;
}

static const char *
tell_problem (const char *problem)
{
  if (g_str_equal (problem, "altered"))
    return _ ("it was altered");
  if (g_str_equal (problem, "removed"))
    return _ ("one was removed");
  if (g_str_equal (problem, "inserted"))
    return _ ("it was inserted");
  if (g_str_equal (problem, "checkpoint"))
    return _ ("the checkpoint's signature is wrong");
  return _ ("the end was cut off");
}

/* A head that was written down elsewhere, where there is one. */
static gboolean
find_head (DdiDatabase *database, const char *wanted, GError **error)
{
  g_autoptr (DdiRows) rows =
      wanted ? ask (database, "audit/find-head", g_variant_new ("(s)", wanted), error) : NULL;

  if (wanted == NULL || (rows && ddi_rows_get_n (rows) > 0))
    return TRUE;
  if (rows)
    g_set_error (
        error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
        _ ("the chain holds, but the head %s is not in it: the chain was made anew, or retention has removed "
           "the entry before it"),
        wanted);
  return FALSE;
}

static gboolean
verify (DdiDatabase *database, const DdiCliContext *context, const Options *options, GError **error)
{
  g_autoptr (DdiRows) rows =
      ddi_audit_seal (database, error) ? ask (database, "audit/verify", NULL, error) : NULL;

  if (rows == NULL)
    return FALSE;
  if (ddi_rows_get_n (rows) == 0)
    return find_head (database, options->head, error) && head (database, context, error);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("the log's chain breaks at entry %d: %s"),
               (int)ddi_rows_get_int (rows, 0, 0), tell_problem (ddi_rows_get_text (rows, 0, 1)));
  return FALSE;
}

/* Cells that a spreadsheet would run are defused by the writer. */
static gboolean export(DdiDatabase *database, const Options *options, GError **error)
{
  g_autoptr (DdiRows) rows = read_entries (database, options, 0, error);
  g_autoptr (DdiCsvWriter) writer = rows ? ddi_csv_writer_open (options->output, error) : NULL;

  if (writer == NULL)
    return FALSE;
  for (guint column = 0; column < ddi_rows_get_n_columns (rows); column++)
    ddi_csv_writer_text (writer, ddi_rows_get_column_name (rows, column));
  if (!ddi_csv_writer_end_record (writer, NULL, error))
    return FALSE;
  for (guint row = 0; row < ddi_rows_get_n (rows); row++)
    {
      ddi_csv_writer_int (writer, ddi_rows_get_int (rows, row, 0));
      for (guint column = 1; column < ddi_rows_get_n_columns (rows); column++)
        ddi_csv_writer_text (writer, ddi_rows_get_text (rows, row, column));
      if (!ddi_csv_writer_end_record (writer, NULL, error))
        return FALSE;
    }
  if (!ddi_csv_writer_close (writer, NULL, error))
    return FALSE;
  ddi_audit_note_export (database, "audit", options->output, ddi_rows_get_n (rows));
  return TRUE;
}

static void
print_removed (const DdiCliContext *context, gint64 removed)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *n = ddi_format_int (removed);

  if (!context->json)
    {
      g_print (ngettext ("%s entry was removed.\n", "%s entries were removed.\n", (gulong)removed), n);
      return;
    }
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "removed");
  json_builder_add_int_value (builder, removed);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  ddi_cli_print_json (builder);
}

static gboolean
retain (DdiDatabase *database, const DdiCliContext *context, const Options *options, GError **error)
{
  gint64 removed;

  if (!ddi_audit_retention_run (database, ddi_day_parse (options->before), options->output, &removed, NULL,
                                error))
    return FALSE;
  print_removed (context, removed);
  return TRUE;
}

static gboolean
check_day (const char *option, const char *text)
{
  if (text == NULL || ddi_day_parse (text) != DDI_DAY_INVALID)
    return TRUE;
  ddi_cli_misuse ("audit", _ ("%s: “%s” is not a date; write YYYY-MM-DD"), option, text);
  return FALSE;
}

static gboolean
run_verb (DdiDatabase *database, const DdiCliContext *context, const char *verb, const Options *options,
          GError **error)
{
  if (g_str_equal (verb, "verify"))
    return verify (database, context, options, error);
  if (g_str_equal (verb, "head"))
    return head (database, context, error);
  if (g_str_equal (verb, "export"))
    return export(database, options, error);
  if (g_str_equal (verb, "retain"))
    return retain (database, context, options, error);
  return list (database, context, options, error);
}

DdiCliExit
ddi_cli_audit (const DdiCliContext *context, int argc, char **argv)
{
  static const char *const verbs[] = { "list", "verify", "head", "export", "retain", NULL };
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "from", 0, 0, G_OPTION_ARG_STRING, &options.from, N_ ("From this day on"), N_ ("DATE") },
    { "to", 0, 0, G_OPTION_ARG_STRING, &options.to, N_ ("Up to this day"), N_ ("DATE") },
    { "user", 0, 0, G_OPTION_ARG_STRING, &options.user, N_ ("only what this person did"), "EMAIL" },
    { "action", 0, 0, G_OPTION_ARG_STRING, &options.action, N_ ("only this action"), "ACTION" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
      N_ ("the file that export writes, and retain before it removes anything"), N_ ("FILE") },
    { "before", 0, 0, G_OPTION_ARG_STRING, &options.before, N_ ("retain removes the entries before this day"),
      N_ ("DATE") },
    { "head", 0, 0, G_OPTION_ARG_STRING, &options.head,
      N_ ("verify also finds this head, which head has printed earlier"), N_ ("HASH") },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiHome) home = NULL;
  const char *verb;

  if (!ddi_cli_parse ("audit", "[list|verify|head|export|retain]", entries, &argc, &argv))
    return DDI_CLI_USAGE;
  verb = argc > 1 ? argv[1] : "list";
  if (argc > 2 || !g_strv_contains (verbs, verb))
    return ddi_cli_misuse ("audit", _ ("takes list, verify, head, export or retain"));
  if (g_str_equal (verb, "retain") && options.before == NULL)
    return ddi_cli_misuse ("audit retain", _ ("needs --before"));
  if (g_str_equal (verb, "retain") && options.output == NULL)
    return ddi_cli_misuse ("audit retain", _ ("needs --output FILE, which the entries are written to first"));
  if (options.head && (strlen (options.head) != 64 || strspn (options.head, "0123456789abcdefABCDEF") != 64))
    return ddi_cli_misuse ("audit verify", _ ("--head: “%s” is no head of the log"), options.head);
  if (!check_day ("--from", options.from) || !check_day ("--to", options.to) ||
      !check_day ("--before", options.before))
    return DDI_CLI_USAGE;
  home = ddi_cli_open_home (context, &error);
  if (home == NULL || !run_verb (ddi_home_get_database (home), context, verb, &options, &error))
    return ddi_cli_fail ("audit", "%s", error->message);
  ddi_cli_close_home (home, NULL);
  return DDI_CLI_GOOD;
}

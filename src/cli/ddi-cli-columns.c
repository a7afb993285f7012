/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "cli/ddi-cli.h"
#include "core/ddi-format.h"
#include "tasks/ddi-custom-retype.h"

typedef struct
{
  gboolean clear;
  gboolean dry_run;
  gboolean set_aside;
  char **argv; /* [0] the verb */
  int argc;
} Options;

static DdiRows *
run (DdiDatabase *database, const char *query, GVariant *params, GError **error)
{
  g_autoptr (DdiUnit) unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;

  ddi_unit_add (unit, query, params);
  results = ddi_database_run (database, g_steal_pointer (&unit), ddi_cli_get_cancellable (), error);
  return results ? ddi_rows_ref (results->pdata[0]) : NULL;
}

static const char *
get_table (const DdiCustomColumn *column)
{
  return g_str_equal (column->entity, DDI_CUSTOM_SALES) ? _ ("Sales") : _ ("Waste");
}

static void
add_text (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
print_json (GPtrArray *columns)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < columns->len; i++)
    {
      const DdiCustomColumn *column = columns->pdata[i];

      json_builder_begin_object (builder);
      add_text (builder, "table", column->entity);
      add_text (builder, "name", column->name);
      add_text (builder, "label", column->label);
      add_text (builder, "type", ddi_custom_type_get_word (column->type));
      json_builder_set_member_name (builder, "removed");
      json_builder_add_boolean_value (builder, column->removed);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  ddi_cli_print_json (builder);
}

static gboolean
list (const DdiCliContext *context, DdiDatabase *database, const Options *options, GError **error)
{
  g_autoptr (DdiRows) rows = run (database, "columns/list-all", NULL, error);
  g_autoptr (GPtrArray) columns = NULL;

  if (rows == NULL)
    return FALSE;
  columns = ddi_custom_columns_from_rows (rows, NULL);
  if (context->json)
    print_json (columns);
  else if (columns->len == 0)
    g_print ("%s\n", _ ("No column was added."));
  for (guint i = 0; !context->json && i < columns->len; i++)
    {
      const DdiCustomColumn *column = columns->pdata[i];

      /* Translators: an added column: "Sales: unit_price, “Unit price”, Number or money". */
      g_print (_ ("%s: %s, “%s”, %s"), get_table (column), column->name, column->label,
               ddi_custom_type_get_title (column->type));
      g_print ("%s\n", column->removed ? _ (" (removed, its values are kept)") : "");
    }
  return TRUE;
}

static void
print_done (const DdiCliContext *context, const char *what, const char *name, gint64 rows)
{
  g_autoptr (JsonBuilder) builder = NULL;

  if (!context->json)
    return;
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  add_text (builder, what, name);
  if (rows >= 0)
    {
      json_builder_set_member_name (builder, "rows");
      json_builder_add_int_value (builder, rows);
    }
  json_builder_end_object (builder);
  ddi_cli_print_json (builder);
}

static gboolean
add (const DdiCliContext *context, DdiDatabase *database, const Options *options, GError **error)
{
  char **argv = options->argv;
  g_autoptr (DdiRows) rows =
      run (database, "columns/add", g_variant_new ("(sss)", argv[1], argv[2], argv[3]), error);
  const char *name = rows ? ddi_rows_get_text (rows, 0, 0) : NULL;

  if (rows == NULL)
    return FALSE;
  print_done (context, "added", name, -1);
  if (!context->json)
    g_print (_ ("“%s” is a column now; files call it %s.\n"), argv[2], name);
  return TRUE;
}

static gboolean
check_done (DdiRows *rows, const char *name, GError **error)
{
  if (rows == NULL || ddi_rows_get_boolean (rows, 0, 0))
    return rows != NULL;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("there is no added column %s"), name);
  return FALSE;
}

static gboolean
rename_column (const DdiCliContext *context, DdiDatabase *database, const Options *options, GError **error)
{
  char **argv = options->argv;
  g_autoptr (DdiRows) rows =
      run (database, "columns/rename", g_variant_new ("(sss)", argv[1], argv[2], argv[3]), error);

  if (!check_done (rows, argv[2], error))
    return FALSE;
  print_done (context, "renamed", argv[2], -1);
  if (!context->json)
    g_print (_ ("The column %s is headed “%s” now.\n"), argv[2], argv[3]);
  return TRUE;
}

static gboolean
count (DdiDatabase *database, const Options *options, gint64 *n, GError **error)
{
  g_autoptr (DdiRows) rows = run (database, "columns/count-values",
                                  g_variant_new ("(ss)", options->argv[1], options->argv[2]), error);

  if (rows == NULL)
    return FALSE;
  *n = ddi_rows_get_int (rows, 0, 0);
  return TRUE;
}

static gboolean
take_away (DdiDatabase *database, const Options *options, gint64 *n, GError **error)
{
  const char *query = options->clear ? "columns/clear" : "columns/remove";
  g_autoptr (DdiRows) rows =
      run (database, query, g_variant_new ("(ss)", options->argv[1], options->argv[2]), error);

  if (options->clear && rows)
    *n = ddi_rows_get_int (rows, 0, 0);
  return options->clear ? rows != NULL : check_done (rows, options->argv[2], error);
}

/* Hides a column, or with --clear takes the values of one that is hidden. */
static gboolean
remove_column (const DdiCliContext *context, DdiDatabase *database, const Options *options, GError **error)
{
  const char *name = options->argv[2];
  gint64 n = 0;
  g_autofree char *rows = NULL;

  if (!count (database, options, &n, error) ||
      (!options->dry_run && !take_away (database, options, &n, error)))
    return FALSE;
  rows = ddi_format_int (n);
  if (context->json)
    print_done (context, options->dry_run ? "would_remove" : options->clear ? "cleared" : "removed", name, n);
  else if (options->clear)
    g_print (options->dry_run ? ngettext ("%s row would lose its value of %s.\n",
                                          "%s rows would lose their value of %s.\n", (gulong)n)
                              : ngettext ("%s row has lost its value of %s.\n",
                                          "%s rows have lost their value of %s.\n", (gulong)n),
             rows, name);
  else
    g_print (options->dry_run
                 ? ngettext ("%s row has a value of %s; it would be kept.\n",
                             "%s rows have a value of %s; they would be kept.\n", (gulong)n)
                 : ngettext ("%s row has a value of %s; it is kept, and comes back with columns add.\n",
                             "%s rows have a value of %s; they are kept, and come back with columns add.\n",
                             (gulong)n),
             rows, name);
  return TRUE;
}

/* NULL with @error set where there is none. (transfer full) */
static DdiCustomColumn *
find_column (DdiDatabase *database, const char *entity, const char *name, GError **error)
{
  g_autoptr (DdiRows) rows = run (database, "columns/list", NULL, error);
  g_autoptr (GPtrArray) columns = rows ? ddi_custom_columns_from_rows (rows, entity) : NULL;

  for (guint i = 0; columns && i < columns->len; i++)
    if (g_str_equal (((DdiCustomColumn *)columns->pdata[i])->name, name))
      return ddi_custom_column_copy (columns->pdata[i]);
  if (columns)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("there is no added column %s"), name);
  return NULL;
}

static void
print_retype_json (const DdiCustomColumn *column, const DdiCustomRetype *plan, DdiCustomType type,
                   gboolean done)
{
  const struct
  {
    const char *name;
    gint64 value;
  } figures[] = {
    { "rows", plan->rows },   { "archived", plan->archived }, { "kept", plan->kept },
    { "empty", plan->empty }, { "restored", plan->restored },
  };
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_text (builder, done ? "retyped" : "would_retype", column->name);
  add_text (builder, "old", ddi_custom_type_get_word (column->type));
  add_text (builder, "new", ddi_custom_type_get_word (type));
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      json_builder_set_member_name (builder, figures[i].name);
      json_builder_add_int_value (builder, figures[i].value);
    }
  json_builder_end_object (builder);
  ddi_cli_print_json (builder);
}

/* Reading millions of rows takes its time too. */
static DdiRows *
run_plan (DdiDatabase *database, char **argv, GError **error)
{
  g_autoptr (DdiUnit) unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;

  ddi_unit_add (unit, "columns/plan-retype", g_variant_new ("(sss)", argv[1], argv[2], argv[3]));
  ddi_unit_set_read_only (unit);
  ddi_unit_set_statement_timeout (unit, DDI_CUSTOM_RETYPE_TIMEOUT);
  results = ddi_database_run (database, g_steal_pointer (&unit), ddi_cli_get_cancellable (), error);
  return results ? ddi_rows_ref (results->pdata[0]) : NULL;
}

static gboolean
do_retype (DdiDatabase *database, const DdiCustomColumn *column, DdiCustomType type, DdiCustomRetype *plan,
           GError **error)
{
  g_autoptr (DdiUnit) unit = NULL;
  g_autoptr (GPtrArray) results = NULL;
  DdiRows *rows;

  unit = ddi_unit_new ();
  ddi_unit_add (unit, "columns/retype", ddi_custom_retype_make_params (column, type, plan->empty));
  ddi_unit_set_statement_timeout (unit, DDI_CUSTOM_RETYPE_TIMEOUT);
  results = ddi_database_run (database, g_steal_pointer (&unit), ddi_cli_get_cancellable (), error);
  if (results == NULL)
    return FALSE;
  rows = results->pdata[0];
  if (ddi_rows_get_n (rows) == 0)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("there is no added column %s"),
                   column->name);
      return FALSE;
    }
  plan->rows = ddi_rows_get_int (rows, 0, ddi_rows_column (rows, "rows"));
  plan->kept = ddi_rows_get_int (rows, 0, ddi_rows_column (rows, "kept"));
  plan->empty = ddi_rows_get_int (rows, 0, ddi_rows_column (rows, "empty"));
  return TRUE;
}

/* What it would do is told first; where values are nothing of the new type it is done only if that was said to be
 * right. */
static gboolean
retype (const DdiCliContext *context, DdiDatabase *database, const Options *options, GError **error)
{
  char **argv = options->argv;
  DdiCustomType type = DDI_CUSTOM_TEXT;
  g_autoptr (DdiCustomColumn) column = find_column (database, argv[1], argv[2], error);
  g_autoptr (DdiRows) rows = NULL;
  g_autoptr (DdiCustomRetype) plan = NULL;
  g_autofree char *told = NULL;

  ddi_custom_type_from_word (argv[3], &type);
  rows = column ? run_plan (database, argv, error) : NULL;
  if (rows == NULL)
    return FALSE;
  plan = ddi_custom_retype_from_rows (rows);
  told = ddi_custom_retype_describe (plan, column->label, column->type, type);
  if (plan->empty > 0 && !options->dry_run && !options->set_aside)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s\n%s", told,
                   _ ("Nothing was changed: correct what is nothing of that kind, or say --set-aside to have "
                      "it kept in "
                      "a removed column."));
      return FALSE;
    }
  if (!context->json)
    g_print ("%s\n", told);
  if (!options->dry_run && !do_retype (database, column, type, plan, error))
    return FALSE;
  if (context->json)
    print_retype_json (column, plan, type, !options->dry_run);
  else if (!options->dry_run)
    g_print (_ ("Done. To take it back: columns retype %s %s %s\n"), column->entity, column->name,
             ddi_custom_type_get_word (column->type));
  return TRUE;
}

static const struct
{
  const char *verb;
  int argc; /* with the verb */
  gboolean (*run) (const DdiCliContext *context, DdiDatabase *database, const Options *options,
                   GError **error);
} verbs[] = {
  { "list", 1, list },
  { "add", 4, add },
  { "rename", 4, rename_column },
  { "retype", 4, retype },
  { "remove", 3, remove_column },
};

/* NULL: it can be. */
static const char *
find_misuse (const Options *options)
{
  DdiCustomType type;

  if (options->argc > 1 && !g_str_equal (options->argv[1], DDI_CUSTOM_SALES) &&
      !g_str_equal (options->argv[1], DDI_CUSTOM_WASTE))
    return _ ("the table is sales or waste");
  if ((g_str_equal (options->argv[0], "add") || g_str_equal (options->argv[0], "retype")) &&
      !ddi_custom_type_from_word (options->argv[3], &type))
    return _ ("the type is text, integer, decimal, date or boolean");
  if (options->clear && !g_str_equal (options->argv[0], "remove"))
    return _ ("--clear goes with remove");
  if (options->set_aside && !g_str_equal (options->argv[0], "retype"))
    return _ ("--set-aside goes with retype");
  if (options->dry_run && !g_str_equal (options->argv[0], "remove") &&
      !g_str_equal (options->argv[0], "retype"))
    return _ ("--dry-run goes with remove and retype");
  return NULL;
}

DdiCliExit
ddi_cli_columns (const DdiCliContext *context, int argc, char **argv)
{
  Options options = { 0 };
  const GOptionEntry entries[] = {
    { "clear", 0, 0, G_OPTION_ARG_NONE, &options.clear,
      N_ ("take the values of a removed column out of all rows"), NULL },
    { "set-aside", 0, 0, G_OPTION_ARG_NONE, &options.set_aside,
      N_ ("keep values that are nothing of the new type in a removed column"), NULL },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &options.dry_run, N_ ("only say what it would do"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiHome) home = NULL;
  const char *misuse = NULL;
  guint found = G_N_ELEMENTS (verbs);
  gboolean good;

  if (!ddi_cli_parse ("columns",
                      "list | add TABLE LABEL TYPE | rename TABLE NAME LABEL | retype TABLE NAME TYPE | "
                      "remove TABLE NAME",
                      entries, &argc, &argv))
    return DDI_CLI_USAGE;
  for (guint i = 0; argc > 1 && i < G_N_ELEMENTS (verbs); i++)
    if (g_str_equal (argv[1], verbs[i].verb) && argc - 1 == verbs[i].argc)
      found = i;
  if (found == G_N_ELEMENTS (verbs))
    return ddi_cli_misuse ("columns", _ ("takes list, add TABLE LABEL TYPE, rename TABLE NAME LABEL, retype "
                                         "TABLE NAME TYPE or remove TABLE NAME"));
  options.argv = argv + 1;
  options.argc = argc - 1;
  misuse = find_misuse (&options);
  if (misuse)
    return ddi_cli_misuse ("columns", "%s", misuse);
  home = ddi_cli_open_home (context, &error);
  if (home == NULL)
    return ddi_cli_fail ("columns", "%s", error->message);
  good = verbs[found].run (context, ddi_home_get_database (home), &options, &error);
  good = ddi_home_close (home, good ? &error : NULL) && good;
  return good ? DDI_CLI_GOOD : ddi_cli_fail ("columns", "%s", error->message);
}

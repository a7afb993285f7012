/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/ddi-cli.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <json-glib/json-glib.h>

#include "tasks/ddi-export.h"
#include "tasks/ddi-home.h"

typedef struct
{
  char *store, *from, *to, *output;
  DdiExportOptions export;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->store);
  g_free (self->from);
  g_free (self->to);
  g_free (self->output);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
find_kind (const char *name, DdiExportKind *kind)
{
  static const char *const names[] = { "sales", "waste", "production", "forecasts" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], name))
      {
        *kind = (DdiExportKind)i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
parse_day (const char *option, const char *text, DdiDay *day)
{
  *day = text ? ddi_day_parse (text) : DDI_DAY_INVALID;
  if (text == NULL || *day != DDI_DAY_INVALID)
    return TRUE;
  ddi_cli_misuse ("export", _ ("%s: “%s” is not a date; write YYYY-MM-DD"), option, text);
  return FALSE;
}

static gboolean
parse (Options *self, int *argc, char ***argv)
{
  const GOptionEntry entries[] = {
    { "store", 0, 0, G_OPTION_ARG_STRING, &self->store, N_ ("Only this shop, by name or code"), N_ ("NAME") },
    { "from", 0, 0, G_OPTION_ARG_STRING, &self->from, N_ ("From this day on"), N_ ("DATE") },
    { "to", 0, 0, G_OPTION_ARG_STRING, &self->to, N_ ("Up to this day"), N_ ("DATE") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &self->output,
      N_ ("Write to FILE; a workbook where it ends in .xlsx"), N_ ("FILE") },
    G_OPTION_ENTRY_NULL,
  };

  if (!ddi_cli_parse ("export", "sales|waste|forecasts|production", entries, argc, argv))
    return FALSE;
  if (*argc != 2 || !find_kind ((*argv)[1], &self->export.kind))
    {
      ddi_cli_misuse ("export", _ ("say what to export: sales, waste, forecasts or production"));
      return FALSE;
    }
  self->export.path = self->output;
  return parse_day ("--from", self->from, &self->export.first) &&
         parse_day ("--to", self->to, &self->export.last);
}

static gboolean
run (DdiDatabase *database, Options *self, gint64 *n_rows, GError **error)
{
  if (self->store)
    {
      self->export.store_id = ddi_export_find_store (database, self->store, NULL, error);
      if (self->export.store_id == 0)
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("there is no shop “%s”"), self->store);
      if (self->export.store_id <= 0)
        return FALSE;
    }
  return ddi_export_run (database, &self->export, n_rows, NULL, error);
}

static void
print_result (const DdiCliContext *context, const Options *self, gint64 n_rows)
{
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  /* Without a file the rows themselves are what is printed. */
  if (self->output == NULL || g_str_equal (self->output, "-"))
    return;
  if (!context->json)
    {
      g_print (ngettext ("%s: %" PRId64 " row\n", "%s: %" PRId64 " rows\n", (gulong)n_rows), self->output,
               n_rows);
      return;
    }
  object = json_object_new ();
  json_object_set_string_member (object, "file", self->output);
  json_object_set_int_member (object, "rows", n_rows);
  root = json_node_new (JSON_NODE_OBJECT);
  json_node_set_object (root, object);
  text = json_to_string (root, TRUE);
  g_print ("%s\n", text);
}

DdiCliExit
ddi_cli_export (const DdiCliContext *context, int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (DdiHome) home = NULL;
  g_autoptr (GError) error = NULL;
  gint64 n_rows = 0;
  gboolean good;

  if (!parse (&options, &argc, &argv))
    return DDI_CLI_USAGE;
  options.export.json = context->json && (options.output == NULL || g_str_equal (options.output, "-"));
  home = ddi_cli_open_home (context, &error);
  if (home == NULL)
    return ddi_cli_fail ("export", "%s", error->message);
  good = run (ddi_home_get_database (home), &options, &n_rows, &error);
  ddi_cli_close_home (home, good ? &error : NULL);
  if (error)
    return ddi_cli_fail ("export", "%s", error->message);
  print_result (context, &options, n_rows);
  return DDI_CLI_GOOD;
}

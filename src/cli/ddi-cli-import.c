/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/ddi-cli.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "cli/ddi-cli-import-print.h"
#include "tasks/ddi-home.h"
#include "tasks/ddi-import.h"

/* More lines than this about one file help nobody; the preview in the window has them all. */
#define MAX_LINES 50

typedef struct
{
  DdiImportKind kind;
  char *store;
  gboolean dry_run, strict, allow_copies;
  GPtrArray *files;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->store);
  g_clear_pointer (&self->files, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
find_kind (const char *name, DdiImportKind *kind)
{
  static const char *const names[] = { "sheet", "sales", "events", "weather" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], name))
      {
        *kind = (DdiImportKind)i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
parse (Options *self, int argc, char **argv)
{
  const GOptionEntry entries[] = {
    { "store", 0, 0, G_OPTION_ARG_STRING, &self->store, N_ ("The shop that the rows belong to"),
      N_ ("NAME") },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &self->dry_run, N_ ("Only say what would be done"), NULL },
    { "strict", 0, 0, G_OPTION_ARG_NONE, &self->strict,
      N_ ("Refuse unknown products and shops, and copied days"), NULL },
    { "allow-copies", 0, 0, G_OPTION_ARG_NONE, &self->allow_copies,
      N_ ("Import sheets whose whole week repeats other days"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!ddi_cli_parse ("import", "sheet|sales|events|weather FILE… | undo BATCH", entries, &argc, &argv))
    return FALSE;
  if (argc < 2 || !find_kind (argv[1], &self->kind))
    {
      ddi_cli_misuse ("import", _ ("say what to import: sheet, sales, events or weather; or undo BATCH"));
      return FALSE;
    }
  if (argc < 3)
    {
      ddi_cli_misuse ("import", _ ("name at least one file"));
      return FALSE;
    }
  self->files = g_ptr_array_new_with_free_func (g_object_unref);
  for (int i = 2; i < argc; i++)
    g_ptr_array_add (self->files, g_file_new_for_commandline_arg (argv[i]));
  return TRUE;
}

/* Unattended, a file with cells that cannot be is not imported in part. */
static guint
complain_about_file (const DdiImportFile *file)
{
  const GPtrArray *problems = file->sales     ? file->sales->problems
                              : file->events  ? file->events->problems
                              : file->weather ? file->weather->problems
                              : file->sheet   ? file->sheet->problems
                                              : NULL;
  guint n = file->sheet ? file->sheet->n_bad : problems ? problems->len : 0;

  if (file->error)
    {
      ddi_cli_fail ("import", "%s", file->error->message);
      return 1;
    }
  for (guint i = 0; n > 0 && i < MIN (problems->len, MAX_LINES); i++)
    {
      g_autofree char *text = ddi_problem_format (problems->pdata[i]);

      ddi_cli_fail ("import", "%s", text);
    }
  if (file->sales && file->sales->n_left_out > MAX_LINES)
    ddi_cli_fail ("import", _ ("%s: %" PRIu64 " lines cannot be"), file->name, file->sales->n_left_out);
  return n;
}

static gboolean
check_files (DdiImportPlan *plan)
{
  guint n = 0;

  for (guint i = 0; i < plan->files->len; i++)
    n += complain_about_file (plan->files->pdata[i]);
  if (n > 0)
    ddi_cli_fail ("import", _ ("nothing was imported"));
  return n == 0;
}

static gboolean
check_shops (DdiImportPlan *plan, gboolean strict)
{
  gboolean good = TRUE;

  for (guint i = 0; i < plan->files->len; i++)
    {
      DdiImportFile *file = plan->files->pdata[i];

      for (guint k = 0; k < file->shops->len; k++)
        {
          const DdiImportShop *shop = file->shops->pdata[k];

          if (*shop->name == '\0')
            ddi_cli_fail ("import", _ ("%s: which shop is it of? Name it with --store NAME"), file->name);
          else if (strict && shop->store_id == 0)
            ddi_cli_fail ("import", _ ("%s: there is no shop “%s”"), file->name, shop->name);
          else
            continue;
          good = FALSE;
        }
    }
  return good;
}

static gboolean
check_names (DdiImportPlan *plan)
{
  gboolean good = TRUE;

  for (guint i = 0; i < plan->names->len; i++)
    {
      const DdiImportName *name = plan->names->pdata[i];

      if (name->known)
        continue;
      if (ddi_import_name_get_best (name))
        ddi_cli_fail ("import", _ ("there is no product “%s”; is it “%s”?"), name->written,
                      ddi_import_name_get_best (name)->name);
      else
        ddi_cli_fail ("import", _ ("there is no product “%s”"), name->written);
      good = FALSE;
    }
  return good;
}

static gboolean
check_copies (DdiImportPlan *plan)
{
  gboolean good = TRUE;

  for (guint i = 0; i < plan->files->len; i++)
    {
      DdiImportFile *file = plan->files->pdata[i];

      good = good && file->copies->len == 0;
    }
  return good;
}

/* Nobody is there to ask: a sheet that only repeats another week would be counted as if it had happened.
 * The other sheets are imported; the failure says that one was not. */
static guint
leave_out_copies (DdiImportPlan *plan)
{
  guint n = 0;

  for (guint i = 0; i < plan->files->len; i++)
    {
      DdiImportFile *file = plan->files->pdata[i];

      if (!file->included || !ddi_import_file_is_copy (file))
        continue;
      file->included = FALSE;
      ddi_cli_fail ("import",
                    _ ("%s: not imported, its week repeats other days; --allow-copies imports it anyway"),
                    file->name);
      n++;
    }
  return n;
}

static DdiCliExit
run (const DdiCliContext *context, DdiHome *home, Options *options, DdiImportPlan *plan)
{
  DdiDatabase *database = ddi_home_get_database (home);
  gboolean sheets = options->kind == DDI_IMPORT_SHEET;
  guint n_copies;
  g_autoptr (GError) error = NULL;

  if (!ddi_import_match (plan, database, sheets ? options->store : NULL, NULL, &error))
    return ddi_cli_fail ("import", "%s", error->message);
  if (!check_files (plan) || !check_shops (plan, options->strict) || (options->strict && !check_names (plan)))
    return DDI_CLI_FAILED;
  if ((sheets || options->dry_run) && !ddi_import_preview (plan, database, NULL, &error))
    return ddi_cli_fail ("import", "%s", error->message);
  ddi_cli_import_warn (plan);
  if (options->strict && !check_copies (plan))
    return ddi_cli_fail ("import", _ ("nothing was imported"));
  for (guint i = 0; i < plan->files->len; i++)
    {
      DdiImportFile *file = plan->files->pdata[i];

      file->included = file->included && file->same_week == NULL;
    }
  n_copies = options->allow_copies ? 0 : leave_out_copies (plan);
  if (!options->dry_run &&
      !ddi_import_apply (plan, database, ddi_home_get_user_id (home), NULL, NULL, NULL, &error))
    {
      ddi_cli_import_print (plan, context->json, FALSE);
      return ddi_cli_fail ("import", "%s", error->message);
    }
  ddi_cli_import_print (plan, context->json, options->dry_run);
  return n_copies > 0 ? DDI_CLI_FAILED : DDI_CLI_GOOD;
}

static DdiHome *
open_home (const DdiCliContext *context)
{
  g_autoptr (GError) error = NULL;
  DdiHome *home = ddi_cli_open_home (context, &error);

  if (home == NULL)
    ddi_cli_fail ("import", "%s", error->message);
  return home;
}

static DdiCliExit
close_home (DdiHome *home, DdiCliExit status)
{
  g_autoptr (GError) error = NULL;

  if (!ddi_cli_close_home (home, &error) && status == DDI_CLI_GOOD)
    return ddi_cli_fail ("import", "%s", error->message);
  return status;
}

static DdiCliExit
undo (const DdiCliContext *context, int argc, char **argv)
{
  g_autoptr (DdiHome) home = NULL;
  g_autoptr (GError) error = NULL;
  DdiImportUndo result;
  guint64 batch;

  if (argc != 3 || !g_ascii_string_to_unsigned (argv[2], 10, 1, G_MAXINT, &batch, NULL))
    return ddi_cli_misuse ("import", _ ("undo takes the number of an import"));
  home = open_home (context);
  if (home == NULL)
    return DDI_CLI_FAILED;
  if (!ddi_import_undo (ddi_home_get_database (home), ddi_home_get_user_id (home), (int)batch, &result, NULL,
                        &error))
    return close_home (home, ddi_cli_fail ("import", "%s", error->message));
  ddi_cli_import_print_undo ((int)batch, &result, context->json);
  return close_home (home, DDI_CLI_GOOD);
}

DdiCliExit
ddi_cli_import (const DdiCliContext *context, int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (DdiImportPlan) plan = NULL;
  g_autoptr (DdiHome) home = NULL;
  g_autoptr (GError) error = NULL;

  if (argc > 1 && g_str_equal (argv[1], "undo"))
    return undo (context, argc, argv);
  if (!parse (&options, argc, argv))
    return DDI_CLI_USAGE;
  /* The files first: a bad one is told before a database is asked for. */
  plan = ddi_import_read (options.kind, options.files, options.store, NULL, &error);
  if (plan == NULL)
    return ddi_cli_fail ("import", "%s", error->message);
  if (!check_files (plan))
    return DDI_CLI_FAILED;
  home = open_home (context);
  return home ? close_home (home, run (context, home, &options, plan)) : DDI_CLI_FAILED;
}

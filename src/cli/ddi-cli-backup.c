/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "cli/ddi-cli-backup-place.h"
#include "cli/ddi-cli-table.h"
#include "cli/ddi-cli.h"

/* As many backups as a screen is asked to show. */
#define LISTED 200

typedef struct
{
  char *format, *table, *output, *passphrase_file;
  gboolean encrypt;
  DdiBackupKind kind;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->format);
  g_free (self->table);
  g_free (self->output);
  g_free (self->passphrase_file);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
print_list (DdiHome *home, const DdiCliContext *context, GError **error)
{
  static const DdiCliColumn columns[] = {
    { "made_at", N_ ("Made"), DDI_CLI_TEXT },
    { "kind", N_ ("Format"), DDI_CLI_TEXT },
    { "table_name", N_ ("Table"), DDI_CLI_TEXT },
    { "bytes", N_ ("Bytes"), DDI_CLI_INTEGER },
    { "verified_at", N_ ("Verified"), DDI_CLI_TEXT },
    { "machine", N_ ("Computer"), DDI_CLI_TEXT },
    { "path", N_ ("File"), DDI_CLI_TEXT },
  };
  DdiUnit *unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, "backup/list", g_variant_new ("(i)", LISTED));
  results = ddi_database_run (ddi_home_get_database (home), unit, NULL, error);
  if (results == NULL)
    return FALSE;
  if (context->json)
    {
      ddi_cli_table_add_json (builder, results->pdata[0], columns, G_N_ELEMENTS (columns));
      ddi_cli_print_json (builder);
    }
  else
    ddi_cli_table_print (results->pdata[0], columns, G_N_ELEMENTS (columns));
  return TRUE;
}

static DdiCliExit
run_list (const DdiCliContext *context)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiHome) home = ddi_cli_open_home (context, &error);

  if (home)
    {
      gboolean good = print_list (home, context, &error);

      ddi_home_close (home, good ? &error : NULL);
    }
  return error ? ddi_cli_fail ("backup list", "%s", error->message) : DDI_CLI_GOOD;
}

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  if (text)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

static void
print_made (const DdiCliContext *context, const DdiBackup *backup)
{
  g_autofree char *size = g_format_size ((guint64)ddi_backup_get_int (backup, "bytes"));
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!context->json)
    {
      g_print (_ ("%s (%s)\nIt counts once it was restored: dunkin-demand-cli backup verify %s\n"),
               backup->path, size, backup->path);
      return;
    }
  json_builder_begin_object (builder);
  add_text (builder, "file", backup->path);
  add_text (builder, "id", ddi_backup_get_text (backup, "id"));
  add_text (builder, "made_at", ddi_backup_get_text (backup, "made_at"));
  add_text (builder, "sha256", ddi_backup_get_text (backup, "sha256"));
  json_builder_set_member_name (builder, "bytes");
  json_builder_add_int_value (builder, ddi_backup_get_int (backup, "bytes"));
  json_builder_end_object (builder);
  ddi_cli_print_json (builder);
}

/* A folder stands for a new file in it. */
static void
place_output (const Options *options, DdiBackupServer *server, DdiBackupOptions *make)
{
  if (options->output && g_file_test (options->output, G_FILE_TEST_IS_DIR))
    {
      g_free (server->directory);
      server->directory = g_canonicalize_filename (options->output, NULL);
    }
  else
    make->path = options->output;
}

static DdiCliExit
run_make (const DdiCliContext *context, const Options *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiBackup) backup = NULL;
  g_autoptr (DdiSecret) passphrase = NULL;
  DdiCliBackupPlace place = { 0 };
  DdiBackupOptions make = { .kind = options->kind,
                            .table = options->table,
                            .progress = ddi_cli_backup_progress_cb };

  if (options->encrypt &&
      (passphrase = ddi_cli_backup_read_passphrase (options->passphrase_file, TRUE, &error)) == NULL)
    return ddi_cli_fail ("backup", "%s", error->message);
  make.passphrase = passphrase;
  if (ddi_cli_backup_place_open (&place, context, &error))
    {
      place_output (options, place.server, &make);
      backup = ddi_backup_make (place.server, &make, ddi_cli_get_cancellable (), &error);
      ddi_cli_backup_progress_end ();
    }
  ddi_cli_backup_place_close (&place, &error);
  if (error)
    return ddi_cli_fail ("backup", "%s", error->message);
  print_made (context, backup);
  return DDI_CLI_GOOD;
}

static DdiCliExit
run_verify (const DdiCliContext *context, const Options *options, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (DdiSecret) passphrase = NULL;
  DdiCliBackupPlace place = { 0 };
  DdiBackupVerifyOptions verify = { .path = path, .progress = ddi_cli_backup_progress_cb };

  if (ddi_cli_backup_ask_passphrase (path, options->passphrase_file, &passphrase, &error) &&
      ddi_cli_backup_place_open (&place, context, &error))
    {
      verify.passphrase = passphrase;
      ddi_backup_verify (place.server, &verify, ddi_cli_get_cancellable (), &error);
      ddi_cli_backup_progress_end ();
    }
  ddi_cli_backup_place_close (&place, &error);
  if (error)
    return ddi_cli_fail ("backup verify", "%s", error->message);
  if (!context->json)
    {
      g_print (
          _ ("%s was restored and compared: every table, sequence, policy and right is as it was saved.\n"),
          path);
      return DDI_CLI_GOOD;
    }
  json_builder_begin_object (builder);
  add_text (builder, "file", path);
  json_builder_set_member_name (builder, "verified");
  json_builder_add_boolean_value (builder, TRUE);
  json_builder_end_object (builder);
  ddi_cli_print_json (builder);
  return DDI_CLI_GOOD;
}

static gboolean
parse (Options *self, int *argc, char ***argv)
{
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &self->format,
      N_ ("custom (pg_restore reads it), plain (SQL text) or csv (a CSV file a table, in a tar archive)"),
      "FORMAT" },
    { "table", 0, 0, G_OPTION_ARG_STRING, &self->table, N_ ("only this table"), N_ ("NAME") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &self->output, N_ ("write to FILE, or into this folder"),
      N_ ("FILE") },
    { "encrypt", 0, 0, G_OPTION_ARG_NONE, &self->encrypt, N_ ("under a passphrase"), NULL },
    { "passphrase-file", 0, 0, G_OPTION_ARG_FILENAME, &self->passphrase_file,
      N_ ("where the passphrase stands, in the first line"), N_ ("FILE") },
    G_OPTION_ENTRY_NULL,
  };

  if (!ddi_cli_parse ("backup", "[verify FILE|list|auto|continuous]", entries, argc, argv))
    return FALSE;
  if (self->format == NULL || ddi_backup_kind_parse (self->format, &self->kind))
    return TRUE;
  ddi_cli_misuse ("--format", _ ("is custom, plain or csv, not %s"), self->format);
  return FALSE;
}

DdiCliExit
ddi_cli_backup (const DdiCliContext *context, int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  gboolean plain;

  /* Behind --help, too. */
  if (argc > 1 && g_str_equal (argv[1], "auto"))
    return ddi_cli_backup_auto (context, argc - 1, argv + 1);
  if (argc > 2 && g_str_equal (argv[1], "--help") && g_str_equal (argv[2], "auto"))
    return ddi_cli_backup_auto (context, argc, argv);
  if (argc > 1 && g_str_equal (argv[1], "continuous"))
    return ddi_cli_backup_continuous (context, argc - 1, argv + 1);
  if (argc > 2 && g_str_equal (argv[1], "--help") && g_str_equal (argv[2], "continuous"))
    return ddi_cli_backup_continuous (context, argc, argv);
  if (!parse (&options, &argc, &argv))
    return DDI_CLI_USAGE;
  plain = options.format == NULL && options.table == NULL && options.output == NULL && !options.encrypt;
  if (argc == 1)
    return run_make (context, &options);
  if (!plain)
    return ddi_cli_misuse ("backup", _ ("--format, --table, --output and --encrypt are for making one"));
  if (argc == 2 && g_str_equal (argv[1], "list"))
    return run_list (context);
  if (argc == 3 && g_str_equal (argv[1], "verify"))
    return run_verify (context, &options, argv[2]);
  return ddi_cli_misuse ("backup", _ ("takes nothing, list, auto, continuous, or verify and a file"));
}

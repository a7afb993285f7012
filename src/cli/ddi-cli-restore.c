/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/ddi-cli-restore.h"
#include "cluster/ddi-cluster-swap.h"
#include "tasks/ddi-foreign-dump.h"

typedef struct
{
  char *table, *passphrase_file, *moment;
  gboolean dry_run, yes, forget, undo;
} Options;

static void
print_rows (gint64 n)
{
  if (n < 0)
    g_print (" %12s", "–");
  else
    g_print (" %12" G_GINT64_FORMAT, n);
}

void
ddi_cli_restore_print_plan (const DdiRestorePlan *plan)
{
  guint n_same = 0;

  if (plan->foreign)
    g_print (_ ("Made by pg_dump: %s. It was adopted, and saved as %s\n"), plan->foreign, plan->backup->path);
  if (plan->left_out)
    g_print (_ ("Tables of it that this program does not know, which are left out: %s\n"), plan->left_out);
  g_print (_ ("Backup of %s, verified: %s\n"), ddi_backup_get_text (plan->backup, "made_at"),
           ddi_backup_get_text (plan->backup, "verified_at")
               ? ddi_backup_get_text (plan->backup, "verified_at")
               : _ ("never"));
  if (plan->other_database)
    g_print (_ ("It was made of another database than the one that is here.\n"));
  g_print (_ ("Newest sale now: %s, in the backup: %s\n"),
           plan->newest_sale_now ? plan->newest_sale_now : "–",
           plan->newest_sale_backup ? plan->newest_sale_backup : "–");
  g_print ("%-36s %12s %12s\n", _ ("Table"), _ ("rows now"), _ ("in backup"));
  for (guint i = 0; i < plan->tables->len; i++)
    {
      const DdiRestoreTable *table = plan->tables->pdata[i];

      n_same += table->same;
      if (table->same)
        continue;
      g_print ("%-36s", table->table);
      print_rows (table->rows_now);
      print_rows (table->rows_backup);
      g_print ("\n");
    }
  g_print (ngettext ("%u table is the same.\n", "%u tables are the same.\n", n_same), n_same);
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
add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

void
ddi_cli_restore_add_plan (JsonBuilder *builder, const DdiRestorePlan *plan)
{
  if (plan->foreign)
    {
      add_text (builder, "adopted_from", plan->foreign);
      add_text (builder, "left_out", plan->left_out);
    }
  add_text (builder, "made_at", ddi_backup_get_text (plan->backup, "made_at"));
  add_text (builder, "verified_at", ddi_backup_get_text (plan->backup, "verified_at"));
  add_text (builder, "newest_sale_now", plan->newest_sale_now);
  add_text (builder, "newest_sale_backup", plan->newest_sale_backup);
  json_builder_set_member_name (builder, "other_database");
  json_builder_add_boolean_value (builder, plan->other_database);
  json_builder_set_member_name (builder, "tables");
  json_builder_begin_object (builder);
  for (guint i = 0; i < plan->tables->len; i++)
    {
      const DdiRestoreTable *table = plan->tables->pdata[i];

      json_builder_set_member_name (builder, table->table);
      json_builder_begin_object (builder);
      add_int (builder, "now", table->rows_now);
      add_int (builder, "backup", table->rows_backup);
      json_builder_set_member_name (builder, "same");
      json_builder_add_boolean_value (builder, table->same);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

static void
add_result (JsonBuilder *builder, const DdiRestoreResult *result)
{
  add_text (builder, "safety_backup", result->safety_backup);
  add_text (builder, "kept_database", result->kept_database);
  if (result->kept_database)
    return;
  add_int (builder, "added", result->added);
  add_int (builder, "changed", result->changed);
  add_int (builder, "removed", result->removed);
}

static void
print_json (const DdiRestorePlan *plan, const DdiRestoreResult *result)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "restored");
  json_builder_add_boolean_value (builder, result != NULL);
  ddi_cli_restore_add_plan (builder, plan);
  if (result)
    add_result (builder, result);
  json_builder_end_object (builder);
  ddi_cli_print_json (builder);
}

static void
print_result (const DdiRestoreResult *result)
{
  g_print (_ ("Restored. What was there before is saved in %s\n"), result->safety_backup);
  if (result->kept_database)
    g_print (_ ("and stays as the database %s, until: dunkin-demand-cli restore --forget-old\n"
                "Everybody has to sign in again.\n"),
             result->kept_database);
  else
    g_print (_ ("%" PRId64 " rows added, %" PRId64 " changed, %" PRId64 " removed.\n"), result->added,
             result->changed, result->removed);
}

gboolean
ddi_cli_restore_agree (void)
{
  char answer[16] = "";

  g_print (_ ("Restore this? Write yes: "));
  return fgets (answer, sizeof answer, stdin) && g_str_equal (g_strstrip (answer), _ ("yes"));
}

static DdiCliExit
restore (DdiCliBackupPlace *place, const DdiCliContext *context, const Options *options, const char *path,
         GError **error)
{
  g_autoptr (DdiSecret) passphrase = NULL;
  DdiRestoreOptions wanted = { .path = path,
                               .table = options->table,
                               .progress = ddi_cli_backup_progress_cb };
  g_autoptr (DdiRestorePlan) plan = NULL;
  g_autoptr (DdiRestoreResult) result = NULL;

  if (!ddi_cli_backup_ask_passphrase (path, options->passphrase_file, &passphrase, error))
    return DDI_CLI_FAILED;
  wanted.passphrase = passphrase;
  plan = ddi_restore_plan (place->server, &wanted, ddi_cli_get_cancellable (), error);
  ddi_cli_backup_progress_end ();
  if (plan == NULL)
    return DDI_CLI_FAILED;
  if (!context->json)
    ddi_cli_restore_print_plan (plan);
  wanted.path = plan->backup->path;
  if (options->dry_run && plan->foreign)
    ddi_foreign_dump_discard (plan->backup);
  if (!options->dry_run)
    {
      if (!options->yes && !ddi_cli_restore_agree ())
        {
          if (plan->foreign)
            ddi_foreign_dump_discard (plan->backup);
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("nothing was restored"));
          return DDI_CLI_FAILED;
        }
      result = ddi_restore_run (place->server, &wanted, ddi_cli_get_cancellable (), error);
      ddi_cli_backup_progress_end ();
      if (result == NULL)
        return DDI_CLI_FAILED;
    }
  if (context->json)
    print_json (plan, result);
  else if (result)
    print_result (result);
  return DDI_CLI_GOOD;
}

static DdiCliExit
forget (DdiCliBackupPlace *place, const DdiCliContext *context, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  int n = ddi_restore_forget_kept (place->server, error);

  if (n < 0)
    return DDI_CLI_FAILED;
  if (place->server->home)
    n += (int)ddi_cluster_forget_kept (place->server->home);
  if (context->json)
    {
      json_builder_begin_object (builder);
      add_int (builder, "dropped", n);
      json_builder_end_object (builder);
      ddi_cli_print_json (builder);
    }
  else
    g_print (ngettext ("%d former database dropped.\n", "%d former databases dropped.\n", (gulong)n), n);
  return DDI_CLI_GOOD;
}

DdiCliExit
ddi_cli_restore (const DdiCliContext *context, int argc, char **argv)
{
  Options options = { 0 };
  g_autofree char *table = NULL, *passphrase_file = NULL, *moment = NULL;
  gboolean in_time;
  g_autoptr (GError) error = NULL;
  DdiCliBackupPlace place = { 0 };
  DdiCliExit status = DDI_CLI_FAILED;
  const GOptionEntry entries[] = {
    { "table", 0, 0, G_OPTION_ARG_STRING, &options.table, N_ ("only this table"), N_ ("NAME") },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &options.dry_run, N_ ("only say what would change"), NULL },
    { "yes", 0, 0, G_OPTION_ARG_NONE, &options.yes, N_ ("do not ask"), NULL },
    { "passphrase-file", 0, 0, G_OPTION_ARG_FILENAME, &options.passphrase_file,
      N_ ("where the passphrase stands, in the first line"), N_ ("FILE") },
    { "forget-old", 0, 0, G_OPTION_ARG_NONE, &options.forget,
      N_ ("drop the databases that earlier restores have put aside"), NULL },
    { "to-time", 0, 0, G_OPTION_ARG_STRING, &options.moment,
      N_ ("as it was at this moment, where continuous backup is on; end: as far as that goes"),
      N_ ("MOMENT") },
    { "undo", 0, 0, G_OPTION_ARG_NONE, &options.undo, N_ ("take back the last --to-time"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!ddi_cli_parse ("restore", "FILE", entries, &argc, &argv))
    return DDI_CLI_USAGE;
  table = options.table;
  passphrase_file = options.passphrase_file;
  moment = options.moment;
  in_time = options.moment || options.undo;
  if (in_time && (argc != 1 || options.forget || options.table || (options.moment && options.undo)))
    return ddi_cli_misuse ("restore", _ ("goes back to a moment with everything: no file and no table"));
  if (options.undo && options.dry_run)
    return ddi_cli_misuse ("restore", _ ("takes back with --undo without a look before"));
  if (in_time && (options.dry_run || options.yes || !(context->json || !isatty (STDIN_FILENO))))
    {
      const DdiCliRestoreTime wanted = { options.moment, options.undo, options.dry_run, options.yes };

      return ddi_cli_restore_time (context, &wanted);
    }
  if (!in_time && (options.forget ? argc != 1 : argc != 2))
    return ddi_cli_misuse ("restore", _ ("takes a file, or --forget-old alone"));
  if (!options.forget && !options.dry_run && !options.yes && (context->json || !isatty (STDIN_FILENO)))
    return ddi_cli_misuse ("restore", _ ("changes the database: look with --dry-run, then say --yes"));
  if (ddi_cli_backup_place_open (&place, context, &error))
    status = options.forget ? forget (&place, context, &error)
                            : restore (&place, context, &options, argv[1], &error);
  ddi_cli_backup_place_close (&place, &error);
  if (error)
    return ddi_cli_fail ("restore", "%s", error->message);
  return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "cli/ddi-cli-restore.h"
#include "cluster/ddi-cluster.h"
#include "tasks/ddi-recovery.h"

static void
print_done (const DdiCliContext *context, const DdiRestorePlan *plan, gboolean restored, const char *kept)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!context->json)
    {
      if (restored)
        g_print (_ ("Restored. What was there before is kept in %s\n"
                    "until: dunkin-demand-cli restore --forget-old; it comes back with: restore --undo\n"
                    "Everybody has to sign in again.\n"),
                 kept ? kept : "–");
      return;
    }
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "restored");
  json_builder_add_boolean_value (builder, restored);
  if (plan)
    ddi_cli_restore_add_plan (builder, plan);
  if (kept)
    {
      json_builder_set_member_name (builder, "kept_directory");
      json_builder_add_string_value (builder, kept);
    }
  json_builder_end_object (builder);
  ddi_cli_print_json (builder);
}

static gboolean
go_back (const DdiBackupServer *server, const DdiCliContext *context, const DdiCliRestoreTime *options,
         DdiRecoveryOptions *wanted, GError **error)
{
  g_autoptr (DdiRestorePlan) plan = ddi_recovery_prepare (server, wanted, ddi_cli_get_cancellable (), error);
  g_autofree char *kept = NULL;
  gboolean good = FALSE;

  ddi_cli_backup_progress_end ();
  if (plan == NULL)
    return FALSE;
  if (!context->json)
    ddi_cli_restore_print_plan (plan);
  if (options->dry_run)
    good = TRUE;
  else if (!options->yes && !ddi_cli_restore_agree ())
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("nothing was restored"));
  else
    good = ddi_recovery_apply (server, wanted, &kept, ddi_cli_get_cancellable (), error);
  ddi_cli_backup_progress_end ();
  ddi_recovery_discard (server);
  if (good)
    print_done (context, plan, !options->dry_run, kept);
  return good;
}

static gboolean
take_back (const DdiBackupServer *server, const DdiCliContext *context, const DdiCliRestoreTime *options,
           GError **error)
{
  g_autofree char *kept = NULL;

  if (!options->yes && !ddi_cli_restore_agree ())
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("nothing was restored"));
      return FALSE;
    }
  if (!ddi_recovery_undo (server, &kept, ddi_cli_get_cancellable (), error))
    return FALSE;
  print_done (context, NULL, TRUE, kept);
  return TRUE;
}

/* A home whose database does not start is what one goes back from, too. */
static gboolean
open_place (DdiCliBackupPlace *place, const DdiCliContext *context, gboolean *without_live, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (ddi_cli_backup_place_open (place, context, &local))
    return TRUE;
  if (context->connection || local->domain != DDI_CLUSTER_ERROR ||
      g_error_matches (local, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_NO_SERVER))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  g_printerr (_ ("The database as it is now does not start, so nothing can be compared: %s\n"),
              local->message);
  place->server = g_new0 (DdiBackupServer, 1);
  place->server->home = ddi_cli_dup_directory (context);
  *without_live = TRUE;
  return TRUE;
}

DdiCliExit
ddi_cli_restore_time (const DdiCliContext *context, const DdiCliRestoreTime *options)
{
  DdiRecoveryOptions wanted = { .progress = ddi_cli_backup_progress_cb };
  DdiCliBackupPlace place = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean good = FALSE;

  if (options->moment && !g_str_equal (options->moment, "end") &&
      !ddi_recovery_parse_moment (options->moment, &wanted.moment))
    return ddi_cli_misuse ("--to-time", _ ("is a moment like “2026-11-25 14:05”, or end, not %s"),
                           options->moment);
  if (open_place (&place, context, &wanted.without_live, &error))
    good = options->undo ? take_back (place.server, context, options, &error)
                         : go_back (place.server, context, options, &wanted, &error);
  ddi_cli_backup_place_close (&place, &error);
  return good && error == NULL ? DDI_CLI_GOOD : ddi_cli_fail ("restore", "%s", error->message);
}

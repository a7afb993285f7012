/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "auth/ddi-auth-error.h"
#include "tasks/ddi-backup-private.h"

static gboolean
restore_and_compare (const DdiBackupLoad *load, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiRestoreTarget) target = NULL;

  if (!ddi_backup_check_version (load->backup, error))
    return FALSE;
  target = ddi_restore_target_open (load->server->admin, "verify", cancellable, error);
  return target && ddi_backup_load (load, target, cancellable, error);
}

/* Nothing is changed where the backup is another database's, or the list is an older schema's. */
static void
record (const DdiBackupServer *server, const DdiBackup *backup, const char *verified_at, const char *verdict)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiBackupSession) session = ddi_backup_session_open (server->owner, &error);
  const char *values[] = { ddi_backup_get_text (backup, "id"), verified_at, verdict };
  g_autoptr (DdiRows) rows = session ? ddi_backup_session_query (session, "backup/record-verdict", values,
                                                                 G_N_ELEMENTS (values), &error)
                                     : NULL;

  if (rows == NULL)
    g_message ("%s", error->message);
}

/* A verdict is the backup's fault only: a server that went away says nothing about it. */
static gboolean
is_verdict (const GError *error)
{
  return g_error_matches (error, DDI_BACKUP_ERROR, DDI_BACKUP_ERROR_DAMAGED) ||
         g_error_matches (error, DDI_AUTH_ERROR, DDI_AUTH_ERROR_DAMAGED) ||
         g_error_matches (error, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_CHILD);
}

gboolean
ddi_backup_verify (const DdiBackupServer *server, const DdiBackupVerifyOptions *options,
                   GCancellable *cancellable, GError **error)
{
  DdiBackupProgress progress = { options->progress, options->user_data };
  g_autoptr (DdiBackup) backup = ddi_backup_read (options->path, error);
  DdiBackupLoad load = { server, backup, options->passphrase, &progress };
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *stamp = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
  g_autoptr (GError) local = NULL;

  if (backup == NULL || !ddi_backup_unseal (backup, options->passphrase, error))
    return FALSE;
  if (restore_and_compare (&load, cancellable, &local))
    {
      json_object_set_string_member (backup->manifest, "verified_at", stamp);
      record (server, backup, stamp, NULL);
      return ddi_backup_write_manifest (backup, error);
    }
  if (is_verdict (local))
    {
      json_object_remove_member (backup->manifest, "verified_at");
      record (server, backup, NULL, local->message);
      ddi_backup_write_manifest (backup, NULL);
    }
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

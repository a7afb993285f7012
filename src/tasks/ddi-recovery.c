/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-recovery.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <unistd.h>

#include "cluster/ddi-cluster-lock.h"
#include "cluster/ddi-cluster-swap.h"
#include "cluster/ddi-server.h"
#include "db/ddi-superuser.h"
#include "tasks/ddi-recovery-private.h"
#include "tasks/ddi-restore-private.h"

#define DATABASE "dunkin_demand"
/* How long the newest segment may take to be kept, seconds. */
#define PATIENCE 70

gboolean
ddi_recovery_parse_moment (const char *text, gint64 *moment)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *iso = g_strdelimit (g_strstrip (g_strdup (text)), " ", 'T');
  g_autofree char *full = NULL;
  g_autoptr (GDateTime) when = NULL;
  int end = 0;

  /* Without seconds, which ISO 8601 allows and GLib does not. */
  if (sscanf (iso, "%*4d-%*2d-%*2dT%*2d:%*2d%n", &end) == 0 && end > 0 && iso[end] == '\0')
    full = g_strconcat (iso, ":00", NULL);
  when = g_date_time_new_from_iso8601 (full ? full : iso, zone);
  if (when == NULL)
    return FALSE;
  *moment = g_date_time_to_unix (when);
  return TRUE;
}

char *
ddi_recovery_format_moment (gint64 moment)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_local (moment);

  return when ? g_date_time_format (when, "%Y-%m-%d %H:%M:%S") : g_strdup ("–");
}

/* So that everything until now is in the log that is kept; where it cannot be, what is there has to do. */
static void
close_segment (DdiClusterLayout *layout, const DdiBackupServer *server, GCancellable *cancellable)
{
  g_autoptr (DdiRows) mark = ddi_superuser_ask (server->admin, "recovery/write-mark", NULL);
  g_autoptr (DdiRows) name = mark && ddi_wal_archive_get_days (layout) > 0
                                 ? ddi_superuser_ask (server->admin, "recovery/close-segment", NULL)
                                 : NULL;
  g_autofree char *path =
      name ? g_strdup_printf ("%s/segments/%s.gz", layout->wal, ddi_rows_get_text (name, 0, 0)) : NULL;

  for (guint i = 0; path && i < PATIENCE * 20 && !g_file_test (path, G_FILE_TEST_EXISTS); i++)
    {
      g_autoptr (DdiRows) rows =
          i % 20 == 19 ? ddi_superuser_ask (server->admin, "recovery/read-archiver", NULL) : NULL;

      /* It will be tried again, but not soon. */
      if ((rows && ddi_rows_get_boolean (rows, 0, ddi_rows_column (rows, "failing"))) ||
          !ddi_cluster_pause (50, cancellable, NULL))
        return;
    }
}

void
ddi_recovery_discard (const DdiBackupServer *server)
{
  g_autofree char *staging = server->home ? ddi_recovery_dup_staging (server->home) : NULL;
  gboolean stopped = FALSE;

  if (staging == NULL || !g_file_test (staging, G_FILE_TEST_EXISTS))
    return;
  /* One that a killed program has left runs on. */
  if (ddi_cluster_stop (staging, &stopped, NULL, NULL) && stopped)
    ddi_server_remove_tree (staging);
}

/* What was recovered stands for a backup of that moment. */
static DdiBackup *
describe (DdiCluster *cluster, gint64 moment, const DdiBackupProgress *progress, GCancellable *cancellable,
          GError **error)
{
  g_autoptr (DdiBackup) self = g_new0 (DdiBackup, 1);
  g_autofree char *owner = ddi_cluster_dup_conninfo (cluster, DDI_CLUSTER_OWNER, DATABASE);
  g_autoptr (DdiBackupSession) session = ddi_backup_session_open (owner, error);
  g_autofree char *when =
      ddi_recovery_format_moment (moment > 0 ? moment : g_get_real_time () / G_USEC_PER_SEC);

  self->path = g_strdup (ddi_cluster_get_home (cluster));
  self->manifest = json_object_new ();
  if (session == NULL || !ddi_backup_session_describe (session, self->manifest, error) ||
      !ddi_backup_session_digest (session, NULL, NULL, self->manifest, ddi_restore_read_step_cb,
                                  (gpointer)progress, cancellable, error))
    return NULL;
  json_object_set_string_member (self->manifest, "made_at", when);
  json_object_set_string_member (self->manifest, "verified_at", when);
  return ddi_backup_check_version (self, error) ? g_steal_pointer (&self) : NULL;
}

static DdiRestorePlan *
plan (DdiCluster *cluster, const DdiBackupServer *server, const DdiRecoveryOptions *options,
      GCancellable *cancellable, GError **error)
{
  const DdiBackupProgress progress = { options->progress, options->user_data };
  DdiBackup *backup = describe (cluster, options->moment, &progress, cancellable, error);

  DdiRestorePlan *self;

  if (backup == NULL)
    return NULL;
  self = ddi_restore_plan_for (backup, options->without_live ? NULL : server, NULL, &progress, cancellable,
                               error);
  if (self)
    self->moment = options->moment > 0 ? options->moment : g_get_real_time () / G_USEC_PER_SEC;
  return self;
}

static DdiRestorePlan *
prepare (DdiClusterLayout *layout, const DdiBackupServer *server, const DdiRecoveryOptions *options,
         GCancellable *cancellable, GError **error)
{
  const DdiBackupProgress progress = { options->progress, options->user_data };
  g_autoptr (DdiContinuousBase) base = NULL;
  g_autoptr (DdiCluster) cluster = NULL;
  DdiRestorePlan *self;

  ddi_recovery_discard (server);
  ddi_backup_progress_tell (&progress, _ ("Checking the log"), 0, 0);
  if (!options->without_live)
    close_segment (layout, server, cancellable);
  base = ddi_recovery_choose (layout, options->moment, &progress, cancellable, error);
  if (base == NULL)
    return NULL;
  cluster = ddi_recovery_replay (layout, base, options->moment, &progress, cancellable, error);
  if (cluster == NULL)
    return NULL;
  self = plan (cluster, server, options, cancellable, error);
  if (ddi_cluster_close (cluster, self ? error : NULL) || self == NULL)
    return self;
  ddi_restore_plan_free (self);
  return NULL;
}

static DdiClusterLayout *
open_layout (const DdiBackupServer *server, GError **error)
{
  if (server->home)
    return ddi_cluster_layout_new (server->home, error);
  g_set_error_literal (
      error, DDI_CONTINUOUS_ERROR, DDI_CONTINUOUS_ERROR_OFF,
      _ ("This database is on a server; going back to a moment is arranged there, by whoever runs it"));
  return NULL;
}

DdiRestorePlan *
ddi_recovery_prepare (const DdiBackupServer *server, const DdiRecoveryOptions *options,
                      GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiClusterLayout) layout = open_layout (server, error);
  DdiRestorePlan *self;
  int fd;

  if (layout == NULL)
    return NULL;
  fd = ddi_continuous_lock (layout, error);
  if (fd < 0)
    return NULL;
  self = prepare (layout, server, options, cancellable, error);
  if (self == NULL)
    ddi_recovery_discard (server);
  close (fd);
  return self;
}

/* ---- The second step ---- */

static gboolean
freshen (const DdiBackupServer *server, const char *staging, const DdiRecoveryOptions *options,
         GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiCluster) cluster = ddi_cluster_open (staging, cancellable, error);
  g_autofree char *owner = NULL, *when = ddi_recovery_format_moment (options->moment);
  const char *entry[] = { NULL, when, NULL, NULL };
  gboolean good;

  if (cluster == NULL)
    return FALSE;
  owner = ddi_cluster_dup_conninfo (cluster, DDI_CLUSTER_OWNER, DATABASE);
  good = ddi_restore_freshen (options->without_live ? NULL : server->owner, owner, entry, cancellable, error);
  return ddi_cluster_close (cluster, good ? error : NULL) && good;
}

/* The next recovery must not take the number of this timeline once more. */
static gboolean
keep_histories (DdiClusterLayout *layout, const char *data, GError **error)
{
  g_autofree char *folder = g_build_filename (data, "pg_wal", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".history"))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        if (!ddi_wal_archive_add (layout, path, error))
          return FALSE;
      }
  return dir != NULL;
}

/* What comes from here on needs a base of its own, which this makes due. */
static void
make_base_due (DdiClusterLayout *layout)
{
  g_autofree char *gap = g_build_filename (layout->wal, "gap", NULL);

  if (g_file_set_contents (gap, "recovery\n", -1, NULL))
    ddi_server_account_own (layout->account, gap, NULL);
}

static gboolean
apply (DdiClusterLayout *layout, const DdiBackupServer *server, const DdiRecoveryOptions *options,
       char **kept, GCancellable *cancellable, GError **error)
{
  g_autofree char *staging = ddi_recovery_dup_staging (layout->home);
  g_autofree char *data = g_build_filename (staging, "data", NULL);

  if (!g_file_test (data, G_FILE_TEST_IS_DIR))
    {
      g_set_error_literal (error, DDI_CONTINUOUS_ERROR, DDI_CONTINUOUS_ERROR_BUSY,
                           _ ("What was prepared is no longer there; begin again"));
      return FALSE;
    }
  if (!freshen (server, staging, options, cancellable, error) || !keep_histories (layout, data, error) ||
      g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  make_base_due (layout);
  return ddi_cluster_swap (layout->home, data, kept, cancellable, error);
}

gboolean
ddi_recovery_apply (const DdiBackupServer *server, const DdiRecoveryOptions *options, char **kept,
                    GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiClusterLayout) layout = open_layout (server, error);
  g_autoptr (GError) late = NULL;
  gboolean good;
  int fd;

  *kept = NULL;
  if (layout == NULL)
    return FALSE;
  fd = ddi_continuous_lock (layout, error);
  if (fd < 0)
    return FALSE;
  good = apply (layout, server, options, kept, cancellable, error);
  ddi_recovery_discard (server);
  close (fd);
  /* What was asked for is done, whatever comes of the new base; the page tells how it stands. */
  if (good && !options->without_live &&
      !ddi_continuous_keep (server, FALSE, options->progress, options->user_data, cancellable, &late))
    g_message ("no base was made: %s", late->message);
  return good;
}

gboolean
ddi_recovery_undo (const DdiBackupServer *server, char **kept, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiClusterLayout) layout = open_layout (server, error);
  g_autoptr (GPtrArray) former = NULL;

  *kept = NULL;
  if (layout == NULL)
    return FALSE;
  former = ddi_cluster_list_kept (layout->home);
  if (former->len == 0)
    {
      g_set_error (error, DDI_CONTINUOUS_ERROR, DDI_CONTINUOUS_ERROR_MOMENT,
                   _ ("No former data directory is kept in %s"), layout->home);
      return FALSE;
    }
  if (g_file_test (layout->wal, G_FILE_TEST_IS_DIR))
    make_base_due (layout);
  return ddi_cluster_swap (layout->home, former->pdata[0], kept, cancellable, error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/statvfs.h>

#include "cluster/ddi-backup-child.h"
#include "cluster/ddi-cluster-lock.h"
#include "cluster/ddi-server-binaries.h"
#include "cluster/ddi-server-error.h"
#include "cluster/ddi-server.h"
#include "db/ddi-superuser.h"
#include "exchange/ddi-tree-unpack.h"
#include "tasks/ddi-recovery-private.h"

/* What is left of the disk beside what is unpacked. */
#define RESERVE ((gint64)DDI_WAL_RESERVE * 1024 * 1024)
/* What the server says where the log ends before the moment. */
#define ENDED "recovery ended before configured recovery target was reached"

char *
ddi_recovery_dup_staging (const char *home)
{
  return g_build_filename (home, "recovery", NULL);
}

static gboolean
check_room (const char *home, const DdiContinuousBase *base, GError **error)
{
  struct statvfs info;
  g_autofree char *needed = g_format_size ((guint64)(base->unpacked + RESERVE));
  g_autofree char *free = NULL;
  gint64 room;

  if (statvfs (home, &info) != 0)
    return TRUE;
  room = (gint64)info.f_bavail * (gint64)info.f_frsize;
  if (room >= base->unpacked + RESERVE)
    return TRUE;
  free = g_format_size ((guint64)room);
  g_set_error (error, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_DISK,
               _ ("Going back needs room for a second copy of the data: %s, and %s are free"), needed, free);
  return FALSE;
}

static gboolean
make_folder (DdiClusterLayout *layout, const char *path, GError **error)
{
  return g_mkdir (path, 0700) == 0 ? ddi_server_account_own (layout->account, path, error)
                                   : ddi_server_error_from_errno (error, errno, path);
}

static gboolean
unpack (DdiClusterLayout *layout, const DdiContinuousBase *base, const char *data, GCancellable *cancellable,
        GError **error)
{
  g_autofree char *tar = g_build_filename (base->path, "base.tar.gz", NULL);
  g_autofree char *log_tar = g_build_filename (base->path, "pg_wal.tar.gz", NULL);
  g_autofree char *log = g_build_filename (data, "pg_wal", NULL);
  const DdiServerAccount *account = layout->account;

  return ddi_tree_unpack (tar, data, account->uid, account->gid, NULL, cancellable, error) &&
         ddi_tree_unpack (log_tar, log, account->uid, account->gid, NULL, cancellable, error);
}

/* Every file is what it was when it was copied. */
static gboolean
verify (const DdiContinuousBase *base, const char *data, GCancellable *cancellable, GError **error)
{
  g_autofree char *manifest = g_strdup_printf ("--manifest-path=%s/backup_manifest", base->path);
  g_autofree char *version_path = g_build_filename (data, "PG_VERSION", NULL);
  g_autofree char *version = NULL;
  g_autoptr (DdiServerBinaries) binaries = NULL;
  const char *argv[] = { "pg_verifybackup", "--no-parse-wal", manifest, data, NULL };
  g_auto (GStrv) environment = g_get_environ ();
  DdiBackupChild child = { .argv = argv, .in_fd = -1, .out_fd = -1 };
  g_autoptr (GError) local = NULL;

  if (!g_file_get_contents (version_path, &version, NULL, error))
    return FALSE;
  binaries = ddi_server_binaries_find_copy_tools ((int)g_ascii_strtoll (version, NULL, 10), error);
  if (binaries == NULL)
    return FALSE;
  child.directory = binaries->directory;
  child.environment = (const char *const *)environment;
  if (ddi_backup_child_run (&child, cancellable, &local))
    return TRUE;
  if (g_error_matches (local, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_CHILD))
    g_set_error (error, DDI_CONTINUOUS_ERROR, DDI_CONTINUOUS_ERROR_DAMAGED,
                 _ ("The copy that this moment starts from is damaged: %s"), local->message);
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* What the user has set for the home holds here, too. */
static gboolean
write_settings (DdiClusterLayout *layout, const char *staging, const DdiContinuousBase *base, gint64 moment,
                GError **error)
{
  g_autofree char *path = g_build_filename (staging, "settings.conf", NULL);
  g_autofree char *own_path = g_build_filename (layout->home, "settings.conf", NULL);
  g_autofree char *signal = g_build_filename (staging, "data", "recovery.signal", NULL);
  g_autofree char *own = NULL, *time = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_utc (moment);

  if (g_file_get_contents (own_path, &own, NULL, NULL))
    g_string_append_printf (text, "%s\n", own);
  g_string_append_printf (text,
                          "archive_mode = off\n"
                          "restore_command = 'sh ../../wal/restore.sh \"%%f\" \"%%p\"'\n"
                          "recovery_target_timeline = '%u'\n"
                          "recovery_target_action = 'promote'\n",
                          base->timeline);
  if (moment > 0)
    {
      time = g_date_time_format (when, "%Y-%m-%d %H:%M:%S+00");
      g_string_append_printf (text, "recovery_target_time = '%s'\n", time);
    }
  return g_file_set_contents_full (path, text->str, -1, G_FILE_SET_CONTENTS_NONE, 0600, error) &&
         ddi_server_account_own (layout->account, path, error) &&
         g_file_set_contents_full (signal, "", 0, G_FILE_SET_CONTENTS_NONE, 0600, error) &&
         ddi_server_account_own (layout->account, signal, error);
}

/* What the server said, in place of what followed from it. */
static void
explain (const char *staging, gint64 moment, GError **error)
{
  g_autofree char *path = g_build_filename (staging, "server.log", NULL);
  g_autofree char *log = NULL, *wanted = NULL;

  if (!g_file_get_contents (path, &log, NULL, NULL) || strstr (log, ENDED) == NULL)
    return;
  wanted = ddi_recovery_format_moment (moment);
  g_clear_error (error);
  g_set_error (error, DDI_CONTINUOUS_ERROR, DDI_CONTINUOUS_ERROR_MOMENT,
               _ ("The log ends before %s; choose an earlier moment, or go to where it ends"), wanted);
}

static void
tell_progress (DdiRows *rows, const DdiContinuousBase *base, gint64 moment, const DdiBackupProgress *progress)
{
  gint64 end = moment > 0 ? moment : g_get_real_time () / G_USEC_PER_SEC;
  gint64 span = MAX (end - base->finished, 1);
  gint64 at = ddi_rows_get_int (rows, 0, ddi_rows_column (rows, "replayed")) - base->finished;

  ddi_backup_progress_tell (progress, _ ("Doing again what was done"),
                            (guint)(CLAMP (at, 0, span) * 100 / span), 100);
}

static gboolean
wait_until_recovered (DdiCluster *cluster, const DdiContinuousBase *base, gint64 moment,
                      const DdiBackupProgress *progress, GCancellable *cancellable, GError **error)
{
  g_autofree char *conninfo = ddi_cluster_dup_conninfo (cluster, DDI_CLUSTER_SUPERUSER, "postgres");

  while (TRUE)
    {
      g_autoptr (DdiRows) rows = ddi_superuser_ask (conninfo, "recovery/read-progress", error);

      if (rows == NULL)
        return FALSE;
      if (!ddi_rows_get_boolean (rows, 0, ddi_rows_column (rows, "recovering")))
        return TRUE;
      tell_progress (rows, base, moment, progress);
      if (!ddi_cluster_pause (100, cancellable, error))
        return FALSE;
    }
}

static gboolean
prepare (DdiClusterLayout *layout, const DdiContinuousBase *base, gint64 moment, const char *staging,
         const DdiBackupProgress *progress, GCancellable *cancellable, GError **error)
{
  g_autofree char *data = g_build_filename (staging, "data", NULL);

  ddi_backup_progress_tell (progress, _ ("Unpacking the copy"), 0, 0);
  return check_room (layout->home, base, error) && ddi_wal_archive_prepare (layout, error) &&
         make_folder (layout, staging, error) && make_folder (layout, data, error) &&
         unpack (layout, base, data, cancellable, error) && verify (base, data, cancellable, error) &&
         write_settings (layout, staging, base, moment, error);
}

DdiCluster *
ddi_recovery_replay (DdiClusterLayout *layout, const DdiContinuousBase *base, gint64 moment,
                     const DdiBackupProgress *progress, GCancellable *cancellable, GError **error)
{
  g_autofree char *staging = ddi_recovery_dup_staging (layout->home);
  g_autoptr (DdiCluster) cluster = NULL;

  if (!prepare (layout, base, moment, staging, progress, cancellable, error))
    return NULL;
  ddi_backup_progress_tell (progress, _ ("Doing again what was done"), 0, 100);
  cluster = ddi_cluster_open (staging, cancellable, error);
  if (cluster && wait_until_recovered (cluster, base, moment, progress, cancellable, error))
    return g_steal_pointer (&cluster);
  if (cluster)
    ddi_cluster_close (cluster, NULL);
  explain (staging, moment, error);
  return NULL;
}

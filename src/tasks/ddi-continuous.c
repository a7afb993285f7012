/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-continuous.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "cluster/ddi-cluster-lock.h"
#include "cluster/ddi-cluster-swap.h"
#include "cluster/ddi-cluster.h"
#include "cluster/ddi-server.h"
#include "tasks/ddi-continuous-private.h"

#define DAY (24 * 60 * 60)
/* A little less than a day, so that a program that starts each morning at eight makes one each day. */
#define BASE_EVERY (DAY - 2 * 60 * 60)

G_DEFINE_QUARK (ddi - continuous - error - quark, ddi_continuous_error)

void
ddi_continuous_status_free (DdiContinuousStatus *self)
{
  g_free (self->trouble);
  g_free (self);
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

int
ddi_continuous_lock (DdiClusterLayout *layout, GError **error)
{
  g_autofree char *path = g_build_filename (layout->home, "wal.lock", NULL);
  gboolean busy;
  int fd = ddi_cluster_lock_try (layout, path, &busy, error);

  if (fd < 0 && busy)
    g_set_error_literal (error, DDI_CONTINUOUS_ERROR, DDI_CONTINUOUS_ERROR_BUSY,
                         _ ("Another program is working on the continuous backup just now; try again soon"));
  return fd;
}

static gint64
now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

/* ---- How it stands ---- */

static void
read_archiver (const DdiBackupServer *server, DdiContinuousStatus *self)
{
  g_autoptr (DdiBackupSession) session = ddi_backup_session_open (server->owner, NULL);
  g_autoptr (DdiRows) rows =
      session ? ddi_backup_session_query (session, "recovery/read-archiver", NULL, 0, NULL) : NULL;

  if (rows == NULL)
    return;
  self->last = ddi_rows_get_int (rows, 0, ddi_rows_column (rows, "last_at"));
  if (self->days == 0 || self->trouble)
    return;
  if (g_strcmp0 (ddi_rows_get_text (rows, 0, ddi_rows_column (rows, "mode")), "on") != 0)
    self->trouble = g_strdup (_ ("The database server does not keep its log yet; start the program anew"));
  else if (ddi_rows_get_boolean (rows, 0, ddi_rows_column (rows, "failing")))
    self->trouble =
        g_strdup (_ ("The log cannot be kept: the disk may be full. The shop goes on, but the newest "
                     "changes cannot be gone back to"));
}

static gint64
measure_room (const char *home)
{
  struct statvfs info;

  return statvfs (home, &info) == 0 ? (gint64)info.f_bavail * (gint64)info.f_frsize : 0;
}

/* What the last days took, from files that are two days old at most. */
static gint64
measure_day (DdiClusterLayout *layout, GPtrArray *bases)
{
  g_autofree char *folder = g_build_filename (layout->wal, "segments", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  gint64 total = 0, oldest = now ();

  while (dir && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      struct stat info;

      if (lstat (path, &info) != 0 || info.st_mtime < now () - 2 * DAY)
        continue;
      total += info.st_size;
      oldest = MIN (oldest, (gint64)info.st_mtime);
    }
  if (bases->len == 0 || now () - oldest < DAY / 4)
    return -1;
  return total * DAY / MAX (now () - oldest, 1) + ((DdiContinuousBase *)bases->pdata[bases->len - 1])->bytes;
}

static void
read_kept (DdiClusterLayout *layout, DdiContinuousStatus *self)
{
  g_autoptr (GPtrArray) kept = ddi_cluster_list_kept (layout->home);

  self->n_kept = kept->len;
  for (guint i = 0; i < kept->len; i++)
    self->kept_bytes += ddi_continuous_measure (kept->pdata[i]);
}

DdiContinuousStatus *
ddi_continuous_read (const DdiBackupServer *server, GError **error)
{
  g_autoptr (DdiClusterLayout) layout = open_layout (server, error);
  g_autoptr (DdiContinuousStatus) self = NULL;
  g_autoptr (GPtrArray) bases = NULL;
  g_autofree char *segments = NULL, *gap = NULL;

  if (layout == NULL)
    return NULL;
  self = g_new0 (DdiContinuousStatus, 1);
  bases = ddi_continuous_list_bases (layout->home);
  segments = g_build_filename (layout->wal, "segments", NULL);
  gap = g_build_filename (layout->wal, "gap", NULL);
  self->days = ddi_wal_archive_get_days (layout);
  self->n_bases = bases->len;
  for (guint i = 0; i < bases->len; i++)
    self->base_bytes += ((DdiContinuousBase *)bases->pdata[i])->bytes;
  self->first = bases->len > 0 ? ((DdiContinuousBase *)bases->pdata[0])->finished : 0;
  self->segment_bytes = ddi_continuous_measure (segments);
  self->room = measure_room (layout->home);
  self->daily = measure_day (layout, bases);
  self->data_bytes = ddi_continuous_measure (layout->data);
  read_kept (layout, self);
  if (self->days > 0 && g_file_test (gap, G_FILE_TEST_EXISTS))
    self->trouble = g_strdup (
        _ ("A part of the log was given up so that the shop could go on (the disk was full, or "
           "could not be written). Moments from there on can be reached again after the next copy"));
  read_archiver (server, self);
  return g_steal_pointer (&self);
}

/* ---- What is kept ---- */

static gboolean
is_due (DdiClusterLayout *layout, GPtrArray *bases)
{
  g_autofree char *gap = g_build_filename (layout->wal, "gap", NULL);

  return bases->len == 0 || g_file_test (gap, G_FILE_TEST_EXISTS) ||
         ((DdiContinuousBase *)bases->pdata[bases->len - 1])->finished < now () - BASE_EVERY;
}

/* A gap from before the base is none any more. */
static gboolean
make_base (DdiClusterLayout *layout, const DdiBackupServer *server, const DdiBackupProgress *progress,
           GCancellable *cancellable, GError **error)
{
  g_autofree char *gap = g_build_filename (layout->wal, "gap", NULL);
  g_autofree char *former = g_strconcat (gap, ".former", NULL);
  gboolean there = g_rename (gap, former) == 0 || g_file_test (former, G_FILE_TEST_EXISTS);

  if (ddi_continuous_make_base (server, progress, cancellable, error))
    {
      g_unlink (former);
      return TRUE;
    }
  if (there)
    g_rename (former, gap);
  return FALSE;
}

/* The oldest base that is needed to reach the first of the days; -1: none is too old. */
static int
find_oldest (GPtrArray *bases, int days)
{
  int oldest = 0;

  for (guint i = 0; i < bases->len; i++)
    if (((DdiContinuousBase *)bases->pdata[i])->finished <= now () - (gint64)days * DAY)
      oldest = (int)i;
  return oldest;
}

static void
prune_segments (DdiClusterLayout *layout, guint64 first)
{
  g_autofree char *folder = g_build_filename (layout->wal, "segments", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) old = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *bare = g_strndup (name, 24);
      guint timeline;
      guint64 number;

      if (ddi_wal_segment_parse (bare, &timeline, &number) && number < first)
        g_ptr_array_add (old, g_build_filename (folder, name, NULL));
    }
  for (guint i = 0; i < old->len; i++)
    g_unlink (old->pdata[i]);
}

static void
prune (DdiClusterLayout *layout)
{
  g_autoptr (GPtrArray) bases = ddi_continuous_list_bases (layout->home);
  int days = ddi_wal_archive_get_days (layout);
  int oldest = find_oldest (bases, days);
  guint64 first = G_MAXUINT64;

  if (bases->len == 0)
    return;
  for (int i = 0; i < oldest; i++)
    ddi_server_remove_tree (((DdiContinuousBase *)bases->pdata[i])->path);
  for (guint i = (guint)oldest; i < bases->len; i++)
    first = MIN (first, ((DdiContinuousBase *)bases->pdata[i])->segment);
  prune_segments (layout, first);
}

/* The server of a recovery that was killed. */
static void
stop_leftover (DdiClusterLayout *layout)
{
  g_autofree char *staging = g_build_filename (layout->home, "recovery", NULL);

  if (g_file_test (staging, G_FILE_TEST_EXISTS))
    ddi_cluster_stop (staging, NULL, NULL, NULL);
}

gboolean
ddi_continuous_keep (const DdiBackupServer *server, gboolean force, DdiBackupProgressFunc progress,
                     gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiClusterLayout) layout = server->home ? open_layout (server, error) : NULL;
  g_autoptr (GPtrArray) bases = NULL;
  DdiBackupProgress tell = { progress, user_data };
  gboolean good;
  int fd;

  if (server->home == NULL)
    return TRUE;
  if (layout == NULL)
    return FALSE;
  if (ddi_wal_archive_get_days (layout) == 0)
    return TRUE;
  fd = ddi_continuous_lock (layout, error);
  if (fd < 0)
    return FALSE;
  stop_leftover (layout);
  bases = ddi_continuous_list_bases (layout->home);
  good = !(force || is_due (layout, bases)) || make_base (layout, server, &tell, cancellable, error);
  if (good)
    prune (layout);
  close (fd);
  return good;
}

/* ---- The switch ---- */

static gboolean
switch_on (DdiClusterLayout *layout, const DdiBackupServer *server, int days, DdiBackupProgressFunc progress,
           gpointer user_data, GCancellable *cancellable, GError **error)
{
  gboolean was_on = ddi_wal_archive_get_days (layout) > 0;

  if (!ddi_wal_archive_check_tools (error) || !ddi_wal_archive_set_days (layout, days, error))
    return FALSE;
  if (was_on)
    return ddi_continuous_keep (server, FALSE, progress, user_data, cancellable, error);
  /* What was kept before it was off last does not lead up to now. */
  if (ddi_cluster_restart (layout->home, cancellable, error) &&
      ddi_continuous_keep (server, TRUE, progress, user_data, cancellable, error))
    return TRUE;
  ddi_wal_archive_set_days (layout, 0, NULL);
  ddi_cluster_restart (layout->home, NULL, NULL);
  return FALSE;
}

gboolean
ddi_continuous_set (const DdiBackupServer *server, int days, DdiBackupProgressFunc progress,
                    gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiClusterLayout) layout = open_layout (server, error);

  if (layout == NULL)
    return FALSE;
  if (days > 0)
    return switch_on (layout, server, days, progress, user_data, cancellable, error);
  if (ddi_wal_archive_get_days (layout) == 0)
    return TRUE;
  return ddi_wal_archive_set_days (layout, 0, error) &&
         ddi_cluster_restart (layout->home, cancellable, error);
}

gboolean
ddi_continuous_forget (const DdiBackupServer *server, GError **error)
{
  g_autoptr (DdiClusterLayout) layout = open_layout (server, error);
  int fd;

  if (layout == NULL)
    return FALSE;
  if (ddi_wal_archive_get_days (layout) > 0)
    {
      g_set_error_literal (error, DDI_CONTINUOUS_ERROR, DDI_CONTINUOUS_ERROR_BUSY,
                           _ ("The continuous backup is on; switch it off first"));
      return FALSE;
    }
  fd = ddi_continuous_lock (layout, error);
  if (fd < 0)
    return FALSE;
  ddi_server_remove_tree (layout->wal);
  close (fd);
  return TRUE;
}

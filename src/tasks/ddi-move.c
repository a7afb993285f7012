/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-move.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "cluster/ddi-cluster-lock.h"
#include "cluster/ddi-cluster-swap.h"
#include "cluster/ddi-server-binaries.h"
#include "cluster/ddi-server.h"
#include "db/ddi-conninfo.h"
#include "db/ddi-migrator.h"
#include "tasks/ddi-continuous-private.h"
#include "tasks/ddi-recovery-private.h"
#include "tasks/ddi-restore-home.h"
#include "tasks/ddi-restore-private.h"

#define DATABASE "dunkin_demand"
#define LABEL "moving"
/* How often it is begun anew because somebody went on entering. */
#define ATTEMPTS 3

G_DEFINE_QUARK (ddi - move - error - quark, ddi_move_error)

void
ddi_move_result_free (DdiMoveResult *self)
{
  g_free (self->backup);
  g_free (self->kept);
  g_free (self->address);
  g_free (self);
}

/* Who is signed in, and what is logged of that and of backups, goes on while the data move. */
static gboolean
is_incidental (const char *table)
{
  static const char *const tables[] = { "public.auth_sessions", "public.login_attempts", "public.backups",
                                        "public.audit_logs",    "public.audit_heads",    NULL };

  return g_strv_contains (tables, table);
}

/* FALSE without an error: something was entered since @backup was made. */
static gboolean
is_unchanged (const DdiBackupServer *from, const char *path, const DdiBackupProgress *progress,
              DdiMoveResult *result, GCancellable *cancellable, GError **error)
{
  DdiBackup *backup = ddi_backup_read (path, error);
  g_autoptr (DdiRestorePlan) plan =
      backup ? ddi_restore_plan_for (backup, from, NULL, progress, cancellable, error) : NULL;

  result->tables = 0;
  result->rows = 0;
  for (guint i = 0; plan && i < plan->tables->len; i++)
    {
      const DdiRestoreTable *table = plan->tables->pdata[i];

      if (!table->same && !is_incidental (table->table))
        return FALSE;
      result->tables++;
      result->rows += MAX (table->rows_backup, 0);
    }
  return plan != NULL;
}

static gboolean
copy (const DdiBackupServer *from, const DdiBackupServer *into, const DdiMoveOptions *options,
      DdiMoveResult *result, GCancellable *cancellable, GError **error)
{
  const DdiBackupOptions make = { .label = LABEL,
                                  .progress = options->progress,
                                  .user_data = options->user_data };
  g_autoptr (DdiBackup) backup = ddi_backup_make (from, &make, cancellable, error);
  DdiRestoreOptions restore = { .no_safety_backup = TRUE,
                                .progress = options->progress,
                                .user_data = options->user_data };
  g_autoptr (DdiRestoreResult) restored = NULL;

  if (backup == NULL)
    return FALSE;
  g_free (result->backup);
  result->backup = g_strdup (backup->path);
  restore.path = backup->path;
  restored = ddi_restore_run (into, &restore, cancellable, error);
  if (restored == NULL)
    return FALSE;
  /* The empty one, or the one of the attempt before. */
  return ddi_restore_target_forget (into->admin, restored->kept_database, error);
}

/* Restored there, compared, and nothing was entered here since. */
static gboolean
carry (const DdiBackupServer *from, const DdiBackupServer *into, const DdiMoveOptions *options,
       DdiMoveResult *result, GCancellable *cancellable, GError **error)
{
  const DdiBackupProgress progress = { options->progress, options->user_data };
  g_autoptr (GError) local = NULL;

  for (guint i = 0; i < ATTEMPTS; i++)
    {
      if (!copy (from, into, options, result, cancellable, error))
        return FALSE;
      if (is_unchanged (from, result->backup, &progress, result, cancellable, &local))
        return TRUE;
      if (local)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }
  g_set_error_literal (
      error, DDI_MOVE_ERROR, DDI_MOVE_ERROR_BUSY,
      _ ("Somebody goes on entering while the data move; wait until nobody does, and begin again"));
  return FALSE;
}

/* ---- To a server ---- */

/* What is there must be nobody's data. */
static gboolean
check_vacant (const char *owner, GError **error)
{
  g_autoptr (DdiBackupSession) session = ddi_backup_session_open (owner, error);
  g_autoptr (DdiRows) rows =
      session ? ddi_backup_session_query (session, "move/has-data", NULL, 0, error) : NULL;

  if (rows == NULL)
    return FALSE;
  if (!ddi_rows_get_boolean (rows, 0, 0))
    return TRUE;
  g_set_error (error, DDI_MOVE_ERROR, DDI_MOVE_ERROR_TAKEN,
               _ ("The database %s on that server has shops already. Choose another name in the address, or "
                  "drop it there first; nothing was changed"),
               ddi_backup_session_get_database (session));
  return FALSE;
}

/* Roles and an empty database of ours on the server. */
static DdiBackupServer *
prepare_server (const DdiMoveOptions *options, GCancellable *cancellable, GError **error)
{
  g_autofree char *secure = ddi_conninfo_secure (options->connection, options->accept_risk, error);
  g_autofree char *named = secure ? ddi_conninfo_dup_database (secure) : NULL;
  /* Nobody means the database that servers keep for themselves. */
  const char *database = named && !g_str_equal (named, "postgres") ? named : DATABASE;
  g_autofree char *maintenance = secure ? ddi_conninfo_with_database (secure, "postgres", error) : NULL;
  g_autofree char *target = maintenance ? ddi_conninfo_with_database (secure, database, error) : NULL;

  if (target == NULL || !ddi_provision (maintenance, database, cancellable, error) ||
      ddi_migrator_run (target, FALSE, NULL, cancellable, error) < 0 || !check_vacant (target, error))
    return NULL;
  return ddi_backup_server_new_for_connection (target);
}

/* One other program may still write into what is about to be put aside. */
static gboolean
check_alone (const char *home, GError **error)
{
  DdiClusterStatus status;

  if (!ddi_cluster_inspect (home, &status, error))
    return FALSE;
  if (status.n_users <= 1)
    return TRUE;
  g_set_error (error, DDI_MOVE_ERROR, DDI_MOVE_ERROR_BUSY,
               ngettext ("%u other program has the data open; close it first",
                         "%u other programs have the data open; close them first", status.n_users - 1),
               status.n_users - 1);
  return FALSE;
}

DdiMoveResult *
ddi_move_to_server (DdiHome *home, const DdiMoveOptions *options, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiMoveResult) self = g_new0 (DdiMoveResult, 1);
  g_autoptr (DdiBackupServer) from = ddi_backup_server_new_for_home (home);
  g_autoptr (DdiBackupServer) into = NULL;
  g_autofree char *label = NULL;

  if (!check_alone (from->home, error) || (into = prepare_server (options, cancellable, error)) == NULL ||
      !carry (from, into, options, self, cancellable, error) || !check_alone (from->home, error) ||
      g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  self->address = ddi_conninfo_for_role (into->owner, "ddi_app");
  label = ddi_conninfo_dup_label (self->address);
  return ddi_cluster_put_aside (from->home, label, &self->kept, error) ? g_steal_pointer (&self) : NULL;
}

/* ---- To this computer ---- */

static gboolean
check_home_free (const char *data_dir, GError **error)
{
  DdiClusterStatus status;

  if (!ddi_cluster_inspect (data_dir, &status, error))
    return FALSE;
  if (!status.initialised)
    return TRUE;
  g_set_error (
      error, DDI_MOVE_ERROR, DDI_MOVE_ERROR_TAKEN,
      _ ("There are data in %s already. Choose another folder with --data-dir, or restore a backup of "
         "the server into it"),
      data_dir);
  return FALSE;
}

DdiMoveResult *
ddi_move_to_home (const char *data_dir, const DdiMoveOptions *options, GCancellable *cancellable,
                  GError **error)
{
  const DdiHomeOptions opening = { .data_dir = data_dir };
  g_autoptr (DdiMoveResult) self = g_new0 (DdiMoveResult, 1);
  g_autofree char *secure = ddi_conninfo_secure (options->connection, options->accept_risk, error);
  g_autoptr (DdiBackupServer) from = secure ? ddi_backup_server_new_for_connection (secure) : NULL;
  g_autoptr (DdiBackupServer) into = NULL;
  g_autoptr (DdiBackupSession) session = NULL;
  g_autoptr (DdiHome) home = NULL;
  gboolean good;

  /* Before a home is made for it. */
  if (from == NULL || (session = ddi_backup_session_open (from->owner, error)) == NULL ||
      !check_home_free (data_dir, error) || !ddi_cluster_welcome (data_dir, error) ||
      (home = ddi_home_open (&opening, cancellable, error)) == NULL)
    return NULL;
  into = ddi_backup_server_new_for_home (home);
  good = carry (from, into, options, self, cancellable, error);
  return ddi_home_close (home, good ? error : NULL) && good ? g_steal_pointer (&self) : NULL;
}

/* ---- To a newer PostgreSQL ---- */

gboolean
ddi_move_find_newer (const char *data_dir, int *from_major, int *to_major)
{
  g_autoptr (DdiServerBinaries) newest = ddi_server_binaries_find (0, data_dir, NULL);
  DdiClusterStatus status;

  *from_major = *to_major = 0;
  if (newest == NULL || !ddi_cluster_inspect (data_dir, &status, NULL))
    return FALSE;
  *from_major = status.major_version;
  *to_major = newest->major;
  return status.major_version > 0 && newest->major > status.major_version;
}

static gboolean
check_newer (const char *data_dir, gboolean again, DdiMoveResult *result, GError **error)
{
  g_autoptr (DdiServerBinaries) newest = ddi_server_binaries_find (0, data_dir, error);
  DdiClusterStatus status;

  if (newest == NULL || !ddi_cluster_inspect (data_dir, &status, error))
    return FALSE;
  if (status.n_users > 0)
    {
      g_set_error (error, DDI_MOVE_ERROR, DDI_MOVE_ERROR_BUSY,
                   ngettext ("%u program has %s open; close it first",
                             "%u programs have %s open; close them first", status.n_users),
                   status.n_users, data_dir);
      return FALSE;
    }
  result->from_major = status.major_version;
  result->to_major = newest->major;
  if (newest->major > status.major_version || (again && status.initialised))
    return TRUE;
  g_set_error (
      error, DDI_MOVE_ERROR, DDI_MOVE_ERROR_NEWEST,
      _ ("The data in %s are of PostgreSQL %d, and no newer version is installed here (the newest is %d, "
         "in %s). Install one beside it (Debian: the package postgresql)"),
      data_dir, status.major_version, newest->major, newest->directory);
  return FALSE;
}

static char *
save (const char *data_dir, const DdiMoveOptions *options, GCancellable *cancellable, GError **error)
{
  const DdiHomeOptions opening = { .data_dir = data_dir };
  const DdiBackupOptions make = { .label = LABEL,
                                  .progress = options->progress,
                                  .user_data = options->user_data };
  g_autoptr (DdiHome) home = ddi_home_open (&opening, cancellable, error);
  g_autoptr (DdiBackupServer) server = home ? ddi_backup_server_new_for_home (home) : NULL;
  g_autoptr (DdiBackup) backup = server ? ddi_backup_make (server, &make, cancellable, error) : NULL;

  if (home && (!ddi_home_close (home, backup ? error : NULL) || backup == NULL))
    return NULL;
  return backup ? g_strdup (backup->path) : NULL;
}

/* The log that was kept is of the former server, whose segments have the same names. */
static void
forget_log (DdiClusterLayout *layout)
{
  g_autofree char *segments = g_build_filename (layout->wal, "segments", NULL);
  g_autofree char *bases = g_build_filename (layout->wal, "bases", NULL);

  ddi_server_remove_tree (segments);
  ddi_server_remove_tree (bases);
}

static void
count (const char *path, DdiMoveResult *result)
{
  g_autoptr (DdiBackup) backup = ddi_backup_read (path, NULL);
  JsonObject *tables = backup ? json_object_get_object_member (backup->manifest, "tables") : NULL;
  g_autoptr (GList) names = tables ? json_object_get_members (tables) : NULL;

  for (GList *name = names; name; name = name->next, result->tables++)
    result->rows +=
        json_object_get_int_member_with_default (json_object_get_object_member (tables, name->data), "rows",
                                                 0);
}

static gboolean
renew (DdiClusterLayout *layout, const DdiMoveOptions *options, DdiMoveResult *result,
       GCancellable *cancellable, GError **error)
{
  g_autofree char *staging = ddi_recovery_dup_staging (layout->home);
  g_autofree char *data = g_build_filename (staging, "data", NULL);
  DdiRestoreHome restore = { .data_dir = staging,
                             .progress = options->progress,
                             .user_data = options->user_data };

  ddi_cluster_stop (staging, NULL, NULL, NULL);
  ddi_server_remove_tree (staging);
  result->backup = save (layout->home, options, cancellable, error);
  restore.path = result->backup;
  if (result->backup == NULL || !ddi_restore_home (&restore, cancellable, error) ||
      g_cancellable_set_error_if_cancelled (cancellable, error) ||
      !ddi_cluster_swap (layout->home, data, &result->kept, cancellable, error))
    return FALSE;
  forget_log (layout);
  count (result->backup, result);
  result->kept_bytes = result->kept ? ddi_continuous_measure (result->kept) : 0;
  return TRUE;
}

DdiMoveResult *
ddi_move_to_newest (const char *data_dir, gboolean again, const DdiMoveOptions *options,
                    GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiMoveResult) self = g_new0 (DdiMoveResult, 1);
  g_autoptr (DdiClusterLayout) layout = ddi_cluster_layout_new (data_dir, error);
  g_autofree char *staging = NULL;
  gboolean good;
  int fd;

  if (layout == NULL || !check_newer (layout->home, again, self, error))
    return NULL;
  fd = ddi_continuous_lock (layout, error);
  if (fd < 0)
    return NULL;
  good = renew (layout, options, self, cancellable, error);
  staging = ddi_recovery_dup_staging (layout->home);
  ddi_cluster_stop (staging, NULL, NULL, NULL);
  ddi_server_remove_tree (staging);
  close (fd);
  return good ? g_steal_pointer (&self) : NULL;
}

static gboolean
is_former (const char *data_dir)
{
  g_autoptr (DdiServerBinaries) newest = NULL, own = NULL;
  DdiClusterStatus status;

  if (!ddi_cluster_inspect (data_dir, &status, NULL) || status.major_version <= 0 || status.n_users > 0)
    return FALSE;
  own = ddi_server_binaries_find (status.major_version, data_dir, NULL);
  newest = ddi_server_binaries_find (0, data_dir, NULL);
  return own && newest && newest->major > own->major && ddi_server_binaries_is_former (own);
}

gboolean
ddi_move_if_former (const char *data_dir, const DdiMoveOptions *options, DdiMoveResult **result,
                    GCancellable *cancellable, GError **error)
{
  *result = NULL;
  if (!is_former (data_dir))
    return TRUE;
  *result = ddi_move_to_newest (data_dir, FALSE, options, cancellable, error);
  return *result != NULL;
}

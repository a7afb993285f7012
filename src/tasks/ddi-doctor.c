/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-doctor.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/statvfs.h>

#include "auth/ddi-secret.h"
#include "cluster/ddi-cluster.h"
#include "db/ddi-conninfo.h"
#include "db/ddi-db-error.h"
#include "db/ddi-direct.h"

#define DATABASE "dunkin_demand"
/* With less, the server stops at the next import; with less than the second, at some time. */
#define LEAST_ROOM (64LL * 1024 * 1024)
#define LITTLE_ROOM (1024LL * 1024 * 1024)

static void
add (GPtrArray *checks, const char *step, DdiCheckState state, char *text, const char *mend)
{
  g_ptr_array_add (checks, ddi_check_new (step, state, text, mend));
}

static void
append (GPtrArray *checks, GPtrArray *more)
{
  while (more->len > 0)
    g_ptr_array_add (checks, g_ptr_array_steal_index (more, 0));
  g_ptr_array_unref (more);
}

static gboolean
check_room (GPtrArray *checks, const char *directory)
{
  struct statvfs room;
  gint64 free_bytes;
  g_autofree char *text = NULL;

  if (statvfs (directory, &room) != 0)
    return TRUE;
  free_bytes = (gint64)room.f_bavail * (gint64)room.f_frsize;
  text = g_format_size ((guint64)free_bytes);
  add (checks, "disk",
       free_bytes < LEAST_ROOM    ? DDI_CHECK_BAD
       : free_bytes < LITTLE_ROOM ? DDI_CHECK_WARNING
                                  : DDI_CHECK_GOOD,
       g_strdup_printf (_ ("%s are free"), text),
       free_bytes < LITTLE_ROOM
           ? _ ("Remove files, or move the data directory to a larger disk with --data-dir")
           : NULL);
  return free_bytes >= LEAST_ROOM;
}

/* FALSE: there is nothing to look at, or it cannot be opened. */
static gboolean
check_home (GPtrArray *checks, const char *directory)
{
  DdiClusterStatus status;
  g_autoptr (GError) error = NULL;

  if (!ddi_cluster_inspect (directory, &status, &error))
    {
      add (checks, "home", DDI_CHECK_BAD, g_strdup (error->message),
           _ ("Let this account read and write the directory, or choose another with --data-dir"));
      return FALSE;
    }
  if (!status.initialised)
    {
      add (checks, "home", DDI_CHECK_WARNING,
           g_strdup_printf (_ ("there is no database in %s yet"), directory),
           _ ("The first command that needs one makes it"));
      return FALSE;
    }
  add (checks, "home", DDI_CHECK_GOOD, g_strdup (directory), NULL);
  add (checks, "lock", DDI_CHECK_GOOD,
       status.n_users == 0
           ? g_strdup (_ ("nobody has it open"))
           : g_strdup_printf (ngettext ("%u program has it open", "%u programs have it open", status.n_users),
                              status.n_users),
       NULL);
  return check_room (checks, directory);
}

static const char *
mend_server (const GError *error)
{
  if (g_error_matches (error, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_NO_SERVER))
    return _ ("Install PostgreSQL 15 or newer (the package postgresql)");
  if (g_error_matches (error, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_VERSION))
    return _ ("Install the PostgreSQL version that has made the directory");
  if (g_error_matches (error, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_DISK))
    return _ ("Make room on the disk and let it be written");
  if (g_error_matches (error, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_DAMAGED))
    return _ ("Restore from the last backup, into another directory");
  return _ ("Read server.log in the data directory");
}

static void
check_sums (GPtrArray *checks, DdiCluster *cluster, GCancellable *cancellable)
{
  g_autofree char *owner = ddi_cluster_dup_conninfo (cluster, DDI_CLUSTER_OWNER, DATABASE);
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiDirect) direct = ddi_direct_open (owner, cancellable, &error);
  g_autoptr (DdiRows) rows =
      direct ? ddi_direct_query (direct, "maintenance/show-checksums", NULL, cancellable, &error) : NULL;

  if (rows == NULL)
    add (checks, "checksums", DDI_CHECK_BAD, g_strdup (error->message), NULL);
  else if (!ddi_rows_get_boolean (rows, 0, ddi_rows_column (rows, "enabled")))
    add (checks, "checksums", DDI_CHECK_WARNING, g_strdup (_ ("pages have none, so damage is not noticed")),
         _ ("With the server stopped: pg_checksums --enable"));
  else if (ddi_rows_get_int (rows, 0, ddi_rows_column (rows, "failures")) > 0)
    add (checks, "checksums", DDI_CHECK_BAD, g_strdup (_ ("pages were read damaged")),
         _ ("Back up what can be read to another disk, and restore from the last good backup"));
  else
    add (checks, "checksums", DDI_CHECK_GOOD, g_strdup (_ ("every page that was read is whole")), NULL);
}

static void
check_server (GPtrArray *checks, const char *directory, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiCluster) cluster = ddi_cluster_open (directory, cancellable, &error);
  g_autofree char *app = NULL;

  if (cluster == NULL)
    {
      add (checks, "server", DDI_CHECK_BAD, g_strdup (error->message), mend_server (error));
      return;
    }
  add (checks, "server", DDI_CHECK_GOOD, g_strdup (_ ("it runs")), NULL);
  app = ddi_cluster_dup_conninfo (cluster, DDI_CLUSTER_APP, DATABASE);
  append (checks, ddi_checkup_run (app, cancellable));
  if (ddi_check_find_bad (checks) == NULL)
    check_sums (checks, cluster, cancellable);
  if (!ddi_cluster_close (cluster, &error))
    add (checks, "server", DDI_CHECK_BAD, g_strdup (error->message), NULL);
}

GPtrArray *
ddi_doctor_examine (const DdiDoctorOptions *options, GCancellable *cancellable)
{
  GPtrArray *checks = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_check_free);
  g_autofree char *fallback = ddi_cluster_default_home ();
  const char *directory = options->data_dir ? options->data_dir : fallback;
  g_autoptr (GError) error = NULL;
  g_autofree char *secured = NULL;

  if (options->connection)
    {
      secured = ddi_conninfo_secure (options->connection, options->accept_risk, &error);
      if (secured)
        append (checks, ddi_checkup_run (secured, cancellable));
      else if (g_error_matches (error, DDI_DB_ERROR, DDI_DB_ERROR_INVALID))
        add (checks, "string", DDI_CHECK_BAD, g_strdup (error->message),
             _ ("Write it as postgresql://user@a.example.com:5432,b.example.com:5433/dunkin_demand"));
      else
        add (checks, "tls", DDI_CHECK_BAD, g_strdup (error->message), _ ("Use sslmode=verify-full"));
    }
  else if (check_home (checks, directory))
    check_server (checks, directory, cancellable);
  return checks;
}

/* With what may be a password, so it is wiped. */
typedef struct
{
  char *data_dir;
  DdiSecret *connection;
  gboolean accept_risk;
} Visit;

static void
visit_free (Visit *self)
{
  g_free (self->data_dir);
  g_clear_pointer (&self->connection, ddi_secret_unref);
  g_free (self);
}

static gpointer
examine_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  const Visit *visit = g_task_get_task_data (task);
  const DdiDoctorOptions options = { visit->data_dir,
                                     visit->connection ? ddi_secret_get_text (visit->connection) : NULL,
                                     visit->accept_risk };

  g_task_return_pointer (task, ddi_doctor_examine (&options, g_task_get_cancellable (task)),
                         (GDestroyNotify)g_ptr_array_unref);
  return NULL;
}

void
ddi_doctor_examine_async (const DdiDoctorOptions *options, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Visit *visit = g_new0 (Visit, 1);

  visit->data_dir = g_strdup (options->data_dir);
  if (options->connection)
    visit->connection = ddi_secret_new (options->connection, strlen (options->connection));
  visit->accept_risk = options->accept_risk;
  g_task_set_source_tag (task, ddi_doctor_examine_async);
  g_task_set_task_data (task, visit, (GDestroyNotify)visit_free);
  g_thread_unref (g_thread_new ("doctor", examine_thread, task));
}

GPtrArray *
ddi_doctor_examine_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

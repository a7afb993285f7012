/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-maintenance.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <sys/statvfs.h>

#include "db/ddi-db-error.h"
#include "db/ddi-migrator.h"

#define DATABASE "dunkin_demand"
/* What a page does at a time: something long, and looking around meanwhile. */
#define N_THREADS 3

struct _DdiMaintenance
{
  GObject parent_instance;

  DdiHome *home;
  DdiSecret *conninfo; /* NULL: an embedded home */
  GThreadPool *threads;
  GMutex mutex;    /* guards what follows */
  GHashTable *own; /* the processes at the server that serve us */
};

G_DEFINE_FINAL_TYPE (DdiMaintenance, ddi_maintenance, G_TYPE_OBJECT)

DdiHome *
ddi_maintenance_get_home (DdiMaintenance *self)
{
  g_return_val_if_fail (DDI_IS_MAINTENANCE (self), NULL);

  return self->home;
}

DdiSecret *
ddi_maintenance_get_conninfo (DdiMaintenance *self)
{
  g_return_val_if_fail (DDI_IS_MAINTENANCE (self), NULL);
  return self->conninfo;
}

static DdiDirect *
open_direct (DdiMaintenance *self, GCancellable *cancellable, GError **error)
{
  g_autofree char *owner = ddi_home_dup_owner_conninfo (self->home);
  DdiCluster *cluster = ddi_home_get_cluster (self->home);

  /* The program that started the server may have been killed together with it. */
  if (cluster && !ddi_cluster_ensure (cluster, cancellable, error))
    return NULL;
  if (owner == NULL && self->conninfo == NULL)
    {
      g_set_error (error, DDI_DB_ERROR, DDI_DB_ERROR_DENIED,
                   _ ("Looking after the database of a server needs the connection of its owner"));
      return NULL;
    }
  return ddi_direct_open (owner ? owner : ddi_secret_get_text (self->conninfo), cancellable, error);
}

static gboolean
sees_sessions (DdiDirect *direct)
{
  DdiRows *role = ddi_direct_get_role (direct);

  return ddi_rows_get_boolean (role, 0, ddi_rows_column (role, "reads_statistics")) &&
         ddi_rows_get_boolean (role, 0, ddi_rows_column (role, "signals"));
}

/* A home that an older program has made: its owner's role lacks what provisioning gives it today. */
static gboolean
provision (DdiMaintenance *self, GCancellable *cancellable, GError **error)
{
  g_autofree char *superuser =
      ddi_cluster_dup_conninfo (ddi_home_get_cluster (self->home), DDI_CLUSTER_SUPERUSER, "postgres");

  return ddi_provision (superuser, DATABASE, cancellable, error);
}

static void
forget_cb (int pid, gpointer user_data)
{
  DdiMaintenance *self = user_data;

  g_mutex_lock (&self->mutex);
  g_hash_table_remove (self->own, GINT_TO_POINTER (pid));
  g_mutex_unlock (&self->mutex);
  g_object_unref (self);
}

/* A number is used again for other sessions once it is free. */
static void
remember (DdiMaintenance *self, DdiDirect *direct)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_hash_table_add (self->own, GINT_TO_POINTER (ddi_direct_get_pid (direct)));
  ddi_direct_set_closed (direct, forget_cb, g_object_ref (self));
}

DdiDirect *
ddi_maintenance_connect (DdiMaintenance *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiDirect) direct = NULL;

  g_return_val_if_fail (DDI_IS_MAINTENANCE (self), NULL);

  direct = open_direct (self, cancellable, error);
  if (direct && ddi_home_is_embedded (self->home) && !sees_sessions (direct))
    {
      g_clear_pointer (&direct, ddi_direct_free);
      if (provision (self, cancellable, error))
        direct = open_direct (self, cancellable, error);
    }
  if (direct)
    remember (self, direct);
  return g_steal_pointer (&direct);
}

DdiRows *
ddi_maintenance_ask (DdiMaintenance *self, const char *query, GVariant *params, GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (GVariant) held = params ? g_variant_ref_sink (params) : NULL;
  g_autoptr (DdiDirect) direct = ddi_maintenance_connect (self, cancellable, error);

  return direct ? ddi_direct_query (direct, query, held, cancellable, error) : NULL;
}

DdiRows *
ddi_maintenance_ask_made (DdiDirect *direct, const char *query, GVariant *params, GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (DdiRows) made = ddi_direct_query (direct, query, params, cancellable, error);

  if (made == NULL || ddi_rows_get_n (made) == 0)
    return NULL;
  return ddi_direct_run (direct, ddi_rows_get_text (made, 0, 0), query, NULL, NULL, cancellable, error);
}

gboolean
ddi_maintenance_log (DdiMaintenance *self, DdiDirect *direct, const char *action, GVariant *details,
                     GError **error)
{
  g_autoptr (GVariant) held = g_variant_ref_sink (details);
  g_autofree char *json = json_gvariant_serialize_data (held, NULL);
  g_autoptr (DdiRows) rows =
      ddi_direct_query (direct, "maintenance/log",
                        g_variant_new ("(iss)", ddi_home_get_user_id (self->home), action, json), NULL,
                        error);

  return rows != NULL;
}

static gboolean
is_own (DdiMaintenance *self, int pid)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_hash_table_contains (self->own, GINT_TO_POINTER (pid));
}

/* A server's refusal says which right is missing; what helps is ours to say. */
static void
explain_refusal (GError **error)
{
  if (error && g_error_matches (*error, DDI_DB_ERROR, DDI_DB_ERROR_DENIED))
    {
      g_autofree char *old = g_strdup ((*error)->message);

      g_clear_error (error);
      g_set_error (
          error, DDI_DB_ERROR, DDI_DB_ERROR_DENIED,
          _ ("%s. A superuser can allow it with: GRANT pg_signal_backend TO ddi_owner; sessions of a "
             "superuser only a superuser can end"),
          old);
    }
}

gboolean
ddi_maintenance_end_session (DdiMaintenance *self, int pid, gboolean terminate, const char *reason,
                             GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiDirect) direct = ddi_maintenance_connect (self, cancellable, error);
  g_autoptr (DdiRows) rows = NULL;

  if (direct == NULL)
    return FALSE;
  if (is_own (self, pid))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("The session %d is this program’s own"),
                   pid);
      return FALSE;
    }
  rows = ddi_direct_query (direct, "maintenance/end-session", g_variant_new ("(ib)", pid, terminate),
                           cancellable, error);
  if (rows == NULL)
    {
      explain_refusal (error);
      return FALSE;
    }
  if (ddi_rows_get_n (rows) == 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                   _ ("No session of a program at this database has the number %d"), pid);
      return FALSE;
    }
  return ddi_maintenance_log (
      self, direct, terminate ? "SESSION_TERMINATED" : "SESSION_CANCELLED",
      g_variant_new_parsed ("{'pid': <%i>, 'role': <%s>, 'query': <%s>, 'reason': <%s>}", pid,
                            ddi_rows_get_text (rows, 0, 1) ? ddi_rows_get_text (rows, 0, 1) : "",
                            ddi_rows_get_text (rows, 0, 2) ? ddi_rows_get_text (rows, 0, 2) : "",
                            reason ? reason : ""),
      error);
}

GPtrArray *
ddi_maintenance_plan (DdiMaintenance *self, GCancellable *cancellable, GError **error)
{
  g_autofree char *owner = ddi_home_dup_owner_conninfo (self->home);

  return ddi_migrator_plan (owner ? owner : ddi_secret_get_text (self->conninfo), cancellable, error);
}

gint64
ddi_maintenance_get_room (DdiMaintenance *self)
{
  DdiCluster *cluster = ddi_home_get_cluster (self->home);
  struct statvfs room;

  if (cluster == NULL || statvfs (ddi_cluster_get_home (cluster), &room) != 0)
    return -1;
  return (gint64)room.f_bavail * (gint64)room.f_frsize;
}

static void
run_task_cb (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;
  const DdiMaintenanceJob *job = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer result =
      job->run (g_task_get_source_object (task), job->data, g_task_get_cancellable (task), &error);

  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, result, job->free_result);
}

static void
free_job (DdiMaintenanceJob *job)
{
  if (job->free_data)
    job->free_data (job->data);
  g_free (job);
}

void
ddi_maintenance_run_async (DdiMaintenance *self, const DdiMaintenanceJob *job, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (DDI_IS_MAINTENANCE (self));

  g_task_set_source_tag (task, ddi_maintenance_run_async);
  /* What was done was done. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_memdup2 (job, sizeof *job), (GDestroyNotify)free_job);
  g_thread_pool_push (self->threads, task, NULL);
}

gpointer
ddi_maintenance_run_finish (DdiMaintenance *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
ddi_maintenance_finalize (GObject *object)
{
  DdiMaintenance *self = DDI_MAINTENANCE (object);

  /* Each task holds us, so none is queued. */
  g_thread_pool_free (self->threads, FALSE, FALSE);
  g_clear_object (&self->home);
  g_clear_pointer (&self->conninfo, ddi_secret_unref);
  g_hash_table_unref (self->own);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (ddi_maintenance_parent_class)->finalize (object);
}

static void
ddi_maintenance_class_init (DdiMaintenanceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ddi_maintenance_finalize;
}

static void
ddi_maintenance_init (DdiMaintenance *self)
{
  g_mutex_init (&self->mutex);
  self->own = g_hash_table_new (NULL, NULL);
  self->threads = g_thread_pool_new (run_task_cb, NULL, N_THREADS, FALSE, NULL);
}

DdiMaintenance *
ddi_maintenance_new (DdiHome *home, DdiSecret *conninfo)
{
  DdiMaintenance *self = g_object_new (DDI_TYPE_MAINTENANCE, NULL);

  self->home = g_object_ref (home);
  self->conninfo = conninfo ? ddi_secret_ref (conninfo) : NULL;
  return self;
}

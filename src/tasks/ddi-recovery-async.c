/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-recovery.h"

#include "cluster/ddi-cluster-swap.h"

typedef struct
{
  DdiBackupServer *server;
  DdiRecoveryOptions options;
  int days;
} Job;

static void
job_free (Job *self)
{
  ddi_backup_server_free (self->server);
  g_free (self);
}

/* A thread of its own, as for a restore: it is rare and may last for minutes. */
static void
start (GTask *task, const DdiBackupServer *server, const DdiRecoveryOptions *options, int days,
       GThreadFunc func)
{
  Job *job = g_new0 (Job, 1);

  job->server = ddi_backup_server_copy (server);
  job->options = *options;
  job->days = days;
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, job, (GDestroyNotify)job_free);
  g_thread_unref (g_thread_new ("recovery", func, task));
}

static gpointer
prepare_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  DdiRestorePlan *plan =
      ddi_recovery_prepare (job->server, &job->options, g_task_get_cancellable (task), &error);

  if (plan)
    g_task_return_pointer (task, plan, (GDestroyNotify)ddi_restore_plan_free);
  else
    g_task_return_error (task, error);
  return NULL;
}

void
ddi_recovery_prepare_async (const DdiBackupServer *server, const DdiRecoveryOptions *options,
                            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, ddi_recovery_prepare_async);
  start (task, server, options, 0, prepare_thread);
}

DdiRestorePlan *
ddi_recovery_prepare_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
apply_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  char *kept = NULL;

  if (ddi_recovery_apply (job->server, &job->options, &kept, g_task_get_cancellable (task), &error))
    g_task_return_pointer (task, kept, g_free);
  else
    g_task_return_error (task, error);
  return NULL;
}

void
ddi_recovery_apply_async (const DdiBackupServer *server, const DdiRecoveryOptions *options,
                          GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, ddi_recovery_apply_async);
  start (task, server, options, 0, apply_thread);
}

char *
ddi_recovery_apply_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
undo_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  char *kept = NULL;

  if (ddi_recovery_undo (job->server, &kept, NULL, &error))
    g_task_return_pointer (task, kept, g_free);
  else
    g_task_return_error (task, error);
  return NULL;
}

void
ddi_recovery_undo_async (const DdiBackupServer *server, GAsyncReadyCallback callback, gpointer user_data)
{
  const DdiRecoveryOptions none = { 0 };
  GTask *task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_source_tag (task, ddi_recovery_undo_async);
  start (task, server, &none, 0, undo_thread);
}

char *
ddi_recovery_undo_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
forget_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);

  if (job->server->home)
    ddi_cluster_forget_kept (job->server->home);
  g_task_return_boolean (task, TRUE);
  return NULL;
}

void
ddi_recovery_forget_async (const DdiBackupServer *server, GAsyncReadyCallback callback, gpointer user_data)
{
  const DdiRecoveryOptions none = { 0 };
  GTask *task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_source_tag (task, ddi_recovery_forget_async);
  start (task, server, &none, 0, forget_thread);
}

void
ddi_recovery_forget_finish (GAsyncResult *result)
{
  g_return_if_fail (g_task_is_valid (result, NULL));

  g_task_propagate_boolean (G_TASK (result), NULL);
}

static gpointer
read_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  DdiContinuousStatus *status = ddi_continuous_read (job->server, &error);

  if (status)
    g_task_return_pointer (task, status, (GDestroyNotify)ddi_continuous_status_free);
  else
    g_task_return_error (task, error);
  return NULL;
}

void
ddi_continuous_read_async (const DdiBackupServer *server, GAsyncReadyCallback callback, gpointer user_data)
{
  const DdiRecoveryOptions none = { 0 };
  GTask *task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_source_tag (task, ddi_continuous_read_async);
  start (task, server, &none, 0, read_thread);
}

DdiContinuousStatus *
ddi_continuous_read_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
set_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (ddi_continuous_set (job->server, job->days, job->options.progress, job->options.user_data,
                          g_task_get_cancellable (task), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
  return NULL;
}

void
ddi_continuous_set_async (const DdiBackupServer *server, int days, DdiBackupProgressFunc progress,
                          gpointer progress_data, GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  const DdiRecoveryOptions options = { .progress = progress, .user_data = progress_data };
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, ddi_continuous_set_async);
  start (task, server, &options, days, set_thread);
}

gboolean
ddi_continuous_set_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

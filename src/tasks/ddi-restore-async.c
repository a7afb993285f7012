/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-restore.h"

typedef struct
{
  DdiBackupServer *server;
  DdiRestoreOptions options;
} Job;

static void
job_free (Job *self)
{
  ddi_backup_server_free (self->server);
  g_free ((char *)self->options.path);
  g_free ((char *)self->options.table);
  g_clear_pointer (&self->options.passphrase, ddi_secret_unref);
  g_free (self);
}

/* A thread of its own: restoring is rare and may last for minutes. What is done is done: a cancel that came
 * too late must not hide it. */
static void
start (GTask *task, const DdiBackupServer *server, const DdiRestoreOptions *options, GThreadFunc func)
{
  Job *job = g_new0 (Job, 1);

  job->server = ddi_backup_server_copy (server);
  job->options = *options;
  job->options.path = g_strdup (options->path);
  job->options.table = g_strdup (options->table);
  if (options->passphrase)
    ddi_secret_ref (options->passphrase);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, job, (GDestroyNotify)job_free);
  g_thread_unref (g_thread_new ("restore", func, task));
}

static gpointer
plan_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  DdiRestorePlan *plan = ddi_restore_plan (job->server, &job->options, g_task_get_cancellable (task), &error);

  if (plan)
    g_task_return_pointer (task, plan, (GDestroyNotify)ddi_restore_plan_free);
  else
    g_task_return_error (task, error);
  return NULL;
}

void
ddi_restore_plan_async (const DdiBackupServer *server, const DdiRestoreOptions *options,
                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, ddi_restore_plan_async);
  start (task, server, options, plan_thread);
}

DdiRestorePlan *
ddi_restore_plan_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
run_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  DdiRestoreResult *done =
      ddi_restore_run (job->server, &job->options, g_task_get_cancellable (task), &error);

  if (done)
    g_task_return_pointer (task, done, (GDestroyNotify)ddi_restore_result_free);
  else
    g_task_return_error (task, error);
  return NULL;
}

void
ddi_restore_run_async (const DdiBackupServer *server, const DdiRestoreOptions *options,
                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, ddi_restore_run_async);
  start (task, server, options, run_thread);
}

DdiRestoreResult *
ddi_restore_run_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

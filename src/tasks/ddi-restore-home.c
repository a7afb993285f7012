/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-restore-home.h"

#include "tasks/ddi-restore.h"

typedef struct
{
  char *data_dir, *path;
  DdiSecret *passphrase;
  DdiBackupProgressFunc progress;
  gpointer user_data;
} Job;

static void
job_free (Job *self)
{
  g_free (self->data_dir);
  g_free (self->path);
  g_clear_pointer (&self->passphrase, ddi_secret_unref);
  g_free (self);
}

/* Before a home is made for it: the file is one of ours, and opens. */
static gboolean
check (const DdiRestoreHome *options, GError **error)
{
  g_autoptr (DdiBackup) backup = ddi_backup_read (options->path, error);

  return backup && ddi_backup_unseal (backup, options->passphrase, error);
}

static gboolean
restore (DdiHome *home, const DdiRestoreHome *options, gboolean fresh, GCancellable *cancellable,
         GError **error)
{
  g_autoptr (DdiBackupServer) server = ddi_backup_server_new_for_home (home);
  const DdiRestoreOptions wanted = { .path = options->path,
                                     .passphrase = options->passphrase,
                                     .no_safety_backup = fresh,
                                     .progress = options->progress,
                                     .user_data = options->user_data };
  g_autoptr (DdiRestoreResult) result = ddi_restore_run (server, &wanted, cancellable, error);

  /* Of a home that was made for this nobody misses the empty database. */
  if (result && fresh)
    ddi_restore_forget_kept (server, NULL);
  return result != NULL;
}

gboolean
ddi_restore_home (const DdiRestoreHome *options, GCancellable *cancellable, GError **error)
{
  const DdiHomeOptions opening = { .data_dir = options->data_dir };
  g_autofree char *fallback = ddi_cluster_default_home ();
  g_autoptr (DdiHome) home = NULL;
  DdiClusterStatus status;
  gboolean good;

  if (!check (options, error) ||
      !ddi_cluster_inspect (options->data_dir ? options->data_dir : fallback, &status, error))
    return FALSE;
  home = ddi_home_open (&opening, cancellable, error);
  if (home == NULL)
    return FALSE;
  good = restore (home, options, !status.initialised, cancellable, error);
  return ddi_home_close (home, good ? error : NULL) && good;
}

static gpointer
run_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  const Job *job = g_task_get_task_data (task);
  const DdiRestoreHome options = { job->data_dir, job->path, job->passphrase, job->progress, job->user_data };
  GError *error = NULL;

  if (ddi_restore_home (&options, g_task_get_cancellable (task), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
  return NULL;
}

/* A thread of its own: it happens once. What is done is done, even where a cancel came too late. */
void
ddi_restore_home_async (const DdiRestoreHome *options, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->data_dir = g_strdup (options->data_dir);
  job->path = g_strdup (options->path);
  job->passphrase = options->passphrase ? ddi_secret_ref (options->passphrase) : NULL;
  job->progress = options->progress;
  job->user_data = options->user_data;
  g_task_set_source_tag (task, ddi_restore_home_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, job, (GDestroyNotify)job_free);
  g_thread_unref (g_thread_new ("restore-home", run_thread, task));
}

gboolean
ddi_restore_home_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-backup-auto.h"

/* One of the long jobs on a thread of its own: they are rare and last for minutes. */
typedef struct
{
  DdiBackupServer *server;
  DdiBackupOptions options;
  gboolean force;
  DdiBackupSettings *settings;
} Job;

static void
job_free (Job *self)
{
  ddi_backup_server_free (self->server);
  g_free ((char *)self->options.table);
  g_free ((char *)self->options.path);
  g_free ((char *)self->options.label);
  g_clear_pointer (&self->options.passphrase, ddi_secret_unref);
  g_clear_pointer (&self->settings, ddi_backup_settings_free);
  g_free (self);
}

static Job *
job_new (const DdiBackupServer *server, const DdiBackupOptions *options)
{
  Job *self = g_new0 (Job, 1);

  self->server = ddi_backup_server_copy (server);
  self->options = *options;
  self->options.table = g_strdup (options->table);
  self->options.path = g_strdup (options->path);
  self->options.label = g_strdup (options->label);
  if (options->passphrase)
    ddi_secret_ref (options->passphrase);
  return self;
}

static void
start (GTask *task, Job *job, GThreadFunc func)
{
  /* What is done is done: a cancel that came too late must not hide it. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, job, (GDestroyNotify)job_free);
  g_thread_unref (g_thread_new ("backup", func, task));
}

static gpointer
make_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  DdiBackup *backup = ddi_backup_make (job->server, &job->options, g_task_get_cancellable (task), &error);

  if (backup)
    g_task_return_pointer (task, backup, (GDestroyNotify)ddi_backup_free);
  else
    g_task_return_error (task, error);
  return NULL;
}

void
ddi_backup_make_async (const DdiBackupServer *server, const DdiBackupOptions *options,
                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, ddi_backup_make_async);
  start (task, job_new (server, options), make_thread);
}

DdiBackup *
ddi_backup_make_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
verify_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);
  DdiBackupVerifyOptions options = { job->options.path, job->options.passphrase, job->options.progress,
                                     job->options.user_data };
  GError *error = NULL;

  if (ddi_backup_verify (job->server, &options, g_task_get_cancellable (task), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
  return NULL;
}

void
ddi_backup_verify_async (const DdiBackupServer *server, const DdiBackupVerifyOptions *options,
                         GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  DdiBackupOptions job = { .path = options->path,
                           .passphrase = options->passphrase,
                           .progress = options->progress,
                           .user_data = options->user_data };

  g_task_set_source_tag (task, ddi_backup_verify_async);
  start (task, job_new (server, &job), verify_thread);
}

gboolean
ddi_backup_verify_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static gpointer
state_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  DdiBackupState *state = ddi_backup_state_load (job->server, &error);

  if (state)
    g_task_return_pointer (task, state, (GDestroyNotify)ddi_backup_state_free);
  else
    g_task_return_error (task, error);
  return NULL;
}

void
ddi_backup_state_load_async (const DdiBackupServer *server, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  DdiBackupOptions options = { 0 };

  g_task_set_source_tag (task, ddi_backup_state_load_async);
  start (task, job_new (server, &options), state_thread);
}

DdiBackupState *
ddi_backup_state_load_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
auto_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);
  DdiBackupAutoOptions options = { job->force, job->options.passphrase, job->options.progress,
                                   job->options.user_data };
  GError *error = NULL;
  DdiBackupAutoResult *done =
      ddi_backup_auto_run (job->server, &options, g_task_get_cancellable (task), &error);

  if (done)
    g_task_return_pointer (task, done, (GDestroyNotify)ddi_backup_auto_result_free);
  else
    g_task_return_error (task, error);
  return NULL;
}

void
ddi_backup_auto_run_async (const DdiBackupServer *server, const DdiBackupAutoOptions *options,
                           GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  DdiBackupOptions copied = { .passphrase = options->passphrase,
                              .progress = options->progress,
                              .user_data = options->user_data };
  Job *job = job_new (server, &copied);

  job->force = options->force;
  g_task_set_source_tag (task, ddi_backup_auto_run_async);
  start (task, job, auto_thread);
}

DdiBackupAutoResult *
ddi_backup_auto_run_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
save_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (ddi_backup_settings_save (job->server, job->settings, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
  return NULL;
}

void
ddi_backup_settings_save_async (const DdiBackupServer *server, const DdiBackupSettings *settings,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  DdiBackupOptions options = { 0 };
  Job *job = job_new (server, &options);

  job->settings = ddi_backup_settings_copy (settings);
  g_task_set_source_tag (task, ddi_backup_settings_save_async);
  start (task, job, save_thread);
}

gboolean
ddi_backup_settings_save_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

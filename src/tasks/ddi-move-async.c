/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cluster/ddi-cluster-swap.h"
#include "tasks/ddi-move.h"

typedef struct
{
  DdiHome *home;  /* moves to a server; NULL: from one */
  char *data_dir; /* to where */
  DdiMoveOptions options;
  char *kept;           /* what goes for good; else NULL */
  DdiMoveResult *moved; /* if there was anything to move */
  int from_major, to_major;
} Job;

static void
job_free (Job *self)
{
  g_clear_object (&self->home);
  g_free (self->data_dir);
  g_free ((char *)self->options.connection);
  g_free (self->kept);
  g_clear_pointer (&self->moved, ddi_move_result_free);
  g_free (self);
}

static gpointer
move_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  const Job *job = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  DdiMoveResult *result = job->home ? ddi_move_to_server (job->home, &job->options, cancellable, &error)
                                    : ddi_move_to_home (job->data_dir, &job->options, cancellable, &error);

  if (result)
    g_task_return_pointer (task, result, (GDestroyNotify)ddi_move_result_free);
  else
    g_task_return_error (task, error);
  return NULL;
}

static gpointer
move_to_newest_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  const Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  DdiMoveResult *result =
      ddi_move_to_newest (job->data_dir, FALSE, &job->options, g_task_get_cancellable (task), &error);

  if (result)
    g_task_return_pointer (task, result, (GDestroyNotify)ddi_move_result_free);
  else
    g_task_return_error (task, error);
  return NULL;
}

static gpointer
move_if_former_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (ddi_move_if_former (job->data_dir, &job->options, &job->moved, g_task_get_cancellable (task), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
  return NULL;
}

static gpointer
find_newer_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);

  g_task_return_boolean (task, ddi_move_find_newer (job->data_dir, &job->from_major, &job->to_major));
  return NULL;
}

static gpointer
let_go_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  const Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (ddi_cluster_forget_one (job->data_dir, job->kept, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
  return NULL;
}

/* A thread of its own, as for a restore. What is done is done, even where a cancel came too late. */
static void
start (GTask *task, GThreadFunc thread, DdiHome *home, const char *data_dir, const DdiMoveOptions *options)
{
  Job *job = g_new0 (Job, 1);

  job->home = home ? g_object_ref (home) : NULL;
  job->data_dir = g_strdup (data_dir);
  if (options)
    job->options = *options;
  job->options.connection = g_strdup (job->options.connection);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, job, (GDestroyNotify)job_free);
  g_thread_unref (g_thread_new ("move", thread, task));
}

void
ddi_move_to_server_async (DdiHome *home, const DdiMoveOptions *options, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  start (g_task_new (NULL, cancellable, callback, user_data), move_thread, home, NULL, options);
}

void
ddi_move_to_home_async (const char *data_dir, const DdiMoveOptions *options, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  start (g_task_new (NULL, cancellable, callback, user_data), move_thread, NULL, data_dir, options);
}

void
ddi_move_to_newest_async (const char *data_dir, const DdiMoveOptions *options, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  start (g_task_new (NULL, cancellable, callback, user_data), move_to_newest_thread, NULL, data_dir, options);
}

DdiMoveResult *
ddi_move_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
ddi_move_if_former_async (const char *data_dir, const DdiMoveOptions *options, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  start (g_task_new (NULL, cancellable, callback, user_data), move_if_former_thread, NULL, data_dir, options);
}

gboolean
ddi_move_if_former_finish (GAsyncResult *result, DdiMoveResult **moved, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  *moved = g_steal_pointer (&((Job *)g_task_get_task_data (G_TASK (result)))->moved);
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
ddi_move_find_newer_async (const char *data_dir, GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data)
{
  start (g_task_new (NULL, cancellable, callback, user_data), find_newer_thread, NULL, data_dir, NULL);
}

gboolean
ddi_move_find_newer_finish (GAsyncResult *result, int *from_major, int *to_major, GError **error)
{
  const Job *job;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  job = g_task_get_task_data (G_TASK (result));
  *from_major = job->from_major;
  *to_major = job->to_major;
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
ddi_move_let_go_async (const char *data_dir, const char *kept, GAsyncReadyCallback callback,
                       gpointer user_data)
{
  Job *job = g_new0 (Job, 1);
  GTask *task = g_task_new (NULL, NULL, callback, user_data);

  job->data_dir = g_strdup (data_dir);
  job->kept = g_strdup (kept);
  g_task_set_task_data (task, job, (GDestroyNotify)job_free);
  g_thread_unref (g_thread_new ("let-go", let_go_thread, task));
}

gboolean
ddi_move_let_go_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

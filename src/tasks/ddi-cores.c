/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-cores.h"

typedef struct
{
  GTask *task;
  GTaskThreadFunc func;
} Job;

static void
run_cb (gpointer data, gpointer user_data)
{
  Job *job = data;

  if (!g_task_return_error_if_cancelled (job->task))
    job->func (job->task, g_task_get_source_object (job->task), g_task_get_task_data (job->task),
               g_task_get_cancellable (job->task));
  g_object_unref (job->task);
  g_free (job);
}

static gpointer
make_pool (gpointer user_data)
{
  return g_thread_pool_new (run_cb, NULL, (int)g_get_num_processors (), FALSE, NULL);
}

void
ddi_cores_run (GTask *task, GTaskThreadFunc func)
{
  static GOnce once = G_ONCE_INIT;
  Job *job = g_new (Job, 1);

  g_once (&once, make_pool, NULL);
  job->task = g_object_ref (task);
  job->func = func;
  g_thread_pool_push (once.retval, job, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-leaving.h"

typedef struct
{
  DdiHome *home;
  DdiBackupWatch *backups;
} Leaving;

static void
leaving_free (Leaving *self)
{
  g_object_unref (self->home);
  g_free (self);
}

static void
close_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Leaving *leaving = data;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&leaving->backups, ddi_backup_watch_free);
  if (!ddi_home_close (leaving->home, &error))
    g_warning ("closing the data: %s", error->message);
  g_task_return_boolean (task, TRUE);
}

void
ddi_leaving_run (DdiHome *home, DdiBackupWatch *backups, GCancellable *cancellable,
                 GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Leaving *leaving = g_new0 (Leaving, 1);

  leaving->home = g_object_ref (home);
  leaving->backups = backups;
  if (backups)
    ddi_backup_watch_cancel (backups);
  g_task_set_source_tag (task, ddi_leaving_run);
  g_task_set_task_data (task, leaving, (GDestroyNotify)leaving_free);
  g_task_run_in_thread (task, close_thread);
}

gboolean
ddi_leaving_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-backup.h"

#include "tasks/ddi-backup-private.h"
#include "tasks/ddi-cores.h"

#define ENDING ".json"

/* ISO 8601 in UTC: what is newer is greater. */
static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  return -g_strcmp0 (ddi_backup_get_text (*(const DdiBackup *const *)a, "made_at"),
                     ddi_backup_get_text (*(const DdiBackup *const *)b, "made_at"));
}

/* NULL where @name is no manifest with its backup beside it. */
static DdiBackup *
read_beside (const char *folder, const char *name)
{
  g_autofree char *file = g_strndup (name, strlen (name) - strlen (ENDING));
  g_autofree char *path = g_build_filename (folder, file, NULL);

  return g_file_test (path, G_FILE_TEST_IS_REGULAR) ? ddi_backup_read (path, NULL) : NULL;
}

static void
list_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const char *folder = task_data, *name;
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_backup_free);
  GError *error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);

  if (dir == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      DdiBackup *backup = g_str_has_suffix (name, ENDING) ? read_beside (folder, name) : NULL;

      if (backup)
        g_ptr_array_add (found, backup);
    }
  g_ptr_array_sort (found, compare_newest_first);
  g_task_return_pointer (task, g_steal_pointer (&found), (GDestroyNotify)g_ptr_array_unref);
}

void
ddi_backup_list_folder_async (const char *folder, GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_task_data (task, g_strdup (folder), g_free);
  ddi_cores_run (task, list_thread);
}

GPtrArray *
ddi_backup_list_folder_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "exchange/ddi-backup-file.h"
#include "tasks/ddi-backup-auto.h"
#include "tasks/ddi-backup-private.h"

#define ENDING ".json"

char *
ddi_backup_auto_dup_label (const char *database_uuid)
{
  return g_strdup_printf ("auto-%.8s", database_uuid ? database_uuid : "");
}

static DdiDay
day_of (GDateTime *moment)
{
  g_autoptr (GDateTime) local = g_date_time_to_local (moment);

  return ddi_day_from_ymd (g_date_time_get_year (local), g_date_time_get_month (local),
                           g_date_time_get_day_of_month (local));
}

/* One that is whole and says when it was made. A manifest without its file is what is left of a removal that was
 * broken off. */
static void
consider (GPtrArray *backups, GArray *ages, const char *directory, const char *name)
{
  g_autofree char *file = g_strndup (name, strlen (name) - strlen (ENDING));
  g_autofree char *path = g_build_filename (directory, file, NULL);
  g_autoptr (DdiBackup) backup = ddi_backup_read (path, NULL);
  g_autoptr (GDateTime) made = NULL;
  DdiBackupAge age = { 0 };

  if (backup == NULL)
    return;
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      g_autofree char *manifest = g_build_filename (directory, name, NULL);

      g_unlink (manifest);
      return;
    }
  made = g_date_time_new_from_iso8601 (ddi_backup_get_text (backup, "made_at"), NULL);
  if (made == NULL)
    return;
  age.when = g_date_time_to_unix (made);
  age.day = day_of (made);
  age.verified = ddi_backup_get_text (backup, "verified_at") != NULL;
  g_array_append_val (ages, age);
  g_ptr_array_add (backups, g_steal_pointer (&backup));
}

guint
ddi_backup_prune (const char *directory, const char *label, const DdiBackupRetention *retention,
                  GPtrArray *removed)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  g_autoptr (GPtrArray) backups = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_backup_free);
  g_autoptr (GArray) ages = g_array_new (FALSE, TRUE, sizeof (DdiBackupAge));
  g_autofree char *prefix = g_strconcat (label, "-", NULL);
  const char *name;
  guint n = 0;

  while (dir && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, prefix) && g_str_has_suffix (name, ENDING))
      consider (backups, ages, directory, name);
  ddi_backup_retention_choose (retention, (DdiBackupAge *)(gpointer)ages->data, ages->len);
  for (guint i = 0; i < ages->len; i++)
    {
      const DdiBackup *backup = backups->pdata[i];
      g_autofree char *manifest = ddi_backup_dup_manifest_path (backup->path);

      if (g_array_index (ages, DdiBackupAge, i).keep || g_unlink (backup->path) != 0)
        continue;
      g_unlink (manifest);
      g_ptr_array_add (removed, g_strdup (ddi_backup_get_text (backup, "id")));
      n++;
    }
  return n;
}

/* The file first, then what says that it is a backup. */
static gboolean
copy (const char *directory, const char *manifest, const char *second, GCancellable *cancellable,
      GError **error)
{
  g_autofree char *file = g_strndup (manifest, strlen (manifest) - strlen (ENDING));
  const char *const names[] = { file, manifest };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *from = g_build_filename (directory, names[i], NULL);
      g_autofree char *to = g_build_filename (second, names[i], NULL);

      if (!ddi_backup_file_copy (from, to, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

int
ddi_backup_mirror (const char *directory, const char *second, const char *label, GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  g_autofree char *prefix = g_strconcat (label, "-", NULL);
  const char *name;
  int n = 0;

  while (dir && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *there = g_build_filename (second, name, NULL);

      if (!g_str_has_prefix (name, prefix) || !g_str_has_suffix (name, ENDING) ||
          g_file_test (there, G_FILE_TEST_EXISTS))
        continue;
      if (!copy (directory, name, second, cancellable, error))
        return -1;
      n++;
    }
  return n;
}

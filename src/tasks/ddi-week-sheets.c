/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-week-sheets.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "tasks/ddi-audit.h"

DdiDay
ddi_week_sheets_sunday (DdiDay day)
{
  return day - (ddi_day_weekday (day) + 1) % 7;
}

static void
read_made (DdiRows *rows, guint row, gint32 *made)
{
  guint first = ddi_rows_column (rows, "day0");

  for (guint day = 0; day < DDI_SHEET_DAYS; day++)
    made[day] = ddi_rows_is_null (rows, row, first + day) ? DDI_SHEET_BLANK
                                                          : (gint32)ddi_rows_get_int (rows, row, first + day);
}

static GPtrArray *
sheets_of (DdiRows *rows, DdiDay sunday)
{
  GPtrArray *sheets = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_week_sheet_free);
  DdiWeekSheet *sheet = NULL;
  gint64 store = 0;

  for (guint row = 0; row < ddi_rows_get_n (rows); row++)
    {
      gint64 id = ddi_rows_get_int (rows, row, ddi_rows_column (rows, "store_id"));
      gint32 made[DDI_SHEET_DAYS];

      if (sheet == NULL || id != store)
        {
          sheet =
              ddi_week_sheet_new (ddi_rows_get_text (rows, row, ddi_rows_column (rows, "store")),
                                  ddi_rows_get_text (rows, row, ddi_rows_column (rows, "pc_number")), sunday);
          g_ptr_array_add (sheets, sheet);
        }
      store = id;
      read_made (rows, row, made);
      ddi_week_sheet_add (sheet, ddi_rows_get_text (rows, row, ddi_rows_column (rows, "product")),
                          ddi_rows_get_text (rows, row, ddi_rows_column (rows, "category")), made);
    }
  for (guint i = 0; i < sheets->len; i++)
    ddi_week_sheet_arrange (sheets->pdata[i]);
  return sheets;
}

GPtrArray *
ddi_week_sheets_load (DdiDatabase *database, DdiDay sunday, int store_id, GCancellable *cancellable,
                      GError **error)
{
  DdiUnit *unit = ddi_unit_new ();
  gint32 store = store_id;
  GVariant *stores = store ? g_variant_new_fixed_array (G_VARIANT_TYPE_INT32, &store, 1, sizeof store) : NULL;
  g_autoptr (GPtrArray) results = NULL, sheets = NULL;

  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, "sheets/list-lines",
                g_variant_new ("(@mai@*)", g_variant_new_maybe (G_VARIANT_TYPE ("ai"), stores),
                               ddi_unit_day (sunday)));
  results = ddi_database_run (database, unit, cancellable, error);
  if (results == NULL)
    return NULL;
  sheets = sheets_of (results->pdata[0], sunday);
  if (sheets->len > 0)
    return g_steal_pointer (&sheets);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                       _ ("no shop is open and offers a product that week"));
  return NULL;
}

/* Two shops may have names that differ only in what a file's name cannot hold. */
static char *
make_path (const DdiWeekSheet *sheet, const char *folder, GHashTable *used)
{
  g_autofree char *name = ddi_week_sheet_dup_name (sheet);
  char *path = g_build_filename (folder, name, NULL);

  for (guint n = 2; g_hash_table_contains (used, path); n++)
    {
      g_autofree char *other = g_strdup_printf ("%s (%u)", name, n);

      g_free (path);
      path = g_build_filename (folder, other, NULL);
    }
  g_hash_table_add (used, g_strdup (path));
  return path;
}

static gboolean
write_sheet (const DdiWeekSheet *sheet, const char *path, GPtrArray *paths, GError **error)
{
  g_autofree char *workbook = g_strconcat (path, ".xlsx", NULL);
  g_autofree char *paper = g_strconcat (path, ".pdf", NULL);

  if (!ddi_week_sheet_write_workbook (sheet, workbook, error) ||
      !ddi_week_sheet_write_paper (sheet, paper, error))
    return FALSE;
  g_ptr_array_add (paths, g_steal_pointer (&workbook));
  g_ptr_array_add (paths, g_steal_pointer (&paper));
  return TRUE;
}

GPtrArray *
ddi_week_sheets_write (DdiDatabase *database, DdiDay sunday, int store_id, const char *folder,
                       GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) sheets = ddi_week_sheets_load (database, sunday, store_id, cancellable, error);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (sheets == NULL)
    return NULL;
  if (g_mkdir_with_parents (folder, 0777) < 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", folder, g_strerror (errno));
      return NULL;
    }
  for (guint i = 0; i < sheets->len; i++)
    {
      g_autofree char *path = make_path (sheets->pdata[i], folder, used);

      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !write_sheet (sheets->pdata[i], path, paths, error))
        return NULL;
    }
  ddi_audit_note_export (database, "sheets", folder, sheets->len);
  return g_steal_pointer (&paths);
}

typedef struct
{
  DdiDatabase *database;
  DdiDay sunday;
  int store_id;
  char *folder; /* NULL: they are only read */
} Job;

static void
job_free (Job *job)
{
  g_object_unref (job->database);
  g_free (job->folder);
  g_free (job);
}

static gpointer
run_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  GCancellable *cancellable = g_task_get_cancellable (task);
  GPtrArray *made =
      job->folder ? ddi_week_sheets_write (job->database, job->sunday, job->store_id, job->folder,
                                           cancellable, &error)
                  : ddi_week_sheets_load (job->database, job->sunday, job->store_id, cancellable, &error);

  if (made)
    g_task_return_pointer (task, made, (GDestroyNotify)g_ptr_array_unref);
  else
    g_task_return_error (task, error);
  return NULL;
}

static void
start (GTask *task, DdiDatabase *database, DdiDay sunday, int store_id, const char *folder)
{
  Job *job = g_new0 (Job, 1);

  *job = (Job){ g_object_ref (database), sunday, store_id, g_strdup (folder) };
  g_task_set_task_data (task, job, (GDestroyNotify)job_free);
  g_thread_unref (g_thread_new ("week-sheets", run_thread, task));
}

void
ddi_week_sheets_load_async (DdiDatabase *database, DdiDay sunday, int store_id, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, ddi_week_sheets_load_async);
  start (task, database, sunday, store_id, NULL);
}

GPtrArray *
ddi_week_sheets_load_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, ddi_week_sheets_load_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
ddi_week_sheets_write_async (DdiDatabase *database, DdiDay sunday, int store_id, const char *folder,
                             GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, ddi_week_sheets_write_async);
  start (task, database, sunday, store_id, folder);
}

GPtrArray *
ddi_week_sheets_write_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, ddi_week_sheets_write_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-import-async.h"

#include "exchange/ddi-calendar-file.h"
#include "exchange/ddi-csv-reader.h"

typedef struct
{
  DdiDatabase *database;
  int user_id;
  GPtrArray *files; /* (element-type GFile) */
  GPtrArray *plans; /* (element-type DdiImportPlan) */
  GArray *batches;  /* (element-type gint) */
  DdiImportUndo sum;
  DdiImportProgressFunc progress;
  gpointer progress_data;
  gint64 rows, rows_before; /* of all plans, and of those before the one under way */
  GMainContext *context;
} Job;

static void
job_free (Job *job)
{
  g_object_unref (job->database);
  g_clear_pointer (&job->files, g_ptr_array_unref);
  g_clear_pointer (&job->plans, g_ptr_array_unref);
  g_clear_pointer (&job->batches, g_array_unref);
  g_clear_pointer (&job->context, g_main_context_unref);
  g_free (job);
}

static GTask *
task_new (DdiDatabase *database, gpointer tag, GCancellable *cancellable, GAsyncReadyCallback callback,
          gpointer user_data, Job **job)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  *job = g_new0 (Job, 1);
  (*job)->database = g_object_ref (database);
  (*job)->context = g_main_context_ref_thread_default ();
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, *job, (GDestroyNotify)job_free);
  return task;
}

static void
start (GTask *task, GThreadFunc func)
{
  g_thread_unref (g_thread_new ("import", func, task));
}

/* Reading */

static gboolean
has_column (DdiCsvReader *reader, const char *name)
{
  return g_strv_contains (ddi_csv_reader_get_header (reader), name);
}

DdiImportKind
ddi_import_guess_kind (GFile *file)
{
  static const DdiCsvColumn none[] = { { "date", FALSE } };
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *lower = path ? g_ascii_strdown (path, -1) : NULL;
  g_autoptr (DdiCsvReader) reader = NULL;
  int index;

  if (lower && ddi_event_file_is_calendar (lower))
    return DDI_IMPORT_EVENTS;
  if (lower == NULL || !(g_str_has_suffix (lower, ".csv") || g_str_has_suffix (lower, ".txt")))
    return DDI_IMPORT_SHEET;
  reader = ddi_csv_reader_open (path, NULL);
  if (reader == NULL || !ddi_csv_reader_read_header (reader, none, 1, &index, NULL, NULL))
    return DDI_IMPORT_SALES;
  if (has_column (reader, "kind") || has_column (reader, "starts_on"))
    return DDI_IMPORT_EVENTS;
  if (index >= 0 && !has_column (reader, "product") && !has_column (reader, "product_name"))
    return DDI_IMPORT_WEATHER;
  return DDI_IMPORT_SALES;
}

/* One a kind that is among the files, in the order in which they are applied. */
static gboolean
prepare_kind (Job *job, DdiImportKind kind, GPtrArray *plans, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new ();
  g_autoptr (DdiImportPlan) plan = NULL;

  for (guint i = 0; i < job->files->len; i++)
    if (ddi_import_guess_kind (job->files->pdata[i]) == kind)
      g_ptr_array_add (files, job->files->pdata[i]);
  if (files->len == 0)
    return TRUE;
  plan = ddi_import_read (kind, files, NULL, cancellable, error);
  if (plan == NULL || !ddi_import_match (plan, job->database, NULL, cancellable, error))
    return FALSE;
  /* A name that is most likely a known product's is proposed as that; the user sees and confirms it. */
  for (guint i = 0; i < plan->names->len; i++)
    {
      DdiImportName *name = plan->names->pdata[i];

      if (!name->known)
        ddi_import_name_choose (name, ddi_import_name_get_best (name));
    }
  if (!ddi_import_preview (plan, job->database, cancellable, error))
    return FALSE;
  for (guint i = 0; i < plan->files->len; i++)
    {
      DdiImportFile *file = plan->files->pdata[i];

      file->included = file->included && file->same_week == NULL && !ddi_import_file_is_copy (file);
    }
  g_ptr_array_add (plans, g_steal_pointer (&plan));
  return TRUE;
}

static gpointer
prepare_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);
  g_autoptr (GPtrArray) plans = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_import_plan_free);
  GError *error = NULL;

  for (int kind = DDI_IMPORT_SHEET; kind <= DDI_IMPORT_WEATHER && error == NULL; kind++)
    prepare_kind (job, (DdiImportKind)kind, plans, g_task_get_cancellable (task), &error);
  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&plans), (GDestroyNotify)g_ptr_array_unref);
  return NULL;
}

void
ddi_import_prepare_async (DdiDatabase *database, GListModel *files, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  Job *job;
  GTask *task = task_new (database, ddi_import_prepare_async, cancellable, callback, user_data, &job);

  job->files = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    g_ptr_array_add (job->files, g_list_model_get_item (files, i));
  start (task, prepare_thread);
}

GPtrArray *
ddi_import_prepare_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Previewing */

static gpointer
preview_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  for (guint i = 0; i < job->plans->len && error == NULL; i++)
    ddi_import_preview (job->plans->pdata[i], job->database, g_task_get_cancellable (task), &error);
  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
  return NULL;
}

void
ddi_import_preview_async (DdiDatabase *database, GPtrArray *plans, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  Job *job;
  GTask *task = task_new (database, ddi_import_preview_async, cancellable, callback, user_data, &job);

  job->plans = g_ptr_array_ref (plans);
  start (task, preview_thread);
}

gboolean
ddi_import_preview_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Applying */

typedef struct
{
  GTask *task;
  DdiImportProgress state;
} Report;

static gboolean
report_cb (gpointer data)
{
  Report *report = data;
  Job *job = g_task_get_task_data (report->task);

  if (!g_task_get_completed (report->task))
    job->progress (&report->state, job->progress_data);
  return G_SOURCE_REMOVE;
}

static void
report_free (gpointer data)
{
  Report *report = data;

  g_object_unref (report->task);
  g_free (report);
}

static void
forward_progress (const DdiImportProgress *progress, gpointer user_data)
{
  GTask *task = user_data;
  Job *job = g_task_get_task_data (task);
  Report *report = g_new0 (Report, 1);

  report->task = g_object_ref (task);
  report->state = *progress;
  report->state.sent += job->rows_before;
  report->state.rows = job->rows;
  g_main_context_invoke_full (job->context, G_PRIORITY_DEFAULT, report_cb, report, report_free);
}

/* A cancelled import leaves nothing: the files that were written before the one it hit go again. */
static gboolean
take_back (Job *job, GError **error)
{
  for (guint i = job->plans->len; i > 0; i--)
    {
      DdiImportPlan *plan = job->plans->pdata[i - 1];

      for (guint k = plan->files->len; k > 0; k--)
        {
          DdiImportFile *file = plan->files->pdata[k - 1];

          if (file->batch_id == 0)
            continue;
          if (!ddi_import_undo (job->database, job->user_id, file->batch_id, NULL, NULL, error))
            return FALSE;
          file->batch_id = 0;
          file->counts = (DdiImportCounts){ 0 };
        }
    }
  return TRUE;
}

static gpointer
apply_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);
  g_autoptr (GError) undoing = NULL;
  GError *error = NULL;

  for (guint i = 0; i < job->plans->len; i++)
    job->rows += ddi_import_plan_count_rows (job->plans->pdata[i]);
  for (guint i = 0; i < job->plans->len && error == NULL; i++)
    {
      gint64 rows = ddi_import_plan_count_rows (job->plans->pdata[i]);

      ddi_import_apply (job->plans->pdata[i], job->database, job->user_id,
                        job->progress ? forward_progress : NULL, task, g_task_get_cancellable (task), &error);
      job->rows_before += rows;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && !take_back (job, &undoing))
    {
      g_clear_error (&error);
      error = g_steal_pointer (&undoing);
    }
  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
  return NULL;
}

void
ddi_import_apply_async (DdiDatabase *database, int user_id, GPtrArray *plans, DdiImportProgressFunc progress,
                        gpointer progress_data, GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer user_data)
{
  Job *job;
  GTask *task = task_new (database, ddi_import_apply_async, cancellable, callback, user_data, &job);

  /* What was written must be told, also when the last file was cancelled. */
  g_task_set_check_cancellable (task, FALSE);
  job->user_id = user_id;
  job->plans = g_ptr_array_ref (plans);
  job->progress = progress;
  job->progress_data = progress_data;
  start (task, apply_thread);
}

gboolean
ddi_import_apply_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Undoing */

static gpointer
undo_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  for (guint i = job->batches->len; i > 0 && error == NULL; i--)
    {
      DdiImportUndo one = { 0 };

      ddi_import_undo (job->database, job->user_id, g_array_index (job->batches, int, i - 1), &one,
                       g_task_get_cancellable (task), &error);
      job->sum.removed += one.removed;
      job->sum.restored += one.restored;
      job->sum.kept += one.kept;
    }
  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
  return NULL;
}

void
ddi_import_undo_async (DdiDatabase *database, int user_id, GArray *batches, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer user_data)
{
  Job *job;
  GTask *task = task_new (database, ddi_import_undo_async, cancellable, callback, user_data, &job);

  job->user_id = user_id;
  job->batches = g_array_ref (batches);
  start (task, undo_thread);
}

gboolean
ddi_import_undo_finish (GAsyncResult *result, DdiImportUndo *sum, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  if (sum)
    *sum = ((Job *)g_task_get_task_data (G_TASK (result)))->sum;
  return g_task_propagate_boolean (G_TASK (result), error);
}

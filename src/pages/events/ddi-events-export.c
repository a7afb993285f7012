/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/events/ddi-events-export.h"

#include <glib/gi18n-lib.h>

#include "exchange/ddi-table-writer.h"
#include "pages/records/ddi-records-export.h"
#include "pages/stores/ddi-store-record.h"

static const DdiTableColumn columns[] = {
  { "starts_on", DDI_TABLE_DAY },  { "ends_on", DDI_TABLE_DAY }, { "name", DDI_TABLE_TEXT },
  { "kind", DDI_TABLE_TEXT },      { "store", DDI_TABLE_TEXT },  { "expected_effect", DDI_TABLE_REAL },
  { "closes_at", DDI_TABLE_TEXT }, { "effect", DDI_TABLE_REAL }, { "n_times", DDI_TABLE_INTEGER },
};

typedef struct
{
  DdiWindow *window;
  DdiRows *rows;
  GCancellable *cancellable;
  char *path;
} Export;

static void
export_free (Export *export)
{
  g_object_unref (export->window);
  ddi_rows_unref (export->rows);
  g_object_unref (export->cancellable);
  g_free (export->path);
  g_free (export);
}

/* A time of day is written as an import reads it. */
static void
write_cell (DdiTableWriter *writer, DdiRows *rows, guint row, const DdiTableColumn *info)
{
  guint column = ddi_rows_column (rows, info->name);

  if (ddi_rows_is_null (rows, row, column))
    ddi_table_writer_empty (writer);
  else if (g_str_equal (info->name, "closes_at"))
    {
      g_autofree char *time = ddi_store_record_format_time ((int)ddi_rows_get_int (rows, row, column));

      ddi_table_writer_text (writer, time);
    }
  else if (info->kind == DDI_TABLE_DAY)
    ddi_table_writer_day (writer, ddi_rows_get_day (rows, row, column));
  else if (info->kind == DDI_TABLE_REAL)
    ddi_table_writer_double (writer, ddi_rows_get_double (rows, row, column));
  else if (info->kind == DDI_TABLE_INTEGER)
    ddi_table_writer_int (writer, ddi_rows_get_int (rows, row, column));
  else
    ddi_table_writer_text (writer, ddi_rows_get_text (rows, row, column));
}

gboolean
ddi_events_export_write (DdiRows *rows, const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiTableWriter) writer =
      ddi_table_writer_open (path, "events", columns, G_N_ELEMENTS (columns), error);

  if (writer == NULL)
    return FALSE;
  for (guint row = 0; row < ddi_rows_get_n (rows); row++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
        write_cell (writer, rows, row, &columns[i]);
      if (!ddi_table_writer_end_record (writer, cancellable, error))
        return FALSE;
    }
  return ddi_table_writer_close (writer, cancellable, error);
}

static gpointer
write_thread (gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Export *export = g_task_get_task_data (task);
  GError *error = NULL;

  if (ddi_events_export_write (export->rows, export->path, g_task_get_cancellable (task), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
  return NULL;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Export *export = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_path_get_basename (export->path);
  g_autofree char *text = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    text = g_strdup_printf (_ ("Events written to %s"), name);
  else
    /* Translators: a file's name and why. */
    text = g_strdup_printf (_ ("%s was not written: %s"), name, error->message);
  ddi_window_add_toast (export->window, text);
}

static void
response_cb (GtkNativeDialog *dialog, int response, Export *export)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      GTask *task = g_task_new (NULL, export->cancellable, written_cb, NULL);

      export->path = g_file_get_path (file);
      g_task_set_source_tag (task, response_cb);
      g_task_set_task_data (task, export, (GDestroyNotify)export_free);
      g_thread_unref (g_thread_new ("export-events", write_thread, task));
    }
  else
    export_free (export);
  g_object_unref (dialog);
}

void
ddi_events_export_ask (DdiWindow *window, DdiRows *rows, GCancellable *cancellable)
{
  GtkFileChooserNative *dialog = ddi_records_export_chooser (window, "events");
  Export *export = g_new0 (Export, 1);

  export->window = g_object_ref (window);
  export->rows = ddi_rows_ref (rows);
  export->cancellable = g_object_ref (cancellable);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), export);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

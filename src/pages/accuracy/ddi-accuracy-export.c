/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/accuracy/ddi-accuracy-export.h"

#include <glib/gi18n-lib.h>

#include "exchange/ddi-table-writer.h"
#include "pages/accuracy/ddi-accuracy-view.h"
#include "pages/records/ddi-records-export.h"

static const DdiTableColumn columns[] = {
  { "dimension", DDI_TABLE_TEXT },    { "label", DDI_TABLE_TEXT },
  { "n", DDI_TABLE_INTEGER },         { "n_sold_out", DDI_TABLE_INTEGER },
  { "predicted", DDI_TABLE_INTEGER }, { "actual", DDI_TABLE_INTEGER },
  { "wape", DDI_TABLE_PERCENT },      { "bias", DDI_TABLE_PERCENT },
  { "coverage", DDI_TABLE_PERCENT },  { "n_rule", DDI_TABLE_INTEGER },
  { "rule_wape", DDI_TABLE_PERCENT }, { "wape_beside_rule", DDI_TABLE_PERCENT },
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

static void
write_cell (DdiTableWriter *writer, DdiRows *rows, guint row, const DdiTableColumn *info)
{
  guint column = ddi_rows_column (rows, info->name);
  g_autofree char *label = NULL;

  if (info->kind == DDI_TABLE_TEXT && g_str_equal (info->name, "label"))
    ddi_table_writer_text (writer, label = ddi_accuracy_label (rows, row));
  else if (info->kind == DDI_TABLE_TEXT)
    ddi_table_writer_text (writer, ddi_rows_get_text (rows, row, column));
  else if (info->kind == DDI_TABLE_INTEGER)
    ddi_table_writer_int (writer, ddi_rows_get_int (rows, row, column));
  else
    ddi_table_writer_double (writer, ddi_rows_get_double (rows, row, column));
}

gboolean
ddi_accuracy_export_write (DdiRows *groups, const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiTableWriter) writer =
      ddi_table_writer_open (path, "accuracy", columns, G_N_ELEMENTS (columns), error);

  if (writer == NULL)
    return FALSE;
  for (guint row = 0; row < ddi_rows_get_n (groups); row++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
        write_cell (writer, groups, row, &columns[i]);
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

  if (ddi_accuracy_export_write (export->rows, export->path, g_task_get_cancellable (task), &error))
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
    text = g_strdup_printf (_ ("Accuracy written to %s"), name);
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
      g_thread_unref (g_thread_new ("export-accuracy", write_thread, task));
    }
  else
    export_free (export);
  g_object_unref (dialog);
}

void
ddi_accuracy_export_ask (DdiWindow *window, DdiRows *groups, GCancellable *cancellable)
{
  GtkFileChooserNative *dialog = ddi_records_export_chooser (window, "accuracy");
  Export *export = g_new0 (Export, 1);

  export->window = g_object_ref (window);
  export->rows = ddi_rows_ref (groups);
  export->cancellable = g_object_ref (cancellable);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), export);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

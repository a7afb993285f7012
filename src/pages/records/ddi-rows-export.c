/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/records/ddi-rows-export.h"

#include <glib/gi18n-lib.h>

#include "pages/records/ddi-records-export.h"
#include "tasks/ddi-audit.h"

typedef struct
{
  DdiWindow *window;
  DdiRows *rows;
  DdiRowsExportFunc write;
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

static gpointer
write_thread (gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Export *export = g_task_get_task_data (task);
  GError *error = NULL;

  if (export->write (export->rows, export->path, export->cancellable, &error))
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
    {
      text = g_strdup_printf (_ ("%s was written"), name);
      ddi_audit_note_export_later (ddi_session_get_database (ddi_window_get_session (export->window)), "list",
                                   export->path, ddi_rows_get_n (export->rows));
    }
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
      g_thread_unref (g_thread_new ("export", write_thread, task));
    }
  else
    export_free (export);
  g_object_unref (dialog);
}

void
ddi_rows_export_ask (DdiWindow *window, DdiRows *rows, const char *file_name, DdiRowsExportFunc write,
                     GCancellable *cancellable)
{
  GtkFileChooserNative *dialog = ddi_records_export_chooser (window, file_name);
  Export *export = g_new0 (Export, 1);

  export->window = g_object_ref (window);
  export->rows = ddi_rows_ref (rows);
  export->write = write;
  export->cancellable = g_object_ref (cancellable);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), export);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

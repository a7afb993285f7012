/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/records/ddi-records-export.h"

#include <glib/gi18n-lib.h>

#include "core/ddi-format.h"

typedef struct
{
  DdiWindow *window;
  DdiExportKind kind;
  GCancellable *cancellable;
  char *path;
  char *sort;
  gboolean descending;
  char *search;
} Export;

static void
export_free (Export *export)
{
  g_object_unref (export->window);
  g_object_unref (export->cancellable);
  g_free (export->path);
  g_free (export->sort);
  g_free (export->search);
  g_free (export);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Export, export_free)

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Export) export = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_path_get_basename (export->path);
  g_autofree char *text = NULL;
  gint64 n = 0;

  if (ddi_export_run_finish (result, &n, &error))
    {
      g_autofree char *number = ddi_format_int (n);

      text = g_strdup_printf (ngettext ("%s row written to %s", "%s rows written to %s", (gulong)n), number,
                              name);
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  else
    /* Translators: a file's name and why. */
    text = g_strdup_printf (_ ("%s was not written: %s"), name, error->message);
  ddi_window_add_toast (export->window, text);
}

static void
write_file (Export *export)
{
  DdiSession *session = ddi_window_get_session (export->window);
  DdiExportOptions options = { .kind = export->kind,
                               .sort = export->sort,
                               .descending = export->descending,
                               .search = export->search,
                               .path = export->path };
  DdiFilter filter;

  ddi_session_get_filter (session, &filter);
  options.store_id = filter.store_id;
  options.first = filter.first;
  options.last = filter.last;
  ddi_export_run_async (ddi_session_get_database (session), &options, export->cancellable, written_cb,
                        export);
}

static void
response_cb (GtkNativeDialog *dialog, int response, Export *export)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

      export->path = g_file_get_path (file);
      write_file (export);
    }
  else
    export_free (export);
  g_object_unref (dialog);
}

GtkFileChooserNative *
ddi_records_export_chooser (DdiWindow *window, const char *file_name)
{
  static const struct
  {
    const char *name;
    const char *suffix;
  } formats[] = { { N_ ("Excel workbook"), "xlsx" }, { N_ ("CSV file"), "csv" } };
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (_ ("Export"), GTK_WINDOW (window), GTK_FILE_CHOOSER_ACTION_SAVE,
                                   _ ("_Export"), _ ("_Cancel"));
  g_autofree char *name = g_strconcat (file_name, ".xlsx", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

      gtk_file_filter_set_name (filter, _ (formats[i].name));
      gtk_file_filter_add_suffix (filter, formats[i].suffix);
      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
    }
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  return dialog;
}

void
ddi_records_export_ask (DdiWindow *window, const DdiExportOptions *options, const char *file_name,
                        GCancellable *cancellable)
{
  GtkFileChooserNative *dialog = ddi_records_export_chooser (window, file_name);
  Export *export = g_new0 (Export, 1);

  export->window = g_object_ref (window);
  export->kind = options->kind;
  export->sort = g_strdup (options->sort);
  export->descending = options->descending;
  export->search = g_strdup (options->search);
  export->cancellable = g_object_ref (cancellable);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), export);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

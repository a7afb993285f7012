/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/audit/ddi-audit-save.h"

#include <glib/gi18n-lib.h>

#include "core/ddi-format.h"
#include "tasks/ddi-audit-export.h"

typedef struct
{
  DdiWindow *window;
  GVariant *filter;
  GCancellable *cancellable;
  char *name;
} Saving;

static void
saving_free (Saving *saving)
{
  g_object_unref (saving->window);
  g_clear_pointer (&saving->filter, g_variant_unref);
  g_object_unref (saving->cancellable);
  g_free (saving->name);
  g_free (saving);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

static Saving *
saving_new (DdiWindow *window, GVariant *filter, GCancellable *cancellable)
{
  Saving *saving = g_new0 (Saving, 1);

  saving->window = g_object_ref (window);
  saving->filter = g_variant_ref_sink (filter);
  saving->cancellable = g_object_ref (cancellable);
  return saving;
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Saving) saving = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gint64 n = 0;

  if (ddi_audit_export_finish (result, &n, &error))
    {
      g_autofree char *number = ddi_format_int (n);

      text = g_strdup_printf (ngettext ("%s entry written to %s", "%s entries written to %s", (gulong)n),
                              number, saving->name);
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  else
    /* Translators: a file's name and why. */
    text = g_strdup_printf (_ ("%s was not written: %s"), saving->name, error->message);
  ddi_window_add_toast (saving->window, text);
}

static void
save (Saving *saving, const char *path)
{
  saving->name = g_path_get_basename (path);
  ddi_audit_export_async (ddi_session_get_database (ddi_window_get_session (saving->window)), saving->filter,
                          path, saving->cancellable, saved_cb, saving);
}

void
ddi_audit_save (DdiWindow *window, GVariant *filter, const char *path, GCancellable *cancellable)
{
  save (saving_new (window, filter, cancellable), path);
}

static void
response_cb (GtkNativeDialog *dialog, int response, Saving *saving)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *path = g_file_get_path (file);

      save (saving, path);
    }
  else
    saving_free (saving);
  g_object_unref (dialog);
}

void
ddi_audit_save_ask (DdiWindow *window, GVariant *filter, GCancellable *cancellable)
{
  static const struct
  {
    const char *name;
    const char *suffix;
  } formats[] = { { N_ ("CSV file"), "csv" }, { N_ ("JSON file"), "json" } };
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (_ ("Export"), GTK_WINDOW (window), GTK_FILE_CHOOSER_ACTION_SAVE,
                                   _ ("_Export"), _ ("_Cancel"));

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GtkFileFilter) wanted = gtk_file_filter_new ();

      gtk_file_filter_set_name (wanted, _ (formats[i].name));
      gtk_file_filter_add_suffix (wanted, formats[i].suffix);
      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), wanted);
    }
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), "log.csv");
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), saving_new (window, filter, cancellable));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

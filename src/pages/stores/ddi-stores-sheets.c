/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/stores/ddi-stores-sheets.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-notice.h"
#include "tasks/ddi-week-sheets.h"

typedef struct
{
  DdiWindow *window;
  char *folder;
  GCancellable *cancellable;
} Sheets;

static void
sheets_free (Sheets *sheets)
{
  g_object_unref (sheets->window);
  g_free (sheets->folder);
  g_object_unref (sheets->cancellable);
  g_free (sheets);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Sheets *sheets = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) paths = ddi_week_sheets_write_finish (result, &error);
  g_autofree char *name = g_path_get_basename (sheets->folder);
  g_autofree char *text = NULL;
  /* A workbook and a PDF each. */
  guint n = paths ? paths->len / 2 : 0;

  if (paths)
    /* Translators: %2$s is a folder. */
    text = g_strdup_printf (ngettext ("Next week’s sheet of %1$u shop written to %2$s",
                                      "Next week’s sheets of %1$u shops written to %2$s", n),
                            n, name);
  else
    text = g_strdup_printf (_ ("The sheets were not written: %s"), error->message);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      ddi_window_add_toast (sheets->window, text);
      ddi_notice_post (GTK_WINDOW (sheets->window), _ ("Next week’s sheets"), text);
    }
  sheets_free (sheets);
}

DdiDay
ddi_stores_sheets_get_sunday (DdiSession *session)
{
  return ddi_week_sheets_sunday (ddi_session_get_today (session, 0) + DDI_SHEET_DAYS);
}

void
ddi_stores_sheets_write (DdiWindow *window, const char *folder, GCancellable *cancellable)
{
  DdiSession *session = ddi_window_get_session (window);
  Sheets *sheets = g_new0 (Sheets, 1);

  *sheets = (Sheets){ g_object_ref (window), g_strdup (folder), g_object_ref (cancellable) };
  ddi_week_sheets_write_async (ddi_session_get_database (session), ddi_stores_sheets_get_sunday (session), 0,
                               folder, cancellable, written_cb, sheets);
}

static void
response_cb (GtkNativeDialog *dialog, int response, Sheets *sheets)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *folder = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  folder = file ? g_file_get_path (file) : NULL;
  if (folder && ddi_window_get_session (sheets->window))
    ddi_stores_sheets_write (sheets->window, folder, sheets->cancellable);
  sheets_free (sheets);
  g_object_unref (dialog);
}

void
ddi_stores_sheets_ask (DdiWindow *window, GCancellable *cancellable)
{
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (_ ("Folder for Next Week’s Sheets"), GTK_WINDOW (window),
                                   GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _ ("_Write Here"), NULL);
  Sheets *sheets = g_new0 (Sheets, 1);

  *sheets = (Sheets){ g_object_ref (window), NULL, g_object_ref (cancellable) };
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), sheets);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/ddi-chart-view-export.h"

#include "chart/ddi-chart-export.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

/* The least size of an exported picture. */
#define LEAST_WIDTH 640
#define LEAST_HEIGHT 320

typedef struct
{
  DdiChart *chart;
  GtkWindow *window; /* weak */
  double width, height;
} Export;

static void
export_free (Export *export)
{
  ddi_chart_unref (export->chart);
  g_clear_weak_pointer (&export->window);
  g_free (export);
}

static void
tell_error (Export *export, const GError *error)
{
  g_autofree char *body = g_strdup_printf ("%s\n\n%s", _ ("The picture was not saved"), error->message);
  GtkWidget *dialog;

  if (export->window == NULL)
    return;
  /* Without a heading, which has to be measured as only app/ddi-message-dialog.h does. */
  dialog = adw_message_dialog_new (export->window, NULL, body);
  gtk_window_set_title (GTK_WINDOW (dialog), _ ("The picture was not saved"));
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Export *export = user_data;
  g_autoptr (GError) error = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    tell_error (export, error);
  export_free (export);
}

static void
write_file (Export *export, GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
      ddi_chart_export (export->chart, ddi_chart_format_from_name (name), export->width, export->height,
                        ddi_palette_get (DDI_PALETTE_LIGHT), &error);

  if (bytes == NULL)
    {
      tell_error (export, error);
      export_free (export);
      return;
    }
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE, NULL, written_cb,
                                       export);
}

static void
response_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  Export *export = user_data;
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  if (response == GTK_RESPONSE_ACCEPT && file)
    write_file (export, file);
  else
    export_free (export);
  g_object_unref (dialog);
}

void
ddi_chart_view_export (GtkWidget *widget, DdiChart *chart, const char *format)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkFileChooserNative *dialog;
  g_autofree char *safe = g_strdelimit (g_strdup (ddi_chart_get_title (chart)), "/\\:", '-');
  g_autofree char *name = g_strdup_printf ("%s.%s", safe, format);
  Export *export = g_new0 (Export, 1);

  export->chart = ddi_chart_ref (chart);
  export->width = MAX (gtk_widget_get_width (widget), LEAST_WIDTH);
  export->height = MAX (gtk_widget_get_height (widget), LEAST_HEIGHT);
  if (GTK_IS_WINDOW (root))
    g_set_weak_pointer (&export->window, GTK_WINDOW (root));
  dialog = gtk_file_chooser_native_new (_ ("Save Picture"), export->window, GTK_FILE_CHOOSER_ACTION_SAVE,
                                        _ ("_Save"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), export);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/import/ddi-import-dialog.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-notice.h"
#include "core/ddi-format.h"
#include "tasks/ddi-import-async.h"

/* What an import touched: its figures, its days and the products and shops it made. */
#define TOUCHED DDI_DATA_ALL

typedef struct
{
  DdiWindow *window;
  DdiSession *session;
} Place;

static Place *
place_new (DdiWindow *window)
{
  Place *place = g_new0 (Place, 1);

  place->window = g_object_ref (window);
  place->session = g_object_ref (ddi_window_get_session (window));
  return place;
}

static void
place_free (Place *place)
{
  g_object_unref (place->window);
  g_object_unref (place->session);
  g_free (place);
}

static void
reloaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DdiSession *session = DDI_SESSION (source);
  g_autoptr (GError) error = NULL;

  /* Offline, the pages say so themselves when they load. */
  if (!ddi_session_reload_finish (session, result, &error))
    g_debug ("The shops could not be read again: %s", error->message);
  ddi_session_changed (session, TOUCHED);
}

static void
tell_pages (DdiSession *session)
{
  ddi_session_reload_async (session, NULL, reloaded_cb, NULL);
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Place *place = user_data;
  g_autoptr (GError) error = NULL;
  DdiImportUndo sum;
  g_autofree char *text = NULL;

  if (!ddi_import_undo_finish (result, &sum, &error))
    text = g_strdup_printf (_ ("Not undone: %s"), error->message);
  else if (sum.kept > 0)
    text = g_strdup_printf (ngettext ("The import is undone; %d figure that was edited since stays",
                                      "The import is undone; %d figures that were edited since stay",
                                      (gulong)sum.kept),
                            (int)sum.kept);
  else
    text = g_strdup (_ ("The import is undone"));
  ddi_window_add_toast (place->window, text);
  tell_pages (place->session);
  place_free (place);
}

static void
undo_cb (DdiWindow *window, gpointer user_data)
{
  DdiSession *session = ddi_window_get_session (window);

  ddi_import_undo_async (ddi_session_get_database (session), ddi_session_get_user_id (session), user_data,
                         NULL, undone_cb, place_new (window));
}

static void
imported_cb (DdiWindow *window, GArray *batches, gint64 added, gint64 changed)
{
  g_autofree char *new_text = ddi_format_int (added);
  g_autofree char *changed_text = ddi_format_int (changed);
  g_autofree char *title = g_strdup_printf (_ ("%s figures imported, %s changed"), new_text, changed_text);

  if (batches->len == 0)
    ddi_window_add_toast (window, _ ("Nothing was new"));
  else
    ddi_window_add_undo_toast (window, title, undo_cb, g_array_ref (batches), (GDestroyNotify)g_array_unref);
  ddi_notice_post (GTK_WINDOW (window), _ ("The import has ended"),
                   batches->len == 0 ? _ ("Nothing was new") : title);
  tell_pages (ddi_window_get_session (window));
}

static void
cancelled_cb (DdiWindow *window)
{
  ddi_window_add_toast (window, _ ("The import was cancelled; nothing of it stays"));
}

DdiImportDialog *
ddi_import_dialog_present (DdiWindow *window, GListModel *files)
{
  DdiSession *session = ddi_window_get_session (window);
  DdiImportDialog *dialog;

  g_return_val_if_fail (session != NULL, NULL);

  dialog = ddi_import_dialog_new (GTK_WINDOW (window), session);
  g_signal_connect_object (dialog, "imported", G_CALLBACK (imported_cb), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "cancelled", G_CALLBACK (cancelled_cb), window, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
  if (files)
    ddi_import_dialog_open (dialog, files);
  return dialog;
}

void
ddi_import_command_activate (DdiWindow *window, GVariant *parameter)
{
  if (ddi_window_get_session (window))
    ddi_import_dialog_present (window, NULL);
}

void
ddi_import_command_drop (DdiWindow *window, GListModel *files)
{
  if (ddi_window_get_session (window))
    ddi_import_dialog_present (window, files);
}

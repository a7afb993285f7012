/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-window.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  DdiWindow *window;
  DdiSession *session; /* whose data change, though the window may show others by then */
  guint touched;
} Undoing;

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Undoing *undoing = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = ddi_database_run_finish (DDI_DATABASE (source), result, &error);

  if (rows)
    ddi_session_changed (undoing->session, undoing->touched);
  else
    {
      g_autofree char *text = g_strdup_printf (_ ("Not undone: %s"), error->message);

      ddi_window_add_toast (undoing->window, text);
    }
  g_object_unref (undoing->window);
  g_object_unref (undoing->session);
  g_free (undoing);
}

void
ddi_window_run_undo (DdiWindow *self, DdiUnit *unit, guint touched)
{
  DdiSession *session = ddi_window_get_session (self);
  Undoing *undoing = g_new0 (Undoing, 1);

  undoing->window = g_object_ref (self);
  undoing->session = g_object_ref (session);
  undoing->touched = touched;
  ddi_database_run_async (ddi_session_get_database (session), unit, NULL, undone_cb, undoing);
}

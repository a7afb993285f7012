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
  g_autoptr (GPtrArray) rows = NULL;
  DdiOutboxOutcome outcome = ddi_session_enter_finish (DDI_SESSION (source), result, &rows, &error);

  if (outcome == DDI_OUTBOX_FAILED)
    {
      g_autofree char *text = g_strdup_printf (_ ("Not undone: %s"), error->message);

      ddi_window_add_toast (undoing->window, text);
    }
  else
    ddi_window_tell_entered (undoing->window, undoing->session, outcome, undoing->touched);
  g_object_unref (undoing->window);
  g_object_unref (undoing->session);
  g_free (undoing);
}

void
ddi_window_run_undo (DdiWindow *self, const DdiOutboxNote *what, DdiUnit *unit)
{
  DdiSession *session = ddi_window_get_session (self);
  Undoing *undoing = g_new0 (Undoing, 1);
  /* Translators: what is taken back, in the list of what waits for the server: a shop, a product, some rows. */
  g_autofree char *title = g_strdup_printf (_ ("Undo: %s"), what->title);
  DdiOutboxNote note = *what;

  note.title = title;
  undoing->window = g_object_ref (self);
  undoing->session = g_object_ref (session);
  undoing->touched = note.touched;
  ddi_session_enter_async (session, &note, unit, undone_cb, undoing);
}

void
ddi_window_tell_entered (DdiWindow *self, DdiSession *session, DdiOutboxOutcome outcome, guint touched)
{
  if (outcome == DDI_OUTBOX_SENT)
    ddi_session_changed (session, touched);
  else if (outcome == DDI_OUTBOX_KEPT && self)
    ddi_window_add_toast (self, _ ("Kept on this computer until the server answers"));
}

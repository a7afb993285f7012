/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/entry/ddi-entry-undo.h"

#include <glib/gi18n-lib.h>

/* Statements that a saved line takes. */
#define PER_LINE 2

DdiEntryChange *
ddi_entry_change_new (void)
{
  DdiEntryChange *self = g_new0 (DdiEntryChange, 1);

  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_entry_line_unref);
  self->figures = g_array_new (FALSE, FALSE, sizeof (DdiEntryFigures));
  g_array_set_clear_func (self->figures, (GDestroyNotify)ddi_entry_figures_clear);
  return self;
}

void
ddi_entry_change_free (DdiEntryChange *self)
{
  g_ptr_array_unref (self->lines);
  g_array_unref (self->figures);
  g_free (self);
}

void
ddi_entry_change_add (DdiEntryChange *self, DdiEntryLine *line, const DdiEntryFigures *figures)
{
  DdiEntryFigures copy;

  ddi_entry_figures_copy (figures, &copy);
  g_ptr_array_add (self->lines, ddi_entry_line_ref (line));
  g_array_append_val (self->figures, copy);
}

DdiUnit *
ddi_entry_change_save (DdiEntryChange *self, int user_id)
{
  const DdiEntryLine *first = self->lines->pdata[0];
  g_autoptr (DdiUnit) unit = ddi_unit_new ();
  g_autofree char *request = g_uuid_string_random ();

  ddi_unit_set_request (unit, request);
  for (guint i = 0; i < self->lines->len; i++)
    ddi_entry_line_save (self->lines->pdata[i], &g_array_index (self->figures, DdiEntryFigures, i), user_id,
                         unit);
  ddi_entry_day_finish (first->store_id, first->day, user_id, unit);
  return g_steal_pointer (&unit);
}

DdiEntryChange *
ddi_entry_change_take (DdiEntryChange *self, GPtrArray *results)
{
  DdiEntryChange *back = ddi_entry_change_new ();

  for (guint i = 0; i < self->lines->len; i++)
    {
      DdiEntryLine *line = self->lines->pdata[i];

      ddi_entry_change_add (back, line, &line->figures);
      ddi_entry_line_take (line, &g_array_index (self->figures, DdiEntryFigures, i), results, i * PER_LINE);
    }
  return back;
}

/* Undoing */

typedef struct
{
  DdiEntryChange *back;
  GWeakRef owner;
  void (*undone) (gpointer owner, GPtrArray *lines);
} Undo;

typedef struct
{
  DdiWindow *window;
  DdiSession *session;
  Undo *undo;
} Undoing;

static void
undo_free (Undo *undo)
{
  ddi_entry_change_free (undo->back);
  g_weak_ref_clear (&undo->owner);
  g_free (undo);
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Undoing *undoing = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = ddi_database_run_finish (DDI_DATABASE (source), result, &error);
  g_autoptr (GObject) owner = g_weak_ref_get (&undoing->undo->owner);

  if (results)
    {
      ddi_entry_change_free (ddi_entry_change_take (undoing->undo->back, results));
      if (owner && undoing->undo->undone)
        undoing->undo->undone (owner, undoing->undo->back->lines);
      ddi_session_changed (undoing->session, DDI_ENTRY_TOUCHED);
    }
  else
    {
      g_autofree char *text = g_strdup_printf (_ ("Not undone: %s"), error->message);

      ddi_window_add_toast (undoing->window, text);
    }
  undo_free (undoing->undo);
  g_object_unref (undoing->window);
  g_object_unref (undoing->session);
  g_free (undoing);
}

static Undo *
undo_new (DdiEntryChange *back, GObject *owner, void (*undone) (gpointer, GPtrArray *))
{
  Undo *undo = g_new0 (Undo, 1);

  undo->back = back;
  undo->undone = undone;
  g_weak_ref_init (&undo->owner, owner);
  return undo;
}

/* The log frees its entry when it is undone; what runs on takes the change along. */
static void
undo_cb (DdiWindow *window, gpointer user_data)
{
  Undo *undo = user_data;
  DdiSession *session = ddi_window_get_session (window);
  Undoing *undoing = g_new0 (Undoing, 1);
  g_autoptr (GObject) owner = g_weak_ref_get (&undo->owner);

  undoing->undo = undo_new (g_steal_pointer (&undo->back), owner, undo->undone);
  undo->back = ddi_entry_change_new ();
  undoing->window = g_object_ref (window);
  undoing->session = g_object_ref (session);
  ddi_database_run_async (ddi_session_get_database (session),
                          ddi_entry_change_save (undoing->undo->back, ddi_session_get_user_id (session)),
                          NULL, undone_cb, undoing);
}

void
ddi_entry_undo_add (DdiWindow *window, DdiEntryChange *back, GObject *owner,
                    void (*undone) (gpointer owner, GPtrArray *lines))
{
  ddi_window_add_undo (window, undo_cb, undo_new (back, owner, undone), (GDestroyNotify)undo_free);
}

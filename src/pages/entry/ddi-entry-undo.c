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

DdiEntryChange *
ddi_entry_change_gather (DdiEntryGrid *grid, gboolean proposed, guint *n_wrong)
{
  GPtrArray *lines = ddi_entry_grid_get_lines (grid);
  DdiEntryChange *change = ddi_entry_change_new ();

  *n_wrong = 0;
  for (guint i = 0; i < lines->len; i++)
    {
      g_auto (DdiEntryFigures) figures = { 0 };

      if (!proposed && !ddi_entry_grid_is_edited (grid, i))
        continue;
      if (!ddi_entry_grid_read (grid, i, &figures))
        (*n_wrong)++;
      else if (!ddi_entry_figures_equal (&figures, &((DdiEntryLine *)lines->pdata[i])->figures))
        ddi_entry_change_add (change, lines->pdata[i], &figures);
    }
  return change;
}

void
ddi_entry_lines_settle (GPtrArray *changed, DdiEntryGrid *grid, gboolean refresh)
{
  GPtrArray *lines = ddi_entry_grid_get_lines (grid);

  for (guint i = 0; i < lines->len; i++)
    if (g_ptr_array_find (changed, lines->pdata[i], NULL))
      {
        if (refresh)
          ddi_entry_grid_refresh (grid, i);
        else
          ddi_entry_grid_settle (grid, i);
      }
}

/* "Store 01, Wed 25 Nov: Glazed" */
static char *
name_change (DdiEntryChange *self, DdiSession *session)
{
  const DdiEntryLine *first = self->lines->pdata[0];
  DdiStore *store = ddi_session_find_store (session, first->store_id);
  g_autoptr (GDateTime) date = ddi_day_to_date_time (first->day);
  /* Translators: a day, short: "Wed 25 Nov". */
  g_autofree char *day = g_date_time_format (date, _ ("%a %-d %b"));
  g_autofree char *what =
      self->lines->len == 1
          ? g_strdup (first->name)
          : g_strdup_printf (ngettext ("%u product", "%u products", self->lines->len), self->lines->len);

  /* Translators: a shop, a day, a product. */
  return g_strdup_printf (_ ("%s, %s: %s"), store ? ddi_store_get_name (store) : "", day, what);
}

void
ddi_entry_change_save_async (DdiEntryChange *self, DdiSession *session, GAsyncReadyCallback callback,
                             gpointer user_data)
{
  const DdiEntryLine *first = self->lines->pdata[0];
  int user_id = ddi_session_get_user_id (session);
  g_autofree char *title = name_change (self, session);
  g_autofree char *day = ddi_day_format (first->day);
  g_autofree char *place = g_strdup_printf ("store=%d&day=%s", first->store_id, day);
  DdiOutboxNote note = { title, "entry", place, DDI_ENTRY_TOUCHED };
  DdiUnit *unit = ddi_unit_new ();

  for (guint i = 0; i < self->lines->len; i++)
    ddi_entry_line_save (self->lines->pdata[i], &g_array_index (self->figures, DdiEntryFigures, i), user_id,
                         unit);
  ddi_entry_day_finish (first->store_id, first->day, user_id, unit);
  ddi_session_enter_async (session, &note, unit, callback, user_data);
}

DdiEntryChange *
ddi_entry_change_take (DdiEntryChange *self, GPtrArray *results)
{
  DdiEntryChange *back = ddi_entry_change_new ();

  for (guint i = 0; i < self->lines->len; i++)
    {
      DdiEntryLine *line = self->lines->pdata[i];

      ddi_entry_change_add (back, line, &line->figures);
      if (results)
        ddi_entry_line_take (line, &g_array_index (self->figures, DdiEntryFigures, i), results, i * PER_LINE);
      else
        ddi_entry_line_foresee (line, &g_array_index (self->figures, DdiEntryFigures, i));
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
  g_autoptr (GPtrArray) results = NULL;
  DdiOutboxOutcome outcome = ddi_session_enter_finish (DDI_SESSION (source), result, &results, &error);
  g_autoptr (GObject) owner = g_weak_ref_get (&undoing->undo->owner);

  if (outcome != DDI_OUTBOX_FAILED)
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
  ddi_entry_change_save_async (undoing->undo->back, session, undone_cb, undoing);
}

void
ddi_entry_undo_add (DdiWindow *window, DdiEntryChange *back, GObject *owner,
                    void (*undone) (gpointer owner, GPtrArray *lines))
{
  ddi_window_add_undo (window, undo_cb, undo_new (back, owner, undone), (GDestroyNotify)undo_free);
}

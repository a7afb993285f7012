/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/entry/ddi-day-state.h"

#include <glib/gi18n-lib.h>

#include "pages/entry/ddi-entry-undo.h"

gboolean
ddi_day_state_is_closed (const char *state)
{
  return g_strcmp0 (state, "complete") == 0 || (state && g_str_has_prefix (state, "closed"));
}

const char *
ddi_day_state_text (const char *state)
{
  if (g_strcmp0 (state, "complete") == 0)
    return _ ("Complete");
  if (g_strcmp0 (state, "closed") == 0)
    return _ ("The shop was closed");
  if (g_strcmp0 (state, "closed_early") == 0)
    return _ ("The shop closed early");
  return g_strcmp0 (state, "partial") == 0 ? _ ("Begun") : _ ("Nothing is entered yet");
}

typedef struct
{
  DdiWindow *window; /* NULL once the window keeps it, to be undone */
  DdiSession *session;
  GWeakRef owner;
  DdiDayStateFunc changed;
  int store_id;
  DdiDay day;
  char *before, *after;
} Marking;

static void
marking_free (Marking *marking)
{
  g_clear_object (&marking->window);
  g_object_unref (marking->session);
  g_weak_ref_clear (&marking->owner);
  g_free (marking->before);
  g_free (marking->after);
  g_free (marking);
}

static void
unmark_cb (DdiWindow *window, gpointer user_data)
{
  Marking *marking = user_data;
  g_autoptr (GObject) owner = g_weak_ref_get (&marking->owner);

  ddi_day_state_set (window, marking->store_id, marking->day, NULL, marking->before, owner, marking->changed);
}

static void
marked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Marking *marking = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = NULL;
  DdiOutboxOutcome outcome = ddi_session_enter_finish (DDI_SESSION (source), result, &results, &error);
  g_autoptr (GObject) owner = g_weak_ref_get (&marking->owner);
  g_autoptr (DdiWindow) window = g_steal_pointer (&marking->window);

  if (outcome == DDI_OUTBOX_FAILED)
    {
      g_autofree char *text = g_strdup_printf (_ ("Not saved: %s"), error->message);

      ddi_window_add_toast (window, text);
      marking_free (marking);
      return;
    }
  if (owner)
    marking->changed (owner, marking->store_id, marking->day, marking->after);
  ddi_session_changed (marking->session, DDI_ENTRY_TOUCHED);
  if (marking->before == NULL)
    marking_free (marking);
  else
    ddi_window_add_undo_toast (window,
                               g_str_equal (marking->after, "complete") ? _ ("The day is complete")
                                                                        : _ ("The day is open again"),
                               unmark_cb, marking, (GDestroyNotify)marking_free);
}

static void
send (Marking *marking)
{
  g_autofree char *day = ddi_day_format (marking->day);
  const char *days[] = { day, NULL };
  gint32 store = marking->store_id;
  DdiStore *shop = ddi_session_find_store (marking->session, store);
  /* Translators: a shop and a day, which somebody has called complete or opened again. */
  g_autofree char *title =
      g_strdup_printf (_ ("%s, %s: state of the day"), shop ? ddi_store_get_name (shop) : "", day);
  g_autofree char *place = g_strdup_printf ("store=%d&day=%s", store, day);
  DdiOutboxNote note = { title, "entry", place, DDI_ENTRY_TOUCHED };
  DdiUnit *unit = ddi_unit_new ();

  ddi_unit_add (unit, "entry/set-day-state", g_variant_new ("(iss)", store, day, marking->after));
  ddi_unit_add (unit, "sales/derive",
                g_variant_new ("(i@ai^as)", ddi_session_get_user_id (marking->session),
                               g_variant_new_fixed_array (G_VARIANT_TYPE_INT32, &store, 1, sizeof store),
                               days));
  ddi_session_enter_async (marking->session, &note, unit, marked_cb, marking);
}

void
ddi_day_state_set (DdiWindow *window, int store_id, DdiDay day, const char *before, const char *after,
                   GObject *owner, DdiDayStateFunc changed)
{
  Marking *marking = g_new0 (Marking, 1);

  marking->window = g_object_ref (window);
  marking->session = g_object_ref (ddi_window_get_session (window));
  g_weak_ref_init (&marking->owner, owner);
  marking->changed = changed;
  marking->store_id = store_id;
  marking->day = day;
  marking->before = g_strdup (before);
  marking->after = g_strdup (after);
  send (marking);
}

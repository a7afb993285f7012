/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/events/ddi-events-undo.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  char *title;
  GPtrArray *before;
  GPtrArray *after;
} Change;

static void
change_free (Change *change)
{
  g_free (change->title);
  g_clear_pointer (&change->before, g_ptr_array_unref);
  g_clear_pointer (&change->after, g_ptr_array_unref);
  g_free (change);
}

static void
undo_cb (DdiWindow *window, gpointer user_data)
{
  Change *change = user_data;
  DdiOutboxNote note = { change->title, "events", NULL, DDI_DATA_EVENTS };
  DdiUnit *unit = ddi_unit_new ();

  if (change->before == NULL)
    ddi_event_records_delete (change->after, unit);
  for (guint i = 0; change->before && i < change->before->len; i++)
    {
      DdiEventRecord *before = change->before->pdata[i];
      const DdiEventRecord *after = change->after ? change->after->pdata[i] : NULL;

      /* What was deleted comes back as a new row; what was changed must still be as it was left. */
      before->id = after ? after->id : 0;
      before->row_version = after ? after->row_version : 0;
      ddi_event_record_save (before, unit);
    }
  ddi_window_run_undo (window, &note, unit);
}

static GPtrArray *
copy_records (GPtrArray *records)
{
  GPtrArray *copies;

  if (records == NULL)
    return NULL;
  copies = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_event_record_free);
  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (copies, ddi_event_record_copy (records->pdata[i]));
  return copies;
}

void
ddi_events_undo (DdiWindow *window, const char *title, GPtrArray *before, GPtrArray *after)
{
  Change *change = g_new0 (Change, 1);

  change->title = g_strdup (title);
  change->before = copy_records (before);
  change->after = copy_records (after);
  ddi_window_add_undo_toast (window, title, undo_cb, change, (GDestroyNotify)change_free);
}

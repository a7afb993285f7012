/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/records/ddi-records-undo.h"

#include <glib/gi18n-lib.h>

#include "core/ddi-format.h"
#include "pages/records/ddi-record-title.h"

/* What is needed to take a change back. Of removed, before and after those are set that it takes. */
typedef struct
{
  DdiRecordKind kind;
  guint data;
  char *title;
  GPtrArray *records; /* what was deleted */
  DdiRows *removed;
  DdiRecord *before;
  DdiRecord *after; /* as it is now in the database */
} Change;

static Change *
change_new (DdiRecordKind kind, guint data)
{
  Change *change = g_new0 (Change, 1);

  change->kind = kind;
  change->data = data;
  return change;
}

static void
change_free (Change *change)
{
  g_free (change->title);
  g_clear_pointer (&change->records, g_ptr_array_unref);
  g_clear_pointer (&change->removed, ddi_rows_unref);
  g_clear_pointer (&change->before, ddi_record_free);
  g_clear_pointer (&change->after, ddi_record_free);
  g_free (change);
}

static void
undo_cb (DdiWindow *window, gpointer user_data)
{
  Change *change = user_data;
  int user_id = ddi_session_get_user_id (ddi_window_get_session (window));
  DdiOutboxNote note = { change->title, ddi_record_page (change->kind), NULL, change->data };
  DdiUnit *unit = ddi_unit_new ();

  if (change->removed)
    ddi_record_restore (change->kind, change->records, change->removed, user_id, unit);
  else if (change->before)
    ddi_record_update (change->kind, change->after, change->before, user_id, unit);
  else
    {
      g_autoptr (GPtrArray) records = g_ptr_array_new ();

      g_ptr_array_add (records, change->after);
      ddi_record_delete (change->kind, records, user_id, unit);
    }
  ddi_window_run_undo (window, &note, unit);
}

void
ddi_records_undo_insert (DdiWindow *window, DdiRecordKind kind, guint data, const DdiRecord *record)
{
  Change *change = change_new (kind, data);

  change->title = ddi_record_dup_title (record, ddi_window_get_session (window));
  change->after = ddi_record_copy (record);
  ddi_window_add_undo_toast (window, _ ("Added"), undo_cb, change, (GDestroyNotify)change_free);
}

void
ddi_records_undo_update (DdiWindow *window, DdiRecordKind kind, guint data, const DdiRecord *before,
                         const DdiRecord *after)
{
  Change *change = change_new (kind, data);

  change->title = ddi_record_dup_title (after, ddi_window_get_session (window));
  change->before = ddi_record_copy (before);
  change->after = ddi_record_copy (after);
  ddi_window_add_undo_toast (window, _ ("Changed"), undo_cb, change, (GDestroyNotify)change_free);
}

void
ddi_records_undo_delete (DdiWindow *window, DdiRecordKind kind, guint data, GPtrArray *records,
                         DdiRows *removed)
{
  Change *change = change_new (kind, data);
  g_autofree char *number = ddi_format_int (records->len);
  g_autofree char *title =
      g_strdup_printf (ngettext ("%s row deleted", "%s rows deleted", records->len), number);

  change->records = g_ptr_array_ref (records);
  change->removed = ddi_rows_ref (removed);
  change->title = g_strdup (title);
  ddi_window_add_undo_toast (window, title, undo_cb, change, (GDestroyNotify)change_free);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/stores/ddi-stores-undo.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  DdiStoreRecord *before;
  DdiStoreRecord *after;
} Change;

static void
change_free (Change *change)
{
  g_clear_pointer (&change->before, ddi_store_record_free);
  g_clear_pointer (&change->after, ddi_store_record_free);
  g_free (change);
}

static void
undo_cb (DdiWindow *window, gpointer user_data)
{
  Change *change = user_data;
  DdiOutboxNote note = { change->before ? change->before->name : change->after->name, "stores", NULL,
                         DDI_DATA_STORES };
  DdiUnit *unit = ddi_unit_new ();

  if (change->before == NULL)
    ddi_store_record_delete (change->after, unit);
  else
    {
      /* What was deleted comes back as a new row; what was changed must still be as it was left. */
      change->before->id = change->after ? change->after->id : 0;
      change->before->row_version = change->after ? change->after->row_version : 0;
      ddi_store_record_save (change->before, unit);
    }
  ddi_window_run_undo (window, &note, unit);
}

void
ddi_stores_undo (DdiWindow *window, const DdiStoreRecord *before, const DdiStoreRecord *after)
{
  Change *change = g_new0 (Change, 1);
  g_autofree char *title = NULL;

  if (before == NULL)
    title = g_strdup_printf (_ ("%s added"), after->name);
  else if (after == NULL)
    title = g_strdup_printf (_ ("%s deleted"), before->name);
  else
    title = g_strdup_printf (_ ("%s changed"), after->name);
  change->before = before ? ddi_store_record_copy (before) : NULL;
  change->after = after ? ddi_store_record_copy (after) : NULL;
  ddi_window_add_undo_toast (window, title, undo_cb, change, (GDestroyNotify)change_free);
}

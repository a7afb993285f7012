/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-undo-log.h"

typedef struct
{
  guint number;
  DdiUndoLogFunc undo;
  gpointer user_data;
  GDestroyNotify destroy;
} Entry;

struct _DdiUndoLog
{
  gpointer target;
  guint size;
  guint last_number;
  GQueue entries;
};

static void
entry_free (Entry *entry)
{
  if (entry->destroy)
    entry->destroy (entry->user_data);
  g_free (entry);
}

DdiUndoLog *
ddi_undo_log_new (gpointer target, guint size)
{
  DdiUndoLog *self = g_new0 (DdiUndoLog, 1);

  self->target = target;
  self->size = size;
  g_queue_init (&self->entries);
  return self;
}

void
ddi_undo_log_clear (DdiUndoLog *self)
{
  g_queue_clear_full (&self->entries, (GDestroyNotify)entry_free);
}

void
ddi_undo_log_free (DdiUndoLog *self)
{
  ddi_undo_log_clear (self);
  g_free (self);
}

guint
ddi_undo_log_add (DdiUndoLog *self, DdiUndoLogFunc undo, gpointer user_data, GDestroyNotify destroy)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->number = ++self->last_number;
  entry->undo = undo;
  entry->user_data = user_data;
  entry->destroy = destroy;
  g_queue_push_tail (&self->entries, entry);
  if (g_queue_get_length (&self->entries) > self->size)
    entry_free (g_queue_pop_head (&self->entries));
  return self->last_number;
}

gboolean
ddi_undo_log_undo (DdiUndoLog *self, guint number)
{
  Entry *entry;
  GList *link = g_queue_peek_tail_link (&self->entries);

  while (link && number != 0 && ((Entry *)link->data)->number != number)
    link = link->prev;
  if (link == NULL)
    return FALSE;

  /* Out of the log first: what undoing does may add to it. */
  entry = link->data;
  g_queue_delete_link (&self->entries, link);
  entry->undo (self->target, entry->user_data);
  entry_free (entry);
  return TRUE;
}

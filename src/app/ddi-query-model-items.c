/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-query-model-private.h"

/* Called while the item is disposed of: its memory is still there. */
static void
item_gone_cb (gpointer user_data, GObject *item)
{
  DdiQueryModel *self = user_data;
  guint position = ddi_query_row_get_position ((DdiQueryRow *)item);

  if (g_hash_table_lookup (self->items, GUINT_TO_POINTER (position)) == (gpointer)item)
    g_hash_table_remove (self->items, GUINT_TO_POINTER (position));
}

void
ddi_query_model_add_item (DdiQueryModel *self, DdiQueryRow *item)
{
  g_object_weak_ref (G_OBJECT (item), item_gone_cb, self);
  g_hash_table_insert (self->items, GUINT_TO_POINTER (ddi_query_row_get_position (item)), item);
}

void
ddi_query_model_forget_items (DdiQueryModel *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_object_weak_unref (value, item_gone_cb, self);
  g_hash_table_remove_all (self->items);
}

void
ddi_query_model_move_items (DdiQueryModel *self, const DdiQueryDiff *diff)
{
  g_autoptr (GHashTable) before = g_steal_pointer (&self->items);
  GHashTableIter iter;
  gpointer key, value;

  self->items = g_hash_table_new (NULL, NULL);
  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      guint position = GPOINTER_TO_UINT (key);

      if (position >= diff->first && position - diff->first < diff->removed)
        {
          g_object_weak_unref (value, item_gone_cb, self);
          continue;
        }
      if (position >= diff->first)
        position = position - diff->removed + diff->added;
      ddi_query_row_set_position (value, position);
      g_hash_table_insert (self->items, GUINT_TO_POINTER (position), value);
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-list-splice.h"

static gboolean
is_same (GListStore *store, guint position, gpointer item, DdiListSameFunc same, gpointer user_data)
{
  g_autoptr (GObject) there = g_list_model_get_item (G_LIST_MODEL (store), position);

  return same (there, item, user_data);
}

gboolean
ddi_list_splice_changed (GListStore *store, GPtrArray *items, DdiListSameFunc same, gpointer user_data)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (store)), first = 0, last = 0;
  guint least = MIN (n, items->len);

  while (first < least && is_same (store, first, items->pdata[first], same, user_data))
    first++;
  while (last < least - first &&
         is_same (store, n - 1 - last, items->pdata[items->len - 1 - last], same, user_data))
    last++;
  if (first + last == n && first + last == items->len)
    return FALSE;
  g_list_store_splice (store, first, n - first - last, items->pdata + first, items->len - first - last);
  return TRUE;
}

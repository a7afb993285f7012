/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-short-list.h"

#include "app/ddi-list-splice.h"
#include "app/ddi-query-diff.h"
#include "app/ddi-query-row-private.h"

typedef struct
{
  guint row;
  gboolean known;
  double number;
  char *word; /* a collation key */
} Key;

typedef struct
{
  Key *keys;
  gboolean descending;
} Order;

/* What is not known comes last both ways; equals keep the query's order. */
static int
compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Order *order = user_data;
  const Key *left = &order->keys[*(const guint *)a], *right = &order->keys[*(const guint *)b];
  int result;

  if (left->known != right->known)
    return left->known ? -1 : 1;
  if (left->word)
    result = g_strcmp0 (left->word, right->word);
  else
    result = (left->number > right->number) - (left->number < right->number);
  if (result == 0)
    return (left->row > right->row) - (left->row < right->row);
  return order->descending ? -result : result;
}

GPtrArray *
ddi_short_list_sort (DdiRows *rows, const char *column_name, gboolean words, gboolean descending)
{
  GPtrArray *sorted = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = ddi_rows_get_n (rows), column = ddi_rows_column (rows, column_name);
  g_autofree Key *keys = g_new0 (Key, n);
  g_autoptr (GArray) positions = g_array_sized_new (FALSE, FALSE, sizeof (guint), n);
  Order order = { keys, descending };

  for (guint i = 0; i < n; i++)
    {
      keys[i].row = i;
      keys[i].known = !ddi_rows_is_null (rows, i, column);
      if (words)
        keys[i].word = g_utf8_collate_key (keys[i].known ? ddi_rows_get_text (rows, i, column) : "", -1);
      else
        keys[i].number = keys[i].known ? ddi_rows_get_double (rows, i, column) : 0;
      g_array_append_val (positions, i);
    }
  g_array_sort_with_data (positions, compare, &order);
  for (guint i = 0; i < n; i++)
    {
      g_ptr_array_add (sorted, ddi_query_row_new_loaded (rows, g_array_index (positions, guint, i)));
      g_free (keys[i].word);
    }
  return sorted;
}

static gboolean
same_row (gpointer there, gpointer item, gpointer key)
{
  guint before, after;
  DdiRows *rows_before = ddi_query_row_get (there, &before), *rows_after = ddi_query_row_get (item, &after);

  return ddi_query_same_key (rows_before, before, rows_after, after, key);
}

void
ddi_short_list_show (GListStore *model, GPtrArray *rows, const char *key)
{
  ddi_list_splice_changed (model, rows, same_row, (gpointer)key);
  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr (DdiQueryRow) item = g_list_model_get_item (G_LIST_MODEL (model), i);
      guint index;
      DdiRows *values = ddi_query_row_get (rows->pdata[i], &index);

      if (item != rows->pdata[i])
        ddi_query_row_fill (item, values, index);
    }
}

void
ddi_short_list_show_sorted (GListStore *model, DdiRows *rows, const char *key, DdiTable *table,
                            const char *const *words)
{
  gboolean descending;
  const char *sort = ddi_table_get_sort (table, &descending);
  g_autoptr (GPtrArray) sorted = NULL;

  if (rows == NULL)
    return;
  sorted = ddi_short_list_sort (rows, sort, g_strv_contains (words, sort), descending);
  ddi_short_list_show (model, sorted, key);
}

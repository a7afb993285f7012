/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-order-matrix-load.h"

#include "tasks/ddi-audit.h"

DdiUnit *
ddi_order_matrix_unit (DdiDay day, int store_id, gboolean approved_only)
{
  DdiUnit *unit = ddi_unit_new ();
  g_autofree char *text = ddi_day_format (day);

  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, "orders/list-matrix", g_variant_new ("(sib)", text, store_id, approved_only));
  return unit;
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (*(const char *const *)a, *(const char *const *)b);
}

/* The rows come by product; the shops' own order is by name, and a shop that gets only the last
 * product must not stand last. */
static void
add_shops (DdiOrderMatrix *matrix, DdiRows *rows)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  guint store = ddi_rows_column (rows, "store");

  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    g_ptr_array_add (names, (gpointer)ddi_rows_get_text (rows, i, store));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    ddi_order_matrix_add_shop (matrix, names->pdata[i]);
}

DdiOrderMatrix *
ddi_order_matrix_from_rows (DdiDay day, GPtrArray *results)
{
  DdiRows *rows = results->pdata[0];
  DdiOrderMatrix *matrix = ddi_order_matrix_new (day);
  guint store = ddi_rows_column (rows, "store"), product = ddi_rows_column (rows, "product");
  guint category = ddi_rows_column (rows, "category"), pack = ddi_rows_column (rows, "pack");
  guint quantity = ddi_rows_column (rows, "quantity");

  add_shops (matrix, rows);
  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    ddi_order_matrix_add (matrix, ddi_rows_get_text (rows, i, store), ddi_rows_get_text (rows, i, product),
                          ddi_rows_get_text (rows, i, category), (int)ddi_rows_get_int (rows, i, pack),
                          (int)ddi_rows_get_int (rows, i, quantity));
  return matrix;
}

GArray *
ddi_order_matrix_store_ids (GPtrArray *results)
{
  DdiRows *rows = results->pdata[0];
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (int));

  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    {
      int id = (int)ddi_rows_get_int (rows, i, ddi_rows_column (rows, "store_id"));

      if (g_hash_table_add (seen, GINT_TO_POINTER (id)))
        g_array_append_val (ids, id);
    }
  return ids;
}

DdiOrderMatrix *
ddi_order_matrix_load (DdiDatabase *database, DdiDay day, int store_id, gboolean approved_only,
                       GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) results =
      ddi_database_run (database, ddi_order_matrix_unit (day, store_id, approved_only), cancellable, error);

  return results ? ddi_order_matrix_from_rows (day, results) : NULL;
}

DdiUnit *
ddi_order_dispatch_unit (DdiOrderMatrix *matrix, const char *format, const char *file_name, GArray *store_ids,
                         int user_id)
{
  DdiUnit *unit = ddi_unit_new ();
  g_autofree char *day = ddi_day_format (ddi_order_matrix_get_day (matrix));

  ddi_unit_add (unit, "orders/insert-dispatch",
                g_variant_new ("(siss@aix)", day, user_id, format, file_name,
                               g_variant_new_fixed_array (G_VARIANT_TYPE_INT32, store_ids->data,
                                                          store_ids->len, sizeof (int)),
                               ddi_order_matrix_sum (matrix)));
  ddi_audit_add_export_note (unit, "order", file_name, -1);
  return unit;
}

DdiUnit *
ddi_order_undo_dispatch_unit (int dispatch_id)
{
  DdiUnit *unit = ddi_unit_new ();

  ddi_unit_add (unit, "orders/delete-dispatch", g_variant_new ("(i)", dispatch_id));
  return unit;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-query-model.h"
#include "app/ddi-test-window.h"
#include "pages/records/ddi-record.h"
#include "support/ddi-test-home.h"

#define N_ROWS 20000

static DdiHome *home;

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  ddi_query_model_load_finish (DDI_QUERY_MODEL (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *)user_data = TRUE;
}

static gboolean
is_true (gpointer user_data)
{
  return *(gboolean *)user_data;
}

static void
load_again (DdiQueryModel *model, const char *sort, gboolean descending)
{
  GVariant *params = g_variant_new ("(@maimsmsmims)", g_variant_new_maybe (G_VARIANT_TYPE ("ai"), NULL), NULL,
                                    NULL, FALSE, 0, NULL);
  gboolean done = FALSE;

  ddi_query_model_load_async (model, ddi_home_get_database (home), params, sort, descending, NULL, loaded_cb,
                              &done);
  ddi_test_wait (is_true, &done);
}

static DdiQueryModel *
load_model (const char *sort, gboolean descending)
{
  DdiQueryModel *model = ddi_query_model_new (ddi_record_get_source (DDI_RECORD_SALES));

  load_again (model, sort, descending);
  return model;
}

static gboolean
is_row_loaded (gpointer user_data)
{
  return ddi_query_row_get (user_data, NULL) != NULL;
}

static gint64
read_id (DdiQueryModel *model, guint position)
{
  g_autoptr (DdiQueryRow) row = g_list_model_get_item (G_LIST_MODEL (model), position);
  DdiRows *rows;
  guint index;

  ddi_test_wait (is_row_loaded, row);
  rows = ddi_query_row_get (row, &index);
  return ddi_rows_get_int (rows, index, ddi_rows_column (rows, "id"));
}

/* Whatever the way a window is reached by, each position has the row that the whole order has there. */
static void
test_order (void)
{
  static const struct
  {
    const char *sort;
    gboolean descending;
    const char *order;
  } cases[] = {
    { "date", FALSE, "s.date, s.id" },
    { "date", TRUE, "s.date DESC, s.id DESC" },
    { "quantity", FALSE, "s.quantity_sold, s.id" },
    { "product", TRUE, "p.name DESC, s.date DESC, s.id DESC" },
  };
  /* The start, its neighbours (by key), a leap (by key and skip), back, near the end (from the end). */
  static const guint positions[] = { 0,    199, 200,   399,        400,          9000,
                                     9300, 3,   15000, N_ROWS - 1, N_ROWS - 500, 10100 };

  for (gsize c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      g_autoptr (DdiQueryModel) model = load_model (cases[c].sort, cases[c].descending);
      g_autofree char *sql = g_strdup_printf ("SELECT string_agg(s.id::text, ',' ORDER BY %s) FROM "
                                              "daily_sales s JOIN products p ON p.id = s.product_id",
                                              cases[c].order);
      g_autofree char *all = ddi_test_home_psql (home, FALSE, sql);
      g_auto (GStrv) ids = g_strsplit (all, ",", -1);

      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, N_ROWS);
      for (gsize i = 0; i < G_N_ELEMENTS (positions); i++)
        g_assert_cmpint (read_id (model, positions[i]), ==, g_ascii_strtoll (ids[positions[i]], NULL, 10));
    }
}

static void
test_memory (void)
{
  g_autoptr (DdiQueryModel) model = load_model ("date", TRUE);

  for (guint position = 0; position < N_ROWS; position += DDI_QUERY_MODEL_WINDOW)
    read_id (model, position);
  g_assert_cmpuint (ddi_query_model_get_n_windows (model), <=, 16);
}

static void
test_same_item (void)
{
  g_autoptr (DdiQueryModel) model = load_model ("date", TRUE);
  g_autoptr (DdiQueryRow) first = g_list_model_get_item (G_LIST_MODEL (model), 5000);
  g_autoptr (DdiQueryRow) again = g_list_model_get_item (G_LIST_MODEL (model), 5000);

  g_assert_true (first == again);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (model), N_ROWS));
}

typedef struct
{
  guint n, position, removed, added;
} Change;

static void
changed_cb (GListModel *model, guint position, guint removed, guint added, Change *change)
{
  *change = (Change){ change->n + 1, position, removed, added };
}

static gboolean
has_changed (gpointer user_data)
{
  return ((Change *)user_data)->n > 0;
}

static void
run_sql (const char *sql)
{
  g_free (ddi_test_home_psql (home, FALSE, sql));
}

/* Loaded again, the model changes only where the rows have; who holds an item behind that place keeps it, and finds
 * there what the row says now. */
static void
test_refresh (void)
{
  g_autoptr (DdiQueryModel) model = load_model ("date", FALSE);
  gint64 id = read_id (model, 5000);
  g_autoptr (DdiQueryRow) held = g_list_model_get_item (G_LIST_MODEL (model), 5000);
  g_autoptr (DdiQueryRow) after = NULL;
  Change change = { 0 };
  DdiRows *rows;
  guint index;

  read_id (model, 50);
  g_signal_connect (model, "items-changed", G_CALLBACK (changed_cb), &change);
  load_again (model, "date", FALSE);
  g_assert_cmpuint (change.n, ==, 0);

  /* A row more near the start. */
  run_sql ("INSERT INTO daily_sales (id, user_id, store_id, date, product_id, product_name, quantity_sold) "
           "SELECT 0, user_id, 1, DATE '2025-12-31', product_id, product_name, 1 FROM daily_sales LIMIT 1");
  load_again (model, "date", FALSE);
  g_assert_cmpuint (change.n, ==, 1);
  g_assert_cmpuint (change.position, ==, 0);
  g_assert_cmpuint (change.removed, ==, 0);
  g_assert_cmpuint (change.added, ==, 1);
  after = g_list_model_get_item (G_LIST_MODEL (model), 5001);
  g_assert_true (after == held);
  g_assert_cmpint (read_id (model, 5001), ==, id);
  change.n = 0;
  run_sql ("DELETE FROM daily_sales WHERE id = 0");
  load_again (model, "date", FALSE);
  g_assert_cmpuint (change.removed, ==, 1);
  g_assert_cmpuint (change.added, ==, 0);
  g_assert_cmpint (read_id (model, 5000), ==, id);

  /* Another value of the same row. */
  change.n = 0;
  g_autofree char *update =
      g_strdup_printf ("UPDATE daily_sales SET quantity_sold = 4321 WHERE id = %" G_GINT64_FORMAT, id);
  run_sql (update);
  load_again (model, "date", FALSE);
  do
    {
      g_main_context_iteration (NULL, FALSE);
      rows = ddi_query_row_get (held, &index);
    }
  while (ddi_rows_get_int (rows, index, ddi_rows_column (rows, "quantity")) != 4321);
  g_assert_cmpuint (change.n, ==, 0);
}

/* Far from the start a row has gone and one has come: who holds a position there must not take one row for another. */
static void
test_refresh_far (void)
{
  g_autoptr (DdiQueryModel) model = load_model ("date", FALSE);
  gint64 gone = read_id (model, 4990), next = read_id (model, 5001);
  g_autoptr (DdiQueryRow) held = g_list_model_get_item (G_LIST_MODEL (model), 5000);
  g_autofree char *delete = g_strdup_printf ("DELETE FROM daily_sales WHERE id = %" G_GINT64_FORMAT, gone);
  Change change = { 0 };

  run_sql ("INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, quantity_sold) "
           "SELECT user_id, 1, DATE '2027-01-01', product_id, product_name, 1 FROM daily_sales LIMIT 1");
  run_sql (delete);
  g_signal_connect (model, "items-changed", G_CALLBACK (changed_cb), &change);
  load_again (model, "date", FALSE);
  ddi_test_wait (has_changed, &change);
  g_assert_cmpuint (change.position, <=, 5000);
  g_assert_cmpuint (change.position + change.removed, >, 5000);
  g_assert_cmpint (read_id (model, 5000), ==, next);
  g_assert_true (ddi_query_row_get (held, NULL) != NULL);
}

/* A model that goes away while windows are being read leaves nothing behind. */
static void
test_dispose (void)
{
  DdiQueryModel *model = load_model ("date", TRUE);
  g_autoptr (DdiQueryRow) row = g_list_model_get_item (G_LIST_MODEL (model), 12345);
  gpointer weak = model;

  g_object_add_weak_pointer (G_OBJECT (model), &weak);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_run_dispose (G_OBJECT (model));
  g_object_unref (model);
  ddi_test_settle ();
  g_assert_null (weak);
  g_assert_null (ddi_query_row_get (row, NULL));
}

int
main (int argc, char **argv)
{
  g_autofree char *made = NULL;
  int status;

  ddi_test_ui_init (&argc, &argv);
  home = ddi_test_home_new ();
  made = ddi_test_home_psql (
      home, FALSE,
      "INSERT INTO districts (name) VALUES ('North');"
      "INSERT INTO stores (district_id, name) SELECT 1, 'Store ' || i FROM generate_series(1, 10) i;"
      "INSERT INTO products (name) SELECT 'Product ' || i FROM generate_series(1, 20) i;"
      "INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, quantity_sold)"
      " SELECT (SELECT min(id) FROM users), s.id, DATE '2026-01-01' + d, p.id, p.name, (d * 7 + p.id * 13) % "
      "97"
      " FROM stores s, products p, generate_series(0, 99) d");

  g_test_add_func ("/query-model/order", test_order);
  g_test_add_func ("/query-model/memory", test_memory);
  g_test_add_func ("/query-model/same-item", test_same_item);
  g_test_add_func ("/query-model/refresh", test_refresh);
  g_test_add_func ("/query-model/refresh-far", test_refresh_far);
  g_test_add_func ("/query-model/dispose", test_dispose);
  status = g_test_run ();
  ddi_home_close (home, NULL);
  g_object_unref (home);
  return status;
}

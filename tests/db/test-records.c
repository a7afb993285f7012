/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "db/ddi-db-error.h"
#include "ddi-db-fixture.h"

/* What the lists of pages are made of: windows, counts, entering, changing, deleting, undoing. */

static DdiDatabase *
new_database (void)
{
  g_autofree char *conninfo = ddi_db_fixture_dup_app ();
  DdiDatabase *database = ddi_database_new (conninfo, 2);

  ddi_db_fixture_sign_in (database);
  return database;
}

/* Three shops, four products, twelve days: 144 sales whose quantities come in pairs. */
static void
fill (void)
{
  g_free (ddi_db_fixture_psql (
      "INSERT INTO districts (id, name) VALUES (100, 'North');"
      "INSERT INTO stores (id, district_id, name) SELECT n, 100, 'Store ' || n FROM generate_series(101, "
      "103) n;"
      "INSERT INTO products (id, name, category) VALUES (101, 'Bavarian', 'Donuts'), (102, 'Apple', "
      "'Donuts'), "
      "  (103, 'Cinnamon', 'Munchkins'), (104, 'Dusted', NULL);"
      "INSERT INTO product_aliases (key, alias, product_id) VALUES ('old fashioned', 'Old Fashioned', 104);"
      "INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, quantity_sold, revenue) "
      "SELECT (SELECT min(id) FROM users), s.id, date '2025-01-01' + d, p.id, p.name, (d * 7 + p.id) % 20 / "
      "2, 1.00 "
      "FROM stores s, products p, generate_series(0, 11) d WHERE s.district_id = 100 AND p.id > 100"));
}

typedef struct
{
  const char *sort;
  gboolean descending;
  const char *search;
  gboolean one_store;
} ListOrder;

/* What a list is asked with, and its order. */
static void
begin_params (GVariantBuilder *builder, const ListOrder *order, const char *first, const char *last)
{
  static const int store[] = { 102 };

  g_variant_builder_init (builder, G_VARIANT_TYPE_TUPLE);
  g_variant_builder_add_value (builder,
                               order->one_store
                                   ? g_variant_new_maybe (NULL,
                                                          g_variant_new_fixed_array (G_VARIANT_TYPE_INT32,
                                                                                     store, 1, sizeof (int)))
                                   : g_variant_new_maybe (G_VARIANT_TYPE ("ai"), NULL));
  g_variant_builder_add (builder, "ms", first);
  g_variant_builder_add (builder, "ms", last);
  g_variant_builder_add_value (builder, g_variant_new ("mi", FALSE, 0));
  g_variant_builder_add (builder, "ms", order->search);
  g_variant_builder_add (builder, "s", order->sort);
  g_variant_builder_add (builder, "b", order->descending);
}

/* The row before the window, as the list's own columns give it. */
static void
end_params (GVariantBuilder *builder, DdiRows *before, guint row, gint64 skip, int limit)
{
  static const char *const columns[] = { "date", "product_name", "quantity", "id" };

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    g_variant_builder_add (builder, "ms",
                           before ? ddi_rows_get_text (before, row, ddi_rows_column (before, columns[i]))
                                  : NULL);
  g_variant_builder_add (builder, "x", skip);
  g_variant_builder_add (builder, "i", limit);
}

static GVariant *
window_params (const ListOrder *order, DdiRows *before, guint row, gint64 skip, int limit)
{
  GVariantBuilder builder;

  begin_params (&builder, order, NULL, NULL);
  end_params (&builder, before, row, skip, limit);
  return g_variant_builder_end (&builder);
}

/* A few rows from a place in the midst of the list, by the day that holds it. */
static DdiRows *
query_sought (DdiDatabase *database, const ListOrder *order, gint64 position, int limit)
{
  GVariantBuilder builder;
  g_autoptr (DdiRows) sought = NULL;

  begin_params (&builder, order, NULL, NULL);
  g_variant_builder_add (&builder, "x", position);
  g_variant_builder_add (&builder, "i", limit);
  sought = ddi_db_fixture_query (database, "sales/seek", g_variant_builder_end (&builder));
  g_assert_cmpuint (ddi_rows_get_n (sought), ==, 1);
  begin_params (&builder, order, ddi_rows_get_text (sought, 0, ddi_rows_column (sought, "first")),
                ddi_rows_get_text (sought, 0, ddi_rows_column (sought, "last")));
  end_params (&builder, sought, 0, ddi_rows_get_int (sought, 0, ddi_rows_column (sought, "skip")), limit);
  return ddi_db_fixture_query (database, "sales/list-window", g_variant_builder_end (&builder));
}

static const char *
cell (DdiRows *rows, guint row, const char *column)
{
  return ddi_rows_get_text (rows, row, ddi_rows_column (rows, column));
}

static int
compare_rows (DdiRows *a, guint i, DdiRows *b, guint j, const char *sort)
{
  int by_quantity = atoi (cell (a, i, "quantity")) - atoi (cell (b, j, "quantity"));
  int by_date = strcmp (cell (a, i, "date"), cell (b, j, "date"));
  int by_name = strcmp (cell (a, i, "product_name"), cell (b, j, "product_name"));
  int by_id = atoi (cell (a, i, "id")) - atoi (cell (b, j, "id"));

  if (g_str_equal (sort, "quantity"))
    return by_quantity ? by_quantity : by_id;
  if (g_str_equal (sort, "product") && by_name)
    return by_name;
  return by_date ? by_date : by_id;
}

/* Walking by key and jumping by skip give the whole list, each row once, in order. */
static void
check_windows (DdiDatabase *database, const ListOrder *order, guint n)
{
  g_autoptr (DdiRows) whole =
      ddi_db_fixture_query (database, "sales/list-window", window_params (order, NULL, 0, 0, 1000));
  g_autoptr (DdiRows) page = NULL;
  guint seen = 0;

  g_assert_cmpuint (ddi_rows_get_n (whole), ==, n);
  for (guint i = 1; i < n; i++)
    {
      int c = compare_rows (whole, i - 1, whole, i, order->sort);

      g_assert_cmpint (order->descending ? -c : c, <, 0);
    }
  do
    {
      guint last = page ? ddi_rows_get_n (page) - 1 : 0;
      DdiRows *next =
          ddi_db_fixture_query (database, "sales/list-window", window_params (order, page, last, 0, 13));

      g_clear_pointer (&page, ddi_rows_unref);
      page = next;
      for (guint i = 0; i < ddi_rows_get_n (page); i++)
        g_assert_cmpstr (cell (page, i, "id"), ==, cell (whole, seen++, "id"));
    }
  while (ddi_rows_get_n (page) == 13);
  g_assert_cmpuint (seen, ==, n);
  if (n > 50)
    {
      g_autoptr (DdiRows) far =
          ddi_db_fixture_query (database, "sales/list-window", window_params (order, whole, 9, 30, 5));

      g_assert_cmpuint (ddi_rows_get_n (far), ==, MIN (5, n - 40));
      g_assert_cmpstr (cell (far, 0, "id"), ==, cell (whole, 40, "id"));
    }
}

/* Any place in the order of days is found by the rows that each day has. */
static void
check_seeking (DdiDatabase *database, const ListOrder *order, guint n)
{
  g_autoptr (DdiRows) whole =
      ddi_db_fixture_query (database, "sales/list-window", window_params (order, NULL, 0, 0, 1000));

  for (guint position = 0; position < n; position += 7)
    {
      g_autoptr (DdiRows) rows = query_sought (database, order, position, 20);

      g_assert_cmpuint (ddi_rows_get_n (rows), ==, MIN (20, n - position));
      for (guint i = 0; i < ddi_rows_get_n (rows); i++)
        g_assert_cmpstr (cell (rows, i, "id"), ==, cell (whole, position + i, "id"));
    }
}

static void
test_windows (void)
{
  static const char *sorts[] = { "date", "product", "quantity" };
  g_autoptr (DdiDatabase) database = new_database ();

  for (int i = 0; i < 6; i++)
    {
      ListOrder order = { sorts[i / 2], i % 2, NULL, FALSE };

      check_windows (database, &order, 144);
      if (g_str_equal (order.sort, "date"))
        check_seeking (database, &order, 144);
      order.one_store = TRUE;
      check_windows (database, &order, 48);
      if (g_str_equal (order.sort, "date"))
        check_seeking (database, &order, 48);
      order.search = "nnam";
      check_windows (database, &order, 12);
      /* A name that a product is only known by, too. */
      order.search = "OLD  fash";
      check_windows (database, &order, 12);
      order.search = "%";
      check_windows (database, &order, 0);
    }
}

static void
test_count (void)
{
  g_autoptr (DdiDatabase) database = new_database ();
  g_autoptr (DdiRows) rows = ddi_db_fixture_query (
      database, "sales/count",
      g_variant_new_parsed (
          "(@mai just [101, 102], @ms '2025-01-03', @ms '2025-01-04', @mi 102, @ms nothing)"));
  g_autoptr (DdiRows) none =
      ddi_db_fixture_query (database, "sales/count",
                            g_variant_new_parsed (
                                "(@mai just [], @ms nothing, @ms nothing, @mi nothing, @ms nothing)"));

  g_assert_cmpint (ddi_rows_get_int (rows, 0, 0), ==, 4);
  g_assert_cmpint (ddi_rows_get_money (rows, 0, 2), ==, 400);
  g_assert_cmpint (ddi_rows_get_int (none, 0, 0), ==, 0);
  g_assert_cmpint (ddi_rows_get_int (none, 0, 1), ==, 0);
  g_assert_true (ddi_rows_is_null (none, 0, 2));
}

static void
expect_error (DdiDatabase *database, const char *query, GVariant *params, DdiDbError code)
{
  DdiUnit *unit = ddi_unit_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = NULL;

  ddi_unit_add (unit, query, params);
  results = ddi_database_run (database, unit, NULL, &error);
  g_assert_null (results);
  g_assert_error (error, DDI_DB_ERROR, (int)code);
}

/* Half of the days are archived: the lists are the same, and say of which rows; those are read and not changed, and
 * whoever would is told what they are. */
static void
test_archived (void)
{
  g_autoptr (DdiDatabase) database = new_database ();
  g_autofree char *id = NULL;
  g_autoptr (DdiRows) row = NULL;
  gint64 number;

  g_free (ddi_db_fixture_psql (
      "SELECT auth.move_archive(auth.begin_archive(false, '-infinity', '2025-01-07', NULL), "
      "'daily_sales', NULL, NULL, 1000)"));
  ddi_db_fixture_expect ("SELECT count(*) FROM daily_sales", "72");
  test_windows ();
  test_count ();
  id = ddi_db_fixture_psql ("SELECT id FROM daily_sales_archive WHERE store_id = 101 AND product_id = 101 "
                            "AND date = '2025-01-02'");
  number = g_ascii_strtoll (id, NULL, 10);
  row = ddi_db_fixture_query (database, "sales/get", g_variant_new ("(x)", number));
  g_assert_cmpstr (cell (row, 0, "date"), ==, "2025-01-02");
  expect_error (database, "sales/update",
                g_variant_new ("(xiisiimsmsms)", number, 1, 101, "2025-01-02", 101, 5, NULL, "late", NULL),
                DDI_DB_ERROR_ARCHIVED);
  expect_error (database, "sales/delete", g_variant_new_parsed ("([%x], [1])", number),
                DDI_DB_ERROR_ARCHIVED);
  expect_error (database, "sales/insert",
                g_variant_new_parsed (
                    "(1, 101, '2025-01-02', 101, 9, @ms nothing, @ms nothing, @ms nothing)"),
                DDI_DB_ERROR_ARCHIVED);
  g_free (ddi_db_fixture_psql (
      "SELECT auth.move_archive(auth.begin_archive(true, '-infinity', 'infinity', NULL), "
      "'daily_sales', NULL, NULL, 1000)"));
  ddi_db_fixture_expect ("SELECT count(*) FROM daily_sales", "144");
  test_windows ();
}

/* Enter, change, change with what is out of date, delete, undo. */
static void
test_edit (void)
{
  g_autoptr (DdiDatabase) database = new_database ();
  g_autoptr (DdiRows) entered =
      ddi_db_fixture_query (database, "sales/insert",
                            g_variant_new_parsed (
                                "(1, 101, '2025-02-01', 101, 9, @ms '11.61', @ms 'first', @ms nothing)"));
  gint64 id = ddi_rows_get_int (entered, 0, 0);
  g_autoptr (DdiRows) changed =
      ddi_db_fixture_query (database, "sales/update",
                            g_variant_new ("(xiisiimsmsms)", id, 1, 102, "2025-02-02", 102, 0, NULL, "second",
                                           NULL));
  g_autoptr (DdiRows) removed = NULL;
  g_autoptr (DdiRows) restored = NULL;
  const char *json;

  g_assert_cmpint (ddi_rows_get_int (changed, 0, 1), ==, 2);
  ddi_db_fixture_expect (
      "SELECT store_id, date, product_name, quantity_sold, revenue IS NULL, notes FROM daily_sales "
      "WHERE date > '2025-01-31'",
      "102|2025-02-02|Apple|0|t|second");
  expect_error (database, "sales/update",
                g_variant_new ("(xiisiimsmsms)", id, 1, 102, "2025-02-02", 102, 5, NULL, "late", NULL),
                DDI_DB_ERROR_STALE);
  expect_error (database, "sales/insert",
                g_variant_new_parsed (
                    "(1, 102, '2025-02-02', 102, 9, @ms nothing, @ms nothing, @ms nothing)"),
                DDI_DB_ERROR_CONSTRAINT);
  expect_error (database, "sales/insert",
                g_variant_new_parsed (
                    "(1, 102, '2025-02-03', 102, -1, @ms nothing, @ms nothing, @ms nothing)"),
                DDI_DB_ERROR_CONSTRAINT);
  expect_error (database, "sales/delete", g_variant_new_parsed ("(@ax [%x], @ai [1])", id),
                DDI_DB_ERROR_STALE);
  removed = ddi_db_fixture_query (database, "sales/delete", g_variant_new_parsed ("(@ax [%x], @ai [2])", id));
  ddi_db_fixture_expect ("SELECT count(*) FROM daily_sales WHERE date > '2025-01-31'", "0");
  json = ddi_rows_get_text (removed, 0, 0);
  restored = ddi_db_fixture_query (database, "sales/restore",
                                   g_variant_new ("(^as)", (const char *[]){ json, NULL }));
  g_assert_cmpint (ddi_rows_get_int (restored, 0, 0), ==, id);
  ddi_db_fixture_expect ("DELETE FROM daily_sales WHERE date > '2025-01-31' RETURNING notes, row_version",
                         "second|2");
}

/* A figure that was derived from made and thrown away gives way to the till's, never the other way. */
static void
test_derived (void)
{
  g_autoptr (DdiDatabase) database = new_database ();
  GVariant *days =
      g_variant_ref_sink (g_variant_new_parsed ("(1, [101, 101], ['2025-03-01', '2025-03-02'])"));

  g_free (ddi_db_fixture_psql (
      "INSERT INTO product_prices (product_id, valid_from, unit_price, unit_cost) VALUES (101, '2025-01-01', "
      "1.50, 0.5);"
      "INSERT INTO daily_production (user_id, store_id, date, product_id, product_name, quantity_produced) "
      "VALUES "
      "(1, 101, '2025-03-01', 101, 'B', 60), (1, 101, '2025-03-02', 101, 'B', 60), (1, 101, '2025-03-02', "
      "102, 'A', 6);"
      "INSERT INTO daily_waste (user_id, store_id, date, product_id, product_name, quantity_wasted) VALUES "
      "(1, 101, '2025-03-01', 101, 'B', 69), (1, 101, '2025-03-02', 101, 'B', 20)"));
  ddi_rows_unref (ddi_db_fixture_query (database, "sales/derive", days));
  ddi_db_fixture_expect ("SELECT date, product_id, quantity_sold, revenue, source FROM daily_sales "
                         "WHERE date >= '2025-03-01' ORDER BY date",
                         "2025-03-01|101|0|0.00|derived\n2025-03-02|101|40|60.00|derived");
  ddi_rows_unref (ddi_db_fixture_query (
      database, "sales/insert",
      g_variant_new_parsed ("(1, 101, '2025-03-02', 101, 38, @ms nothing, @ms nothing, @ms nothing)")));
  g_free (ddi_db_fixture_psql ("DELETE FROM daily_waste WHERE date = '2025-03-01'"));
  ddi_rows_unref (ddi_db_fixture_query (database, "sales/derive", days));
  ddi_db_fixture_expect (
      "SELECT date, quantity_sold, revenue, source FROM daily_sales WHERE date >= '2025-03-01'",
      "2025-03-02|38|57.00|till");
  g_variant_unref (days);
  g_free (ddi_db_fixture_psql (
      "DELETE FROM daily_sales WHERE date >= '2025-03-01'; DELETE FROM daily_waste WHERE date >= "
      "'2025-03-01'; DELETE FROM daily_production WHERE date >= '2025-03-01'"));
}

static void
test_waste_and_production (void)
{
  g_autoptr (DdiDatabase) database = new_database ();
  g_autoptr (DdiRows) wasted =
      ddi_db_fixture_query (database, "waste/insert",
                            g_variant_new_parsed (
                                "(1, 101, '2025-04-01', 101, 4, @ms 'Damaged', @ms nothing, @ms nothing)"));
  g_autoptr (DdiRows) made =
      ddi_db_fixture_query (database, "production/insert",
                            g_variant_new_parsed ("(1, 101, '2025-04-01', 101, 48, @ms '09:40')"));
  gint64 waste_id = ddi_rows_get_int (wasted, 0, 0);
  gint64 made_id = ddi_rows_get_int (made, 0, 0);
  ListOrder order = { "date", TRUE, NULL, FALSE };
  g_autoptr (DdiRows) list = NULL;

  /* The cost in force, 0.50 a piece. */
  ddi_db_fixture_expect ("SELECT cost FROM daily_waste", "2.00");
  list = ddi_db_fixture_query (database, "production/list-window", window_params (&order, NULL, 0, 0, 10));
  g_assert_cmpuint (ddi_rows_get_n (list), ==, 1);
  g_assert_cmpstr (cell (list, 0, "sold_out_at"), ==, "09:40");
  ddi_rows_unref (ddi_db_fixture_query (database, "waste/update",
                                        g_variant_new ("(xiisiimsmsms)", waste_id, 1, 101, "2025-04-01", 101,
                                                       5, "End of day", "2.50", NULL)));
  ddi_rows_unref (
      ddi_db_fixture_query (database, "production/update",
                            g_variant_new ("(xiisiims)", made_id, 1, 101, "2025-04-01", 102, 50, NULL)));
  expect_error (database, "production/update",
                g_variant_new ("(xiisiims)", made_id, 1, 101, "2025-04-01", 102, 50, NULL),
                DDI_DB_ERROR_STALE);
  list = (ddi_rows_unref (list),
          ddi_db_fixture_query (database, "waste/list-window", window_params (&order, NULL, 0, 0, 10)));
  g_assert_cmpstr (cell (list, 0, "reason"), ==, "End of day");
  g_free (ddi_db_fixture_psql ("DELETE FROM daily_waste; DELETE FROM daily_production"));
}

static void
test_products (void)
{
  g_autoptr (DdiDatabase) database = new_database ();
  g_autoptr (DdiRows) made =
      ddi_db_fixture_query (database, "products/insert",
                            g_variant_new_parsed ("(' Maple Bar ', @ms nothing, 2, @mi 7)"));
  int id = (int)ddi_rows_get_int (made, 0, 0);
  g_autoptr (DdiRows) list = NULL, gone = NULL;
  g_autofree char *versions = NULL;
  int version, version_101;

  expect_error (database, "products/insert",
                g_variant_new_parsed ("('maple  BAR', @ms nothing, 1, @mi nothing)"),
                DDI_DB_ERROR_CONSTRAINT);
  expect_error (database, "products/insert", g_variant_new_parsed ("('  ', @ms nothing, 1, @mi nothing)"),
                DDI_DB_ERROR_CONSTRAINT);
  ddi_rows_unref (
      ddi_db_fixture_query (database, "products/update",
                            g_variant_new ("(iismsimib)", id, 1, "Maple", "Bars", 2, TRUE, 7, TRUE)));
  g_free (ddi_db_fixture_psql ("INSERT INTO product_aliases (key, alias, product_id) "
                               "SELECT product_key('Maple Long John'), 'Maple Long John', id "
                               "FROM products WHERE name = 'Maple'"));
  /* Two prices: one in force, one to come; and one of a single shop. */
  ddi_rows_unref (ddi_db_fixture_query (
      database, "products/set-price",
      g_variant_new_parsed (
          "(%i, @mi nothing, '2025-01-01', @ms '0.40', @ms '1.50', @ms nothing, 6, '2025-06-01', @mi 8)",
          id)));
  ddi_rows_unref (ddi_db_fixture_query (
      database, "products/set-price",
      g_variant_new_parsed (
          "(%i, @mi nothing, '2025-07-01', @ms '0.45', @ms '1.75', @ms nothing, 6, '2025-06-01', @mi 8)",
          id)));
  ddi_rows_unref (ddi_db_fixture_query (
      database, "products/set-price",
      g_variant_new_parsed (
          "(%i, @mi 101, '2025-03-01', @ms '0.40', @ms '1.99', @ms '0.05', 12, '2025-06-01', @mi nothing)",
          id)));
  list = ddi_db_fixture_query (database, "products/list",
                               g_variant_new_parsed ("('2025-06-01', @mi nothing, @ms 'long j', false)"));
  g_assert_cmpuint (ddi_rows_get_n (list), ==, 1);
  g_assert_cmpstr (cell (list, 0, "name"), ==, "Maple");
  g_assert_cmpint (ddi_rows_get_money (list, 0, ddi_rows_column (list, "unit_price")), ==, 150);
  g_assert_cmpint (ddi_rows_get_int (list, 0, ddi_rows_column (list, "min_display")), ==, 8);
  g_assert_cmpstr (cell (list, 0, "aliases"), ==, "[\"Maple Bar\", \"Maple Long John\"]");
  ddi_db_fixture_expect ("SELECT unit_price FROM products WHERE name = 'Maple'", "1.50");
  ddi_rows_unref (list);
  list = ddi_db_fixture_query (database, "products/list",
                               g_variant_new_parsed ("('2025-08-01', @mi 101, @ms 'maple', false)"));
  g_assert_cmpint (ddi_rows_get_money (list, 0, ddi_rows_column (list, "unit_price")), ==, 199);
  g_assert_cmpint (ddi_rows_get_int (list, 0, ddi_rows_column (list, "pack_size")), ==, 12);
  /* What nothing was written about can go; the rest is only no longer offered. */
  versions = ddi_db_fixture_psql ("SELECT (SELECT row_version FROM products WHERE id = 101) * 1000 + "
                                  "row_version FROM products WHERE name = 'Maple'");
  version = atoi (versions) % 1000;
  version_101 = atoi (versions) / 1000;
  /* Somebody has changed one of them since it was seen: both stay as they are. */
  expect_error (database, "products/delete",
                g_variant_new_parsed ("([%i, 101], [%i, %i])", id, version - 1, version_101),
                DDI_DB_ERROR_STALE);
  expect_error (database, "products/delete",
                g_variant_new_parsed ("([%i, 101], [%i, %i])", id, version, version_101 + 1),
                DDI_DB_ERROR_STALE);
  ddi_db_fixture_expect ("SELECT count(*) FROM products WHERE active AND (id = 101 OR name = 'Maple')", "2");
  gone = ddi_db_fixture_query (database, "products/delete",
                               g_variant_new_parsed ("([%i, 101], [%i, %i])", id, version, version_101));
  g_assert_cmpstr (cell (gone, 0, "name"), ==, "Bavarian");
  g_assert_false (ddi_rows_get_boolean (gone, 0, 2));
  g_assert_true (ddi_rows_get_boolean (gone, 1, 2));
  ddi_rows_unref (
      ddi_db_fixture_query (database, "products/set-active", g_variant_new_parsed ("([101], true)")));
}

static void
test_pack_proposed (void)
{
  g_autoptr (DdiDatabase) database = new_database ();
  g_autoptr (DdiRows) rows = NULL;

  g_free (ddi_db_fixture_psql (
      "INSERT INTO daily_production (user_id, store_id, date, product_id, product_name, quantity_produced) "
      "SELECT 1, 101, date '2025-05-01' + n, 103, 'C', n * 60 FROM generate_series(0, 9) n"));
  rows = ddi_db_fixture_query (database, "products/list-unpriced", g_variant_new_parsed ("('2025-06-01',)"));
  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    if (g_str_equal (cell (rows, i, "name"), "Cinnamon"))
      g_assert_cmpstr (cell (rows, i, "proposed_pack"), ==, "60");
    else
      g_assert_cmpstr (cell (rows, i, "proposed_pack"), ==, "1");
  g_assert_cmpuint (ddi_rows_get_n (rows), ==, 3);
}

static void
test_users_stay (void)
{
  g_autofree char *conninfo = ddi_db_fixture_dup_owner ();
  g_autoptr (DdiDatabase) database = new_database ();
  g_autoptr (DdiDatabase) owner = ddi_database_new (conninfo, 1);
  g_autoptr (GError) kept = NULL, entered = NULL, hash = NULL, log = NULL;

  g_assert_null (ddi_db_fixture_run (database, "DELETE FROM users", NULL, &kept));
  g_assert_error (kept, DDI_DB_ERROR, DDI_DB_ERROR_DENIED);
  g_assert_null (ddi_db_fixture_run (database, "SELECT password_hash FROM users", NULL, &hash));
  g_assert_error (hash, DDI_DB_ERROR, DDI_DB_ERROR_DENIED);
  g_assert_null (ddi_db_fixture_run (database, "DELETE FROM audit_logs", NULL, &log));
  g_assert_error (log, DDI_DB_ERROR, DDI_DB_ERROR_DENIED);
  g_assert_null (ddi_db_fixture_run (owner, "DELETE FROM users", NULL, &entered));
  g_assert_error (entered, DDI_DB_ERROR, DDI_DB_ERROR_CONSTRAINT);
  g_free (
      ddi_db_fixture_psql ("INSERT INTO users (name, email, password_hash) VALUES ('Idle', 'idle', '!')"));
  ddi_db_fixture_expect ("DELETE FROM users WHERE email = 'idle' RETURNING name", "Idle");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fill ();
  g_test_add_func ("/db/records/windows", test_windows);
  g_test_add_func ("/db/records/count", test_count);
  g_test_add_func ("/db/records/archived", test_archived);
  g_test_add_func ("/db/records/edit", test_edit);
  g_test_add_func ("/db/records/derived", test_derived);
  g_test_add_func ("/db/records/waste-and-production", test_waste_and_production);
  g_test_add_func ("/db/records/products", test_products);
  g_test_add_func ("/db/records/pack-proposed", test_pack_proposed);
  g_test_add_func ("/db/records/users-stay", test_users_stay);
  return g_test_run ();
}

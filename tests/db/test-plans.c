/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db/ddi-explain.h"
#include "db/ddi-sql.h"
#include "ddi-db-fixture.h"
#include "tasks/ddi-query-plan.h"

/* What a page asks for reads about what it shows, and not the table, under the policies and with a session. */

#define DAYS 300

static DdiDatabase *database;

static void
fill (void)
{
  g_free (ddi_db_fixture_psql (
      "INSERT INTO districts (id, name) VALUES (100, 'North');"
      "INSERT INTO stores (id, district_id, name) SELECT n, 100, 'Store ' || n FROM generate_series(1, 6) n;"
      "INSERT INTO products (id, name) SELECT n, 'Product ' || n FROM generate_series(1, 4) n;"
      "INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, quantity_sold, revenue) "
      "SELECT 1, s, date '2025-01-01' + d, p, 'P', d % 20, 1 FROM generate_series(0, 299) d, "
      "generate_series(1, 5) s, generate_series(1, 4) p;"
      "INSERT INTO daily_waste (user_id, store_id, date, product_id, product_name, quantity_wasted) "
      "SELECT 1, store_id, date, product_id, 'P', 1 FROM daily_sales;"
      "INSERT INTO daily_production (user_id, store_id, date, product_id, product_name, quantity_produced) "
      "SELECT 1, store_id, date, product_id, 'P', 20 FROM daily_sales;"
      "INSERT INTO forecasts (user_id, store_id, forecast_date, product_id, product_name, predicted_demand) "
      "SELECT 1, store_id, date, product_id, 'P', 9 FROM daily_sales WHERE date >= '2025-06-01';"
      "SELECT refresh_forecast_totals(NULL);"
      "ANALYZE forecasts, daily_sales, daily_waste, daily_production, store_sales_totals, "
      "store_production_totals, forecast_totals, chain_forecast_totals"));
}

/* Rows that scans of @relation gave, how often they ran counted. */
static double
rows_read (const DdiPlanNode *node, const char *relation)
{
  g_autofree char *pattern = g_strdup_printf (" on %s\\b(?!_)", relation);
  double rows = g_regex_match_simple (pattern, node->label, 0, 0) ? node->rows * node->loops : 0;

  for (guint i = 0; i < node->children->len; i++)
    rows += rows_read (node->children->pdata[i], relation);
  return rows;
}

static double
ask (const char *query, const char *const *values, guint n_values, const char *relation)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *json = ddi_database_explain (database, query, values, n_values, &error);
  g_autoptr (DdiQueryPlan) plan = NULL;

  g_assert_no_error (error);
  plan = ddi_query_plan_parse (json, &error);
  g_assert_no_error (error);
  return rows_read (plan->root, relation);
}

/* Ten rows by product, from the middle of a product on: no product is read and sorted for them. */
static void
test_by_product (void)
{
  static const char *const kinds[] = { "sales", "waste", "production" };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *query = g_strdup_printf ("%s/list-window", kinds[i / 2]);
      g_autofree char *table = g_strdup_printf ("daily_%s", kinds[i / 2]);
      const char *values[] = { "{1,2,3,4,5}", "2025-01-01", "2026-12-31", "2",         "Product",
                               "product",     "false",      "2025-06-01", "Product 2", "5",
                               "3010",        "0",          "10" };
      double rows;

      if (i % 2)
        values[6] = "true";
      rows = ask (query, values, G_N_ELEMENTS (values), table);
      g_assert_cmpfloat (rows, >=, 10);
      g_assert_cmpfloat (rows, <, 100);
    }
}

/* Who recorded how much, and how the shops went, is summed from totals. */
static void
test_totals (void)
{
  static const char *const users[] = { "10", "2025-10-27", "400" };
  static const char *const stores[] = { "2025-01-01", "2025-10-27", "2025-10-27", "Store" };

  g_assert_cmpfloat (ask ("reports/users", users, G_N_ELEMENTS (users), "daily_sales"), ==, 0);
  g_assert_cmpfloat (ask ("stores/list", stores, G_N_ELEMENTS (stores), "daily_sales"), <, 5 * DAYS + 100);
  g_assert_cmpfloat (ask ("stores/list", stores, G_N_ELEMENTS (stores), "daily_production"), ==, 0);
  g_assert_cmpfloat (ask ("stores/list", stores, G_N_ELEMENTS (stores), "daily_waste"), ==, 0);
  g_assert_cmpfloat (ask ("stores/list", stores, G_N_ELEMENTS (stores), "store_sales_totals"), ==, 5 * DAYS);
}

/* How far off all shops' forecasts were is read from the chain's sums: no forecast, and nothing that was sold. */
static void
test_forecast_sums (void)
{
  static const char *const month[] = { "0", "2025-08-01", "2025-08-30" }, *const weeks[] = {
    "0", "2025-08-01", "2025-08-30", "7"
  };

  g_assert_cmpfloat (ask ("overview/list-errors", month, G_N_ELEMENTS (month), "forecasts"), ==, 0);
  g_assert_cmpfloat (ask ("overview/list-errors", month, G_N_ELEMENTS (month), "daily_sales"), ==, 0);
  g_assert_cmpfloat (ask ("overview/list-errors", month, G_N_ELEMENTS (month), "chain_forecast_totals"), >=,
                     30);
  g_assert_cmpfloat (ask ("overview/list-days", weeks, G_N_ELEMENTS (weeks), "forecasts"), ==, 0);
  g_assert_cmpfloat (ask ("overview/list-days", weeks, G_N_ELEMENTS (weeks), "chain_forecast_totals"), >=,
                     30);
}

/* The rows of @relation that the last of @statements read, in a transaction that goes back. */
static gint64
rows_touched (const char *statements, const char *relation)
{
  g_autofree char *sql = g_strdup_printf ("BEGIN; %s; SELECT coalesce(seq_tup_read, 0) + "
                                          "coalesce(idx_tup_fetch, 0) FROM pg_stat_xact_user_tables "
                                          "WHERE schemaname = 'public' AND relname = '%s'; ROLLBACK",
                                          statements, relation);
  g_autofree char *text = ddi_db_fixture_psql (sql);

  const char *last = strrchr (g_strchomp (text), '\n');

  return g_ascii_strtoll (last ? last + 1 : text, NULL, 10);
}

/* A shop's days are read in their order, and of one that has not opened yet none of the others'. */
static void
test_one_shop (void)
{
  static const char *const kinds[] = { "sales", "waste", "production" };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *query = g_strdup_printf ("%s/list-window", kinds[i / 2]);
      g_autofree char *table = g_strdup_printf ("daily_%s", kinds[i / 2]);

      for (int store = 3; store <= 6; store += 3)
        {
          g_autofree char *statements =
              g_strdup_printf ("PREPARE shown (int[], date, date, int, text, text, boolean, date, text, int, "
                               "bigint, bigint, int) "
                               "AS %s; EXECUTE shown ('{%d}', NULL, NULL, NULL, NULL, 'date', %s, NULL, "
                               "NULL, NULL, NULL, 0, 10)",
                               ddi_sql_query (query), store, i % 2 ? "true" : "false");
          gint64 n = rows_touched (statements, table);

          g_assert_cmpint (n, >=, store == 3 ? 10 : 0);
          g_assert_cmpint (n, <, store == 3 ? 60 : 1);
        }
    }
}

/* What a file may change is looked for in the days of the file, however many more the table has. */
static void
test_import (void)
{
  static const char *const queries[] = { "import/record-sales", "import/preview-changes",
                                         "import/preview-counts" };

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autofree char *text = g_strdup (ddi_sql_query (queries[i]));
      g_autoptr (GString) statements = g_string_new (
          "SET LOCAL ddi.import_batch = '1';"
          "CREATE TEMP TABLE import_rows ON COMMIT DROP AS SELECT store_id AS store_ref, product_id AS "
          "name_ref, date, "
          "  5 AS made, 1 AS wasted, 30 AS sold, NULL::numeric AS revenue, NULL::jsonb AS custom "
          "  FROM daily_sales WHERE date < '2025-04-11';"
          "CREATE TEMP TABLE import_stores ON COMMIT DROP AS SELECT id AS ref, id AS store_id, name FROM "
          "stores;"
          "CREATE TEMP TABLE import_names ON COMMIT DROP AS SELECT id AS ref, id AS product_id, name AS "
          "written "
          "  FROM products;");
      gint64 n = rows_touched (statements->str, "daily_sales");

      g_string_replace (statements, "SET LOCAL",
                        "INSERT INTO import_batches (id, user_id, kind, source_name, digest) "
                        "VALUES (1, 1, 'sales', 'f', 'd'); SET LOCAL",
                        1);
      g_string_append (statements, text);
      g_string_replace (statements, "$1", "'till'", 0);
      n = rows_touched (statements->str, "daily_sales") - n;
      g_assert_cmpint (n, >, 0);
      g_assert_cmpint (n, <=, 100 * 5 * 4);
    }
}

/* Of a week before, an order's lines read the one row of each. */
static void
test_week_before (void)
{
  static const char *const kinds[] = { "daily_sales", "daily_waste", "daily_production" };
  static const char *const order[] = { "1", "2025-06-15" };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_assert_cmpfloat (ask ("orders/list-lines", order, G_N_ELEMENTS (order), kinds[i]), ==, 4);
      g_assert_cmpint (rows_touched ("SELECT count(*) FROM auth.list_order_lines('2025-06-15', 0)", kinds[i]),
                       <=, 20);
    }
}

int
main (int argc, char **argv)
{
  g_autofree char *conninfo = NULL;
  int failures;

  g_test_init (&argc, &argv, NULL);
  fill ();
  conninfo = ddi_db_fixture_dup_app ();
  database = ddi_database_new (conninfo, 1);
  ddi_db_fixture_sign_in (database);
  g_test_add_func ("/db/plans/by-product", test_by_product);
  g_test_add_func ("/db/plans/one-shop", test_one_shop);
  g_test_add_func ("/db/plans/totals", test_totals);
  g_test_add_func ("/db/plans/forecast-sums", test_forecast_sums);
  g_test_add_func ("/db/plans/week-before", test_week_before);
  g_test_add_func ("/db/plans/import", test_import);
  failures = g_test_run ();
  ddi_database_close (database);
  g_object_unref (database);
  return failures;
}

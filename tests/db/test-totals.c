/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ddi-db-fixture.h"

/* The totals of days are what a recount says: after random edits of several clients at once, in every
 * snapshot while they work, when shops move, and for whoever sees only some shops. */

#define CLIENTS 4
#define EDITS 150
#define STORES 4
#define PRODUCTS 3
#define DAYS 6

/* Keys whose figures differ between the totals and the tables. */
static const char differences[] =
    "SELECT count(*) FROM ("
    "  SELECT 'sales', district_id, date, product_id, '', sum(n), sum(sold), sum(revenue), sum(n_revenue), "
    "sum(bare)"
    "  FROM (SELECT * FROM daily_sales_totals UNION ALL"
    "    SELECT s.district_id, r.date, r.product_id, -1, -r.quantity_sold, -coalesce(r.revenue, 0),"
    "      -(r.revenue IS NOT NULL)::int, CASE WHEN r.revenue IS NULL THEN -r.quantity_sold ELSE 0 END"
    "    FROM all_sales r JOIN stores s ON s.id = r.store_id) x GROUP BY 1, 2, 3, 4, 5"
    "  HAVING (sum(n), sum(sold), sum(revenue), sum(n_revenue), sum(bare)) <> (0, 0, 0, 0, 0)"
    "  UNION ALL"
    "  SELECT 'waste', district_id, date, product_id, reason, sum(n), sum(wasted), sum(cost), sum(n_cost), "
    "sum(bare)"
    "  FROM (SELECT * FROM daily_waste_totals UNION ALL"
    "    SELECT s.district_id, r.date, r.product_id, nullif(btrim(r.reason), ''), -1, -r.quantity_wasted,"
    "      -coalesce(r.cost, 0), -(r.cost IS NOT NULL)::int, CASE WHEN r.cost IS NULL THEN "
    "-r.quantity_wasted ELSE 0 END"
    "    FROM all_waste r JOIN stores s ON s.id = r.store_id) x GROUP BY 1, 2, 3, 4, 5"
    "  HAVING (sum(n), sum(wasted), sum(cost), sum(n_cost), sum(bare)) <> (0, 0, 0, 0, 0)"
    "  UNION ALL"
    "  SELECT 'production', district_id, date, product_id, '', sum(n), sum(made), sum(\"left\"), 0, 0"
    "  FROM (SELECT * FROM daily_production_totals UNION ALL"
    "    SELECT s.district_id, r.date, r.product_id, -1, -r.quantity_produced,"
    "      -least(coalesce(w.quantity_wasted, 0), r.quantity_produced)"
    "    FROM daily_production r JOIN stores s ON s.id = r.store_id"
    "    LEFT JOIN all_waste w USING (store_id, date, product_id)) x GROUP BY 1, 2, 3, 4, 5"
    "  HAVING (sum(n), sum(made), sum(\"left\")) <> (0, 0, 0)) different";

/* Keys whose figures differ between the chain's totals and those of its districts. */
static const char chain_differences[] =
    "SELECT count(*) FROM ("
    "  SELECT 'sales', date, product_id, '', sum(n), sum(sold), sum(revenue), sum(n_revenue), sum(bare)"
    "  FROM (SELECT * FROM chain_sales_totals UNION ALL"
    "    SELECT date, product_id, -n, -sold, -revenue, -n_revenue, -bare FROM daily_sales_totals) x"
    "  GROUP BY 1, 2, 3, 4"
    "  HAVING (sum(n), sum(sold), sum(revenue), sum(n_revenue), sum(bare)) <> (0, 0, 0, 0, 0)"
    "  UNION ALL"
    "  SELECT 'waste', date, product_id, reason, sum(n), sum(wasted), sum(cost), sum(n_cost), sum(bare)"
    "  FROM (SELECT * FROM chain_waste_totals UNION ALL"
    "    SELECT date, product_id, reason, -n, -wasted, -cost, -n_cost, -bare FROM daily_waste_totals) x"
    "  GROUP BY 1, 2, 3, 4"
    "  HAVING (sum(n), sum(wasted), sum(cost), sum(n_cost), sum(bare)) <> (0, 0, 0, 0, 0)"
    "  UNION ALL"
    "  SELECT 'production', date, product_id, '', sum(n), sum(made), sum(\"left\"), 0, 0"
    "  FROM (SELECT * FROM chain_production_totals UNION ALL"
    "    SELECT date, product_id, -n, -made, -\"left\" FROM daily_production_totals) x GROUP BY 1, 2, 3, 4"
    "  HAVING (sum(n), sum(made), sum(\"left\")) <> (0, 0, 0)) different";

/* Keys whose figures differ between the totals of the shops and the tables. */
static const char store_differences[] =
    "SELECT count(*) FROM ("
    "  SELECT 'sales', store_id, date, user_id, sum(n), sum(sold), sum(revenue), sum(bare)"
    "  FROM (SELECT * FROM store_sales_totals UNION ALL"
    "    SELECT store_id, date, user_id, -1, -quantity_sold, -coalesce(revenue, 0),"
    "      CASE WHEN revenue IS NULL THEN -quantity_sold ELSE 0 END FROM all_sales) x GROUP BY 1, 2, 3, 4"
    "  HAVING (sum(n), sum(sold), sum(revenue), sum(bare)) <> (0, 0, 0, 0)"
    "  UNION ALL"
    "  SELECT 'production', store_id, date, 0, sum(n), sum(made), sum(\"left\"), 0"
    "  FROM (SELECT * FROM store_production_totals UNION ALL"
    "    SELECT r.store_id, r.date, -1, -r.quantity_produced,"
    "      -least(coalesce(w.quantity_wasted, 0), r.quantity_produced)"
    "    FROM daily_production r LEFT JOIN all_waste w USING (store_id, date, product_id)) x"
    "  GROUP BY 1, 2, 3, 4 HAVING (sum(n), sum(made), sum(\"left\")) <> (0, 0, 0)) different";

static void
expect_no_difference (void)
{
  ddi_db_fixture_expect (store_differences, "0");
  ddi_db_fixture_expect (differences, "0");
  ddi_db_fixture_expect (chain_differences, "0");
}

static void
fill (void)
{
  g_free (ddi_db_fixture_psql (
      "INSERT INTO districts (id, name) VALUES (100, 'North'), (101, 'South');"
      "INSERT INTO stores (id, district_id, name) SELECT n, 100 + n % 2, 'Shop ' || n "
      "FROM generate_series(1, 4) n;"
      "INSERT INTO products (id, name) SELECT n, 'Product ' || n FROM generate_series(1, 3) n"));
}

static const struct
{
  const char *table;
  const char *quantity;
  const char *second; /* another column that counts */
} kinds[] = {
  { "daily_sales", "quantity_sold", "revenue" },
  { "daily_waste", "quantity_wasted", "cost" },
  { "daily_production", "quantity_produced", NULL },
};

/* One random statement, its own transaction. */
static void
append_edit (GString *script, GRand *random)
{
  guint kind = (guint)g_rand_int_range (random, 0, 3);
  const char *table = kinds[kind].table, *quantity = kinds[kind].quantity;
  int store = g_rand_int_range (random, 1, STORES + 1), product = g_rand_int_range (random, 1, PRODUCTS + 1);
  int day = g_rand_int_range (random, 0, DAYS), pieces = g_rand_int_range (random, 0, 40);
  g_autofree char *where =
      g_strdup_printf ("store_id = %d AND date = '2025-03-01'::date + %d AND product_id = %d", store, day,
                       product);

  switch (g_rand_int_range (random, 0, 8))
    {
    case 0:
    case 1: /* a week of one shop, as an import writes it */
      g_string_append_printf (script,
                              "INSERT INTO %s (user_id, store_id, date, product_id, product_name, %s) "
                              "SELECT 1, %d, '2025-03-01'::date + d, p, 'P', (d * 7 + p * %d) %% 40 "
                              "FROM generate_series(0, %d) d, generate_series(1, %d) p ORDER BY d, p "
                              "ON CONFLICT (store_id, date, product_id) DO UPDATE SET %s = EXCLUDED.%s;\n",
                              table, quantity, store, pieces + 1, DAYS - 1, PRODUCTS, quantity, quantity);
      break;
    case 2:
    case 3:
      g_string_append_printf (script, "UPDATE %s SET %s = %d WHERE %s;\n", table, quantity, pieces, where);
      break;
    case 4:
      if (kinds[kind].second)
        g_string_append_printf (script, "UPDATE %s SET %s = nullif(%d, 0) WHERE %s;\n", table,
                                kinds[kind].second, pieces % 5, where);
      else
        g_string_append (script, "SELECT fold_daily_totals('2025-03-02', '2025-03-04');\n"
                                 "SELECT fold_store_totals('2025-03-02', '2025-03-04');\n");
      break;
    case 5:
      g_string_append_printf (script, "DELETE FROM %s WHERE %s;\n", table, where);
      break;
    case 6:
      g_string_append_printf (script, "UPDATE daily_waste SET reason = %s WHERE %s;\n",
                              pieces % 2 ? "' Damaged '" : "NULL", where);
      break;
    default:
      g_string_append_printf (script, "UPDATE stores SET district_id = 201 - district_id WHERE id = %d;\n",
                              store);
      break;
    }
}

static gpointer
edit_thread (gpointer seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (GPOINTER_TO_UINT (seed));
  g_autoptr (GString) script = g_string_new (NULL);

  for (int i = 0; i < EDITS; i++)
    append_edit (script, random);
  g_free (ddi_db_fixture_psql (script->str));
  return NULL;
}

static void
test_several_clients (void)
{
  GThread *threads[CLIENTS];

  for (guint i = 0; i < CLIENTS; i++)
    threads[i] = g_thread_new ("edit", edit_thread, GUINT_TO_POINTER (i + 1));
  for (int i = 0; i < 20; i++)
    expect_no_difference ();
  for (guint i = 0; i < CLIENTS; i++)
    g_thread_join (threads[i]);
  expect_no_difference ();
  ddi_db_fixture_expect ("SELECT count(*) > 0 FROM daily_production_totals WHERE \"left\" <> 0", "t");

  g_free (ddi_db_fixture_psql ("SELECT fold_daily_totals('-infinity', 'infinity');"
                               "SELECT fold_store_totals('-infinity', 'infinity')"));
  expect_no_difference ();
  ddi_db_fixture_expect ("SELECT count(*) FROM (SELECT FROM daily_waste_totals "
                         "GROUP BY district_id, date, product_id, reason HAVING count(*) > 1) x",
                         "0");
  ddi_db_fixture_expect ("SELECT count(*) FROM (SELECT FROM chain_waste_totals "
                         "GROUP BY date, product_id, reason HAVING count(*) > 1) x",
                         "0");
  ddi_db_fixture_expect ("SELECT count(*) FROM (SELECT FROM store_production_totals "
                         "GROUP BY store_id, date HAVING count(*) > 1) x",
                         "0");
}

/* Figures that move to the archive and come back are counted once, and a recount agrees. */
static void
test_archive (void)
{
  g_free (ddi_db_fixture_psql (
      "BEGIN; WITH moved AS (DELETE FROM daily_sales WHERE date < '2025-03-03' RETURNING *) "
      "INSERT INTO daily_sales_archive SELECT moved.*, now() FROM moved; COMMIT"));
  expect_no_difference ();
  g_free (ddi_db_fixture_psql ("SELECT recount_daily_totals(); SELECT recount_store_totals()"));
  expect_no_difference ();
  g_free (ddi_db_fixture_psql ("TRUNCATE daily_waste"));
  expect_no_difference ();
  ddi_db_fixture_expect ("SELECT count(*) FROM daily_waste_totals", "0");
  ddi_db_fixture_expect ("SELECT count(*) FROM chain_waste_totals", "0");
  ddi_db_fixture_expect ("SELECT coalesce(sum(\"left\"), 0) FROM store_production_totals", "0");
}

/* No total tells of a shop that one may not see: the rows of the others are summed instead. */
static void
test_some_shops (void)
{
  g_autofree char *conninfo = ddi_db_fixture_dup_app ();
  g_autoptr (DdiDatabase) database = ddi_database_new (conninfo, 1);
  g_autofree char *nobody = NULL, *all = NULL, *some = NULL;
  static const char seen[] = "SELECT concat_ws(' ', array_agg(DISTINCT t.district_id), single_stores(NULL), "
                             "single_stores('{2}')) FROM daily_sales_totals t";

  static const char summed[] = "SELECT count(*) || ' of ' || (SELECT count(*) FROM chain_sales_totals) "
                               "FROM sales_totals";
  g_autofree char *whole = NULL, *one_district = NULL, *expected = NULL, *none = NULL, *chain = NULL;

  g_free (ddi_db_fixture_psql ("UPDATE stores SET district_id = CASE WHEN id < 4 THEN 100 ELSE 101 END"));
  expect_no_difference ();
  ddi_db_fixture_expect (seen, "{100,101} {} {2}");
  nobody = ddi_db_fixture_value (database, seen);
  g_assert_cmpstr (nobody, ==, "{} {2}");
  none = ddi_db_fixture_value (database, summed);
  g_assert_cmpstr (none, ==, "0 of 0");
  ddi_db_fixture_sign_in (database);
  all = ddi_db_fixture_value (database, seen);
  g_assert_cmpstr (all, ==, "{100,101} {} {2}");
  /* Who sees all sums the chain's rows and no district's beside them. */
  chain = ddi_db_fixture_psql ("SELECT count(*) || ' of ' || count(*) FROM chain_sales_totals");
  whole = ddi_db_fixture_value (database, summed);
  g_assert_cmpstr (whole, ==, chain);
  ddi_db_fixture_expect (summed, chain);

  g_free (ddi_db_fixture_psql (
      "UPDATE users SET role = 'member';"
      "INSERT INTO store_members (user_id, store_id, role) "
      "SELECT min(id), n, 'store_manager' FROM users, unnest('{1, 4}'::int[]) n GROUP BY n"));
  some = ddi_db_fixture_value (database, seen);
  g_assert_cmpstr (some, ==, "{101} {1} {2}");
  expected =
      ddi_db_fixture_psql ("SELECT count(*) || ' of 0' FROM daily_sales_totals WHERE district_id = 101");
  one_district = ddi_db_fixture_value (database, summed);
  g_assert_cmpstr (one_district, ==, expected);
  g_assert_cmpstr (one_district, !=, "0 of 0");
  ddi_database_close (database);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fill ();
  g_test_add_func ("/db/totals/several-clients", test_several_clients);
  g_test_add_func ("/db/totals/archive", test_archive);
  g_test_add_func ("/db/totals/some-shops", test_some_shops);
  return g_test_run ();
}

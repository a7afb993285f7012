/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ddi-db-fixture.h"

/* What a day of all shops is asked for is what the tables say themselves, to whoever asks: the functions look with the
 * owner's eyes, the plain statements beside them are held to the policies. */

static const char *const STATEMENTS[][2] = {
  { "SELECT id, store_id, product_id, status, predicted_demand, lower_bound, upper_bound, quantity, "
    "range_coverage(explanation) AS coverage, coalesce(made_last_week, sold_last_week) AS last_week, "
    "changed_id, is_new, is_big_change, is_sold_out, is_fallback, is_exception, decided_by, decided_at "
    "FROM order_lines WHERE forecast_date = '2025-03-15' AND ($SHOP = 0 OR store_id = $SHOP)",
    "SELECT * FROM auth.list_order_lines('2025-03-15', $SHOP)" },
  { "SELECT product_id, count(*) FILTER (WHERE gone) AS n, count(DISTINCT store_id) FILTER (WHERE gone) AS "
    "n_shops, "
    "count(*) AS n_days "
    "FROM (SELECT p.store_id, p.product_id, p.sold_out_at IS NOT NULL OR "
    "        is_sell_out(d.state, p.quantity_produced, w.quantity_wasted, s.quantity_sold) AS gone "
    "      FROM daily_production p JOIN store_days d USING (store_id, date) "
    "      LEFT JOIN daily_waste w USING (store_id, date, product_id) "
    "      LEFT JOIN daily_sales s USING (store_id, date, product_id) "
    "      WHERE p.quantity_produced > 0 AND d.state = 'complete' AND date BETWEEN '2025-03-07' AND "
    "'2025-03-14' "
    "      AND ($SHOP = 0 OR p.store_id = $SHOP)) x "
    "GROUP BY product_id HAVING count(*) FILTER (WHERE gone) >= greatest(3, count(*) / 6.0)",
    "SELECT * FROM auth.list_sell_outs($SHOP, '2025-03-14')" },
  { "SELECT * FROM (SELECT store_id, date, count(*) FILTER (WHERE w.quantity_wasted > p.quantity_produced) "
    "AS n_over, "
    "coalesce(sum(coalesce(w.quantity_wasted, 0)) = 0 AND count(*) FILTER (WHERE p.quantity_produced > 0) >= "
    "5 "
    "         AND min(d.state) = 'complete', false) AS clean "
    "FROM daily_production p LEFT JOIN daily_waste w USING (store_id, date, product_id) "
    "LEFT JOIN store_days d USING (store_id, date) "
    "WHERE date BETWEEN '2025-02-28' AND '2025-03-14' AND ($SHOP = 0 OR store_id = $SHOP) "
    "GROUP BY store_id, date) y WHERE n_over > 0 OR clean",
    "SELECT * FROM auth.list_doubts($SHOP, '2025-03-14')" },
};

/* Three shops, six products, three weeks: figures of which some are missing, of all kinds. */
static void
fill (void)
{
  g_free (ddi_db_fixture_psql (
      "INSERT INTO districts (id, name) VALUES (100, 'North');"
      "INSERT INTO stores (id, district_id, name) SELECT n, 100, 'Shop ' || n FROM generate_series(1, 3) n;"
      "INSERT INTO products (id, name) SELECT n, 'Product ' || n FROM generate_series(1, 6) n;"
      "CREATE TABLE days AS SELECT s AS store, '2025-02-22'::date + d AS day, d, p AS product, "
      "  (s * 7 + d * 5 + p * 3) AS k "
      "FROM generate_series(1, 3) s, generate_series(0, 20) d, generate_series(1, 6) p;"
      "INSERT INTO store_days (store_id, date, state) SELECT DISTINCT store, day, "
      "  CASE (store + d) % 5 WHEN 0 THEN 'partial' ELSE 'complete' END FROM days;"
      "INSERT INTO daily_production (user_id, store_id, date, product_id, product_name, quantity_produced, "
      "sold_out_at) "
      "SELECT 1, store, day, product, 'P', k % 7 * 4, CASE WHEN k % 11 = 0 THEN '15:00'::time END FROM days "
      "WHERE k % 13 > 0;"
      "INSERT INTO daily_waste (user_id, store_id, date, product_id, product_name, quantity_wasted) "
      "SELECT 1, store, day, product, 'P', CASE WHEN product = 2 THEN 0 ELSE k % 9 END FROM days "
      "WHERE k % 4 > 0 AND d % 6 > 0;"
      "INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, quantity_sold) "
      "SELECT 1, store, day, product, 'P', k % 7 * 4 - k % 3 FROM days WHERE k % 7 * 4 >= k % 3;"
      "INSERT INTO forecasts (user_id, store_id, forecast_date, product_id, product_name, predicted_demand, "
      "  lower_bound, upper_bound, status, explanation) "
      "SELECT 1, store, '2025-03-15', product, 'P', k % 30, k % 30 - 2, k % 30 + 5, "
      "  CASE k % 3 WHEN 0 THEN 'approved' ELSE 'pending' END, "
      "  CASE k % 4 WHEN 0 THEN '{\"flags\": [\"new\"]}'::jsonb ELSE '{\"pack\": 3}'::jsonb END "
      "FROM days WHERE d = 20;"
      /* A newer proposal beside what was decided. */
      "INSERT INTO forecasts (user_id, store_id, forecast_date, product_id, product_name, predicted_demand, "
      "status) "
      "SELECT 1, store_id, forecast_date, product_id, 'P', 40, 'pending' FROM forecasts "
      "WHERE status = 'approved' AND product_id < 4;"));
}

static void
expect_same (DdiDatabase *database, int store, gboolean any)
{
  for (gsize i = 0; i < G_N_ELEMENTS (STATEMENTS); i++)
    {
      char *texts[2];

      for (int j = 0; j < 2; j++)
        {
          g_autoptr (GString) sql =
              g_string_new ("SELECT concat_ws(' ', count(*), string_agg(x::text, ' ' ORDER BY x::text)) "
                            "FROM (");
          g_autofree char *shop = g_strdup_printf ("%d", store);

          g_string_append (sql, STATEMENTS[i][j]);
          g_string_append (sql, ") x");
          g_string_replace (sql, "$SHOP", shop, 0);
          texts[j] = ddi_db_fixture_value (database, sql->str);
        }
      g_assert_cmpstr (texts[1], ==, texts[0]);
      if (any)
        g_assert_cmpint (atoi (texts[0]), >, 0);
      else
        g_assert_cmpstr (texts[1], ==, "0");
      g_free (texts[0]);
      g_free (texts[1]);
    }
}

static void
test_eyes (void)
{
  g_autofree char *conninfo = ddi_db_fixture_dup_app ();
  g_autoptr (DdiDatabase) database = ddi_database_new (conninfo, 1);

  expect_same (database, 0, FALSE);
  ddi_db_fixture_sign_in (database);
  for (int store = 0; store <= 3; store++)
    expect_same (database, store, TRUE);
  g_free (ddi_db_fixture_psql (
      "UPDATE users SET role = 'member';"
      "INSERT INTO store_members (user_id, store_id, role) SELECT min(id), 2, 'store_manager' FROM users"));
  expect_same (database, 0, TRUE);
  expect_same (database, 2, TRUE);
  expect_same (database, 3, FALSE);
  ddi_database_close (database);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fill ();
  g_test_add_func ("/db/days-of-all-shops/eyes", test_eyes);
  return g_test_run ();
}

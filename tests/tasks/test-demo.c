/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/ddi-test-home.h"
#include "tasks/ddi-demo.h"

/* Fails the test unless @sql answers @expected. */
static void
assert_answer (DdiHome *home, const char *sql, const char *expected)
{
  g_autofree char *answer = ddi_test_home_psql (home, FALSE, sql);

  g_assert_cmpstr (answer, ==, expected);
}

static void
fill (DdiHome *home, const char *today, DdiDemoResult *result)
{
  g_autoptr (GError) error = NULL;

  ddi_demo_fill (ddi_home_get_database (home), ddi_home_get_user_id (home), DDI_DEMO_SEED,
                 ddi_day_parse (today), result, NULL, &error);
  g_assert_no_error (error);
}

/* One long walk, since filling takes seconds: made, kept, and carried on ten days later. */
static void
test_life (void)
{
  g_autoptr (DdiHome) home = ddi_test_home_new ();
  DdiDemoResult result;
  g_autofree char *before = NULL;

  fill (home, "2026-11-23", &result);
  g_assert_cmpint (result.first, ==, ddi_day_parse ("2025-08-24"));
  g_assert_cmpint (result.last, ==, ddi_day_parse ("2026-11-22"));
  assert_answer (home, "SELECT count(*) FROM stores", "12");
  assert_answer (home, "SELECT count(*) FROM products", "24");
  assert_answer (home, "SELECT count(DISTINCT state) FROM store_days", "4");
  assert_answer (home, "SELECT count(*) = 2 * 24 FROM product_prices", "t");
  assert_answer (
      home, "SELECT count(*) FROM calendar_events WHERE name = 'Thanksgiving' AND starts_on > '2026-11-22'",
      "1");
  assert_answer (home, "SELECT rows_added > 300000 FROM import_batches", "t");
  /* What was made was sold or thrown away, row by row. */
  assert_answer (
      home,
      "SELECT count(*) FROM daily_production p JOIN daily_sales s USING (store_id, date, product_id) "
      "LEFT JOIN daily_waste w USING (store_id, date, product_id) "
      "WHERE p.quantity_produced <> s.quantity_sold + coalesce(w.quantity_wasted, 0)",
      "0");
  assert_answer (home,
                 "SELECT count(*) FROM daily_production p JOIN store_days d USING (store_id, date) "
                 "WHERE d.state = 'closed'",
                 "0");
  before = ddi_test_home_psql (home, FALSE,
                               "SELECT sum(quantity_sold), sum(revenue) FROM daily_sales "
                               "WHERE date < '2026-11-20'");

  fill (home, "2026-11-23", &result);
  g_assert_cmpint (result.first, ==, DDI_DAY_INVALID);
  g_assert_cmpint (result.n_rows, ==, 0);

  fill (home, "2026-12-03", &result);
  g_assert_cmpint (result.n_rows, >, 0);
  assert_answer (home, "SELECT max(date) FROM daily_sales", "2026-12-02");
  assert_answer (home, "SELECT count(*) FROM stores", "12");
  assert_answer (home,
                 "SELECT sum(quantity_sold), sum(revenue) FROM daily_sales "
                 "WHERE date < '2026-11-20'",
                 before);
  g_assert_true (ddi_home_close (home, NULL));
}

static void
test_shops_of_ones_own (void)
{
  g_autoptr (DdiHome) home = ddi_test_home_new ();
  g_autoptr (GError) error = NULL;

  g_free (ddi_test_home_psql (home, FALSE,
                              "INSERT INTO districts (name) VALUES ('Ours'); "
                              "INSERT INTO stores (district_id, name) SELECT id, 'Ours' FROM districts"));
  g_assert_false (ddi_demo_fill (ddi_home_get_database (home), ddi_home_get_user_id (home), 1,
                                 ddi_day_parse ("2026-11-23"), NULL, NULL, &error));
  g_assert_error (error, DDI_DEMO_ERROR, DDI_DEMO_ERROR_IN_USE);
  assert_answer (home, "SELECT count(*) FROM stores", "1");
  assert_answer (home, "SELECT count(*) FROM settings WHERE key = 'demo'", "0");
  g_assert_true (ddi_home_close (home, NULL));
}

/* Everything that stands on a table and that a fill might lose. */
#define KEYS                                                                                                 \
  "SELECT md5(string_agg(line, E'\\n' ORDER BY line)) FROM ("                                                \
  "SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid), "                           \
  "obj_description(oid, 'pg_constraint')) AS line FROM pg_constraint "                                       \
  "UNION ALL SELECT concat_ws(' ', pg_get_indexdef(indexrelid), c.reloptions, indisclustered, "              \
  "obj_description(c.oid, 'pg_class')) FROM pg_index JOIN pg_class c ON c.oid = indexrelid "                 \
  "UNION ALL SELECT pg_get_triggerdef(oid) || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal) every"
/* What the totals say, and what the rows do. */
#define TOTALS                                                                                               \
  "SELECT (SELECT sum(sold) FROM daily_sales_totals), (SELECT sum(sold) FROM chain_sales_totals), "          \
  "(SELECT sum(sold) FROM store_sales_totals), (SELECT sum(wasted) FROM daily_waste_totals), "               \
  "(SELECT sum(wasted) FROM chain_waste_totals), (SELECT sum(made) FROM daily_production_totals), "          \
  "(SELECT sum(made) FROM store_production_totals)"
#define SUMS                                                                                                 \
  "SELECT s, s, s, w, w, m, m FROM (SELECT sum(quantity_sold) AS s FROM daily_sales) x, "                    \
  "(SELECT sum(quantity_wasted) AS w FROM daily_waste) y, (SELECT sum(quantity_produced) AS m FROM "         \
  "daily_production) z"

/* As the owner, who lifts the keys while filling, and with forecasts that have been lived through; the first start was cut
 * off before they were made. */
static void
test_open (void)
{
  g_autoptr (DdiHome) home = ddi_test_home_new ();
  /* What somebody may have done to the tables that they had before. */
  g_autofree char *theirs =
      ddi_test_home_psql (home, FALSE,
                          "ALTER INDEX idx_daily_sales_date SET (fillfactor = 70);"
                          "ALTER INDEX daily_waste_day SET (fillfactor = 80);"
                          "ALTER TABLE daily_production CLUSTER ON daily_production_date;"
                          "COMMENT ON INDEX daily_sales_product_id IS 'ours';"
                          "COMMENT ON CONSTRAINT daily_sales_store_id_fkey ON daily_sales IS 'ours, too'");
  g_autofree char *keys = ddi_test_home_psql (home, FALSE, KEYS);
  g_autofree char *sums = NULL;
  g_autoptr (GError) error = NULL;
  DdiDemoResult result;

  g_assert_true (ddi_demo_open_rows (home, &result, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (result.n_rows, >, 0);
  g_assert_true (result.lacks_forecasts);
  g_assert_cmpint (result.past_weeks, ==, DDI_DEMO_WEEKS_LIVED);
  assert_answer (home, "SELECT count(*) FROM forecast_runs", "0");
  sums = ddi_test_home_psql (home, FALSE, SUMS);
  assert_answer (home, TOTALS, sums);

  g_assert_true (ddi_demo_open (home, &result, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (result.n_rows, ==, 0);
  assert_answer (home, KEYS, keys);
  assert_answer (home, "SELECT bool_and(convalidated) FROM pg_constraint", "t");
  assert_answer (home, "SELECT count(*), count(DISTINCT origin) FROM forecast_runs", "5|5");
  assert_answer (home,
                 "SELECT max(origin) - min(origin), bool_and(horizon = CASE origin WHEN m THEN 8 ELSE 7 END) "
                 "FROM forecast_runs, (SELECT max(origin) AS m FROM forecast_runs) x",
                 "28|t");
  /* A past forecast was made from what lay before it, and knows what came; a shop may be behind today. */
  assert_answer (home,
                 "SELECT count(*) FROM forecasts f JOIN forecast_runs r ON r.id = f.run_id "
                 "WHERE f.horizon <> f.forecast_date - r.origin AND f.actual_demand IS NOT NULL",
                 "0");
  assert_answer (home, "SELECT count(DISTINCT forecast_date) FROM forecasts WHERE actual_demand IS NOT NULL",
                 "28");

  g_assert_true (ddi_demo_open (home, &result, NULL, &error));
  g_assert_cmpint (result.n_rows, ==, 0);
  g_assert_false (result.lacks_forecasts);
  assert_answer (home, "SELECT count(*) FROM forecast_runs", "5");

  /* A week later a week has gone by since the last forecast, and two later two. */
  g_free (ddi_test_home_psql (home, FALSE, "DELETE FROM forecasts WHERE forecast_date >= current_date"));
  g_assert_true (ddi_demo_open_rows (home, &result, NULL, &error));
  g_assert_true (result.lacks_forecasts);
  g_assert_cmpint (result.past_weeks, ==, 0);
  g_free (ddi_test_home_psql (home, FALSE, "DELETE FROM forecasts WHERE forecast_date >= current_date - 15"));
  g_assert_true (ddi_demo_open_rows (home, &result, NULL, &error));
  g_assert_cmpint (result.past_weeks, ==, 2);
  g_assert_true (ddi_home_close (home, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tasks/demo/life", test_life);
  g_test_add_func ("/tasks/demo/shops-of-ones-own", test_shops_of_ones_own);
  g_test_add_func ("/tasks/demo/open", test_open);
  return g_test_run ();
}

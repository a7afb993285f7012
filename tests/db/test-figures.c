/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ddi-db-fixture.h"

/* What the Overview and the reports say, in the cases where it is easily wrong. */

static DdiDatabase *database;

static void
execute (const char *sql)
{
  g_free (ddi_db_fixture_psql (sql));
}

/* Two shops, three products, and prices that change on the second day for one shop. */
static void
fill (void)
{
  execute ("INSERT INTO districts (id, name) VALUES (100, 'North');"
           "INSERT INTO stores (id, district_id, name, open_weekdays) VALUES (101, 100, 'Elm', 127), (102, "
           "100, 'Oak', 63);"
           "INSERT INTO products (id, name, category) VALUES (101, 'Glazed', 'Donuts'), (102, 'Mini', "
           "'Munchkins'), "
           "  (103, 'Plain', 'Donuts');"
           "INSERT INTO product_prices (product_id, store_id, valid_from, unit_cost, unit_price) VALUES "
           "  (101, NULL, '2025-01-01', 0.50, 1.00), (101, NULL, '2025-03-04', 0.60, 1.20), "
           "  (101, 102, '2025-03-04', 0.60, 2.00), (102, NULL, '2025-01-01', 0.10, 0.25);"
           "INSERT INTO daily_production (user_id, store_id, date, product_id, product_name, "
           "quantity_produced) VALUES "
           "  (1, 101, '2025-03-03', 101, 'G', 24), (1, 101, '2025-03-04', 101, 'G', 24), (1, 101, "
           "'2025-03-04', 102, 'M', 60),"
           "  (1, 102, '2025-03-04', 101, 'G', 12), (1, 102, '2025-03-04', 103, 'P', 12);"
           "INSERT INTO daily_waste (user_id, store_id, date, product_id, product_name, quantity_wasted, "
           "reason) VALUES "
           "  (1, 101, '2025-03-03', 101, 'G', 4, 'End of day'), (1, 101, '2025-03-04', 101, 'G', 0, 'End of "
           "day'),"
           "  (1, 101, '2025-03-04', 102, 'M', 20, NULL), (1, 102, '2025-03-04', 103, 'P', 2, 'Damaged');"
           "INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, quantity_sold, "
           "revenue) VALUES "
           "  (1, 101, '2025-03-03', 101, 'G', 20, NULL), (1, 101, '2025-03-04', 101, 'G', 24, 30.00),"
           "  (1, 101, '2025-03-04', 102, 'M', 40, NULL), (1, 102, '2025-03-04', 101, 'G', 12, NULL),"
           "  (1, 102, '2025-03-04', 103, 'P', 10, NULL);"
           "INSERT INTO store_days (store_id, date, state) VALUES (101, '2025-03-03', 'complete'), "
           "  (101, '2025-03-04', 'complete'), (102, '2025-03-04', 'partial');");
}

static const char *
cell (DdiRows *rows, guint row, const char *column)
{
  return ddi_rows_get_text (rows, row, ddi_rows_column (rows, column));
}

/* One of the Overview's queries that takes a shop (0: all) and a range. */
static DdiRows *
ask (const char *query, int store, const char *first, const char *last)
{
  return ddi_db_fixture_query (database, query, g_variant_new ("(iss)", store, first, last));
}

/* One that takes a shop and what day it is. */
static DdiRows *
ask_today (const char *query, const char *today)
{
  return ddi_db_fixture_query (database, query, g_variant_new ("(is)", 0, today));
}

static DdiRows *
ask_totals (int store, const char *first, const char *last)
{
  return ddi_db_fixture_query (database, "overview/list-totals",
                               g_variant_new ("(isss)", store, first, last, "2025-03-05"));
}

/* From the totals of the district; a price that differs by shop still counts shop by shop. */
static void
test_totals (void)
{
  g_autoptr (DdiRows) rows = ask_totals (0, "2025-03-04", "2025-03-04");
  g_autoptr (DdiRows) elm = ask_totals (101, "2025-03-04", "2025-03-04");
  g_autoptr (DdiRows) empty = ask_totals (0, "2020-01-02", "2020-01-02");

  g_assert_cmpuint (ddi_rows_get_n (rows), ==, 3);
  g_assert_cmpstr (cell (rows, 0, "category"), ==, "Donuts");
  g_assert_cmpstr (cell (rows, 0, "sold"), ==, "46");
  /* 30.00 as entered, 12 × 2.00 at Oak; Plain has no price. */
  g_assert_cmpstr (cell (rows, 0, "revenue"), ==, "54.00");
  g_assert_cmpstr (cell (rows, 0, "n_unpriced"), ==, "1");
  g_assert_cmpstr (cell (rows, 0, "made"), ==, "48");
  g_assert_cmpstr (cell (rows, 0, "left"), ==, "2");
  g_assert_cmpstr (cell (rows, 0, "waste_cost"), ==, NULL);
  g_assert_cmpstr (cell (rows, 0, "n_products"), ==, "2");
  g_assert_cmpstr (cell (rows, 1, "category"), ==, "Munchkins");
  g_assert_cmpstr (cell (rows, 1, "revenue"), ==, "10.00");
  g_assert_cmpstr (cell (rows, 1, "wasted"), ==, "20");
  g_assert_cmpstr (cell (rows, 1, "waste_cost"), ==, "2.00");
  g_assert_cmpstr (cell (rows, 2, "period"), ==, "1");
  g_assert_cmpstr (cell (rows, 2, "sold"), ==, "20");
  g_assert_cmpstr (cell (rows, 2, "revenue"), ==, "20.00");
  g_assert_cmpstr (cell (rows, 2, "waste_cost"), ==, "2.00");

  g_assert_cmpuint (ddi_rows_get_n (elm), ==, 3);
  g_assert_cmpstr (cell (elm, 0, "sold"), ==, "24");
  g_assert_cmpstr (cell (elm, 0, "revenue"), ==, "30.00");
  g_assert_cmpstr (cell (elm, 0, "made"), ==, "24");
  g_assert_cmpstr (cell (elm, 1, "left"), ==, "20");
  g_assert_cmpuint (ddi_rows_get_n (empty), ==, 0);
}

static void
test_waste_products (void)
{
  g_autoptr (DdiRows) all = ask ("overview/list-waste-products", 0, "2025-03-03", "2025-03-04");
  g_autoptr (DdiRows) elm = ask ("overview/list-waste-products", 101, "2025-03-03", "2025-03-04");

  g_assert_cmpuint (ddi_rows_get_n (all), ==, 3);
  g_assert_cmpstr (cell (all, 0, "product"), ==, "Mini");
  g_assert_cmpstr (cell (all, 0, "wasted"), ==, "20");
  g_assert_cmpstr (cell (all, 0, "cost"), ==, NULL);
  g_assert_cmpstr (cell (all, 1, "product"), ==, "Glazed");
  g_assert_cmpstr (cell (all, 1, "made"), ==, "60");
  g_assert_cmpstr (cell (all, 2, "product"), ==, "Plain");
  g_assert_cmpuint (ddi_rows_get_n (elm), ==, 2);
  g_assert_cmpstr (cell (elm, 1, "wasted"), ==, "4");
  g_assert_cmpstr (cell (elm, 1, "made"), ==, "48");
}

/* A forecast learns what was sold, and that a day without a rest is only a lower bound; a figure that
 * is deleted is unlearned. */
static void
test_actuals (void)
{
  execute (
      "INSERT INTO forecasts (user_id, store_id, forecast_date, product_id, product_name, predicted_demand, "
      "lower_bound, upper_bound, explanation) VALUES (1, 101, '2025-03-04', 101, 'G', 30, 26, 34, NULL), "
      "(1, 101, '2025-03-03', 101, 'G', 0, 0, 3, NULL), "
      "(1, 102, '2025-03-04', 101, 'G', 15, 12, 18, '{\"coverage\": 95}'), "
      "(1, 101, '2025-03-05', 101, 'G', 20, 15, 25, NULL)");
  ddi_db_fixture_expect (
      "SELECT store_id, forecast_date, actual_demand, actual_censored FROM forecasts ORDER BY 1, 2",
      "101|2025-03-03|20|f\n101|2025-03-04|24|t\n101|2025-03-05||f\n102|2025-03-04|12|f");
  /* Oak's day is complete now and nothing says what was left: all that was made is sold. */
  execute ("UPDATE store_days SET state = 'complete' WHERE store_id = 102");
  ddi_db_fixture_expect ("SELECT actual_censored, row_version FROM forecasts WHERE store_id = 102", "t|1");
  execute ("INSERT INTO daily_waste (user_id, store_id, date, product_id, product_name, quantity_wasted) "
           "VALUES (1, 102, '2025-03-04', 101, 'G', 1)");
  ddi_db_fixture_expect ("SELECT actual_censored FROM forecasts WHERE store_id = 102", "f");
  execute ("UPDATE daily_sales SET date = '2025-03-05' WHERE store_id = 101 AND date = '2025-03-03'");
  ddi_db_fixture_expect ("SELECT forecast_date, actual_demand FROM forecasts WHERE store_id = 101 ORDER BY 1",
                         "2025-03-03|\n2025-03-04|24\n2025-03-05|20");
  execute ("UPDATE daily_sales SET date = '2025-03-03' WHERE store_id = 101 AND date = '2025-03-05'");
  execute ("DELETE FROM daily_waste WHERE store_id = 102 AND product_id = 101");
  execute ("UPDATE forecasts SET status = 'approved', approved_quantity = 30 WHERE store_id = 101 AND "
           "forecast_date = "
           "'2025-03-04'");
  ddi_db_fixture_expect (
      "SELECT row_version FROM forecasts WHERE store_id = 101 AND forecast_date = '2025-03-04'", "2");
}

static void
test_days (void)
{
  g_autoptr (DdiRows) rows =
      ddi_db_fixture_query (database, "overview/list-days",
                            g_variant_new ("(issi)", 0, "2025-03-03", "2025-03-05", 1));
  const double near = 4 / 1.2815515655446004, far = 3 / 1.959963984540054;

  g_assert_cmpuint (ddi_rows_get_n (rows), ==, 4);
  g_assert_cmpstr (cell (rows, 1, "category"), ==, "Donuts");
  g_assert_cmpstr (cell (rows, 1, "sold"), ==, "46");
  g_assert_cmpstr (cell (rows, 1, "n_sold"), ==, "3");
  g_assert_cmpstr (cell (rows, 1, "predicted"), ==, "45");
  /* Four pieces of a range that holds 80 of a hundred days and three of one that holds 95, in standard deviations. */
  g_assert_cmpfloat_with_epsilon (g_ascii_strtod (cell (rows, 1, "below"), NULL), near + far, 1e-9);
  g_assert_cmpfloat_with_epsilon (g_ascii_strtod (cell (rows, 1, "below2"), NULL), near * near + far * far,
                                  1e-9);
  /* Glazed at Elm by its waste of 0, at Oak because all that was made was sold. */
  g_assert_cmpstr (cell (rows, 1, "n_sold_out"), ==, "2");
  g_assert_cmpstr (cell (rows, 2, "category"), ==, "Munchkins");
  g_assert_cmpstr (cell (rows, 2, "predicted"), ==, NULL);
  /* A day without figures is a gap; its forecast stands. */
  g_assert_cmpstr (cell (rows, 3, "sold"), ==, NULL);
  g_assert_cmpstr (cell (rows, 3, "predicted"), ==, "20");
}

static void
test_waste_reasons (void)
{
  g_autoptr (DdiRows) rows =
      ddi_db_fixture_query (database, "overview/list-waste-reasons",
                            g_variant_new ("(issi)", 0, "2025-03-03", "2025-03-04", 2));
  gint64 wasted = 0;

  g_assert_cmpuint (ddi_rows_get_n (rows), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      wasted += g_ascii_strtoll (cell (rows, i, "wasted"), NULL, 10);
      if (g_str_equal (cell (rows, i, "category"), "Munchkins"))
        g_assert_null (cell (rows, i, "reason"));
    }
  g_assert_cmpint (wasted, ==, 26);
}

/* The rule of thumb is judged on the same days: those that have both and did not sell out. */
static void
test_errors (void)
{
  g_autoptr (DdiRows) none = ask ("overview/list-errors", 0, "2025-03-03", "2025-03-04");
  g_autoptr (DdiRows) rows = NULL;

  g_assert_cmpuint (ddi_rows_get_n (none), ==, 1);
  g_assert_cmpstr (cell (none, 0, "kind"), ==, "range");
  execute ("INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, quantity_sold) "
           "SELECT 1, 101, date '2025-03-03' - 7 * n, 101, 'G', 10 * n FROM generate_series(1, 3) n");
  rows = ask ("overview/list-errors", 0, "2025-03-03", "2025-03-04");
  g_assert_cmpuint (ddi_rows_get_n (rows), ==, 2);
  g_assert_cmpstr (cell (rows, 0, "n"), ==, "1");
  g_assert_cmpstr (cell (rows, 0, "absolute_error"), ==, "20");
  g_assert_cmpstr (cell (rows, 1, "kind"), ==, "range_rule");
  g_assert_cmpstr (cell (rows, 1, "absolute_error"), ==, "0");
  execute ("DELETE FROM daily_sales WHERE date < '2025-03-03'");
}

static void
test_today (void)
{
  g_autoptr (DdiRows) rows = ask_today ("overview/get-today", "2025-03-05");
  g_autoptr (DdiRows) monday = ask_today ("overview/get-today", "2025-03-10");

  g_assert_cmpstr (cell (rows, 0, "sheet_day"), ==, "2025-03-04");
  g_assert_cmpstr (cell (rows, 0, "n_received"), ==, "2");
  g_assert_cmpstr (cell (rows, 0, "n_expected"), ==, "2");
  g_assert_cmpstr (cell (rows, 0, "made"), ==, "108");
  g_assert_cmpstr (cell (rows, 0, "wasted"), ==, "22");
  /* On Sunday Oak is closed, and Elm has not reported. */
  g_assert_cmpstr (cell (monday, 0, "n_received"), ==, "0");
  g_assert_cmpstr (cell (monday, 0, "n_expected"), ==, "1");
}

static void
test_attention (void)
{
  g_autoptr (DdiRows) order = NULL, gaps = NULL, sold_out = NULL, doubts = NULL;

  execute (
      "INSERT INTO daily_waste (user_id, store_id, date, product_id, product_name, quantity_wasted) "
      "VALUES (1, 102, '2025-03-04', 101, 'G', 0), (1, 101, '2025-03-05', 101, 'G', 0);"
      "INSERT INTO daily_production (user_id, store_id, date, product_id, product_name, quantity_produced) "
      "VALUES (1, 101, '2025-03-05', 101, 'G', 24);"
      "INSERT INTO store_days (store_id, date, state) VALUES (101, '2025-03-05', 'complete');"
      "INSERT INTO forecasts (user_id, store_id, forecast_date, product_id, product_name, predicted_demand, "
      "order_quantity) VALUES (1, 102, '2025-03-06', 101, 'G', 20, 24)");

  order = ask_today ("overview/get-order", "2025-03-05");
  g_assert_cmpstr (cell (order, 0, "day"), ==, "2025-03-06");
  g_assert_cmpstr (cell (order, 0, "n_waiting"), ==, "1");
  g_assert_cmpstr (cell (order, 0, "n_pending"), ==, "1");

  /* Elm has sent all but the 6th and 7th, Oak is closed on the Sunday after. */
  gaps = ask_today ("overview/list-gaps", "2025-03-08");
  g_assert_cmpuint (ddi_rows_get_n (gaps), ==, 2);
  g_assert_cmpstr (cell (gaps, 0, "store"), ==, "Oak");
  g_assert_cmpstr (cell (gaps, 0, "n_missing"), ==, "3");
  g_assert_cmpstr (cell (gaps, 1, "n_missing"), ==, "2");
  g_assert_cmpstr (cell (gaps, 1, "first_day"), ==, "2025-03-06");

  sold_out = ask_today ("overview/list-sell-outs", "2025-03-05");
  g_assert_cmpuint (ddi_rows_get_n (sold_out), ==, 1);
  g_assert_cmpstr (cell (sold_out, 0, "product"), ==, "Glazed");
  g_assert_cmpstr (cell (sold_out, 0, "n"), ==, "3");
  g_assert_cmpstr (cell (sold_out, 0, "n_shops"), ==, "2");
  g_assert_cmpstr (cell (sold_out, 0, "n_days"), ==, "4");

  execute ("UPDATE daily_waste SET quantity_wasted = 30 WHERE store_id = 101 AND date = '2025-03-05'");
  doubts = ask_today ("overview/count-doubts", "2025-03-05");
  g_assert_cmpstr (cell (doubts, 0, "n_over"), ==, "1");
  g_assert_cmpstr (cell (doubts, 0, "over_store"), ==, "Elm");
}

/* Forecasts that used to be off by a tenth, and have been half too high for two weeks at one of two shops. */
static void
test_drifting (void)
{
  g_autoptr (DdiRows) rows = NULL, before = NULL, later = NULL;

  execute (
      "INSERT INTO forecast_runs (id, user_id, origin, horizon) VALUES (900, 1, '2024-04-30', 14);"
      "INSERT INTO model_accuracy (store_id, product_id, model, run_id, n, absolute_error, actual) "
      "SELECT s, p, m, 900, 100, 200, 2000 FROM unnest(ARRAY[101, 102]) s, unnest(ARRAY[101, 103]) p, "
      "  unnest(ARRAY['combination', 'rule_of_thumb']) m;"
      "INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, quantity_sold) "
      "SELECT 1, s, date '2024-05-01' + n, p, 'x', 20 FROM unnest(ARRAY[101, 102]) s, unnest(ARRAY[101, "
      "103]) p, "
      "  generate_series(0, 13) n;"
      "INSERT INTO forecasts (user_id, store_id, forecast_date, product_id, product_name, predicted_demand) "
      "SELECT 1, s, date '2024-05-01' + n, p, 'x', CASE s WHEN 101 THEN 30 ELSE 19 END "
      "FROM unnest(ARRAY[101, 102]) s, unnest(ARRAY[101, 103]) p, generate_series(0, 13) n");
  rows = ask_today ("overview/list-drifting", "2024-05-15");
  before = ask_today ("overview/list-drifting", "2024-05-08");
  later = ask_today ("overview/list-drifting", "2024-06-15");
  /* The shop, then the worse of two products that share the error. */
  g_assert_cmpuint (ddi_rows_get_n (rows), ==, 2);
  g_assert_cmpstr (cell (rows, 0, "name"), ==, "Elm");
  g_assert_cmpstr (cell (rows, 0, "product_id"), ==, NULL);
  g_assert_cmpfloat (ddi_rows_get_double (rows, 0, ddi_rows_column (rows, "error")), ==, 0.5);
  g_assert_cmpfloat (ddi_rows_get_double (rows, 0, ddi_rows_column (rows, "usual")), ==, 0.1);
  g_assert_cmpfloat (ddi_rows_get_double (rows, 0, ddi_rows_column (rows, "bias")), ==, 0.5);
  g_assert_cmpstr (cell (rows, 1, "name"), ==, "Glazed");
  /* A week of two products is too little to say so. */
  g_assert_cmpuint (ddi_rows_get_n (before), ==, 0);
  g_assert_cmpuint (ddi_rows_get_n (later), ==, 0);
  execute ("DELETE FROM forecasts WHERE forecast_date < '2025-01-01'; DELETE FROM daily_sales WHERE date < "
           "'2025-01-01';"
           "DELETE FROM forecast_runs WHERE id = 900");
}

static void
test_reports (void)
{
  g_autoptr (DdiRows) trends =
      ddi_db_fixture_query (database, "reports/trends",
                            g_variant_new_parsed ("('2025-03-04', 30, @mai nothing)"));
  g_autoptr (DdiRows) accuracy =
      ddi_db_fixture_query (database, "reports/accuracy",
                            g_variant_new_parsed ("('2025-03-04', 20, @mai nothing, @mi nothing)"));
  g_autoptr (DdiRows) waste =
      ddi_db_fixture_query (database, "reports/waste",
                            g_variant_new_parsed ("('2025-03-04', 90, @mai nothing)"));
  g_autoptr (DdiRows) users = ddi_db_fixture_query (database, "reports/users",
                                                    g_variant_new_parsed ("(10, '2025-03-04', @mi nothing)"));

  g_assert_cmpuint (ddi_rows_get_n (trends), ==, 2);
  g_assert_cmpstr (cell (trends, 0, "date"), ==, "2025-03-04");
  g_assert_cmpstr (cell (trends, 0, "daily_revenue"), ==, "30.00");
  g_assert_cmpstr (cell (trends, 1, "daily_revenue"), ==, NULL);
  g_assert_cmpstr (cell (accuracy, 0, "store_name"), ==, "Elm");
  g_assert_cmpstr (cell (accuracy, 0, "error_pct"), ==, "20.00");
  g_assert_cmpstr (cell (accuracy, 1, "store_name"), ==, "Oak");
  /* Nothing was predicted: no percentage. */
  g_assert_cmpstr (cell (accuracy, 2, "predicted_demand"), ==, "0");
  g_assert_cmpstr (cell (accuracy, 2, "error_pct"), ==, NULL);
  /* Unknown cost comes last, by pieces. */
  g_assert_cmpstr (cell (waste, 0, "product_name"), ==, "Mini");
  g_assert_cmpstr (cell (waste, 0, "total_cost"), ==, NULL);
  g_assert_cmpint (ddi_rows_get_int (users, 0, 2), ==, 5);
}

/* created_at is UTC, the day is the user's. */
static void
test_activity (void)
{
  GVariant *utc = g_variant_new_parsed ("('2025-03-08', 7, 50, 'UTC')");
  GVariant *chicago = g_variant_new_parsed ("('2025-03-08', 7, 50, 'America/Chicago')");
  g_autoptr (DdiRows) in_utc = NULL, in_chicago = NULL;

  execute ("ALTER TABLE audit_logs DISABLE TRIGGER USER; DELETE FROM audit_logs; ALTER TABLE audit_logs "
           "ENABLE TRIGGER USER");
  execute ("INSERT INTO audit_logs (user_id, action, created_at) VALUES (1, 'LOGIN', '2025-03-01 03:00'), "
           "(NULL, 'BACKUP', '2025-03-02 03:00'), (1, 'LOGIN', '2025-03-02 03:00'), (1, 'LOGIN', '2025-02-28 "
           "23:00')");
  in_utc = ddi_db_fixture_query (database, "reports/activity", utc);
  in_chicago = ddi_db_fixture_query (database, "reports/activity", chicago);
  g_assert_cmpuint (ddi_rows_get_n (in_utc), ==, 3);
  g_assert_cmpuint (ddi_rows_get_n (in_chicago), ==, 2);
  g_assert_cmpstr (cell (in_utc, 0, "action"), ==, "LOGIN");
  g_assert_cmpstr (cell (in_utc, 1, "user_name"), ==, NULL);
}

/* A shop's last day is one with figures up to a week from now, wherever they lie. */
static void
test_last_day (void)
{
  static const char last_day[] = "SELECT last_day FROM store_last_days WHERE store_id = 104";

  execute ("INSERT INTO stores (id, district_id, name) VALUES (104, 100, 'Ash');"
           "INSERT INTO store_days (store_id, date, state) VALUES (104, current_date + 20, 'closed');"
           "INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, quantity_sold) "
           "VALUES (1, 104, '2024-02-01', 101, 'G', 5), (1, 104, '2034-02-01', 101, 'G', 5)");
  ddi_db_fixture_expect (last_day, "2024-02-01");
  execute ("SELECT auth.make_archive_year('daily_sales', 2024);"
           "INSERT INTO daily_sales_archive SELECT * FROM daily_sales WHERE store_id = 104 AND date < "
           "'2025-01-01';"
           "DELETE FROM daily_sales WHERE store_id = 104 AND date < '2025-01-01'");
  ddi_db_fixture_expect (last_day, "2024-02-01");
  execute ("INSERT INTO store_days (store_id, date, state) VALUES (104, '2024-05-01', 'complete')");
  ddi_db_fixture_expect (last_day, "2024-05-01");
}

/* It is found at the end of a key under the policies too: all of a shop's rows are not read for it. */
static void
test_last_day_plan (void)
{
  g_autofree char *app = ddi_db_fixture_dup_app ();
  g_autofree char *conninfo = g_strconcat (app, " options='-c enable_seqscan=off'", NULL);
  g_autoptr (DdiDatabase) indexed = ddi_database_new (conninfo, 1);
  g_autofree char *plan = NULL;

  ddi_db_fixture_sign_in (indexed);
  plan = ddi_db_fixture_value (indexed, "EXPLAIN (FORMAT JSON, COSTS OFF) SELECT * FROM store_last_days");
  g_assert_true (g_regex_match_simple ("\"Index Cond\": \"[^\"]*x?\\.?date > [^\"]*\"", plan, 0, 0));
  ddi_database_close (indexed);
}

int
main (int argc, char **argv)
{
  g_autofree char *conninfo = NULL;
  int failures;

  g_test_init (&argc, &argv, NULL);
  conninfo = ddi_db_fixture_dup_app ();
  database = ddi_database_new (conninfo, 2);
  ddi_db_fixture_sign_in (database);
  fill ();
  g_test_add_func ("/db/figures/totals", test_totals);
  g_test_add_func ("/db/figures/waste-products", test_waste_products);
  g_test_add_func ("/db/figures/actuals", test_actuals);
  g_test_add_func ("/db/figures/days", test_days);
  g_test_add_func ("/db/figures/waste-reasons", test_waste_reasons);
  g_test_add_func ("/db/figures/errors", test_errors);
  g_test_add_func ("/db/figures/today", test_today);
  g_test_add_func ("/db/figures/drifting", test_drifting);
  g_test_add_func ("/db/figures/reports", test_reports);
  g_test_add_func ("/db/figures/activity", test_activity);
  g_test_add_func ("/db/figures/attention", test_attention);
  g_test_add_func ("/db/figures/last-day", test_last_day);
  g_test_add_func ("/db/figures/last-day-plan", test_last_day_plan);
  failures = g_test_run ();
  g_object_unref (database);
  return failures;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run makes of days, products and shops that are not like the rest. */
#include <stdio.h>
#include <stdlib.h>

#include "generate-fixture.h"
#include "tasks/ddi-why.h"

static void
test_closure (void)
{
  DdiGenerateResult result;

  generate_set_up ();
  generate_days (2);
  generate_sql (
      "UPDATE forecasts SET status = 'approved', approved_quantity = order_quantity WHERE store_id = 1;"
      "INSERT INTO calendar_events (starts_on, ends_on, name, kind)"
      " VALUES ('2026-11-24', '2026-11-24', 'Water main', 'closure')");
  result = generate_days (2);
  /* Nothing to decide about a closed day, except where something was decided before. */
  generate_assert_sql ("SELECT count(*) FROM forecasts WHERE store_id = 2 AND forecast_date = '2026-11-24'",
                       "0");
  g_assert_cmpint (result.n_changed, ==, 3);
  generate_assert_sql (
      "SELECT DISTINCT order_quantity FROM forecasts WHERE store_id = 1 AND forecast_date = '2026-11-24'"
      " AND status = 'pending'",
      "0");
}

/* A store whose last sheets are missing is not left out of tomorrow's order. */
static void
test_late_store (void)
{
  generate_set_up ();
  generate_sql ("DELETE FROM daily_sales WHERE store_id = 2 AND date > '2026-11-19';"
                "UPDATE store_days SET state = 'not_started' WHERE store_id = 2 AND date > '2026-11-19'");
  generate_days (2);
  generate_assert_sql (
      "SELECT store_id, min(forecast_date), max(forecast_date), min(horizon), max(horizon) FROM forecasts"
      " GROUP BY 1 ORDER BY 1",
      "1|2026-11-23|2026-11-24|1|2\n2|2026-11-23|2026-11-24|4|5");
}

/* A new product starts like another one at a share of it, in the shop and on the days where it is offered. */
static void
test_starts_like (void)
{
  generate_set_up ();
  generate_sql ("INSERT INTO products (id, name) VALUES (90, 'Pumpkin');"
                "INSERT INTO product_offers (product_id, store_id, offered_from, starts_like_product_id, "
                "starts_like_share)"
                "  VALUES (90, 1, '2026-11-24', 3, 0.5)");
  generate_days (3);
  generate_assert_sql ("SELECT string_agg(DISTINCT store_id::text, ','), min(forecast_date) FROM forecasts "
                       "WHERE product_id = 90 AND predicted_demand > 0",
                       "1|2026-11-24");
  generate_assert_sql (
      "SELECT bool_and(abs(n.predicted_demand - 0.5 * f.predicted_demand) <= 1) FROM forecasts n "
      "JOIN forecasts f "
      "ON f.store_id = 1 AND f.forecast_date = n.forecast_date AND f.product_id = 3 WHERE "
      "n.product_id = 90 AND "
      "n.predicted_demand > 0",
      "t");
}

/* What may be sold for three days and is left is not ordered again, as long as it is known to be there. */
static void
test_leftovers (void)
{
  static const char orders[] =
      "SELECT string_agg(order_quantity::text, ',' ORDER BY store_id) FROM forecasts "
      "WHERE product_id = 1 AND forecast_date = '2026-11-23'";
  g_autofree char *fresh = NULL, *kept = NULL, *left = NULL, *unknown = NULL;
  int one, other, less, same;

  generate_set_up ();
  generate_days (4);
  fresh = ddi_test_home_psql (generate_home, FALSE, orders);
  generate_sql ("UPDATE products SET shelf_life_days = 3 WHERE id = 1");
  generate_days (4);
  kept = ddi_test_home_psql (generate_home, FALSE, orders);
  generate_sql ("UPDATE daily_production SET quantity_produced = quantity_produced + 12"
                "  WHERE product_id = 1 AND store_id = 1 AND date = '2026-11-21'");
  generate_days (4);
  left = ddi_test_home_psql (generate_home, FALSE, orders);
  generate_sql ("UPDATE store_days SET state = 'partial' WHERE store_id = 1 AND date = '2026-11-22'");
  generate_days (4);
  unknown = ddi_test_home_psql (generate_home, FALSE, orders);
  /* A shelf that must look full: what is left over is on it. */
  generate_sql (
      "UPDATE store_days SET state = 'complete' WHERE store_id = 1 AND date = '2026-11-22';"
      "INSERT INTO product_prices (product_id, valid_from, min_display) VALUES (1, '2026-01-01', 500)");
  generate_days (4);
  generate_assert_sql (orders, "488,500");
  g_assert_cmpint (sscanf (kept, "%d,%d", &one, &other), ==, 2);
  g_assert_cmpint (sscanf (left, "%d,%d", &less, &same), ==, 2);
  /* More is dared of what is not thrown away tonight. */
  g_assert_cmpint (one, >, atoi (fresh));
  g_assert_cmpint (less, ==, one - 12);
  g_assert_cmpint (same, ==, other);
  g_assert_cmpint (atoi (unknown), >, less);
}

/* What is stored multiplies to the forecast within half a piece, also where a shop sells a hundred thousand. */
static void
test_explanation_multiplies (void)
{
  generate_set_up ();
  generate_sql (
      "UPDATE daily_production SET quantity_produced = quantity_produced * 2311 WHERE product_id = 1;"
      "UPDATE daily_waste SET quantity_wasted = quantity_wasted * 2311 WHERE product_id = 1;"
      "UPDATE daily_sales SET quantity_sold = quantity_sold * 2311 WHERE product_id = 1;"
      "INSERT INTO calendar_events (starts_on, ends_on, name, kind)"
      "  VALUES ('2026-10-07', '2026-10-07', 'Fair', 'local'), ('2026-11-25', '2026-11-25', 'Fair', "
      "'local')");
  generate_days (7);
  generate_assert_sql (
      "SELECT max(predicted_demand) > 50000, bool_or(jsonb_array_length(explanation -> 'events') > 0),"
      " bool_and(abs(f.predicted_demand - m.product * e.product) <= 1), bool_and(abs((explanation ->> "
      "'predicted')::float8 - m.product * e.product) <= 0.5)"
      " FROM forecasts f"
      " CROSS JOIN LATERAL (SELECT CASE WHEN bool_or(v::float8 = 0) THEN 0 ELSE exp(sum(ln(nullif(v::float8, "
      "0)))) "
      "END AS product"
      "   FROM jsonb_each_text(explanation) x(k, v) WHERE k IN ('level', 'weekday', 'season', 'drift', "
      "'spell',"
      "     'weather', 'correction', 'combination', 'open')) m"
      " CROSS JOIN LATERAL (SELECT coalesce(exp(sum(ln((v ->> 'factor')::float8))), 1) AS product"
      "   FROM jsonb_array_elements(explanation -> 'events') x(v)) e",
      "t|t|t|t");
}

/* A sheet with a wrong year and a closed day that is planned are no days that have been. */
static void
test_future_days (void)
{
  g_autofree char *before = NULL, *after = NULL;
  static const char forecasts[] =
      "SELECT string_agg(concat_ws(':', forecast_date, store_id, product_id, predicted_demand), ',' "
      "ORDER BY forecast_date, store_id, product_id) FROM forecasts";

  generate_set_up ();
  generate_days (2);
  before = ddi_test_home_psql (generate_home, FALSE, forecasts);
  generate_sql ("INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, quantity_sold)"
                "  SELECT id, 1, '2062-11-22', 1, 'Glazed', 900 FROM users;"
                "INSERT INTO store_days (store_id, date, state)"
                "  VALUES (2, '2062-11-21', 'complete'), (2, current_date + 5, 'closed')");
  g_assert_cmpint (generate_days (2).origin, ==, ddi_day_parse ("2026-11-22"));
  after = ddi_test_home_psql (generate_home, FALSE, forecasts);
  g_assert_cmpstr (before, ==, after);
}

/* What was merged has no order of its own, and what stays sells what both have sold. */
static void
test_merged (void)
{
  generate_set_up ();
  generate_days (1);
  generate_sql (
      "CREATE TEMPORARY TABLE before AS SELECT store_id, sum(predicted_demand) AS n FROM forecasts"
      "  WHERE product_id IN (2, 3) GROUP BY 1;"
      "SELECT auth.merge_products(2, g.row_version, 3, k.row_version) FROM products g, products k"
      "  WHERE g.id = 2 AND k.id = 3;"
      "DO $$ BEGIN ASSERT (SELECT bool_and(f.predicted_demand = b.n) FROM before b JOIN forecasts f USING "
      "(store_id)"
      "  WHERE f.product_id = 3); END $$");
  generate_days (1);
  generate_assert_sql (
      "SELECT count(*) FILTER (WHERE product_id = 2), count(*) FILTER (WHERE product_id = 3) FROM forecasts",
      "0|2");
}

/* A promotion is expected of its own products alone, under its name, and follows a product that was merged. */
static void
test_scoped_promotion (void)
{
  static const char told[] =
      "SELECT product_id, explanation #>> '{events,0,name}', round((explanation #>> "
      "'{events,0,factor}')::numeric, 1)"
      " FROM forecasts WHERE store_id = 1 AND forecast_date = '2026-11-23' AND status = 'pending' ORDER BY 1";
  g_autofree char *explanation = NULL, *text = NULL;
  g_autoptr (DdiWhy) why = NULL;

  generate_set_up ();
  generate_sql (
      "INSERT INTO calendar_events (starts_on, ends_on, name, kind, expected_effect, product_id, category) "
      "VALUES"
      " ('2026-11-23', '2026-11-25', 'Jelly days', 'promotion', 0.5, 2, NULL),"
      " ('2026-11-23', '2026-11-25', 'Bucket', 'promotion', 0.3, NULL, 'Munchkins'),"
      " ('2026-11-23', '2026-11-25', 'Elsewhere', 'promotion', 0.9, NULL, 'Bagels')");
  generate_days (2);
  generate_assert_sql (told, "1|Jelly days|1.0\n2|Jelly days|1.5\n3|Bucket|1.3");
  explanation =
      ddi_test_home_psql (generate_home, FALSE,
                          "SELECT explanation FROM forecasts WHERE store_id = 1 AND product_id = 2 AND "
                          "forecast_date = '2026-11-23'");
  why = ddi_why_parse (explanation, ddi_day_parse ("2026-11-23"));
  text = ddi_why_summarize (why, 1);
  g_assert_true (g_str_has_prefix (text, "Jelly days +"));
  generate_sql ("SELECT auth.merge_products(2, g.row_version, 3, k.row_version) FROM products g, products k"
                "  WHERE g.id = 2 AND k.id = 3");
  generate_days (2);
  generate_assert_sql (
      "SELECT product_id, jsonb_array_length(explanation::jsonb -> 'events') FROM forecasts"
      " WHERE store_id = 1 AND forecast_date = '2026-11-23' AND status = 'pending' ORDER BY 1",
      "1|0\n3|2");
}

/* What sold out at noon every day is forecast as the whole day that it was half of; without opening hours the same
 * times are sell-outs of which demand cannot be known, and the note says so. A day that closed at noon is half a day,
 * not a bad one. */
static void
test_times (void)
{
  static const char noted[] = "SELECT bool_or(note LIKE '%cannot be known%'), bool_and(explanation -> "
                              "'flags' ? 'sell_outs') FROM forecasts"
                              " WHERE product_id = 1 AND status = 'pending'";

  generate_set_up ();
  generate_sql (
      "UPDATE daily_waste SET quantity_wasted = 0 WHERE product_id = 1;"
      "UPDATE daily_sales SET quantity_sold = 40 WHERE product_id = 1;"
      "UPDATE daily_production SET quantity_produced = 40, sold_out_at = '12:00' WHERE product_id = 1");
  generate_days (1);
  generate_assert_sql (noted, "t|t");
  generate_sql (
      "UPDATE stores SET opens_at = '06:00', closes_at = '18:00';"
      "UPDATE store_days SET state = 'closed_early', closed_at = '12:00' WHERE date = '2026-11-21';"
      "UPDATE daily_sales SET quantity_sold = quantity_sold / 2 WHERE date = '2026-11-21' AND product_id = "
      "3");
  generate_days (1);
  generate_assert_sql (noted, "f|f");
  generate_assert_sql (
      "SELECT bool_and(predicted_demand BETWEEN 60 AND 100) FROM forecasts WHERE product_id = 1 AND status = "
      "'pending'",
      "t");
}

int
main (int argc, char **argv)
{
  generate_fixture_init (&argc, &argv);
  g_test_add_func ("/generate-history/closure", test_closure);
  g_test_add_func ("/generate-history/late-store", test_late_store);
  g_test_add_func ("/generate-history/starts-like", test_starts_like);
  g_test_add_func ("/generate-history/leftovers", test_leftovers);
  g_test_add_func ("/generate-history/explanation-multiplies", test_explanation_multiplies);
  g_test_add_func ("/generate-history/future-days", test_future_days);
  g_test_add_func ("/generate-history/merged", test_merged);
  g_test_add_func ("/generate-history/scoped-promotion", test_scoped_promotion);
  g_test_add_func ("/generate-history/times", test_times);
  return generate_fixture_run ();
}

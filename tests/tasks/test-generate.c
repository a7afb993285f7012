/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-generate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "support/ddi-test-home.h"
#include "tasks/ddi-why.h"

/* Two shops × three products × 140 counted days up to Sunday 2026-11-22: a weekday pattern, a little
 * noise, something left on most days. The third product has a price, the others do not. */
static const char district[] =
    "INSERT INTO districts (id, name) VALUES (1, 'D');"
    "INSERT INTO stores (id, district_id, name) VALUES (1, 1, 'Store 01'), (2, 1, 'Store 02');"
    "INSERT INTO products (id, name, category) VALUES (1, 'Glazed', 'Donuts'), (2, 'Jelly', 'Donuts'),"
    "  (3, 'Munchkin', 'Munchkins');"
    "INSERT INTO product_prices (product_id, valid_from, unit_cost, unit_price, pack_size)"
    "  VALUES (3, '2020-01-01', 0.10, 0.40, 10);"
    "INSERT INTO daily_production (user_id, store_id, date, product_id, product_name, quantity_produced)"
    "  SELECT u.id, s, d::date, p.id, p.name, 20 * p.id + 4 * extract(isodow FROM d)::integer + 12"
    "  FROM users u, generate_series(1, 2) s, products p,"
    "    generate_series('2026-07-06'::date, '2026-11-22'::date, '1 day') d;"
    "INSERT INTO daily_waste (user_id, store_id, date, product_id, product_name, quantity_wasted, reason)"
    "  SELECT user_id, store_id, date, product_id, product_name,"
    "    3 + abs(hashint4(store_id * 7919 + product_id * 104729 + (date - '2026-01-01'))) % 13, 'End of day'"
    "  FROM daily_production;"
    "INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, quantity_sold, source)"
    "  SELECT p.user_id, store_id, date, product_id, p.product_name, quantity_produced - quantity_wasted, "
    "'derived'"
    "  FROM daily_production p JOIN daily_waste w USING (store_id, date, product_id);"
    "INSERT INTO store_days (store_id, date, state) SELECT DISTINCT store_id, date, 'complete' FROM "
    "daily_production;";

static DdiHome *home;

static void
sql (const char *text)
{
  g_autofree char *out = ddi_test_home_psql (home, FALSE, text);
}

static void
assert_sql (const char *text, const char *expected)
{
  g_autofree char *got = ddi_test_home_psql (home, FALSE, text);

  g_assert_cmpstr (got, ==, expected);
}

/* One home for all tests, emptied for each. */
static void
empty (void)
{
  sql ("TRUNCATE districts, stores, products, calendar_events, forecast_runs, forecast_history CASCADE");
}

static void
set_up (void)
{
  empty ();
  sql (district);
}

static DdiGenerateResult
generate (int days)
{
  DdiGenerateOptions options = { .days = days, .user_id = ddi_home_get_user_id (home) };
  DdiGenerateResult result;
  g_autoptr (GError) error = NULL;

  ddi_generate (ddi_home_get_database (home), &options, &result, NULL, &error);
  g_assert_no_error (error);
  return result;
}

static void
approve_everything (void)
{
  sql ("UPDATE forecasts SET status = 'approved', approved_quantity = order_quantity, decided_by = user_id,"
       " decided_at = now()");
}

static void
test_first_run (void)
{
  DdiGenerateResult result;

  set_up ();
  result = generate (3);
  g_assert_cmpint (result.origin, ==, ddi_day_parse ("2026-11-22"));
  g_assert_cmpuint (result.n_stores, ==, 2);
  g_assert_cmpuint (result.n_series, ==, 6);
  g_assert_cmpint (result.n_pending, ==, 18);
  g_assert_cmpint (result.n_superseded, ==, 0);
  g_assert_cmpint (result.n_changed, ==, 0);
  g_assert_cmpfloat (result.wape, >, 0);
  g_assert_cmpfloat (result.wape, <, 0.3);
  g_assert_cmpfloat (result.wape_rule_of_thumb, >, 0);

  assert_sql (
      "SELECT min(forecast_date), max(forecast_date), min(horizon), max(horizon), count(*) FROM forecasts"
      " WHERE status = 'pending'",
      "2026-11-23|2026-11-25|1|3|18");
  assert_sql ("SELECT count(*) FROM forecasts WHERE NOT (0 <= lower_bound AND lower_bound <= predicted_demand"
              " AND predicted_demand <= upper_bound AND confidence BETWEEN 0 AND 1)",
              "0");
  assert_sql ("SELECT origin, horizon, n_series, wape > 0, shared_error BETWEEN 0 AND 0.5 FROM forecast_runs",
              "2026-11-22|3|6|t|t");
  assert_sql ("SELECT count(DISTINCT (store_id, product_id)), bool_and(n > 0) FROM model_accuracy"
              " WHERE model = 'combination'",
              "6|t");
  /* What was made and what was sold is in the numbers: the third product sells most. */
  assert_sql ("SELECT product_id FROM forecasts GROUP BY 1 ORDER BY sum(predicted_demand) DESC LIMIT 1", "3");
}

static void
test_explanation (void)
{
  set_up ();
  generate (1);
  /* Every factor is there, and together they make the forecast. */
  assert_sql ("SELECT bool_and(explanation ?& "
              "'{level,weekday,season,drift,correction,combination,open,events,flags}')"
              " FROM forecasts",
              "t");
  assert_sql ("SELECT bool_and(abs((explanation->>'level')::float8 * (explanation->>'weekday')::float8"
              " * (explanation->>'season')::float8 * (explanation->>'drift')::float8"
              " * (explanation->>'correction')::float8 * (explanation->>'combination')::float8"
              " / (explanation->>'predicted')::float8 - 1) < 0.01) FROM forecasts",
              "t");
  /* (0.40 − 0.10) / (0.40 − 0) where there is a price; the default, and a word about it, elsewhere. */
  assert_sql ("SELECT product_id, explanation->>'fractile', explanation->>'fractile_from', note LIKE '%no "
              "cost and price%'"
              " FROM forecasts WHERE store_id = 1 ORDER BY 1",
              "1|0.75|default|t\n2|0.75|default|t\n3|0.75|prices|");
  assert_sql (
      "SELECT bool_and(order_quantity % 10 = 0 AND order_quantity > 0) FROM forecasts WHERE product_id = 3",
      "t");
}

static void
test_pending_is_superseded (void)
{
  DdiGenerateResult first, second;

  set_up ();
  first = generate (5);
  second = generate (3);
  g_assert_cmpint (second.run_id, !=, first.run_id);
  g_assert_cmpint (second.n_superseded, ==, 18);
  /* Days beyond the second run keep what the first said. */
  assert_sql ("SELECT count(*), count(DISTINCT run_id) FROM forecasts WHERE status = 'pending'", "30|2");
  /* The log tells a run in one entry, with what it wrote and what it replaced. */
  assert_sql (
      "SELECT string_agg(concat_ws(' ', c ->> 'verb', c ->> 'rows'), ', ' ORDER BY c ->> 'verb') FROM "
      "(SELECT details, jsonb_array_elements(details -> 'changes') AS c FROM audit_logs WHERE action = "
      "'FORECAST_RUN') p WHERE (details ->> 'run')::int = (SELECT max(id) FROM forecast_runs)",
      "added 18, replaced 18");
  assert_sql ("SELECT count(*) FROM audit_logs WHERE details ->> 'table' = 'forecasts'", "0");
  assert_sql ("SELECT count(*), bool_and(status = 'pending') FROM forecast_history", "18|t");
}

static void
test_decided_is_never_touched (void)
{
  DdiGenerateResult result;

  set_up ();
  generate (2);
  approve_everything ();
  sql ("UPDATE forecasts SET status = 'rejected', approved_quantity = NULL WHERE product_id = 2;"
       "CREATE TABLE earlier AS SELECT * FROM forecasts");
  result = generate (2);
  g_assert_cmpint (result.n_changed, ==, 0);
  g_assert_cmpint (result.n_pending, ==, 0);
  assert_sql ("SELECT count(*) FROM (SELECT * FROM forecasts EXCEPT SELECT * FROM earlier) x", "0");
  assert_sql ("SELECT count(*) FROM forecasts", "12");
  assert_sql ("SELECT count(*) FROM forecast_history", "0");
  sql ("DROP TABLE earlier");
}

static void
test_changed_since_approval (void)
{
  DdiGenerateResult result;

  set_up ();
  generate (1);
  approve_everything ();
  /* As if the engine had said half as much when it was approved. */
  sql ("UPDATE forecasts SET order_quantity = order_quantity / 2, approved_quantity = order_quantity / 2"
       " WHERE store_id = 1");
  result = generate (1);
  g_assert_cmpint (result.n_changed, ==, 3);
  assert_sql ("SELECT count(*), bool_and(p.order_quantity > 1.15 * d.approved_quantity) FROM forecasts d"
              " JOIN forecasts p USING (store_id, forecast_date, product_id)"
              " WHERE d.status = 'approved' AND p.status = 'pending'",
              "3|t");

  /* The manager keeps the approved quantity of one: it is not proposed again. */
  sql ("UPDATE forecasts d SET kept_against = p.order_quantity FROM forecasts p WHERE d.status = 'approved'"
       " AND p.status = 'pending' AND p.store_id = d.store_id AND p.product_id = d.product_id AND "
       "d.product_id = 1;"
       "DELETE FROM forecasts WHERE status = 'pending' AND product_id = 1");
  result = generate (1);
  g_assert_cmpint (result.n_changed, ==, 2);
  assert_sql (
      "SELECT string_agg(product_id::text, ',' ORDER BY product_id) FROM forecasts WHERE status = 'pending'",
      "2,3");

  /* Back where it was: nothing is changed any more, the newer proposals are history. */
  sql ("UPDATE forecasts SET order_quantity = order_quantity * 2 + 1, approved_quantity = approved_quantity "
       "* 2 + 1"
       " WHERE status = 'approved' AND store_id = 1");
  result = generate (1);
  g_assert_cmpint (result.n_changed, ==, 0);
  assert_sql ("SELECT count(*) FROM forecasts WHERE status = 'pending'", "0");
}

/* A quantity that the manager set by hand is no change of the forecast. */
static void
test_changed_by_hand_is_no_news (void)
{
  set_up ();
  generate (1);
  approve_everything ();
  sql ("UPDATE forecasts SET approved_quantity = approved_quantity / 3, decision_reason = 'oven'");
  g_assert_cmpint (generate (1).n_changed, ==, 0);
}

static void
test_closure (void)
{
  DdiGenerateResult result;

  set_up ();
  generate (2);
  sql ("UPDATE forecasts SET status = 'approved', approved_quantity = order_quantity WHERE store_id = 1;"
       "INSERT INTO calendar_events (starts_on, ends_on, name, kind)"
       " VALUES ('2026-11-24', '2026-11-24', 'Water main', 'closure')");
  result = generate (2);
  /* Nothing to decide about a closed day, except where something was decided before. */
  assert_sql ("SELECT count(*) FROM forecasts WHERE store_id = 2 AND forecast_date = '2026-11-24'", "0");
  g_assert_cmpint (result.n_changed, ==, 3);
  assert_sql (
      "SELECT DISTINCT order_quantity FROM forecasts WHERE store_id = 1 AND forecast_date = '2026-11-24'"
      " AND status = 'pending'",
      "0");
}

/* A store whose last sheets are missing is not left out of tomorrow's order. */
static void
test_late_store (void)
{
  set_up ();
  sql ("DELETE FROM daily_sales WHERE store_id = 2 AND date > '2026-11-19';"
       "UPDATE store_days SET state = 'not_started' WHERE store_id = 2 AND date > '2026-11-19'");
  generate (2);
  assert_sql (
      "SELECT store_id, min(forecast_date), max(forecast_date), min(horizon), max(horizon) FROM forecasts"
      " GROUP BY 1 ORDER BY 1",
      "1|2026-11-23|2026-11-24|1|2\n2|2026-11-23|2026-11-24|4|5");
}

/* A new product starts like another one at a share of it, in the shop and on the days where it is offered. */
static void
test_starts_like (void)
{
  set_up ();
  sql ("INSERT INTO products (id, name) VALUES (90, 'Pumpkin');"
       "INSERT INTO product_offers (product_id, store_id, offered_from, starts_like_product_id, "
       "starts_like_share)"
       "  VALUES (90, 1, '2026-11-24', 3, 0.5)");
  generate (3);
  assert_sql ("SELECT string_agg(DISTINCT store_id::text, ','), min(forecast_date) FROM forecasts "
              "WHERE product_id = 90 AND predicted_demand > 0",
              "1|2026-11-24");
  assert_sql ("SELECT bool_and(abs(n.predicted_demand - 0.5 * f.predicted_demand) <= 1) FROM forecasts n "
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

  set_up ();
  generate (4);
  fresh = ddi_test_home_psql (home, FALSE, orders);
  sql ("UPDATE products SET shelf_life_days = 3 WHERE id = 1");
  generate (4);
  kept = ddi_test_home_psql (home, FALSE, orders);
  sql ("UPDATE daily_production SET quantity_produced = quantity_produced + 12"
       "  WHERE product_id = 1 AND store_id = 1 AND date = '2026-11-21'");
  generate (4);
  left = ddi_test_home_psql (home, FALSE, orders);
  sql ("UPDATE store_days SET state = 'partial' WHERE store_id = 1 AND date = '2026-11-22'");
  generate (4);
  unknown = ddi_test_home_psql (home, FALSE, orders);
  /* A shelf that must look full: what is left over is on it. */
  sql ("UPDATE store_days SET state = 'complete' WHERE store_id = 1 AND date = '2026-11-22';"
       "INSERT INTO product_prices (product_id, valid_from, min_display) VALUES (1, '2026-01-01', 500)");
  generate (4);
  assert_sql (orders, "488,500");
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
  set_up ();
  sql ("UPDATE daily_production SET quantity_produced = quantity_produced * 2311 WHERE product_id = 1;"
       "UPDATE daily_waste SET quantity_wasted = quantity_wasted * 2311 WHERE product_id = 1;"
       "UPDATE daily_sales SET quantity_sold = quantity_sold * 2311 WHERE product_id = 1;"
       "INSERT INTO calendar_events (starts_on, ends_on, name, kind)"
       "  VALUES ('2026-10-07', '2026-10-07', 'Fair', 'local'), ('2026-11-25', '2026-11-25', 'Fair', "
       "'local')");
  generate (7);
  assert_sql (
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

  set_up ();
  generate (2);
  before = ddi_test_home_psql (home, FALSE, forecasts);
  sql ("INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, quantity_sold)"
       "  SELECT id, 1, '2062-11-22', 1, 'Glazed', 900 FROM users;"
       "INSERT INTO store_days (store_id, date, state)"
       "  VALUES (2, '2062-11-21', 'complete'), (2, current_date + 5, 'closed')");
  g_assert_cmpint (generate (2).origin, ==, ddi_day_parse ("2026-11-22"));
  after = ddi_test_home_psql (home, FALSE, forecasts);
  g_assert_cmpstr (before, ==, after);
}

/* What was merged has no order of its own, and what stays sells what both have sold. */
static void
test_merged (void)
{
  set_up ();
  generate (1);
  sql ("CREATE TEMPORARY TABLE before AS SELECT store_id, sum(predicted_demand) AS n FROM forecasts"
       "  WHERE product_id IN (2, 3) GROUP BY 1;"
       "SELECT auth.merge_products(2, g.row_version, 3, k.row_version) FROM products g, products k"
       "  WHERE g.id = 2 AND k.id = 3;"
       "DO $$ BEGIN ASSERT (SELECT bool_and(f.predicted_demand = b.n) FROM before b JOIN forecasts f USING "
       "(store_id)"
       "  WHERE f.product_id = 3); END $$");
  generate (1);
  assert_sql (
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

  set_up ();
  sql ("INSERT INTO calendar_events (starts_on, ends_on, name, kind, expected_effect, product_id, category) "
       "VALUES"
       " ('2026-11-23', '2026-11-25', 'Jelly days', 'promotion', 0.5, 2, NULL),"
       " ('2026-11-23', '2026-11-25', 'Bucket', 'promotion', 0.3, NULL, 'Munchkins'),"
       " ('2026-11-23', '2026-11-25', 'Elsewhere', 'promotion', 0.9, NULL, 'Bagels')");
  generate (2);
  assert_sql (told, "1|Jelly days|1.0\n2|Jelly days|1.5\n3|Bucket|1.3");
  explanation =
      ddi_test_home_psql (home, FALSE,
                          "SELECT explanation FROM forecasts WHERE store_id = 1 AND product_id = 2 AND "
                          "forecast_date = '2026-11-23'");
  why = ddi_why_parse (explanation, ddi_day_parse ("2026-11-23"));
  text = ddi_why_summarize (why, 1);
  g_assert_true (g_str_has_prefix (text, "Jelly days +"));
  sql ("SELECT auth.merge_products(2, g.row_version, 3, k.row_version) FROM products g, products k"
       "  WHERE g.id = 2 AND k.id = 3");
  generate (2);
  assert_sql ("SELECT product_id, jsonb_array_length(explanation::jsonb -> 'events') FROM forecasts"
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

  set_up ();
  sql ("UPDATE daily_waste SET quantity_wasted = 0 WHERE product_id = 1;"
       "UPDATE daily_sales SET quantity_sold = 40 WHERE product_id = 1;"
       "UPDATE daily_production SET quantity_produced = 40, sold_out_at = '12:00' WHERE product_id = 1");
  generate (1);
  assert_sql (noted, "t|t");
  sql ("UPDATE stores SET opens_at = '06:00', closes_at = '18:00';"
       "UPDATE store_days SET state = 'closed_early', closed_at = '12:00' WHERE date = '2026-11-21';"
       "UPDATE daily_sales SET quantity_sold = quantity_sold / 2 WHERE date = '2026-11-21' AND product_id = "
       "3");
  generate (1);
  assert_sql (noted, "f|f");
  assert_sql (
      "SELECT bool_and(predicted_demand BETWEEN 60 AND 100) FROM forecasts WHERE product_id = 1 AND status = "
      "'pending'",
      "t");
}

static void
test_one_store (void)
{
  int stores[] = { 2 };
  DdiGenerateOptions options = { .days = 2, .store_ids = stores, .n_stores = 1 };
  DdiGenerateResult result;
  g_autoptr (GError) error = NULL;

  set_up ();
  options.user_id = ddi_home_get_user_id (home);
  generate (2);
  g_assert_true (ddi_generate (ddi_home_get_database (home), &options, &result, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (result.n_stores, ==, 1);
  g_assert_cmpuint (result.n_series, ==, 3);
  g_assert_cmpint (result.n_superseded, ==, 6);
  assert_sql ("SELECT store_id, count(DISTINCT run_id) FROM forecasts GROUP BY 1 ORDER BY 1", "1|1\n2|1");
}

static void
test_actual_demand (void)
{
  set_up ();
  generate (1);
  sql ("INSERT INTO daily_production (user_id, store_id, date, product_id, product_name, quantity_produced)"
       " SELECT id, 1, '2026-11-23', 1, 'Glazed', 40 FROM users;"
       "INSERT INTO daily_waste (user_id, store_id, date, product_id, product_name, quantity_wasted)"
       " SELECT id, 1, '2026-11-23', 1, 'Glazed', 0 FROM users;"
       "INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, quantity_sold, source)"
       " SELECT id, 1, '2026-11-23', 1, 'Glazed', 40, 'derived' FROM users;"
       "INSERT INTO store_days (store_id, date, state) VALUES (1, '2026-11-23', 'complete')");
  assert_sql ("SELECT actual_demand, actual_censored FROM forecasts WHERE store_id = 1 AND product_id = 1",
              "40|t");
}

/* What the calendar says of an event is learnt anew by each run, of the shops that it is of. */
static void
test_event_outcomes (void)
{
  DdiGenerateOptions one = { .days = 7, .n_stores = 1, .user_id = ddi_home_get_user_id (home) };
  int first[] = { 1 };
  DdiGenerateResult result;

  set_up ();
  sql ("INSERT INTO calendar_events (store_id, starts_on, ends_on, name, kind) VALUES"
       " (NULL, '2026-10-14', '2026-10-16', 'Boxes', 'promotion'), (2, '2026-10-21', '2026-10-21', 'Fair', "
       "'local'),"
       " (NULL, '2026-11-24', '2026-11-26', 'Boxes', 'promotion');"
       "UPDATE daily_sales SET quantity_sold = 2 * quantity_sold WHERE store_id = 2 AND date = '2026-10-21';"
       "INSERT INTO event_outcomes (store_id, kind, name, starts_on, sold, expected)"
       " VALUES (1, 'local', 'Gone', '2020-01-01', 1, 1)");
  generate (7);
  assert_sql (
      "SELECT store_id, name, starts_on, round((sold / expected)::numeric) FROM event_outcomes ORDER BY 1, 3",
      "1|Boxes|2026-10-14|1\n2|Boxes|2026-10-14|1\n2|Fair|2026-10-21|2");
  sql ("DELETE FROM calendar_events WHERE name = 'Boxes'");
  one.store_ids = first;
  g_assert_true (ddi_generate (ddi_home_get_database (home), &one, &result, NULL, NULL));
  assert_sql ("SELECT store_id, name FROM event_outcomes ORDER BY 1, 2", "2|Boxes\n2|Fair");
}

/* Two sales of one name that began together, each of a category: what the calendar tells is of both. */
static void
test_outcomes_of_two_scopes (void)
{
  set_up ();
  sql ("INSERT INTO calendar_events (starts_on, ends_on, name, kind, category) VALUES"
       " ('2026-10-14', '2026-10-16', 'Sale', 'promotion', 'Donuts'),"
       " ('2026-10-14', '2026-10-16', 'Sale', 'promotion', 'Munchkins');"
       "UPDATE daily_sales SET quantity_sold = 2 * quantity_sold WHERE date BETWEEN '2026-10-14' AND "
       "'2026-10-16'");
  generate (1);
  assert_sql (
      "SELECT store_id, name, round((sold / expected)::numeric), abs(sold - (SELECT sum(quantity_sold) FROM"
      " daily_sales d WHERE d.store_id = o.store_id AND date BETWEEN '2026-10-14' AND '2026-10-16')) < 0.1"
      " FROM event_outcomes o ORDER BY 1",
      "1|Sale|2|t\n2|Sale|2|t");
}

static void
assert_fails (int days, const int *stores, guint n_stores, int code)
{
  DdiGenerateOptions options = {
    .days = days, .store_ids = stores, .n_stores = n_stores, .user_id = ddi_home_get_user_id (home)
  };
  DdiGenerateResult result;
  g_autoptr (GError) error = NULL;

  g_assert_false (ddi_generate (ddi_home_get_database (home), &options, &result, NULL, &error));
  g_assert_error (error, DDI_GENERATE_ERROR, code);
}

static void
test_errors (void)
{
  int nowhere[] = { 99 };

  empty ();
  assert_fails (7, NULL, 0, DDI_GENERATE_ERROR_NO_HISTORY);
  sql (district);
  assert_fails (0, NULL, 0, DDI_GENERATE_ERROR_DAYS);
  assert_fails (29, NULL, 0, DDI_GENERATE_ERROR_DAYS);
  assert_fails (7, nowhere, 1, DDI_GENERATE_ERROR_NO_STORE);
  assert_sql ("SELECT count(*) FROM forecast_runs", "0");
}

typedef struct
{
  GMainLoop *loop;
  GError *error;
  GCancellable *cancellable;
  DdiGenerateResult result;
  guint n_notices;
  double last;
} Wait;

static void
progress_cb (double fraction, const char *step, gpointer user_data)
{
  Wait *wait = user_data;

  g_assert_true (g_main_context_is_owner (NULL));
  g_assert_cmpfloat (fraction, >=, wait->last);
  g_assert_nonnull (step);
  wait->last = fraction;
  wait->n_notices++;
  if (wait->cancellable)
    g_cancellable_cancel (wait->cancellable);
}

static void
generated_cb (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
  Wait *wait = user_data;

  ddi_generate_finish (async_result, &wait->result, &wait->error);
  g_main_loop_quit (wait->loop);
}

static void
run_async (Wait *wait)
{
  DdiGenerateOptions options = {
    .days = 7, .user_id = ddi_home_get_user_id (home), .progress = progress_cb, .user_data = wait
  };

  wait->loop = g_main_loop_new (NULL, FALSE);
  ddi_generate_async (ddi_home_get_database (home), &options, wait->cancellable, generated_cb, wait);
  g_main_loop_run (wait->loop);
  g_main_loop_unref (wait->loop);
}

static void
test_async (void)
{
  Wait wait = { 0 };

  set_up ();
  run_async (&wait);
  g_assert_no_error (wait.error);
  g_assert_cmpint (wait.result.n_pending, ==, 42);
  g_assert_cmpuint (wait.n_notices, >, 0);
}

static void
test_cancel (void)
{
  Wait wait = { 0 };

  set_up ();
  wait.cancellable = g_cancellable_new ();
  run_async (&wait);
  g_assert_error (wait.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_sql ("SELECT (SELECT count(*) FROM forecasts), (SELECT count(*) FROM forecast_runs)", "0|0");
  g_clear_error (&wait.error);
  g_object_unref (wait.cancellable);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  home = ddi_test_home_new ();
  g_test_add_func ("/generate/first-run", test_first_run);
  g_test_add_func ("/generate/explanation", test_explanation);
  g_test_add_func ("/generate/pending-is-superseded", test_pending_is_superseded);
  g_test_add_func ("/generate/decided-is-never-touched", test_decided_is_never_touched);
  g_test_add_func ("/generate/changed-since-approval", test_changed_since_approval);
  g_test_add_func ("/generate/changed-by-hand-is-no-news", test_changed_by_hand_is_no_news);
  g_test_add_func ("/generate/closure", test_closure);
  g_test_add_func ("/generate/late-store", test_late_store);
  g_test_add_func ("/generate/one-store", test_one_store);
  g_test_add_func ("/generate/actual-demand", test_actual_demand);
  g_test_add_func ("/generate/event-outcomes", test_event_outcomes);
  g_test_add_func ("/generate/errors", test_errors);
  g_test_add_func ("/generate/async", test_async);
  g_test_add_func ("/generate/cancel", test_cancel);
  g_test_add_func ("/generate/starts-like", test_starts_like);
  g_test_add_func ("/generate/leftovers", test_leftovers);
  g_test_add_func ("/generate/explanation-multiplies", test_explanation_multiplies);
  g_test_add_func ("/generate/future-days", test_future_days);
  g_test_add_func ("/generate/merged", test_merged);
  g_test_add_func ("/generate/scoped-promotion", test_scoped_promotion);
  g_test_add_func ("/generate/times", test_times);
  g_test_add_func ("/generate/outcomes-of-two-scopes", test_outcomes_of_two_scopes);
  status = g_test_run ();
  ddi_home_close (home, &error);
  g_assert_no_error (error);
  g_object_unref (home);
  return status;
}

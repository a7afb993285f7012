/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "generate-fixture.h"

static void
approve_everything (void)
{
  generate_sql (
      "UPDATE forecasts SET status = 'approved', approved_quantity = order_quantity, decided_by = user_id,"
      " decided_at = now()");
}

static void
test_first_run (void)
{
  DdiGenerateResult result;

  generate_set_up ();
  result = generate_days (3);
  g_assert_cmpint (result.origin, ==, ddi_day_parse ("2026-11-22"));
  g_assert_cmpuint (result.n_stores, ==, 2);
  g_assert_cmpuint (result.n_series, ==, 6);
  g_assert_cmpint (result.n_pending, ==, 18);
  g_assert_cmpint (result.n_superseded, ==, 0);
  g_assert_cmpint (result.n_changed, ==, 0);
  g_assert_cmpfloat (result.wape, >, 0);
  g_assert_cmpfloat (result.wape, <, 0.3);
  g_assert_cmpfloat (result.wape_rule_of_thumb, >, 0);

  generate_assert_sql (
      "SELECT min(forecast_date), max(forecast_date), min(horizon), max(horizon), count(*) FROM forecasts"
      " WHERE status = 'pending'",
      "2026-11-23|2026-11-25|1|3|18");
  generate_assert_sql (
      "SELECT count(*) FROM forecasts WHERE NOT (0 <= lower_bound AND lower_bound <= predicted_demand"
      " AND predicted_demand <= upper_bound AND confidence BETWEEN 0 AND 1)",
      "0");
  generate_assert_sql (
      "SELECT origin, horizon, n_series, wape > 0, shared_error BETWEEN 0 AND 0.5 FROM forecast_runs",
      "2026-11-22|3|6|t|t");
  generate_assert_sql ("SELECT count(DISTINCT (store_id, product_id)), bool_and(n > 0) FROM model_accuracy"
                       " WHERE model = 'combination'",
                       "6|t");
  /* What was made and what was sold is in the numbers: the third product sells most. */
  generate_assert_sql (
      "SELECT product_id FROM forecasts GROUP BY 1 ORDER BY sum(predicted_demand) DESC LIMIT 1", "3");
}

static void
test_explanation (void)
{
  generate_set_up ();
  generate_days (1);
  /* Every factor is there, and together they make the forecast. */
  generate_assert_sql ("SELECT bool_and(explanation ?& "
                       "'{level,weekday,season,drift,correction,combination,open,events,flags}')"
                       " FROM forecasts",
                       "t");
  generate_assert_sql (
      "SELECT bool_and(abs((explanation->>'level')::float8 * (explanation->>'weekday')::float8"
      " * (explanation->>'season')::float8 * (explanation->>'drift')::float8"
      " * (explanation->>'correction')::float8 * (explanation->>'combination')::float8"
      " / (explanation->>'predicted')::float8 - 1) < 0.01) FROM forecasts",
      "t");
  /* (0.40 − 0.10) / (0.40 − 0) where there is a price; the default, and a word about it, elsewhere. */
  generate_assert_sql (
      "SELECT product_id, explanation->>'fractile', explanation->>'fractile_from', note LIKE '%no "
      "cost and price%'"
      " FROM forecasts WHERE store_id = 1 ORDER BY 1",
      "1|0.75|default|t\n2|0.75|default|t\n3|0.75|prices|");
  generate_assert_sql (
      "SELECT bool_and(order_quantity % 10 = 0 AND order_quantity > 0) FROM forecasts WHERE product_id = 3",
      "t");
}

static void
test_pending_is_superseded (void)
{
  DdiGenerateResult first, second;

  generate_set_up ();
  first = generate_days (5);
  second = generate_days (3);
  g_assert_cmpint (second.run_id, !=, first.run_id);
  g_assert_cmpint (second.n_superseded, ==, 18);
  /* Days beyond the second run keep what the first said. */
  generate_assert_sql ("SELECT count(*), count(DISTINCT run_id) FROM forecasts WHERE status = 'pending'",
                       "30|2");
  /* The log tells a run in one entry, with what it wrote and what it replaced. */
  generate_assert_sql (
      "SELECT string_agg(concat_ws(' ', c ->> 'verb', c ->> 'rows'), ', ' ORDER BY c ->> 'verb') FROM "
      "(SELECT details, jsonb_array_elements(details -> 'changes') AS c FROM audit_logs WHERE action = "
      "'FORECAST_RUN') p WHERE (details ->> 'run')::int = (SELECT max(id) FROM forecast_runs)",
      "added 18, replaced 18");
  generate_assert_sql ("SELECT count(*) FROM audit_logs WHERE details ->> 'table' = 'forecasts'", "0");
  generate_assert_sql ("SELECT count(*), bool_and(status = 'pending') FROM forecast_history", "18|t");
}

static void
test_decided_is_never_touched (void)
{
  DdiGenerateResult result;

  generate_set_up ();
  generate_days (2);
  approve_everything ();
  generate_sql ("UPDATE forecasts SET status = 'rejected', approved_quantity = NULL WHERE product_id = 2;"
                "CREATE TABLE earlier AS SELECT * FROM forecasts");
  result = generate_days (2);
  g_assert_cmpint (result.n_changed, ==, 0);
  g_assert_cmpint (result.n_pending, ==, 0);
  generate_assert_sql ("SELECT count(*) FROM (SELECT * FROM forecasts EXCEPT SELECT * FROM earlier) x", "0");
  generate_assert_sql ("SELECT count(*) FROM forecasts", "12");
  generate_assert_sql ("SELECT count(*) FROM forecast_history", "0");
  generate_sql ("DROP TABLE earlier");
}

static void
test_changed_since_approval (void)
{
  DdiGenerateResult result;

  generate_set_up ();
  generate_days (1);
  approve_everything ();
  /* As if the engine had said half as much when it was approved. */
  generate_sql (
      "UPDATE forecasts SET order_quantity = order_quantity / 2, approved_quantity = order_quantity / 2"
      " WHERE store_id = 1");
  result = generate_days (1);
  g_assert_cmpint (result.n_changed, ==, 3);
  generate_assert_sql (
      "SELECT count(*), bool_and(p.order_quantity > 1.15 * d.approved_quantity) FROM forecasts d"
      " JOIN forecasts p USING (store_id, forecast_date, product_id)"
      " WHERE d.status = 'approved' AND p.status = 'pending'",
      "3|t");

  /* The manager keeps the approved quantity of one: it is not proposed again. */
  generate_sql (
      "UPDATE forecasts d SET kept_against = p.order_quantity FROM forecasts p WHERE d.status = 'approved'"
      " AND p.status = 'pending' AND p.store_id = d.store_id AND p.product_id = d.product_id AND "
      "d.product_id = 1;"
      "DELETE FROM forecasts WHERE status = 'pending' AND product_id = 1");
  result = generate_days (1);
  g_assert_cmpint (result.n_changed, ==, 2);
  generate_assert_sql (
      "SELECT string_agg(product_id::text, ',' ORDER BY product_id) FROM forecasts WHERE status = 'pending'",
      "2,3");

  /* Back where it was: nothing is changed any more, the newer proposals are history. */
  generate_sql (
      "UPDATE forecasts SET order_quantity = order_quantity * 2 + 1, approved_quantity = approved_quantity "
      "* 2 + 1"
      " WHERE status = 'approved' AND store_id = 1");
  result = generate_days (1);
  g_assert_cmpint (result.n_changed, ==, 0);
  generate_assert_sql ("SELECT count(*) FROM forecasts WHERE status = 'pending'", "0");
}

/* A quantity that the manager set by hand is no change of the forecast. */
static void
test_changed_by_hand_is_no_news (void)
{
  generate_set_up ();
  generate_days (1);
  approve_everything ();
  generate_sql ("UPDATE forecasts SET approved_quantity = approved_quantity / 3, decision_reason = 'oven'");
  g_assert_cmpint (generate_days (1).n_changed, ==, 0);
}

static void
test_one_store (void)
{
  int stores[] = { 2 };
  DdiGenerateOptions options = { .days = 2, .store_ids = stores, .n_stores = 1 };
  DdiGenerateResult result;
  g_autoptr (GError) error = NULL;

  generate_set_up ();
  options.user_id = ddi_home_get_user_id (generate_home);
  generate_days (2);
  g_assert_true (ddi_generate (ddi_home_get_database (generate_home), &options, &result, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (result.n_stores, ==, 1);
  g_assert_cmpuint (result.n_series, ==, 3);
  g_assert_cmpint (result.n_superseded, ==, 6);
  generate_assert_sql ("SELECT store_id, count(DISTINCT run_id) FROM forecasts GROUP BY 1 ORDER BY 1",
                       "1|1\n2|1");
}

static void
test_actual_demand (void)
{
  generate_set_up ();
  generate_days (1);
  generate_sql (
      "INSERT INTO daily_production (user_id, store_id, date, product_id, product_name, quantity_produced)"
      " SELECT id, 1, '2026-11-23', 1, 'Glazed', 40 FROM users;"
      "INSERT INTO daily_waste (user_id, store_id, date, product_id, product_name, quantity_wasted)"
      " SELECT id, 1, '2026-11-23', 1, 'Glazed', 0 FROM users;"
      "INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, quantity_sold, source)"
      " SELECT id, 1, '2026-11-23', 1, 'Glazed', 40, 'derived' FROM users;"
      "INSERT INTO store_days (store_id, date, state) VALUES (1, '2026-11-23', 'complete')");
  generate_assert_sql (
      "SELECT actual_demand, actual_censored FROM forecasts WHERE store_id = 1 AND product_id = 1", "40|t");
}

/* What the calendar says of an event is learnt anew by each run, of the shops that it is of. */
static void
test_event_outcomes (void)
{
  DdiGenerateOptions one = { .days = 7, .n_stores = 1, .user_id = ddi_home_get_user_id (generate_home) };
  int first[] = { 1 };
  DdiGenerateResult result;

  generate_set_up ();
  generate_sql (
      "INSERT INTO calendar_events (store_id, starts_on, ends_on, name, kind) VALUES"
      " (NULL, '2026-10-14', '2026-10-16', 'Boxes', 'promotion'), (2, '2026-10-21', '2026-10-21', 'Fair', "
      "'local'),"
      " (NULL, '2026-11-24', '2026-11-26', 'Boxes', 'promotion');"
      "UPDATE daily_sales SET quantity_sold = 2 * quantity_sold WHERE store_id = 2 AND date = '2026-10-21';"
      "INSERT INTO event_outcomes (store_id, kind, name, starts_on, sold, expected)"
      " VALUES (1, 'local', 'Gone', '2020-01-01', 1, 1)");
  generate_days (7);
  generate_assert_sql (
      "SELECT store_id, name, starts_on, round((sold / expected)::numeric) FROM event_outcomes ORDER BY 1, 3",
      "1|Boxes|2026-10-14|1\n2|Boxes|2026-10-14|1\n2|Fair|2026-10-21|2");
  generate_sql ("DELETE FROM calendar_events WHERE name = 'Boxes'");
  one.store_ids = first;
  g_assert_true (ddi_generate (ddi_home_get_database (generate_home), &one, &result, NULL, NULL));
  generate_assert_sql ("SELECT store_id, name FROM event_outcomes ORDER BY 1, 2", "2|Boxes\n2|Fair");
}

/* Two sales of one name that began together, each of a category: what the calendar tells is of both. */
static void
test_outcomes_of_two_scopes (void)
{
  generate_set_up ();
  generate_sql (
      "INSERT INTO calendar_events (starts_on, ends_on, name, kind, category) VALUES"
      " ('2026-10-14', '2026-10-16', 'Sale', 'promotion', 'Donuts'),"
      " ('2026-10-14', '2026-10-16', 'Sale', 'promotion', 'Munchkins');"
      "UPDATE daily_sales SET quantity_sold = 2 * quantity_sold WHERE date BETWEEN '2026-10-14' AND "
      "'2026-10-16'");
  generate_days (1);
  generate_assert_sql (
      "SELECT store_id, name, round((sold / expected)::numeric), abs(sold - (SELECT sum(quantity_sold) FROM"
      " daily_sales d WHERE d.store_id = o.store_id AND date BETWEEN '2026-10-14' AND '2026-10-16')) < 0.1"
      " FROM event_outcomes o ORDER BY 1",
      "1|Sale|2|t\n2|Sale|2|t");
}

static void
assert_fails (int days, const int *stores, guint n_stores, int code)
{
  DdiGenerateOptions options = {
    .days = days, .store_ids = stores, .n_stores = n_stores, .user_id = ddi_home_get_user_id (generate_home)
  };
  DdiGenerateResult result;
  g_autoptr (GError) error = NULL;

  g_assert_false (ddi_generate (ddi_home_get_database (generate_home), &options, &result, NULL, &error));
  g_assert_error (error, DDI_GENERATE_ERROR, code);
}

/* The bounds hold what the business asks for, and the forecasts say how much that is. */
static void
test_coverage (void)
{
  static const char widths[] =
      "SELECT sum(upper_bound - lower_bound) > 1.15 * (SELECT width FROM narrow),"
      " min(range_coverage(explanation)), max(range_coverage(explanation)) FROM forecasts"
      " WHERE status = 'pending'";

  generate_set_up ();
  generate_sql ("DELETE FROM settings WHERE key = 'interval_coverage'");
  generate_days (3);
  generate_assert_sql (
      "SELECT min(range_coverage(explanation)), max(range_coverage(explanation)) FROM forecasts", "80|80");
  generate_sql ("CREATE TABLE narrow AS SELECT sum(upper_bound - lower_bound) AS width FROM forecasts");
  generate_sql ("INSERT INTO settings (key, value) VALUES ('interval_coverage', '0.95')");
  generate_days (3);
  generate_assert_sql (widths, "t|95|95");
  generate_sql ("UPDATE settings SET value = '0.9' WHERE key = 'interval_coverage'");
  generate_days (3);
  generate_assert_sql ("SELECT DISTINCT range_coverage(explanation) FROM forecasts WHERE status = 'pending'",
                       "90");
  generate_sql ("DROP TABLE narrow; DELETE FROM settings WHERE key = 'interval_coverage'");
}

/* Ranges of different shares come to one spread: 1.2816, 1.6449 and 1.96 of it. */
static void
test_reach (void)
{
  generate_assert_sql ("SELECT string_agg(round(range_reach(c)::numeric, 4)::text, ' ' ORDER BY c)"
                       " FROM unnest(ARRAY[80, 90, 95]) c",
                       "1.2816 1.6449 1.9600");
  generate_assert_sql (
      "SELECT range_coverage(NULL), range_coverage('{}'), range_coverage('{\"coverage\": 95}')", "80|80|95");
}

static void
test_errors (void)
{
  int nowhere[] = { 99 };

  generate_empty ();
  assert_fails (7, NULL, 0, DDI_GENERATE_ERROR_NO_HISTORY);
  generate_set_up ();
  assert_fails (0, NULL, 0, DDI_GENERATE_ERROR_DAYS);
  assert_fails (29, NULL, 0, DDI_GENERATE_ERROR_DAYS);
  assert_fails (7, nowhere, 1, DDI_GENERATE_ERROR_NO_STORE);
  generate_assert_sql ("SELECT count(*) FROM forecast_runs", "0");
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
    .days = 7, .user_id = ddi_home_get_user_id (generate_home), .progress = progress_cb, .user_data = wait
  };

  wait->loop = g_main_loop_new (NULL, FALSE);
  ddi_generate_async (ddi_home_get_database (generate_home), &options, wait->cancellable, generated_cb, wait);
  g_main_loop_run (wait->loop);
  g_main_loop_unref (wait->loop);
}

static void
test_async (void)
{
  Wait wait = { 0 };

  generate_set_up ();
  run_async (&wait);
  g_assert_no_error (wait.error);
  g_assert_cmpint (wait.result.n_pending, ==, 42);
  g_assert_cmpuint (wait.n_notices, >, 0);
}

static void
test_cancel (void)
{
  Wait wait = { 0 };

  generate_set_up ();
  wait.cancellable = g_cancellable_new ();
  run_async (&wait);
  g_assert_error (wait.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  generate_assert_sql ("SELECT (SELECT count(*) FROM forecasts), (SELECT count(*) FROM forecast_runs)",
                       "0|0");
  g_clear_error (&wait.error);
  g_object_unref (wait.cancellable);
}

int
main (int argc, char **argv)
{
  generate_fixture_init (&argc, &argv);
  g_test_add_func ("/generate/first-run", test_first_run);
  g_test_add_func ("/generate/explanation", test_explanation);
  g_test_add_func ("/generate/pending-is-superseded", test_pending_is_superseded);
  g_test_add_func ("/generate/decided-is-never-touched", test_decided_is_never_touched);
  g_test_add_func ("/generate/changed-since-approval", test_changed_since_approval);
  g_test_add_func ("/generate/changed-by-hand-is-no-news", test_changed_by_hand_is_no_news);
  g_test_add_func ("/generate/one-store", test_one_store);
  g_test_add_func ("/generate/actual-demand", test_actual_demand);
  g_test_add_func ("/generate/event-outcomes", test_event_outcomes);
  g_test_add_func ("/generate/coverage", test_coverage);
  g_test_add_func ("/generate/range-reach", test_reach);
  g_test_add_func ("/generate/errors", test_errors);
  g_test_add_func ("/generate/async", test_async);
  g_test_add_func ("/generate/cancel", test_cancel);
  g_test_add_func ("/generate/outcomes-of-two-scopes", test_outcomes_of_two_scopes);
  return generate_fixture_run ();
}

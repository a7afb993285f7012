/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ddi-db-fixture.h"

#include "db/ddi-session-private.h"

/* What the Overview reads of forecasts is what a recount says: after random edits of several clients, while they work,
 * with days that are summed and days that are only marked, and for whoever sees only some shops. */

#define CLIENTS 4 /* each in a shop of its own */
#define EDITS 120
#define PRODUCTS 3

/* A recount in other words than the views', of the shops %s. */
#define RECOUNT                                                                                              \
  "WITH best AS ("                                                                                           \
  "  SELECT DISTINCT ON (store_id, forecast_date, product_id) * FROM forecasts"                              \
  "  ORDER BY store_id, forecast_date, product_id, status = 'pending'"                                       \
  "), ruled AS ("                                                                                            \
  "  SELECT b.*, p.category, b.actual_demand IS NOT NULL AS known,"                                          \
  "    b.actual_demand IS NOT NULL AND b.predicted_demand IS NOT NULL AND NOT b.actual_censored AS scored,"  \
  "    (SELECT avg(s.quantity_sold) FROM all_sales s WHERE s.store_id = b.store_id"                          \
  "     AND s.product_id = b.product_id AND b.forecast_date - s.date IN (7, 14, 21, 28)) AS mean"            \
  "  FROM best b JOIN products p ON p.id = b.product_id"                                                     \
  "), recount AS ("                                                                                          \
  "  SELECT forecast_date AS date, category, known, count(*) AS n, sum(predicted_demand) AS predicted,"      \
  "    sum((upper_bound - predicted_demand) / 1.2815515655446004) AS above,"                                 \
  "    sum(((predicted_demand - lower_bound) / 1.2815515655446004) ^ 2) AS below2,"                          \
  "    count(*) FILTER (WHERE scored) AS n_scored,"                                                          \
  "    coalesce(sum(abs(predicted_demand - actual_demand)) FILTER (WHERE scored), 0) AS absolute_error,"     \
  "    coalesce(sum(actual_demand) FILTER (WHERE scored), 0) AS actual,"                                     \
  "    count(*) FILTER (WHERE scored AND mean IS NOT NULL) AS n_rule,"                                       \
  "    coalesce(sum(abs(mean - actual_demand)) FILTER (WHERE scored), 0) AS rule_error"                      \
  "  FROM ruled GROUP BY 1, 2, 3"                                                                            \
  "), kept AS ("                                                                                             \
  "  SELECT date, category, known, sum(n) AS n, sum(predicted) AS predicted, sum(above) AS above,"           \
  "    sum(below2) AS below2, sum(n_scored) AS n_scored, sum(absolute_error) AS absolute_error,"             \
  "    sum(actual) AS actual, sum(n_rule) AS n_rule, sum(rule_error) AS rule_error"                          \
  "  FROM %s GROUP BY 1, 2, 3"                                                                               \
  ") "                                                                                                       \
  "SELECT count(*) FROM recount r FULL JOIN kept k"                                                          \
  " ON k.date = r.date AND k.known = r.known AND k.category = r.category "                                   \
  "WHERE (r.n, r.predicted, r.n_scored, r.absolute_error, r.actual, r.n_rule)"                               \
  " IS DISTINCT FROM (k.n, k.predicted, k.n_scored, k.absolute_error, k.actual, k.n_rule)"                   \
  " OR abs(r.above - k.above) > 1e-6 OR abs(r.below2 - k.below2) > 1e-6 OR abs(r.rule_error - "              \
  "k.rule_error) "                                                                                           \
  "> 1e-6"

static char *
differences (const char *view)
{
  return g_strdup_printf (RECOUNT, view);
}

static void
expect_no_difference (void)
{
  g_autofree char *all = differences ("forecast_sums");
  g_autofree char *by_shop = differences ("store_forecast_sums");

  ddi_db_fixture_expect (all, "0");
  ddi_db_fixture_expect (by_shop, "0");
}

static void
fill (void)
{
  g_free (ddi_db_fixture_psql (
      "INSERT INTO districts (id, name) VALUES (100, 'North');"
      "INSERT INTO stores (id, district_id, name) SELECT n, 100, 'Shop ' || n FROM generate_series(1, 4) n;"
      "INSERT INTO products (id, name, category) SELECT n, 'Product ' || n, 'Kind ' || n % 2 "
      "FROM generate_series(1, 3) n"));
}

/* One random statement of one shop, its own transaction. */
static void
append_edit (GString *script, GRand *random, guint store)
{
  int product = g_rand_int_range (random, 1, PRODUCTS + 1);
  int day = g_rand_int_range (random, 0, 14), pieces = g_rand_int_range (random, 0, 40);
  g_autofree char *where =
      g_strdup_printf ("store_id = %u AND forecast_date = '2025-03-01'::date + %d AND product_id = %d", store,
                       day, product);

  switch (g_rand_int_range (random, 0, 9))
    {
    case 0: /* forecasts of a week, as a run writes them */
    case 1:
      g_string_append_printf (
          script,
          "INSERT INTO forecasts (user_id, store_id, forecast_date, product_id, product_name, "
          "predicted_demand, lower_bound, upper_bound) "
          "SELECT 1, %u, '2025-03-01'::date + d, p, 'P', (d * 7 + p * %d) %% 40, (d * 7 + p * %d) %% 40 - 3, "
          "44 "
          "FROM generate_series(%d, %d) d, generate_series(1, %d) p ORDER BY d, p "
          "ON CONFLICT (store_id, forecast_date, product_id) WHERE status = 'pending' "
          "DO UPDATE SET predicted_demand = EXCLUDED.predicted_demand;\n",
          store, pieces + 1, pieces + 1, day, day + 6, PRODUCTS);
      break;
    case 2: /* what was sold, also in the weeks before */
    case 3:
      g_string_append_printf (
          script,
          "INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, quantity_sold) "
          "SELECT 1, %u, '2025-02-01'::date + d, p, 'P', (d * 5 + p * %d) %% 30 "
          "FROM generate_series(%d, %d) d, generate_series(1, %d) p ORDER BY d, p "
          "ON CONFLICT (store_id, date, product_id) DO UPDATE SET quantity_sold = EXCLUDED.quantity_sold;\n",
          store, pieces + 1, day * 2, day * 2 + 13, PRODUCTS);
      break;
    case 4: /* decided, with a newer proposal beside it at times */
      g_string_append_printf (script,
                              "UPDATE forecasts SET status = 'approved' WHERE %s AND status = 'pending' "
                              "AND NOT EXISTS (SELECT FROM forecasts d WHERE d.status <> 'pending' AND "
                              "d.store_id = forecasts.store_id AND d.forecast_date = forecasts.forecast_date "
                              "AND d.product_id = forecasts.product_id);\n",
                              where);
      break;
    case 5:
      g_string_append_printf (script, "DELETE FROM forecasts WHERE %s AND status = '%s';\n", where,
                              pieces % 2 ? "approved" : "pending");
      break;
    case 6:
      g_string_append_printf (script,
                              "DELETE FROM daily_sales WHERE store_id = %u AND date = '2025-02-08'::date + "
                              "%d AND product_id = %d;\n",
                              store, day, product);
      break;
    case 7:
      g_string_append_printf (script, "UPDATE products SET category = 'Kind %d' WHERE id = %d;\n", pieces % 3,
                              product);
      break;
    default:
      g_string_append_printf (script, "SELECT refresh_forecast_totals(%s);\n", pieces % 2 ? "NULL" : "3");
      break;
    }
}

static gpointer
edit_thread (gpointer store)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (GPOINTER_TO_UINT (store));
  g_autoptr (GString) script = g_string_new (NULL);

  for (int i = 0; i < EDITS; i++)
    append_edit (script, random, GPOINTER_TO_UINT (store));
  g_free (ddi_db_fixture_psql (script->str));
  return NULL;
}

static void
test_several_clients (void)
{
  GThread *threads[CLIENTS];

  for (guint i = 0; i < CLIENTS; i++)
    threads[i] = g_thread_new ("edit", edit_thread, GUINT_TO_POINTER (i + 1));
  for (int i = 0; i < 10; i++)
    expect_no_difference ();
  for (guint i = 0; i < CLIENTS; i++)
    g_thread_join (threads[i]);
  expect_no_difference ();
  ddi_db_fixture_expect (
      "SELECT bool_and(n_scored > 0 AND n_rule > 0) FROM (SELECT sum(n_scored) AS n_scored, "
      "sum(n_rule) AS n_rule FROM forecast_sums) x",
      "t");

  /* All of it summed: nothing is marked, and the chain's rows are all that is read. */
  g_free (ddi_db_fixture_psql ("SELECT refresh_forecast_totals(NULL)"));
  ddi_db_fixture_expect ("SELECT count(*) FROM forecast_marks", "0");
  ddi_db_fixture_expect ("SELECT (SELECT count(*) FROM forecast_sums) = (SELECT count(*) FROM "
                         "chain_forecast_totals)",
                         "t");
  expect_no_difference ();
}

static PGconn *
open_owner (void)
{
  g_autofree char *conninfo = ddi_db_fixture_dup_owner ();
  g_autoptr (GError) error = NULL;
  PGconn *pg = ddi_session_open (conninfo, NULL, &error);

  g_assert_no_error (error);
  return pg;
}

static void
execute (PGconn *pg, const char *sql)
{
  g_autoptr (PGresult) result = PQexec (pg, sql);

  if (PQresultStatus (result) != PGRES_TUPLES_OK && PQresultStatus (result) != PGRES_COMMAND_OK)
    g_error ("%s: %s", sql, PQerrorMessage (pg));
}

#define FORECAST_OF_MAY                                                                                      \
  "INSERT INTO forecasts (user_id, store_id, forecast_date, product_id, product_name, predicted_demand, "    \
  "lower_bound, upper_bound) VALUES (1, 1, '2025-05-08', 1, 'P', 21, 17, 25)"

/* One adds a forecast and sums, another changes what the sum depends on, and neither sees the other. */
static void
change_unseen (const char *change, gboolean summed_before)
{
  g_autoptr (PGconn) adds = open_owner ();
  g_autoptr (PGconn) changes = open_owner ();

  execute (adds, "BEGIN; " FORECAST_OF_MAY);
  if (summed_before)
    execute (adds, "SELECT refresh_forecast_totals(NULL)");
  execute (changes, "BEGIN");
  execute (changes, change);
  if (!summed_before)
    execute (adds, "SELECT refresh_forecast_totals(NULL)");
  execute (adds, "COMMIT");
  expect_no_difference ();
  execute (changes, "COMMIT");
  expect_no_difference ();
  g_free (ddi_db_fixture_psql ("SELECT refresh_forecast_totals(NULL)"));
  ddi_db_fixture_expect ("SELECT count(*) FROM forecast_marks", "0");
  expect_no_difference ();
  g_free (ddi_db_fixture_psql ("DELETE FROM forecasts WHERE forecast_date = '2025-05-08'"));
}

static void
test_unseen_changes (void)
{
  static const char SALES[] =
      "INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, quantity_sold) "
      "VALUES (1, 1, '2025-05-08', 1, 'P', 20), (1, 1, '2025-05-01', 1, 'P', 30)";

  g_free (ddi_db_fixture_psql (SALES));
  change_unseen ("UPDATE products SET category = 'Kind 7' WHERE id = 1", FALSE);
  for (int summed_before = 0; summed_before < 2; summed_before++)
    {
      change_unseen ("UPDATE daily_sales SET quantity_sold = 11 WHERE date = '2025-05-01'", summed_before);
      change_unseen ("DELETE FROM daily_sales WHERE date = '2025-05-01'", summed_before);
      change_unseen (
          "INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, quantity_sold) "
          "VALUES (1, 1, '2025-05-01', 1, 'P', 30)",
          summed_before);
    }
}

/* Whoever changes a day or two sums some of what is marked; marks do not pile up. */
static void
test_marks_do_not_pile_up (void)
{
  g_free (ddi_db_fixture_psql (
      "INSERT INTO forecast_marks SELECT DISTINCT store_id, forecast_date FROM forecasts"));
  for (int i = 0; i < 3; i++)
    g_free (ddi_db_fixture_psql ("UPDATE forecasts SET predicted_demand = predicted_demand + 1 "
                                 "WHERE id = (SELECT min(id) FROM forecasts)"));
  ddi_db_fixture_expect ("SELECT count(*) <= 33 FROM forecast_marks", "t");
  expect_no_difference ();
}

/* Sales that move to the archive change no sum; a table that is emptied has none. */
static void
test_archive (void)
{
  g_free (ddi_db_fixture_psql (
      "BEGIN; WITH moved AS (DELETE FROM daily_sales WHERE date < '2025-02-20' RETURNING *) "
      "INSERT INTO daily_sales_archive SELECT moved.*, now() FROM moved; COMMIT"));
  expect_no_difference ();
}

static char *
ask (DdiDatabase *database, const char *view)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT concat_ws(' ', coalesce(sum(n), 0), sum(predicted), sum(n_rule)) FROM %s",
                       view);

  return ddi_db_fixture_value (database, sql);
}

static void
expect_seen (DdiDatabase *database, const char *shops)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT concat_ws(' ', coalesce(sum(n), 0), sum(predicted), sum(n_rule)) FROM forecast_day_sums "
      "WHERE store_id = ANY ('%s')",
      shops);
  g_autofree char *expected = ddi_db_fixture_psql (sql);
  g_autofree char *all = ask (database, "forecast_sums");
  g_autofree char *by_shop = ask (database, "store_forecast_sums");

  g_assert_cmpstr (all, ==, expected);
  g_assert_cmpstr (by_shop, ==, expected);
}

/* No sum tells of a shop that one may not see, whether its day is summed or marked. */
static void
test_some_shops (void)
{
  g_autofree char *conninfo = ddi_db_fixture_dup_app ();
  g_autoptr (DdiDatabase) database = ddi_database_new (conninfo, 1);

  expect_seen (database, "{}");
  ddi_db_fixture_sign_in (database);
  expect_seen (database, "{1,2,3,4}");
  g_free (ddi_db_fixture_psql (
      "UPDATE users SET role = 'member';"
      "INSERT INTO store_members (user_id, store_id, role) SELECT min(id), 2, 'store_manager' FROM users"));
  expect_seen (database, "{2}");
  g_free (ddi_db_fixture_psql (
      "INSERT INTO forecast_marks SELECT DISTINCT store_id, forecast_date FROM forecasts"));
  expect_seen (database, "{2}");
  ddi_database_close (database);

  g_free (ddi_db_fixture_psql ("TRUNCATE forecasts"));
  ddi_db_fixture_expect ("SELECT count(*) FROM forecast_sums", "0");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fill ();
  g_test_add_func ("/db/forecast-totals/several-clients", test_several_clients);
  g_test_add_func ("/db/forecast-totals/unseen-changes", test_unseen_changes);
  g_test_add_func ("/db/forecast-totals/marks-do-not-pile-up", test_marks_do_not_pile_up);
  g_test_add_func ("/db/forecast-totals/archive", test_archive);
  g_test_add_func ("/db/forecast-totals/some-shops", test_some_shops);
  return g_test_run ();
}

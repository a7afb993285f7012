/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures move to the archive and back: nothing is counted twice or not at all, whatever else is written meanwhile; what
 * is archived is seen by who saw it before, and changed by nobody. */
#include "db/ddi-session-private.h"
#include "ddi-trust.h"

#define CLIENTS 3
#define EDITS 120

/* Keys whose figures differ between the totals and the live tables with their archives. */
static const char differences[] =
    "SELECT count(*) FROM ("
    "  SELECT district_id, date, product_id, ''"
    "  FROM (SELECT district_id, date, product_id, n, sold, revenue, n_revenue, bare FROM daily_sales_totals"
    "    UNION ALL SELECT s.district_id, r.date, r.product_id, -1, -r.quantity_sold, -coalesce(r.revenue, 0),"
    "      -(r.revenue IS NOT NULL)::int, CASE WHEN r.revenue IS NULL THEN -r.quantity_sold ELSE 0 END"
    "    FROM (SELECT store_id, date, product_id, quantity_sold, revenue FROM daily_sales UNION ALL"
    "          SELECT store_id, date, product_id, quantity_sold, revenue FROM daily_sales_archive) r"
    "    JOIN stores s ON s.id = r.store_id) x GROUP BY 1, 2, 3"
    "  HAVING (sum(n), sum(sold), sum(revenue), sum(n_revenue), sum(bare)) <> (0, 0, 0, 0, 0)"
    "  UNION ALL"
    "  SELECT district_id, date, product_id, reason"
    "  FROM (SELECT district_id, date, product_id, reason, n, wasted, cost FROM daily_waste_totals"
    "    UNION ALL SELECT s.district_id, r.date, r.product_id, nullif(btrim(r.reason), ''), -1, "
    "-r.quantity_wasted, -coalesce(r.cost, 0)"
    "    FROM (SELECT store_id, date, product_id, reason, quantity_wasted, cost FROM daily_waste UNION ALL"
    "          SELECT store_id, date, product_id, reason, quantity_wasted, cost FROM daily_waste_archive) r"
    "    JOIN stores s ON s.id = r.store_id) x GROUP BY 1, 2, 3, 4"
    "  HAVING (sum(n), sum(wasted), sum(cost)) <> (0, 0, 0)"
    "  UNION ALL"
    "  SELECT district_id, date, product_id, ''"
    "  FROM (SELECT district_id, date, product_id, n, made, \"left\" FROM daily_production_totals"
    "    UNION ALL SELECT s.district_id, r.date, r.product_id, -1, -r.quantity_produced,"
    "      -least(coalesce(w.quantity_wasted, 0), r.quantity_produced)"
    "    FROM daily_production r JOIN stores s ON s.id = r.store_id"
    "    LEFT JOIN (SELECT store_id, date, product_id, quantity_wasted FROM daily_waste UNION ALL"
    "               SELECT store_id, date, product_id, quantity_wasted FROM daily_waste_archive) w"
    "      USING (store_id, date, product_id)) x GROUP BY 1, 2, 3"
    "  HAVING (sum(n), sum(made), sum(\"left\")) <> (0, 0, 0)) different";

/* A figure in two places. */
static const char doubled[] =
    "SELECT (SELECT count(*) FROM daily_sales s JOIN daily_sales_archive a"
    "        ON a.id = s.id OR (a.store_id, a.date, a.product_id) = (s.store_id, s.date, s.product_id))"
    "     + (SELECT count(*) FROM daily_waste s JOIN daily_waste_archive a"
    "        ON a.id = s.id OR (a.store_id, a.date, a.product_id) = (s.store_id, s.date, s.product_id))";

/* Forecasts that do not know what was sold on their day. */
static const char ignorant[] =
    "SELECT count(*) FROM forecasts f LEFT JOIN all_sales s ON s.store_id = f.store_id AND "
    "s.date = f.forecast_date AND s.product_id = f.product_id WHERE f.actual_demand IS DISTINCT FROM "
    "s.quantity_sold";

static PGconn *
open_owner (void)
{
  g_autofree char *conninfo = ddi_db_fixture_dup_owner ();
  g_autoptr (GError) error = NULL;
  PGconn *pg = ddi_session_open (conninfo, NULL, &error);

  g_assert_no_error (error);
  PQclear (PQexec (pg, "SET search_path = public; SET lock_timeout = '5s'"));
  return pg;
}

/* The first value; what others stand in the way of is no error. (transfer full) */
static char *
try (PGconn *pg, const char *sql)
{
  g_autoptr (PGresult) result = PQexec (pg, sql);
  const char *state = PQresultErrorField (result, PG_DIAG_SQLSTATE);
  static const char *const in_the_way[] = { "DD003", "40P01", "55P03", NULL };

  if (state && !g_strv_contains (in_the_way, state))
    g_error ("%s: %s", sql, PQresultErrorMessage (result));
  if (state || PQntuples (result) == 0)
    return NULL;
  return g_strdup (PQgetvalue (result, 0, 0));
}

static void
do_sql (PGconn *pg, const char *sql)
{
  g_free (try (pg, sql));
}

static void
expect_state (PGconn *pg, const char *sql, const char *state)
{
  g_autoptr (PGresult) result = PQexec (pg, sql);

  g_assert_cmpstr (PQresultErrorField (result, PG_DIAG_SQLSTATE), ==, state);
  if (PQtransactionStatus (pg) != PQTRANS_IDLE)
    PQclear (PQexec (pg, "ROLLBACK"));
}

static void
move_table (PGconn *pg, const char *run, const char *table, int most)
{
  g_autofree char *after = g_strdup ("NULL, NULL");

  for (;;)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT format('%%L, %%L', last_date, last_id) "
                                              "FROM auth.move_archive(%s, '%s', %s, %d)",
                                              run, table, after, most);
      char *next = try (pg, sql);

      if (next == NULL)
        return;
      g_free (after);
      after = next;
    }
}

/* All of a range in batches of @most; nothing where somebody else is at it. */
static void
move (PGconn *pg, gboolean back, const char *first, const char *before, int most)
{
  g_autofree char *sql = g_strdup_printf ("SELECT auth.begin_archive(%s, '%s', '%s', NULL)",
                                          back ? "true" : "false", first, before);
  g_autofree char *run = try (pg, sql);
  g_autofree char *end = NULL;

  if (run == NULL)
    return;
  move_table (pg, run, "daily_sales", most);
  move_table (pg, run, "daily_waste", most);
  end = g_strdup_printf ("SELECT auth.end_archive(%s)", run);
  do_sql (pg, end);
}

static void
archive (const char *before)
{
  g_autoptr (PGconn) pg = open_owner ();

  move (pg, FALSE, "-infinity", before, 3);
}

static void
bring_back (void)
{
  g_autoptr (PGconn) pg = open_owner ();

  move (pg, TRUE, "-infinity", "infinity", 4);
}

/* ---- random work of several clients ---- */

static void
edit (PGconn *pg, GRand *random)
{
  static const char *const tables[] = { "daily_sales", "daily_waste", "daily_production" };
  static const char *const columns[] = { "quantity_sold", "quantity_wasted", "quantity_produced" };
  int kind = g_rand_int_range (random, 0, 3), store = g_rand_int_range (random, 1, 4);
  int day = g_rand_int_range (random, 0, 8), product = g_rand_int_range (random, 1, 3);
  int n = g_rand_int_range (random, 0, 40);
  g_autofree char *first = g_strdup_printf ("2019-12-%02d", 28 + g_rand_int_range (random, 0, 3));
  g_autofree char *before = g_strdup_printf ("2020-01-%02d", 1 + g_rand_int_range (random, 0, 4));
  g_autofree char *where =
      g_strdup_printf ("store_id = %d AND date = '2019-12-28'::date + %d AND product_id = %d", store, day,
                       product);
  g_autofree char *sql = NULL;

  switch (g_rand_int_range (random, 0, 10))
    {
    case 0:
    case 1: /* days of one shop, as an import writes them */
      sql = g_strdup_printf (
          "WITH b AS (INSERT INTO import_batches (user_id, kind, source_name, digest) VALUES (11, 'sales', "
          "'x', "
          "'x') RETURNING id) INSERT INTO %1$s (user_id, store_id, date, product_id, product_name, %2$s, "
          "import_batch_id) SELECT 11, %3$d, '2019-12-28'::date + %4$d + d, p, 'P', (d * 7 + p * %5$d) %% "
          "40, "
          "b.id FROM b, generate_series(0, 2) d, generate_series(1, 2) p ORDER BY d, p "
          "ON CONFLICT (store_id, date, product_id) DO UPDATE SET %2$s = EXCLUDED.%2$s",
          tables[kind], columns[kind], store, day, n + 1);
      break;
    case 2:
      sql = g_strdup_printf ("UPDATE %s SET %s = %d WHERE %s", tables[kind], columns[kind], n, where);
      break;
    case 3:
      sql = g_strdup_printf ("DELETE FROM %s WHERE %s", tables[kind], where);
      break;
    case 4: /* an import is undone */
      sql = g_strdup_printf (
          "BEGIN; UPDATE import_batches SET undone_at = now() WHERE id = (SELECT import_batch_id FROM %1$s "
          "WHERE import_batch_id > 3 LIMIT 1); DELETE FROM %1$s s USING import_batches b WHERE b.id = "
          "s.import_batch_id AND b.undone_at IS NOT NULL; COMMIT",
          tables[kind]);
      break;
    case 5:
      sql = g_strdup_printf ("UPDATE stores SET district_id = 3 - district_id WHERE id = %d", store);
      break;
    case 6:
      sql = g_strdup_printf ("UPDATE daily_waste SET reason = %s, cost = nullif(%d, 0) WHERE %s",
                             n % 2 ? "' Damaged '" : "NULL", n % 3, where);
      break;
    case 7:
      move (pg, TRUE, first, before, 1 + n % 5);
      return;
    default:
      move (pg, FALSE, "-infinity", before, 1 + n % 5);
      return;
    }
  do_sql (pg, sql);
  if (PQtransactionStatus (pg) != PQTRANS_IDLE)
    PQclear (PQexec (pg, "ROLLBACK"));
}

static gpointer
edit_thread (gpointer seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (GPOINTER_TO_UINT (seed));
  g_autoptr (PGconn) pg = open_owner ();

  for (int i = 0; i < EDITS; i++)
    edit (pg, random);
  return NULL;
}

static void
expect_none (const char *what, const char *sql)
{
  g_autofree char *n = ddi_db_fixture_psql (sql);

  if (!g_str_equal (n, "0"))
    g_error ("%s: %s", what, n);
}

static void
expect_sane (void)
{
  expect_none ("keys counted wrongly", differences);
  expect_none ("figures in two places", doubled);
  expect_none ("forecasts that do not know", ignorant);
  ddi_db_fixture_expect ("SELECT count(*) FROM auth.archiving", "0");
}

static void
test_several_clients (void)
{
  GThread *threads[CLIENTS];

  g_free (ddi_db_fixture_psql ("INSERT INTO forecasts (user_id, forecast_date, product_id, store_id, "
                               "predicted_demand) SELECT 12, '2019-12-28'::date + d, p, s, 10 FROM "
                               "generate_series(0, 9) d, generate_series(1, 2) p, generate_series(1, 3) s"));
  for (guint i = 0; i < CLIENTS; i++)
    threads[i] = g_thread_new ("edit", edit_thread, GUINT_TO_POINTER (i + 1));
  for (int i = 0; i < 10; i++)
    ddi_db_fixture_expect (differences, "0");
  for (guint i = 0; i < CLIENTS; i++)
    g_thread_join (threads[i]);
  expect_sane ();
  ddi_db_fixture_expect ("SELECT count(*) > 0 FROM auth.archive_runs WHERE sales + waste > 0", "t");
  archive ("2020-02-01");
  expect_sane ();
  ddi_db_fixture_expect ("SELECT count(*) FROM daily_sales WHERE date < '2020-02-01'", "0");
  ddi_db_fixture_expect ("SELECT count(*) > 0 FROM daily_sales_archive WHERE date < '2020-02-01'", "t");
  g_free (ddi_db_fixture_psql ("SELECT recount_daily_totals()"));
  expect_sane ();
  bring_back ();
  expect_sane ();
  ddi_db_fixture_expect ("SELECT count(*) FROM daily_sales_archive", "0");
  /* The log says of every row that it went and came. */
  ddi_db_fixture_expect (
      "SELECT sum(CASE action WHEN 'ARCHIVED' THEN 1 ELSE -1 END * (details ->> 'rows')::int) "
      "FROM audit_logs WHERE action IN ('ARCHIVED', 'BROUGHT_BACK')",
      "-6");
}

/* ---- one figure ---- */

/* A row is the same when it is back, and its moves are entries of the log that can be checked. */
static void
test_row (void)
{
  static const char picture[] =
      "SELECT to_jsonb(s)::text || (SELECT to_jsonb(w)::text FROM daily_waste w WHERE id = 501) "
      "FROM daily_sales s WHERE id = 501";
  g_autofree char *before = NULL;

  g_free (ddi_db_fixture_psql (
      "INSERT INTO daily_sales (id, user_id, store_id, date, product_id, quantity_sold, revenue, notes) "
      "VALUES (501, 13, 1, '2018-03-04', 1, 7, 10.50, 'kept'); "
      "UPDATE daily_sales SET quantity_sold = 8 WHERE id = 501; "
      "INSERT INTO daily_waste (id, user_id, store_id, date, product_id, quantity_wasted, reason, cost) "
      "VALUES (501, 13, 1, '2018-03-04', 1, 2, 'Stale', 1.25)"));
  before = ddi_db_fixture_psql (picture);
  g_free (ddi_db_fixture_psql ("CREATE TABLE public.log_before AS SELECT max(id) AS id FROM audit_logs"));
  archive ("2018-04-01");
  ddi_db_fixture_expect (
      "SELECT tableoid::regclass || ' ' || row_version FROM daily_sales_archive WHERE id = "
      "501",
      "daily_sales_archive_2018 2");
  ddi_db_fixture_expect ("SELECT string_agg(concat_ws(' ', action, details ->> 'table', details ->> 'rows', "
                         "details ->> 'from', details -> 'sums'), '; ' ORDER BY id) FROM audit_logs "
                         "WHERE id > (SELECT id FROM log_before)",
                         "ARCHIVED daily_sales 1 2018-03-04 {\"revenue\": 10.50, \"quantity_sold\": 8}; "
                         "ARCHIVED daily_waste 1 2018-03-04 {\"cost\": 1.25, \"quantity_wasted\": 2}");
  bring_back ();
  ddi_db_fixture_expect (picture, before);
  /* What came back is what went. */
  ddi_db_fixture_expect (
      "SELECT count(DISTINCT details ->> 'digest') FROM audit_logs WHERE details ->> 'table' = "
      "'daily_waste' AND id > (SELECT id FROM log_before)",
      "1");
  g_free (ddi_db_fixture_psql ("DROP TABLE public.log_before"));
}

/* A day that is archived takes no second figure and no change; what says the same is no change. */
static void
test_refused (void)
{
  g_autoptr (PGconn) pg = open_owner ();

  archive ("2018-04-01");
  expect_state (pg,
                "INSERT INTO daily_sales (user_id, store_id, date, product_id, quantity_sold) VALUES (13, 1, "
                "'2018-03-04', 1, 9)",
                "DD003");
  /* A client of the contract, that knows no shop. */
  expect_state (pg,
                "INSERT INTO daily_waste (user_id, date, product_name, quantity_wasted) VALUES (13, "
                "'2018-03-04', 'Glazed', 9)",
                "DD003");
  expect_state (pg, "UPDATE daily_sales SET date = '2018-03-04' WHERE id = 1", "DD003");
  /* Another product of the same day is a figure that nobody has written yet. */
  g_free (
      ddi_db_fixture_psql ("INSERT INTO daily_sales (id, user_id, store_id, date, product_id, quantity_sold) "
                           "VALUES (502, 13, 1, '2018-03-04', 2, 3)"));
  /* Made more on an archived day: the derived figure could not follow, the total does. */
  g_free (
      ddi_db_fixture_psql ("INSERT INTO daily_production (user_id, store_id, date, product_id, product_name, "
                           "quantity_produced) VALUES (13, 1, '2018-03-04', 1, 'Glazed', 12)"));
  ddi_db_fixture_expect ("SELECT sum(\"left\") FROM daily_production_totals WHERE date = '2018-03-04'", "2");
  expect_sane ();
  /* Taken out of the archive by hand it is gone from the totals as well. */
  g_free (ddi_db_fixture_psql ("DELETE FROM daily_waste_archive WHERE id = 501"));
  expect_sane ();
  g_free (ddi_db_fixture_psql (
      "INSERT INTO daily_waste (id, user_id, store_id, date, product_id, quantity_wasted) "
      "VALUES (501, 13, 1, '2018-03-04', 1, 2)"));
  bring_back ();
  expect_sane ();
}

/* As the contract's document does it, by hand in two statements. */
static void
test_by_hand (void)
{
  g_free (ddi_db_fixture_psql (
      "BEGIN; INSERT INTO daily_sales_archive SELECT * FROM daily_sales WHERE date < '2018-04-01'; "
      "DELETE FROM daily_sales WHERE date < '2018-04-01'; COMMIT"));
  ddi_db_fixture_expect ("SELECT count(*) FROM daily_sales_archive", "2");
  expect_sane ();
  bring_back ();
  expect_sane ();
}

static void
test_import_undo (void)
{
  g_autoptr (PGconn) pg = open_owner ();

  g_free (ddi_db_fixture_psql ("INSERT INTO import_batches (id, user_id, kind, source_name, digest) VALUES "
                               "(901, 13, 'sales', 'old.csv', "
                               "'d'), (902, 13, 'sales', 'new.csv', 'e');"
                               "UPDATE daily_sales SET import_batch_id = 901 WHERE id = 502;"
                               "INSERT INTO import_changes (batch_id, table_name, row_id, before) VALUES "
                               "(902, 'daily_sales', 501, '{}')"));
  archive ("2018-04-01");
  expect_state (pg, "UPDATE import_batches SET undone_at = now() WHERE id = 901", "DD003");
  expect_state (pg, "UPDATE import_batches SET undone_at = now() WHERE id = 902", "DD003");
  bring_back ();
  expect_state (pg, "BEGIN; UPDATE import_batches SET undone_at = now() WHERE id IN (901, 902)", NULL);
}

/* A merge is taken back although its rows were archived since, and the other way round. */
static void
test_merge (void)
{
  static const char picture[] =
      "SELECT string_agg(concat_ws(' ', id, product_id, quantity_sold), ', ' ORDER BY id) "
      "FROM all_sales WHERE id IN (501, 502, 601)";
  g_autofree char *before = NULL;
  static const char merge[] =
      "SELECT auth.merge_products(2, (SELECT row_version FROM products WHERE id = 2), 1, "
      "(SELECT row_version FROM products WHERE id = 1))";
  static const char undo[] = "SELECT auth.undo_merge((SELECT max(id) FROM product_merges))";

  g_free (ddi_db_fixture_psql (
      "INSERT INTO daily_sales (id, user_id, store_id, date, product_id, quantity_sold) VALUES "
      "(601, 13, 1, '2018-03-05', 2, 5)"));
  before = ddi_db_fixture_psql (picture);
  for (int i = 0; i < 2; i++)
    {
      if (i == 1)
        archive ("2018-04-01");
      g_free (ddi_db_fixture_psql (merge));
      ddi_db_fixture_expect (picture, "501 1 11, 601 1 5");
      expect_sane ();
      if (i == 0)
        archive ("2018-04-01");
      else
        bring_back ();
      expect_sane ();
      g_free (ddi_db_fixture_psql (undo));
      ddi_db_fixture_expect (picture, before);
      expect_sane ();
      bring_back ();
    }
}

/* A year without a partition gets one; what lay among the others comes into it. */
static void
test_year (void)
{
  g_autoptr (PGconn) pg = open_owner ();

  g_free (ddi_db_fixture_psql (
      "INSERT INTO daily_sales (id, user_id, store_id, date, product_id, quantity_sold) VALUES "
      "(701, 13, 1, '2009-03-05', 1, 5);"
      "INSERT INTO daily_sales_archive (id, user_id, store_id, date, product_id, product_name, "
      "quantity_sold, source, "
      "row_version) VALUES (702, 13, 2, '2009-03-06', 1, 'Glazed', 6, 'till', 1)"));
  ddi_db_fixture_expect ("SELECT count(*) FROM daily_sales_archive_other", "1");
  archive ("2010-01-01");
  ddi_db_fixture_expect ("SELECT count(*) FROM daily_sales_archive_other", "0");
  ddi_db_fixture_expect ("SELECT count(*) FROM daily_sales_archive_2009", "2");
  ddi_db_fixture_expect ("SELECT relrowsecurity FROM pg_class WHERE relname = 'daily_sales_archive_2009'",
                         "t");
  expect_sane ();
  expect_state (pg, "SELECT auth.make_archive_year('users; DROP TABLE users', 2001)", "22023");
  expect_state (pg, "SELECT auth.make_archive_year('daily_sales', 0)", "22023");
  bring_back ();
}

/* Who sees a shop's figures sees the archived ones, and nobody moves any but the owner. */
static void
test_people (void)
{
  static const struct
  {
    const char *token;
    const char *seen; /* shops */
  } people[] = { { "", "" },          { "token-11", "1 2 3" }, { "token-12", "1 2" },
                 { "token-13", "1" }, { "token-14", "1" },     { "token-15", "3" } };
  g_autoptr (PGconn) pg = ddi_trust_connect ();

  g_free (ddi_db_fixture_psql ("UPDATE stores SET district_id = CASE id WHEN 3 THEN 2 ELSE 1 END"));
  archive ("2030-01-01");
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      g_autofree char *sales = NULL, *waste = NULL;

      ddi_trust_begin (pg, people[i].token);
      sales =
          try (pg, "SELECT coalesce(string_agg(DISTINCT store_id::text, ' ' ORDER BY store_id::text), '') "
                   "FROM all_sales");
      waste =
          try (pg, "SELECT coalesce(string_agg(DISTINCT store_id::text, ' ' ORDER BY store_id::text), '') "
                   "FROM all_waste");
      g_assert_cmpstr (sales, ==, people[i].seen);
      g_assert_cmpstr (waste, ==, people[i].seen);
      expect_state (pg, "SELECT auth.begin_archive(false, '-infinity', 'infinity', NULL)", "42501");
      ddi_trust_begin (pg, people[i].token);
      expect_state (pg, "SELECT auth.move_archive(1, 'daily_sales', NULL, NULL, 1)", "42501");
      ddi_trust_begin (pg, people[i].token);
      expect_state (
          pg, "SET LOCAL ddi.archiving = 'on'; INSERT INTO auth.archiving VALUES (pg_current_xact_id())",
          "42501");
    }
  /* The setting alone makes no edit a move. */
  bring_back ();
  ddi_trust_begin (pg, "token-13");
  do_sql (pg,
          "SET LOCAL ddi.archiving = 'on'; UPDATE daily_sales SET quantity_sold = 99 WHERE id = 1; COMMIT");
  expect_sane ();
  ddi_db_fixture_expect ("SELECT count(*) FROM audit_logs WHERE action = 'ROW_CHANGED' AND "
                         "details #>> '{new,quantity_sold}' = '99'",
                         "1");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ddi_trust_fill ();
  /* The rows of that district have numbers of their own. */
  g_free (ddi_db_fixture_psql (
      "SELECT setval(pg_get_serial_sequence(t, 'id'), 10000) FROM "
      "unnest('{import_batches,daily_sales,daily_waste,daily_production,forecasts,audit_logs,import_changes,product_merges}'::text[]) t"));
  bring_back ();
  g_test_add_func ("/db/archive/several-clients", test_several_clients);
  g_test_add_func ("/db/archive/row", test_row);
  g_test_add_func ("/db/archive/refused", test_refused);
  g_test_add_func ("/db/archive/by-hand", test_by_hand);
  g_test_add_func ("/db/archive/import-undo", test_import_undo);
  g_test_add_func ("/db/archive/merge", test_merge);
  g_test_add_func ("/db/archive/year", test_year);
  g_test_add_func ("/db/archive/people", test_people);
  return g_test_run ();
}

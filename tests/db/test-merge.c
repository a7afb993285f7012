/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two products become one and two again. Each test runs in one transaction of one person that is rolled back. */
#include "db/ddi-session-private.h"
#include "ddi-trust.h"

static PGconn *pg;

/* Product 1, Glazed, stays; 3, “Glazd”, was misspelt on some sheets of shops 1 and 2. */
static const char setting[] =
    "INSERT INTO products (id, name, category, unit_cost, unit_price) VALUES (3, 'Glazd', 'Donuts', 0.40, "
    "1.50),"
    "  (4, 'Glazed Ring', NULL, NULL, NULL);"
    "INSERT INTO product_aliases (key, alias, product_id) VALUES ('glased', 'Glased', 3);"
    "INSERT INTO product_offers (product_id, store_id, starts_like_product_id, starts_like_share)"
    "  VALUES (2, 1, 3, 0.8), (1, 2, 3, 0.5) ON CONFLICT (product_id, store_id) DO UPDATE"
    "  SET starts_like_product_id = excluded.starts_like_product_id, starts_like_share = "
    "excluded.starts_like_share;"
    "INSERT INTO import_batches (id, user_id, kind, source_name, digest, store_id)"
    "  VALUES (7, 13, 'sheet', 'seven.xlsx', 'd7', 1);"
    /* 2025-07-01: only one of them. 02: both. 03: made for one, thrown away of the other. */
    "INSERT INTO daily_production (id, user_id, store_id, date, product_id, product_name, quantity_produced, "
    "sold_out_at,"
    "  import_batch_id) VALUES (101, 13, 1, '2025-07-01', 3, 'GLAZD', 20, '10:00', 7),"
    "  (102, 13, 1, '2025-07-02', 3, 'Glazd', 10, '11:00', 7), (103, 13, 1, '2025-07-02', 1, 'Glazed', 30, "
    "'09:00', NULL),"
    "  (104, 13, 2, '2025-07-03', 3, 'Glazd', 12, NULL, NULL) ON CONFLICT DO NOTHING;"
    "DELETE FROM daily_production WHERE store_id = 2 AND date = '2025-07-03' AND product_id = 1;"
    "DELETE FROM daily_sales WHERE store_id = 2 AND date = '2025-07-03' AND product_id = 1;"
    "INSERT INTO daily_waste (id, user_id, store_id, date, product_id, product_name, quantity_wasted, "
    "reason, cost) VALUES"
    "  (101, 13, 1, '2025-07-01', 3, 'GLAZD', 5, 'Stale', 2.00), (102, 13, 1, '2025-07-02', 3, 'Glazd', 6, "
    "'Burnt', NULL),"
    "  (103, 13, 1, '2025-07-02', 1, 'Glazed', 4, NULL, 1.00);"
    "INSERT INTO daily_sales (id, user_id, store_id, date, product_id, product_name, quantity_sold, revenue, "
    "source, notes)"
    "  VALUES (101, 13, 1, '2025-07-01', 3, 'GLAZD', 15, 22.50, 'derived', NULL),"
    "  (102, 13, 1, '2025-07-02', 3, 'Glazd', 4, 6.00, 'derived', NULL),"
    "  (103, 13, 1, '2025-07-02', 1, 'Glazed', 28, 28.00, 'till', 'counted');"
    "INSERT INTO store_days (store_id, date, state) VALUES (1, '2025-07-02', 'complete');"
    "INSERT INTO forecasts (id, user_id, forecast_date, product_id, product_name, store_id, "
    "predicted_demand, lower_bound,"
    "  upper_bound, order_quantity, approved_quantity, status) VALUES"
    "  (101, 12, '2025-07-01', 3, 'Glazd', 1, 14, 10, 18, 16, 16, 'approved'),"
    "  (102, 12, '2025-07-02', 3, 'Glazd', 1, 8, 5, 11, 9, NULL, 'pending'),"
    "  (103, 12, '2025-07-02', 1, 'Glazed', 1, 30, 24, 36, 32, NULL, 'pending'),"
    "  (104, 12, '2025-07-05', 3, 'Glazd', 1, 7, 4, 10, 8, 6, 'approved'),"
    "  (105, 12, '2025-07-05', 1, 'Glazed', 1, 30, 24, 36, 32, NULL, 'pending'),"
    "  (106, 12, '2025-07-06', 3, 'Glazd', 1, 7, 4, 10, 8, NULL, 'pending'),"
    "  (107, 12, '2025-07-06', 1, 'Glazed', 1, 30, 24, 36, 32, 28, 'approved'),"
    "  (108, 12, '2025-07-07', 3, 'Glazd', 1, 7, 4, 10, 8, 7, 'approved'),"
    "  (109, 12, '2025-07-07', 1, 'Glazed', 1, 30, 24, 36, 32, NULL, 'rejected');"
    "INSERT INTO forecast_history SELECT f.*, now() FROM forecasts f WHERE f.id = 106;"
    "UPDATE forecast_history SET id = 9106 WHERE id = 106;"
    "INSERT INTO forecast_comments (id, store_id, forecast_date, product_id, user_id, body)"
    "  VALUES (101, 1, '2025-07-02', 3, 13, 'Why two?');"
    "INSERT INTO daily_sales_archive SELECT s.*, now() FROM daily_sales s WHERE s.id = 101;"
    "UPDATE daily_sales_archive SET date = '2020-07-01' WHERE id = 101;";

/* Everything that a merge touches, but how often a summed row was changed. */
static const char picture[] =
    "SELECT string_agg(x.t, E'\\n' ORDER BY x.t) FROM ("
    "  SELECT 's ' || (to_jsonb(r) - 'row_version')::text AS t FROM daily_sales r"
    "  UNION ALL SELECT 'w ' || (to_jsonb(r) - 'row_version')::text FROM daily_waste r"
    "  UNION ALL SELECT 'p ' || (to_jsonb(r) - 'row_version')::text FROM daily_production r"
    "  UNION ALL SELECT 'f ' || (to_jsonb(r) - 'row_version')::text FROM forecasts r"
    "  UNION ALL SELECT 'h ' || to_jsonb(r)::text FROM forecast_history r"
    "  UNION ALL SELECT 'c ' || to_jsonb(r)::text FROM forecast_comments r"
    "  UNION ALL SELECT 'a ' || to_jsonb(r)::text FROM daily_sales_archive r"
    "  UNION ALL SELECT 'n ' || to_jsonb(r)::text FROM product_aliases r"
    "  UNION ALL SELECT 'm ' || to_jsonb(r)::text FROM product_prices r"
    "  UNION ALL SELECT 'o ' || to_jsonb(r)::text FROM product_offers r"
    "  UNION ALL SELECT 'q ' || (to_jsonb(r) - 'row_version')::text FROM products r) x";

static char *
value (const char *sql)
{
  g_autoptr (PGresult) result = PQexec (pg, sql);

  if (PQresultStatus (result) != PGRES_TUPLES_OK)
    g_error ("%s: %s", sql, PQresultErrorMessage (result));
  return g_strdup (PQntuples (result) > 0 ? PQgetvalue (result, 0, 0) : "");
}

static void
expect (const char *sql, const char *wanted)
{
  g_autofree char *got = value (sql);

  g_assert_cmpstr (got, ==, wanted);
}

/* The SQLSTATE of a statement that must fail; the transaction goes on. */
static void
expect_refused (const char *sql, const char *state)
{
  PGresult *result;

  PQclear (PQexec (pg, "SAVEPOINT attempt"));
  result = PQexec (pg, sql);
  g_assert_cmpstr (PQresultErrorField (result, PG_DIAG_SQLSTATE), ==, state);
  PQclear (result);
  PQclear (PQexec (pg, "ROLLBACK TO SAVEPOINT attempt"));
}

#define MERGE(gone, kept)                                                                                    \
  "SELECT auth.merge_products(" #gone ", (SELECT row_version FROM products WHERE id = " #gone "), " #kept    \
  ", (SELECT row_version FROM products WHERE id = " #kept "))"
#define UNDO(gone) "SELECT auth.undo_merge((SELECT max(id) FROM product_merges WHERE merged_id = " #gone "))"

static void
expect_totals (void)
{
  expect ("SELECT count(*) FROM (SELECT product_id, date, sum(n), sum(sold), sum(revenue) FROM "
          "daily_sales_totals "
          "GROUP BY 1, 2 HAVING sum(n) <> 0 EXCEPT SELECT product_id, date, count(*), sum(quantity_sold), "
          "coalesce(sum(revenue), 0) FROM all_sales GROUP BY 1, 2) x",
          "0");
  expect ("SELECT count(*) FROM (SELECT product_id, date, sum(n), sum(made), sum(\"left\") FROM "
          "daily_production_totals GROUP BY 1, 2 HAVING sum(n) <> 0 EXCEPT SELECT p.product_id, p.date, "
          "count(*), "
          "sum(quantity_produced), sum(least(coalesce(quantity_wasted, 0), quantity_produced)) FROM "
          "daily_production p LEFT JOIN all_waste w USING (store_id, date, product_id) GROUP BY 1, 2) x",
          "0");
}

static void
test_merge (void)
{
  ddi_trust_begin (pg, "token-11");
  g_free (value (MERGE (3, 1)));

  expect ("SELECT string_agg(format('%s %s %s %s', store_id, date, product_name, quantity_produced) || "
          "coalesce(' ' || sold_out_at, ''), ', ' ORDER BY id) FROM daily_production WHERE id > 100 AND "
          "product_id = 1",
          "1 2025-07-01 GLAZD 20 10:00:00, 1 2025-07-02 Glazed 40 11:00:00, 2 2025-07-03 Glazd 12");
  /* What says no cost counts at the product's: 6 × 0.40. */
  expect (
      "SELECT string_agg(format('%s %s %s %s', date, quantity_wasted, reason, cost), ', ' ORDER BY id) FROM "
      "daily_waste WHERE id > 100 AND product_id = 1",
      "2025-07-01 5 Stale 2.00, 2025-07-02 10 Burnt 3.40");
  /* On the third what was made of one and thrown away of the other tells what was sold. */
  expect (
      "SELECT string_agg(format('%s %s %s %s %s %s', store_id, date, product_name, quantity_sold, source, "
      "notes), "
      "', ' ORDER BY id) FROM daily_sales WHERE id > 100 AND product_id = 1",
      "1 2025-07-01 GLAZD 15 derived , 1 2025-07-02 Glazed 32 till counted, 2 2025-07-03 Glazd 10 derived ");
  expect ("SELECT string_agg(key, ' ' ORDER BY key) FROM product_aliases WHERE product_id = 1",
          "glased glazd glazed");
  expect ("SELECT active || ' ' || merged_into FROM products WHERE id = 3", "false 1");
  expect ("SELECT category || ' ' || unit_price FROM products WHERE id = 1", "Donuts 1.50");
  expect (
      "SELECT string_agg(product_id || ' ' || store_id || coalesce(' ' || starts_like_product_id || ' ' || "
      "starts_like_share, ''), ', ' ORDER BY product_id, store_id) FROM product_offers WHERE (product_id, "
      "store_id) "
      "IN ((2, 1), (1, 2))",
      "1 2, 2 1 1 0.80");
  expect ("SELECT count(*) FROM daily_sales WHERE product_id = 3", "0");
  expect ("SELECT date || ' ' || product_id FROM daily_sales_archive WHERE id = 101", "2020-07-01 1");
  expect ("SELECT product_id FROM forecast_history WHERE id = 9106", "1");
  expect ("SELECT product_id FROM forecast_comments WHERE id = 101", "1");
  /* One entry, with the rows that the product had, their sums and the digest of what can be read of each. */
  expect ("SELECT details ->> 'merged' || ' ' || (details -> 'rows' -> 'daily_sales')::text || ' ' || "
          "(details -> 'sums' -> 'daily_production')::text FROM audit_logs WHERE action = 'PRODUCTS_MERGED'",
          "Glazd {\"moved\": 1, \"summed\": 1} {\"quantity_produced\": 42}");
  expect ("SELECT count(*) FROM audit_logs WHERE user_id = 11 AND details ->> 'table' IN ('daily_sales', "
          "'daily_waste', 'daily_production', 'forecasts')",
          "0");
  expect ("SELECT is_merging()", "f");
  /* A row that only moved is nobody's edit: an import that brought it can still be undone. */
  expect ("SELECT row_version FROM daily_production WHERE id = 101", "1");
  expect ("SELECT row_version FROM daily_production WHERE id = 103", "2");
  expect_totals ();
  ddi_trust_end (pg);
}

/* A sum of two forecasts; a pending one beside a decision is the proposal for both. */
static void
test_forecasts (void)
{
  ddi_trust_begin (pg, "token-11");
  g_free (value (MERGE (3, 1)));
  expect ("SELECT string_agg(format('%s %s %s %s %s %s', forecast_date, id, status, predicted_demand, "
          "order_quantity, "
          "approved_quantity) || coalesce(' = ' || actual_demand, ''), ', ' ORDER BY forecast_date, id) FROM "
          "forecasts "
          "WHERE id > 100 AND product_id = 1",
          "2025-07-01 101 approved 14 16 16 = 15, 2025-07-02 103 pending 38 41  = 32, "
          "2025-07-05 104 approved 7 8 6, 2025-07-05 105 pending 37 38 , "
          "2025-07-06 106 pending 37 36 , 2025-07-06 107 approved 30 32 28, "
          "2025-07-07 109 approved 37 40 7");
  expect ("SELECT count(*) FROM forecasts WHERE product_id = 3", "0");
  ddi_trust_end (pg);
}

static void
test_undo (void)
{
  g_autofree char *before = NULL, *after = NULL;

  ddi_trust_begin (pg, "token-11");
  before = value (picture);
  g_free (value (MERGE (3, 1)));
  g_free (value (UNDO (3)));
  after = value (picture);
  g_assert_cmpstr (after, ==, before);
  expect_totals ();
  expect ("SELECT count(*) FROM audit_logs WHERE action = 'PRODUCTS_UNMERGED'", "1");
  expect_refused (UNDO (3), "DD001");
  ddi_trust_end (pg);
}

/* What was edited in between stays, with the product that stayed; what was deleted stays deleted. */
static void
test_undo_after_edits (void)
{
  ddi_trust_begin (pg, "token-11");
  g_free (value (MERGE (3, 1)));
  PQclear (PQexec (pg, "UPDATE daily_production SET quantity_produced = 44 WHERE id = 103"));
  PQclear (PQexec (pg, "UPDATE daily_waste SET quantity_wasted = 7 WHERE id = 101"));
  PQclear (PQexec (pg, "DELETE FROM daily_sales WHERE id = 101"));
  g_free (value (UNDO (3)));
  expect ("SELECT string_agg(id || ' ' || product_id || ' ' || quantity_produced, ', ' ORDER BY id) FROM "
          "daily_production WHERE id > 100",
          "101 3 20, 102 3 10, 103 1 34, 104 3 12");
  expect ("SELECT product_id || ' ' || quantity_wasted FROM daily_waste WHERE id = 101", "3 7");
  expect ("SELECT count(*) FROM daily_sales WHERE id = 101", "0");
  ddi_trust_end (pg);
}

/* A third one on top: taken back in any order, or one after the other. */
static void
test_chain (void)
{
  g_autofree char *before = NULL, *after = NULL;

  ddi_trust_begin (pg, "token-11");
  before = value (picture);
  g_free (value (MERGE (3, 1)));
  g_free (value (MERGE (1, 2)));
  expect_refused (UNDO (3), "23514");
  expect_refused (MERGE (3, 2), "DD001");
  g_free (value (UNDO (1)));
  g_free (value (UNDO (3)));
  after = value (picture);
  g_assert_cmpstr (after, ==, before);
  ddi_trust_end (pg);
}

static void
test_refusals (void)
{
  ddi_trust_begin (pg, "token-11");
  expect_refused ("SELECT auth.merge_products(3, 99, 1, 1)", "DD001");
  expect_refused (MERGE (3, 3), "22023");
  expect_refused (MERGE (3, 999), "DD001");
  g_free (value (MERGE (3, 1)));
  expect_refused (
      "INSERT INTO daily_waste (user_id, store_id, date, product_id, product_name, quantity_wasted) "
      "VALUES (auth.user_id(), 1, '2025-08-01', 3, 'Glazd', 1)",
      "DD001");
  expect_refused ("UPDATE daily_sales SET product_id = 3 WHERE id = 101", "DD001");
  expect_refused ("UPDATE products SET active = true WHERE id = 3", "23514");
  /* The name means the product that stayed. */
  PQclear (PQexec (pg, "INSERT INTO daily_waste (user_id, store_id, date, product_name, quantity_wasted) "
                       "VALUES (auth.user_id(), 1, '2025-08-02', 'GLAZD', 1)"));
  expect (
      "SELECT product_id FROM products p JOIN product_aliases a ON a.product_id = p.id WHERE key = 'glazd'",
      "1");
  ddi_trust_end (pg);
}

/* A district manager changes the rows of the own district, and nobody else's by a merge. */
static void
test_who_may (void)
{
  ddi_trust_begin (pg, "token-12");
  expect ("SELECT auth.check_merge(3, 1)", "t");
  g_free (value (MERGE (3, 1)));
  g_free (value (UNDO (3)));
  /* Glazed has figures in shop 3, of the other district. */
  expect_refused (MERGE (1, 3), "42501");
  ddi_trust_end (pg);

  ddi_trust_begin (pg, "token-13");
  expect_refused (MERGE (3, 1), "42501");
  expect_refused ("SELECT auth.check_merge(3, 1)", "42501");
  ddi_trust_end (pg);
  ddi_trust_begin (pg, "");
  expect_refused ("SELECT auth.merge_products(3, 1, 1, 1)", "42501");
  expect_refused ("SELECT auth.undo_merge(1)", "42501");
  ddi_trust_end (pg);
  /* The setting alone opens nothing: a version still moves, a name follows its product, and the log tells. */
  ddi_trust_begin (pg, "token-11");
  PQclear (PQexec (pg, "SELECT set_config('ddi.merging', 'on', true)"));
  PQclear (PQexec (pg, "UPDATE daily_production SET quantity_produced = 21 WHERE id = 101"));
  PQclear (PQexec (pg, "UPDATE daily_sales SET product_id = 4 WHERE id = 101"));
  expect ("SELECT row_version FROM daily_production WHERE id = 101", "2");
  expect ("SELECT product_name FROM daily_sales WHERE id = 101", "Glazed Ring");
  expect (
      "SELECT count(*) FROM audit_logs WHERE action = 'ROW_CHANGED' AND details -> 'new' ->> 'id' = '101'",
      "2");
  expect_refused ("INSERT INTO auth.merging VALUES (pg_current_xact_id())", "42501");
  ddi_trust_end (pg);
}

static void
test_preview (void)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("DDI_TEST_SOURCE"), "sql/queries/products/preview-merge.sql", NULL);
  const char *const params[] = { "3", "1" };
  g_autofree char *text = NULL;
  g_autoptr (GString) got = g_string_new (NULL);
  PGresult *result;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  ddi_trust_begin (pg, "token-12");
  result = PQexecParams (pg, text, 2, NULL, params, NULL, NULL, 0);
  for (int i = 0; i < PQnfields (result); i++)
    g_string_append_printf (got, "%s=%s ", PQfname (result, i), PQgetvalue (result, 0, i));
  PQclear (result);
  g_assert_cmpstr (
      got->str, ==,
      "n_production=3 both_production=1 n_waste=2 both_waste=1 n_sales=3 both_sales=1 n_stores=2 "
      "first_day=2020-07-01 last_day=2025-07-03 n_forecasts=5 both_forecasts=2 n_aliases=2 "
      "gone_version=1 kept_version=1 ");
  ddi_trust_end (pg);
}

/* As the owner of the database recounts it from the rows that a merge keeps. */
static void
expect_digest (const char *action)
{
  g_autofree char *said = NULL, *counted = NULL, *sql = NULL;

  sql = g_strdup_printf ("SELECT details ->> 'digest' FROM audit_logs WHERE action = '%s'", action);
  said = value (sql);
  counted = value (
      "WITH line AS ("
      "  SELECT 1 AS part, relation, 0 AS id, format('%s %s', relation, ids) AS text FROM "
      "product_merge_moves WHERE merge_id = (SELECT max(id) FROM product_merges)"
      "  UNION ALL SELECT 2, relation, row_id, concat_ws(' ', relation, row_id, kind, before, after, at_undo)"
      "  FROM product_merge_originals WHERE merge_id = (SELECT max(id) FROM product_merges))"
      "SELECT encode(sha256(string_agg(sha256(convert_to(text, 'UTF8')), '' ORDER BY part, relation COLLATE "
      "\"C\", id)), 'hex') FROM line");
  g_assert_cmpstr (said, ==, counted);
}

/* However many rows are moved and summed, what each was and became is kept once, beside the one entry that vouches for
 * it: also what was edited before the merge was taken back. */
static void
test_record (void)
{
  static const char entries[] =
      "SELECT count(*) FROM audit_logs WHERE details ->> 'table' = 'daily_production'";
  g_autofree char *conninfo = ddi_db_fixture_dup_superuser (), *before = NULL, *after = NULL, *merge = NULL;
  g_autofree char *undo = NULL;
  g_autoptr (GError) error = NULL;
  PGconn *app = pg;

  pg = ddi_session_open (conninfo, NULL, &error);
  g_assert_no_error (error);
  ddi_trust_begin (pg, "token-11");
  expect (
      "WITH added AS (INSERT INTO daily_production (id, user_id, store_id, date, product_id, product_name,"
      " quantity_produced) SELECT 5000 * p + n, 13, 1, date '2024-01-01' + n, p, 'Glazd', 5 * p FROM "
      "generate_series(1, 300) n, unnest('{1,3}'::int[]) p WHERE p = 3 OR n <= 200"
      " RETURNING 1) SELECT count(*) FROM added",
      "500");
  before = value (entries);
  merge = value (MERGE (3, 1));
  expect ("SELECT count(*) || ' ' || sum(quantity_produced) FROM daily_production WHERE product_id = 1 AND "
          "date BETWEEN '2024-01-02' AND '2024-10-27' AND store_id = 1",
          "300 5500");
  expect ("SELECT (details -> 'rows' -> 'daily_production')::text || ' ' || (details -> 'sums' -> "
          "'daily_production' ->> 'quantity_produced') FROM audit_logs WHERE action = 'PRODUCTS_MERGED'",
          "{\"moved\": 102, \"summed\": 201} 4542");
  after = value (entries);
  g_assert_cmpstr (after, ==, before);
  expect_digest ("PRODUCTS_MERGED");

  PQclear (PQexec (pg, "UPDATE daily_production SET quantity_produced = 44 WHERE id = 103"));
  undo = value (UNDO (3));
  expect_digest ("PRODUCTS_UNMERGED");
  expect ("SELECT string_agg(concat_ws(' ', relation, row_id, at_undo ->> 'quantity_produced'), ', ') FROM "
          "product_merge_originals WHERE at_undo IS NOT NULL",
          "daily_production 103 44");
  g_free (g_steal_pointer (&after));
  after = value (entries);
  g_assert_cmpint (atoi (after), ==, atoi (before) + 1);
  PQfinish (pg);
  pg = app;
}

int
main (int argc, char **argv)
{
  int failures;

  g_test_init (&argc, &argv, NULL);
  ddi_trust_fill ();
  g_free (ddi_db_fixture_psql (setting));
  pg = ddi_trust_connect ();
  g_test_add_func ("/db/merge/figures", test_merge);
  g_test_add_func ("/db/merge/forecasts", test_forecasts);
  g_test_add_func ("/db/merge/undo", test_undo);
  g_test_add_func ("/db/merge/undo-after-edits", test_undo_after_edits);
  g_test_add_func ("/db/merge/chain", test_chain);
  g_test_add_func ("/db/merge/refusals", test_refusals);
  g_test_add_func ("/db/merge/who-may", test_who_may);
  g_test_add_func ("/db/merge/preview", test_preview);
  g_test_add_func ("/db/merge/record", test_record);
  failures = g_test_run ();
  PQfinish (pg);
  return failures;
}

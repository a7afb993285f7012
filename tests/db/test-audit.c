/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "db/ddi-session-private.h"
#include "ddi-db-fixture.h"
#include "ddi-trust.h"

/* The log is only added to, and its chain convicts whoever changes it all the same. The tests go on from
 * each other: the chain has one past. */

static PGconn *pg; /* ddi_app */
static PGconn *owner;

static void
must (PGconn *connection, const char *sql)
{
  g_autoptr (PGresult) result = PQexec (connection, sql);

  if (PQresultStatus (result) != PGRES_COMMAND_OK && PQresultStatus (result) != PGRES_TUPLES_OK)
    g_error ("%s: %s", sql, PQresultErrorMessage (result));
}

static void
refused (PGconn *connection, const char *sql)
{
  g_autoptr (PGresult) result = PQexec (connection, sql);
  const char *state = PQresultErrorField (result, PG_DIAG_SQLSTATE);

  if (g_strcmp0 (state, "42501") != 0)
    g_error ("%s: %s, not refused", sql, state ? PQresultErrorMessage (result) : "done");
}

static const char verdict[] =
    "SELECT coalesce((SELECT entry || ' ' || problem FROM auth.verify_audit()), 'holds')";

static void
seal_all (void)
{
  g_free (ddi_db_fixture_psql ("SELECT auth.seal_audit()"));
  ddi_db_fixture_expect ("SELECT waiting FROM auth.audit_head()", "0");
}

/* What was written by transactions that end in another order than they began. */
static void
test_out_of_order (void)
{
  g_autofree char *conninfo = ddi_db_fixture_dup_owner ();
  g_autoptr (PGconn) slow = ddi_session_open (conninfo, NULL, NULL);

  seal_all ();
  must (slow, "BEGIN; SELECT auth.log(11, 'FIRST', '{\"a\": 1}')");
  must (owner, "SELECT auth.log(12, 'SECOND', NULL)");
  /* The second has an id above one that may still come. */
  ddi_db_fixture_expect ("SELECT auth.seal_audit()", "0");
  ddi_db_fixture_expect ("SELECT waiting FROM auth.audit_head()", "1");
  must (slow, "COMMIT");
  must (slow, "BEGIN; SELECT auth.log(11, 'ABORTED', '{}'); ROLLBACK");
  ddi_db_fixture_expect ("SELECT auth.seal_audit()", "2");
  ddi_db_fixture_expect (
      "SELECT string_agg(a.action, ' ' ORDER BY c.n) FROM auth.audit_chain c JOIN audit_logs a "
      "USING (id) WHERE a.action IN ('FIRST', 'SECOND')",
      "FIRST SECOND");
  ddi_db_fixture_expect (verdict, "holds");
}

/* A database in which somebody always writes is sealed too, one call behind. */
static void
test_always_busy (void)
{
  g_autofree char *conninfo = ddi_db_fixture_dup_owner ();
  g_autoptr (PGconn) a = ddi_session_open (conninfo, NULL, NULL);
  g_autoptr (PGconn) b = ddi_session_open (conninfo, NULL, NULL);

  must (a, "BEGIN; SELECT auth.log(11, 'BUSY', '{}')");
  ddi_db_fixture_expect ("SELECT auth.seal_audit()", "0");
  must (b, "BEGIN; SELECT auth.log(11, 'BUSY', '{}')");
  must (a, "COMMIT");
  ddi_db_fixture_expect ("SELECT auth.seal_audit()", "1");
  must (b, "COMMIT");
  seal_all ();
  ddi_db_fixture_expect (verdict, "holds");
}

/* In steps: the chain is the same, and a step that is full leaves the rest to the next. */
static void
test_steps (void)
{
  seal_all ();
  must (owner,
        "DO $$ BEGIN FOR i IN 1..7 LOOP PERFORM auth.log(11, 'STEP', jsonb_build_object('i', i)); END LOOP; "
        "END $$");
  ddi_db_fixture_expect ("SELECT auth.seal_audit(3)", "3");
  ddi_db_fixture_expect ("SELECT waiting FROM auth.audit_head()", "4");
  ddi_db_fixture_expect (verdict, "holds");
  ddi_db_fixture_expect ("SELECT auth.seal_audit(4)", "4");
  ddi_db_fixture_expect ("SELECT auth.seal_audit(4)", "0");
  ddi_db_fixture_expect ("SELECT waiting FROM auth.audit_head()", "0");
  ddi_db_fixture_expect (verdict, "holds");
}

static gpointer
write_thread (gpointer data)
{
  g_free (ddi_db_fixture_psql ("DO $$ BEGIN FOR i IN 1..200 LOOP PERFORM auth.log(11, 'THREAD', "
                               "jsonb_build_object('i', i)); COMMIT; END LOOP; END $$"));
  return NULL;
}

static void
test_concurrent_writers (void)
{
  GThread *threads[3];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("write", write_thread, NULL);
  for (int i = 0; i < 20; i++)
    {
      g_free (ddi_db_fixture_psql ("SELECT auth.seal_audit()"));
      ddi_db_fixture_expect (verdict, "holds");
    }
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  seal_all ();
  ddi_db_fixture_expect ("SELECT count(*) FROM auth.audit_chain JOIN audit_logs a USING (id) "
                         "WHERE a.action = 'THREAD'",
                         "600");
  ddi_db_fixture_expect (verdict, "holds");
}

static void
test_only_added_to (void)
{
  refused (owner, "UPDATE audit_logs SET action = 'x'");
  refused (owner, "UPDATE audit_logs SET user_id = NULL WHERE user_id = 11");
  refused (owner, "DELETE FROM audit_logs");
  refused (owner, "TRUNCATE audit_logs");
  ddi_trust_begin (pg, "token-11");
  refused (pg, "DELETE FROM audit_logs");
  ddi_trust_end (pg);
}

/* An entry outlives its person, and says nothing else for it. */
static void
test_deleted_person (void)
{
  must (owner,
        "INSERT INTO users (id, name, email, password_hash) VALUES (70, 'Gone', 'gone@example.org', '!');"
        "SELECT auth.log(70, 'GONE', '{}')");
  seal_all ();
  must (owner, "DELETE FROM users WHERE id = 70");
  ddi_db_fixture_expect ("SELECT count(*) FROM audit_logs WHERE action = 'GONE' AND user_id IS NULL", "1");
  ddi_db_fixture_expect (verdict, "holds");
}

/* The third of three entries is sealed; what the owner does to the second is told. */
static const struct
{
  const char *deed;
  const char *problem;
} deeds[] = {
  { "UPDATE audit_logs SET details = '{\"n\": 9}' WHERE id = %s", "altered" },
  { "UPDATE audit_logs SET user_id = 12 WHERE id = %s", "altered" },
  { "UPDATE audit_logs SET user_id = NULL WHERE id = %s", "altered" },
  { "UPDATE audit_logs SET created_at = created_at - interval '1 microsecond' WHERE id = %s", "altered" },
  { "UPDATE audit_logs SET ip_address = '192.0.2.1' WHERE id = %s", "altered" },
  { "DELETE FROM audit_logs WHERE id = %s", "removed" },
};

static void
test_tampering (void)
{
  g_autofree char *id = NULL;

  must (owner, "SELECT auth.log(11, 'ONE', '{}'); SELECT auth.log(11, 'TWO', '{\"n\": 1}'); "
               "SELECT auth.log(11, 'THREE', '{}')");
  seal_all ();
  id = ddi_db_fixture_psql ("SELECT id FROM audit_logs WHERE action = 'TWO'");
  g_strstrip (id);
  for (gsize i = 0; i < G_N_ELEMENTS (deeds); i++)
    {
      g_auto (GStrv) parts = g_strsplit (deeds[i].deed, "%s", -1);
      g_autofree char *deed = g_strjoinv (id, parts);
      g_autofree char *wanted = g_strdup_printf ("%s %s", id, deeds[i].problem);
      g_autoptr (PGresult) told = NULL;

      must (owner, "BEGIN; ALTER TABLE audit_logs DISABLE TRIGGER USER");
      must (owner, deed);
      told = PQexec (owner, verdict);
      g_assert_cmpstr (PQgetvalue (told, 0, 0), ==, wanted);
      must (owner, "ROLLBACK");
    }
  ddi_db_fixture_expect (verdict, "holds");
}

/* An id that nobody had is no place for an entry afterwards, and an end that is cut off is missed. */
static void
test_inserted_and_cut (void)
{
  g_autoptr (PGresult) inserted = NULL, cut = NULL, gap = NULL;
  g_autofree char *id = NULL, *wanted = NULL;

  must (owner, "BEGIN; SELECT auth.log(11, 'NEVER', '{}'); ROLLBACK; SELECT auth.log(11, 'LATER', '{}')");
  seal_all ();
  id = ddi_db_fixture_psql ("SELECT max(id) - 1 FROM audit_logs");
  g_strstrip (id);
  wanted = g_strdup_printf ("%s inserted", id);
  must (owner, "BEGIN; INSERT INTO audit_logs (id, action) SELECT max(id) - 1, 'FORGED' FROM audit_logs");
  inserted = PQexec (owner, verdict);
  g_assert_cmpstr (PQgetvalue (inserted, 0, 0), ==, wanted);
  must (owner, "ROLLBACK");

  must (owner, "BEGIN; ALTER TABLE audit_logs DISABLE TRIGGER USER;"
               "DELETE FROM audit_logs WHERE id = (SELECT max(id) FROM audit_logs);"
               "DELETE FROM auth.audit_chain WHERE n = (SELECT max(n) FROM auth.audit_chain)");
  cut = PQexec (owner, "SELECT problem FROM auth.verify_audit()");
  g_assert_cmpstr (PQgetvalue (cut, 0, 0), ==, "head");
  must (owner, "ROLLBACK");

  must (owner,
        "BEGIN; ALTER TABLE audit_logs DISABLE TRIGGER USER;"
        "DELETE FROM audit_logs WHERE action = 'TWO';"
        "DELETE FROM auth.audit_chain c WHERE NOT EXISTS (SELECT FROM audit_logs a WHERE a.id = c.id)");
  gap = PQexec (owner, "SELECT v.problem FROM auth.verify_audit() v JOIN audit_logs a ON a.id = v.entry "
                       "WHERE a.action = 'THREE'");
  g_assert_cmpint (PQntuples (gap), ==, 1);
  g_assert_cmpstr (PQgetvalue (gap, 0, 0), ==, "removed");
  must (owner, "ROLLBACK");
}

/* What is old goes and a signed checkpoint stays, from which the chain goes on. The old entries were there
 * before anything was sealed. */
static void
test_retention (void)
{
  g_autoptr (PGresult) removed = NULL, told = NULL;

  ddi_trust_begin (pg, "token-12");
  refused (pg, "SELECT auth.retain_audit('2021-01-01')");
  ddi_trust_end (pg);

  must (pg, "BEGIN; SELECT set_config('ddi.session', 'token-11', true)");
  removed = PQexec (pg, "SELECT auth.retain_audit('2021-01-01')");
  g_assert_cmpstr (PQgetvalue (removed, 0, 0), ==, "2");
  must (pg, "COMMIT");
  ddi_db_fixture_expect ("SELECT count(*) FROM audit_logs WHERE action = 'OLD'", "0");
  ddi_db_fixture_expect (
      "SELECT (details ->> 'entries') || ' ' || (details ->> 'last_hash' = encode(c.hash, 'hex')) "
      "FROM audit_logs, auth.audit_checkpoints c WHERE action = 'AUDIT_RETAINED' AND user_id = 11",
      "2 true");
  seal_all ();
  ddi_db_fixture_expect (verdict, "holds");
  must (owner, "BEGIN; UPDATE auth.audit_checkpoints SET entries = entries + 1");
  told = PQexec (owner, "SELECT problem FROM auth.verify_audit()");
  g_assert_cmpstr (PQgetvalue (told, 0, 0), ==, "checkpoint");
  must (owner, "ROLLBACK");
}

/* Every table that is edited by hand says what a row was and is. The keys are the fixture's. */
static const struct
{
  const char *table;
  const char *edit; /* of one row */
  const char *column, *value;
} edits[] = {
  { "users", "UPDATE users SET name = 'Renamed' WHERE id = 13", "name", "Renamed" },
  { "stores", "UPDATE stores SET address = 'Harbour 1' WHERE id = 1", "address", "Harbour 1" },
  { "districts", "UPDATE districts SET name = 'Renamed' WHERE id = 1", "name", "Renamed" },
  { "store_members", "UPDATE store_members SET role = 'viewer' WHERE user_id = 13", "role", "viewer" },
  { "settings", "UPDATE settings SET value = '7' WHERE key = (SELECT min(key) FROM settings)", "value", "7" },
  { "products", "UPDATE products SET category = 'Renamed' WHERE id = 1", "category", "Renamed" },
  { "product_aliases",
    "UPDATE product_aliases SET product_id = 3 - product_id WHERE key = (SELECT min(key) FROM "
    "product_aliases WHERE product_id = 1)",
    "product_id", "2" },
  { "product_prices",
    "UPDATE product_prices SET unit_cost = 0.11 WHERE id = (SELECT min(id) FROM product_prices)", "unit_cost",
    "0.11" },
  { "waste_goals", "UPDATE waste_goals SET share = 0.123 WHERE store_id = 1", "share", "0.123" },
  { "calendar_events",
    "UPDATE calendar_events SET name = 'Renamed' WHERE id = (SELECT min(id) FROM calendar_events)", "name",
    "Renamed" },
  { "daily_sales", "UPDATE daily_sales SET quantity_sold = 77 WHERE id = 1", "quantity_sold", "77" },
  { "daily_waste", "UPDATE daily_waste SET reason = 'Burnt' WHERE id = 1", "reason", "Burnt" },
  { "daily_production", "UPDATE daily_production SET quantity_produced = 77 WHERE id = 1",
    "quantity_produced", "77" },
  { "store_days", "UPDATE store_days SET state = 'closed' WHERE store_id = 1", "state", "closed" },
  { "forecasts",
    "UPDATE forecasts SET status = 'approved', approved_quantity = 13, decided_by = 11 WHERE id = 1",
    "approved_quantity", "13" },
  { "import_changes", "UPDATE import_changes SET before = '{\"secret\": 2}' WHERE id = 1", "before",
    "{\"secret\": 2}" },
};

static void
test_edits (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (edits); i++)
    {
      g_autofree char *told =
          g_strdup_printf ("SELECT concat_ws(' ', count(*), min(user_id), min(details ->> 'table'), "
                           "min(details -> 'new' ->> '%s'),"
                           " bool_and(details -> 'old' ->> '%s' IS DISTINCT FROM details -> 'new' ->> '%s'),"
                           " bool_and(details::text !~ 'password_hash|argon2'))"
                           " FROM audit_logs WHERE action = 'ROW_CHANGED'",
                           edits[i].column, edits[i].column, edits[i].column);
      g_autofree char *wanted = g_strdup_printf ("1 11 %s %s t t", edits[i].table, edits[i].value);
      g_autoptr (PGresult) result = NULL;

      must (owner, "BEGIN; SELECT set_config('ddi.session', 'token-11', true)");
      must (owner, edits[i].edit);
      result = PQexec (owner, told);
      g_assert_cmpstr (PQgetvalue (result, 0, 0), ==, wanted);
      must (owner, "ROLLBACK");
    }
}

/* What comes and goes, a change of nothing but a password, which is told without it, and many rows at once. */
static void
test_other_edits (void)
{
  g_autoptr (PGresult) both = NULL, hash = NULL, many = NULL, gone = NULL;

  must (owner,
        "BEGIN; INSERT INTO districts (id, name) VALUES (90, 'Brief'); DELETE FROM districts WHERE id = 90");
  both = PQexec (owner,
                 "SELECT string_agg(concat_ws(' ', action, details -> 'old' ->> 'name', details -> 'new' ->> "
                 "'name'), ', ' ORDER BY id) FROM audit_logs WHERE details ->> 'table' = 'districts'");
  g_assert_cmpstr (PQgetvalue (both, 0, 0), ==, "ROW_ADDED Brief, ROW_REMOVED Brief");
  must (owner, "ROLLBACK; BEGIN; UPDATE users SET password_hash = '!' WHERE id = 13");
  hash = PQexec (owner, "SELECT count(*) || ' ' || bool_or(details::text ~ 'password_hash') FROM audit_logs "
                        "WHERE action = 'ROW_CHANGED'");
  g_assert_cmpstr (PQgetvalue (hash, 0, 0), ==, "1 false");
  must (owner, "ROLLBACK; BEGIN; INSERT INTO districts (id, name) SELECT n, 'D ' || n FROM "
               "generate_series(201, 260) n");
  many =
      PQexec (owner,
              "SELECT concat_ws(' ', action, details ->> 'rows', details ->> 'digest' = (SELECT "
              "encode(sha256(convert_to(string_agg(to_jsonb(d)::text, E'\n' ORDER BY id), 'UTF8')), 'hex') "
              "FROM districts d WHERE id > 200)) FROM audit_logs WHERE details ->> 'table' = 'districts'");
  g_assert_cmpstr (PQgetvalue (many, 0, 0), ==, "ROWS_ADDED 60 t");
  must (owner, "DELETE FROM districts WHERE id > 200");
  gone = PQexec (owner, "SELECT count(*) FROM audit_logs WHERE action = 'ROW_REMOVED'");
  g_assert_cmpstr (PQgetvalue (gone, 0, 0), ==, "60");
  must (owner, "ROLLBACK");
}

/* Who came in, who was refused, and what became of accounts; a reset that anybody asks for is nobody's. */
static void
test_accounts (void)
{
  g_autoptr (PGresult) told = NULL, secrets = NULL;

  must (owner,
        "BEGIN; SELECT auth.sign_in('ada@example.org', repeat('11', 32), NULL, NULL, 'test', NULL);"
        "SELECT auth.sign_in('ada@example.org', repeat('ee', 32), NULL, NULL, 'test', NULL);"
        "SELECT auth.request_reset('mia@example.org'); SELECT set_config('ddi.session', 'token-11', true);"
        "SELECT auth.invite('new@example.org', 'New', 'viewer', '{1}'); SELECT auth.issue_reset(13);"
        "SELECT auth.change_role(12, 'viewer', '{1}'); SELECT auth.revoke_sessions(NULL);"
        "SELECT set_config('ddi.session', 'token-11', true)");
  told = PQexec (owner,
                 "SELECT string_agg(action || ' ' || coalesce(user_id::text, '-'), ', ' ORDER BY id) FROM "
                 "audit_logs WHERE id > 1003 AND action !~ '^ROW'");
  g_assert_cmpstr (
      PQgetvalue (told, 0, 0), ==,
      "SIGN_IN 11, SIGN_IN_REFUSED -, RESET_REQUESTED -, INVITE 11, RESET_ISSUED 11, ROLE_CHANGED 11, "
      "SESSIONS_REVOKED 11");
  /* Neither the key that was offered nor a hash is written down. */
  secrets =
      PQexec (owner, "SELECT count(*) FROM audit_logs WHERE details::text ~ 'eeeeee|argon2|password_hash'");
  g_assert_cmpstr (PQgetvalue (secrets, 0, 0), ==, "0");
  must (owner, "ROLLBACK");
}

/* Figures that come and go by hand are told with what they were, and in great number by their digest. */
static void
test_figures (void)
{
  g_autoptr (PGresult) both = NULL, many = NULL, actual = NULL;

  must (owner, "BEGIN; DELETE FROM daily_waste WHERE id = 1; INSERT INTO daily_waste (id, user_id, store_id, "
               "date, product_id, quantity_wasted) VALUES (1, 13, 1, '2025-07-03', 1, 9)");
  both = PQexec (owner,
                 "SELECT string_agg(concat_ws(' ', action, details -> 'old' ->> 'quantity_wasted', details "
                 "-> 'new' ->> 'quantity_wasted'), ', ' ORDER BY id) FROM audit_logs "
                 "WHERE details ->> 'table' = 'daily_waste'");
  g_assert_cmpstr (PQgetvalue (both, 0, 0), ==, "ROW_REMOVED 1, ROW_ADDED 9");
  must (owner, "ROLLBACK; BEGIN; INSERT INTO daily_sales (user_id, store_id, date, product_id, "
               "quantity_sold, revenue) "
               "SELECT 13, s, '2025-08-01'::date + n, 1, n, 1.5 FROM generate_series(1, 2) s, "
               "generate_series(1, 30) n");
  many = PQexec (owner, "SELECT concat_ws(' ', action, details ->> 'rows', details -> 'sums' ->> "
                        "'quantity_sold', details -> 'sums' ->> "
                        "'revenue', details ->> 'digest' = (SELECT encode(sha256(string_agg(shop, '' ORDER "
                        "BY store_id)), 'hex') FROM "
                        "(SELECT store_id, sha256(convert_to(string_agg(ROW(store_id, date, product_id, "
                        "quantity_sold, revenue, source, "
                        "notes)::text, E'\n' ORDER BY date, product_id), 'UTF8')) AS shop FROM daily_sales "
                        "WHERE date > '2025-08-01' "
                        "GROUP BY store_id) s)) FROM audit_logs WHERE details ->> 'table' = 'daily_sales'");
  g_assert_cmpint (PQntuples (many), ==, 1);
  g_assert_cmpstr (PQgetvalue (many, 0, 0), ==, "ROWS_ADDED 60 930 90.00 t");
  /* What is sold on a forecast's day is no decision. */
  must (owner,
        "ROLLBACK; BEGIN; INSERT INTO daily_sales (user_id, store_id, date, product_id, quantity_sold) "
        "VALUES (13, 1, '2025-07-04', 1, 8)");
  actual = PQexec (owner, "SELECT (SELECT actual_demand FROM forecasts WHERE id = 1) || ' ' || count(*) "
                          "FROM audit_logs WHERE details ->> 'table' = 'forecasts'");
  g_assert_cmpstr (PQgetvalue (actual, 0, 0), ==, "8 0");
  must (owner, "ROLLBACK");
}

/* Whoever writes by hand and says that it was a batch is logged all the same: what a batch of somebody
 * else's transaction is said to add, what it is said to change without keeping it, and what is written once
 * the batch has had its entry. */
static const struct
{
  const char *deed;
  const char *told;
} claims[] = {
  { "INSERT INTO daily_waste (user_id, store_id, date, product_id, quantity_wasted, import_batch_id) "
    "VALUES (13, 1, '2025-09-01', 1, 3, 1)",
    "ROW_ADDED" },
  { "DELETE FROM daily_waste WHERE id = 1", "ROW_REMOVED" },
  { "INSERT INTO import_batches (id, user_id, kind, source_name, digest) VALUES (90, 13, 'sheet', 'x', 'x');"
    "UPDATE daily_waste SET quantity_wasted = 4, import_batch_id = 90 WHERE id = 1",
    "ROW_CHANGED" },
  { "INSERT INTO import_batches (id, user_id, kind, source_name, digest) VALUES (90, 13, 'sheet', 'x', 'x');"
    "INSERT INTO import_changes (id, batch_id, table_name, row_id, before) VALUES (900, 90, 'daily_waste', "
    "1, "
    "(SELECT to_jsonb(d) || '{\"quantity_wasted\": 2}' FROM daily_waste d WHERE id = 1));"
    "UPDATE daily_waste SET quantity_wasted = 4, import_batch_id = 90 WHERE id = 1",
    "ROW_CHANGED" },
  { "INSERT INTO import_batches (id, user_id, kind, source_name, digest) VALUES (90, 13, 'sheet', 'x', 'x');"
    "SET CONSTRAINTS ALL IMMEDIATE;"
    "INSERT INTO daily_waste (user_id, store_id, date, product_id, quantity_wasted, import_batch_id) "
    "VALUES (13, 1, '2025-09-01', 1, 3, 90)",
    "ROW_ADDED" },
  { "UPDATE import_batches SET undone_at = now() WHERE id = 1;"
    "UPDATE daily_waste SET quantity_wasted = 4 WHERE id = 1",
    "ROW_CHANGED" },
  { "INSERT INTO import_changes (id, batch_id, table_name, row_id, before) SELECT 900, 1, 'daily_waste', 1, "
    "to_jsonb(d) "
    "FROM daily_waste d WHERE id = 1; DELETE FROM import_changes WHERE table_name = 'daily_waste'",
    "ROW_REMOVED" },
};

static void
test_claimed_batches (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (claims); i++)
    {
      g_autoptr (PGresult) told = NULL;

      must (owner, "BEGIN");
      must (owner, claims[i].deed);
      told = PQexec (owner, "SELECT string_agg(action, ' ') FROM audit_logs WHERE action LIKE 'ROW%'");
      g_assert_cmpstr (PQgetvalue (told, 0, 0), ==, claims[i].told);
      must (owner, "ROLLBACK");
    }
}

/* The same on a server, as the program logs in: the entries are the person's, whatever the session is when the
 * transaction ends. */
static void
test_as_program (void)
{
  must (
      pg,
      "BEGIN; SELECT set_config('ddi.session', 'token-13', true);"
      "INSERT INTO import_batches (user_id, kind, source_name, digest, store_id) VALUES (13, 'waste', "
      "'w.csv', "
      "'dw', 1); INSERT INTO daily_waste (user_id, store_id, date, product_id, product_name, "
      "quantity_wasted, "
      "import_batch_id) SELECT 13, 1, '2025-10-01'::date + n, 1, 'Glazed', n, (SELECT id FROM import_batches "
      "WHERE digest = 'dw') FROM generate_series(1, 3) n;"
      "UPDATE daily_waste SET reason = 'Burnt' WHERE date = '2025-10-02';"
      "SELECT set_config('ddi.session', '', true); COMMIT");
  ddi_db_fixture_expect (
      "SELECT concat_ws(' ', user_id, c ->> 'verb', c ->> 'rows', c -> 'sums' ->> 'quantity_wasted') "
      "FROM audit_logs, jsonb_array_elements(details -> 'changes') c WHERE action = 'IMPORT'",
      "13 added 3 6");
  ddi_db_fixture_expect (
      "SELECT concat_ws(' ', user_id, details -> 'new' ->> 'reason') FROM audit_logs WHERE action = "
      "'ROW_CHANGED' AND details ->> 'table' = 'daily_waste'",
      "13 Burnt");
  must (pg, "BEGIN; SELECT set_config('ddi.session', 'token-13', true);"
            "UPDATE import_batches SET undone_at = now(), undone_by = 13 WHERE digest = 'dw';"
            "DELETE FROM daily_waste WHERE import_batch_id = (SELECT id FROM import_batches WHERE digest = "
            "'dw'); COMMIT");
  ddi_db_fixture_expect ("SELECT concat_ws(' ', user_id, c ->> 'verb', c ->> 'rows') FROM audit_logs, "
                         "jsonb_array_elements(details -> 'changes') c WHERE action = 'IMPORT_UNDONE'",
                         "13 removed 3");
  seal_all ();
  ddi_db_fixture_expect (verdict, "holds");
}

static void
finds (const char *wanted, const char *expected)
{
  g_autofree char *sql = g_strdup_printf ("SELECT coalesce(string_agg(a.details ->> 'mark', ' ' ORDER BY "
                                          "a.id), '') FROM audit_logs a WHERE a.id IN"
                                          " (SELECT auth.find_in_log(%s)) AND a.action = 'SOUGHT'",
                                          wanted);
  g_autoptr (PGresult) result = PQexec (pg, sql);

  if (PQresultStatus (result) != PGRES_TUPLES_OK)
    g_error ("%s: %s", sql, PQresultErrorMessage (result));
  g_assert_cmpstr (PQgetvalue (result, 0, 0), ==, expected);
}

/* The beginnings of words find an entry, whoever's they are, by an index; only an administrator searches. */
static void
test_search (void)
{
  g_autoptr (PGresult) plan = NULL;
  gboolean is_used = FALSE;

  must (owner, "SELECT auth.log(11, 'SOUGHT', '{\"mark\": \"a\", \"name\": \"Boston Kreme\", \"n\": 417}')");
  must (owner,
        "SELECT auth.log(12, 'SOUGHT', '{\"mark\": \"b\", \"name\": \"Café-Crème\", \"note\": \"kremes\"}')");
  /* An entry of any length is taken, and found by its beginning. */
  must (owner, "SELECT auth.log(11, 'SOUGHT', jsonb_build_object('mark', 'c', 'long', (SELECT "
               "string_agg('zebra' || i, ' ')"
               " FROM generate_series(1, 400000) i)))");
  ddi_trust_begin (pg, "token-11");
  finds ("'kreme'", "a b");
  finds ("'KREME, bos'", "a");
  finds ("'oston'", "");
  finds ("'417'", "a");
  finds ("'café'", "b");
  finds ("'crème'", "b");
  finds ("'zebra'", "c");
  finds ("'ada'", "a c");
  finds ("'ada@example.org kreme'", "a");
  finds ("'sought'", "a b c");
  finds ("'kreme & !boston | (x:*'", "");
  finds ("''' OR true --'", "");
  finds ("'-- %'", "");
  finds ("NULL", "");
  finds ("repeat('é', 100000)", "");
  ddi_trust_end (pg);
  ddi_trust_begin (pg, "token-13");
  refused (pg, "SELECT auth.find_in_log('kreme')");
  ddi_trust_end (pg);

  must (owner, "BEGIN; SET LOCAL enable_seqscan = off");
  plan =
      PQexec (owner,
              "EXPLAIN SELECT id FROM audit_logs a WHERE auth.log_words(a.action, a.ip_address, a.user_agent,"
              " a.details) @@ to_tsquery('simple', 'kreme:*')");
  for (int i = 0; i < PQntuples (plan); i++)
    is_used |= strstr (PQgetvalue (plan, i, 0), "audit_logs_words") != NULL;
  g_assert_true (is_used);
  must (owner, "ROLLBACK");
  seal_all ();
  ddi_db_fixture_expect (verdict, "holds");
}

int
main (int argc, char **argv)
{
  g_autofree char *conninfo = NULL;
  g_autoptr (GError) error = NULL;
  int failures;

  g_test_init (&argc, &argv, NULL);
  ddi_trust_fill ();
  pg = ddi_trust_connect ();
  conninfo = ddi_db_fixture_dup_owner ();
  owner = ddi_session_open (conninfo, NULL, &error);
  g_assert_no_error (error);
  must (owner,
        "BEGIN; ALTER TABLE audit_logs DISABLE TRIGGER USER;"
        "DELETE FROM audit_logs WHERE id NOT IN (1001, 1003);"
        "UPDATE audit_logs SET action = 'OLD', created_at = '2020-01-01';"
        "ALTER TABLE audit_logs ENABLE TRIGGER USER; SELECT setval('audit_logs_id_seq', 1003); COMMIT");
  g_test_add_func ("/db/audit/edits", test_edits);
  g_test_add_func ("/db/audit/other-edits", test_other_edits);
  g_test_add_func ("/db/audit/accounts", test_accounts);
  g_test_add_func ("/db/audit/figures", test_figures);
  g_test_add_func ("/db/audit/claimed-batches", test_claimed_batches);
  g_test_add_func ("/db/audit/out-of-order", test_out_of_order);
  g_test_add_func ("/db/audit/always-busy", test_always_busy);
  g_test_add_func ("/db/audit/steps", test_steps);
  g_test_add_func ("/db/audit/concurrent-writers", test_concurrent_writers);
  g_test_add_func ("/db/audit/only-added-to", test_only_added_to);
  g_test_add_func ("/db/audit/deleted-person", test_deleted_person);
  g_test_add_func ("/db/audit/tampering", test_tampering);
  g_test_add_func ("/db/audit/inserted-and-cut", test_inserted_and_cut);
  g_test_add_func ("/db/audit/retention", test_retention);
  g_test_add_func ("/db/audit/as-program", test_as_program);
  g_test_add_func ("/db/audit/search", test_search);
  failures = g_test_run ();
  PQfinish (pg);
  PQfinish (owner);
  return failures;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "db/ddi-session-private.h"
#include "ddi-db-fixture.h"
#include "ddi-trust.h"

/* What each of five people sees and may write of every table, by the key of each row: administrator,
 * district manager, store manager, viewer, nobody. A key is the store's number where a table has one row a
 * store, 9 the row for every store. Update and delete are tried row by row, insert once a key. */
typedef struct
{
  const char *table;
  const char *key;    /* the row's key, an expression */
  const char *column; /* what an update sets to itself; NULL: no update is tried */
  const char *insert; /* with %1$s for the key; NULL: the table takes no insert of anybody */
  const char *keys;   /* of the inserts */
  const char *may[4]; /* select, insert, update, delete: "administrator|…|nobody" */
} Table;

enum
{
  SELECT,
  INSERT,
  UPDATE,
  DELETE,
};

static const char *const verbs[] = { "select", "insert", "update", "delete" };

#define STORE_SEEN "1 2 3|1 2|1|1|"
#define STORE_ENTERED "1 2 3|1 2|1||"
#define STORE_DECIDED "1 2 3|1 2|||"
#define NEVER "||||"
/* A district's, for who sees all of it. */
#define TOTALS                                                                                               \
  {                                                                                                          \
    "1 2|1|||", NEVER, NEVER, NEVER                                                                          \
  }
/* The chain's, for who sees all of it. */
#define CHAIN                                                                                                \
  {                                                                                                          \
    "1||||", NEVER, NEVER, NEVER                                                                             \
  }
#define ME "(SELECT auth.user_id())"

static const Table tables[] = {
  { "daily_sales",
    "store_id",
    "notes",
    "(user_id, store_id, date, product_id, product_name, quantity_sold) VALUES (" ME
    ", %1$s, '2025-08-01', 1, 'x', 1)",
    "1 2 3",
    { STORE_SEEN, STORE_ENTERED, STORE_ENTERED, STORE_ENTERED } },
  { "daily_waste",
    "store_id",
    "reason",
    "(user_id, store_id, date, product_id, product_name, quantity_wasted) VALUES (" ME
    ", %1$s, '2025-08-01', 1, 'x', 1)",
    "1 2 3",
    { STORE_SEEN, STORE_ENTERED, STORE_ENTERED, STORE_ENTERED } },
  { "daily_production",
    "store_id",
    "sold_out_at",
    "(user_id, store_id, date, product_id, product_name, quantity_produced) VALUES (" ME
    ", %1$s, '2025-08-01', 1, 'x', 1)",
    "1 2 3",
    { STORE_SEEN, STORE_ENTERED, STORE_ENTERED, STORE_ENTERED } },
  { "daily_sales_totals", "district_id", "n", "VALUES (%1$s, '2025-08-01', 1, 1, 1, 0, 0, 1)", "1 2",
    TOTALS },
  { "daily_waste_totals", "district_id", "n", "VALUES (%1$s, '2025-08-01', 1, NULL, 1, 1, 0, 0, 1)", "1 2",
    TOTALS },
  { "daily_production_totals", "district_id", "n", "VALUES (%1$s, '2025-08-01', 1, 1, 1, 0)", "1 2", TOTALS },
  { "chain_sales_totals", "product_id", "n", "VALUES ('2025-08-01', %1$s, 1, 1, 1, 0, 1)", "1", CHAIN },
  { "chain_waste_totals", "product_id", "n", "VALUES ('2025-08-01', %1$s, NULL, 1, 1, 0, 0, 1)", "1", CHAIN },
  { "chain_production_totals", "product_id", "n", "VALUES ('2025-08-01', %1$s, 1, 1, 0)", "1", CHAIN },
  { "chain_forecast_totals", "(n > 0)::int", "n",
    "VALUES ('2025-08-01', NULL, true, %1$s, 1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0)", "1", CHAIN },
  { "forecast_totals",
    "store_id",
    "n",
    "VALUES (%1$s, '2025-08-01', NULL, true, 1, 1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0)",
    "1 2 3",
    { STORE_SEEN, NEVER, NEVER, NEVER } },
  { "forecast_marks",
    "store_id",
    "date",
    "VALUES (%1$s, '2025-08-01')",
    "1 2 3",
    { STORE_SEEN, NEVER, NEVER, NEVER } },
  { "store_sales_totals",
    "store_id",
    "n",
    "VALUES (%1$s, '2025-08-01', 1, 1, 1, 0, 1)",
    "1 2 3",
    { STORE_SEEN, NEVER, NEVER, NEVER } },
  { "store_production_totals",
    "store_id",
    "n",
    "VALUES (%1$s, '2025-08-01', 1, 1, 0)",
    "1 2 3",
    { STORE_SEEN, NEVER, NEVER, NEVER } },
  { "store_days",
    "store_id",
    "note",
    "(store_id, date) VALUES (%1$s, '2025-08-01')",
    "1 2 3",
    { STORE_SEEN, STORE_ENTERED, STORE_ENTERED, STORE_ENTERED } },
  { "forecasts",
    "store_id",
    "status",
    "(user_id, store_id, forecast_date, product_id, product_name) VALUES (" ME
    ", %1$s, '2025-08-01', 1, 'x')",
    "1 2 3",
    { STORE_SEEN, STORE_DECIDED, STORE_DECIDED, STORE_DECIDED } },
  { "forecast_history",
    "store_id",
    "note",
    "SELECT f.*, now() FROM forecasts f WHERE f.id = %1$s",
    "1 2 3",
    { STORE_SEEN, STORE_DECIDED, NEVER, STORE_DECIDED } },
  { "forecast_runs",
    "id",
    "n_series",
    "(user_id, origin, horizon) SELECT " ME ", '2025-08-01', 7 WHERE %1$s > 0",
    "1",
    { "1 2 3|1 2|1|1|", "1|1|||", "3|1 2|||", "3|1 2|||" } },
  { "forecast_comments",
    "store_id",
    "body",
    "(store_id, forecast_date, user_id, body) VALUES (%1$s, '2025-08-01', " ME ", 'x')",
    "1 2 3",
    { STORE_SEEN, STORE_ENTERED, "||1||", "||1||" } },
  { "model_accuracy",
    "store_id",
    "n",
    "(store_id, product_id, model, run_id, n, absolute_error, actual) VALUES (%1$s, 1, 'new', 1, 1, 1, 1)",
    "1 2 3",
    { STORE_SEEN, STORE_DECIDED, STORE_DECIDED, STORE_DECIDED } },
  { "order_dispatches",
    "id",
    "total",
    "(delivery_date, user_id, format, file_name, store_ids, total) VALUES ('2025-08-01', " ME
    ", 'csv', 'x', '{%1$s}', 1)",
    "1 2 3",
    { "1 2 3|1 2|1|1|", STORE_DECIDED, NEVER, "3|1 2|||" } },
  { "products",
    "id",
    "category",
    "(name) VALUES ('new ' || %1$s)",
    "1",
    { "1 2|1 2|1 2|1 2|", "1|1|1||", "1 2|1 2|||", "1 2|1 2|||" } },
  { "custom_columns",
    "id",
    "label",
    "(entity, name, label, type, position) SELECT 'sales', 'new', 'New', 'text', %1$s",
    "1",
    { "1 2|1 2|1 2|1 2|", NEVER, NEVER, NEVER } },
  { "product_aliases",
    "product_id",
    "alias",
    "(key, alias, product_id) VALUES ('new', 'new', %1$s)",
    "1",
    { "1 2|1 2|1 2|1 2|", "1|1|1||", "1 2|1 2|||", "1 2|1 2|||" } },
  { "product_prices",
    "id",
    "unit_cost",
    "(product_id, store_id, valid_from) VALUES (1, nullif(%1$s, 9), '2025-08-01')",
    "1 2 3 9",
    { "1 2 3 9|1 2 9|1 9|1 9|", "1 2 3 9|1 2 9|||", "1 2 3 9|1 2 9|||", "1 2 3 9|1 2 9|||" } },
  { "product_offers",
    "store_id",
    "offered_to",
    "(product_id, store_id) VALUES (2, %1$s)",
    "1 2 3",
    { STORE_SEEN, STORE_DECIDED, STORE_DECIDED, STORE_DECIDED } },
  { "product_merges",
    "id",
    "undone_at",
    "(merged_id, kept_id, products) SELECT 1, 2, '{}' WHERE %1$s > 0",
    "1",
    { "1 2|1|||", NEVER, NEVER, NEVER } },
  { "product_merge_moves",
    "merge_id",
    "relation",
    "(merge_id, relation, ids) VALUES (%1$s, 'x', '{}')",
    "1",
    { NEVER, NEVER, NEVER, NEVER } },
  { "product_merge_originals",
    "merge_id",
    "kind",
    "(merge_id, relation, row_id, kind) VALUES (%1$s, 'x', 1, 'added')",
    "1",
    { NEVER, NEVER, NEVER, NEVER } },
  { "waste_goals",
    "store_id",
    "share",
    "(store_id, valid_from, share) VALUES (%1$s, '2025-08-01', 0.1)",
    "1 2 3",
    { STORE_SEEN, STORE_DECIDED, STORE_DECIDED, STORE_DECIDED } },
  { "calendar_events",
    "coalesce(store_id, 9)",
    "closes_at",
    "(store_id, starts_on, ends_on, name, kind) VALUES (nullif(%1$s, 9), '2025-08-01', '2025-08-01', 'x', "
    "'local')",
    "1 2 3 9",
    { "1 2 3 9|1 2 9|1 9|1 9|", "1 2 3 9|1 2 9|1||", "1 2 3 9|1 2 9|1||", "1 2 3 9|1 2 9|1||" } },
  { "event_outcomes",
    "store_id",
    "sold",
    "(store_id, kind, name, starts_on, sold, expected) VALUES (%1$s, 'local', 'Fair', '2024-07-04', 1, 1)",
    "1 2 3",
    { STORE_SEEN, STORE_DECIDED, NEVER, STORE_DECIDED } },
  { "weather",
    "coalesce(store_id, 9)",
    "value",
    "(store_id, date, measure, value) VALUES (nullif(%1$s, 9), '2025-08-01', 'x', 1)",
    "1 2 3 9",
    { "1 2 3 9|1 2 9|1 9|1 9|", "1 2 3 9|1 2 9|1||", "1 2 3 9|1 2 9|1||", "1 2 3 9|1 2 9|1||" } },
  { "stores",
    "id",
    "address",
    "(district_id, name) SELECT %1$s, 'new'",
    "1 2",
    { STORE_SEEN, "1 2|1|||", STORE_DECIDED, STORE_DECIDED } },
  { "districts",
    "id",
    "name",
    "(name) SELECT 'new ' || %1$s",
    "1",
    { "1 2|1|1|1|", "1||||", "1 2||||", "1 2||||" } },
  { "store_members",
    "user_id",
    "role",
    "(user_id, store_id, role) VALUES (11, %1$s, 'viewer')",
    "1 2 3",
    { "12 13 14 15|12 13 14|12 13 14|12 13 14|", STORE_DECIDED, "12 13 14 15|13 14|||",
      "12 13 14 15|13 14|||" } },
  { "users",
    "id",
    "name",
    "(id, name, email, password_hash) VALUES (99 + %1$s, 'x', 'x@example.org', '!')",
    "1",
    { "1 11 12 13 14 15 16|1 11 12 13 14|1 11 12 13 14|1 11 12 13 14|", NEVER, NEVER, NEVER } },
  { "settings",
    "1",
    "value",
    "(key, value) VALUES ('new ' || %1$s, '1')",
    "1",
    { "1 1 1 1|1 1 1 1|1 1 1 1|1 1 1 1|", "1||||", "1||||", "1||||" } },
  { "import_batches",
    "id",
    "digest",
    "(user_id, kind, source_name, digest, store_id) VALUES (" ME ", 'sheet', 'x', 'x', %1$s)",
    "1",
    { "1 2 3|1 2|1|1|", "1|1|1||", "1 2 3|1 2|1||", "|2|1||" } },
  { "import_changes",
    "batch_id",
    "row_id",
    "(batch_id, table_name, row_id, before) VALUES (%1$s, 'x', 1, '{}')",
    "1 2 3",
    { "1 2 3|1 2|1||", "1 2 3|1 2|1||", "1 2 3|1 2|1||", "1 2 3|1 2|1||" } },
  { "sheet_sources",
    "store_id",
    "confirmed_at",
    "(hint, store_id) VALUES ('new', %1$s)",
    "1 2 3",
    { STORE_SEEN, STORE_ENTERED, STORE_ENTERED, STORE_ENTERED } },
  { "client_requests",
    "user_id",
    "result",
    "(uuid) SELECT gen_random_uuid() WHERE %1$s > 0",
    "1",
    { "11|12|13|14|", "1|1|1|1|", NEVER, NEVER } },
  { "audit_logs",
    "id",
    "action",
    "(action) SELECT 'x' WHERE %1$s > 0",
    "1",
    { "1001 1003||||", NEVER, NEVER, NEVER } },
  { "backups",
    "bytes",
    "verdict",
    "(id, made_at, kind, machine, path, bytes, digest) VALUES (gen_random_uuid(), now(), 'csv', 'm', 'p', "
    "%1$s, 'd')",
    "1",
    { "1||||", NEVER, NEVER, NEVER } },
  { "daily_sales_archive",
    "store_id",
    "notes",
    "SELECT s.*, now() FROM daily_sales s WHERE s.id = %1$s",
    "1",
    { STORE_SEEN, NEVER, NEVER, NEVER } },
  { "daily_waste_archive",
    "store_id",
    "reason",
    "SELECT s.*, now() FROM daily_waste s WHERE s.id = %1$s",
    "1",
    { STORE_SEEN, NEVER, NEVER, NEVER } },
  { "auth_sessions",
    "user_id",
    "client",
    "(token_hash, user_id, expires_at) VALUES (sha256('x'), 1, 'infinity')",
    "1",
    { NEVER, NEVER, NEVER, NEVER } },
  { "login_attempts",
    "id",
    "email",
    "(email, succeeded) VALUES ('x', true)",
    "1",
    { NEVER, NEVER, NEVER, NEVER } },
  { "password_reset_tokens",
    "id",
    "token",
    "(user_id, token, expires_at) VALUES (11, 'x', 'infinity')",
    "1",
    { NEVER, NEVER, NEVER, NEVER } },
  { "auth.merging", "xid", "xid", "VALUES ('1')", "1", { NEVER, NEVER, NEVER, NEVER } },
  { "auth.archiving", "xid", "xid", "VALUES ('1')", "1", { NEVER, NEVER, NEVER, NEVER } },
  { "auth.archive_spans",
    "relation",
    "last_date",
    "VALUES ('x', '2020-01-01')",
    "1",
    { NEVER, NEVER, NEVER, NEVER } },
  { "auth.archive_runs",
    "id",
    "before",
    "(back, first_date, before) VALUES (false, '-infinity', '2020-01-01')",
    "1",
    { NEVER, NEVER, NEVER, NEVER } },
  { "auth.secrets", "name", "value", "VALUES ('x', sha256('x'))", "1", { NEVER, NEVER, NEVER, NEVER } },
  { "auth.audit_chain",
    "n",
    "hash",
    "(n, id, hash) VALUES (1, 1, 'x')",
    "1",
    { NEVER, NEVER, NEVER, NEVER } },
  { "auth.audit_checkpoints",
    "n",
    "hash",
    "(n, id, hash, entries, signature) VALUES (1, 1, 'x', 1, 'x')",
    "1",
    { NEVER, NEVER, NEVER, NEVER } },
  { "auth.audit_state", "n", "hash", "DEFAULT VALUES", "1", { NEVER, NEVER, NEVER, NEVER } },
  { "auth.audit_parts",
    "id",
    "details",
    "(action, subject, is_change, details) VALUES ('IMPORT', 1, false, '{}')",
    "1",
    { NEVER, NEVER, NEVER, NEVER } },
  { "auth.changes", "subject", "at", "(subject) VALUES ('x')", "1", { NEVER, NEVER, NEVER, NEVER } },
  { "auth.database_key",
    "public_key",
    "secret_key",
    "(public_key, secret_key) VALUES ('x', 'y')",
    "1",
    { NEVER, NEVER, NEVER, NEVER } },
  { "auth.invitations",
    "id",
    "code_hash",
    "(user_id, code_hash) VALUES (11, 'x')",
    "1",
    { NEVER, NEVER, NEVER, NEVER } },
  { "auth.place",
    "one",
    "system",
    "(one, system, database) VALUES (true, 1, 1)",
    "t",
    { NEVER, NEVER, NEVER, NEVER } },
  { "auth.reset_requests",
    "id",
    "requested_at",
    "(address) VALUES ('x')",
    "1",
    { NEVER, NEVER, NEVER, NEVER } },
};

static const char *const people[] = { "token-11", "token-12", "token-13", "token-14", "" };
static PGconn *pg;

/* TRUE where the statement did something, or was stopped by a constraint, which asks after the policy. */
static gboolean
tried (const char *sql)
{
  const char *state;
  gboolean done;
  PGresult *result;

  PQclear (PQexec (pg, "SAVEPOINT attempt"));
  result = PQexec (pg, sql);
  state = PQresultErrorField (result, PG_DIAG_SQLSTATE);
  done = state ? g_str_has_prefix (state, "23") : !g_str_equal (PQcmdTuples (result), "0");
  if (state && !done && !g_str_equal (state, "42501"))
    g_error ("%s: %s", sql, PQresultErrorMessage (result));
  PQclear (result);
  PQclear (PQexec (pg, "ROLLBACK TO SAVEPOINT attempt"));
  return done;
}

static char *
read_keys (const Table *table)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT coalesce(string_agg((%1$s)::text, ' ' ORDER BY %1$s), '') FROM %2$s",
                       table->key, table->table);
  g_autoptr (PGresult) result = NULL;
  char *keys;

  PQclear (PQexec (pg, "SAVEPOINT attempt"));
  result = PQexec (pg, sql);
  keys = PQresultStatus (result) == PGRES_TUPLES_OK ? g_strdup (PQgetvalue (result, 0, 0)) : g_strdup ("");
  PQclear (PQexec (pg, "ROLLBACK TO SAVEPOINT attempt"));
  return keys;
}

/* The keys of @keys for which the statement of @verb does something. */
static char *
try_keys (const Table *table, int verb, const char *keys)
{
  g_auto (GStrv) list = g_strsplit (keys, " ", -1);
  g_autoptr (GString) done = g_string_new (NULL);

  for (gsize i = 0; list[i]; i++)
    {
      g_autofree char *sql = NULL;

      if (*list[i] == '\0')
        continue;
      if (verb == INSERT)
        {
          g_auto (GStrv) parts = g_strsplit (table->insert, "%1$s", -1);
          g_autofree char *values = g_strjoinv (list[i], parts);

          sql = g_strdup_printf ("INSERT INTO %s %s", table->table, values);
        }
      else if (verb == UPDATE)
        sql = g_strdup_printf ("UPDATE %s SET %s = %s WHERE (%s)::text = '%s'", table->table, table->column,
                               table->column, table->key, list[i]);
      else
        sql = g_strdup_printf ("DELETE FROM %s WHERE (%s)::text = '%s'", table->table, table->key, list[i]);
      if (tried (sql))
        g_string_append_printf (done, "%s%s", done->len ? " " : "", list[i]);
    }
  return g_strdup (done->str);
}

static void
unique_words (char *text)
{
  g_auto (GStrv) list = g_strsplit (text, " ", -1);
  const char *last = "";
  char *end = text;

  for (gsize i = 0; list[i]; i++)
    {
      if (g_str_equal (list[i], last))
        continue;
      if (end > text)
        *end++ = ' ';
      end = g_stpcpy (end, list[i]);
      last = list[i];
    }
  *end = '\0';
}

/* Rows are named by the owner's eyes, so that what a person cannot see is tried too. */
static void
check_table (const Table *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT coalesce(string_agg(DISTINCT (%s)::text, ' '), '') FROM %s",
                                          table->key, table->table);
  g_autofree char *every = ddi_db_fixture_psql (sql);

  for (int person = 0; person < (int)G_N_ELEMENTS (people); person++)
    for (int verb = SELECT; verb <= DELETE; verb++)
      {
        g_auto (GStrv) wanted = g_strsplit (table->may[verb], "|", -1);
        g_autofree char *got = NULL;

        g_assert_cmpuint (g_strv_length (wanted), ==, G_N_ELEMENTS (people));
        ddi_trust_begin (pg, people[person]);
        got =
            verb == SELECT ? read_keys (table) : try_keys (table, verb, verb == INSERT ? table->keys : every);
        ddi_trust_end (pg);
        if (!(verb == SELECT && g_str_equal (table->table, "settings")))
          unique_words (got);
        if (!g_str_equal (got, wanted[person]))
          g_error ("%s %s as “%s”: “%s”, not “%s”", verbs[verb], table->table, people[person], got,
                   wanted[person]);
      }
}

static void
test_every_verb (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    check_table (&tables[i]);
}

/* A new table is to be added above. What was applied is told to everybody, so that a program that nobody
 * has signed in to can say that it is too old. */
static void
test_no_table_forgotten (void)
{
  g_autoptr (GString) known = g_string_new ("'schema_migrations'");
  g_autofree char *sql = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    g_string_append_printf (known, ", '%s'", tables[i].table);
  sql = g_strdup_printf ("SELECT coalesce(string_agg(c.oid::regclass::text, ' '), '') FROM pg_class c"
                         " WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition"
                         " AND c.relnamespace IN ('public'::regnamespace, 'auth'::regnamespace)"
                         " AND c.oid::regclass::text NOT IN (%s)",
                         known->str);
  ddi_db_fixture_expect (sql, "");
}

/* What the check before the end of a migration says of a schema that @change has made. */
static void
expect_refused (PGconn *owner, const char *check, const char *change, const char *expected)
{
  g_autofree char *sql = g_strdup_printf ("BEGIN; %s", change);
  g_autoptr (PGresult) changed = PQexec (owner, sql);
  g_autoptr (PGresult) refused = PQexec (owner, check);

  g_assert_cmpint (PQresultStatus (changed), ==, PGRES_COMMAND_OK);
  if (strstr (PQresultErrorMessage (refused), expected) == NULL)
    g_error ("%s: “%s”, not “%s”", change, PQresultErrorMessage (refused), expected);
  PQclear (PQexec (owner, "ROLLBACK"));
}

static void
test_unguarded (void)
{
  g_autofree char *text = NULL;
  g_autofree char *path =
      g_build_filename (g_getenv ("DDI_TEST_SOURCE"), "sql/queries/migrations/check-policies.sql", NULL);
  g_autofree char *conninfo = ddi_db_fixture_dup_owner ();
  g_autoptr (PGconn) owner = ddi_session_open (conninfo, NULL, NULL);
  g_autoptr (PGresult) good = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  good = PQexec (owner, text);
  g_assert_cmpint (PQresultStatus (good), ==, PGRES_COMMAND_OK);
  expect_refused (owner, text, "CREATE TABLE public.late (a int)", "no policy guards late");
  expect_refused (owner, text, "CREATE TABLE public.late (a int); ALTER TABLE late ENABLE ROW LEVEL SECURITY",
                  "no policy guards late");
  expect_refused (owner, text,
                  "CREATE FUNCTION public.late() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
                  "everybody may use late()");
  expect_refused (owner, text,
                  "CREATE FUNCTION public.late() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
                  "everybody may use late()");
  expect_refused (owner, text,
                  "CREATE FUNCTION public.late(t text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS "
                  "'BEGIN EXECUTE t; END'; REVOKE ALL ON FUNCTION late(text) FROM PUBLIC",
                  "late(text) runs text as a statement");
}

/* Whatever is new in the schema is nobody's until it is granted, pins what it reads by, and no view looks
 * with its owner's eyes. */
static void
test_functions (void)
{
  ddi_db_fixture_expect (
      "SELECT coalesce(string_agg(p.oid::regprocedure::text, ' '), '') FROM pg_proc p"
      " WHERE p.pronamespace = 'auth'::regnamespace AND has_function_privilege('public', p.oid, 'EXECUTE')",
      "");
  ddi_db_fixture_expect (
      "SELECT coalesce(string_agg(p.oid::regprocedure::text, ' '), '') FROM pg_proc p"
      " WHERE p.prosecdef AND p.pronamespace IN ('auth'::regnamespace, 'public'::regnamespace)"
      " AND NOT coalesce(p.proconfig, '{}') && ARRAY['search_path=pg_catalog, pg_temp',"
      " 'search_path=pg_catalog, public, pg_temp']",
      "");
  ddi_db_fixture_expect (
      "SELECT coalesce(string_agg(p.oid::regprocedure::text, ' '), '') FROM pg_proc p"
      " WHERE p.prosecdef AND p.pronamespace IN ('auth'::regnamespace, 'public'::regnamespace)"
      " AND NOT (coalesce(p.proconfig, '{}') && ARRAY['TimeZone=UTC', 'timezone=UTC']"
      " AND coalesce(p.proconfig, '{}') && ARRAY['standard_conforming_strings=on'])",
      "");
  /* What the owner does for whoever asks is in auth; a trigger's function is put on no table of anybody's own. */
  ddi_db_fixture_expect ("SELECT coalesce(string_agg(p.oid::regprocedure::text, ' '), '') FROM pg_proc p"
                         " WHERE (p.prosecdef OR p.prorettype = 'trigger'::regtype) AND "
                         "has_function_privilege('ddi_app', p.oid, "
                         "'EXECUTE') AND (p.pronamespace = 'public'::regnamespace"
                         " OR p.pronamespace = 'auth'::regnamespace AND p.prorettype = 'trigger'::regtype)",
                         "");
  ddi_db_fixture_expect (
      "SELECT coalesce(string_agg(c.relname, ' '), '') FROM pg_class c"
      " WHERE c.relkind = 'v' AND c.relnamespace = 'public'::regnamespace"
      " AND NOT coalesce(c.reloptions, '{}') && ARRAY['security_invoker=true', 'security_invoker=on']",
      "");
}

int
main (int argc, char **argv)
{
  int failures;

  g_test_init (&argc, &argv, NULL);
  ddi_trust_fill ();
  pg = ddi_trust_connect ();
  g_test_add_func ("/db/policies/every-verb", test_every_verb);
  g_test_add_func ("/db/policies/no-table-forgotten", test_no_table_forgotten);
  g_test_add_func ("/db/policies/unguarded", test_unguarded);
  g_test_add_func ("/db/policies/functions", test_functions);
  failures = g_test_run ();
  PQfinish (pg);
  return failures;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "db/ddi-session-private.h"
#include "ddi-db-fixture.h"
#include "ddi-trust.h"
#include "policy-tables.h"

static const char *const verbs[] = { "select", "insert", "update", "delete" };
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
  /* Also where it is called by one that is the owner's. */
  expect_refused (
      owner, text,
      "CREATE FUNCTION public.late(t text) RETURNS void LANGUAGE plpgsql AS 'BEGIN EXECUTE t; END'",
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
  /* A number that is taken would tell of a row that one does not see: only what an undo brings back has its own. */
  ddi_db_fixture_expect (
      "SELECT string_agg(c.relname, ' ' ORDER BY c.relname) FROM pg_attribute a JOIN pg_class c ON c.oid = "
      "a.attrelid WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attname = "
      "'id' "
      "AND a.atttypid IN ('int4'::regtype, 'int8'::regtype) AND (has_column_privilege('ddi_app', c.oid, "
      "a.attnum, 'INSERT') OR has_column_privilege('ddi_app', c.oid, a.attnum, 'UPDATE'))",
      "daily_production daily_sales daily_waste forecast_history forecasts");
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

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <libpq-fe.h>

#include "db/ddi-db-error.h"
#include "ddi-db-fixture.h"
#include "tasks/ddi-custom-retype.h"

/* An added column of another type: what it would do is told, every value stays or comes back, and either all rows are
 * written or none. */

static DdiDatabase *database;

#define VALUES                                                                                               \
  "SELECT string_agg(coalesce(custom::text, '-'), ' ' ORDER BY date) FROM all_sales WHERE product_id = 401"
#define TYPES                                                                                                \
  "SELECT string_agg(name || ' ' || type, ',' ORDER BY id) FROM custom_columns WHERE dropped_at IS NULL"
#define OLD_VALUES                                                                                           \
  "{\"size\": \"12\"} {\"size\": \"007\"} {\"size\": \"some\"} {\"size\": \"some\"} - {\"size\": \"3\"}"

static void
fill (void)
{
  g_free (ddi_db_fixture_psql (
      "DELETE FROM daily_sales WHERE product_id = 401; DELETE FROM daily_sales_archive WHERE product_id = "
      "401;"
      "DELETE FROM custom_columns; INSERT INTO custom_columns (entity, name, label, type, position) VALUES "
      "('sales', 'size', 'Size', 'text', 1);"
      "INSERT INTO daily_sales (user_id, store_id, date, product_id, quantity_sold, custom) VALUES "
      "(1, 401, '2025-03-01', 401, 1, '{\"size\": \"12\"}'), (1, 401, '2025-03-02', 401, 2, '{\"size\": "
      "\"007\"}'),"
      "(1, 401, '2025-03-03', 401, 3, '{\"size\": \"some\"}'), (1, 401, '2025-03-04', 401, 4, '{\"size\": "
      "\"some\"}'),"
      "(1, 401, '2025-03-05', 401, 5, NULL);"
      "INSERT INTO daily_sales_archive (user_id, store_id, date, product_id, product_name, quantity_sold, "
      "id, source, custom, "
      "row_version) SELECT 1, 401, '2025-04-01', 401, 'Retyped', 6, 1000401, 'till', '{\"size\": \"3\"}', "
      "1"));
  ddi_db_fixture_expect (VALUES, OLD_VALUES);
}

static DdiCustomRetype *
plan (const char *type)
{
  g_autoptr (DdiRows) rows =
      ddi_db_fixture_query (database, "columns/plan-retype", g_variant_new ("(sss)", "sales", "size", type));

  return ddi_custom_retype_from_rows (rows);
}

static DdiRows *
try_retype (const char *type, gint64 most, GError **error)
{
  DdiUnit *unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;

  ddi_unit_add (unit, "columns/retype",
                g_variant_new ("(ssssx)", "sales", "size", type, "before: other", most));
  results = ddi_database_run (database, unit, NULL, error);
  return results ? ddi_rows_ref (results->pdata[0]) : NULL;
}

static void
retype (const char *type, gint64 most, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiRows) rows = try_retype (type, most, &error);
  g_autofree char *found = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (ddi_rows_get_n (rows), ==, 1);
  found = g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s",
                           ddi_rows_get_int (rows, 0, 0), ddi_rows_get_int (rows, 0, 1),
                           ddi_rows_get_int (rows, 0, 2),
                           ddi_rows_get_text (rows, 0, 3) ? ddi_rows_get_text (rows, 0, 3) : "-");
  g_assert_cmpstr (found, ==, expected);
}

/* The figures and the examples, and that asking changes nothing. */
static void
test_plan (void)
{
  g_autoptr (DdiCustomRetype) whole = NULL, same = NULL;
  g_autofree char *told = NULL, *log = NULL;

  fill ();
  whole = plan ("integer");
  g_assert_cmpint (whole->rows, ==, 5);
  g_assert_cmpint (whole->archived, ==, 1);
  g_assert_cmpint (whole->kept, ==, 3);
  g_assert_cmpint (whole->empty, ==, 2);
  g_assert_cmpint (whole->restored, ==, 0);
  told = ddi_custom_retype_describe (whole, "Size", DDI_CUSTOM_TEXT, DDI_CUSTOM_INTEGER);
  g_assert_nonnull (strstr (told, "5 rows"));
  g_assert_nonnull (strstr (told, "“some” (2)"));
  g_assert_nonnull (strstr (told, "“007” → “7”"));
  /* Examples of both kinds, however many there are of one. */
  g_free (ddi_db_fixture_psql (
      "INSERT INTO daily_sales (user_id, store_id, date, product_id, quantity_sold, custom) SELECT 1, 401, "
      "'2025-07-01'::date + n, 401, 1, jsonb_build_object('size', (n % 7)::text) FROM generate_series(1, 70) "
      "n"));
  g_clear_pointer (&whole, ddi_custom_retype_free);
  g_clear_pointer (&told, g_free);
  whole = plan ("integer");
  g_assert_cmpint (whole->rows, ==, 75);
  told = ddi_custom_retype_describe (whole, "Size", DDI_CUSTOM_TEXT, DDI_CUSTOM_INTEGER);
  g_assert_nonnull (strstr (told, "“some” (2)"));
  g_assert_nonnull (strstr (told, "“007” → “7” (1)"));
  g_free (ddi_db_fixture_psql ("DELETE FROM daily_sales WHERE product_id = 401 AND date > '2025-06-30'"));
  same = plan ("date");
  g_assert_cmpint (same->empty, ==, 5);
  ddi_db_fixture_expect (VALUES, OLD_VALUES);
  ddi_db_fixture_expect (TYPES, "size text");
}

/* What would be lost refuses, also where fewer were agreed to; agreed, each value is kept and comes back exactly. */
static void
test_back (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiRows) refused = NULL;
  g_autoptr (DdiCustomRetype) back = NULL;

  fill ();
  refused = try_retype ("integer", 1, &error);
  g_assert_null (refused);
  g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_CONSTRAINT);
  g_assert_nonnull (strstr (error->message, "some"));
  ddi_db_fixture_expect (VALUES, OLD_VALUES);
  ddi_db_fixture_expect ("SELECT count(*) FROM custom_columns", "1");

  g_free (ddi_db_fixture_psql ("UPDATE daily_sales SET row_version = 1 WHERE product_id = 401"));
  retype ("integer", 2, "5 3 2 size_was_1");
  ddi_db_fixture_expect (VALUES,
                         "{\"size\": 12} {\"size\": 7, \"size_was_1\": \"007\"} {\"size_was_1\": \"some\"} "
                         "{\"size_was_1\": \"some\"} - {\"size\": 3}");
  ddi_db_fixture_expect (TYPES, "size integer");
  ddi_db_fixture_expect ("SELECT label, type FROM custom_columns WHERE name = 'size_was_1'",
                         "Size (before: other)|text");
  /* Nobody's edit: a form that is open is not out of date, and the log has the one entry. */
  ddi_db_fixture_expect ("SELECT count(DISTINCT row_version) FROM daily_sales WHERE product_id = 401", "1");
  ddi_db_fixture_expect (
      "SELECT details - 'table' - 'label' FROM audit_logs WHERE action = 'COLUMN_RETYPED'",
      "{\"new\": \"integer\", \"old\": \"text\", \"kept\": 3, \"name\": \"size\", \"rows\": 5, "
      "\"empty\": 2, \"kept_in\": \"size_was_1\"}");
  ddi_db_fixture_expect (
      "SELECT count(*) FROM audit_logs WHERE action = 'ROW_CHANGED' AND id > (SELECT max(id) "
      "FROM audit_logs WHERE action = 'COLUMN_RETYPED')",
      "0");

  back = plan ("text");
  g_assert_cmpint (back->rows, ==, 5);
  g_assert_cmpint (back->restored, ==, 3);
  g_assert_cmpint (back->empty, ==, 0);
  retype ("text", 0, "5 0 0 -");
  ddi_db_fixture_expect (VALUES, OLD_VALUES);
  ddi_db_fixture_expect ("SELECT string_agg(name, ',') FROM custom_columns WHERE cleared_at IS NULL", "size");
}

/* What was entered since stays, beside what was there before. */
static void
test_edited (void)
{
  fill ();
  retype ("integer", 2, "5 3 2 size_was_1");
  g_free (ddi_db_fixture_psql ("UPDATE daily_sales SET custom = custom || '{\"size\": 8}' WHERE product_id = "
                               "401 AND date IN ('2025-03-02', "
                               "'2025-03-03')"));
  retype ("text", 0, "5 0 0 -");
  ddi_db_fixture_expect (VALUES,
                         "{\"size\": \"12\"} {\"size\": \"8\", \"size_was_1\": \"007\"} {\"size\": \"8\", "
                         "\"size_was_1\": \"some\"} {\"size\": \"some\"} - {\"size\": \"3\"}");
  /* Brought back as a column of its own, by its heading. */
  g_free (ddi_db_fixture_psql ("SELECT 1"));
  ddi_rows_unref (ddi_db_fixture_query (database, "columns/add",
                                        g_variant_new ("(sss)", "sales", "Size (before: other)", "text")));
  ddi_db_fixture_expect (TYPES, "size text,size_was_1 text");
}

static const struct
{
  const char *from;
  const char *value; /* as JSON */
  const char *to;
  const char *becomes; /* "": it is none of this type */
} conversions[] = {
  { "integer", "3", "text", "\"3\"" },         { "integer", "3", "decimal", "3.00" },
  { "integer", "1", "boolean", "true" },       { "integer", "2", "boolean", "" },
  { "integer", "123456789", "decimal", "" },   { "decimal", "1.50", "text", "\"1.50\"" },
  { "decimal", "2.00", "integer", "2" },       { "decimal", "2.50", "integer", "" },
  { "decimal", "0.00", "boolean", "false" },   { "date", "\"2026-11-25\"", "text", "\"2026-11-25\"" },
  { "date", "\"2026-11-25\"", "integer", "" }, { "boolean", "true", "text", "\"yes\"" },
  { "boolean", "false", "integer", "0" },      { "boolean", "true", "date", "" },
  { "text", "\"Yes\"", "boolean", "true" },    { "text", "\"99999999999\"", "integer", "" },
  { "text", "\"9999999999\"", "integer", "" }, { "text", "\"2026-02-30\"", "date", "" },
  { "text", "\" 1.5 \"", "decimal", "1.50" },  { "text", "\"1,5\"", "decimal", "" },
};

/* Each type into each other that it has anything in common with; and back, exactly. */
static void
test_conversions (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (conversions); i++)
    {
      g_autofree char *ask =
          g_strdup_printf ("SELECT custom_converted('%s', '%s')", conversions[i].value, conversions[i].to);
      g_autofree char *round = g_strdup_printf ("SELECT (custom_retyped(custom_retyped('{\"x\": %1$s}', 'x', "
                                                "'%2$s', '%3$s', NULL, 'k'), 'x', '%3$s', "
                                                "'%2$s', 'k', 'l') -> 'x')::text = '%1$s'",
                                                conversions[i].value, conversions[i].from, conversions[i].to);

      ddi_db_fixture_expect (ask, conversions[i].becomes);
      ddi_db_fixture_expect (round, "t");
    }
}

/* A program, or an undo, that knows the former type only: what is a value now is one, what is none is kept, and once
 * the former values were let go it is refused. */
static void
test_older_program (void)
{
  static const char insert[] =
      "INSERT INTO daily_sales (user_id, store_id, date, product_id, quantity_sold, custom) VALUES "
      "(1, 401, '2025-05-01', 401, 1, '{\"size\": \"15\"}'), (1, 401, '2025-05-02', 401, 1, '{\"size\": "
      "\"wide\"}')";
  g_autofree char *owner = ddi_db_fixture_dup_owner ();
  PGconn *connection;
  PGresult *result;

  fill ();
  retype ("integer", 2, "5 3 2 size_was_1");
  g_free (ddi_db_fixture_psql (insert));
  ddi_db_fixture_expect (
      "SELECT string_agg(custom::text, ' ' ORDER BY date) FROM daily_sales WHERE date > '2025-04-30' "
      "AND product_id = 401",
      "{\"size\": 15} {\"size_was_1\": \"wide\"}");
  ddi_rows_unref (
      ddi_db_fixture_query (database, "columns/clear", g_variant_new ("(ss)", "sales", "size_was_1")));
  connection = PQconnectdb (owner);
  result =
      PQexec (connection, "UPDATE daily_sales SET custom = '{\"size\": \"wide\"}' WHERE product_id = 401");
  g_assert_cmpstr (PQresultErrorField (result, PG_DIAG_SQLSTATE), ==, "23514");
  PQclear (result);
  PQfinish (connection);
}

/* Failing behind the first table, nothing has changed in either; and again once it can. */
static void
test_half_way (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiRows) rows = NULL;

  fill ();
  g_free (ddi_db_fixture_psql (
      "CREATE FUNCTION fail_half_way() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'half "
      "way' USING "
      "ERRCODE = 'disk_full'; END$$; REVOKE EXECUTE ON FUNCTION fail_half_way() FROM PUBLIC;"
      "CREATE TRIGGER fail_half_way BEFORE UPDATE ON daily_sales_archive FOR EACH ROW EXECUTE FUNCTION "
      "fail_half_way()"));
  rows = try_retype ("integer", 2, &error);
  g_assert_null (rows);
  g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_FULL);
  ddi_db_fixture_expect (VALUES, OLD_VALUES);
  ddi_db_fixture_expect (TYPES, "size text");
  ddi_db_fixture_expect ("SELECT count(*) FROM custom_columns", "1");
  g_free (ddi_db_fixture_psql ("DROP FUNCTION fail_half_way() CASCADE"));
  retype ("integer", 2, "5 3 2 size_was_1");
}

typedef struct
{
  GMainLoop *loop;
  GError *error;
} Waited;

static void
killed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Waited *waited = user_data;
  g_autoptr (GPtrArray) results = ddi_database_run_finish (DDI_DATABASE (source), result, &waited->error);

  g_assert_null (results);
  g_main_loop_quit (waited->loop);
}

static gboolean
kill_cb (gpointer user_data)
{
  g_autofree char *killed = ddi_db_fixture_psql (
      "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query LIKE '%retype_column%' AND "
      "wait_event_type = 'Lock' AND pid <> pg_backend_pid()");

  return g_str_equal (killed, "0");
}

/* Killed in the middle, with the live rows written and the archive's locked by somebody: as if nobody had asked. And a
 * shop that holds a row is not waited for beyond the limit. */
static void
test_killed (void)
{
  g_autofree char *owner = ddi_db_fixture_dup_owner ();
  PGconn *other = PQconnectdb (owner);
  Waited waited = { g_main_loop_new (NULL, FALSE), NULL };
  DdiUnit *unit = ddi_unit_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiRows) rows = NULL;

  fill ();
  PQclear (PQexec (other, "BEGIN"));
  PQclear (PQexec (other, "SELECT FROM daily_sales_archive WHERE product_id = 401 FOR UPDATE"));
  ddi_unit_add (unit, "columns/retype",
                g_variant_new ("(ssssx)", "sales", "size", "integer", "before", (gint64)2));
  ddi_database_run_async (database, unit, NULL, killed_cb, &waited);
  g_timeout_add (20, kill_cb, NULL);
  g_main_loop_run (waited.loop);
  g_assert_nonnull (waited.error);
  g_clear_error (&waited.error);
  g_main_loop_unref (waited.loop);
  ddi_db_fixture_expect (VALUES, OLD_VALUES);
  ddi_db_fixture_expect (TYPES, "size text");

  rows = try_retype ("integer", 2, &error);
  g_assert_null (rows);
  g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_TIMEOUT);
  g_assert_nonnull (strstr (error->message, "nothing was changed"));
  ddi_db_fixture_expect (VALUES, OLD_VALUES);
  PQfinish (other);
}

/* A value that is being entered is waited for and becomes one of the new type; one without added values waits for
 * nothing. */
static void
test_beside (void)
{
  g_autofree char *owner = ddi_db_fixture_dup_owner ();
  PGconn *entering = PQconnectdb (owner), *retyping = PQconnectdb (owner);
  PGresult *result;

  fill ();
  PQclear (PQexec (entering, "BEGIN"));
  PQclear (
      PQexec (entering,
              "INSERT INTO daily_sales (user_id, store_id, date, product_id, quantity_sold, custom) VALUES "
              "(1, 401, '2025-06-01', 401, 1, '{\"size\": \"16\"}')"));
  PQclear (PQexec (retyping, "BEGIN"));
  PQclear (PQexec (retyping, "SET lock_timeout = 0"));
  /* What the retyping takes. */
  g_assert_true (PQsendQuery (retyping, "LOCK TABLE custom_columns IN EXCLUSIVE MODE NOWAIT"));
  result = PQgetResult (retyping);
  g_assert_cmpstr (PQresultErrorField (result, PG_DIAG_SQLSTATE), ==, "55P03");
  PQclear (result);
  while ((result = PQgetResult (retyping)))
    PQclear (result);
  PQclear (PQexec (retyping, "ROLLBACK"));
  PQclear (PQexec (entering, "COMMIT"));

  PQclear (PQexec (retyping, "BEGIN"));
  result = PQexec (retyping, "LOCK TABLE custom_columns IN EXCLUSIVE MODE NOWAIT");
  g_assert_cmpint (PQresultStatus (result), ==, PGRES_COMMAND_OK);
  PQclear (result);
  PQclear (PQexec (entering, "SET lock_timeout = '1ms'"));
  result =
      PQexec (entering, "INSERT INTO daily_sales (user_id, store_id, date, product_id, quantity_sold) VALUES "
                        "(1, 401, '2025-06-02', 401, 1)");
  g_assert_cmpint (PQresultStatus (result), ==, PGRES_COMMAND_OK);
  PQclear (result);
  result =
      PQexec (entering,
              "INSERT INTO daily_sales (user_id, store_id, date, product_id, quantity_sold, custom) VALUES "
              "(1, 401, '2025-06-03', 401, 1, '{\"size\": \"17\"}')");
  g_assert_cmpstr (PQresultErrorField (result, PG_DIAG_SQLSTATE), ==, "55P03");
  PQclear (result);
  PQfinish (retyping);
  PQfinish (entering);
  retype ("integer", 2, "6 3 2 size_was_1");
}

/* Only an administrator, only what there is, only what it is not already. */
static void
test_refused (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiRows) rows = NULL;

  fill ();
  rows = try_retype ("text", 0, &error);
  g_assert_null (rows);
  g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_CONSTRAINT);
  g_clear_error (&error);
  rows = try_retype ("real", 9, &error);
  g_assert_null (rows);
  g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_CONSTRAINT);
  g_clear_error (&error);
  g_free (ddi_db_fixture_psql ("UPDATE custom_columns SET dropped_at = now()"));
  rows = try_retype ("integer", 9, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ddi_rows_get_n (rows), ==, 0);
  {
    g_autofree char *app = ddi_db_fixture_dup_app ();
    PGconn *nobody = PQconnectdb (app);
    PGresult *result = PQexec (nobody, "SELECT auth.retype_column('sales', 'size', 'integer', 'x', 9)");

    g_assert_cmpint (PQresultStatus (result), ==, PGRES_FATAL_ERROR);
    PQclear (result);
    PQfinish (nobody);
  }
}

int
main (int argc, char **argv)
{
  g_autofree char *conninfo = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  conninfo = ddi_db_fixture_dup_app ();
  database = ddi_database_new (conninfo, 2);
  ddi_db_fixture_sign_in (database);
  g_free (ddi_db_fixture_psql ("INSERT INTO districts (id, name) VALUES (400, 'East');"
                               "INSERT INTO stores (id, district_id, name) VALUES (401, 400, 'Store 401');"
                               "INSERT INTO products (id, name) VALUES (401, 'Retyped')"));
  g_test_add_func ("/db/custom-retype/plan", test_plan);
  g_test_add_func ("/db/custom-retype/back", test_back);
  g_test_add_func ("/db/custom-retype/edited", test_edited);
  g_test_add_func ("/db/custom-retype/conversions", test_conversions);
  g_test_add_func ("/db/custom-retype/older-program", test_older_program);
  g_test_add_func ("/db/custom-retype/half-way", test_half_way);
  g_test_add_func ("/db/custom-retype/killed", test_killed);
  g_test_add_func ("/db/custom-retype/beside", test_beside);
  g_test_add_func ("/db/custom-retype/refused", test_refused);
  result = g_test_run ();
  g_clear_object (&database);
  return result;
}

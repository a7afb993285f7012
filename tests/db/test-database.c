/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "db/ddi-connection-private.h"
#include "db/ddi-db-error.h"
#include "ddi-db-fixture.h"
#include "support/ddi-test-proxy.h"

static DdiDatabase *
new_database (guint size)
{
  g_autofree char *conninfo = ddi_db_fixture_dup_app ();
  DdiDatabase *database = ddi_database_new (conninfo, size);

  ddi_db_fixture_sign_in (database);
  return database;
}

static void
test_values (void)
{
  g_autoptr (DdiDatabase) database = new_database (1);
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiRows) rows = ddi_db_fixture_run (
      database,
      "SELECT $1::int AS i, $2::bigint AS x, $3::text AS s, $4::float8 AS d, $5::boolean AS b, $6::date AS "
      "day, "
      "$7::numeric(10,2) AS m, $8::int[] AS \"A\", $9::text[] AS t, $10::int AS n UNION ALL "
      "SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL",
      g_variant_new_parsed (
          "(-7, @x 9223372036854775807, 'Boston \"Kreme\" \\\\ ☕', 0.1, true, '2024-02-29', "
          "'-12.30', @ai [1, 2], @ams [nothing, 'a,\"b\\\\'], @mi nothing)"),
      &error);

  g_assert_no_error (error);
  g_assert_cmpuint (ddi_rows_get_n (rows), ==, 2);
  g_assert_cmpuint (ddi_rows_get_n_columns (rows), ==, 10);
  g_assert_cmpstr (ddi_rows_get_column_name (rows, 7), ==, "A");
  g_assert_cmpuint (ddi_rows_column (rows, "A"), ==, 7);
  g_assert_cmpint (ddi_rows_get_int (rows, 0, 0), ==, -7);
  g_assert_cmpint (ddi_rows_get_int (rows, 0, 1), ==, G_MAXINT64);
  g_assert_cmpstr (ddi_rows_get_text (rows, 0, 2), ==, "Boston \"Kreme\" \\ ☕");
  g_assert_cmpfloat (ddi_rows_get_double (rows, 0, 3), ==, 0.1);
  g_assert_true (ddi_rows_get_boolean (rows, 0, 4));
  g_assert_cmpint (ddi_rows_get_day (rows, 0, 5), ==, ddi_day_from_ymd (2024, 2, 29));
  g_assert_cmpint (ddi_rows_get_money (rows, 0, 6), ==, -1230);
  g_assert_cmpstr (ddi_rows_get_text (rows, 0, 7), ==, "{1,2}");
  g_assert_cmpstr (ddi_rows_get_text (rows, 0, 8), ==, "{NULL,\"a,\\\"b\\\\\"}");
  g_assert_true (ddi_rows_is_null (rows, 0, 9));
  for (guint c = 0; c < 10; c++)
    g_assert_null (ddi_rows_get_text (rows, 1, c));
  g_assert_cmpint (ddi_rows_get_int (rows, 1, 0), ==, 0);
  g_assert_true (isnan (ddi_rows_get_double (rows, 1, 3)));
  g_assert_cmpint (ddi_rows_get_day (rows, 1, 5), ==, DDI_DAY_INVALID);
}

static void
test_affected (void)
{
  g_autoptr (DdiDatabase) database = new_database (1);
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiRows) rows =
      ddi_db_fixture_run (database,
                          "INSERT INTO districts (name) SELECT 'affected ' || n FROM generate_series(1, 3) n",
                          NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (ddi_rows_get_n_affected (rows), ==, 3);
  ddi_db_fixture_expect ("DELETE FROM districts WHERE name LIKE 'affected %' RETURNING 'gone'",
                         "gone\ngone\ngone");
}

/* A unit that fails leaves nothing, and the connection is as good as before. */
static void
test_failed_unit (void)
{
  g_autoptr (DdiDatabase) database = new_database (1);
  g_autoptr (GError) error = NULL;
  g_autofree char *before = ddi_db_fixture_value (database, "SELECT pg_backend_pid()");
  g_autofree char *after = NULL;
  DdiUnit *unit = ddi_unit_new ();

  ddi_unit_add_sql (unit, "INSERT INTO districts (name) VALUES ('never')", NULL);
  ddi_unit_add_sql (unit, "INSERT INTO districts (name) VALUES ('')", NULL);
  ddi_unit_add_sql (unit, "INSERT INTO districts (name) VALUES ('nor this')", NULL);
  g_assert_null (ddi_database_run (database, unit, NULL, &error));
  g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_CONSTRAINT);
  ddi_db_fixture_expect ("SELECT count(*) FROM districts WHERE name IN ('never', 'nor this')", "0");
  after = ddi_db_fixture_value (database, "SELECT pg_backend_pid()");
  g_assert_cmpstr (after, ==, before);
  ddi_db_fixture_expect ("SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'",
                         "0");
}

/* A constraint that is only checked at COMMIT. */
static void
test_failed_commit (void)
{
  g_autoptr (DdiDatabase) database = new_database (1);
  g_autoptr (GError) error = NULL;
  g_autofree char *made = ddi_db_fixture_psql ("CREATE TABLE at_commit (n INT UNIQUE DEFERRABLE INITIALLY "
                                               "DEFERRED); GRANT ALL ON at_commit TO ddi_app");

  g_assert_null (ddi_db_fixture_run (database, "INSERT INTO at_commit VALUES (1), (1)", NULL, &error));
  g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_CONSTRAINT);
  ddi_db_fixture_expect ("SELECT count(*) FROM at_commit; DROP TABLE at_commit", "0");
}

static void
test_read_only (void)
{
  g_autoptr (DdiDatabase) database = new_database (1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = NULL;
  DdiUnit *unit = ddi_unit_new ();

  ddi_unit_set_read_only (unit);
  ddi_unit_add_sql (unit, "DELETE FROM districts", NULL);
  results = ddi_database_run (database, unit, NULL, &error);
  g_assert_null (results);
  g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_DENIED);
}

/* Waits until the server runs a statement that is like @pattern, and cancels. */
typedef struct
{
  const char *pattern;
  GCancellable *cancellable;
} Canceller;

static gpointer
cancel_when_running (gpointer data)
{
  Canceller *self = data;
  g_autofree char *conninfo = ddi_db_fixture_dup_superuser ();
  g_autoptr (DdiDatabase) watcher = ddi_database_new (conninfo, 1);
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM pg_stat_activity WHERE pid <> "
                                          "pg_backend_pid() AND state = 'active' AND query LIKE '%s'",
                                          self->pattern);

  for (;;)
    {
      g_autofree char *n = ddi_db_fixture_value (watcher, sql);

      if (!g_str_equal (n, "0"))
        break;
      g_usleep (2000);
    }
  g_cancellable_cancel (self->cancellable);
  return NULL;
}

static void
test_cancel (void)
{
  g_autoptr (DdiDatabase) database = new_database (1);
  g_autofree char *before = ddi_db_fixture_value (database, "SELECT pg_backend_pid()");

  for (int i = 0; i < 20; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      Canceller canceller = { "%pg_sleep(600)%", cancellable };
      GThread *thread = g_thread_new ("cancel", cancel_when_running, &canceller);
      g_autoptr (GError) error = NULL;
      g_autofree char *after = NULL;
      DdiUnit *unit = ddi_unit_new ();

      ddi_unit_set_statement_timeout (unit, 600000);
      ddi_unit_add_sql (unit, "INSERT INTO districts (name) VALUES ('cancelled')", NULL);
      ddi_unit_add_sql (unit, "SELECT pg_sleep(600)", NULL);
      g_assert_null (ddi_database_run (database, unit, cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_thread_join (thread);
      after = ddi_db_fixture_value (database, "SELECT pg_backend_pid()");
      g_assert_cmpstr (after, ==, before);
    }
  ddi_db_fixture_expect ("SELECT count(*) FROM districts WHERE name = 'cancelled'", "0");
}

/* A cancel request may come to nothing; the next one does not. The same connection goes on. */
static void
test_cancel_lost (void)
{
  g_autofree char *server = ddi_db_fixture_dup_app ();
  g_autoptr (DdiTestProxy) proxy = ddi_test_proxy_new (server, 0);
  g_autofree char *conninfo = ddi_test_proxy_dup_conninfo (proxy);
  g_autoptr (DdiDatabase) database = ddi_database_new (conninfo, 1);
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Canceller canceller = { "%pg_sleep(602)%", cancellable };
  g_autoptr (GError) error = NULL;
  DdiUnit *unit = ddi_unit_new ();
  GThread *thread;

  ddi_test_proxy_listen (proxy);
  ddi_db_fixture_sign_in (database);
  before = ddi_db_fixture_value (database, "SELECT pg_backend_pid()");
  ddi_test_proxy_inject (proxy, DDI_TEST_PROXY_LOSE_CANCEL);
  ddi_unit_set_statement_timeout (unit, 600000);
  ddi_unit_add_sql (unit, "SELECT pg_sleep(602)", NULL);
  thread = g_thread_new ("cancel", cancel_when_running, &canceller);
  g_assert_null (ddi_database_run (database, unit, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  after = ddi_db_fixture_value (database, "SELECT pg_backend_pid()");
  g_assert_cmpstr (after, ==, before);
  ddi_database_close (database);
}

static void
test_cancelled_before (void)
{
  g_autoptr (DdiDatabase) database = new_database (1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  DdiUnit *unit = ddi_unit_new ();

  g_cancellable_cancel (cancellable);
  ddi_unit_add_sql (unit, "SELECT 1", NULL);
  g_assert_null (ddi_database_run (database, unit, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_statement_timeout (void)
{
  g_autoptr (DdiDatabase) database = new_database (1);
  g_autoptr (GError) error = NULL;
  DdiUnit *unit = ddi_unit_new ();

  ddi_unit_set_statement_timeout (unit, 30);
  ddi_unit_add_sql (unit, "SELECT pg_sleep(600)", NULL);
  g_assert_null (ddi_database_run (database, unit, NULL, &error));
  g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_TIMEOUT);
}

static void
test_session (void)
{
  g_autoptr (DdiDatabase) database = new_database (1);
  g_autofree char *conninfo = ddi_db_fixture_dup_app ();
  g_autofree char *inside = NULL, *nobody = NULL;
  g_autoptr (DdiUnit) unit = ddi_unit_new ();
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (DdiConnection) connection = NULL;
  g_auto (DdiPipeline) bare = { 0 };
  g_autoptr (GError) error = NULL;
  DdiOutcome outcome;
  gboolean refused;

  ddi_database_set_session (database, "a token");
  inside =
      ddi_db_fixture_value (database,
                            "SELECT current_setting('ddi.session') || ' ' || current_setting('TimeZone')");
  g_assert_cmpstr (inside, ==, "a token UTC");
  ddi_database_set_session (database, NULL);
  nobody = ddi_db_fixture_value (database, "SELECT current_setting('ddi.session')");
  g_assert_cmpstr (nobody, ==, "");

  /* And on the connection itself nothing is left of it. */
  connection = ddi_connection_open (conninfo, &refused, &error);
  g_assert_no_error (error);
  ddi_unit_add_sql (unit, "SELECT 1", NULL);
  rows = ddi_connection_run (connection, unit, "a token", NULL, &outcome, &error);
  g_assert_no_error (error);
  ddi_pipeline_init (&bare, connection->pg, NULL);
  ddi_pipeline_add (&bare, "bare", "SELECT current_setting('ddi.session', true)", NULL);
  g_assert_true (ddi_pipeline_finish (&bare));
  g_assert_cmpstr (PQgetvalue (bare.results->pdata[0], 0, 0), ==, "");
}

static void
kill_backends (const char *pid)
{
  g_autofree char *sql = g_strdup_printf ("SELECT pg_terminate_backend(%s, 5000)", pid);
  g_autofree char *text = ddi_test_home_psql (ddi_db_fixture_home (), TRUE, sql);

  g_assert_cmpstr (text, ==, "t");
}

static void
test_killed_between (void)
{
  g_autoptr (DdiDatabase) database = new_database (1);
  g_autofree char *before = ddi_db_fixture_value (database, "SELECT pg_backend_pid()");
  g_autofree char *after = NULL;

  kill_backends (before);
  after = ddi_db_fixture_value (database, "SELECT pg_backend_pid()");
  g_assert_cmpstr (after, !=, before);
}

/* A backend that dies before COMMIT has done nothing, so the unit runs again, on a new one. A
 * sequence is outside transactions and so counts the attempts. */
static void
test_killed_inside (void)
{
  g_autofree char *made =
      ddi_db_fixture_psql ("CREATE SEQUENCE attempts; GRANT USAGE, SELECT ON attempts TO ddi_app");
  g_autoptr (DdiDatabase) database = new_database (1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = NULL;
  DdiUnit *unit = ddi_unit_new ();

  ddi_unit_add_sql (unit, "INSERT INTO districts (name) VALUES ('second try')", NULL);
  ddi_unit_add_sql (
      unit, "SELECT CASE WHEN nextval('attempts') < 3 THEN pg_terminate_backend(pg_backend_pid()) END", NULL);
  results = ddi_database_run (database, unit, NULL, &error);
  g_assert_no_error (error);
  ddi_db_fixture_expect ("DELETE FROM districts WHERE name = 'second try' RETURNING name", "second try");
  ddi_db_fixture_expect ("SELECT last_value FROM attempts; DROP SEQUENCE attempts", "3");
}

static void
test_conflict_retried (void)
{
  g_autofree char *made =
      ddi_db_fixture_psql ("CREATE SEQUENCE attempts; GRANT USAGE ON attempts TO ddi_app;"
                           "CREATE FUNCTION conflict_until(n INT) RETURNS BIGINT LANGUAGE plpgsql AS $$ BEGIN"
                           "  IF nextval('attempts') < n THEN RAISE EXCEPTION 'conflict' USING ERRCODE = "
                           "'serialization_failure'; END IF;"
                           "  RETURN currval('attempts'); END $$");
  g_autoptr (DdiDatabase) database = new_database (1);
  g_autoptr (GError) error = NULL;
  g_autofree char *third = ddi_db_fixture_value (database, "SELECT conflict_until(3)");
  g_autoptr (DdiRows) never = ddi_db_fixture_run (database, "SELECT conflict_until(1000)", NULL, &error);

  g_assert_cmpstr (third, ==, "3");
  g_assert_null (never);
  g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_CONFLICT);
  g_free (ddi_db_fixture_psql ("DROP FUNCTION conflict_until(INT); DROP SEQUENCE attempts"));
}

static gpointer
run_many (gpointer data)
{
  for (int i = 0; i < 25; i++)
    g_free (ddi_db_fixture_value (data, "SELECT 1"));
  return NULL;
}

/* More threads than connections: nobody starves, and no more than the pool's size are opened. */
static void
test_pool_shared (void)
{
  g_autoptr (DdiDatabase) database = new_database (3);
  GThread *threads[12];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("user", run_many, database);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  ddi_db_fixture_expect ("SELECT count(*) <= 3 + 6 FROM pg_stat_activity WHERE usename = 'ddi_app'", "t");
  ddi_database_close (database);
}

typedef struct
{
  GMainLoop *loop;
  GPtrArray *rows;
  GError *error;
} Answer;

static void
answer_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Answer *answer = data;

  answer->rows = ddi_database_run_finish (DDI_DATABASE (source), result, &answer->error);
  g_main_loop_quit (answer->loop);
}

static void
test_async (void)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Answer answer = { .loop = loop };
  DdiDatabase *database = new_database (2);
  DdiUnit *unit = ddi_unit_new ();

  ddi_unit_add_sql (unit, "SELECT 42", NULL);
  ddi_database_run_async (database, unit, NULL, answer_cb, &answer);
  /* The unit in flight holds the database. */
  g_object_unref (database);
  g_main_loop_run (loop);
  g_assert_no_error (answer.error);
  g_assert_cmpint (ddi_rows_get_int (answer.rows->pdata[0], 0, 0), ==, 42);
  g_ptr_array_unref (answer.rows);
}

static void
test_async_cancel (void)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Canceller canceller = { "%pg_sleep(601)%", cancellable };
  GThread *thread = g_thread_new ("cancel", cancel_when_running, &canceller);
  Answer answer = { .loop = loop };
  g_autoptr (DdiDatabase) database = new_database (1);
  DdiUnit *unit = ddi_unit_new ();

  ddi_unit_set_statement_timeout (unit, 700000);
  ddi_unit_add_sql (unit, "SELECT pg_sleep(601)", NULL);
  ddi_database_run_async (database, unit, cancellable, answer_cb, &answer);
  g_main_loop_run (loop);
  g_thread_join (thread);
  g_assert_null (answer.rows);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&answer.error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/db/database/values", test_values);
  g_test_add_func ("/db/database/affected", test_affected);
  g_test_add_func ("/db/database/failed-unit", test_failed_unit);
  g_test_add_func ("/db/database/failed-commit", test_failed_commit);
  g_test_add_func ("/db/database/read-only", test_read_only);
  g_test_add_func ("/db/database/cancel", test_cancel);
  g_test_add_func ("/db/database/cancel-lost", test_cancel_lost);
  g_test_add_func ("/db/database/cancelled-before", test_cancelled_before);
  g_test_add_func ("/db/database/statement-timeout", test_statement_timeout);
  g_test_add_func ("/db/database/session", test_session);
  g_test_add_func ("/db/database/killed-between", test_killed_between);
  g_test_add_func ("/db/database/killed-inside", test_killed_inside);
  g_test_add_func ("/db/database/conflict-retried", test_conflict_retried);
  g_test_add_func ("/db/database/pool-shared", test_pool_shared);
  g_test_add_func ("/db/database/async", test_async);
  g_test_add_func ("/db/database/async-cancel", test_async_cancel);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cluster/ddi-server-account.h"
#include "db/ddi-change-watch.h"
#include "db/ddi-connection-private.h"
#include "db/ddi-db-error.h"
#include "db/ddi-migrator.h"
#include "ddi-db-fixture.h"
#include "ddi-trust.h"
#include "support/ddi-test-directory.h"

/* PgBouncer in transaction mode between us and the server: more clients than server connections. */
#define CLIENTS 6
#define SERVERS 3
#define UNITS 150

static char *directory;
static GPid pooler;

static char *
dup_host (void)
{
  g_autofree char *conninfo = ddi_db_fixture_dup_superuser ();
  g_autofree char *from = g_strdup (strstr (conninfo, "host='") + strlen ("host='"));

  *strchr (from, '\'') = '\0';
  return g_steal_pointer (&from);
}

static char *
dup_socket (void)
{
  return g_build_filename (directory, ".s.PGSQL.5432", NULL);
}

/* The socket's name is there a moment before anybody listens behind it. */
static gboolean
answers (const char *path)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, NULL);

  return connection != NULL;
}

/* However the test ends, the pooler ends with it. */
static void
child_setup_cb (gpointer account)
{
  ddi_server_account_child_setup (account);
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static void
start_pooler (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiServerAccount) account = ddi_server_account_new (directory, &error);
  g_autofree char *settings = g_build_filename (directory, "pgbouncer.ini", NULL);
  g_autofree char *socket = dup_socket ();
  g_autofree char *found = g_find_program_in_path ("pgbouncer");
  /* Debian keeps it where only root's PATH leads. */
  char *argv[] = { found ? found : (char *)"/usr/sbin/pgbouncer", (char *)"-q", settings, NULL };

  g_assert_no_error (error);
  g_spawn_async (directory, argv, NULL,
                 G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                 child_setup_cb, account, &pooler, &error);
  g_assert_no_error (error);
  while (!answers (socket))
    g_usleep (5000);
}

static void
stop_pooler (void)
{
  if (pooler == 0)
    return;
  kill (pooler, SIGKILL);
  waitpid (pooler, NULL, 0);
  pooler = 0;
}

static void
make_pooler (void)
{
  g_autofree char *host = dup_host ();
  g_autofree char *settings = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiServerAccount) account = NULL;

  directory = ddi_test_directory_new_path ("pooler");
  g_assert_no_errno (g_mkdir (directory, 0711));
  account = ddi_server_account_new (directory, &error);
  g_assert_no_error (error);
  settings = g_build_filename (directory, "pgbouncer.ini", NULL);
  text = g_strdup_printf ("[databases]\n"
                          "app = host=%s port=5432 dbname=dunkin_demand user=ddi_app pool_size=%d\n"
                          "narrow = host=%s port=5432 dbname=dunkin_demand user=ddi_app pool_size=1\n"
                          "owner = host=%s port=5432 dbname=dunkin_demand user=ddi_owner pool_size=1\n"
                          "[pgbouncer]\n"
                          "listen_addr =\n"
                          "listen_port = 5432\n"
                          "unix_socket_dir = %s\n"
                          "auth_type = any\n"
                          "pool_mode = transaction\n",
                          host, SERVERS, host, host, directory);
  g_file_set_contents (settings, text, -1, &error);
  g_assert_no_error (error);
  ddi_server_account_own (account, directory, &error);
  g_assert_no_error (error);
  start_pooler ();
  atexit (stop_pooler);
}

static char *
dup_conninfo (const char *database)
{
  return g_strdup_printf ("host='%s' port=5432 user=anybody dbname=%s", directory, database);
}

static DdiDatabase *
new_database (void)
{
  g_autofree char *conninfo = dup_conninfo ("app");

  return ddi_database_new (conninfo, 1);
}

/* What a client that opens no session sees: never another client's. */
static void
look_bare (DdiConnection *connection)
{
  g_auto (DdiPipeline) bare = { 0 };

  ddi_pipeline_init (&bare, connection->pg, NULL);
  ddi_pipeline_add (
      &bare, "bare",
      "SELECT coalesce(current_setting('ddi.session', true), '') || (SELECT count(*) FROM daily_sales)",
      NULL);
  g_assert_true (ddi_pipeline_finish (&bare));
  g_assert_cmpstr (PQgetvalue (bare.results->pdata[0], 0, 0), ==, "0");
}

/* Each one sees their own shops, whoever the connection served before. */
static gpointer
run_client (gpointer data)
{
  static const char *const shops[] = { "1 2 3", "1 2", "1" }; /* of the people 11, 12 and 13 */
  int person = GPOINTER_TO_INT (data) % (int)G_N_ELEMENTS (shops);
  g_autofree char *token = g_strdup_printf ("token-%d", 11 + person);
  g_autofree char *expected = g_strdup_printf ("%s %s", token, shops[person]);
  g_autofree char *conninfo = dup_conninfo ("app");
  g_autoptr (DdiDatabase) database = ddi_database_new (conninfo, 1);
  g_autoptr (GError) error = NULL;
  gboolean refused;
  g_autoptr (DdiConnection) connection = ddi_connection_open (conninfo, &refused, &error);

  g_assert_no_error (error);
  ddi_database_set_session (database, token);
  for (int i = 0; i < UNITS; i++)
    {
      g_autofree char *seen = ddi_db_fixture_value (
          database,
          "SELECT current_setting('ddi.session') || ' ' || string_agg(store_id::text, ' ' ORDER BY store_id)"
          " FROM daily_sales");

      g_assert_cmpstr (seen, ==, expected);
      look_bare (connection);
    }
  return NULL;
}

static void
test_sessions_apart (void)
{
  GThread *threads[CLIENTS];

  for (int i = 0; i < CLIENTS; i++)
    threads[i] = g_thread_new ("client", run_client, GINT_TO_POINTER (i));
  for (int i = 0; i < CLIENTS; i++)
    g_thread_join (threads[i]);
  ddi_db_fixture_expect (
      "SELECT count(DISTINCT pid) <= 3 + 6 FROM pg_stat_activity WHERE usename = 'ddi_app'", "t");
}

/* Somebody else with the program's password leaves tables of the same names on the one connection to the server, with a
 * trigger that keeps the session of who writes to them, and settings. */
static void
test_left_behind (void)
{
  g_autofree char *conninfo = dup_conninfo ("narrow");
  g_autoptr (DdiDatabase) database = ddi_database_new (conninfo, 1);
  g_autofree char *written = NULL, *settings = NULL;

  g_free (ddi_db_fixture_execute (
      conninfo,
      "CREATE TEMPORARY TABLE stolen (token TEXT);"
      "CREATE TEMPORARY TABLE daily_waste AS SELECT 1 AS store_id, NULL::text AS reason;"
      "CREATE FUNCTION pg_temp.steal() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
      "  INSERT INTO pg_temp.stolen VALUES (current_setting('ddi.session')); RETURN NEW; END $$;"
      "CREATE TRIGGER steal BEFORE UPDATE ON daily_waste FOR EACH ROW EXECUTE FUNCTION pg_temp.steal();"
      "SET search_path = pg_temp, public; SET synchronous_commit = off; SET row_security = off;"
      "SET array_nulls = off; SET default_transaction_isolation = 'serializable'"));
  ddi_database_set_session (database, "token-12");
  written =
      ddi_db_fixture_value (database,
                            "UPDATE daily_waste SET reason = 'Dropped' WHERE store_id = 1 RETURNING reason");
  g_assert_cmpstr (written, ==, "Dropped");
  settings = ddi_db_fixture_value (
      database, "SELECT concat_ws(' ', current_setting('synchronous_commit'), current_setting('array_nulls'),"
                " current_setting('transaction_isolation'))");
  g_assert_cmpstr (settings, ==, "on on read committed");
  ddi_db_fixture_check (conninfo, "SELECT count(*) FROM pg_temp.stolen", "0");
  ddi_db_fixture_expect ("SELECT reason FROM daily_waste WHERE store_id = 1", "Dropped");
}

static gboolean
next_row_cb (GString *line, gpointer user_data, GError **error)
{
  int *left = user_data;

  if (*left == 0)
    return FALSE;
  ddi_bulk_append_int (line, *left % 100);
  ddi_bulk_append_day (line, *left);
  ddi_bulk_append_text (line, "complete");
  ddi_bulk_append_null (line);
  --*left;
  return TRUE;
}

static void
test_bulk (void)
{
  int left = 5000;
  DdiBulkCopy copy = { "demo/create-days", "demo/copy-days", next_row_cb, &left };
  g_autoptr (DdiDatabase) database = new_database ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = NULL;
  g_autofree char *after = NULL;
  DdiUnit *unit = ddi_unit_new ();

  ddi_unit_add_sql (unit, "SELECT count(*) FROM demo_days", NULL);
  results = ddi_database_run_bulk (database, &copy, 1, unit, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ddi_rows_get_int (results->pdata[0], 0, 0), ==, 5000);
  after = ddi_db_fixture_value (database, "SELECT coalesce(to_regclass('pg_temp.demo_days')::text, 'gone')");
  g_assert_cmpstr (after, ==, "gone");
}

static gpointer
cancel_later (gpointer cancellable)
{
  g_autofree char *n = NULL;

  /* Only a superuser sees what others run. */
  do
    {
      g_free (n);
      n = ddi_test_home_psql (ddi_db_fixture_home (), TRUE,
                              "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' "
                              "AND query LIKE '%pg_sleep(602)%' AND pid <> pg_backend_pid()");
    }
  while (g_str_equal (n, "0"));
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_cancel (void)
{
  g_autoptr (DdiDatabase) database = new_database ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GThread *thread = g_thread_new ("cancel", cancel_later, cancellable);
  g_autoptr (GError) error = NULL;
  g_autofree char *after = NULL;
  DdiUnit *unit = ddi_unit_new ();

  ddi_unit_set_statement_timeout (unit, 700000);
  ddi_unit_add_sql (unit, "SELECT pg_sleep(602)", NULL);
  g_assert_null (ddi_database_run (database, unit, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  after = ddi_db_fixture_value (database, "SELECT 'alive'");
  g_assert_cmpstr (after, ==, "alive");
}

/* A pooler that was restarted is noticed before the next unit. */
static void
test_restarted (void)
{
  g_autoptr (DdiDatabase) database = new_database ();
  g_autofree char *socket = dup_socket ();
  g_autofree char *before = ddi_db_fixture_value (database, "SELECT 1");
  g_autofree char *after = NULL;

  stop_pooler ();
  g_unlink (socket);
  start_pooler ();
  after = ddi_db_fixture_value (database, "SELECT 1");
  g_assert_cmpstr (after, ==, "1");
}

static void
heard_cb (DdiChangeWatch *watch, const char *subjects, GString *heard)
{
  g_string_append_printf (heard, "%s;", subjects);
}

/* The pooler lets nothing through unasked: the watch notices that it must ask, and hears of a change within two
 * seconds. */
static void
test_changes (void)
{
  g_autoptr (DdiDatabase) database = new_database (), other = new_database ();
  g_autoptr (DdiChangeWatch) watch = NULL;
  g_autoptr (GString) heard = g_string_new (NULL);
  g_autofree char *written = NULL;
  gint64 start;

  ddi_database_set_session (database, "token-11");
  ddi_database_set_session (other, "token-12");
  watch = ddi_change_watch_new (database);
  g_signal_connect (watch, "changed", G_CALLBACK (heard_cb), heard);
  while (ddi_change_watch_get_state (watch) == DDI_CHANGE_WATCH_BEGINNING)
    g_usleep (1000);
  g_assert_cmpint (ddi_change_watch_get_state (watch), ==, DDI_CHANGE_WATCH_ASKING);
  written = ddi_db_fixture_value (other,
                                  "UPDATE daily_waste SET reason = 'Damaged' WHERE store_id = 1 RETURNING 1");
  start = g_get_monotonic_time ();
  while (heard->len == 0)
    g_main_context_iteration (NULL, TRUE);
  g_test_message ("heard after %.0f ms", (double)(g_get_monotonic_time () - start) / 1000);
  g_assert_cmpstr (heard->str, ==, "waste;");
}

/* Migrations need a session; to look what is pending does not. */
static void
test_migrator (void)
{
  g_autofree char *conninfo = dup_conninfo ("owner");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) plan = ddi_migrator_plan (conninfo, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (plan->len, >, 8);
  g_assert_cmpint (ddi_migrator_run (conninfo, FALSE, NULL, NULL, &error), ==, -1);
  g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_FAILED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ddi_trust_fill ();
  make_pooler ();
  g_test_add_func ("/db/pooler/sessions-apart", test_sessions_apart);
  g_test_add_func ("/db/pooler/left-behind", test_left_behind);
  g_test_add_func ("/db/pooler/bulk", test_bulk);
  g_test_add_func ("/db/pooler/cancel", test_cancel);
  g_test_add_func ("/db/pooler/restarted", test_restarted);
  g_test_add_func ("/db/pooler/changes", test_changes);
  g_test_add_func ("/db/pooler/migrator", test_migrator);
  return g_test_run ();
}

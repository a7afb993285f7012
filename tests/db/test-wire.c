/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <libpq-fe.h>
#include <string.h>

#include "db/ddi-connection-private.h"
#include "db/ddi-conninfo.h"
#include "db/ddi-db-error.h"
#include "ddi-config.h"
#include "ddi-db-fixture.h"
#include "ddi-tls-server.h"
#include "support/ddi-test-proxy.h"

/* Milliseconds each way: a network far enough that one turn too many shows. */
#define DELAY 50

static DdiDatabase *
new_database (DdiTestProxy *proxy)
{
  g_autofree char *conninfo = ddi_test_proxy_dup_conninfo (proxy);
  DdiDatabase *database = ddi_database_new (conninfo, 1);

  ddi_db_fixture_sign_in (database);
  return database;
}

static DdiTestProxy *
new_proxy (guint delay)
{
  g_autofree char *conninfo = ddi_db_fixture_dup_app ();
  DdiTestProxy *proxy = ddi_test_proxy_new (conninfo, delay);

  ddi_test_proxy_listen (proxy);
  return proxy;
}

/* Connects, so that what follows is a unit's turns alone. */
static void
warm_up (DdiDatabase *database, DdiTestProxy *proxy)
{
  g_free (ddi_db_fixture_value (database, "SELECT 1"));
  ddi_test_proxy_take_turns (proxy);
}

static void
test_one_turn (void)
{
  g_autoptr (DdiTestProxy) proxy = new_proxy (DELAY);
  g_autoptr (DdiDatabase) database = new_database (proxy);

  warm_up (database, proxy);
  for (int kind = 0; kind < 3; kind++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) results = NULL;
      DdiUnit *unit = ddi_unit_new ();

      if (kind == 1)
        ddi_unit_set_read_only (unit);
      if (kind == 2)
        ddi_unit_set_request (unit, "6f1c6c1e-7a53-4a0f-9a27-6a0f3a0a0001");
      for (int i = 0; i < 5; i++)
        ddi_unit_add_sql (unit, "SELECT count(*) FROM stores WHERE id > $1::int", g_variant_new ("(i)", i));
      results = ddi_database_run (database, unit, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (results->len, ==, 5);
      g_assert_cmpuint (ddi_test_proxy_take_turns (proxy), ==, 1);
    }
  ddi_database_close (database);
}

/* A failure costs one more: the ROLLBACK. */
static void
test_failure_turns (void)
{
  g_autoptr (DdiTestProxy) proxy = new_proxy (DELAY);
  g_autoptr (DdiDatabase) database = new_database (proxy);
  g_autoptr (GError) error = NULL;
  DdiUnit *unit = ddi_unit_new ();

  warm_up (database, proxy);
  ddi_unit_add_sql (unit, "SELECT 1 / 0", NULL);
  ddi_unit_add_sql (unit, "SELECT 1", NULL);
  g_assert_null (ddi_database_run (database, unit, NULL, &error));
  g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_INVALID);
  g_assert_cmpuint (ddi_test_proxy_take_turns (proxy), ==, 2);
  ddi_database_close (database);
}

/* Both sides have more to say than the socket's buffers hold: neither waits for the other. */
static void
test_big_unit (void)
{
  g_autoptr (DdiTestProxy) proxy = new_proxy (0);
  g_autoptr (DdiDatabase) database = new_database (proxy);
  g_autofree char *text = g_strnfill (4 << 20, 'x');
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = NULL;
  DdiUnit *unit = ddi_unit_new ();

  for (int i = 0; i < 6; i++)
    ddi_unit_add_sql (unit, "SELECT $1::text AS back", g_variant_new ("(s)", text));
  results = ddi_database_run (database, unit, NULL, &error);
  g_assert_no_error (error);
  for (int i = 0; i < 6; i++)
    g_assert_cmpuint (strlen (ddi_rows_get_text (results->pdata[i], 0, 0)), ==, 4 << 20);
  ddi_database_close (database);
}

static GPtrArray *
add_district (DdiDatabase *database, const char *name, const char *request, GError **error)
{
  DdiUnit *unit = ddi_unit_new ();

  ddi_unit_add_sql (unit, "INSERT INTO districts (name) VALUES ($1) RETURNING id",
                    g_variant_new ("(s)", name));
  if (request)
    ddi_unit_set_request (unit, request);
  return ddi_database_run (database, unit, NULL, error);
}

static void
expect_districts (const char *name, int n)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM districts WHERE name = '%s'", name);
  g_autofree char *count = g_strdup_printf ("%d", n);

  ddi_db_fixture_expect (sql, count);
}

/* Whether COMMIT arrived or not, nobody can tell: the user is told so. */
static void
test_commit_unknown (void)
{
  static const struct
  {
    DdiTestProxyFault fault;
    const char *name;
    int n;
  } cases[] = {
    { DDI_TEST_PROXY_LOSE_COMMIT, "lost on the way", 0 },
    { DDI_TEST_PROXY_LOSE_ANSWER, "lost on the way back", 1 },
    { DDI_TEST_PROXY_CORRUPT, "damaged on the way back", 1 },
    { DDI_TEST_PROXY_CORRUPT_REQUEST, "damaged on the way", 0 },
    { DDI_TEST_PROXY_CUT, "cut on the way", 0 },
    { DDI_TEST_PROXY_CUT_ANSWER, "cut on the way back", 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DdiTestProxy) proxy = new_proxy (0);
      g_autoptr (DdiDatabase) database = new_database (proxy);
      g_autoptr (GError) error = NULL;

      warm_up (database, proxy);
      ddi_test_proxy_inject (proxy, cases[i].fault);
      g_assert_null (add_district (database, cases[i].name, NULL, &error));
      g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_UNKNOWN);
      expect_districts (cases[i].name, cases[i].n);
      ddi_database_close (database);
    }
}

/* With a request's UUID the unit is done once, whatever was lost. */
static void
test_exactly_once (void)
{
  static const struct
  {
    DdiTestProxyFault fault;
    const char *name;
    const char *uuid;
    gboolean answered;
  } cases[] = {
    { DDI_TEST_PROXY_RESET, "once 1", "6f1c6c1e-7a53-4a0f-9a27-6a0f3a0a0011", TRUE },
    { DDI_TEST_PROXY_LOSE_COMMIT, "once 2", "6f1c6c1e-7a53-4a0f-9a27-6a0f3a0a0012", TRUE },
    { DDI_TEST_PROXY_LOSE_ANSWER, "once 3", "6f1c6c1e-7a53-4a0f-9a27-6a0f3a0a0013", FALSE },
    { DDI_TEST_PROXY_CORRUPT, "once 4", "6f1c6c1e-7a53-4a0f-9a27-6a0f3a0a0014", FALSE },
    { DDI_TEST_PROXY_CORRUPT_REQUEST, "once 5", "6f1c6c1e-7a53-4a0f-9a27-6a0f3a0a0015", TRUE },
    { DDI_TEST_PROXY_CUT, "once 6", "6f1c6c1e-7a53-4a0f-9a27-6a0f3a0a0016", TRUE },
    { DDI_TEST_PROXY_CUT_ANSWER, "once 7", "6f1c6c1e-7a53-4a0f-9a27-6a0f3a0a0017", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DdiTestProxy) proxy = new_proxy (0);
      g_autoptr (DdiDatabase) database = new_database (proxy);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) results = NULL;
      g_autoptr (GPtrArray) again = NULL;

      warm_up (database, proxy);
      ddi_test_proxy_inject (proxy, cases[i].fault);
      results = add_district (database, cases[i].name, cases[i].uuid, &error);
      g_assert_no_error (error);
      g_assert_cmpint (ddi_rows_get_n_affected (results->pdata[0]), ==, cases[i].answered ? 1 : -1);
      again = add_district (database, "another name", cases[i].uuid, &error);
      g_assert_no_error (error);
      g_assert_cmpint (ddi_rows_get_n_affected (again->pdata[0]), ==, -1);
      expect_districts (cases[i].name, 1);
      ddi_database_close (database);
    }
  expect_districts ("another name", 0);
}

/* A unit that only reads is simply asked again. */
static void
test_read_again (void)
{
  static const DdiTestProxyFault faults[] = { DDI_TEST_PROXY_RESET,           DDI_TEST_PROXY_LOSE_COMMIT,
                                              DDI_TEST_PROXY_LOSE_ANSWER,     DDI_TEST_PROXY_CORRUPT,
                                              DDI_TEST_PROXY_CORRUPT_REQUEST, DDI_TEST_PROXY_CUT,
                                              DDI_TEST_PROXY_CUT_ANSWER };

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (DdiTestProxy) proxy = new_proxy (0);
      g_autoptr (DdiDatabase) database = new_database (proxy);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) results = NULL;
      DdiUnit *unit = ddi_unit_new ();

      warm_up (database, proxy);
      ddi_test_proxy_inject (proxy, faults[i]);
      ddi_unit_set_read_only (unit);
      ddi_unit_add_sql (unit, "SELECT 7", NULL);
      results = ddi_database_run (database, unit, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (ddi_rows_get_int (results->pdata[0], 0, 0), ==, 7);
      ddi_database_close (database);
    }
}

/* The line goes dead and nobody hangs up: it is given up by the clock, and the unit done once all the same. */
static void
test_stalled (void)
{
  g_autoptr (DdiTestProxy) proxy = new_proxy (0);
  g_autoptr (DdiDatabase) database = new_database (proxy);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = NULL;
  DdiUnit *unit = ddi_unit_new ();

  warm_up (database, proxy);
  ddi_test_proxy_inject (proxy, DDI_TEST_PROXY_STALL);
  ddi_unit_set_request (unit, "6f1c6c1e-7a53-4a0f-9a27-6a0f3a0a0018");
  ddi_unit_set_statement_timeout (unit, 100);
  ddi_unit_add_sql (unit, "INSERT INTO districts (name) VALUES ('once 8') RETURNING id", NULL);
  results = ddi_database_run (database, unit, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ddi_rows_get_n_affected (results->pdata[0]), ==, 1);
  expect_districts ("once 8", 1);
  ddi_database_close (database);
}

static gpointer
listen_later (gpointer proxy)
{
  g_usleep (300 * 1000);
  ddi_test_proxy_listen (proxy);
  return NULL;
}

/* A server that is not there yet is waited for. */
static void
test_late_server (void)
{
  g_autofree char *conninfo = ddi_db_fixture_dup_app ();
  g_autoptr (DdiTestProxy) proxy = ddi_test_proxy_new (conninfo, 0);
  g_autoptr (DdiDatabase) database = new_database (proxy);
  GThread *thread = g_thread_new ("listen", listen_later, proxy);
  g_autofree char *one = ddi_db_fixture_value (database, "SELECT 1");

  g_assert_cmpstr (one, ==, "1");
  g_thread_join (thread);
  ddi_database_close (database);
}

static gpointer
cancel_later (gpointer cancellable)
{
  g_usleep (100 * 1000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_no_server (void)
{
  g_autofree char *conninfo = ddi_db_fixture_dup_app ();
  g_autoptr (DdiTestProxy) proxy = ddi_test_proxy_new (conninfo, 0);
  g_autoptr (DdiDatabase) database = new_database (proxy);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GThread *thread = g_thread_new ("cancel", cancel_later, cancellable);
  g_autoptr (GError) cancelled = NULL, offline = NULL;
  DdiUnit *unit = ddi_unit_new ();

  ddi_unit_add_sql (unit, "SELECT 1", NULL);
  g_assert_null (ddi_database_run (database, ddi_unit_ref (unit), cancellable, &cancelled));
  g_assert_error (cancelled, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  g_assert_null (ddi_database_run (database, unit, NULL, &offline));
  g_assert_error (offline, DDI_DB_ERROR, DDI_DB_ERROR_OFFLINE);
}

/* A server that answers and does not want us is not asked again. */
static void
test_refused (void)
{
  g_autofree char *app = ddi_db_fixture_dup_app ();
  g_autofree char *conninfo = g_strconcat (app, " user=nobody_here", NULL);
  g_autoptr (DdiDatabase) database = ddi_database_new (conninfo, 1);
  g_autoptr (GError) error = NULL;

  g_assert_null (ddi_db_fixture_run (database, "SELECT 1", NULL, &error));
  g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_DENIED);
}

/* Whether libpq, left to itself, tells the server its password. */
static gboolean
lets_in (const char *conninfo)
{
  PGconn *pg = PQconnectdb (conninfo);
  gboolean in = PQstatus (pg) == CONNECTION_OK;

  PQfinish (pg);
  return in;
}

/* A server that asks for the password as it is, or for its MD5, does not get it, whatever its certificate; one that asks
 * for a proof does. What does not bind it to the channel, as a pooler, needs to be said. */
static void
test_password_as_it_is (void)
{
  static const char *const roles[] = { "cleartext", "md5", "scram" };
  g_autoptr (DdiTlsServer) server = ddi_tls_server_new ();
  g_autofree char *pooled = NULL, *chosen = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    {
      g_autofree char *conninfo = ddi_tls_server_dup_conninfo (server, roles[i], "");
      g_autofree char *secured = ddi_conninfo_secure (conninfo, FALSE, NULL);
      g_autoptr (GError) error = NULL;
      gboolean refused;
      g_autoptr (DdiConnection) connection = ddi_connection_open (secured, &refused, &error);

      g_assert_true (lets_in (conninfo));
      if (g_str_equal (roles[i], "scram"))
        g_assert_no_error (error);
      else
        g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_DENIED);
      g_assert_true (error == NULL || ddi_conninfo_can_forbid_methods () ||
                     strstr (error->message, "channel_binding=prefer"));
    }
  pooled = ddi_tls_server_dup_conninfo (server, "scram", " channel_binding=disable");
  chosen = ddi_conninfo_secure (pooled, FALSE, NULL);
  g_assert_true (lets_in (chosen));
}

/* Asks the program's question that anybody may ask, and expects what the log says of who asked. */
static void
expect_logged (const char *app, const char *superuser, const char *who)
{
  g_autoptr (DdiDatabase) database = ddi_database_new (app, 1);
  g_autoptr (DdiRows) asked =
      ddi_db_fixture_query (database, "accounts/request-reset", g_variant_new ("(s)", "nobody@example.org"));

  ddi_db_fixture_check (superuser,
                        "SELECT ip_address || ' ' || user_agent FROM audit_logs WHERE action = "
                        "'RESET_REQUESTED' ORDER BY id DESC LIMIT 1",
                        who);
}

/* The log has the address that the server saw, and the program as it calls itself; what a client says in its
 * connection string is written down as it says it. */
static void
test_logged_address (void)
{
  g_autofree char *app = ddi_db_fixture_dup_app (), *superuser = ddi_db_fixture_dup_superuser ();
  g_autofree char *named = g_strconcat (app, " application_name=till-3", NULL);
  g_autoptr (DdiTlsServer) server = ddi_tls_server_new ();
  g_autofree char *far_app = ddi_tls_server_dup_conninfo (server, "ddi_app", " dbname=dunkin_demand");
  g_autofree char *far_superuser = ddi_tls_server_dup_conninfo (server, "postgres", " dbname=dunkin_demand");

  expect_logged (app, superuser, "local dunkin-demand/" DDI_VERSION " (test-wire)");
  expect_logged (named, superuser, "local dunkin-demand/" DDI_VERSION " (test-wire), till-3");
  expect_logged (far_app, far_superuser, "127.0.0.1 dunkin-demand/" DDI_VERSION " (test-wire)");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/db/wire/one-turn", test_one_turn);
  g_test_add_func ("/db/wire/failure-turns", test_failure_turns);
  g_test_add_func ("/db/wire/big-unit", test_big_unit);
  g_test_add_func ("/db/wire/commit-unknown", test_commit_unknown);
  g_test_add_func ("/db/wire/exactly-once", test_exactly_once);
  g_test_add_func ("/db/wire/read-again", test_read_again);
  g_test_add_func ("/db/wire/stalled", test_stalled);
  g_test_add_func ("/db/wire/late-server", test_late_server);
  g_test_add_func ("/db/wire/no-server", test_no_server);
  g_test_add_func ("/db/wire/refused", test_refused);
  g_test_add_func ("/db/wire/password-as-it-is", test_password_as_it_is);
  g_test_add_func ("/db/wire/logged-address", test_logged_address);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "cli-run.h"
#include "db/ddi-session-private.h"
#include "support/ddi-test-home.h"

static char *owner, *app;
static DdiHome *server;

static void
sql (const char *text)
{
  g_free (ddi_test_home_psql (server, FALSE, text));
}

static void
expect_sql (const char *text, const char *expected)
{
  g_autofree char *found = ddi_test_home_psql (server, FALSE, text);

  g_assert_cmpstr (found, ==, expected);
}

static void
expect_in (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in: %s", part, text);
}

/* A session that stands in the way of others. */
static PGconn *
open_session (const char *statement)
{
  g_autoptr (GError) error = NULL;
  PGconn *pg = ddi_session_open (app, NULL, &error);

  g_assert_no_error (error);
  if (statement)
    ddi_session_execute (pg, statement, "test", &error);
  g_assert_no_error (error);
  return pg;
}

/* What the doctor says is wrong, whatever else it says; "" for nothing. */
static char *
diagnose (const char *connection)
{
  g_autoptr (CliRun) run = cli_run (connection, "doctor --json --connection %");
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *report = cli_run_parse (run, parser);
  gboolean good = json_object_get_boolean_member (report, "good");

  g_assert_cmpint (run->status, ==, good ? 0 : 1);
  if (good)
    return g_strdup ("");
  expect_in (run->err, "dunkin-demand-cli: doctor: ");
  return g_strdup (json_object_get_string_member (report, "wrong"));
}

static void
test_doctor (void)
{
  const char *directory = ddi_cluster_get_home (ddi_home_get_cluster (server));
  g_autofree char *superuser =
      ddi_cluster_dup_conninfo (ddi_home_get_cluster (server), DDI_CLUSTER_SUPERUSER, "postgres");
  g_autofree char *app_conninfo =
      ddi_cluster_dup_conninfo (ddi_home_get_cluster (server), DDI_CLUSTER_APP, "dunkin_demand");
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autofree char *nobody = g_strdup_printf ("postgresql://ddi_app@127.0.0.1:%u/dunkin_demand", port);
  struct
  {
    char *connection;
    const char *wrong;
  } cases[] = {
    { g_strdup (app), "" },
    { g_strdup (owner), "" },
    { g_strdup ("postgresql://["), "string" },
    { g_strdup ("host=a,b,c port=1,2 dbname=dunkin_demand"), "string" },
    { g_strdup ("postgresql://ddi_app@no-such-machine.invalid/dunkin_demand?sslmode=verify-full"), "name" },
    { g_strdup ("host=/no/such/folder user=ddi_app dbname=dunkin_demand"), "name" },
    { g_steal_pointer (&nobody), "port" },
    { g_strdup ("postgresql://ddi_app@db.example.com/dunkin_demand?sslmode=prefer"), "tls" },
    { ddi_cluster_dup_uri (ddi_home_get_cluster (server), DDI_CLUSTER_APP, "no_such"), "database" },
    { g_strdup_printf ("%s user=stranger", app_conninfo), "authentication" },
    { g_strdup (superuser), "schema" },
  };
  g_autoptr (CliRun) embedded = cli_expect (0, directory, "doctor --data-dir %");
  g_autoptr (CliRun) empty = cli_expect (0, "/nonexistent/home", "doctor --data-dir % --json");

  /* From now on nobody listens there. */
  g_socket_listener_close (listener);
  expect_in (embedded->out, "Checksums");
  expect_in (empty->out, "warning");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *wrong = diagnose (cases[i].connection);

      if (!g_str_equal (wrong, cases[i].wrong))
        g_error ("%s: %s", cases[i].connection, wrong);
      g_free (cases[i].connection);
    }
}

static void
test_refused (void)
{
  static const char *const commands[] = { "advise", "indexes", "slow", "locks", "maintain vacuum" };

  sql ("SELECT auth.log(NULL, 'SIGN_IN', '{}')");
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *arguments = g_strdup_printf ("%s --connection %%", commands[i]);
      g_autoptr (CliRun) run = cli_expect (1, app, arguments);

      /* Nobody is signed in as ddi_app, and with a session it would still own nothing. */
      expect_in (run->err, "sign");
    }
}

/* A column is added, listed, exported, headed anew and removed; what cannot be is refused. */
static void
test_columns (void)
{
  const char *directory = ddi_cluster_get_home (ddi_home_get_cluster (server));
  g_autoptr (CliRun) added = cli_expect (0, directory, "columns add sales Crew integer --data-dir %");
  g_autoptr (CliRun) again = cli_expect (1, directory, "columns add sales CREW text --data-dir %");
  g_autoptr (CliRun) type = cli_expect (2, directory, "columns add sales Size real --data-dir %");
  g_autoptr (CliRun) table = cli_expect (2, directory, "columns add stores Size text --data-dir %");
  g_autoptr (CliRun) none = cli_expect (1, directory, "columns rename sales size Size --data-dir %");
  g_autoptr (CliRun) renamed = cli_expect (0, directory, "columns rename sales crew People --data-dir %");
  g_autoptr (CliRun) list = cli_expect (0, directory, "columns list --json --data-dir %");
  g_autoptr (CliRun) exported = NULL, counted = NULL, removed = NULL, hidden = NULL, cleared = NULL;

  expect_in (added->out, "crew");
  expect_in (again->err, "already");
  expect_in (list->out, "\"label\" : \"People\"");
  sql ("INSERT INTO districts (id, name) VALUES (90, 'Columns'); INSERT INTO stores (id, district_id, name) "
       "VALUES "
       "(90, 90, 'Column shop'); INSERT INTO products (id, name) VALUES (900000, 'Column product');"
       "INSERT INTO daily_sales (user_id, store_id, date, product_id, quantity_sold, custom) VALUES "
       "(1, 90, '2026-02-01', 900000, 3, '{\"crew\": 4}'), (1, 90, '2026-02-02', 900000, 5, NULL)");
  exported = cli_expect (0, directory, "export sales --data-dir %");
  expect_in (exported->out, "crew");
  expect_in (exported->out, ",4\n");
  counted = cli_expect (0, directory, "columns remove sales crew --dry-run --data-dir %");
  expect_in (counted->out, "1 row has a value");
  removed = cli_expect (0, directory, "columns remove sales crew --data-dir %");
  hidden = cli_expect (0, directory, "export sales --data-dir %");
  g_assert_null (strstr (hidden->out, "crew"));
  cleared = cli_expect (0, directory, "columns remove sales crew --clear --data-dir %");
  expect_in (cleared->out, "1 row has lost its value");
  expect_sql ("SELECT count(*) FROM daily_sales WHERE custom IS NOT NULL", "0");
}

/* What another type does is said first, with examples; what is nothing of it goes nowhere unasked, and all comes back. */
static void
test_retype (void)
{
  const char *directory = ddi_cluster_get_home (ddi_home_get_cluster (server));
  g_autoptr (CliRun) added = cli_expect (0, directory, "columns add sales Size text --data-dir %");
  g_autoptr (CliRun) none = cli_expect (1, directory, "columns retype sales sizes integer --data-dir %");
  g_autoptr (CliRun) type = cli_expect (2, directory, "columns retype sales size real --data-dir %");
  g_autoptr (CliRun) misuse =
      cli_expect (2, directory, "columns rename sales size Size --set-aside --data-dir %");
  g_autoptr (CliRun) planned = NULL, refused = NULL, done = NULL, listed = NULL, back = NULL;

  sql ("UPDATE daily_sales SET custom = '{\"size\": \"wide\"}' WHERE product_id = 900000 AND date = "
       "'2026-02-01';"
       "UPDATE daily_sales SET custom = '{\"size\": \"007\"}' WHERE product_id = 900000 AND date = "
       "'2026-02-02'");
  expect_in (none->err, "no added column sizes");
  planned = cli_expect (0, directory, "columns retype sales size integer --dry-run --data-dir %");
  expect_in (planned->out, "2 rows have a value");
  expect_in (planned->out, "In 1 row the value is nothing of that kind: “wide” (1)");
  expect_in (planned->out, "“007” → “7” (1)");
  refused = cli_expect (1, directory, "columns retype sales size integer --data-dir %");
  expect_in (refused->err, "--set-aside");
  expect_sql (
      "SELECT count(*) FROM daily_sales WHERE custom IN ('{\"size\": \"wide\"}', '{\"size\": \"007\"}')",
      "2");
  done = cli_expect (0, directory, "columns retype sales size integer --set-aside --json --data-dir %");
  expect_in (done->out, "\"kept\" : 2");
  expect_in (done->out, "\"empty\" : 1");
  expect_sql ("SELECT custom ->> 'size' FROM daily_sales WHERE product_id = 900000 AND date = '2026-02-02'",
              "7");
  listed = cli_expect (0, directory, "columns list --data-dir %");
  expect_in (listed->out, "size_was_1, “Size (before: Text)”, Text (removed, its values are kept)");
  back = cli_expect (0, directory, "columns retype sales size text --data-dir %");
  expect_in (back->out, "2 rows get back what they were before");
  expect_sql (
      "SELECT count(*) FROM daily_sales WHERE custom IN ('{\"size\": \"wide\"}', '{\"size\": \"007\"}')",
      "2");
}

static void
test_advise (void)
{
  g_autoptr (CliRun) before = NULL, after = NULL, done = NULL;

  sql ("ALTER TABLE products SET (autovacuum_enabled = false);"
       "INSERT INTO products (name) SELECT 'Donut ' || n FROM generate_series(1, 3000) n;"
       "DELETE FROM products WHERE name > 'Donut 2'; SELECT pg_stat_force_next_flush()");
  before = cli_expect (0, owner, "advise --connection %");
  expect_in (before->out, "maintain vacuum --table products");
  expect_in (before->out, "maintain analyze --table products");
  done = cli_expect (0, owner, "maintain vacuum --table products --connection %");
  after = cli_expect (0, owner, "advise --connection % --json");
  g_assert_null (strstr (after->out, "--table products"));
  expect_in (after->out, "\"uncounted\"");
}

static void
test_indexes (void)
{
  g_autoptr (CliRun) run = cli_expect (0, owner, "indexes --connection % --json");
  g_autoptr (CliRun) text = cli_expect (0, owner, "indexes --connection %");

  expect_in (run->out, "\"idx_daily_sales_user_id\"");
  expect_in (run->out, "CREATE UNIQUE INDEX");
  expect_in (text->out, "idx_daily_sales_date");
}

static void
test_locks (void)
{
  g_autoptr (PGconn) blocker = open_session ("BEGIN; LOCK TABLE weather IN SHARE MODE");
  g_autoptr (PGconn) waiter = open_session ("BEGIN");
  g_autofree char *cancel =
      g_strdup_printf ("locks --cancel %d --reason too-long --connection %%", PQbackendPID (waiter));
  g_autofree char *terminate =
      g_strdup_printf ("locks --terminate %d --connection %% --json", PQbackendPID (blocker));
  g_autofree char *blocked = g_strdup_printf ("\"blocked_by\" : \"%d\"", PQbackendPID (blocker));
  g_autoptr (CliRun) none = NULL, json = NULL, text = NULL, cancelled = NULL, ended = NULL, absent = NULL;
  g_autoptr (PGresult) result = NULL;

  none = cli_expect (0, owner, "locks --connection %");
  g_assert_null (strstr (none->out, "LOCK TABLE"));
  g_assert_true (PQsendQuery (waiter, "LOCK TABLE weather IN EXCLUSIVE MODE") == 1);
  sql ("DO $$ BEGIN WHILE NOT EXISTS (SELECT FROM pg_locks WHERE NOT granted) LOOP PERFORM pg_sleep(0.01); "
       "END LOOP; END $$");
  json = cli_expect (0, owner, "locks --connection % --json");
  expect_in (json->out, blocked);
  text = cli_expect (0, owner, "locks --connection %");
  expect_in (text->out, "└ ");

  cancelled = cli_expect (0, owner, cancel);
  result = PQgetResult (waiter);
  g_assert_cmpstr (PQresultErrorField (result, PG_DIAG_SQLSTATE), ==, "57014");
  ended = cli_expect (0, owner, terminate);
  expect_in (ended->out, "\"terminated\"");
  g_clear_pointer (&result, PQclear);
  result = PQexec (blocker, "SELECT 1");
  g_assert_cmpint (PQstatus (blocker), ==, CONNECTION_BAD);
  absent = cli_expect (1, owner, terminate);
  expect_sql ("SELECT string_agg(action || ' ' || (details->>'reason'), ',' ORDER BY id) FROM audit_logs "
              "WHERE action LIKE 'SESSION_%'",
              "SESSION_CANCELLED too-long,SESSION_TERMINATED");
}

/* With --all also who stands in nobody's way, and in no transaction. */
static void
test_locks_all (void)
{
  g_autoptr (PGconn) idle = open_session ("SELECT 'stands aside'");
  g_autofree char *pid = g_strdup_printf ("\"pid\" : %d,", PQbackendPID (idle));
  g_autoptr (CliRun) some = cli_expect (0, owner, "locks --connection % --json");
  g_autoptr (CliRun) all = cli_expect (0, owner, "locks --all --connection % --json");
  g_autoptr (CliRun) text = cli_expect (0, owner, "locks --all --connection %");

  g_assert_null (strstr (some->out, pid));
  expect_in (all->out, pid);
  expect_in (text->out, "stands aside");
}

static void
test_maintain (void)
{
  static const char *const verbs[] = { "analyze", "vacuum", "reindex", "full --yes" };
  g_autoptr (CliRun) refused = cli_expect (1, owner, "maintain full --table stores --connection %");
  g_autoptr (CliRun) unknown = cli_expect (1, owner, "maintain vacuum --table no_such --connection %");
  g_autoptr (CliRun) misuse = cli_expect (2, owner, "maintain burn --connection %");

  expect_in (refused->err, "--yes");
  expect_in (unknown->err, "no_such");
  sql ("DELETE FROM audit_logs WHERE false");
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      g_autofree char *arguments =
          g_strdup_printf ("maintain %s --table stores --connection %% --json", verbs[i]);
      g_autofree char *node = ddi_test_home_psql (server, FALSE,
                                                  "SELECT pg_relation_filenode('stores') || ' ' || "
                                                  "pg_relation_filenode('stores_pkey')");
      g_autofree char *after = NULL;
      g_autoptr (CliRun) run = cli_expect (0, owner, arguments);

      g_assert_null (strstr (run->out, "\"done\" : 0"));
      after = ddi_test_home_psql (server, FALSE,
                                  "SELECT pg_relation_filenode('stores') || ' ' || "
                                  "pg_relation_filenode('stores_pkey')");
      g_assert_cmpint (g_str_equal (node, after), ==, i < 2);
    }
  expect_sql (
      "SELECT string_agg(details->>'what', ' ' ORDER BY id) FROM audit_logs WHERE action = 'MAINTENANCE' "
      "AND details->>'table' = 'stores'",
      "analyze vacuum reindex full");
}

static void
test_maintain_all (void)
{
  g_autoptr (CliRun) run = cli_expect (0, owner, "maintain vacuum --connection %");
  g_autoptr (CliRun) list = cli_expect (0, owner, "maintain list --connection %");

  expect_sql ("SELECT count(*) FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid WHERE c.relkind "
              "= 'r' AND "
              "s.schemaname IN ('public', 'auth') AND s.last_vacuum IS NULL",
              "0");
  expect_in (list->out, "daily_sales_archive_other");
}

/* A shop's work is not kept waiting: neither is it waited for long. */
static void
test_maintain_locked (void)
{
  g_autoptr (PGconn) blocker = open_session ("BEGIN; SELECT count(*) FROM stores");
  g_autoptr (CliRun) run = cli_expect (1, owner, "maintain full --yes --table stores --connection %");

  expect_in (run->err, "stores");
  expect_sql ("SELECT details->>'done' FROM audit_logs WHERE action = 'MAINTENANCE' ORDER BY id DESC LIMIT 1",
              "0");
}

static void
test_explain (void)
{
  g_autoptr (CliRun) text = cli_expect (0, owner, "explain overview/list-totals --connection %");
  g_autoptr (CliRun) json = cli_expect (0, owner, "explain stores/list --connection % --json");
  g_autoptr (CliRun) listed = cli_expect (0, NULL, "explain --list");
  g_autoptr (CliRun) copy = cli_expect (1, owner, "explain demo/copy-cells --connection %");
  g_autoptr (CliRun) unknown = cli_expect (1, owner, "explain no/such --connection %");
  g_autoptr (CliRun) kill = cli_expect (1, owner, "explain maintenance/end-session --connection %");
  g_autoptr (CliRun) misuse = cli_expect (2, owner, "explain stores/list --param x");
  g_autoptr (CliRun) written = NULL;

  expect_in (text->out, " ms ");
  expect_in (kill->err, "cannot be taken back");
  expect_in (json->out, "\"Execution Time\"");
  expect_in (listed->out, "stores/list\n");
  written = cli_expect (0, owner, "explain products/insert --param 1=Explained --connection %");
  expect_in (written->out, "(Insert)");
  expect_sql ("SELECT count(*) FROM products WHERE name = 'Explained'", "0");
}

static void
test_plan (void)
{
  g_autofree char *superuser =
      ddi_cluster_dup_conninfo (ddi_home_get_cluster (server), DDI_CLUSTER_SUPERUSER, "template1");
  g_autoptr (CliRun) none = cli_expect (0, owner, "migrate --plan --connection %");
  g_autoptr (CliRun) all = cli_expect (0, superuser, "migrate --plan --connection %");
  g_autoptr (CliRun) misuse = cli_expect (2, owner, "migrate --plan --dry-run --connection %");

  g_assert_cmpstr (none->out, ==, "");
  expect_in (all->out, "-- 0001-seven-tables");
  expect_in (all->out, "CREATE TABLE daily_sales");
  sql ("SELECT 1");
}

/* Has the server wait a quarter of a second, so that there is a statement that took no less. */
static void
wait_there (CliRun *uri)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PGconn) pg = ddi_session_open (g_strchomp (uri->out), NULL, &error);

  g_assert_no_error (error);
  ddi_session_execute (pg, "SELECT pg_sleep(0.25)", "test", &error);
  g_assert_no_error (error);
}

/* All that are listed took @least milliseconds on average. */
static void
expect_mean (CliRun *slow, double least)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonArray *list;

  json_parser_load_from_data (parser, slow->out, -1, &error);
  g_assert_no_error (error);
  list = json_node_get_array (json_parser_get_root (parser));
  for (guint i = 0; i < json_array_get_length (list); i++)
    g_assert_cmpfloat (json_object_get_double_member (json_array_get_object_element (list, i), "mean_ms"), >=,
                       least);
}

/* The server of a home of its own, since it must start anew. */
static void
test_slow (void)
{
  g_autofree char *path = ddi_test_home_new_path ();
  g_autoptr (CliRun) before = cli_expect (1, path, "slow --data-dir %");
  g_autoptr (CliRun) enabled = cli_expect (0, path, "slow --enable --data-dir %");
  g_autoptr (CliRun) first = cli_expect (0, path, "status --data-dir %");
  g_autoptr (CliRun) started = cli_expect (0, path, "server start --data-dir %");
  g_autoptr (CliRun) asked = cli_expect (0, path, "explain stores/list --data-dir %");
  g_autoptr (CliRun) status = cli_expect (0, path, "status --data-dir %");
  g_autoptr (CliRun) uri = cli_expect (0, path, "server uri --data-dir %");
  g_autoptr (CliRun) slow = NULL, text = NULL, mean = NULL, none = NULL, misuse = NULL, stopped = NULL;

  wait_there (uri);
  slow = cli_expect (0, path, "slow --limit 200 --data-dir % --json");
  text = cli_expect (0, path, "slow --data-dir %");
  mean = cli_expect (0, path, "slow --limit 200 --mean 250 --data-dir % --json");
  none = cli_expect (0, path, "slow --limit 200 --mean 1e9 --data-dir %");
  misuse = cli_expect (2, path, "slow --mean -1 --data-dir %");
  stopped = cli_expect (0, path, "server stop --data-dir %");
  expect_in (before->err, "slow --enable");
  expect_in (slow->out, "\"status/count-rows\"");
  expect_in (text->out, " ms × ");
  expect_in (mean->out, "pg_sleep");
  expect_mean (mean, 250);
  g_assert_cmpstr (none->out, ==, "");
}

int
main (int argc, char **argv)
{
  int failures;

  g_test_init (&argc, &argv, NULL);
  server = ddi_test_home_new ();
  owner = ddi_cluster_dup_uri (ddi_home_get_cluster (server), DDI_CLUSTER_OWNER, "dunkin_demand");
  app = ddi_cluster_dup_uri (ddi_home_get_cluster (server), DDI_CLUSTER_APP, "dunkin_demand");
  g_test_add_func ("/cli/maintenance/doctor", test_doctor);
  g_test_add_func ("/cli/maintenance/refused", test_refused);
  g_test_add_func ("/cli/maintenance/advise", test_advise);
  g_test_add_func ("/cli/maintenance/columns", test_columns);
  g_test_add_func ("/cli/maintenance/retype", test_retype);
  g_test_add_func ("/cli/maintenance/indexes", test_indexes);
  g_test_add_func ("/cli/maintenance/locks", test_locks);
  g_test_add_func ("/cli/maintenance/locks-all", test_locks_all);
  g_test_add_func ("/cli/maintenance/maintain", test_maintain);
  g_test_add_func ("/cli/maintenance/maintain-all", test_maintain_all);
  g_test_add_func ("/cli/maintenance/maintain-locked", test_maintain_locked);
  g_test_add_func ("/cli/maintenance/explain", test_explain);
  g_test_add_func ("/cli/maintenance/plan", test_plan);
  g_test_add_func ("/cli/maintenance/slow", test_slow);
  failures = g_test_run ();
  ddi_home_close (server, NULL);
  g_clear_object (&server);
  g_free (owner);
  g_free (app);
  return failures;
}

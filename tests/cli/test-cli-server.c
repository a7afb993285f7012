/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The command line around the server: server, status, migrate, and what all commands share. */

#include <signal.h>

#include "cli-run.h"
#include "support/ddi-test-directory.h"
#include "support/ddi-test-home.h"

static char *
psql (const char *connection, const char *sql)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  char *out = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "psql",
                              "-XqAt", "-v", "ON_ERROR_STOP=1", connection, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, sql, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  return g_strchomp (out);
}

/* What --help lists tells in turn what it takes, and needs no database for it. */
static void
test_help_of_each (void)
{
  g_autoptr (CliRun) all = cli_expect (0, NULL, "--help");
  g_auto (GStrv) lines = g_strsplit (all->out, "\n", -1);
  guint n = 0;

  for (char **line = lines; *line; line++)
    if (g_str_has_prefix (*line, "  ") && g_ascii_islower ((*line)[2]))
      {
        g_auto (GStrv) words = g_strsplit (*line + 2, " ", 2);
        g_autofree char *arguments = g_strdup_printf ("%s --help", words[0]);
        g_autofree char *usage = g_strdup_printf ("  dunkin-demand-cli %s [OPTION", words[0]);
        g_autoptr (CliRun) run = cli_expect (0, NULL, arguments);

        g_assert_nonnull (strstr (run->out, usage));
        g_assert_nonnull (strstr (run->out, g_strstrip (words[1])));
        n++;
      }
  g_assert_cmpuint (n, >, 10);
}

static void
test_usage (void)
{
  static const char *wrong[] = {
    "frobnicate",
    "status --data-dir",
    "--connection",
    "--data-dir x --connection y status",
    "status now",
    "server",
    "server pause",
    "server start now",
    "server uri --role",
    "server uri --role superuser",
    "migrate --wet-run",
    "migrate --provision",
    "--connection host=/nowhere server start",
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    cli_run_free (cli_expect (2, NULL, wrong[i]));
}

static void
test_help (void)
{
  g_autoptr (CliRun) help = cli_expect (0, NULL, "--help");
  g_autoptr (CliRun) version = cli_expect (0, NULL, "--version");
  g_autoptr (CliRun) bare = cli_run (NULL, "");

  g_assert_nonnull (strstr (help->out, "server"));
  g_assert_nonnull (strstr (help->out, "migrate"));
  g_assert_nonnull (strstr (version->out, "dunkin-demand-cli "));
  g_assert_cmpint (bare->status, ==, 2);
}

/* Looking makes nothing. */
static void
test_status_of_nothing (void)
{
  g_autofree char *home = ddi_test_directory_new_path ("none");
  g_autoptr (CliRun) status = cli_expect (0, home, "status --json --data-dir %");
  g_autoptr (CliRun) server = cli_expect (0, home, "--data-dir % server status");
  g_autoptr (CliRun) stop = cli_expect (0, home, "--data-dir % server stop");
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *object = cli_run_parse (status, parser);

  g_assert_false (json_object_get_boolean_member (object, "initialised"));
  g_assert_cmpstr (json_object_get_string_member (object, "data_dir"), ==, home);
  g_assert_false (json_object_has_member (object, "rows"));
  g_assert_false (g_file_test (home, G_FILE_TEST_EXISTS));
}

static gboolean
is_running (const char *home)
{
  g_autoptr (CliRun) run = cli_expect (0, home, "server status --json --data-dir %");
  g_autoptr (JsonParser) parser = json_parser_new ();

  return json_object_get_boolean_member (cli_run_parse (run, parser), "running");
}

static void
test_start_stop (void)
{
  g_autofree char *home = ddi_test_home_new_path ();
  g_autoptr (CliRun) start = NULL, stop = NULL;

  g_assert_false (is_running (home));
  start = cli_expect (0, home, "--data-dir=% server start");
  cli_run_free (start);
  start = cli_expect (0, home, "server start --data-dir %");
  g_assert_true (is_running (home));
  stop = cli_expect (0, home, "--json --data-dir % server stop");
  g_assert_false (is_running (home));
}

/* The URI is for psql, in each role, and the server stays for it. */
static void
test_uri (void)
{
  g_autofree char *home = ddi_test_home_new_path ();
  g_autoptr (CliRun) app = cli_expect (0, home, "--data-dir % server uri");
  g_autoptr (CliRun) owner = cli_expect (0, home, "--data-dir % server uri --role owner");
  g_autoptr (CliRun) json = cli_expect (0, home, "--data-dir % --json server uri --role=owner");
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *as_app = psql (g_strchomp (app->out), "SELECT current_user, current_database()");
  g_autofree char *as_owner = psql (g_strchomp (owner->out), "SELECT current_user, current_database()");

  g_assert_cmpstr (as_app, ==, "ddi_app|dunkin_demand");
  g_assert_cmpstr (as_owner, ==, "ddi_owner|dunkin_demand");
  g_assert_cmpstr (json_object_get_string_member (cli_run_parse (json, parser), "uri"), ==, owner->out);
  cli_run_free (cli_expect (0, home, "--data-dir % server stop"));
  g_assert_false (is_running (home));
}

static void
test_status (void)
{
  g_autofree char *home = ddi_test_home_new_path ();
  g_autoptr (CliRun) json = cli_expect (0, home, "--data-dir % status --json");
  g_autoptr (CliRun) text = cli_expect (0, home, "--data-dir % status");
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *object = cli_run_parse (json, parser);
  JsonObject *rows = json_object_get_object_member (object, "rows");

  g_assert_true (json_object_get_boolean_member (object, "embedded"));
  g_assert_false (json_object_get_boolean_member (object, "running"));
  g_assert_cmpint (json_object_get_int_member (rows, "daily_sales"), ==, 0);
  g_assert_nonnull (strstr (text->out, "daily_sales"));
  /* All seven tables of the document. */
  g_assert_cmpint (json_object_get_int_member (rows, "users"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (rows, "password_reset_tokens"), ==, 0);
  g_assert_cmpint (json_object_get_int_member (rows, "audit_logs"), >=, 1);
  g_assert_nonnull (strstr (text->out, "  users\n"));
  g_assert_nonnull (strstr (text->out, "  password_reset_tokens\n"));
  g_assert_nonnull (strstr (text->out, "  audit_logs\n"));
  g_assert_false (is_running (home));
}

static void
test_unreachable (void)
{
  g_autofree char *home = ddi_test_directory_new_path ("unreachable");
  g_autoptr (CliRun) run = NULL;
  g_autofree char *arguments = g_strdup_printf ("--connection host=%s status", home);

  run = cli_expect (1, NULL, arguments);
  g_assert_true (g_str_has_prefix (run->err, "dunkin-demand-cli: status: "));
}

/* Ctrl+C, a closed terminal, kill: the server that the command started goes with it. What holds the
 * command up is a lock on a table that it counts. */
static void
test_interrupted (void)
{
  static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr (DdiHome) home = ddi_test_home_new ();
      DdiCluster *cluster = ddi_home_get_cluster (home);
      const char *directory = ddi_cluster_get_home (cluster);
      g_autofree char *uri = ddi_cluster_dup_uri (cluster, DDI_CLUSTER_OWNER, "dunkin_demand");
      g_autofree char *waiting = NULL;
      g_autoptr (GSubprocess) lock = NULL, command = NULL;
      g_autoptr (GError) error = NULL;

      lock = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
                               "psql", "-Xqc", "BEGIN; LOCK TABLE weather; SELECT pg_sleep(600)", uri, NULL);
      g_assert_no_error (error);
      do
        {
          g_free (waiting);
          waiting = psql (uri, "SELECT count(*) FROM pg_locks WHERE relation = 'weather'::regclass");
        }
      while (atoi (waiting) < 1);
      command = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, g_getenv ("DDI_TEST_CLI"),
                                  "status", "--data-dir", directory, NULL);
      g_assert_no_error (error);
      do
        {
          g_free (waiting);
          waiting =
              psql (uri,
                    "SELECT count(*) FROM pg_locks WHERE relation = 'weather'::regclass AND NOT granted");
        }
      while (atoi (waiting) < 1);

      /* The command is the last one to leave. */
      g_assert_true (ddi_home_close (home, &error));
      g_assert_true (is_running (directory));
      g_subprocess_send_signal (command, numbers[i]);
      g_assert_true (g_subprocess_wait (command, NULL, &error));
      g_assert_false (g_subprocess_get_successful (command));
      g_assert_false (is_running (directory));
      g_subprocess_wait (lock, NULL, NULL);
    }
}

/* An installation of old with the seven tables and some rows, on a server without our roles. */
static DdiCluster *
make_old_server (char **connection)
{
  DdiCluster *cluster = ddi_test_cluster_new ();
  g_autofree char *maintenance = ddi_cluster_dup_uri (cluster, DDI_CLUSTER_SUPERUSER, "postgres");
  g_autofree char *contract =
      g_build_filename (g_getenv ("DDI_TEST_SOURCE"), "sql", "migrations", "0001-seven-tables.sql", NULL);
  g_autofree char *sql = NULL;

  g_free (psql (maintenance, "CREATE DATABASE old TEMPLATE template0"));
  *connection = ddi_cluster_dup_uri (cluster, DDI_CLUSTER_SUPERUSER, "old");
  g_assert_true (g_file_get_contents (contract, &sql, NULL, NULL));
  g_free (psql (*connection, sql));
  g_free (
      psql (*connection,
            "INSERT INTO users (name, email, password_hash) VALUES ('Ada', 'ada@example.com', '$2b$10$x');"
            "INSERT INTO daily_sales (user_id, date, product_name, quantity_sold)"
            " VALUES (1, '2024-05-01', 'Glazed', 3), (1, '2024-05-01', 'Glazed', 4);"));
  return cluster;
}

static void
test_adopt (void)
{
  g_autofree char *connection = NULL, *arguments = NULL, *before = NULL, *after = NULL, *uri = NULL,
                  *app = NULL;
  g_autoptr (DdiCluster) cluster = make_old_server (&connection);
  g_autoptr (CliRun) early = NULL, nobody = NULL, refused = NULL, dry = NULL, real = NULL, again = NULL,
                     status = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  static const char *shape = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"
                             " UNION ALL SELECT count(*) FROM pg_roles WHERE rolname LIKE 'ddi%'";
  JsonObject *object;

  early = cli_expect (1, connection, "status --connection %");
  g_assert_nonnull (strstr (early->err, "migrate"));
  refused = cli_expect (1, connection, "migrate --connection %");
  g_assert_nonnull (strstr (refused->err, "--provision"));

  before = psql (connection, shape);
  dry = cli_expect (0, connection, "--connection % migrate --dry-run --json");
  after = psql (connection, shape);
  g_assert_cmpstr (before, ==, after);
  object = cli_run_parse (dry, parser);
  g_assert_true (json_object_get_boolean_member (object, "dry_run"));
  g_assert_true (json_object_get_boolean_member (object, "adopted"));
  g_assert_cmpint (json_object_get_int_member (object, "stores_made"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (object, "products_added"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (object, "legacy_hashes"), ==, 1);

  real = cli_expect (0, connection, "--connection % migrate --provision");
  again = cli_expect (0, connection, "--connection % migrate");
  uri = ddi_cluster_dup_uri (cluster, DDI_CLUSTER_OWNER, "old");
  app = ddi_cluster_dup_uri (cluster, DDI_CLUSTER_APP, "old");
  nobody = cli_expect (1, app, "status --connection %");
  g_assert_nonnull (strstr (nobody->err, "login"));
  status = cli_expect (0, uri, "status --connection % --json");
  object = json_object_get_object_member (cli_run_parse (status, parser), "rows");
  g_assert_cmpint (json_object_get_int_member (object, "daily_sales"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (object, "products"), ==, 1);
  ddi_cluster_close (cluster, NULL);
}

/* psql's variables name a server; --data-dir is said by hand and wins. */
static void
test_environment (void)
{
  g_autofree char *home = ddi_test_directory_new_path ("environment");
  g_autoptr (CliRun) server = NULL, embedded = NULL;

  g_setenv ("PGHOST", home, TRUE);
  server = cli_expect (1, NULL, "status");
  embedded = cli_expect (0, home, "status --data-dir %");
  g_unsetenv ("PGHOST");
  g_assert_nonnull (strstr (embedded->out, home));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/usage", test_usage);
  g_test_add_func ("/cli/help", test_help);
  g_test_add_func ("/cli/help-of-each", test_help_of_each);
  g_test_add_func ("/cli/status-of-nothing", test_status_of_nothing);
  g_test_add_func ("/cli/start-stop", test_start_stop);
  g_test_add_func ("/cli/uri", test_uri);
  g_test_add_func ("/cli/status", test_status);
  g_test_add_func ("/cli/unreachable", test_unreachable);
  g_test_add_func ("/cli/interrupted", test_interrupted);
  g_test_add_func ("/cli/adopt", test_adopt);
  g_test_add_func ("/cli/environment", test_environment);
  return g_test_run ();
}

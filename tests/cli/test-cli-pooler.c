/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What "server pgbouncer" prints is given to the real PgBouncer as it is, and the program works through it. */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "cli-run.h"
#include "cluster/ddi-server-account.h"
#include "ddi-config.h"
#include "support/ddi-test-directory.h"
#include "support/ddi-test-home.h"

static DdiHome *server;
static char *owner, *through;
static GPid pooler;
static guint16 port;

static guint16
find_port (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 found = g_socket_listener_add_any_inet_port (listener, NULL, NULL);

  g_socket_listener_close (listener);
  return found;
}

static void
child_setup_cb (gpointer account)
{
  ddi_server_account_child_setup (account);
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static gboolean
answers (void)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, NULL);

  return connection != NULL;
}

static void
own (DdiServerAccount *account, const char *path)
{
  g_autoptr (GError) error = NULL;

  ddi_server_account_own (account, path, &error);
  g_assert_no_error (error);
}

static void
write_file (DdiServerAccount *account, const char *path, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  own (account, path);
}

static void
start_pooler (void)
{
  g_autofree char *directory = ddi_test_directory_new_path ("pgbouncer");
  g_autofree char *ini = g_build_filename (directory, "pgbouncer.ini", NULL);
  g_autofree char *roles = g_build_filename (directory, "userlist.txt", NULL);
  g_autofree char *arguments = NULL;
  g_autofree char *found = g_find_program_in_path ("pgbouncer");
  /* Debian keeps it where only root's PATH leads. */
  char *argv[] = { found ? found : (char *)"/usr/sbin/pgbouncer", (char *)"-q", ini, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiServerAccount) account = NULL;
  g_autoptr (CliRun) run = NULL;

  g_assert_no_errno (g_mkdir (directory, 0711));
  account = ddi_server_account_new (directory, &error);
  g_assert_no_error (error);
  own (account, directory);
  port = find_port ();
  arguments = g_strdup_printf ("server pgbouncer --port %u --auth-file %s --connection %%", port, roles);
  run = cli_expect (0, owner, arguments);
  write_file (account, ini, run->out);
  write_file (account, roles, "\"ddi_app\" \"sesame\"\n");
  g_spawn_async (directory, argv, NULL,
                 G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                 child_setup_cb, account, &pooler, &error);
  g_assert_no_error (error);
  while (!answers ())
    {
      g_assert_cmpint (waitpid (pooler, NULL, WNOHANG), ==, 0);
      g_usleep (5000);
    }
  through = g_strdup_printf ("postgresql://ddi_app@127.0.0.1:%u/dunkin_demand", port);
}

static void
test_works (void)
{
  g_autofree char *token = ddi_test_home_psql (
      server, FALSE, "SELECT auth.open_session(id, 'test', 'password', '1 day', '1 day') FROM users LIMIT 1");
  g_autoptr (CliRun) status = NULL, doctor = NULL, whoami = NULL;

  g_setenv ("DDI_SESSION", token, TRUE);
  status = cli_expect (0, through, "status --connection % --json");
  g_assert_nonnull (strstr (status->out, "\"daily_sales\""));
  whoami = cli_expect (0, through, "whoami --connection %");
  doctor = cli_expect (0, through, "doctor --connection %");
  g_assert_nonnull (strstr (doctor->out, "Pooler: there is one"));
}

/* The server sees the pooler only: the log has the address that the pooler claims, and says that it is claimed. */
static void
test_logged_address (void)
{
  g_autoptr (CliRun) refused =
      cli_run_with_input (through, "login nobody@example.org --connection %", "correct horse battery\n");
  g_autofree char *who = ddi_test_home_psql (server, FALSE,
                                             "SELECT ip_address || '|' || user_agent FROM audit_logs "
                                             "WHERE action = 'SIGN_IN_REFUSED'");

  g_assert_cmpint (refused->status, ==, 1);
  g_assert_cmpstr (who, ==, "local claimed 127.0.0.1|dunkin-demand/" DDI_VERSION " (cli)");
}

/* What needs the server itself says so. */
static void
test_direct_only (void)
{
  g_autoptr (CliRun) run = cli_expect (1, through, "advise --connection %");

  g_assert_nonnull (strstr (run->err, "pooler"));
}

static void
test_wrong_password (void)
{
  g_autoptr (CliRun) run = NULL;

  g_setenv ("PGPASSWORD", "wrong", TRUE);
  run = cli_run (through, "doctor --connection % --json");
  g_setenv ("PGPASSWORD", "sesame", TRUE);
  g_assert_cmpint (run->status, ==, 1);
  g_assert_nonnull (strstr (run->out, "\"wrong\" : \"authentication\""));
}

static void
test_text (void)
{
  g_autoptr (CliRun) remote = cli_run ("postgresql://ddi_app:sesame7@db.example.com/shop?sslmode=verify-full",
                                       "server pgbouncer --connection=%");
  g_autoptr (CliRun) none = cli_expect (2, NULL, "server pgbouncer");
  /* It would send writes to the standby. */
  g_autoptr (CliRun) several = cli_expect (1, "postgresql://ddi_app@a.example.com,b.example.com/shop",
                                           "server pgbouncer --connection=%");
  g_autoptr (CliRun) port_alone = cli_expect (2, NULL, "server status --port 7");
  g_autoptr (CliRun) listen_alone = cli_expect (2, NULL, "server status --listen 127.0.0.1");
  g_autoptr (CliRun) open = cli_expect (0, owner, "server pgbouncer --listen * --connection %");
  g_autoptr (CliRun) own_only =
      cli_expect (0, owner, "server pgbouncer --listen 127.0.0.9,::1 --connection %");
  g_autoptr (CliRun) wrong = cli_expect (1, owner, "server pgbouncer --listen a;b --connection %");

  g_assert_nonnull (strstr (several->err, "Name one"));
  /* Other computers come with TLS, this one as it likes. */
  g_assert_nonnull (strstr (open->out, "\nlisten_addr = *\n"));
  g_assert_nonnull (strstr (open->out, "\nclient_tls_sslmode = require\n"));
  g_assert_nonnull (strstr (own_only->out, "\nlisten_addr = 127.0.0.9,::1\n"));
  g_assert_null (strstr (own_only->out, "client_tls"));
  g_assert_nonnull (strstr (wrong->err, "a;b"));
  g_assert_cmpint (remote->status, ==, 0);
  g_assert_null (strstr (remote->out, "sesame7"));
  g_assert_nonnull (strstr (remote->out, "shop = host='db.example.com' port='5432' dbname='shop'\n"));
  g_assert_nonnull (strstr (remote->out, "server_tls_sslmode = verify-full\n"));
  g_assert_nonnull (strstr (remote->out, "\npool_mode = transaction\n"));
  g_assert_nonnull (strstr (remote->out, "\nmax_client_conn = 1000\n"));
  g_assert_nonnull (strstr (remote->out, "\ndefault_pool_size = 25\n"));
}

int
main (int argc, char **argv)
{
  int failures;

  g_test_init (&argc, &argv, NULL);
  server = ddi_test_home_new ();
  owner = ddi_cluster_dup_uri (ddi_home_get_cluster (server), DDI_CLUSTER_OWNER, "dunkin_demand");
  g_setenv ("PGPASSWORD", "sesame", TRUE);
  start_pooler ();
  g_test_add_func ("/cli/pooler/works", test_works);
  g_test_add_func ("/cli/pooler/logged-address", test_logged_address);
  g_test_add_func ("/cli/pooler/direct-only", test_direct_only);
  g_test_add_func ("/cli/pooler/wrong-password", test_wrong_password);
  g_test_add_func ("/cli/pooler/text", test_text);
  failures = g_test_run ();
  kill (pooler, SIGKILL);
  waitpid (pooler, NULL, 0);
  ddi_home_close (server, NULL);
  g_clear_object (&server);
  g_free (through);
  g_free (owner);
  return failures;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ddi-tls-server.h"

#include <gio/gio.h>
#include <libpq-fe.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "cluster/ddi-server-account.h"
#include "cluster/ddi-server-binaries.h"
#include "support/ddi-test-directory.h"
#include "support/ddi-test-home.h"

static const char access_rules[] = "hostssl all postgres 127.0.0.1/32 trust\n"
                                   "hostssl all ddi_app 127.0.0.1/32 trust\n"
                                   "hostssl all cleartext 127.0.0.1/32 password\n"
                                   "hostssl all md5 127.0.0.1/32 md5\n"
                                   "hostssl all scram 127.0.0.1/32 scram-sha-256\n";

/* Nobody has it now; somebody may before the server does. */
static guint
find_port (void)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0), found = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) listener =
      g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);

  g_assert_no_error (error);
  g_socket_bind (listener, any, FALSE, &error);
  g_assert_no_error (error);
  found = g_socket_get_local_address (listener, &error);
  g_assert_no_error (error);
  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (found));
}

/* However the test ends, the server ends with it. */
static void
child_setup_cb (gpointer account)
{
  ddi_server_account_child_setup (account);
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static void
start (DdiTlsServer *self, DdiServerAccount *account, const char *key, const char *rules)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiServerBinaries) binaries = ddi_server_binaries_find (0, "", &error);
  g_autofree char *program = g_build_filename (binaries->directory, "postgres", NULL);
  g_autofree char *data = g_build_filename (self->directory, "data", NULL);
  g_autofree char *port = g_strdup_printf ("port=%u", self->port);
  g_autofree char *certificate = g_strdup_printf ("ssl_cert_file=%s", self->certificate);
  g_autofree char *key_file = g_strdup_printf ("ssl_key_file=%s", key);
  g_autofree char *hba = g_strdup_printf ("hba_file=%s", rules);
  /* clang-format off */
  const char *argv[] = { program, "-D", data, "-c", "listen_addresses=127.0.0.1", "-c", port,
                         "-c", "unix_socket_directories=", "-c", "ssl=on", "-c", certificate, "-c", key_file,
                         "-c", hba, NULL };
  /* clang-format on */

  g_spawn_async (self->directory, (char **)argv, NULL,
                 G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                 child_setup_cb, account, &self->pid, &error);
  g_assert_no_error (error);
}

/* FALSE where it has ended, as it does where its port is taken. */
static gboolean
make_roles (DdiTlsServer *self)
{
  const char *sql =
      "SET password_encryption = 'md5'; CREATE ROLE md5 LOGIN PASSWORD 'sesame';"
      "SET password_encryption = 'scram-sha-256'; CREATE ROLE cleartext LOGIN PASSWORD 'sesame';"
      "CREATE ROLE scram LOGIN PASSWORD 'sesame'";
  g_autofree char *conninfo = ddi_tls_server_dup_conninfo (self, "postgres", "");

  while (waitpid (self->pid, NULL, WNOHANG) == 0)
    {
      PGconn *pg = PQconnectdb (conninfo);
      PGresult *made = PQstatus (pg) == CONNECTION_OK ? PQexec (pg, sql) : NULL;

      if (made && PQresultStatus (made) != PGRES_COMMAND_OK)
        g_error ("%s", PQresultErrorMessage (made));
      PQclear (made);
      PQfinish (pg);
      if (made)
        return TRUE;
      g_usleep (10000);
    }
  self->pid = 0;
  return FALSE;
}

DdiTlsServer *
ddi_tls_server_new (void)
{
  DdiTlsServer *self = g_new0 (DdiTlsServer, 1);
  g_autofree char *openssl = g_find_program_in_path ("openssl");
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiServerAccount) account = NULL;
  g_autofree char *key = NULL, *rules = NULL;

  self->directory = ddi_test_home_new_path ();
  self->certificate = g_build_filename (self->directory, "certificate.pem", NULL);
  key = g_build_filename (self->directory, "key.pem", NULL);
  rules = g_build_filename (self->directory, "access.conf", NULL);
  ddi_test_run (openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
                "-keyout", key, "-out", self->certificate, NULL);
  g_file_set_contents (rules, access_rules, -1, &error);
  g_assert_no_error (error);
  account = ddi_server_account_new (self->directory, &error);
  g_assert_no_error (error);
  if (!ddi_server_account_own (account, key, &error) || !ddi_server_account_own (account, rules, &error))
    g_error ("%s", error->message);
  do
    {
      self->port = find_port ();
      start (self, account, key, rules);
    }
  while (!make_roles (self));
  return self;
}

void
ddi_tls_server_free (DdiTlsServer *self)
{
  kill (self->pid, SIGKILL);
  waitpid (self->pid, NULL, 0);
  g_free (self->directory);
  g_free (self->certificate);
  g_free (self);
}

char *
ddi_tls_server_dup_conninfo (DdiTlsServer *self, const char *role, const char *more)
{
  return g_strdup_printf ("host=localhost hostaddr=127.0.0.1 port=%u dbname=postgres user=%s password=sesame "
                          "sslmode=verify-full sslrootcert='%s'%s",
                          self->port, role, self->certificate, more);
}

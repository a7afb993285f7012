/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ddi-replica-pair.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "cluster/ddi-server-account.h"
#include "cluster/ddi-server-binaries.h"
#include "db/ddi-session-private.h"
#include "support/ddi-test-directory.h"

char *
ddi_replica_pair_dup_conninfo_of (const char *hosts, const char *role)
{
  return g_strdup_printf ("host='%s' port=5432 user=%s dbname=dunkin_demand", hosts, role);
}

static char *
dup_socket_folder (DdiHome *home)
{
  g_autofree char *conninfo =
      ddi_cluster_dup_conninfo (ddi_home_get_cluster (home), DDI_CLUSTER_SUPERUSER, "dunkin_demand");
  char *host = g_strdup (strstr (conninfo, "host='") + strlen ("host='"));

  *strchr (host, '\'') = '\0';
  return host;
}

static char *
dup_server_program (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiServerBinaries) binaries = ddi_server_binaries_find (0, "", &error);

  g_assert_no_error (error);
  return g_build_filename (binaries->directory, "postgres", NULL);
}

static char *
dup_copy_program (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiServerBinaries) server = ddi_server_binaries_find (0, "", &error);
  g_autoptr (DdiServerBinaries) tools = ddi_server_binaries_find_copy_tools (server->major, &error);

  g_assert_no_error (error);
  return g_build_filename (tools->directory, "pg_basebackup", NULL);
}

static DdiServerAccount *
find_account (const char *directory)
{
  g_autoptr (GError) error = NULL;
  DdiServerAccount *account = ddi_server_account_new (directory, &error);

  g_assert_no_error (error);
  return account;
}

static GPid
spawn (const char *directory, char **argv, gboolean wait)
{
  g_autoptr (DdiServerAccount) account = find_account (directory);
  g_autoptr (GError) error = NULL;
  GPid pid = 0;
  int status = 0;

  g_spawn_async (directory, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL,
                 ddi_server_account_child_setup, account, &pid, &error);
  g_assert_no_error (error);
  if (!wait)
    return pid;
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (g_spawn_check_wait_status (status, &error));
  return 0;
}

/* NULL where it cannot be asked. */
static char *
try_to_ask (const char *host, const char *sql)
{
  g_autofree char *conninfo = ddi_replica_pair_dup_conninfo_of (host, "postgres");
  g_autoptr (PGconn) pg = PQconnectdb (conninfo);
  g_autoptr (PGresult) result = PQstatus (pg) == CONNECTION_OK ? PQexec (pg, sql) : NULL;

  return result && PQntuples (result) > 0 ? g_strdup (PQgetvalue (result, 0, 0)) : NULL;
}

char *
ddi_replica_pair_ask (const char *host, const char *sql)
{
  char *answer = try_to_ask (host, sql);

  if (answer == NULL)
    g_error ("%s: no answer to %s", host, sql);
  return answer;
}

void
ddi_replica_pair_wait (const char *host, const char *sql, const char *expected)
{
  for (;;)
    {
      g_autofree char *answer = try_to_ask (host, sql);

      if (g_strcmp0 (answer, expected) == 0)
        return;
      g_usleep (10000);
    }
}

void
ddi_replica_pair_restart_standby (DdiReplicaPair *self)
{
  g_autofree char *data = g_build_filename (self->standby, "data", NULL);
  g_autofree char *program = dup_server_program ();
  const char *argv[] = { program, "-D", data, "-k", self->standby, "-c", "listen_addresses=", NULL };

  self->postmaster = spawn (self->standby, (char **)argv, FALSE);
  ddi_replica_pair_wait (self->standby, "SELECT pg_is_in_recovery()", "t");
}

static void
make_standby (DdiReplicaPair *self)
{
  g_autoptr (DdiServerAccount) account = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;
  g_autofree char *settings = NULL;
  g_autofree char *copy_program = dup_copy_program ();

  self->standby = ddi_test_directory_new_path ("standby");
  g_assert_no_errno (g_mkdir (self->standby, 0711));
  account = find_account (self->standby);
  g_assert_true (ddi_server_account_own (account, self->standby, &error));
  data = g_build_filename (self->standby, "data", NULL);
  settings = g_build_filename (self->standby, "settings.conf", NULL);
  g_file_set_contents_full (settings, "fsync = off\nfull_page_writes = off\nlog_min_messages = panic\n", -1,
                            G_FILE_SET_CONTENTS_NONE, 0644, &error);
  g_assert_no_error (error);
  {
    const char *argv[] = {
      copy_program,  "--write-recovery-conf", "--checkpoint=fast",   "--pgdata", data, "--host",
      self->primary, "--port=5432",           "--username=postgres", NULL
    };

    spawn (self->standby, (char **)argv, TRUE);
  }
  ddi_replica_pair_restart_standby (self);
  ddi_replica_pair_wait (self->primary, "SELECT state FROM pg_stat_replication", "streaming");
}

DdiReplicaPair *
ddi_replica_pair_new (void)
{
  DdiReplicaPair *self = g_new0 (DdiReplicaPair, 1);

  self->home = ddi_test_home_new ();
  self->primary = dup_socket_folder (self->home);
  make_standby (self);
  self->token = ddi_test_home_psql (self->home, FALSE, "SELECT auth.open_local_session('test')");
  return self;
}

void
ddi_replica_pair_free (DdiReplicaPair *self)
{
  ddi_replica_pair_kill_standby (self);
  ddi_home_close (self->home, NULL);
  g_object_unref (self->home);
  g_free (self->primary);
  g_free (self->standby);
  g_free (self->token);
  g_free (self);
}

void
ddi_replica_pair_synchronise (DdiReplicaPair *self)
{
  g_autofree char *reloaded = NULL;

  g_free (ddi_test_home_psql (self->home, TRUE, "ALTER SYSTEM SET synchronous_standby_names = '*'"));
  reloaded = ddi_replica_pair_ask (self->primary, "SELECT pg_reload_conf()");
  ddi_replica_pair_wait (self->primary, "SELECT sync_state FROM pg_stat_replication", "sync");
}

void
ddi_replica_pair_kill_primary (DdiReplicaPair *self)
{
  g_autofree char *path = g_build_filename (ddi_cluster_get_home (ddi_home_get_cluster (self->home)), "data",
                                            "postmaster.pid", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  GPid pid;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  pid = (GPid)g_ascii_strtoll (text, NULL, 10);
  g_assert_cmpint (pid, >, 1);
  g_assert_no_errno (kill (pid, SIGKILL));
}

void
ddi_replica_pair_kill_standby (DdiReplicaPair *self)
{
  if (self->postmaster == 0)
    return;
  kill (self->postmaster, SIGKILL);
  waitpid (self->postmaster, NULL, 0);
  self->postmaster = 0;
}

static void
restart_primary (DdiReplicaPair *self, const char *in_recovery)
{
  g_autoptr (GError) error = NULL;

  ddi_cluster_ensure (ddi_home_get_cluster (self->home), NULL, &error);
  g_assert_no_error (error);
  ddi_replica_pair_wait (self->primary, "SELECT pg_is_in_recovery()", in_recovery);
}

void
ddi_replica_pair_restart_primary (DdiReplicaPair *self)
{
  restart_primary (self, "f");
}

void
ddi_replica_pair_restart_primary_as_standby (DdiReplicaPair *self)
{
  g_autofree char *signal_file = g_build_filename (ddi_cluster_get_home (ddi_home_get_cluster (self->home)),
                                                   "data", "standby.signal", NULL);

  g_assert_true (g_file_set_contents_full (signal_file, "", 0, G_FILE_SET_CONTENTS_NONE, 0644, NULL));
  restart_primary (self, "t");
}

char *
ddi_replica_pair_dup_conninfo (DdiReplicaPair *self, const char *role)
{
  g_autofree char *hosts = g_strdup_printf ("%s,%s", self->primary, self->standby);

  return ddi_replica_pair_dup_conninfo_of (hosts, role);
}

DdiDatabase *
ddi_replica_pair_open (DdiReplicaPair *self, guint size)
{
  g_autofree char *conninfo = ddi_replica_pair_dup_conninfo (self, "ddi_app");
  DdiDatabase *database = ddi_database_new (conninfo, size);

  ddi_database_set_session (database, self->token);
  return database;
}

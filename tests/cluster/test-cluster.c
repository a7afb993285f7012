/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cluster/ddi-cluster.h"

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/ddi-test-directory.h"
#include "support/ddi-test-home.h"

static char *
query (DdiCluster *cluster, const char *sql)
{
  g_autofree char *conninfo = ddi_cluster_dup_conninfo (cluster, DDI_CLUSTER_SUPERUSER, "postgres");
  g_autoptr (GSubprocess) psql = NULL;
  g_autoptr (GError) error = NULL;
  char *out = NULL;

  psql = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "psql", "-XqAt", "-d", conninfo, "-c", sql,
                           NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (psql, NULL, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (psql));
  return g_strchomp (out);
}

static void
assert_query (DdiCluster *cluster, const char *sql, const char *expected)
{
  g_autofree char *got = query (cluster, sql);

  g_assert_cmpstr (got, ==, expected);
}

static DdiClusterStatus
inspect (const char *home)
{
  DdiClusterStatus status;
  g_autoptr (GError) error = NULL;

  ddi_cluster_inspect (home, &status, &error);
  g_assert_no_error (error);
  return status;
}

static DdiCluster *
open_home (const char *home)
{
  g_autoptr (GError) error = NULL;
  DdiCluster *cluster = ddi_cluster_open (home, NULL, &error);

  g_assert_no_error (error);
  return cluster;
}

static void
close_home (DdiCluster *cluster)
{
  g_autoptr (GError) error = NULL;

  ddi_cluster_close (cluster, &error);
  g_assert_no_error (error);
}

static void
assert_mode (const char *home, const char *name, guint mode)
{
  g_autofree char *path = g_build_filename (home, name, NULL);
  struct stat info;

  g_assert_no_errno (stat (path, &info));
  g_assert_cmpuint (info.st_mode & 07777, ==, mode);
}

/* What must hold of every home, whatever a later edit of the settings says. */
static void
test_fresh (void)
{
  g_autofree char *home = ddi_test_directory_new_path ("fresh");
  g_autofree char *rules_path = g_build_filename (home, "data", "pg_hba.conf", NULL);
  g_autofree char *rules = NULL;
  g_autoptr (DdiCluster) cluster = NULL;

  g_assert_false (inspect (home).initialised);
  cluster = open_home (home);
  g_assert_true (inspect (home).initialised);
  g_assert_true (inspect (home).running);
  g_assert_cmpuint (inspect (home).n_users, ==, 1);

  assert_query (cluster, "SHOW data_checksums", "on");
  assert_query (cluster, "SHOW server_encoding", "UTF8");
  assert_query (cluster, "SHOW listen_addresses", "");
  assert_query (cluster, "SHOW fsync", "on");
  assert_query (cluster, "SHOW full_page_writes", "on");
  assert_query (cluster, "SHOW synchronous_commit", "on");
  assert_query (cluster, "SHOW timezone", "UTC");
  assert_query (cluster, "SELECT lower('CAFÉ')", "café");
  assert_query (cluster, "SELECT DISTINCT type || ' ' || auth_method FROM pg_hba_file_rules", "local peer");
  assert_query (cluster, "SELECT count(*) FROM pg_hba_file_rules WHERE error IS NOT NULL", "0");
  assert_query (cluster, "SELECT count(*) FROM pg_ident_file_mappings WHERE error IS NOT NULL", "0");

  assert_mode (home, "", 0700);
  assert_mode (home, "run", 0700);
  assert_mode (home, "data", 0700);
  assert_mode (home, "run/.s.PGSQL.5432", 0700);
  g_assert_true (g_file_get_contents (rules_path, &rules, NULL, NULL));
  g_assert_null (strstr (rules, "trust"));

  close_home (cluster);
  g_assert_false (inspect (home).running);
  g_assert_cmpuint (inspect (home).n_users, ==, 0);
}

/* Root's server is not root's, and another account is not let in by any role's name. */
static void
test_accounts (void)
{
  g_autoptr (DdiCluster) cluster = ddi_test_cluster_new ();
  g_autofree char *data = g_build_filename (ddi_cluster_get_home (cluster), "data", NULL);
  g_autofree char *ours = ddi_cluster_dup_conninfo (cluster, DDI_CLUSTER_SUPERUSER, "postgres");
  g_auto (GStrv) parts = g_strsplit (ours, "user=postgres", -1);
  g_autofree char *conninfo = g_strjoinv ("user=stranger", parts);
  g_autofree char *refused = NULL;
  g_autoptr (GSubprocess) psql = NULL;
  g_autoptr (GError) error = NULL;
  struct stat info;

  g_assert_no_errno (stat (data, &info));
  g_assert_cmpuint (info.st_uid, !=, 0);
  g_free (query (cluster, "CREATE ROLE stranger LOGIN"));
  psql = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_PIPE, &error, "psql", "-X", "-d", conninfo, "-U",
                           "stranger", "-c", "SELECT 1", NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (psql, NULL, NULL, NULL, &refused, &error);
  g_assert_no_error (error);
  g_assert_false (g_subprocess_get_successful (psql));
  g_assert_nonnull (strstr (refused, "Peer authentication failed"));
  close_home (cluster);
}

static void
test_persistent (void)
{
  g_autofree char *home = ddi_test_cluster_new_path ();
  g_autoptr (DdiCluster) cluster = open_home (home);
  g_autoptr (DdiCluster) again = NULL;
  g_autoptr (GError) error = NULL;
  gboolean stopped;

  g_assert_true (ddi_cluster_set_persistent (cluster, TRUE, &error));
  close_home (cluster);
  g_assert_true (inspect (home).running);
  g_assert_true (inspect (home).persistent);

  /* While somebody is there it only forgets to stay. */
  again = open_home (home);
  g_assert_true (ddi_cluster_stop (home, &stopped, NULL, &error));
  g_assert_false (stopped);
  assert_query (again, "SELECT 1", "1");
  close_home (again);
  g_assert_false (inspect (home).running);

  g_assert_true (ddi_cluster_stop (home, &stopped, NULL, &error));
  g_assert_true (stopped);
}

static void
test_stop_of_nothing (void)
{
  g_autofree char *home = ddi_test_directory_new_path ("nothing");
  g_autoptr (GError) error = NULL;
  gboolean stopped = FALSE;

  g_assert_true (ddi_cluster_stop (home, &stopped, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (stopped);
  g_assert_false (g_file_test (home, G_FILE_TEST_EXISTS));
}

/* Longer than any socket's name may be. */
static void
test_long_path (void)
{
  g_autofree char *template = ddi_test_cluster_new_path ();
  g_autofree char *name = g_strnfill (120, 'd');
  g_autofree char *parent = ddi_test_directory_new_path ("long");
  g_autofree char *home = g_build_filename (parent, name, NULL);
  g_autofree char *first = NULL, *second = NULL;
  g_autoptr (DdiCluster) cluster = NULL, again = NULL;

  g_assert_no_errno (g_mkdir (parent, 0755));
  g_assert_no_errno (g_rename (template, home));
  cluster = open_home (home);
  assert_query (cluster, "SELECT 1", "1");
  first = ddi_cluster_dup_conninfo (cluster, DDI_CLUSTER_APP, "x");
  g_assert_null (strstr (first, home));
  close_home (cluster);

  again = open_home (home);
  assert_query (again, "SELECT 1", "1");
  second = ddi_cluster_dup_conninfo (again, DDI_CLUSTER_APP, "x");
  g_assert_cmpstr (first, ==, second);
  close_home (again);
}

/* Environment that leads psql and every other libpq program elsewhere does not lead us. */
static void
test_conninfo (void)
{
  g_autoptr (DdiCluster) cluster = ddi_test_cluster_new ();
  g_autofree char *odd = ddi_cluster_dup_conninfo (cluster, DDI_CLUSTER_OWNER, "it's a \\ name");

  g_assert_nonnull (strstr (odd, "dbname='it\\'s a \\\\ name'"));
  g_setenv ("PGHOSTADDR", "192.0.2.1", TRUE);
  g_setenv ("PGPORT", "1", TRUE);
  g_setenv ("PGUSER", "nobody", TRUE);
  assert_query (cluster, "SELECT current_user", "postgres");
  g_unsetenv ("PGHOSTADDR");
  g_unsetenv ("PGPORT");
  g_unsetenv ("PGUSER");
  close_home (cluster);
}

static void
test_settings_of_the_user (void)
{
  g_autofree char *home = ddi_test_cluster_new_path ();
  g_autofree char *path = g_build_filename (home, "settings.conf", NULL);
  g_autoptr (DdiCluster) cluster = NULL;

  g_assert_true (g_file_set_contents (path, "work_mem = '7MB'\nfsync = off\n", -1, NULL));
  g_assert_no_errno (g_chmod (path, 0644));
  cluster = open_home (home);
  assert_query (cluster, "SHOW work_mem", "7MB");
  close_home (cluster);
}

static void
test_cancelled (void)
{
  g_autofree char *home = ddi_test_directory_new_path ("cancelled");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiCluster) cluster = NULL;

  g_cancellable_cancel (cancellable);
  cluster = ddi_cluster_open (home, cancellable, &error);
  g_assert_null (cluster);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (inspect (home).initialised);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cluster/fresh", test_fresh);
  g_test_add_func ("/cluster/accounts", test_accounts);
  g_test_add_func ("/cluster/persistent", test_persistent);
  g_test_add_func ("/cluster/stop-of-nothing", test_stop_of_nothing);
  g_test_add_func ("/cluster/long-path", test_long_path);
  g_test_add_func ("/cluster/conninfo", test_conninfo);
  g_test_add_func ("/cluster/settings-of-the-user", test_settings_of_the_user);
  g_test_add_func ("/cluster/cancelled", test_cancelled);
  return g_test_run ();
}

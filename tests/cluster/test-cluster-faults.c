/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What may be wrong with a home when it is opened. */

#include <glib/gstdio.h>
#include <signal.h>
#include <unistd.h>

#include "cluster-peer.h"
#include "cluster/ddi-cluster.h"
#include "support/ddi-test-directory.h"
#include "support/ddi-test-home.h"

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

/* Opening fails with this error, whose message is returned. */
static char *
assert_refused (const char *home, DdiClusterError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiCluster) cluster = ddi_cluster_open (home, NULL, &error);

  g_assert_null (cluster);
  g_assert_error (error, DDI_CLUSTER_ERROR, (int)code);
  return g_strdup (error->message);
}

static char *
read_file (const char *home, const char *name)
{
  g_autofree char *path = g_build_filename (home, name, NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* In place, so that its owner and mode stay. */
static void
overwrite_file (const char *home, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (home, name, NULL);
  FILE *file = g_fopen (path, "we");

  g_assert_nonnull (file);
  g_assert_cmpint (fputs (text, file), >=, 0);
  g_assert_no_errno (fclose (file));
}

static char *
server_pid (const char *home)
{
  g_autofree char *text = read_file (home, "data/postmaster.pid");

  return g_strndup (text, strcspn (text, "\n"));
}

/* kill -9 of the server's first process, then of all of them. */
static void
test_server_killed (void)
{
  g_autofree char *home = ddi_test_cluster_new_path ();
  g_autoptr (Peer) peer = peer_new (home, PEER_PLAIN);
  g_autofree char *first = NULL, *second = NULL, *group = NULL;

  peer_expect (peer, NULL, "open");
  peer_expect (peer, "sql CREATE TABLE t (i int)", "");
  peer_expect (peer, "sql INSERT INTO t VALUES (1)", "");
  first = server_pid (home);
  ddi_test_run ("kill", "-KILL", first, NULL);
  peer_expect (peer, "ensure", "ensured");
  peer_expect (peer, "sql INSERT INTO t VALUES (2)", "");

  second = server_pid (home);
  g_assert_cmpstr (second, !=, first);
  group = g_strconcat ("-", second, NULL);
  ddi_test_run ("kill", "-KILL", "--", group, NULL);
  peer_kill (peer);
  {
    g_autoptr (Peer) next = peer_new (home, PEER_PLAIN);

    peer_expect (next, NULL, "open");
    peer_expect (next, "sql SELECT sum(i) FROM t", "3");
    peer_expect (next, "close", "closed");
  }
}

/* The number in a left-over postmaster.pid belongs to somebody else by now: PostgreSQL alone would
 * take that one for a server and not start. */
static void
test_stale_pid (void)
{
  g_autofree char *home = ddi_test_cluster_new_path ();
  g_autofree char *data = g_build_filename (home, "data", NULL);
  g_autofree char *pid_file = g_build_filename (data, "postmaster.pid", NULL);
  g_autofree char *socket_lock = g_build_filename (home, "run", ".s.PGSQL.5432.lock", NULL);
  g_autofree char *reference = NULL, *text = NULL;
  g_autoptr (GSubprocess) stranger = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiCluster) cluster = NULL;

  /* One of the server's own account, or PostgreSQL would not care. */
  if (geteuid () == 0)
    stranger = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "setpriv", "--reuid=postgres",
                                 "--clear-groups", "--regid=postgres", "sleep", "60", NULL);
  else
    stranger = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "sleep", "60", NULL);
  g_assert_no_error (error);
  text = g_strdup_printf ("%s\n%s\n1700000000\n5432\n../run\n\n  5432001 32768\nready   \n",
                          g_subprocess_get_identifier (stranger), data);
  reference = g_strconcat ("--reference=", data, NULL);
  g_assert_true (g_file_set_contents (pid_file, text, -1, NULL));
  g_assert_true (g_file_set_contents (socket_lock, text, -1, NULL));
  ddi_test_run ("chown", reference, pid_file, socket_lock, NULL);

  cluster = open_home (home);
  close_home (cluster);
  g_subprocess_force_exit (stranger);
}

/* As a full disk leaves it. */
static void
test_empty_pid (void)
{
  g_autofree char *home = ddi_test_cluster_new_path ();
  g_autofree char *pid_file = g_build_filename (home, "data", "postmaster.pid", NULL);
  g_autoptr (DdiCluster) cluster = NULL;

  g_assert_true (g_file_set_contents (pid_file, "", 0, NULL));
  cluster = open_home (home);
  close_home (cluster);
}

static void
test_wrong_major (void)
{
  g_autofree char *home = ddi_test_cluster_new_path ();
  g_autofree char *pid_file = g_build_filename (home, "data", "postmaster.pid", NULL);
  g_autofree char *hba = read_file (home, "data/pg_hba.conf");
  g_autofree char *original = read_file (home, "data/PG_VERSION");
  g_autofree char *message = NULL, *hba_after = NULL, *version_after = NULL;
  g_autoptr (DdiCluster) cluster = NULL;

  overwrite_file (home, "data/PG_VERSION", "9\n");
  message = assert_refused (home, DDI_CLUSTER_ERROR_VERSION);
  g_assert_nonnull (strstr (message, "PostgreSQL 9"));
  g_assert_nonnull (strstr (message, home));
  hba_after = read_file (home, "data/pg_hba.conf");
  version_after = read_file (home, "data/PG_VERSION");
  g_assert_cmpstr (hba_after, ==, hba);
  g_assert_cmpstr (version_after, ==, "9\n");
  g_assert_false (g_file_test (pid_file, G_FILE_TEST_EXISTS));

  overwrite_file (home, "data/PG_VERSION", original);
  cluster = open_home (home);
  close_home (cluster);
}

static void
test_damaged (void)
{
  g_autofree char *home = ddi_test_cluster_new_path ();
  g_autofree char *version = g_build_filename (home, "data", "PG_VERSION", NULL);
  g_autofree char *control = g_build_filename (home, "data", "global", "pg_control", NULL);
  g_autofree char *aside = g_strconcat (control, ".aside", NULL);
  g_autofree char *text = read_file (home, "data/PG_VERSION");
  g_autofree char *first = NULL, *second = NULL;
  g_autoptr (DdiCluster) cluster = NULL;

  overwrite_file (home, "data/PG_VERSION", "nonsense");
  first = assert_refused (home, DDI_CLUSTER_ERROR_DAMAGED);
  g_assert_nonnull (strstr (first, "PG_VERSION"));
  overwrite_file (home, "data/PG_VERSION", text);

  /* What only the server can tell comes from its log. */
  g_assert_no_errno (g_rename (control, aside));
  second = assert_refused (home, DDI_CLUSTER_ERROR_START);
  g_assert_nonnull (strstr (second, "pg_control"));
  g_assert_no_errno (g_rename (aside, control));
  cluster = open_home (home);
  close_home (cluster);
}

/* A mistyped --data-dir must not be made a home. */
static void
test_foreign_folder (void)
{
  g_autofree char *home = ddi_test_directory_new_path ("foreign");
  g_autofree char *letter = g_build_filename (home, "letter.txt", NULL);
  g_autofree char *message = NULL;
  g_autoptr (GDir) dir = NULL;

  g_assert_no_errno (g_mkdir (home, 0755));
  g_assert_true (g_file_set_contents (letter, "Dear Ada", -1, NULL));
  message = assert_refused (home, DDI_CLUSTER_ERROR_DAMAGED);
  g_assert_nonnull (strstr (message, home));
  dir = g_dir_open (home, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (dir), ==, "letter.txt");
  g_assert_null (g_dir_read_name (dir));
}

/* A folder that the server's account may not enter, or that we may not write. */
static void
test_no_way_in (void)
{
  g_autofree char *parent = ddi_test_directory_new_path ("closed");
  g_autofree char *home = g_build_filename (parent, "home", NULL);
  g_autofree char *message = NULL;

  g_assert_no_errno (g_mkdir (parent, geteuid () == 0 ? 0700 : 0500));
  message = assert_refused (home, DDI_CLUSTER_ERROR_ACCESS);
  g_assert_nonnull (strstr (message, parent));
  g_assert_false (g_file_test (home, G_FILE_TEST_EXISTS));
}

/* An initdb that was killed half-way leaves no half database. */
static void
test_half_initdb (void)
{
  g_autofree char *home = ddi_test_directory_new_path ("half");
  g_autofree char *half = g_build_filename (home, "data.new", "base", NULL);
  g_autofree char *leases = g_build_filename (home, "leases", NULL);
  g_autofree char *partial = g_build_filename (home, "data.new", NULL);
  g_autoptr (DdiCluster) cluster = NULL;

  g_assert_no_errno (g_mkdir (home, 0755));
  g_assert_no_errno (g_mkdir_with_parents (half, 0700));
  g_assert_no_errno (g_mkdir (leases, 0700));
  cluster = open_home (home);
  close_home (cluster);
  g_assert_false (g_file_test (partial, G_FILE_TEST_EXISTS));
}

/* Runs in a mount namespace of its own. $1 is the folder to mount on, $2 its size, $3 whether to fill
 * it; then a command. */
static const char in_small_disk[] = "mount -t tmpfs -o size=$2,mode=0755 none \"$1\" || exit\n"
                                    "[ ! -d \"$1.seed\" ] || cp -a \"$1.seed\" \"$1/home\" || exit\n"
                                    "[ -z \"$3\" ] || dd if=/dev/zero of=\"$1/filler\" bs=64k 2>/dev/null\n"
                                    "disk=$1; shift 3; \"$@\"; status=$?\n"
                                    "umount -l \"$disk\"; exit $status\n";

static Peer *
peer_on_small_disk (const char *mount_point, const char *size, gboolean filled, const char *home)
{
  static const char *const flags[] = { "--mount", NULL };
  g_autoptr (GPtrArray) before = peer_namespaces (flags);
  const char *more[] = { "sh", "-c", in_small_disk, "sh", mount_point, size, filled ? "filled" : "" };

  for (guint i = 0; i < G_N_ELEMENTS (more); i++)
    g_ptr_array_add (before, g_strdup (more[i]));
  g_ptr_array_add (before, NULL);
  return peer_new_behind ((const char *const *)before->pdata, home);
}

/* No room for a new database. */
static void
test_disk_too_small (void)
{
  g_autofree char *mount_point = ddi_test_directory_new_path ("small");
  g_autofree char *home = g_build_filename (mount_point, "home", NULL);
  g_autoptr (Peer) peer = NULL;
  g_autofree char *answer = NULL, *wanted = g_strdup_printf ("error %d ", DDI_CLUSTER_ERROR_DISK);

  g_assert_no_errno (g_mkdir (mount_point, 0755));
  peer = peer_on_small_disk (mount_point, "20m", FALSE, home);
  answer = peer_read (peer);
  g_assert_true (g_str_has_prefix (answer, wanted));
  g_assert_nonnull (strstr (answer, home));
}

/* A home whose disk was filled by something else: refused, and whole once there is room again. */
static void
test_disk_full (void)
{
  g_autofree char *mount_point = ddi_test_directory_new_path ("full");
  g_autofree char *seed = g_strconcat (mount_point, ".seed", NULL);
  g_autofree char *template = ddi_test_cluster_new_path ();
  g_autofree char *home = g_build_filename (mount_point, "home", NULL);
  g_autoptr (Peer) refused = NULL, writer = NULL;
  g_autofree char *answer = NULL, *full = NULL;
  g_autofree char *wanted = g_strdup_printf ("error %d ", DDI_CLUSTER_ERROR_DISK);

  g_assert_no_errno (g_mkdir (mount_point, 0755));
  g_assert_no_errno (g_rename (template, seed));
  refused = peer_on_small_disk (mount_point, "80m", TRUE, home);
  answer = peer_read (refused);
  g_assert_true (g_str_has_prefix (answer, wanted));

  /* It fills up while rows are written: what was committed before stays, and so does the server. */
  writer = peer_on_small_disk (mount_point, "100m", FALSE, home);
  peer_expect (writer, NULL, "open");
  peer_expect (writer, "sql CREATE TABLE t AS SELECT 1 AS i", "");
  full = peer_ask (writer, "sql INSERT INTO t SELECT g FROM generate_series(1, 10000000) g");
  g_assert_nonnull (strstr (full, "No space left on device"));
  peer_expect (writer, "ensure", "ensured");
  peer_expect (writer, "sql SELECT count(*) FROM t", "1");
  peer_expect (writer, "close", "closed");
}

/* Runs in a mount namespace of its own: the home on $1, its write-ahead log on a small disk that something else has half
 * filled; then a command. */
static const char in_small_wal[] = "mount -t tmpfs -o size=400m,mode=0755 none \"$1\" || exit\n"
                                   "cp -a \"$1.seed\" \"$1/home\" || exit\n"
                                   "wal=$1/home/data/pg_wal; cp -a \"$wal\" \"$1/wal\" || exit\n"
                                   "mount -t tmpfs -o size=80m,mode=0755 none \"$wal\" || exit\n"
                                   "cp -a \"$1/wal/.\" \"$wal\" || exit\n"
                                   "dd if=/dev/zero of=\"$wal/filler\" bs=1M count=30 2>/dev/null || exit\n"
                                   "disk=$1; shift; \"$@\"; status=$?\n"
                                   "umount -l \"$wal\"; umount -l \"$disk\"; exit $status\n";

/* While it recovers, a server lets nobody in. */
static void
expect_recovered (Peer *peer, const char *command, const char *wanted)
{
  g_autofree char *answer = NULL;

  for (guint i = 0; i < 600; i++)
    {
      g_autofree char *ensured = peer_ask (peer, "ensure");

      g_free (answer);
      answer = peer_ask (peer, command);
      if (!g_str_has_prefix (answer, "error"))
        break;
      g_usleep (G_USEC_PER_SEC / 10);
    }
  g_assert_cmpstr (answer, ==, wanted);
}

/* The disk of the write-ahead log fills up, which ends the server: what was committed is there once there is room. */
static void
test_wal_full (void)
{
  static const char *const flags[] = { "--mount", NULL };
  g_autoptr (GPtrArray) before = peer_namespaces (flags);
  g_autofree char *mount_point = ddi_test_directory_new_path ("wal");
  g_autofree char *seed = g_strconcat (mount_point, ".seed", NULL);
  g_autofree char *template = ddi_test_cluster_new_path ();
  g_autofree char *home = g_build_filename (mount_point, "home", NULL);
  g_autofree char *remove = g_strdup_printf ("remove %s/data/pg_wal/filler", home);
  const char *more[] = { "sh", "-c", in_small_wal, "sh", mount_point, NULL };
  g_autoptr (Peer) writer = NULL;
  g_autofree char *full = NULL, *refused = NULL;

  g_assert_no_errno (g_mkdir (mount_point, 0755));
  g_assert_no_errno (g_rename (template, seed));
  for (guint i = 0; i < G_N_ELEMENTS (more); i++)
    g_ptr_array_add (before, g_strdup (more[i]));
  writer = peer_new_behind ((const char *const *)before->pdata, home);
  peer_expect (writer, NULL, "open");
  peer_expect (writer, "sql CREATE TABLE t AS SELECT 1 AS i", "");
  full = peer_ask (writer, "sql INSERT INTO t SELECT g FROM generate_series(1, 3000000) g");
  g_assert_nonnull (strstr (full, "No space left on device"));
  refused = peer_ask (writer, "ensure");
  g_test_message ("%s; %s", full, refused);
  peer_expect (writer, remove, "removed");
  expect_recovered (writer, "sql SELECT count(*) FROM t", "1");
  peer_expect (writer, "sql INSERT INTO t VALUES (2)", "");
  peer_expect (writer, "sql SELECT count(*) FROM t", "2");
  peer_expect (writer, "close", "closed");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cluster/server-killed", test_server_killed);
  g_test_add_func ("/cluster/stale-pid", test_stale_pid);
  g_test_add_func ("/cluster/empty-pid", test_empty_pid);
  g_test_add_func ("/cluster/wrong-major", test_wrong_major);
  g_test_add_func ("/cluster/damaged", test_damaged);
  g_test_add_func ("/cluster/foreign-folder", test_foreign_folder);
  g_test_add_func ("/cluster/no-way-in", test_no_way_in);
  g_test_add_func ("/cluster/half-initdb", test_half_initdb);
  g_test_add_func ("/cluster/disk-too-small", test_disk_too_small);
  g_test_add_func ("/cluster/disk-full", test_disk_full);
  g_test_add_func ("/cluster/wal-full", test_wal_full);
  return g_test_run ();
}

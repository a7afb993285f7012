/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Several programs on one home, in one PID namespace and in several. */

#include <glib/gstdio.h>
#include <signal.h>

#include "cluster-peer.h"
#include "cluster/ddi-cluster.h"
#include "support/ddi-test-directory.h"
#include "support/ddi-test-home.h"

#define START_TIME "sql SELECT pg_postmaster_start_time()"

static DdiClusterStatus
inspect (const char *home)
{
  DdiClusterStatus status;
  g_autoptr (GError) error = NULL;

  ddi_cluster_inspect (home, &status, &error);
  g_assert_no_error (error);
  return status;
}

/* After the last one has left, a server that was killed may still be dying. */
static void
assert_stops (const char *home)
{
  for (int i = 0; i < 500 && inspect (home).running; i++)
    g_usleep (10000);
  g_assert_false (inspect (home).running);
}

static void
assert_same_server (Peer *a, Peer *b)
{
  g_autofree char *of_a = peer_ask (a, START_TIME);
  g_autofree char *of_b = peer_ask (b, START_TIME);

  g_assert_cmpstr (of_a, ==, of_b);
}

static void
test_last_one_stops (void)
{
  g_autofree char *home = ddi_test_cluster_new_path ();
  g_autoptr (Peer) first = peer_new (home, PEER_PLAIN);
  g_autoptr (Peer) second = NULL;

  peer_expect (first, NULL, "open");
  second = peer_new (home, PEER_PLAIN);
  peer_expect (second, NULL, "open");
  assert_same_server (first, second);
  g_assert_cmpuint (inspect (home).n_users, ==, 2);

  peer_expect (first, "close", "closed");
  g_assert_true (inspect (home).running);
  peer_expect (second, "sql SELECT 1", "1");
  peer_expect (second, "close", "closed");
  g_assert_false (inspect (home).running);
}

/* Who is first makes the home, the others wait for it. */
static void
test_all_first (void)
{
  g_autofree char *home = ddi_test_directory_new_path ("first");
  Peer *peers[4];

  for (guint i = 0; i < G_N_ELEMENTS (peers); i++)
    peers[i] = peer_new (home, PEER_PLAIN);
  for (guint i = 0; i < G_N_ELEMENTS (peers); i++)
    peer_expect (peers[i], NULL, "open");
  for (guint i = 1; i < G_N_ELEMENTS (peers); i++)
    assert_same_server (peers[0], peers[i]);
  for (guint i = 0; i < G_N_ELEMENTS (peers); i++)
    peer_expect (peers[i], "close", "closed");
  g_assert_false (inspect (home).running);
  for (guint i = 0; i < G_N_ELEMENTS (peers); i++)
    peer_free (peers[i]);
}

/* Coming and going at the same time: a server that stops is no server to join. */
static void
test_coming_and_going (void)
{
  g_autofree char *home = ddi_test_cluster_new_path ();

  for (int round = 0; round < 4; round++)
    {
      g_autoptr (Peer) a = peer_new (home, PEER_PLAIN);
      g_autoptr (Peer) b = NULL;

      peer_expect (a, NULL, "open");
      b = peer_new (home, PEER_PLAIN);
      peer_expect (a, "close", "closed");
      peer_expect (b, NULL, "open");
      peer_expect (b, "sql SELECT 1", "1");
      peer_expect (b, "close", "closed");
    }
  g_assert_false (inspect (home).running);
}

/* The program that started it is killed: the server stays for the others, and for the next one. */
static void
test_starter_killed (void)
{
  g_autofree char *home = ddi_test_cluster_new_path ();
  g_autoptr (Peer) starter = peer_new (home, PEER_PLAIN);
  g_autoptr (Peer) other = NULL, next = NULL;
  g_autofree char *started = NULL, *seen = NULL;

  peer_expect (starter, NULL, "open");
  other = peer_new (home, PEER_PLAIN);
  peer_expect (other, NULL, "open");
  started = peer_ask (starter, START_TIME);
  peer_kill (starter);
  peer_expect (other, "sql SELECT 1", "1");

  /* The last one is killed, too: nobody is left to stop it; the next one takes it over. */
  peer_kill (other);
  g_assert_true (inspect (home).running);
  g_assert_cmpuint (inspect (home).n_users, ==, 0);
  next = peer_new (home, PEER_PLAIN);
  peer_expect (next, NULL, "open");
  seen = peer_ask (next, START_TIME);
  g_assert_cmpstr (seen, ==, started);
  peer_expect (next, "close", "closed");
  g_assert_false (inspect (home).running);
}

/* What a terminal sends to its foreground programs when it closes, or at Ctrl+C. */
static void
test_terminal_closed (void)
{
  static const int signals[] = { SIGINT, SIGHUP, SIGTERM };

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      static const char *const own_group[] = { "setsid", NULL };
      g_autofree char *home = ddi_test_cluster_new_path ();
      g_autoptr (Peer) starter = peer_new_behind (own_group, home);
      g_autoptr (Peer) next = NULL;
      const char *pid = g_subprocess_get_identifier (starter->process);
      g_autofree char *started = NULL, *seen = NULL;

      peer_expect (starter, NULL, "open");
      started = peer_ask (starter, START_TIME);
      g_assert_no_errno (kill (-(pid_t)atoi (pid), signals[i]));
      g_subprocess_wait (starter->process, NULL, NULL);

      next = peer_new (home, PEER_PLAIN);
      peer_expect (next, NULL, "open");
      seen = peer_ask (next, START_TIME);
      g_assert_cmpstr (seen, ==, started);
      peer_expect (next, "close", "closed");
    }
}

/* Two sandboxes do not see each other's processes, nor each other's shared memory: PostgreSQL's own
 * checks would let both start a server on the same files. */
static void
test_namespaces (void)
{
  g_autofree char *home = ddi_test_cluster_new_path ();
  g_autoptr (Peer) a = peer_new (home, PEER_OWN_NAMESPACES);
  g_autoptr (Peer) b = peer_new (home, PEER_OWN_NAMESPACES);
  g_autoptr (Peer) after = NULL;

  peer_expect (a, NULL, "open");
  peer_expect (b, NULL, "open");
  assert_same_server (a, b);
  peer_expect (a, "sql CREATE TABLE t AS SELECT g AS i FROM generate_series(1, 1000) g", "");
  peer_expect (b, "sql INSERT INTO t SELECT g FROM generate_series(1001, 2000) g", "");
  peer_expect (a, "sql SELECT count(*), sum(i) FROM t", "2000|2001000");
  peer_expect (a, "close", "closed");
  peer_kill (a);
  /* Where the server went with its namespace, the one who is left brings it back. */
  peer_expect (b, "ensure", "ensured");
  peer_expect (b, "sql SELECT count(*), sum(i) FROM t", "2000|2001000");
  peer_kill (b);
  assert_stops (home);

  after = peer_new (home, PEER_PLAIN);
  peer_expect (after, NULL, "open");
  peer_expect (after, "sql SELECT count(*), sum(i) FROM t", "2000|2001000");
  peer_expect (after, "close", "closed");
}

/* The sandbox in which the server lives is killed in the middle of work. */
static void
test_sandbox_killed (void)
{
  g_autofree char *home = ddi_test_cluster_new_path ();
  g_autoptr (Peer) starter = peer_new (home, PEER_OWN_NAMESPACES);
  g_autoptr (Peer) survivor = NULL;
  g_autofree char *late = NULL;

  peer_expect (starter, NULL, "open");
  survivor = peer_new (home, PEER_OWN_NAMESPACES);
  peer_expect (survivor, NULL, "open");
  peer_expect (starter, "sql CREATE TABLE t AS SELECT 1 AS i", "");
  /* As crash-safe as the settings of a real home are. */
  peer_expect (starter, "sql CHECKPOINT", "");
  for (int i = 0; i < 20; i++)
    peer_expect (survivor, "sql INSERT INTO t VALUES (2)", "");
  peer_kill (starter);
  peer_expect (survivor, "ensure", "ensured");
  peer_expect (survivor, "sql SELECT count(*) FROM t", "21");
  peer_expect (survivor, "sql SELECT count(*) FROM pg_database", "3");
  peer_expect (survivor, "close", "closed");
  g_assert_false (inspect (home).running);
  /* Work that goes on in a program that has left does not start it again. */
  late = peer_ask (survivor, "ensure");
  g_assert_true (g_str_has_prefix (late, "error"));
  g_assert_false (inspect (home).running);
}

/* The last one to leave does not see the server's process, and ends it all the same. */
static void
test_out_of_sight (void)
{
  g_autofree char *home = ddi_test_cluster_new_path ();
  g_autoptr (Peer) starter = peer_new (home, PEER_OWN_NAMESPACES);
  g_autoptr (Peer) other = NULL;
  g_autoptr (Peer) after = NULL;

  peer_expect (starter, NULL, "open");
  other = peer_new (home, PEER_OWN_NAMESPACES);
  peer_expect (other, NULL, "open");
  peer_expect (starter, "sql CREATE TABLE t AS SELECT 1 AS i", "");
  peer_expect (starter, "close", "closed");
  peer_expect (other, "close", "closed");
  g_assert_false (inspect (home).running);

  after = peer_new (home, PEER_PLAIN);
  peer_expect (after, NULL, "open");
  peer_expect (after, "sql SELECT i FROM t", "1");
  peer_expect (after, "close", "closed");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cluster/last-one-stops", test_last_one_stops);
  g_test_add_func ("/cluster/all-first", test_all_first);
  g_test_add_func ("/cluster/coming-and-going", test_coming_and_going);
  g_test_add_func ("/cluster/starter-killed", test_starter_killed);
  g_test_add_func ("/cluster/terminal-closed", test_terminal_closed);
  g_test_add_func ("/cluster/namespaces", test_namespaces);
  g_test_add_func ("/cluster/sandbox-killed", test_sandbox_killed);
  g_test_add_func ("/cluster/out-of-sight", test_out_of_sight);
  return g_test_run ();
}

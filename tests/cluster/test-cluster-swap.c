/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "cluster/ddi-cluster-swap.h"
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

/* Killed where the file system knows no exchange, between the two renames: what was prepared is the home's. */
static void
test_killed_between (void)
{
  g_autofree char *home = ddi_test_cluster_new_path ();
  g_autofree char *data = g_build_filename (home, "data", NULL),
                  *swap = g_build_filename (home, "data.swap", NULL);
  g_autoptr (DdiCluster) cluster = NULL;

  g_assert_no_errno (g_rename (data, swap));
  cluster = open_home (home);
  close_home (cluster);
  g_assert_false (g_file_test (swap, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (data, G_FILE_TEST_IS_DIR));
}

/* Killed before or after: the other one is kept, under a name that tells when. */
static void
test_killed_beside (void)
{
  g_autofree char *home = ddi_test_cluster_new_path ();
  g_autofree char *swap = g_build_filename (home, "data.swap", NULL),
                  *mark = g_build_filename (swap, "mark", NULL);
  g_autofree char *moved = NULL;
  g_autoptr (DdiCluster) cluster = NULL;
  g_autoptr (GPtrArray) kept = NULL;

  g_assert_no_errno (g_mkdir (swap, 0700));
  g_assert_true (g_file_set_contents (mark, "", 0, NULL));
  cluster = open_home (home);
  close_home (cluster);
  kept = ddi_cluster_list_kept (home);
  g_assert_cmpuint (kept->len, ==, 1);
  moved = g_build_filename (kept->pdata[0], "mark", NULL);
  g_assert_true (g_file_test (moved, G_FILE_TEST_EXISTS));
}

/* Who uses the home goes on with the other directory, and the former one is whole. */
static void
test_swap (void)
{
  g_autofree char *home = ddi_test_cluster_new_path (), *other = ddi_test_cluster_new_path ();
  g_autofree char *prepared = g_build_filename (other, "data", NULL), *kept = NULL, *version = NULL;
  g_autofree char *before = NULL, *after = NULL;
  g_autofree char *marked = g_build_filename (prepared, "marked", NULL), *now = NULL;
  g_autoptr (DdiCluster) cluster = open_home (home);
  g_autoptr (GError) error = NULL;
  DdiClusterStatus status;

  g_assert_true (g_file_set_contents (marked, "", 0, NULL));
  g_assert_true (ddi_cluster_swap (home, prepared, &kept, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (ddi_cluster_inspect (home, &status, &error));
  g_assert_true (status.running);
  now = g_build_filename (home, "data", "marked", NULL);
  g_assert_true (g_file_test (now, G_FILE_TEST_EXISTS));
  version = g_build_filename (kept, "PG_VERSION", NULL);
  g_assert_true (g_file_test (version, G_FILE_TEST_EXISTS));

  /* And what is not there changes nothing. */
  g_assert_false (ddi_cluster_swap (home, "/nowhere/data", &before, NULL, &error));
  g_assert_nonnull (error);
  g_assert_true (ddi_cluster_inspect (home, &status, NULL));
  g_assert_true (status.running);
  g_assert_true (g_file_test (now, G_FILE_TEST_EXISTS));
  close_home (cluster);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cluster/swap/killed-between", test_killed_between);
  g_test_add_func ("/cluster/swap/killed-beside", test_killed_beside);
  g_test_add_func ("/cluster/swap/swap", test_swap);
  return g_test_run ();
}

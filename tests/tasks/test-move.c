/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "cluster/ddi-cluster-swap.h"
#include "support/ddi-test-directory.h"
#include "support/ddi-test-home.h"
#include "tasks/ddi-continuous.h"
#include "tasks/ddi-move.h"
#include "tasks/ddi-recovery.h"

/* Another cluster stands for the server: reached as its superuser, as somebody who may make roles there. */
static DdiCluster *server;
static char *address;

static void
open_server (void)
{
  server = ddi_test_cluster_new ();
  address = ddi_cluster_dup_conninfo (server, DDI_CLUSTER_SUPERUSER, "postgres");
}

static void
close_server (void)
{
  g_autoptr (GError) error = NULL;

  ddi_cluster_close (server, &error);
  g_assert_no_error (error);
  g_clear_object (&server);
  g_clear_pointer (&address, g_free);
}

static char *
ask (const char *database, const char *sql)
{
  g_autofree char *conninfo = ddi_cluster_dup_conninfo (server, DDI_CLUSTER_SUPERUSER, database);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "psql",
                                                      "--no-psqlrc", "-Atq", "-d", conninfo, "-c", sql, NULL);
  char *out = NULL;

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  return g_strchomp (out);
}

static void
expect (const char *database, const char *sql, const char *expected)
{
  g_autofree char *found = ask (database, sql);

  g_assert_cmpstr (found, ==, expected);
}

static void
fill (DdiHome *home)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("DDI_TEST_SOURCE"), "tests", "db", "trust-district.sql", NULL);
  g_autofree char *sql = NULL;

  g_assert_true (g_file_get_contents (path, &sql, NULL, NULL));
  g_free (ddi_test_home_psql (home, FALSE, sql));
}

#define SALES "SELECT count(*) || ' ' || sum(quantity_sold) FROM daily_sales"
#define SIGNED_IN "SELECT count(*) FROM auth_sessions"

/* There and back: the same rows at each place, nobody signed in, the former data kept, and no empty database where
 * they were. */
static void
test_there_and_back (void)
{
  g_autofree char *path = ddi_test_home_new_path ();
  g_autofree char *back = ddi_test_directory_new_path ("back");
  g_autoptr (DdiHome) home = ddi_test_home_open (path);
  g_autofree char *sales = NULL, *found = NULL, *owner = NULL;
  DdiMoveOptions options = { 0 };
  g_autoptr (DdiMoveResult) there = NULL, here = NULL;
  g_autoptr (DdiCluster) nothing = NULL;
  g_autoptr (GError) error = NULL;

  open_server ();
  fill (home);
  sales = ddi_test_home_psql (home, FALSE, SALES);
  options.connection = address;
  there = ddi_move_to_server (home, &options, NULL, &error);
  g_assert_no_error (error);
  ddi_home_close (home, NULL);
  g_assert_cmpint (there->rows, >, 10);
  expect ("dunkin_demand", SALES, sales);
  expect ("dunkin_demand", SIGNED_IN, "0");
  expect ("postgres",
          "SELECT count(*) FROM pg_database WHERE datname LIKE 'd%' AND datname <> 'dunkin_demand'", "0");
  g_assert_true (g_file_test (there->kept, G_FILE_TEST_IS_DIR));
  g_assert_true (g_file_test (there->backup, G_FILE_TEST_IS_REGULAR));
  g_assert_nonnull (strstr (there->address, "ddi_app"));

  nothing = ddi_cluster_open (path, NULL, &error);
  g_assert_null (nothing);
  g_assert_error (error, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_MOVED);
  g_clear_error (&error);

  g_free (ask ("dunkin_demand", "DELETE FROM daily_sales WHERE id = (SELECT max(id) FROM daily_sales)"));
  g_clear_pointer (&sales, g_free);
  sales = ask ("dunkin_demand", SALES);
  owner = ddi_cluster_dup_conninfo (server, DDI_CLUSTER_SUPERUSER, "dunkin_demand");
  options.connection = owner;
  here = ddi_move_to_home (back, &options, NULL, &error);
  g_assert_no_error (error);
  g_clear_object (&home);
  home = ddi_test_home_open (back);
  found = ddi_test_home_psql (home, FALSE, SALES);
  g_assert_cmpstr (found, ==, sales);
  ddi_home_close (home, NULL);
  expect ("dunkin_demand", SALES, sales);
  close_server ();
}

/* What was moved away comes back as it was. */
static void
test_undo (void)
{
  g_autofree char *path = ddi_test_home_new_path (), *kept = NULL, *found = NULL;
  g_autoptr (DdiHome) home = ddi_test_home_open (path);
  DdiMoveOptions options = { 0 };
  DdiBackupServer gone = { .home = path };
  g_autoptr (DdiMoveResult) there = NULL;
  g_autoptr (GError) error = NULL;

  open_server ();
  fill (home);
  options.connection = address;
  there = ddi_move_to_server (home, &options, NULL, &error);
  g_assert_no_error (error);
  ddi_home_close (home, NULL);
  g_assert_true (ddi_recovery_undo (&gone, &kept, NULL, &error));
  g_assert_no_error (error);
  g_clear_object (&home);
  home = ddi_test_home_open (path);
  found = ddi_test_home_psql (home, FALSE, "SELECT count(*) > 0 FROM daily_sales");
  g_assert_cmpstr (found, ==, "t");
  ddi_home_close (home, NULL);
  close_server ();
}

/* Nobody's data are overwritten, at neither end, and nothing is put aside for it. */
static void
test_taken (void)
{
  g_autofree char *path = ddi_test_home_new_path (), *other = ddi_test_home_new_path (), *found = NULL;
  g_autofree char *owner = NULL;
  g_autoptr (DdiHome) home = ddi_test_home_open (path), full = ddi_test_home_open (other);
  DdiMoveOptions options = { 0 };
  g_autoptr (GError) error = NULL;
  DdiClusterStatus status;

  fill (home);
  fill (full);
  owner = ddi_cluster_dup_conninfo (ddi_home_get_cluster (full), DDI_CLUSTER_SUPERUSER, "dunkin_demand");
  options.connection = owner;
  g_assert_null (ddi_move_to_server (home, &options, NULL, &error));
  g_assert_error (error, DDI_MOVE_ERROR, DDI_MOVE_ERROR_TAKEN);
  g_clear_error (&error);
  g_assert_null (ddi_move_to_home (path, &options, NULL, &error));
  g_assert_error (error, DDI_MOVE_ERROR, DDI_MOVE_ERROR_TAKEN);
  g_clear_error (&error);
  g_assert_true (ddi_cluster_inspect (path, &status, NULL));
  g_assert_true (status.running);
  found = ddi_test_home_psql (home, FALSE, "SELECT count(*) > 0 FROM daily_sales");
  g_assert_cmpstr (found, ==, "t");
  ddi_home_close (home, NULL);
  ddi_home_close (full, NULL);
}

static DdiHome *entering;
static guint n_entered;

/* Somebody enters a sale whenever a copy is read. */
static void
enter_cb (const char *step, guint done, guint total, gpointer user_data)
{
  if (done == 0 && n_entered < GPOINTER_TO_UINT (user_data) && g_str_equal (step, "Comparing"))
    {
      n_entered++;
      g_free (ddi_test_home_psql (entering, FALSE,
                                  "UPDATE daily_sales SET notes = clock_timestamp()::text WHERE id = 1"));
    }
}

/* What is entered meanwhile goes along; where it never ends, nothing is switched. */
static void
test_entered_meanwhile (void)
{
  for (guint n = 1; n < 100; n += 98)
    {
      g_autofree char *path = ddi_test_home_new_path (), *notes = NULL;
      DdiMoveOptions options = { .progress = enter_cb, .user_data = GUINT_TO_POINTER (n) };
      g_autoptr (DdiMoveResult) there = NULL;
      g_autoptr (GError) error = NULL;

      open_server ();
      options.connection = address;
      entering = ddi_test_home_open (path);
      fill (entering);
      n_entered = 0;
      there = ddi_move_to_server (entering, &options, NULL, &error);
      if (n == 1)
        {
          g_assert_no_error (error);
          expect ("dunkin_demand", "SELECT notes > '20' FROM daily_sales WHERE id = 1", "t");
        }
      else
        {
          g_assert_error (error, DDI_MOVE_ERROR, DDI_MOVE_ERROR_BUSY);
          notes = ddi_test_home_psql (entering, FALSE, "SELECT notes > '20' FROM daily_sales WHERE id = 1");
          g_assert_cmpstr (notes, ==, "t");
        }
      ddi_home_close (entering, NULL);
      g_clear_object (&entering);
      close_server ();
    }
}

/* Another program that has the home open might write into what is put aside. */
static void
test_not_alone (void)
{
  g_autofree char *path = ddi_test_home_new_path ();
  g_autoptr (DdiHome) home = ddi_test_home_open (path), other = ddi_test_home_open (path);
  DdiMoveOptions options = { 0 };
  g_autoptr (GError) error = NULL;

  open_server ();
  options.connection = address;
  g_assert_null (ddi_move_to_server (home, &options, NULL, &error));
  g_assert_error (error, DDI_MOVE_ERROR, DDI_MOVE_ERROR_BUSY);
  ddi_home_close (other, NULL);
  ddi_home_close (home, NULL);
  close_server ();
}

/* By dump and restore into a new data directory; the former one is kept. Only the newest version is installed here, so
 * it goes from that to itself: the message without @again says so. */
static void
test_newest (void)
{
  g_autofree char *path = ddi_test_home_new_path (), *sales = NULL, *found = NULL, *data = NULL;
  int from, to;
  g_autoptr (DdiHome) home = ddi_test_home_open (path);
  const DdiMoveOptions options = { 0 };
  g_autoptr (DdiMoveResult) result = NULL;
  g_autoptr (GError) error = NULL;

  fill (home);
  sales = ddi_test_home_psql (home, FALSE, SALES);
  g_assert_null (ddi_move_to_newest (path, TRUE, &options, NULL, &error));
  g_assert_error (error, DDI_MOVE_ERROR, DDI_MOVE_ERROR_BUSY);
  g_clear_error (&error);
  ddi_home_close (home, NULL);
  g_clear_object (&home);

  g_assert_null (ddi_move_to_newest (path, FALSE, &options, NULL, &error));
  g_assert_error (error, DDI_MOVE_ERROR, DDI_MOVE_ERROR_NEWEST);
  g_clear_error (&error);
  g_assert_true (ddi_move_if_former (path, &options, &result, NULL, &error));
  g_assert_no_error (error);
  g_assert_null (result);
  result = ddi_move_to_newest (path, TRUE, &options, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_test (result->kept, G_FILE_TEST_IS_DIR));
  g_assert_cmpint (result->kept_bytes, >, 1000000);
  g_assert_false (ddi_move_find_newer (path, &from, &to));
  g_assert_cmpint (from, ==, to);
  g_assert_cmpint (result->from_major, ==, from);
  g_assert_cmpint (result->to_major, ==, to);

  /* Only a former one goes. */
  data = g_build_filename (path, "data", NULL);
  g_assert_false (ddi_cluster_forget_one (path, data, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (ddi_cluster_forget_one (path, result->kept, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (result->kept, G_FILE_TEST_EXISTS));
  home = ddi_test_home_open (path);
  found = ddi_test_home_psql (home, FALSE, SALES);
  g_assert_cmpstr (found, ==, sales);
  ddi_home_close (home, NULL);
}

/* The binaries that have made the data are not here: it is said which are wanted, and nothing is changed. */
static void
test_no_binaries (void)
{
  g_autofree char *path = ddi_test_home_new_path ();
  g_autofree char *version = g_build_filename (path, "data", "PG_VERSION", NULL), *text = NULL;
  const DdiMoveOptions options = { 0 };
  g_autoptr (GPtrArray) kept = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (version, "14\n", -1, NULL));
  g_assert_null (ddi_move_to_newest (path, FALSE, &options, NULL, &error));
  g_assert_error (error, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_VERSION);
  g_assert_nonnull (strstr (error->message, "postgresql-14"));
  kept = ddi_cluster_list_kept (path);
  g_assert_cmpuint (kept->len, ==, 0);
  g_assert_true (g_file_get_contents (version, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "14\n");
}

/* A data directory that is gone is not silently replaced by an empty one where it can be brought back. */
static void
test_lost_data (void)
{
  g_autofree char *path = ddi_test_home_new_path (), *data = g_build_filename (path, "data", NULL);
  g_autofree char *away = g_build_filename (path, "lost", NULL), *found = NULL, *kept = NULL;
  g_autoptr (DdiHome) home = ddi_test_home_open (path);
  g_autoptr (DdiBackupServer) server_of_home = ddi_backup_server_new_for_home (home);
  DdiBackupServer gone = { .home = path };
  DdiRecoveryOptions options = { .without_live = TRUE };
  g_autoptr (DdiRestorePlan) plan = NULL;
  g_autoptr (DdiCluster) nothing = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (ddi_continuous_set (server_of_home, 7, NULL, NULL, NULL, &error));
  fill (home);
  ddi_home_close (home, NULL);
  g_clear_object (&home);
  g_assert_no_errno (g_rename (data, away));
  nothing = ddi_cluster_open (path, NULL, &error);
  g_assert_null (nothing);
  g_assert_error (error, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_DAMAGED);
  g_clear_error (&error);

  plan = ddi_recovery_prepare (&gone, &options, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (ddi_recovery_apply (&gone, &options, &kept, NULL, &error));
  g_assert_no_error (error);
  home = ddi_test_home_open (path);
  found = ddi_test_home_psql (home, FALSE, "SELECT count(*) > 0 FROM daily_sales");
  g_assert_cmpstr (found, ==, "t");
  ddi_home_close (home, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/move/there-and-back", test_there_and_back);
  g_test_add_func ("/move/undo", test_undo);
  g_test_add_func ("/move/taken", test_taken);
  g_test_add_func ("/move/entered-meanwhile", test_entered_meanwhile);
  g_test_add_func ("/move/not-alone", test_not_alone);
  g_test_add_func ("/move/newest", test_newest);
  g_test_add_func ("/move/no-binaries", test_no_binaries);
  g_test_add_func ("/move/lost-data", test_lost_data);
  return g_test_run ();
}

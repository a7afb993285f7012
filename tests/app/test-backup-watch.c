/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-backup-watch.h"

#include "support/ddi-test-home.h"
#include "tasks/ddi-backup.h"

static DdiHome *home;

static void
make_overdue (void)
{
  g_free (ddi_test_home_psql (home, FALSE,
                              "DELETE FROM backups;"
                              "UPDATE schema_migrations SET applied_at = applied_at - interval '2 days'"));
}

static gboolean
is (const char *sql)
{
  g_autofree char *text = ddi_test_home_psql (home, FALSE, sql);

  return g_str_equal (text, "t");
}

static guint
count_files (void)
{
  g_autoptr (DdiBackupServer) server = ddi_backup_server_new_for_home (home);
  g_autoptr (GDir) dir = g_dir_open (server->directory, 0, NULL);
  guint n = 0;

  while (dir && g_dir_read_name (dir))
    n++;
  return n;
}

static void
test_not_due (void)
{
  DdiBackupWatch *watch = ddi_backup_watch_new (home);

  ddi_backup_watch_free (watch);
  g_assert_cmpuint (count_files (), ==, 0);
}

/* The program is left while it works: no half of it is left. */
static void
test_left (void)
{
  DdiBackupWatch *watch;

  make_overdue ();
  watch = ddi_backup_watch_new (home);
  ddi_backup_watch_free (watch);
  g_assert_cmpuint (count_files () % 2, ==, 0);
  g_assert_true (is ("SELECT count(*) = 0 FROM pg_database WHERE datname LIKE 'ddi\\_%'"));
}

static void
test_due (void)
{
  DdiBackupWatch *watch;

  make_overdue ();
  watch = ddi_backup_watch_new (home);
  while (!is ("SELECT count(*) = 1 FROM backups WHERE verified_at IS NOT NULL"))
    continue;
  ddi_backup_watch_free (watch);
  g_assert_cmpuint (count_files (), >=, 2);
}

int
main (int argc, char **argv)
{
  int failures;

  g_test_init (&argc, &argv, NULL);
  home = ddi_test_home_new ();
  g_test_add_func ("/backup-watch/not-due", test_not_due);
  g_test_add_func ("/backup-watch/left", test_left);
  g_test_add_func ("/backup-watch/due", test_due);
  failures = g_test_run ();
  ddi_home_close (home, NULL);
  g_clear_object (&home);
  return failures;
}

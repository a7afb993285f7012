/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Database page's backups: of this database, of a managed host, and of somebody's own file. */
#include "database-fixture.h"

#include <string.h>

#include "app/ddi-backup-view.h"
#include "db/ddi-sql.h"
#include "support/ddi-test-directory.h"

static gboolean
is_backup_view (GtkWidget *widget, const char *text)
{
  return DDI_IS_BACKUP_VIEW (widget);
}

static gboolean
has_one_backup (gpointer page)
{
  GtkWidget *view = database_find (page, is_backup_view, NULL);
  g_autofree char *n = ddi_test_home_psql (database_home (), FALSE,
                                           "SELECT count(*) FROM backups WHERE verified_at IS NOT NULL");

  return view && !ddi_backup_view_is_busy (DDI_BACKUP_VIEW (view)) && g_str_equal (n, "1");
}

static gboolean
is_back_up (GtkWidget *widget, const char *text)
{
  return GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), "_Back Up") == 0 &&
         gtk_widget_is_sensitive (widget);
}

static gboolean
can_back_up (gpointer page)
{
  return database_find (page, is_back_up, NULL) != NULL;
}

/* The part of the backups is of this database: one is made there, and restored to be compared. */
static void
test_backups (void)
{
  DdiWindow *window = database_open (NULL, "backups");
  GtkWidget *page = GTK_WIDGET (ddi_window_get_page (window));

  ddi_test_wait (can_back_up, page);
  database_click (database_find_sure (page, is_back_up, NULL));
  ddi_test_wait (has_one_backup, page);
  ddi_test_wait_for_page (ddi_window_get_page (window));
  ddi_test_window_close (window);
}

static gboolean
says (GtkWidget *widget, const char *text)
{
  return GTK_IS_LABEL (widget) && strstr (gtk_label_get_label (GTK_LABEL (widget)), text);
}

static guint
count_adopted (void)
{
  g_autofree char *path =
      g_build_filename (ddi_cluster_get_home (ddi_home_get_cluster (database_home ())), "backups", NULL);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  while (folder && (name = g_dir_read_name (folder)))
    n += g_str_has_prefix (name, "adopted-");
  return n;
}

/* A file that pg_dump has made of the document's tables is adopted and shown; who does not want it leaves nothing. */
static void
test_restore_file (void)
{
  DdiWindow *window = database_open (NULL, "backups");
  GtkWidget *page = GTK_WIDGET (ddi_window_get_page (window)), *dialog;
  g_autofree char *contract = ddi_sql_dup_migration ("0001-seven-tables");
  g_autofree char *conninfo =
      ddi_cluster_dup_conninfo (ddi_home_get_cluster (database_home ()), DDI_CLUSTER_SUPERUSER, "theirs");
  g_autofree char *path = ddi_test_directory_new_path ("theirs.dump");
  g_autofree char *all =
      g_strconcat (contract,
                   "INSERT INTO users (name, email, password_hash) VALUES ('Bo', 'b@example.org', "
                   "'x'); INSERT INTO daily_sales (user_id, date, product_name, quantity_sold) "
                   "VALUES (1, '2024-02-29', 'Jelly', 4)",
                   NULL);
  const char *fill[] = { "psql", "--quiet", "--dbname", conninfo, "--command", all, NULL };
  const char *dump[] = { "pg_dump", "-Fc", "--dbname", conninfo, "--file", path, NULL };
  g_autoptr (GSubprocess) filled = NULL, dumped = NULL;

  g_free (ddi_test_home_psql (database_home (), TRUE, "CREATE DATABASE theirs"));
  filled = g_subprocess_newv (fill, G_SUBPROCESS_FLAGS_NONE, NULL);
  g_assert_true (g_subprocess_wait_check (filled, NULL, NULL));
  dumped = g_subprocess_newv (dump, G_SUBPROCESS_FLAGS_NONE, NULL);
  g_assert_true (g_subprocess_wait_check (dumped, NULL, NULL));

  ddi_test_wait (can_back_up, page);
  ddi_backup_view_restore_file (DDI_BACKUP_VIEW (database_find_sure (page, is_backup_view, NULL)), path);
  dialog = database_wait_for_dialog ();
  database_find_sure (dialog, says, "pg_dump has made this file");
  database_find_sure (dialog, says, "in the backup: Thu 29 Feb 2024");
  g_assert_cmpuint (count_adopted (), ==, 2);
  database_answer ("cancel");
  ddi_test_settle ();
  g_assert_cmpuint (count_adopted (), ==, 0);
  g_free (ddi_test_home_psql (database_home (), TRUE, "DROP DATABASE theirs"));
  ddi_test_window_close (window);
}

static gboolean
is_host_row (GtkWidget *widget, const char *text)
{
  return ADW_IS_ACTION_ROW (widget) &&
         strstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), "Backups of") &&
         strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (widget)), text);
}

/* What a managed host keeps to itself is told with its own way, known by its roles or by its name. */
static void
test_managed (void)
{
  const DdiBackupServer railway = { (char *)"host=roundhouse.proxy.rlwy.net hostaddr=127.0.0.1 port=1",
                                    (char *)"host=roundhouse.proxy.rlwy.net hostaddr=127.0.0.1 port=1",
                                    (char *)"/nowhere", NULL };
  GtkWidget *view = g_object_ref_sink (ddi_backup_view_new ());
  DdiWindow *window;
  GtkWidget *part;

  g_free (ddi_test_home_psql (database_home (), TRUE, "CREATE ROLE supabase_admin"));
  window = database_open (NULL, "overview");
  part = database_get_part (window, "overview");
  database_find_sure (part, database_has_title, "Hosted by");
  database_find_sure (part, says, "Dashboard → Database → Backups");
  database_find_sure (part, says, "Transaction pooler");
  g_free (ddi_test_home_psql (database_home (), TRUE, "DROP ROLE supabase_admin"));
  ddi_test_window_close (window);

  ddi_backup_view_set_server (DDI_BACKUP_VIEW (view), &railway);
  g_assert_true (gtk_widget_get_visible (database_find_sure (view, is_host_row, "In Railway")));
  ddi_backup_view_set_server (DDI_BACKUP_VIEW (view), NULL);
  g_object_unref (view);
}

int
main (int argc, char **argv)
{
  database_fixture_init (&argc, &argv);
  g_test_add_func ("/database/managed", test_managed);
  g_test_add_func ("/database/restore-file", test_restore_file);
  g_test_add_func ("/database/backups", test_backups);
  return database_fixture_run ();
}

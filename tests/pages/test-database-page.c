/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The database is looked after through the page's own widgets, asserted at the server. */
#include "pages/database/ddi-database-page.h"

#include <string.h>

#include "app/ddi-backup-view.h"
#include "app/ddi-table.h"
#include "app/ddi-test-window.h"
#include "core/ddi-format.h"
#include "db/ddi-replica-pair.h"
#include "db/ddi-session-private.h"
#include "pages/ddi-test-dialog.h"
#include "pages/database/ddi-database-log.h"
#include "pages/database/ddi-database-part.h"
#include "pages/database/ddi-database-servers.h"
#include "pages/database/ddi-pooler-dialog.h"
#include "support/ddi-test-directory.h"
#include "support/ddi-test-home.h"
#include "tasks/ddi-connection-file.h"
#include "db/ddi-sql.h"
#include "tasks/ddi-custom-columns.h"

static DdiHome *home;
static DdiSession *session;

typedef gboolean (*Match) (GtkWidget *widget, const char *text);

static GtkWidget *
find (GtkWidget *root, Match match, const char *text)
{
  if (match (root, text))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, match, text);

      if (found)
        return found;
    }
  return NULL;
}

static gboolean
has_id (GtkWidget *widget, const char *text)
{
  return g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), text) == 0;
}

static gboolean
has_title (GtkWidget *widget, const char *text)
{
  return ADW_IS_PREFERENCES_ROW (widget) &&
         strstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), text) != NULL;
}

static gboolean
has_tooltip (GtkWidget *widget, const char *text)
{
  return g_strcmp0 (gtk_widget_get_tooltip_text (widget), text) == 0;
}

static gboolean
is_button (GtkWidget *widget, const char *text)
{
  return GTK_IS_BUTTON (widget);
}

static GtkWidget *
find_sure (GtkWidget *root, Match match, const char *text)
{
  GtkWidget *found = find (root, match, text);

  if (found == NULL)
    g_error ("there is no “%s”", text);
  return found;
}

static void
click (GtkWidget *button)
{
  g_assert_true (gtk_widget_get_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static DdiWindow *
open_page (DdiSession *of, const char *part)
{
  DdiWindow *window = ddi_test_window_new (of);

  g_assert_true (ddi_window_open_page (window, "database", part));
  ddi_test_wait_for_page (ddi_window_get_page (window));
  g_assert_cmpint (ddi_page_get_state (ddi_window_get_page (window)), ==, DDI_PAGE_CONTENT);
  return window;
}

static GtkWidget *
get_part (DdiWindow *window, const char *name)
{
  return ddi_database_page_get_part (DDI_DATABASE_PAGE (ddi_window_get_page (window)), name);
}

static gboolean
dialog_is_open (gpointer user_data)
{
  return ddi_test_dialog_find (ADW_TYPE_MESSAGE_DIALOG) != NULL;
}

static GtkWidget *
wait_for_dialog (void)
{
  ddi_test_wait (dialog_is_open, NULL);
  return ddi_test_dialog_find (ADW_TYPE_MESSAGE_DIALOG);
}

static void
answer (const char *response)
{
  GType type = ADW_TYPE_MESSAGE_DIALOG;

  GtkWidget *dialog = wait_for_dialog ();

  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), response);
  gtk_window_destroy (GTK_WINDOW (dialog));
  ddi_test_wait (ddi_test_dialog_is_closed, &type);
}

static void
undo (DdiWindow *window)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "window.undo", NULL));
}

static void
sql (const char *text)
{
  g_free (ddi_test_home_psql (home, FALSE, text));
}

#include "database-parts.h"

static void
test_advice (void)
{
  DdiWindow *window;
  GtkWidget *row;

  sql ("ALTER TABLE products SET (autovacuum_enabled = false);"
       "INSERT INTO products (name) SELECT 'Donut ' || n FROM generate_series(1, 3000) n;"
       "DELETE FROM products WHERE name > 'Donut 2'; "
       "INSERT INTO districts (name) SELECT 'District ' || n FROM generate_series(1, 3000) n;"
       "DELETE FROM districts WHERE name LIKE 'District %'; SELECT pg_stat_force_next_flush()");
  window = open_page (session, "overview");
  row = find_sure (get_part (window, "overview"), has_title, "rows of products are dead");
  /* Where autovacuum is about to come, there is nothing to do. */
  g_assert_null (find (get_part (window, "overview"), has_title, "rows of districts are dead"));
  /* What a button does is told without a command. */
  g_assert_nonnull (find (find_sure (get_part (window, "overview"), has_title, "take long is not counted"),
                          is_button, NULL));
  g_assert_null (find (get_part (window, "overview"), has_title, "--enable"));
  click (find_sure (row, is_button, NULL));
  ddi_test_wait_for_sql (
      home,
      "SELECT count(*) FROM audit_logs WHERE action = 'MAINTENANCE' AND details->>'what' = 'vacuum' "
      "AND details->>'table' = 'products'",
      "1");
  ddi_test_wait_for_page (ddi_window_get_page (window));
  g_assert_nonnull (find (get_part (window, "overview"), has_title, "Server"));
  ddi_test_window_close (window);
}

static gboolean
can_work (gpointer part)
{
  return gtk_widget_get_sensitive (find_sure (part, has_id, "buttons"));
}

/* One table, and the full vacuum only after a yes to what it takes. */
static void
test_tables (void)
{
  DdiWindow *window = open_page (session, "tables");
  GtkWidget *part = get_part (window, "tables");
  GtkWidget *target = find_sure (part, has_id, "target");
  DdiTable *table = DDI_TABLE (adw_bin_get_child (ADW_BIN (find_sure (part, has_id, "table_bin"))));
  g_autofree char *name = NULL, *wanted = NULL, *full = NULL;

  g_assert_true (g_str_has_prefix (gtk_label_get_label (GTK_LABEL (target)), "All tables"));
  ddi_table_select (table, 0);
  name = g_strdup (gtk_label_get_label (GTK_LABEL (target)));
  click (find_sure (part, has_id, "analyze"));
  g_assert_false (can_work (part));
  wanted =
      g_strdup_printf ("SELECT count(*) FROM audit_logs WHERE action = 'MAINTENANCE' AND details->>'what' = "
                       "'analyze' AND details->>'table' = '%s'",
                       name);
  ddi_test_wait_for_sql (home, wanted, "1");
  ddi_test_wait (can_work, part);
  ddi_test_wait_for_page (ddi_window_get_page (window));

  ddi_table_select (table, 0);
  click (find_sure (part, has_id, "full"));
  g_assert_nonnull (strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (wait_for_dialog ())), name));
  answer ("cancel");
  click (find_sure (part, has_id, "full"));
  answer ("do");
  full =
      g_strdup_printf ("SELECT count(*) FROM audit_logs WHERE action = 'MAINTENANCE' AND details->>'what' = "
                       "'full' AND details->>'table' = '%s'",
                       name);
  ddi_test_wait_for_sql (home, full, "1");
  ddi_test_wait (can_work, part);
  ddi_test_wait_for_page (ddi_window_get_page (window));
  ddi_test_window_close (window);
}

static void
test_activity (void)
{
  g_autofree char *app =
      ddi_cluster_dup_conninfo (ddi_home_get_cluster (home), DDI_CLUSTER_APP, "dunkin_demand");
  g_autoptr (GError) error = NULL;
  g_autoptr (PGconn) other = ddi_session_open (app, NULL, &error);
  g_autofree char *pid = g_strdup_printf ("%d  ddi_app", PQbackendPID (other));
  g_autofree char *wanted =
      g_strdup_printf ("SELECT details->>'reason' FROM audit_logs WHERE action = 'SESSION_TERMINATED' AND "
                       "(details->>'pid')::int = %d",
                       PQbackendPID (other));
  DdiWindow *window;
  GtkWidget *row;

  g_assert_no_error (error);
  window = open_page (session, "activity");
  row = find_sure (get_part (window, "activity"), has_title, pid);
  click (find_sure (row, has_tooltip, "End this session"));
  gtk_editable_set_text (GTK_EDITABLE (
                             adw_message_dialog_get_extra_child (ADW_MESSAGE_DIALOG (wait_for_dialog ()))),
                         "It hangs");
  answer ("do");
  ddi_test_wait_for_sql (home, wanted, "It hangs");
  PQclear (PQexec (other, "SELECT 1"));
  g_assert_cmpint (PQstatus (other), ==, CONNECTION_BAD);
  ddi_test_wait_for_page (ddi_window_get_page (window));
  ddi_test_window_close (window);
}

static gboolean
is_visible (gpointer widget)
{
  return gtk_widget_get_visible (widget);
}

static void
test_explain (void)
{
  DdiWindow *window = open_page (session, "queries");
  GtkWidget *part = get_part (window, "queries"), *plan = find_sure (part, has_id, "plan");

  g_assert_false (is_visible (plan));
  click (find_sure (part, has_id, "explain"));
  ddi_test_wait (is_visible, plan);
  g_assert_nonnull (gtk_list_box_get_row_at_index (GTK_LIST_BOX (plan), 3));
  ddi_test_window_close (window);
}

/* A home whose server counts statements. */
static DdiHome *
open_counting_home (void)
{
  g_autofree char *path = ddi_test_home_new_path ();
  g_autoptr (DdiHome) first = ddi_test_home_open (path);
  g_autoptr (DdiMaintenance) maintenance = ddi_maintenance_new (first, NULL);
  g_autoptr (GError) error = NULL;

  ddi_maintenance_count_statements (maintenance, NULL, &error);
  g_assert_no_error (error);
  g_clear_object (&maintenance);
  ddi_home_close (first, &error);
  g_assert_no_error (error);
  return ddi_test_home_open (path);
}

static void
set_bound (GtkWidget *part, const char *id, double value)
{
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (find_sure (part, has_id, id)), value);
}

static gboolean
shows_slept_only (gpointer part)
{
  return find (part, has_title, "pg_sleep") != NULL && find (part, has_title, "AS quick") == NULL;
}

static gboolean
shows_both (gpointer part)
{
  return find (part, has_title, "pg_sleep") != NULL && find (part, has_title, "AS quick") != NULL;
}

static gboolean
shows_one (gpointer part)
{
  GtkListBox *slow = GTK_LIST_BOX (find_sure (part, has_id, "slow"));

  return gtk_list_box_get_row_at_index (slow, 0) && gtk_list_box_get_row_at_index (slow, 1) == NULL;
}

static gboolean
shows_no_statement (gpointer part)
{
  return !gtk_widget_get_visible (find_sure (part, has_id, "slow"));
}

/* Only those that take so long each time, and so many of them, at once; where there is none, that is said. */
static void
test_slow (void)
{
  g_autoptr (DdiHome) counting = open_counting_home ();
  g_autoptr (DdiSession) there = ddi_test_session_new (counting);
  g_autofree char *bound = ddi_format_int (80000000);
  DdiWindow *window;
  GtkWidget *part, *reason;

  g_free (ddi_test_home_psql (counting, FALSE, "SELECT 1 AS quick"));
  g_free (ddi_test_home_psql (counting, FALSE, "SELECT pg_sleep(0.6)"));
  window = open_page (there, "queries");
  part = get_part (window, "queries");
  reason = find_sure (part, has_id, "reason");
  g_assert_true (is_visible (find_sure (part, has_id, "bounds")));
  set_bound (part, "most", 1000);
  ddi_test_wait (shows_both, part);
  set_bound (part, "mean", 500);
  ddi_test_wait (shows_slept_only, part);
  g_assert_false (is_visible (reason));
  /* The page read anew keeps to the bounds. */
  ddi_page_reload (ddi_window_get_page (window));
  ddi_test_wait_for_page (ddi_window_get_page (window));
  ddi_test_wait (shows_slept_only, part);
  set_bound (part, "mean", 80000000);
  ddi_test_wait (shows_no_statement, part);
  g_assert_true (is_visible (reason));
  g_assert_nonnull (strstr (gtk_label_get_label (GTK_LABEL (reason)), bound));
  set_bound (part, "mean", 0);
  set_bound (part, "most", 1);
  ddi_test_wait (shows_one, part);
  ddi_test_window_close (window);
  g_clear_object (&there);
  ddi_home_close (counting, NULL);

  /* Where nothing is counted there is nothing to choose from, and the reason is told. */
  window = open_page (session, "queries");
  part = get_part (window, "queries");
  g_assert_false (is_visible (find_sure (part, has_id, "bounds")));
  g_assert_true (is_visible (find_sure (part, has_id, "reason")));
  ddi_test_window_close (window);
}

static void
test_schema (void)
{
  DdiWindow *window = open_page (session, "schema");

  g_assert_nonnull (find (get_part (window, "schema"), has_title, "0001-seven-tables"));
  g_assert_nonnull (find (get_part (window, "indexes"), has_id, "since"));
  ddi_test_window_close (window);
}

static gboolean
shows_figures (gpointer page)
{
  return find (page, has_title, "Signed in as") != NULL;
}

/* On a server the owner's credential is asked for, and that of anybody else is refused. */
static void
test_server (void)
{
  DdiCluster *cluster = ddi_home_get_cluster (home);
  g_autofree char *owner = ddi_cluster_dup_conninfo (cluster, DDI_CLUSTER_OWNER, "dunkin_demand");
  g_autofree char *app = ddi_cluster_dup_conninfo (cluster, DDI_CLUSTER_APP, "dunkin_demand");
  g_autofree char *address = NULL;
  DdiHomeOptions options = { .connection = owner };
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiHome) client = ddi_home_open (&options, NULL, &error);
  g_autoptr (DdiSession) elsewhere = NULL;
  DdiWindow *window;
  GtkWidget *page, *entry, *refusal;

  g_assert_no_error (error);
  elsewhere = ddi_test_session_new (client);
  window = open_page (elsewhere, NULL);
  page = GTK_WIDGET (ddi_window_get_page (window));
  entry = find_sure (page, has_id, "address");
  refusal = find_sure (page, has_id, "refusal");
  g_assert_true (gtk_widget_get_mapped (entry));
  g_assert_false (gtk_widget_get_visible (refusal));
  address = g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry)));
  g_assert_nonnull (strstr (address, "user='ddi_owner'"));

  gtk_editable_set_text (GTK_EDITABLE (entry), app);
  click (find_sure (page, has_id, "enter"));
  ddi_test_wait (is_visible, refusal);
  g_assert_nonnull (strstr (gtk_label_get_label (GTK_LABEL (refusal)), "ddi_app"));

  gtk_editable_set_text (GTK_EDITABLE (entry), address);
  gtk_editable_set_text (GTK_EDITABLE (find_sure (page, has_id, "password")), "not asked by a socket's peer");
  click (find_sure (page, has_id, "enter"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_sure (page, has_id, "password"))), ==, "");
  ddi_test_wait (shows_figures, page);
  ddi_test_wait_for_page (ddi_window_get_page (window));
  g_assert_false (gtk_widget_get_mapped (entry));
  sign_file (window);
  look_at_pooler (window);
  ddi_test_window_close (window);
  ddi_home_close (client, NULL);
}

/* Of several hosts each is told, with its role; of one there is no list. */
static void
test_hosts (void)
{
  DdiReplicaPair *pair = ddi_replica_pair_new ();
  g_autofree char *owner = ddi_replica_pair_dup_conninfo (pair, "ddi_owner");
  DdiHomeOptions options = { .connection = owner };
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiHome) client = ddi_home_open (&options, NULL, &error);
  g_autoptr (DdiSession) elsewhere = NULL;
  DdiWindow *window = open_page (session, "overview");
  GtkWidget *page, *row;

  g_assert_no_error (error);
  g_assert_false (gtk_widget_get_visible (find_sure (get_part (window, "overview"), has_id, "hosts")));
  ddi_test_window_close (window);

  elsewhere = ddi_test_session_new (client);
  window = open_page (elsewhere, NULL);
  page = GTK_WIDGET (ddi_window_get_page (window));
  click (find_sure (page, has_id, "enter"));
  ddi_test_wait (shows_figures, page);
  ddi_test_wait_for_page (ddi_window_get_page (window));
  row = find_sure (page, has_title, pair->primary);
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), "the primary"));
  row = find_sure (page, has_title, pair->standby);
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), "a standby"));

  ddi_replica_pair_kill_standby (pair);
  ddi_page_reload (ddi_window_get_page (window));
  ddi_test_wait_for_page (ddi_window_get_page (window));
  row = find_sure (page, has_title, pair->standby);
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), "does not let us in"));
  ddi_test_window_close (window);
  ddi_home_close (client, NULL);
  ddi_replica_pair_free (pair);
}

static gboolean
is_backup_view (GtkWidget *widget, const char *text)
{
  return DDI_IS_BACKUP_VIEW (widget);
}

static gboolean
has_one_backup (gpointer page)
{
  GtkWidget *view = find (page, is_backup_view, NULL);
  g_autofree char *n =
      ddi_test_home_psql (home, FALSE, "SELECT count(*) FROM backups WHERE verified_at IS NOT NULL");

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
  return find (page, is_back_up, NULL) != NULL;
}

/* The part of the backups is of this database: one is made there, and restored to be compared. */
static void
test_backups (void)
{
  DdiWindow *window = open_page (session, "backups");
  GtkWidget *page = GTK_WIDGET (ddi_window_get_page (window));

  ddi_test_wait (can_back_up, page);
  click (find_sure (page, is_back_up, NULL));
  ddi_test_wait (has_one_backup, page);
  ddi_test_wait_for_page (ddi_window_get_page (window));
  ddi_test_window_close (window);
}

static gboolean
says_pg_dump (GtkWidget *widget, const char *text)
{
  return GTK_IS_LABEL (widget) && strstr (gtk_label_get_label (GTK_LABEL (widget)), text);
}

static guint
count_adopted (void)
{
  g_autofree char *path =
      g_build_filename (ddi_cluster_get_home (ddi_home_get_cluster (home)), "backups", NULL);
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
  DdiWindow *window = open_page (session, "backups");
  GtkWidget *page = GTK_WIDGET (ddi_window_get_page (window)), *dialog;
  g_autofree char *contract = ddi_sql_dup_migration ("0001-seven-tables");
  g_autofree char *conninfo =
      ddi_cluster_dup_conninfo (ddi_home_get_cluster (home), DDI_CLUSTER_SUPERUSER, "theirs");
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

  g_free (ddi_test_home_psql (home, TRUE, "CREATE DATABASE theirs"));
  filled = g_subprocess_newv (fill, G_SUBPROCESS_FLAGS_NONE, NULL);
  g_assert_true (g_subprocess_wait_check (filled, NULL, NULL));
  dumped = g_subprocess_newv (dump, G_SUBPROCESS_FLAGS_NONE, NULL);
  g_assert_true (g_subprocess_wait_check (dumped, NULL, NULL));

  ddi_test_wait (can_back_up, page);
  ddi_backup_view_restore_file (DDI_BACKUP_VIEW (find_sure (page, is_backup_view, NULL)), path);
  dialog = wait_for_dialog ();
  find_sure (dialog, says_pg_dump, "pg_dump has made this file");
  find_sure (dialog, says_pg_dump, "in the backup: Thu 29 Feb 2024");
  g_assert_cmpuint (count_adopted (), ==, 2);
  answer ("cancel");
  ddi_test_settle ();
  g_assert_cmpuint (count_adopted (), ==, 0);
  g_free (ddi_test_home_psql (home, TRUE, "DROP DATABASE theirs"));
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

  g_free (ddi_test_home_psql (home, TRUE, "CREATE ROLE supabase_admin"));
  window = open_page (session, "overview");
  part = get_part (window, "overview");
  find_sure (part, has_title, "Hosted by");
  find_sure (part, says_pg_dump, "Dashboard → Database → Backups");
  find_sure (part, says_pg_dump, "Transaction pooler");
  g_free (ddi_test_home_psql (home, TRUE, "DROP ROLE supabase_admin"));
  ddi_test_window_close (window);

  ddi_backup_view_set_server (DDI_BACKUP_VIEW (view), &railway);
  g_assert_true (gtk_widget_get_visible (find_sure (view, is_host_row, "In Railway")));
  ddi_backup_view_set_server (DDI_BACKUP_VIEW (view), NULL);
  g_object_unref (view);
}

#define NAMES                                                                                                \
  "SELECT coalesce(string_agg(entity || ':' || name || ':' || label, ',' ORDER BY id), '') "                 \
  "FROM custom_columns WHERE dropped_at IS NULL"

static GtkWidget *
in_dialog (const char *title)
{
  return find_sure (wait_for_dialog (), has_title, title);
}

static void
write_label (const char *label)
{
  gtk_editable_set_text (GTK_EDITABLE (in_dialog ("Heading")), label);
}

static gboolean
says_already (gpointer user_data)
{
  GtkWidget *dialog = ddi_test_dialog_find (ADW_TYPE_MESSAGE_DIALOG);

  return dialog && strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)), "already");
}

static gboolean
says_nothing_of (gpointer user_data)
{
  GtkWidget *dialog = ddi_test_dialog_find (ADW_TYPE_MESSAGE_DIALOG);

  return dialog && strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)),
                           "In 3 rows the value is nothing of that kind: “4” (3)");
}

static GtkWidget *
wait_for_column (DdiWindow *window, const char *label)
{
  ddi_test_wait_for_page (ddi_window_get_page (window));
  return find_sure (get_part (window, "columns"), has_title, label);
}

/* Added, headed anew, removed, brought back and cleared, each taken back where it can be. */
static void
test_columns (void)
{
  DdiWindow *window = open_page (session, "columns");
  GtkWidget *part = get_part (window, "columns"), *row;
  g_autofree char *typed = NULL;

  g_assert_true (gtk_widget_get_visible (find_sure (part, has_id, "empty")));
  click (find_sure (part, has_id, "add"));
  g_assert_false (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (wait_for_dialog ()), "do"));
  write_label ("Crew on duty");
  adw_combo_row_set_selected (ADW_COMBO_ROW (in_dialog ("Kind")), DDI_CUSTOM_INTEGER);
  answer ("do");
  ddi_test_wait_for_sql (home, NAMES, "sales:crew_on_duty:Crew on duty");
  row = wait_for_column (window, "Crew on duty");
  undo (window);
  ddi_test_wait_for_sql (home, NAMES, "");
  row = wait_for_column (window, "Crew on duty");
  click (find_sure (row, has_tooltip, "Restore"));
  ddi_test_wait_for_sql (home, NAMES, "sales:crew_on_duty:Crew on duty");

  /* What cannot be added is told, with what was typed. */
  row = wait_for_column (window, "Crew on duty");
  click (find_sure (part, has_id, "add"));
  write_label ("CREW on duty");
  answer ("do");
  ddi_test_wait (says_already, NULL);
  typed = g_strdup (gtk_editable_get_text (GTK_EDITABLE (in_dialog ("Heading"))));
  g_assert_cmpstr (typed, ==, "CREW on duty");
  answer ("cancel");

  row = wait_for_column (window, "Crew on duty");
  click (find_sure (row, has_tooltip, "Another heading…"));
  write_label ("Crew");
  answer ("do");
  ddi_test_wait_for_sql (home, NAMES, "sales:crew_on_duty:Crew");
  row = wait_for_column (window, "Crew");
  undo (window);
  ddi_test_wait_for_sql (home, NAMES, "sales:crew_on_duty:Crew on duty");

  sql ("INSERT INTO districts (id, name) VALUES (78, 'New'); INSERT INTO stores (id, district_id, name) "
       "VALUES (78, 78, 'New shop'); INSERT INTO products (id, name) VALUES (78, 'New product');"
       "INSERT INTO daily_sales (user_id, store_id, date, product_id, quantity_sold, custom) SELECT 1, 78, "
       "'2026-02-01'::date + n, 78, 3, '{\"crew_on_duty\": 4}' FROM generate_series(0, 2) n");
  /* Another kind: what it does is said first, and it is taken back. */
  row = wait_for_column (window, "Crew on duty");
  click (find_sure (row, has_tooltip, "Another kind…"));
  g_assert_false (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (wait_for_dialog ()), "do"));
  adw_combo_row_set_selected (ADW_COMBO_ROW (in_dialog ("Kind")), DDI_CUSTOM_BOOLEAN);
  answer ("do");
  ddi_test_wait (says_nothing_of, NULL);
  answer ("do");
  ddi_test_wait_for_sql (home, "SELECT custom FROM daily_sales WHERE store_id = 78 GROUP BY 1",
                         "{\"crew_on_duty_was_1\": 4}");
  row = wait_for_column (window, "Crew on duty (before: Whole number)");
  undo (window);
  ddi_test_wait_for_sql (home, "SELECT custom FROM daily_sales WHERE store_id = 78 GROUP BY 1",
                         "{\"crew_on_duty\": 4}");
  row = wait_for_column (window, "Crew on duty");
  g_assert_null (find (part, has_title, "Crew on duty (before: Whole number)"));

  click (find_sure (row, has_tooltip, "Remove…"));
  g_assert_nonnull (
      strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (wait_for_dialog ())), "3 rows have a value"));
  answer ("do");
  ddi_test_wait_for_sql (home, NAMES, "");
  row = wait_for_column (window, "Crew on duty");
  click (find_sure (row, has_tooltip, "Delete its values…"));
  g_assert_nonnull (strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (wait_for_dialog ())), "3 rows"));
  answer ("do");
  ddi_test_wait_for_sql (home, "SELECT count(*) FROM daily_sales WHERE custom IS NOT NULL", "0");
  ddi_test_wait_for_page (ddi_window_get_page (window));
  g_assert_null (find (part, has_title, "Crew on duty"));
  ddi_test_window_close (window);
}

static gboolean
is_archived (gpointer part)
{
  g_autofree char *n =
      ddi_test_home_psql (home, FALSE, "SELECT count(*) FROM auth.archive_runs WHERE ended_at IS NOT NULL");

  return g_str_equal (n, "1") && gtk_widget_get_sensitive (find_sure (part, has_id, "back"));
}

static gboolean
is_back (gpointer part)
{
  g_autofree char *n = ddi_test_home_psql (home, FALSE, "SELECT count(*) FROM daily_waste_archive");

  return g_str_equal (n, "0") && gtk_widget_get_sensitive (find_sure (part, has_id, "archive"));
}

/* The years that are kept are chosen, the plan says what will move, and it moves and comes back. */
static void
test_archive (void)
{
  DdiWindow *window;
  GtkWidget *part, *dialog, *from;

  g_free (ddi_test_home_psql (
      home, FALSE,
      "INSERT INTO districts (id, name) VALUES (77, 'Old'); INSERT INTO stores (id, district_id, name) "
      "VALUES (77, 77, 'Old shop'); INSERT INTO products (id, name) VALUES (77, 'Old product');"
      "INSERT INTO daily_waste (user_id, store_id, date, product_id, quantity_wasted) SELECT 1, 77, "
      "'2016-02-01'::date + n, 77, 3 FROM generate_series(0, 4) n"));
  window = open_page (session, "archive");
  part = get_part (window, "archive");
  g_assert_false (gtk_widget_get_sensitive (find_sure (part, has_id, "back")));
  g_assert_cmpint (gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (find_sure (part, has_id, "years"))), ==,
                   2);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (find_sure (part, has_id, "years")), 5);
  click (find_sure (part, has_id, "archive"));
  dialog = wait_for_dialog ();
  g_assert_nonnull (strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)),
                            "0 sales and 5 waste figures from 2016-02-01 to 2016-02-05"));
  answer ("do");
  ddi_test_wait (is_archived, part);
  g_assert_false (is_back (part));
  ddi_test_wait_for_page (ddi_window_get_page (window));
  g_assert_cmpint (gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (find_sure (part, has_id, "years"))), ==,
                   5);

  from = find_sure (part, has_id, "from");
  gtk_editable_set_text (GTK_EDITABLE (from), "2016-02-31");
  click (find_sure (part, has_id, "back"));
  g_assert_true (gtk_widget_has_css_class (from, "error"));
  gtk_editable_set_text (GTK_EDITABLE (from), "2016-02-01");
  g_assert_false (gtk_widget_has_css_class (from, "error"));
  click (find_sure (part, has_id, "back"));
  wait_for_dialog ();
  answer ("do");
  ddi_test_wait (is_back, part);
  ddi_test_wait_for_page (ddi_window_get_page (window));
  ddi_test_window_close (window);
}

int
main (int argc, char **argv)
{
  g_autofree char *config = NULL;
  int status;

  ddi_test_ui_init (&argc, &argv);
  config = ddi_test_directory_new_path ("config");
  g_setenv ("XDG_CONFIG_HOME", config, TRUE);
  home = ddi_test_home_new ();
  session = ddi_test_session_new (home);
  g_test_add_func ("/database/log", test_log);
  g_test_add_func ("/database/advice", test_advice);
  g_test_add_func ("/database/tables", test_tables);
  g_test_add_func ("/database/vacuum-and-reindex", test_vacuum_and_reindex);
  g_test_add_func ("/database/indexes", test_indexes);
  g_test_add_func ("/database/activity", test_activity);
  g_test_add_func ("/database/explain", test_explain);
  g_test_add_func ("/database/slow", test_slow);
  g_test_add_func ("/database/schema", test_schema);
  g_test_add_func ("/database/managed", test_managed);
  g_test_add_func ("/database/restore-file", test_restore_file);
  g_test_add_func ("/database/columns", test_columns);
  g_test_add_func ("/database/archive", test_archive);
  g_test_add_func ("/database/backups", test_backups);
  g_test_add_func ("/database/servers", test_servers);
  g_test_add_func ("/database/pooler", test_pooler);
  g_test_add_func ("/database/server", test_server);
  g_test_add_func ("/database/hosts", test_hosts);
  status = g_test_run ();
  g_clear_object (&session);
  ddi_home_close (home, NULL);
  g_object_unref (home);
  return status;
}

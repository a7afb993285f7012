/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The database is looked after through the page's own widgets, asserted at the server. */
#include "database-fixture.h"

#include <string.h>

#include "app/ddi-table.h"
#include "db/ddi-session-private.h"
#include "pages/database/ddi-database-log.h"
#include "pages/ddi-test-dialog.h"
#include "support/ddi-test-directory.h"

#define OLD_ENTRIES "SELECT count(*) FROM audit_logs WHERE action = 'OLDEST'"

static gboolean
can_remove (gpointer part)
{
  return gtk_widget_get_sensitive (database_find_sure (part, database_has_id, "remove"));
}

static void
remove_old_entries (GtkWidget *part, const char *path)
{
  database_click (database_find_sure (part, database_has_id, "remove"));
  g_assert_nonnull (strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (database_wait_for_dialog ())),
                            "2 entries from 2000-05-05 to "));
  database_answer ("cancel");
  ddi_database_log_remove (DDI_DATABASE_LOG (part), path);
}

/* What would go is told; where it cannot be written nothing goes; else it is in the file, and the chain holds. */
static void
test_log (void)
{
  g_autofree char *path = ddi_test_directory_new_path ("log.csv"), *text = NULL;
  DdiWindow *window;
  GtkWidget *part, *last;

  /* A log that begins with them. */
  database_sql (
      "ALTER TABLE audit_logs DISABLE TRIGGER USER; DELETE FROM audit_logs; DELETE FROM auth.audit_chain;"
      "UPDATE auth.audit_state SET n = 0, hash = sha256('ddi audit');"
      "ALTER TABLE audit_logs ENABLE TRIGGER USER;"
      "INSERT INTO audit_logs (id, action, created_at) SELECT nextval('audit_logs_id_seq'), 'OLDEST', "
      "'2000-05-05'::date + n FROM generate_series(0, 1) n WHERE pg_current_xact_id() IS NOT NULL");
  window = database_open (NULL, "log");
  part = database_get_part (window, "log");
  last = database_find_sure (part, database_has_id, "last");
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (last)), ==, "Never");
  remove_old_entries (part, "/nonexistent/log.csv");
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (database_wait_for_dialog ())), ==,
                   "It Was Not Done");
  database_answer ("close");
  ddi_test_wait_for_page (ddi_window_get_page (window));
  ddi_test_wait (can_remove, part);
  ddi_test_wait_for_sql (database_home (), OLD_ENTRIES, "2");

  remove_old_entries (part, path);
  ddi_test_wait_for_sql (database_home (), OLD_ENTRIES, "0");
  ddi_test_wait (can_remove, part);
  ddi_test_wait_for_page (ddi_window_get_page (window));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "2000-05-06 00:00:00.000000,,,,OLDEST"));
  g_assert_true (g_str_has_suffix (adw_action_row_get_subtitle (ADW_ACTION_ROW (last)), " UTC, 2 entries"));
  ddi_test_wait_for_sql (database_home (),
                         "SELECT details ->> 'entries' FROM audit_logs WHERE action = 'AUDIT_RETAINED'", "2");
  ddi_test_wait_for_sql (database_home (), "SELECT count(*) FROM auth.find_audit_break()", "0");
  ddi_test_window_close (window);
}

static void
test_advice (void)
{
  DdiWindow *window;
  GtkWidget *row;

  database_sql ("ALTER TABLE products SET (autovacuum_enabled = false);"
                "INSERT INTO products (name) SELECT 'Donut ' || n FROM generate_series(1, 3000) n;"
                "DELETE FROM products WHERE name > 'Donut 2'; "
                "INSERT INTO districts (name) SELECT 'District ' || n FROM generate_series(1, 3000) n;"
                "DELETE FROM districts WHERE name LIKE 'District %'; SELECT pg_stat_force_next_flush()");
  window = database_open (NULL, "overview");
  row = database_find_sure (database_get_part (window, "overview"), database_has_title,
                            "rows of products are dead");
  /* Where autovacuum is about to come, there is nothing to do. */
  g_assert_null (database_find (database_get_part (window, "overview"), database_has_title,
                                "rows of districts are dead"));
  /* What a button does is told without a command. */
  g_assert_nonnull (database_find (database_find_sure (database_get_part (window, "overview"),
                                                       database_has_title, "statements are not recorded"),
                                   database_is_button, NULL));
  g_assert_null (database_find (database_get_part (window, "overview"), database_has_title, "--enable"));
  database_click (database_find_sure (row, database_is_button, NULL));
  ddi_test_wait_for_sql (
      database_home (),
      "SELECT count(*) FROM audit_logs WHERE action = 'MAINTENANCE' AND details->>'what' = 'vacuum' "
      "AND details->>'table' = 'products'",
      "1");
  ddi_test_wait_for_page (ddi_window_get_page (window));
  g_assert_nonnull (database_find (database_get_part (window, "overview"), database_has_title, "Server"));
  ddi_test_window_close (window);
}

static DdiTable *
get_table (GtkWidget *part)
{
  return DDI_TABLE (adw_bin_get_child (ADW_BIN (database_find_sure (part, database_has_id, "table_bin"))));
}

static gboolean
can_work (gpointer part)
{
  return gtk_widget_get_sensitive (database_find_sure (part, database_has_id, "buttons"));
}

/* One table, and the full vacuum only after a yes to what it takes. */
static void
test_tables (void)
{
  DdiWindow *window = database_open (NULL, "tables");
  GtkWidget *part = database_get_part (window, "tables");
  GtkWidget *target = database_find_sure (part, database_has_id, "target");
  DdiTable *table = get_table (part);
  g_autofree char *name = NULL, *wanted = NULL, *full = NULL;

  g_assert_true (g_str_has_prefix (gtk_label_get_label (GTK_LABEL (target)), "All tables"));
  ddi_table_select (table, 0);
  name = g_strdup (gtk_label_get_label (GTK_LABEL (target)));
  database_click (database_find_sure (part, database_has_id, "analyze"));
  g_assert_false (can_work (part));
  wanted =
      g_strdup_printf ("SELECT count(*) FROM audit_logs WHERE action = 'MAINTENANCE' AND details->>'what' = "
                       "'analyze' AND details->>'table' = '%s'",
                       name);
  ddi_test_wait_for_sql (database_home (), wanted, "1");
  ddi_test_wait (can_work, part);
  ddi_test_wait_for_page (ddi_window_get_page (window));

  ddi_table_select (table, 0);
  database_click (database_find_sure (part, database_has_id, "full"));
  g_assert_nonnull (
      strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (database_wait_for_dialog ())), name));
  database_answer ("cancel");
  database_click (database_find_sure (part, database_has_id, "full"));
  database_answer ("do");
  full =
      g_strdup_printf ("SELECT count(*) FROM audit_logs WHERE action = 'MAINTENANCE' AND details->>'what' = "
                       "'full' AND details->>'table' = '%s'",
                       name);
  ddi_test_wait_for_sql (database_home (), full, "1");
  ddi_test_wait (can_work, part);
  ddi_test_wait_for_page (ddi_window_get_page (window));
  ddi_test_window_close (window);
}

static void
select_table (GtkWidget *part, const char *name)
{
  GtkLabel *target = GTK_LABEL (database_find_sure (part, database_has_id, "target"));
  guint n = g_list_model_get_n_items (G_LIST_MODEL (ddi_table_get_selection (get_table (part))));

  for (guint i = 0; i < n; i++)
    {
      ddi_table_select (get_table (part), i);
      if (g_str_equal (gtk_label_get_label (target), name))
        return;
    }
  g_error ("there is no table “%s”", name);
}

static void
maintain (DdiWindow *window, const char *button)
{
  GtkWidget *part = database_get_part (window, "tables");
  g_autofree char *logged =
      g_strdup_printf ("SELECT count(*) FROM audit_logs WHERE action = 'MAINTENANCE' AND details->>'what' = "
                       "'%s' AND details->>'table' = 'weather'",
                       button);

  select_table (part, "weather");
  database_click (database_find_sure (part, database_has_id, button));
  ddi_test_wait_for_sql (database_home (), logged, "1");
  ddi_test_wait (can_work, part);
  ddi_test_wait_for_page (ddi_window_get_page (window));
}

/* One table is vacuumed, and its indexes are made anew, as the server says. */
static void
test_vacuum_and_reindex (void)
{
  const char *vacuums = "SELECT vacuum_count FROM pg_stat_user_tables WHERE relname = 'weather'";
  const char *files = "SELECT string_agg(pg_relation_filenode(indexrelid)::text, ' ' ORDER BY "
                      "indexrelid::regclass::text) FROM pg_index WHERE indrelid = 'weather'::regclass";
  DdiWindow *window = database_open (NULL, "tables");
  g_autofree char *before = ddi_test_home_psql (database_home (), FALSE, files), *vacuumed = NULL,
                  *after = NULL;

  ddi_test_wait_for_sql (database_home (), vacuums, "0");
  maintain (window, "vacuum");
  ddi_test_wait_for_sql (database_home (), vacuums, "1");
  vacuumed = ddi_test_home_psql (database_home (), FALSE, files);
  g_assert_cmpstr (vacuumed, ==, before);
  maintain (window, "reindex");
  after = ddi_test_home_psql (database_home (), FALSE, files);
  g_assert_cmpstr (after, !=, before);
  ddi_test_window_close (window);
}

static gboolean
has_label (GtkWidget *widget, const char *text)
{
  return GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_label (GTK_LABEL (widget)), text);
}

static gboolean
shows_index (gpointer part)
{
  return database_find (part, has_label, "asked_n") != NULL;
}

/* The row of an index says its table and how often it was used; pointed at, how it is defined. */
static void
test_indexes (void)
{
  DdiWindow *window;
  GtkWidget *part, *name, *row;

  database_sql (
      "CREATE TABLE asked AS SELECT n FROM generate_series(1, 200000) n; CREATE INDEX asked_n ON asked(n);"
      "SET enable_seqscan = off; SELECT FROM asked WHERE n = 1; SELECT FROM asked WHERE n = 2;"
      "SELECT FROM asked WHERE n = 3; SELECT pg_stat_force_next_flush()");
  window = database_open (NULL, "indexes");
  part = database_get_part (window, "indexes");
  /* The largest of all stands first. */
  ddi_test_wait (shows_index, part);
  name = database_find_sure (part, has_label, "asked_n");
  row = gtk_widget_get_parent (gtk_widget_get_parent (name));
  database_find_sure (row, has_label, "asked");
  database_find_sure (row, has_label, "3");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (name), ==,
                   "CREATE INDEX asked_n ON public.asked USING btree (n)");
  ddi_test_window_close (window);
  database_sql ("DROP TABLE asked");
}

static void
test_activity (void)
{
  g_autofree char *app =
      ddi_cluster_dup_conninfo (ddi_home_get_cluster (database_home ()), DDI_CLUSTER_APP, "dunkin_demand");
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
  window = database_open (NULL, "activity");
  row = database_find_sure (database_get_part (window, "activity"), database_has_title, pid);
  database_click (database_find_sure (row, database_has_tooltip, "End this session"));
  gtk_editable_set_text (GTK_EDITABLE (adw_message_dialog_get_extra_child (
                             ADW_MESSAGE_DIALOG (database_wait_for_dialog ()))),
                         "It hangs");
  database_answer ("do");
  ddi_test_wait_for_sql (database_home (), wanted, "It hangs");
  PQclear (PQexec (other, "SELECT 1"));
  g_assert_cmpint (PQstatus (other), ==, CONNECTION_BAD);
  ddi_test_wait_for_page (ddi_window_get_page (window));
  ddi_test_window_close (window);
}

static void
test_schema (void)
{
  DdiWindow *window = database_open (NULL, "schema");

  g_assert_nonnull (
      database_find (database_get_part (window, "schema"), database_has_title, "0001-seven-tables"));
  g_assert_nonnull (database_find (database_get_part (window, "indexes"), database_has_id, "since"));
  ddi_test_window_close (window);
}

static gboolean
is_archived (gpointer part)
{
  g_autofree char *n =
      ddi_test_home_psql (database_home (), FALSE,
                          "SELECT count(*) FROM auth.archive_runs WHERE ended_at IS NOT NULL");

  return g_str_equal (n, "1") &&
         gtk_widget_get_sensitive (database_find_sure (part, database_has_id, "back"));
}

static gboolean
is_back (gpointer part)
{
  g_autofree char *n =
      ddi_test_home_psql (database_home (), FALSE, "SELECT count(*) FROM daily_waste_archive");

  return g_str_equal (n, "0") &&
         gtk_widget_get_sensitive (database_find_sure (part, database_has_id, "archive"));
}

/* The years that are kept are chosen, the plan says what will move, and it moves and comes back. */
static void
test_archive (void)
{
  DdiWindow *window;
  GtkWidget *part, *dialog, *from;

  g_free (ddi_test_home_psql (
      database_home (), FALSE,
      "INSERT INTO districts (id, name) VALUES (77, 'Old'); INSERT INTO stores (id, district_id, name) "
      "VALUES (77, 77, 'Old shop'); INSERT INTO products (id, name) VALUES (77, 'Old product');"
      "INSERT INTO daily_waste (user_id, store_id, date, product_id, quantity_wasted) SELECT 1, 77, "
      "'2016-02-01'::date + n, 77, 3 FROM generate_series(0, 4) n"));
  window = database_open (NULL, "archive");
  part = database_get_part (window, "archive");
  g_assert_false (gtk_widget_get_sensitive (database_find_sure (part, database_has_id, "back")));
  g_assert_cmpint (gtk_spin_button_get_value_as_int (
                       GTK_SPIN_BUTTON (database_find_sure (part, database_has_id, "years"))),
                   ==, 2);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (database_find_sure (part, database_has_id, "years")), 5);
  database_click (database_find_sure (part, database_has_id, "archive"));
  dialog = database_wait_for_dialog ();
  g_assert_nonnull (strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)),
                            "0 sales and 5 waste figures from 2016-02-01 to 2016-02-05"));
  database_answer ("do");
  ddi_test_wait (is_archived, part);
  g_assert_false (is_back (part));
  ddi_test_wait_for_page (ddi_window_get_page (window));
  g_assert_cmpint (gtk_spin_button_get_value_as_int (
                       GTK_SPIN_BUTTON (database_find_sure (part, database_has_id, "years"))),
                   ==, 5);

  from = database_find_sure (part, database_has_id, "from");
  gtk_editable_set_text (GTK_EDITABLE (from), "2016-02-31");
  database_click (database_find_sure (part, database_has_id, "back"));
  g_assert_true (gtk_widget_has_css_class (from, "error"));
  gtk_editable_set_text (GTK_EDITABLE (from), "2016-02-01");
  g_assert_false (gtk_widget_has_css_class (from, "error"));
  database_click (database_find_sure (part, database_has_id, "back"));
  database_wait_for_dialog ();
  database_answer ("do");
  ddi_test_wait (is_back, part);
  ddi_test_wait_for_page (ddi_window_get_page (window));
  ddi_test_window_close (window);
}

int
main (int argc, char **argv)
{
  database_fixture_init (&argc, &argv);
  g_test_add_func ("/database/log", test_log);
  g_test_add_func ("/database/advice", test_advice);
  g_test_add_func ("/database/tables", test_tables);
  g_test_add_func ("/database/vacuum-and-reindex", test_vacuum_and_reindex);
  g_test_add_func ("/database/indexes", test_indexes);
  g_test_add_func ("/database/activity", test_activity);
  g_test_add_func ("/database/schema", test_schema);
  g_test_add_func ("/database/archive", test_archive);
  return database_fixture_run ();
}

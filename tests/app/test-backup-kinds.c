/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kinds of backup beside the usual one, and of one table. */
#include <string.h>

#include "app/backup-view.h"
#include "app/ddi-backup-tables.h"

static void
choose_kind (GtkWidget *view, const char *kind)
{
  g_assert_true (gtk_widget_activate_action (view, "backup.make", "s", kind));
}

static const char *
get_heading (void)
{
  return adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (find_dialog ()));
}

/* What is said at the end leads to the file that is there, of that kind; it is closed. */
static DdiBackup *
find_made (const char *kind, const char *ending)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL, *told = NULL;
  DdiBackup *backup;

  ddi_test_wait (has_dialog, NULL);
  g_assert_cmpstr (get_heading (), ==, "The Backup Is Made");
  told = g_strdup (gtk_label_get_label (
      GTK_LABEL (adw_message_dialog_get_extra_child (ADW_MESSAGE_DIALOG (find_dialog ())))));
  respond ("close");
  found = ddi_test_home_psql (home, FALSE,
                              "SELECT path FROM backups WHERE verified_at IS NOT NULL ORDER BY made_at DESC "
                              "LIMIT 1");
  g_assert_cmpstr (told, ==, found);
  g_assert_true (g_str_has_suffix (found, ending));
  backup = ddi_backup_read (found, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (ddi_backup_get_text (backup, "kind"), ==, kind);
  return backup;
}

static char *
read_file (const DdiBackup *backup, gsize *n)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (backup->path, &text, n, &error);
  g_assert_no_error (error);
  return text;
}

static gboolean
holds (const char *bytes, gsize n, const char *text)
{
  return memmem (bytes, n, text, strlen (text)) != NULL;
}

/* The menu beside the button says what it is, and offers what the command line can make. */
static void
test_whole (void)
{
  GtkWidget *window, *view = open_view (&window);
  GtkWidget *split = must_find (view, ADW_TYPE_SPLIT_BUTTON, NULL);
  GtkWidget *menu = must_find (split, GTK_TYPE_MENU_BUTTON, NULL);
  g_autoptr (DdiBackup) plain = NULL, csv = NULL;
  g_autofree char *text = NULL, *archive = NULL;
  gsize n;

  g_assert_true (gtk_widget_get_focusable (gtk_widget_get_first_child (menu)));
  g_assert_cmpstr (adw_split_button_get_dropdown_tooltip (ADW_SPLIT_BUTTON (split)), ==,
                   "Other Kinds of Backup");
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (menu), GTK_ACCESSIBLE_PROPERTY_LABEL));
  adw_split_button_popup (ADW_SPLIT_BUTTON (split));
  ddi_test_settle ();
  g_assert_nonnull (find (menu, GTK_TYPE_LABEL, "All as _SQL Text"));
  g_assert_nonnull (find (menu, GTK_TYPE_LABEL, "All as _CSV and JSON"));
  g_assert_nonnull (find (menu, GTK_TYPE_LABEL, "One _Table…"));
  adw_split_button_popdown (ADW_SPLIT_BUTTON (split));

  choose_kind (view, "plain");
  g_assert_true (ddi_backup_view_is_busy (DDI_BACKUP_VIEW (view)));
  g_assert_false (gtk_widget_is_sensitive (menu));
  plain = find_made ("plain", ".sql");
  g_assert_null (ddi_backup_get_text (plain, "table"));
  text = read_file (plain, &n);
  g_assert_true (holds (text, n, "CREATE TABLE public.daily_sales"));

  ddi_test_wait (is_ready, view);
  choose_kind (view, "csv");
  csv = find_made ("csv", ".tar");
  archive = read_file (csv, &n);
  g_assert_true (holds (archive, n, "schema.json"));
  g_assert_true (holds (archive, n, "tables/public.daily_sales.csv"));
  ddi_test_wait (is_ready, view);
  gtk_window_destroy (GTK_WINDOW (window));
  ddi_test_settle ();
}

/* Cancelled there is no file, and nothing is said. */
static void
test_cancelled (void)
{
  GtkWidget *window, *view = open_view (&window);
  g_autofree char *before = ddi_test_home_psql (home, FALSE, "SELECT count(*) FROM backups");

  choose_kind (view, "plain");
  click (view, "_Cancel");
  ddi_test_wait (is_ready, view);
  g_assert_null (find_dialog ());
  ddi_test_wait_for_sql (home, "SELECT count(*) FROM backups", before);
  gtk_window_destroy (GTK_WINDOW (window));
  ddi_test_settle ();
}

/* Each table that is offered is there, and can be told row from row, without which it could not be restored alone. */
static void
test_tables (void)
{
  g_autoptr (GPtrArray) tables = ddi_backup_tables_list ();

  g_assert_cmpuint (tables->len, >, 20);
  for (guint i = 0; i < tables->len; i++)
    {
      const char *table = tables->pdata[i];
      g_autofree char *sql =
          g_strdup_printf ("SELECT count(*) FROM pg_index WHERE indisprimary AND indrelid = "
                           "to_regclass('public.%s')",
                           table);
      g_autofree char *n = ddi_test_home_psql (home, FALSE, sql);
      g_autofree char *name = ddi_backup_tables_dup_name (table);

      if (!g_str_equal (n, "1"))
        g_error ("%s (%s) has no primary key", table, name);
      g_assert_false (g_str_equal (table, "audit_logs"));
    }
}

/* From the list that the label names. */
static void
choose (const char *title, const char *name)
{
  GtkWidget *label = must_find (find_dialog (), GTK_TYPE_LABEL, title);
  GtkDropDown *list = GTK_DROP_DOWN (gtk_label_get_mnemonic_widget (GTK_LABEL (label)));
  GListModel *names = gtk_drop_down_get_model (list);

  g_assert_true (
      gtk_test_accessible_has_relation (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_RELATION_LABELLED_BY));
  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    if (g_str_equal (gtk_string_list_get_string (GTK_STRING_LIST (names), i), name))
      {
        gtk_drop_down_set_selected (list, i);
        return;
      }
  g_error ("there is no “%s”", name);
}

static gboolean
is_restored (gpointer unused)
{
  return find_dialog () && g_str_equal (get_heading (), "Restored");
}

/* One table by its name in words, into SQL text; from the list it alone is put back. */
static void
test_table (void)
{
  GtkWidget *window, *view = open_view (&window);
  g_autoptr (DdiBackup) backup = NULL;
  g_autofree char *text = NULL;
  gsize n;

  g_free (ddi_test_home_psql (home, FALSE, "INSERT INTO districts (name) VALUES ('Kept')"));
  g_assert_true (gtk_widget_activate_action (view, "backup.make-table", NULL));
  g_assert_cmpstr (get_heading (), ==, "Back Up One Table");
  respond ("cancel");
  g_assert_false (ddi_backup_view_is_busy (DDI_BACKUP_VIEW (view)));

  g_assert_true (gtk_widget_activate_action (view, "backup.make-table", NULL));
  choose ("_Table", "Districts");
  choose ("_Format", "SQL text");
  respond ("do");
  backup = find_made ("plain", ".sql");
  g_assert_cmpstr (ddi_backup_get_text (backup, "table"), ==, "public.districts");
  text = read_file (backup, &n);
  g_assert_true (holds (text, n, "Kept"));
  g_assert_false (holds (text, n, "daily_sales"));

  ddi_test_wait (is_ready, view);
  g_free (ddi_test_home_psql (home, FALSE, "UPDATE districts SET name = 'Spoilt' WHERE name = 'Kept'"));
  click (view, "_Restore…");
  ddi_test_wait (has_dialog, NULL);
  g_assert_nonnull (find (find_dialog (), GTK_TYPE_LABEL, "Districts"));
  respond ("do");
  ddi_test_wait (is_restored, NULL);
  respond ("close");
  ddi_test_wait_for_sql (home, "SELECT count(*) FROM districts WHERE name = 'Kept'", "1");
  ddi_test_wait (is_ready, view);
  g_free (ddi_test_home_psql (home, FALSE, "DELETE FROM districts WHERE name = 'Kept'"));
  gtk_window_destroy (GTK_WINDOW (window));
  ddi_test_settle ();
}

/* One table out of a backup of everything; the others stay as they are now. */
static void
test_table_of_whole (void)
{
  GtkWidget *window, *view = open_view (&window);
  g_autoptr (DdiBackup) backup = NULL;

  g_free (ddi_test_home_psql (home, FALSE, "INSERT INTO districts (name) VALUES ('Kept')"));
  choose_kind (view, "csv");
  backup = find_made ("csv", ".tar");
  ddi_test_wait (is_ready, view);
  g_free (ddi_test_home_psql (home, FALSE,
                              "UPDATE districts SET name = 'Spoilt' WHERE name = 'Kept';"
                              "INSERT INTO settings (key, value) VALUES ('newer', '1')"));
  click (view, "_Restore…");
  ddi_test_wait (has_dialog, NULL);
  respond ("table");
  g_assert_cmpstr (get_heading (), ==, "Restore One Table");
  g_assert_null (find (find_dialog (), GTK_TYPE_LABEL, "_Format"));
  choose ("_Table", "Districts");
  respond ("do");
  ddi_test_wait (has_dialog, NULL);
  g_assert_cmpstr (get_heading (), ==, "Restore This Backup?");
  g_assert_nonnull (find (find_dialog (), GTK_TYPE_LABEL, "Districts"));
  g_assert_null (find (find_dialog (), GTK_TYPE_LABEL, "Settings"));
  g_assert_null (find (find_dialog (), GTK_TYPE_BUTTON, "One _Table…"));
  respond ("do");
  ddi_test_wait (is_restored, NULL);
  respond ("close");
  ddi_test_wait_for_sql (home, "SELECT string_agg(name, ',') FROM districts WHERE name IN ('Kept', 'Spoilt')",
                         "Kept");
  ddi_test_wait_for_sql (home, "SELECT count(*) FROM settings WHERE key = 'newer'", "1");
  ddi_test_wait (is_ready, view);
  gtk_window_destroy (GTK_WINDOW (window));
  ddi_test_settle ();
}

int
main (int argc, char **argv)
{
  int failures;

  /* What assistive tools would be told, without such a tool. */
  g_setenv ("GTK_A11Y", "test", TRUE);
  ddi_test_ui_init (&argc, &argv);
  home = ddi_test_home_new ();
  server = ddi_backup_server_new_for_home (home);
  g_test_add_func ("/backup-kinds/whole", test_whole);
  g_test_add_func ("/backup-kinds/cancelled", test_cancelled);
  g_test_add_func ("/backup-kinds/tables", test_tables);
  g_test_add_func ("/backup-kinds/table", test_table);
  g_test_add_func ("/backup-kinds/table-of-whole", test_table_of_whole);
  failures = g_test_run ();
  ddi_backup_server_free (server);
  ddi_home_close (home, NULL);
  g_clear_object (&home);
  return failures;
}

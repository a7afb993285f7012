/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table is made, set out, and made again as after a restart; and has more or less room. */
#include "app/ddi-table-memory.h"

#include "app/ddi-preferences.h"
#include "app/ddi-table-private.h"
#include "app/ddi-test-window.h"

static const DdiColumnInfo columns[] = {
  { "name", "Name", DDI_CELL_TEXT, "name", .expand = TRUE },
  { "n", "Number", DDI_CELL_INT, "n" },
  { "note", "Note", DDI_CELL_TEXT, .from = 600 },
  { NULL },
};

static DdiTable *
make_table (GtkWidget **window)
{
  g_autoptr (GListStore) model = g_list_store_new (DDI_TYPE_QUERY_ROW);
  DdiTable *table = ddi_table_new ("Test", columns, G_LIST_MODEL (model), FALSE);

  ddi_table_memory_follow (table, "test");
  *window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (*window), GTK_WIDGET (table));
  gtk_window_present (GTK_WINDOW (*window));
  ddi_test_settle ();
  return table;
}

static int
get_width (DdiTable *table, guint i)
{
  return gtk_column_view_column_get_fixed_width (ddi_table_get_columns (table)->pdata[i]);
}

static gboolean
is_written (gpointer user_data)
{
  g_autoptr (GVariant) tables = g_settings_get_value (user_data, "tables");

  return g_variant_n_children (tables) > 0;
}

/* Widths and order come back, whether the table lived on for a while or the window was closed at once. */
static void
test_restart (void)
{
  g_autoptr (GSettings) settings = ddi_preferences_open ();
  GtkWidget *window;
  DdiTable *table = make_table (&window);
  gboolean descending;

  g_assert_cmpstr (ddi_table_get_sort (table, &descending), ==, "name");
  gtk_column_view_column_set_fixed_width (ddi_table_get_columns (table)->pdata[0], 210);
  gtk_column_view_sort_by_column (ddi_table_get_view (table), ddi_table_get_columns (table)->pdata[1],
                                  GTK_SORT_DESCENDING);
  ddi_test_wait (is_written, settings);
  gtk_window_destroy (GTK_WINDOW (window));

  table = make_table (&window);
  g_assert_cmpint (get_width (table, 0), ==, 210);
  g_assert_cmpint (get_width (table, 1), ==, -1);
  g_assert_cmpstr (ddi_table_get_sort (table, &descending), ==, "n");
  g_assert_true (descending);
  gtk_column_view_column_set_fixed_width (ddi_table_get_columns (table)->pdata[2], 77);
  gtk_window_destroy (GTK_WINDOW (window));

  table = make_table (&window);
  g_assert_cmpint (get_width (table, 2), ==, 77);
  gtk_window_destroy (GTK_WINDOW (window));
  g_settings_reset (settings, "tables");
}

/* Columns that another version knew, and an entry of another form, are passed over. */
static void
test_foreign (void)
{
  g_autoptr (GSettings) settings = ddi_preferences_open ();
  GtkWidget *window;
  DdiTable *table;
  gboolean descending;

  g_settings_set_value (settings, "tables",
                        g_variant_new_parsed (
                            "{'test': <({'gone': 90, 'n': 80, 'name': -5}, 'gone', true)>}"));
  table = make_table (&window);
  g_assert_cmpint (get_width (table, 1), ==, 80);
  g_assert_cmpint (get_width (table, 0), ==, -1);
  g_assert_cmpstr (ddi_table_get_sort (table, &descending), ==, "name");
  g_assert_false (descending);
  gtk_window_destroy (GTK_WINDOW (window));

  g_settings_set_value (settings, "tables", g_variant_new_parsed ("{'test': <'nonsense'>}"));
  table = make_table (&window);
  g_assert_cmpint (get_width (table, 1), ==, -1);
  gtk_window_destroy (GTK_WINDOW (window));
  g_settings_reset (settings, "tables");
}

static gboolean
shows_note (gpointer table)
{
  return gtk_column_view_column_get_visible (ddi_table_get_columns (table)->pdata[2]);
}

static gboolean
hides_note (gpointer table)
{
  return !shows_note (table);
}

/* A column that takes a width makes room in a narrower table, and where the text is larger. */
static void
test_room (void)
{
  g_autoptr (GListStore) model = g_list_store_new (DDI_TYPE_QUERY_ROW);
  DdiTable *table = ddi_table_new ("Test", columns, G_LIST_MODEL (model), FALSE);
  GtkWidget *window = gtk_window_new ();
  GtkSettings *settings = gtk_settings_get_default ();

  gtk_window_set_default_size (GTK_WINDOW (window), 700, 300);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (table));
  g_object_set (settings, "gtk-xft-dpi", 96 * 1024, NULL);
  gtk_window_present (GTK_WINDOW (window));
  ddi_test_settle ();
  g_assert_true (shows_note (table));
  g_object_set (settings, "gtk-xft-dpi", 120 * 1024, NULL);
  ddi_test_wait (hides_note, table);
  g_object_set (settings, "gtk-xft-dpi", 96 * 1024, NULL);
  ddi_test_wait (shows_note, table);
  gtk_settings_reset_property (settings, "gtk-xft-dpi");
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char *argv[])
{
  ddi_test_ui_init (&argc, &argv);
  g_test_add_func ("/table-memory/restart", test_restart);
  g_test_add_func ("/table-memory/foreign", test_foreign);
  g_test_add_func ("/table-memory/room", test_room);
  return g_test_run ();
}

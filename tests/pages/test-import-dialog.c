/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "app/ddi-test-window.h"
#include "pages/import/ddi-import-dialog.h"
#include "pages/import/ddi-import-grid-view.h"
#include "support/ddi-test-directory.h"
#include "support/ddi-test-home.h"
#include "support/ddi-test-lock.h"
#include "support/ddi-test-proxy.h"
#include "tasks/chart.h"

/* Sunday, 7 December 2025. */
#define SUNDAY 20429

static char *folder;

static GFile *
write_week (const char *name, DdiDay sunday, int salt)
{
  static const char *const donuts[] = { "Glazed",      "Jelly",   "Boston Kreme",
                                        "Apple Crumb", "Sugared", "Old Fashioned" };
  g_autofree char *path = g_build_filename (folder, name, NULL);
  Chart chart = chart_new (path, sunday, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (donuts); i++)
    {
      chart_name (&chart, 6 + i, i == 2 && salt > 0 ? "Bostn Kreme" : donuts[i]);
      for (int k = 0; k < 7; k++)
        chart_put (&chart, 6 + i, k, 24, 1 + ((int)i * 3 + k * 5 + salt * (int)((i + 1) * (i + 1))) % 7);
    }
  chart_save (&chart);
  return g_file_new_for_path (path);
}

/* The first visible widget of this type below @root, in reading order. */
static GtkWidget *
find_type (GtkWidget *root, GType type, const char *title)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = NULL;

      if (!gtk_widget_get_visible (child))
        continue;
      if (g_type_is_a (G_OBJECT_TYPE (child), type) &&
          (title == NULL ||
           g_str_equal (title, ADW_IS_PREFERENCES_ROW (child)
                                   ? adw_preferences_row_get_title (ADW_PREFERENCES_ROW (child))
                               : gtk_button_get_label (GTK_BUTTON (child))
                                   ? gtk_button_get_label (GTK_BUTTON (child))
                                   : "")))
        return child;
      found = find_type (child, type, title);
      if (found)
        return found;
    }
  return NULL;
}

static GtkWidget *
get_import_button (DdiImportDialog *dialog)
{
  return find_type (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "_Import");
}

/* The files have been read and what they would do is in view. */
static gboolean
is_planned (gpointer dialog)
{
  GtkWidget *button = get_import_button (dialog);

  return button && gtk_widget_get_visible (button) && find_type (dialog, ADW_TYPE_EXPANDER_ROW, NULL) != NULL;
}

static gboolean
is_ready (gpointer dialog)
{
  GtkWidget *button = get_import_button (dialog);

  return button && gtk_widget_get_visible (button) && gtk_widget_is_sensitive (button);
}

static gboolean
is_gone (gpointer weak)
{
  return *(gpointer *)weak == NULL;
}

static void
press_import (DdiImportDialog *dialog)
{
  gpointer weak = dialog;

  ddi_test_wait (is_ready, dialog);
  g_object_add_weak_pointer (G_OBJECT (dialog), &weak);
  g_signal_emit_by_name (get_import_button (dialog), "clicked");
  ddi_test_wait (is_gone, &weak);
}

static DdiImportDialog *
present (DdiWindow *window, GFile *first, GFile *second)
{
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  DdiImportDialog *dialog;

  g_list_store_append (files, first);
  if (second)
    g_list_store_append (files, second);
  dialog = ddi_import_dialog_present (window, G_LIST_MODEL (files));
  ddi_test_wait (is_planned, dialog);
  return dialog;
}

static void
name_shop (DdiImportDialog *dialog, const char *name)
{
  GtkWidget *entry = find_type (GTK_WIDGET (dialog), ADW_TYPE_ENTRY_ROW, "Name of the new shop");

  g_assert_nonnull (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), name);
  g_signal_emit_by_name (entry, "apply");
}

static void
test_first_import (void)
{
  g_autoptr (DdiHome) home = ddi_test_home_new ();
  g_autoptr (DdiSession) session = ddi_test_session_new (home);
  DdiWindow *window = ddi_test_window_new (session);
  g_autoptr (GFile) sheet = write_week ("first.xlsx", SUNDAY, 0);
  DdiImportDialog *dialog = present (window, sheet, NULL);
  gpointer weak = dialog;
  DdiTestLock *lock;

  /* Nobody knows the shop yet: nothing can be imported, nothing is written. */
  g_assert_false (gtk_widget_get_sensitive (get_import_button (dialog)));
  name_shop (dialog, "Main Street");
  ddi_test_wait_for_sql (home, "SELECT count(*) FROM stores", "0");
  ddi_test_wait (is_ready, dialog);
  /* The window goes on while the import waits for somebody else. */
  lock = ddi_test_lock_new (home, "daily_waste");
  g_object_add_weak_pointer (G_OBJECT (dialog), &weak);
  g_signal_emit_by_name (get_import_button (dialog), "clicked");
  ddi_test_lock_await (lock, 1);
  g_assert_nonnull (weak);
  ddi_test_lock_release (lock);
  ddi_test_wait (is_gone, &weak);
  ddi_test_wait_for_sql (
      home, "SELECT s.name, count(*) FROM daily_waste w JOIN stores s ON s.id = w.store_id GROUP BY 1",
      "Main Street|42");

  gtk_widget_activate_action (GTK_WIDGET (window), "window.undo", NULL);
  ddi_test_wait_for_sql (home, "SELECT count(*) FROM daily_waste", "0");
  ddi_test_wait_for_sql (home, "SELECT count(*) FROM import_batches WHERE undone_at IS NOT NULL", "1");
  ddi_test_window_close (window);
  ddi_home_close (home, NULL);
}

static void
test_matches_and_copies (void)
{
  g_autoptr (DdiHome) home = ddi_test_home_new ();
  g_autoptr (DdiSession) session = ddi_test_session_new (home);
  DdiWindow *window = ddi_test_window_new (session);
  g_autoptr (GFile) first = write_week ("a.xlsx", SUNDAY, 0);
  g_autoptr (GFile) copy = write_week ("b.xlsx", SUNDAY + 7, 0);
  g_autoptr (GFile) honest = write_week ("c.xlsx", SUNDAY + 7, 1);
  DdiImportDialog *dialog = present (window, first, NULL);
  GtkWidget *row;

  name_shop (dialog, "Main Street");
  press_import (dialog);

  /* The only shop, a copied week and a misspelt product: the copy is not taken, the product is proposed. */
  dialog = present (window, copy, honest);
  ddi_test_wait (is_ready, dialog);
  row = find_type (GTK_WIDGET (dialog), ADW_TYPE_COMBO_ROW, "Bostn Kreme");
  g_assert_nonnull (row);
  g_assert_cmpstr (gtk_string_object_get_string (adw_combo_row_get_selected_item (ADW_COMBO_ROW (row))), ==,
                   "Boston Kreme");
  press_import (dialog);
  ddi_test_wait_for_sql (home, "SELECT count(*), count(DISTINCT product_id) FROM daily_waste", "84|6");
  ddi_test_wait_for_sql (home, "SELECT string_agg(source_name, ',' ORDER BY id) FROM import_batches",
                         "a.xlsx,c.xlsx");
  ddi_test_window_close (window);
  ddi_home_close (home, NULL);
}

/* Of two shops neither is taken for a sheet that names none, and the first can be chosen as any other. */
static void
test_whose_sheet (void)
{
  g_autoptr (DdiHome) home = ddi_test_home_new ();
  g_autoptr (DdiSession) session = NULL;
  g_autoptr (GFile) sheet = write_week ("whose.xlsx", SUNDAY, 0);
  DdiWindow *window;
  DdiImportDialog *dialog;
  GtkWidget *shop;

  g_free (ddi_test_home_psql (home, FALSE,
                              "INSERT INTO districts (name) VALUES ('North');"
                              "INSERT INTO stores (district_id, name) SELECT max(id), n FROM districts, "
                              "unnest('{Elm Street,Main Street}'::text[]) n GROUP BY n"));
  session = ddi_test_session_new (home);
  window = ddi_test_window_new (session);
  dialog = present (window, sheet, NULL);
  shop = find_type (GTK_WIDGET (dialog), ADW_TYPE_COMBO_ROW, "Shop");
  g_assert_nonnull (shop);
  g_assert_cmpstr (gtk_string_object_get_string (adw_combo_row_get_selected_item (ADW_COMBO_ROW (shop))), ==,
                   "Choose a Shop");
  g_assert_false (gtk_widget_get_sensitive (get_import_button (dialog)));
  adw_combo_row_set_selected (ADW_COMBO_ROW (shop), 1);
  press_import (dialog);
  ddi_test_wait_for_sql (home, "SELECT DISTINCT s.name FROM daily_waste w JOIN stores s ON s.id = w.store_id",
                         "Elm Street");
  ddi_test_window_close (window);
  ddi_home_close (home, NULL);
}

static void
test_bad_file (void)
{
  g_autoptr (DdiHome) home = ddi_test_home_new ();
  g_autoptr (DdiSession) session = ddi_test_session_new (home);
  DdiWindow *window = ddi_test_window_new (session);
  g_autofree char *path = g_build_filename (folder, "broken.xlsx", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  DdiImportDialog *dialog;
  GtkWidget *row;

  g_assert_true (g_file_set_contents (path, "no workbook", -1, NULL));
  dialog = present (window, file, NULL);
  row = find_type (GTK_WIDGET (dialog), ADW_TYPE_EXPANDER_ROW, NULL);
  g_assert_nonnull (strstr (adw_expander_row_get_subtitle (ADW_EXPANDER_ROW (row)), "not an Excel workbook"));
  g_assert_false (gtk_widget_get_sensitive (get_import_button (dialog)));
  gtk_window_close (GTK_WINDOW (dialog));
  ddi_test_settle ();
  ddi_test_window_close (window);
  ddi_home_close (home, NULL);
}

static gboolean
has_failed (gpointer dialog)
{
  GtkWidget *button = find_type (dialog, GTK_TYPE_BUTTON, "_Try Again");

  return button && gtk_widget_get_mapped (button);
}

/* The server goes away when everything is decided: what was decided is still there once it is back, and is written
 * once. */
static void
test_server_away (void)
{
  g_autoptr (DdiHome) home = ddi_test_home_new ();
  g_autofree char *app =
      ddi_cluster_dup_conninfo (ddi_home_get_cluster (home), DDI_CLUSTER_APP, "dunkin_demand");
  g_autoptr (DdiTestProxy) proxy = ddi_test_proxy_new (app, 0);
  g_autofree char *conninfo = ddi_test_proxy_dup_conninfo (proxy);
  g_autofree char *token = ddi_test_home_psql (home, FALSE, "SELECT auth.open_local_session('test')");
  DdiHomeOptions options = { .connection = conninfo, .session = token };
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiHome) server = NULL;
  g_autoptr (DdiSession) session = NULL;
  g_autoptr (GFile) sheet = write_week ("away.xlsx", SUNDAY, 0);
  DdiWindow *window;
  DdiImportDialog *dialog;

  ddi_test_proxy_listen (proxy);
  server = ddi_home_open (&options, NULL, &error);
  g_assert_no_error (error);
  session = ddi_test_session_new (server);
  window = ddi_test_window_new (session);
  dialog = present (window, sheet, NULL);
  name_shop (dialog, "Main Street");
  ddi_test_wait (is_ready, dialog);
  ddi_test_proxy_set_away (proxy, TRUE);
  g_signal_emit_by_name (get_import_button (dialog), "clicked");
  ddi_test_wait (has_failed, dialog);
  ddi_test_proxy_set_away (proxy, FALSE);
  ddi_test_wait_for_sql (home, "SELECT count(*) FROM import_batches", "0");

  g_signal_emit_by_name (find_type (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "_Try Again"), "clicked");
  press_import (dialog);
  ddi_test_wait_for_sql (
      home, "SELECT s.name, count(*) FROM daily_waste w JOIN stores s ON s.id = w.store_id GROUP BY 1",
      "Main Street|42");
  ddi_test_wait_for_sql (home, "SELECT count(*) FROM import_batches", "1");
  ddi_test_window_close (window);
  ddi_test_settle ();
  g_clear_object (&session);
  ddi_home_close (server, NULL);
  ddi_home_close (home, NULL);
}

static GtkWidget *
find_text (GtkWidget *root, const char *text)
{
  GtkWidget *found = NULL;

  if (GTK_IS_LABEL (root) && g_str_equal (gtk_label_get_text (GTK_LABEL (root)), text))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_text (child, text);
  return found;
}

/* Whether the shop's name stands above its days; all of these must be in view. */
static gboolean
is_name_above (GtkWidget *view)
{
  GtkWidget *scroller = find_type (view, GTK_TYPE_SCROLLED_WINDOW, NULL);
  GtkAdjustment *across = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (scroller));
  graphene_rect_t name, day;

  g_assert_cmpfloat (gtk_adjustment_get_upper (across), <=, gtk_adjustment_get_page_size (across));
  g_assert_true (gtk_widget_compute_bounds (find_text (view, "Chestnut Street"), view, &name));
  g_assert_true (gtk_widget_compute_bounds (find_text (view, "–"), view, &day));
  return day.origin.y >= name.origin.y + name.size.height;
}

/* A week is seen whole on a narrow screen too. */
static void
test_narrow_grid (void)
{
  DdiImportShop shop = { .name = (char *)"Chestnut Street" };
  DdiImportCell cells[7] = { { .state = DDI_IMPORT_CELL_MISSING } };
  g_autoptr (GPtrArray) shops = g_ptr_array_new ();
  DdiImportGrid grid = { .shops = shops, .first = SUNDAY, .n_days = 7, .cells = cells };
  GtkWidget *window = gtk_window_new (), *view = g_object_new (DDI_TYPE_IMPORT_GRID_VIEW, NULL);

  g_ptr_array_add (shops, &shop);
  ddi_import_grid_view_set_grid (DDI_IMPORT_GRID_VIEW (view), &grid);
  gtk_window_set_child (GTK_WINDOW (window), view);
  gtk_window_set_default_size (GTK_WINDOW (window), 290, 200);
  gtk_window_present (GTK_WINDOW (window));
  ddi_test_settle ();
  g_assert_true (is_name_above (view));
  gtk_window_set_default_size (GTK_WINDOW (window), 600, 200);
  ddi_test_settle ();
  g_assert_false (is_name_above (view));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Where a day's cell begins in the view. */
static graphene_point_t
find_day (GtkWidget *view, const char *tooltip_end)
{
  g_autoptr (GPtrArray) below = g_ptr_array_new ();
  graphene_point_t at = { -1, -1 };
  graphene_rect_t bounds;

  g_ptr_array_add (below, view);
  for (guint i = 0; i < below->len; i++)
    {
      GtkWidget *widget = below->pdata[i];
      const char *tooltip = gtk_widget_get_tooltip_text (widget);

      if (tooltip && g_str_has_suffix (tooltip, tooltip_end) &&
          gtk_widget_compute_bounds (widget, view, &bounds))
        at = bounds.origin;
      for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
           child = gtk_widget_get_next_sibling (child))
        g_ptr_array_add (below, child);
    }
  g_assert_cmpfloat (at.x, >=, 0);
  return at;
}

/* Of several weeks a narrow screen shows one below the other, each under its weekdays and with its date; nothing is past
 * the edge. A wide one shows all days in a line. */
static void
test_weeks_grid (void)
{
  DdiImportShop shop = { .name = (char *)"Chestnut Street" };
  DdiImportCell cells[14] = { { .state = DDI_IMPORT_CELL_MISSING },
                              [2] = { .state = DDI_IMPORT_CELL_COPY },
                              [9] = { .state = DDI_IMPORT_CELL_CLOSED } };
  g_autoptr (GPtrArray) shops = g_ptr_array_new ();
  DdiImportGrid grid = { .shops = shops, .first = SUNDAY, .n_days = 14, .cells = cells };
  GtkWidget *window = gtk_window_new (), *view = g_object_new (DDI_TYPE_IMPORT_GRID_VIEW, NULL);
  graphene_point_t copy, closed;

  g_ptr_array_add (shops, &shop);
  ddi_import_grid_view_set_grid (DDI_IMPORT_GRID_VIEW (view), &grid);
  gtk_window_set_child (GTK_WINDOW (window), view);
  gtk_window_set_default_size (GTK_WINDOW (window), 330, 300);
  gtk_window_present (GTK_WINDOW (window));
  ddi_test_settle ();
  g_assert_true (is_name_above (view));
  g_assert_true (gtk_widget_get_mapped (find_text (view, "14 Dec")));
  copy = find_day (view, "a copy of another day");
  closed = find_day (view, "closed");
  g_assert_cmpfloat_with_epsilon (copy.x, closed.x, 1);
  g_assert_cmpfloat (copy.y, <, closed.y);

  gtk_window_set_default_size (GTK_WINDOW (window), 800, 300);
  ddi_test_settle ();
  g_assert_false (is_name_above (view));
  g_assert_false (gtk_widget_get_mapped (find_text (view, "14 Dec")));
  copy = find_day (view, "a copy of another day");
  closed = find_day (view, "closed");
  g_assert_cmpfloat (copy.x, <, closed.x);
  g_assert_cmpfloat_with_epsilon (copy.y, closed.y, 1);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Larger text needs more room: what stood in a line goes below each other at once, and back. */
static void
test_text_size (void)
{
  DdiImportShop shop = { .name = (char *)"Chestnut Street" };
  DdiImportCell cells[14] = { { .state = DDI_IMPORT_CELL_MISSING },
                              [2] = { .state = DDI_IMPORT_CELL_COPY },
                              [9] = { .state = DDI_IMPORT_CELL_CLOSED } };
  g_autoptr (GPtrArray) shops = g_ptr_array_new ();
  DdiImportGrid grid = { .shops = shops, .first = SUNDAY, .n_days = 14, .cells = cells };
  GtkWidget *window = gtk_window_new (), *view = g_object_new (DDI_TYPE_IMPORT_GRID_VIEW, NULL);
  GtkSettings *settings = gtk_settings_get_default ();

  g_ptr_array_add (shops, &shop);
  ddi_import_grid_view_set_grid (DDI_IMPORT_GRID_VIEW (view), &grid);
  gtk_window_set_child (GTK_WINDOW (window), view);
  gtk_window_set_default_size (GTK_WINDOW (window), 800, 300);
  gtk_window_present (GTK_WINDOW (window));
  ddi_test_settle ();
  g_assert_false (is_name_above (view));
  g_object_set (settings, "gtk-xft-dpi", 2 * 96 * 1024, NULL);
  ddi_test_settle ();
  g_assert_true (is_name_above (view));
  g_object_set (settings, "gtk-xft-dpi", 96 * 1024, NULL);
  ddi_test_settle ();
  g_assert_false (is_name_above (view));
  gtk_settings_reset_property (settings, "gtk-xft-dpi");
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  int status;

  ddi_test_ui_init (&argc, &argv);
  folder = ddi_test_directory_new_path ("files");
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_test_add_func ("/pages/import-dialog/first-import", test_first_import);
  g_test_add_func ("/pages/import-dialog/matches-and-copies", test_matches_and_copies);
  g_test_add_func ("/pages/import-dialog/whose-sheet", test_whose_sheet);
  g_test_add_func ("/pages/import-dialog/bad-file", test_bad_file);
  g_test_add_func ("/pages/import-dialog/server-away", test_server_away);
  g_test_add_func ("/pages/import-dialog/narrow-grid", test_narrow_grid);
  g_test_add_func ("/pages/import-dialog/weeks-grid", test_weeks_grid);
  g_test_add_func ("/pages/import-dialog/text-size", test_text_size);
  status = g_test_run ();
  g_free (folder);
  return status;
}

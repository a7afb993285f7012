/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the pages open, and panels of theirs. */
#include "app/ddi-test-window.h"
#include "pages/dialog-scenes.h"
#include "pages/import/ddi-import-dialog.h"
#include "pages/products/ddi-merge-dialog.h"
#include "pages/stores/ddi-stores-print.h"
#include "support/ddi-test-home.h"
#include "tasks/chart.h"

static GtkWidget *
page_of (DdiWindow *window)
{
  return GTK_WIDGET (ddi_window_get_page (window));
}

static void
activate_third_row (DdiWindow *window)
{
  g_signal_emit_by_name (dialog_find_first (page_of (window), GTK_TYPE_COLUMN_VIEW), "activate", 2);
}

/* From the list, not the month. */
static void
edit_event (DdiWindow *window)
{
  GtkWidget *month = dialog_find_first (page_of (window), GTK_TYPE_TOGGLE_BUTTON);

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (gtk_widget_get_next_sibling (month)), TRUE);
  dialog_settle (window);
  dialog_select_row (window, 1);
  gtk_widget_activate_action (GTK_WIDGET (window), "page.edit", NULL);
}

static void
activate_last_box_row (DdiWindow *window)
{
  GtkListBox *list = GTK_LIST_BOX (dialog_find_first (page_of (window), GTK_TYPE_LIST_BOX));
  GtkListBoxRow *last = NULL, *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    last = row;
  g_signal_emit_by_name (list, "row-activated", last);
}

static void
open_change (DdiWindow *window)
{
  g_autofree char *id = ddi_test_home_psql (ddi_session_get_home (ddi_window_get_session (window)), FALSE,
                                            "SELECT id FROM forecasts WHERE status = 'pending' AND store_id "
                                            "= 1 AND forecast_date = CURRENT_DATE + 1 "
                                            "ORDER BY id LIMIT 1");

  gtk_widget_activate_action (GTK_WIDGET (window), "page.change", "i", atoi (id));
}

static void
open_send (DdiWindow *window)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "page.send", "s", "csv");
}

static void
open_merge (DdiWindow *window)
{
  gtk_window_present (
      GTK_WINDOW (ddi_merge_dialog_new (GTK_WINDOW (window), ddi_window_get_session (window), 1, 2)));
}

/* A new product has no price yet. */
static void
open_prices (DdiWindow *window)
{
  DdiPage *page = ddi_window_get_page (window);

  g_free (
      ddi_test_home_psql (ddi_session_get_home (ddi_window_get_session (window)), FALSE,
                          "INSERT INTO products (name, category) SELECT 'Peppermint Mocha Donut', 'Donuts' "
                          "WHERE NOT EXISTS (SELECT FROM products WHERE name LIKE 'Peppermint%')"));
  ddi_page_reload (page);
  dialog_settle (window);
  gtk_widget_activate_action (GTK_WIDGET (window), "page.prices", NULL);
}

static void
open_districts (DdiWindow *window)
{
  static const char *const districts[] = { "Demo district", "South", NULL };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  ddi_stores_print_report (window, districts, NULL, cancellable);
}

static DdiDay
find_sunday (DdiWindow *window, int weeks_ago)
{
  DdiDay day = ddi_session_get_today (ddi_window_get_session (window), 0) - 7 * weeks_ago;

  while (ddi_day_weekday (day) != DDI_SUNDAY)
    day--;
  return day;
}

static GFile *
write_sheet (const char *name, const char *pc_number, DdiDay sunday)
{
  static const char *const names[] = { "Glazed", "Jelly", "Bostn Kreme", "Maple Bacon Bar", "Old Fashioned" };
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), name, NULL);
  Chart chart = chart_new (path, sunday, pc_number);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      chart_name (&chart, 6 + i, names[i]);
      for (int k = 0; k < 7; k++)
        chart_put (&chart, 6 + i, k, 24, i == 1 && k == 2 ? 36 : 1 + ((int)i * 3 + k * 5) % 7);
    }
  chart_save (&chart);
  return g_file_new_for_path (path);
}

static void
present_import (DdiWindow *window, GListStore *files)
{
  GtkWidget *dialog = GTK_WIDGET (ddi_import_dialog_present (window, G_LIST_MODEL (files)));

  while (dialog_find_first (dialog, ADW_TYPE_PREFERENCES_PAGE) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* A sheet with a shop, a product and figures that nobody knows. */
static void
open_import (DdiWindow *window)
{
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GFile) file = write_sheet ("Elm Street week 46.xlsx", "351127", find_sunday (window, 2));

  g_list_store_append (files, file);
  present_import (window, files);
}

/* The sheets of four weeks of two shops. */
static void
open_import_weeks (DdiWindow *window)
{
  static const char *const shops[] = { "340101", "340109" };
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);

  for (int i = 0; i < 8; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s week %d.xlsx", shops[i % 2], 44 + i / 2);
      g_autoptr (GFile) file = write_sheet (name, shops[i % 2], find_sunday (window, 5 - i / 2));

      g_list_store_append (files, file);
    }
  present_import (window, files);
}

/* What follows the files. */
static void
show_import_grid (DdiWindow *window)
{
  GtkWidget *scroller;
  GtkAdjustment *down;

  open_import_weeks (window);
  dialog_settle (window);
  scroller = dialog_find_first (dialog_find_first (dialog_find (window), ADW_TYPE_PREFERENCES_PAGE),
                                GTK_TYPE_SCROLLED_WINDOW);
  down = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  gtk_adjustment_set_value (down, gtk_adjustment_get_upper (down));
}

/* What a switcher at the page's top shows second. */
static void
show_second_part (DdiWindow *window)
{
  GtkWidget *switcher = dialog_find_first (page_of (window), GTK_TYPE_STACK_SWITCHER);
  GtkStack *stack = gtk_stack_switcher_get_stack (GTK_STACK_SWITCHER (switcher));
  g_autoptr (GtkSelectionModel) pages = gtk_stack_get_pages (stack);

  gtk_selection_model_select_item (pages, 1, TRUE);
}

const DialogScene dialog_scenes_pages[] = {
  { "forecasts-shop", "forecasts", "store=1", -1, NULL, NULL },
  { "forecasts-row", "forecasts", "store=1", 2, NULL, NULL },
  { "forecasts-line", "forecasts", "store=1", 2, activate_third_row, NULL },
  { "forecasts-change", "forecasts", "store=1", -1, open_change, NULL },
  { "forecasts-send", "forecasts", "store=1", -1, open_send, NULL },
  { "entry-grid", "entry", "store=1", -1, NULL, NULL },
  { "import", "overview", NULL, -1, open_import, NULL },
  { "import-weeks", "overview", NULL, -1, open_import_weeks, NULL },
  { "import-grid", "overview", NULL, -1, show_import_grid, NULL },
  { "production-new", "production", NULL, -1, NULL, "page.add" },
  { "sales-new", "sales", NULL, -1, NULL, "page.add" },
  { "sales-trends", "sales", NULL, -1, show_second_part, NULL },
  { "waste-edit", "waste", NULL, 1, NULL, "page.edit" },
  { "waste-analysis", "waste", NULL, -1, show_second_part, NULL },
  { "waste-goals", "waste", NULL, -1, NULL, "page.goals" },
  { "product-new", "products", NULL, -1, NULL, "page.add" },
  { "product-edit", "products", NULL, 1, NULL, "page.edit" },
  { "product-prices", "products", NULL, -1, open_prices, NULL },
  { "product-merge", "products", NULL, -1, open_merge, NULL },
  { "store-edit", "stores", NULL, 1, NULL, "page.edit" },
  { "store-print", "stores", NULL, -1, open_districts, NULL },
  { "event-new", "events", NULL, -1, NULL, "page.add" },
  { "event-edit", "events", NULL, -1, edit_event, NULL },
  { "event-holidays", "events", NULL, -1, NULL, "page.add-holidays" },
  { "users", "users", NULL, -1, NULL, NULL },
  { "user-new", "users", NULL, -1, NULL, "page.add" },
  { "user-edit", "users", NULL, -1, activate_last_box_row, NULL },
  { "audit-entry", "audit", NULL, 0, NULL, "page.edit" },
  { "audit-check", "audit", NULL, -1, NULL, "page.verify" },
  { NULL },
};

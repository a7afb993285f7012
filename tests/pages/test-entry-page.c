/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A day typed into the grid, asserted in the database. */
#include "app/ddi-test-window.h"
#include "pages/entry/ddi-entry-page.h"
#include "support/ddi-test-home.h"

static DdiHome *home;
static DdiSession *session;

#define TODAY "2026-11-25"

static DdiWindow *
open_day (DdiEntryPage **page, DdiEntryGrid **grid, const char *place)
{
  DdiWindow *window = ddi_test_window_new (session);

  g_assert_true (ddi_window_open_page (window, "entry", place));
  ddi_test_wait_for_page (ddi_window_get_page (window));
  *page = DDI_ENTRY_PAGE (ddi_window_get_page (window));
  *grid = ddi_entry_page_get_grid (*page);
  return window;
}

static GtkWidget *
cell (DdiEntryGrid *grid, guint row, DdiEntryColumn column)
{
  return ddi_entry_grid_get_cell (grid, row, column);
}

/* As a key does: into the cell, then Enter. */
static void
type (DdiEntryGrid *grid, guint row, DdiEntryColumn column, const char *text)
{
  gtk_widget_grab_focus (cell (grid, row, column));
  gtk_editable_set_text (GTK_EDITABLE (cell (grid, row, column)), text);
  g_signal_emit_by_name (cell (grid, row, column), "activate");
  ddi_test_settle ();
}

static const char *
shown (DdiEntryGrid *grid, guint row, DdiEntryColumn column)
{
  return gtk_editable_get_text (GTK_EDITABLE (cell (grid, row, column)));
}

#define FIGURES                                                                                              \
  "SELECT string_agg(product_id || ':' || coalesce(m.quantity_produced::text, '') || '/' || "                \
  "coalesce(w.quantity_wasted::text, '') || '/' || coalesce(w.reason, '') || '/' || "                        \
  "coalesce(to_char(m.sold_out_at, 'HH24:MI'), '') || '/' || coalesce(s.quantity_sold::text, ''), ' ' "      \
  "ORDER BY product_id) FROM daily_production m FULL JOIN daily_waste w USING (store_id, date, product_id) " \
  "FULL JOIN daily_sales s USING (store_id, date, product_id) WHERE store_id = 1 AND date = '" TODAY "'"

static gboolean
is_idle (gpointer user_data)
{
  return ddi_entry_page_is_idle (user_data);
}

/* In the database, and told to the page. */
static void
wait_for_figures (DdiEntryPage *page, const char *expected)
{
  g_test_message ("expect %s", expected);
  ddi_test_wait_for_sql (home, FIGURES, expected);
  ddi_test_wait (is_idle, page);
  ddi_test_settle ();
}

static void
clear (void)
{
  g_autofree char *out = ddi_test_home_psql (home, FALSE,
                                             "DELETE FROM daily_sales; DELETE FROM daily_waste; DELETE FROM "
                                             "daily_production; DELETE FROM store_days");
}

/* Saved as it is typed, Enter goes down, what was ordered stands for what was made, Ctrl+Z takes it back. */
static void
test_type (void)
{
  DdiEntryPage *page;
  DdiEntryGrid *grid;
  DdiWindow *window;

  clear ();
  window = open_day (&page, &grid, "store=1&day=" TODAY);
  g_assert_cmpstr (shown (grid, 0, DDI_ENTRY_MADE), ==, "54");
  g_assert_cmpstr (shown (grid, 1, DDI_ENTRY_MADE), ==, "");
  g_assert_cmpstr (shown (grid, 0, DDI_ENTRY_WASTED), ==, "");
  type (grid, 0, DDI_ENTRY_WASTED, "5");
  wait_for_figures (page, "1:54/5///49");
  ddi_test_wait_for_sql (home, "SELECT state FROM store_days", "partial");
  g_assert_true (g_str_has_prefix (ddi_entry_page_get_status (page), "Saved "));
  /* The focus is one row further down in the same column. */
  g_assert_true (
      gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (window)), cell (grid, 1, DDI_ENTRY_WASTED)));
  type (grid, 1, DDI_ENTRY_MADE, "24");
  type (grid, 1, DDI_ENTRY_WASTED, "0");
  wait_for_figures (page, "1:54/5///49 2:24/0///24");
  type (grid, 1, DDI_ENTRY_SOLD_OUT, "940");
  wait_for_figures (page, "1:54/5///49 2:24/0//09:40/24");
  gtk_widget_activate_action (GTK_WIDGET (grid), "grid.reason", "(us)", 0, "Damaged");
  wait_for_figures (page, "1:54/5/Damaged//49 2:24/0//09:40/24");

  /* Each undo takes back one save. */
  gtk_widget_activate_action (GTK_WIDGET (window), "window.undo", NULL);
  wait_for_figures (page, "1:54/5///49 2:24/0//09:40/24");
  gtk_widget_activate_action (GTK_WIDGET (window), "window.undo", NULL);
  wait_for_figures (page, "1:54/5///49 2:24/0///24");
  ddi_test_settle ();
  g_assert_cmpstr (shown (grid, 1, DDI_ENTRY_SOLD_OUT), ==, "");
  /* An emptied cell is not 0. */
  type (grid, 0, DDI_ENTRY_WASTED, "");
  wait_for_figures (page, "1:54//// 2:24/0///24");
  ddi_test_window_close (window);
}

/* What cannot be read is marked and not saved; what cannot be right is marked and kept as written. */
static void
test_doubt (void)
{
  DdiEntryPage *page;
  DdiEntryGrid *grid;
  DdiWindow *window;

  clear ();
  window = open_day (&page, &grid, "store=1&day=" TODAY);
  gtk_editable_set_text (GTK_EDITABLE (cell (grid, 0, DDI_ENTRY_WASTED)), "many");
  g_assert_true (gtk_widget_has_css_class (cell (grid, 0, DDI_ENTRY_WASTED), "error"));
  g_assert_nonnull (ddi_entry_grid_get_doubt (grid, 0));
  type (grid, 1, DDI_ENTRY_MADE, "24");
  type (grid, 1, DDI_ENTRY_WASTED, "30");
  wait_for_figures (page, "2:24/30///0");
  g_assert_nonnull (strstr (ddi_entry_grid_get_doubt (grid, 1), "More thrown away"));
  g_assert_true (ddi_entry_grid_is_edited (grid, 0));
  /* The day cannot be complete before that. */
  gtk_widget_activate_action (GTK_WIDGET (window), "page.complete", NULL);
  ddi_test_settle ();
  ddi_test_wait_for_sql (home, "SELECT state FROM store_days", "partial");
  g_assert_nonnull (strstr (ddi_entry_page_get_status (page), "Mend"));
  ddi_test_window_close (window);
}

static gboolean
shows_three (gpointer grid)
{
  return g_str_equal (shown (grid, 1, DDI_ENTRY_WASTED), "3");
}

/* What somebody else enters appears, and what was saved here before can still be taken back, one save after another. */
static void
test_undo_after_refresh (void)
{
  DdiEntryPage *page;
  DdiEntryGrid *grid;
  DdiWindow *window;

  clear ();
  window = open_day (&page, &grid, "store=1&day=" TODAY);
  type (grid, 0, DDI_ENTRY_WASTED, "5");
  wait_for_figures (page, "1:54/5///49");
  g_free (ddi_test_home_psql (
      home, FALSE,
      "INSERT INTO daily_waste (user_id, store_id, date, product_id, product_name, quantity_wasted) "
      "SELECT min(id), 1, '" TODAY "', 2, 'x', 3 FROM users"));
  ddi_test_wait (shows_three, grid);
  type (grid, 0, DDI_ENTRY_WASTED, "6");
  wait_for_figures (page, "1:54/6///48 2:/3///");
  gtk_widget_activate_action (GTK_WIDGET (window), "window.undo", NULL);
  wait_for_figures (page, "1:54/5///49 2:/3///");
  gtk_widget_activate_action (GTK_WIDGET (window), "window.undo", NULL);
  wait_for_figures (page, "2:/3///");
  ddi_test_window_close (window);
}

/* From a spreadsheet: by place, or by the products' names. */
static void
test_paste (void)
{
  DdiEntryPage *page;
  DdiEntryGrid *grid;
  DdiWindow *window;
  GtkEditable *text;
  int position = 0;

  clear ();
  window = open_day (&page, &grid, "store=1&day=" TODAY);
  text = gtk_editable_get_delegate (GTK_EDITABLE (cell (grid, 0, DDI_ENTRY_MADE)));
  gtk_editable_insert_text (text, "60\t6\tExpired\n24\t0\t\t11:15\n", -1, &position);
  wait_for_figures (page, "1:60/6/Expired//54 2:24/0//11:15/24");
  text = gtk_editable_get_delegate (GTK_EDITABLE (cell (grid, 1, DDI_ENTRY_SOLD_OUT)));
  gtk_editable_insert_text (text, "boston kreme\t25\t1\t\t\n", -1, &position);
  wait_for_figures (page, "1:60/6/Expired//54 2:25/1///24");
  /* One undo takes back all that was pasted at once. */
  gtk_widget_activate_action (GTK_WIDGET (window), "window.undo", NULL);
  wait_for_figures (page, "1:60/6/Expired//54 2:24/0//11:15/24");
  ddi_test_settle ();
  gtk_widget_activate_action (GTK_WIDGET (window), "window.undo", NULL);
  ddi_test_wait_for_sql (home, "SELECT count(*) FROM daily_production", "0");
  ddi_test_window_close (window);
}

/* Complete: what was ordered is what was made, and the day is closed; it opens again. */
static void
test_complete (void)
{
  DdiEntryPage *page;
  DdiEntryGrid *grid;
  DdiWindow *window;

  clear ();
  window = open_day (&page, &grid, "store=1&day=" TODAY);
  type (grid, 1, DDI_ENTRY_MADE, "24");
  gtk_widget_activate_action (GTK_WIDGET (window), "page.complete", NULL);
  ddi_test_wait_for_sql (home, "SELECT state FROM store_days", "complete");
  wait_for_figures (page, "1:54//// 2:24////");
  ddi_test_settle ();
  g_assert_false (gtk_editable_get_editable (GTK_EDITABLE (cell (grid, 0, DDI_ENTRY_MADE))));
  gtk_widget_activate_action (GTK_WIDGET (window), "window.undo", NULL);
  ddi_test_wait_for_sql (home, "SELECT state FROM store_days", "partial");
  ddi_test_settle ();
  g_assert_true (gtk_editable_get_editable (GTK_EDITABLE (cell (grid, 0, DDI_ENTRY_MADE))));
  ddi_test_window_close (window);
}

/* A day that is called complete too early says what is missing. The window ends with what could be undone. */
static void
test_complete_too_early (void)
{
  DdiEntryPage *page;
  DdiEntryGrid *grid;
  DdiWindow *window;

  clear ();
  window = open_day (&page, &grid, "store=1&day=" TODAY);
  gtk_widget_activate_action (GTK_WIDGET (window), "page.complete", NULL);
  ddi_test_wait_for_sql (home, "SELECT state FROM store_days", "complete");
  wait_for_figures (page, "1:54////");
  g_assert_cmpstr (ddi_entry_page_get_status (page), ==, "Complete; 1 product has no figures");
  ddi_test_window_close (window);
}

/* Somebody else's figure is not written over. */
static void
test_stale (void)
{
  DdiEntryPage *page;
  DdiEntryGrid *grid;
  DdiWindow *window;
  g_autofree char *out = NULL;

  clear ();
  window = open_day (&page, &grid, "store=1&day=" TODAY);
  out = ddi_test_home_psql (
      home, FALSE,
      "INSERT INTO daily_production (user_id, store_id, date, product_id, product_name, quantity_produced) "
      "SELECT min(id), 1, '" TODAY "', 1, 'Glazed', 70 FROM users");
  type (grid, 0, DDI_ENTRY_MADE, "50");
  ddi_test_settle ();
  ddi_test_wait_for_page (DDI_PAGE (page));
  wait_for_figures (page, "1:70////");
  ddi_test_window_close (window);
}

int
main (int argc, char **argv)
{
  g_autofree char *made = NULL;
  int status;

  ddi_test_ui_init (&argc, &argv);
  home = ddi_test_home_new ();
  made = ddi_test_home_psql (
      home, FALSE,
      "INSERT INTO districts (name) VALUES ('North');"
      "INSERT INTO stores (district_id, name) VALUES (1, 'Store 01'), (1, 'Store 02');"
      "INSERT INTO products (name, sheet_order) VALUES ('Glazed', 1), ('Boston Kreme', 2), ('Old', 3), "
      "('Elsewhere', 4);"
      "UPDATE products SET active = false WHERE name = 'Old';"
      "INSERT INTO product_offers (product_id, store_id, offered_from) VALUES (4, 1, '2027-01-01');"
      "INSERT INTO forecasts (user_id, forecast_date, product_name, store_id, product_id, status, "
      "predicted_demand,"
      " order_quantity, approved_quantity, decided_by, decided_at) SELECT id, '" TODAY
      "', 'Glazed', 1, 1, 'approved',"
      " 50, 52, 54, id, now() FROM users LIMIT 1");
  session = ddi_test_session_new (home);
  ddi_session_set_today (session, ddi_day_parse (TODAY));

  g_test_add_func ("/entry/type", test_type);
  g_test_add_func ("/entry/doubt", test_doubt);
  g_test_add_func ("/entry/undo-after-refresh", test_undo_after_refresh);
  g_test_add_func ("/entry/paste", test_paste);
  g_test_add_func ("/entry/complete", test_complete);
  g_test_add_func ("/entry/complete-too-early", test_complete_too_early);
  g_test_add_func ("/entry/stale", test_stale);
  status = g_test_run ();
  g_clear_object (&session);
  ddi_home_close (home, NULL);
  g_object_unref (home);
  return status;
}

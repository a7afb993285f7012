/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What another client changes appears by itself, and leaves alone what the person here is at. */
#include "app/ddi-table-private.h"
#include "app/ddi-test-window.h"
#include "pages/entry/ddi-entry-page.h"
#include "pages/products/ddi-products-page.h"
#include "pages/records/ddi-records-page.h"
#include "support/ddi-test-home.h"

#define TODAY "2026-11-25"

static DdiHome *home;
static DdiSession *session;

/* psql has no session of ours: it is another client. */
static void
change (const char *sql)
{
  g_free (ddi_test_home_psql (home, FALSE, sql));
}

static DdiWindow *
open_page (const char *id)
{
  DdiWindow *window = ddi_test_window_new (session);

  g_assert_true (ddi_window_open_page (window, id, NULL));
  ddi_test_wait_for_page (ddi_window_get_page (window));
  return window;
}

static gint64
selected_id (DdiTable *table)
{
  g_autoptr (GPtrArray) selected = ddi_table_get_selected (table);
  DdiRows *rows;
  guint index;

  if (selected->len != 1)
    return 0;
  rows = ddi_query_row_get (selected->pdata[0], &index);
  return ddi_rows_get_int (rows, index, ddi_rows_column (rows, "id"));
}

static GListModel *
model_of (DdiTable *table)
{
  return G_LIST_MODEL (gtk_column_view_get_model (ddi_table_get_view (table)));
}

typedef struct
{
  DdiTable *table;
  guint n;
} Count;

static gboolean
has_n (gpointer user_data)
{
  Count *count = user_data;

  return g_list_model_get_n_items (model_of (count->table)) == count->n;
}

static double
scrolled_to (DdiTable *table)
{
  return gtk_adjustment_get_value (
      gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (ddi_table_get_view (table))));
}

static void
scroll (DdiTable *table, double value)
{
  gtk_adjustment_set_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (ddi_table_get_view (table))),
                            value);
  ddi_test_settle ();
}

/* The row that is selected stays the one that is, though rows come before it and go; the search that is half typed
 * keeps its text and the focus. */
static void
test_table (void)
{
  DdiWindow *window = open_page ("waste");
  DdiRecordsPage *page = DDI_RECORDS_PAGE (ddi_window_get_page (window));
  DdiTable *table = ddi_records_page_get_table (page);
  GtkWidget *search = ddi_records_page_get_search (page);
  Count count = { table, 0 };
  guint n = g_list_model_get_n_items (model_of (table));
  gint64 id;

  g_assert_cmpuint (n, ==, 90);
  scroll (table, 400);
  ddi_table_select (table, 20);
  id = selected_id (table);
  g_assert_cmpint (id, >, 0);
  gtk_widget_grab_focus (search);

  change ("INSERT INTO daily_waste (user_id, store_id, product_id, date, quantity_wasted) "
          "VALUES (1, 1, 2, '" TODAY "', 7)");
  count.n = n + 1;
  ddi_test_wait (has_n, &count);
  g_assert_cmpint (selected_id (table), ==, id);
  ddi_test_settle ();
  g_assert_cmpfloat (scrolled_to (table), >, 300);
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (window)), search));

  change ("DELETE FROM daily_waste WHERE product_id = 2");
  count.n = n;
  ddi_test_wait (has_n, &count);
  g_assert_cmpint (selected_id (table), ==, id);

  /* Of a row that is gone nothing stays selected, and nothing else is in its place. */
  g_autofree char *delete = g_strdup_printf ("DELETE FROM daily_waste WHERE id = %" G_GINT64_FORMAT, id);
  change (delete);
  count.n = n - 1;
  ddi_test_wait (has_n, &count);
  g_assert_cmpint (selected_id (table), ==, 0);
  ddi_test_wait_for_page (DDI_PAGE (page));
  ddi_test_window_close (window);
}

/* A list that is read at once keeps its selection in the same way, and shows what a row says now. */
static void
test_short_list (void)
{
  DdiWindow *window = open_page ("products");
  DdiTable *table = ddi_products_page_get_table (DDI_PRODUCTS_PAGE (ddi_window_get_page (window)));
  Count count = { table, 3 };
  gint64 id;

  ddi_table_select (table, 1);
  id = selected_id (table);
  g_assert_cmpint (id, >, 0);
  change ("INSERT INTO products (name) VALUES ('Bagel')");
  ddi_test_wait (has_n, &count);
  g_assert_cmpint (selected_id (table), ==, id);
  change ("DELETE FROM product_aliases WHERE alias = 'Bagel'; DELETE FROM products WHERE name = 'Bagel'");
  count.n = 2;
  ddi_test_wait (has_n, &count);
  g_assert_cmpint (selected_id (table), ==, id);
  ddi_test_window_close (window);
}

static gboolean
is_cell (gpointer user_data)
{
  return g_str_equal (gtk_editable_get_text (GTK_EDITABLE (user_data)), "31");
}

/* What somebody else has entered for the day stands in its cell; what is half typed here stays, with the focus. */
static void
test_entry (void)
{
  DdiWindow *window = ddi_test_window_new (session);
  DdiEntryGrid *grid;
  GtkWidget *mine, *theirs;

  g_assert_true (ddi_window_open_page (window, "entry", "store=1&day=" TODAY));
  ddi_test_wait_for_page (ddi_window_get_page (window));
  grid = ddi_entry_page_get_grid (DDI_ENTRY_PAGE (ddi_window_get_page (window)));
  mine = ddi_entry_grid_get_cell (grid, 0, DDI_ENTRY_MADE);
  theirs = ddi_entry_grid_get_cell (grid, 1, DDI_ENTRY_MADE);
  gtk_widget_grab_focus (mine);
  gtk_editable_set_text (GTK_EDITABLE (mine), "4");
  change (
      "INSERT INTO daily_production (user_id, store_id, product_id, product_name, date, quantity_produced) "
      "VALUES (1, 1, 2, 'Glazed', '" TODAY "', 31)");
  ddi_test_wait (is_cell, theirs);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (mine)), ==, "4");
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (window)), mine));
  gtk_editable_set_text (GTK_EDITABLE (mine), "");
  ddi_test_settle ();
  ddi_test_window_close (window);
}

static void
told_cb (DdiSession *changed, guint what, guint *elsewhere)
{
  if (what & DDI_DATA_ELSEWHERE)
    *elsewhere |= what;
}

static gboolean
has_waste (gpointer what)
{
  return (*(guint *)what & DDI_DATA_WASTE) != 0;
}

/* A page that is not in view reads nothing until it is. */
static void
test_hidden (void)
{
  DdiWindow *window = open_page ("waste");
  DdiPage *page = ddi_window_get_page (window);
  DdiTable *table = ddi_records_page_get_table (DDI_RECORDS_PAGE (page));
  guint n = g_list_model_get_n_items (model_of (table)), elsewhere = 0;
  gulong handler = g_signal_connect (session, "data-changed", G_CALLBACK (told_cb), &elsewhere);
  Count count = { table, n + 1 };

  g_assert_true (ddi_window_open_page (window, "products", NULL));
  ddi_test_wait_for_page (ddi_window_get_page (window));
  change ("INSERT INTO daily_waste (user_id, store_id, product_id, date, quantity_wasted) "
          "VALUES (1, 1, 2, '" TODAY "', 7)");
  ddi_test_wait (has_waste, &elsewhere);
  ddi_test_settle ();
  g_assert_cmpuint (g_list_model_get_n_items (model_of (table)), ==, n);
  g_assert_true (ddi_window_open_page (window, "waste", NULL));
  ddi_test_wait (has_n, &count);
  g_signal_handler_disconnect (session, handler);
  ddi_test_wait_for_page (page);
  ddi_test_window_close (window);
}

static gboolean
has_events (gpointer what)
{
  return (*(guint *)what & DDI_DATA_EVENTS) != 0;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = ddi_database_run_finish (DDI_DATABASE (source), result, &error);

  g_assert_no_error (error);
  *(gboolean *)user_data = TRUE;
}

static gboolean
is_true (gpointer user_data)
{
  return *(gboolean *)user_data;
}

/* What is changed from here is not heard of a second time. */
static void
test_own (void)
{
  guint elsewhere = 0;
  gulong handler = g_signal_connect (session, "data-changed", G_CALLBACK (told_cb), &elsewhere);
  gboolean done = FALSE;
  DdiUnit *unit = ddi_unit_new ();

  ddi_unit_add (unit, "settings/set", g_variant_new ("(ss)", "waste_goal", "0.2"));
  ddi_database_run_async (ddi_session_get_database (session), unit, NULL, written_cb, &done);
  ddi_test_wait (is_true, &done);
  change ("INSERT INTO calendar_events (name, kind, starts_on, ends_on) "
          "VALUES ('Road closed', 'local', '" TODAY "', '" TODAY "')");
  ddi_test_wait (has_events, &elsewhere);
  g_assert_cmpuint (elsewhere & DDI_DATA_SETTINGS, ==, 0);
  g_signal_handler_disconnect (session, handler);
}

int
main (int argc, char **argv)
{
  int status;

  ddi_test_ui_init (&argc, &argv);
  home = ddi_test_home_new ();
  change ("INSERT INTO districts (name) VALUES ('D');"
          "INSERT INTO stores (district_id, name) VALUES (1, 'Lakeside');"
          "INSERT INTO products (name, category) VALUES ('Apple Fritter', 'Donuts'), ('Glazed', 'Donuts');"
          "INSERT INTO daily_waste (user_id, store_id, product_id, date, quantity_wasted) "
          "SELECT 1, 1, 1, date '" TODAY "' - i, 3 FROM generate_series(1, 90) i");
  session = ddi_test_session_new (home);
  ddi_session_set_today (session, ddi_day_parse (TODAY));
  ddi_session_set_filter (session, &(DdiFilter){ 0, ddi_day_parse (TODAY) - 120, ddi_day_parse (TODAY) });

  g_test_add_func ("/live/table", test_table);
  g_test_add_func ("/live/short-list", test_short_list);
  g_test_add_func ("/live/entry", test_entry);
  g_test_add_func ("/live/hidden", test_hidden);
  g_test_add_func ("/live/own", test_own);
  status = g_test_run ();
  g_clear_object (&session);
  ddi_home_close (home, NULL);
  g_object_unref (home);
  return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page on a home: empty, then with a week of two shops. */
#include "app/ddi-test-window.h"
#include "chart/ddi-chart-view.h"
#include "support/ddi-test-home.h"

/* Sunday, 22 November 2026. */
#define TODAY 20779

static DdiHome *home;

/* Both shops make 20 Glazed and 60 Munchkins a day; a quarter of the Glazed is left, no Munchkin is.
 * Store B has not sent the last two days. Glazed has a price from the week's third day on. */
static const char history[] =
    "INSERT INTO districts (id, name) VALUES (1, 'District');"
    "INSERT INTO stores (id, district_id, name) VALUES (1, 1, 'Store A'), (2, 1, 'Store B');"
    "INSERT INTO products (id, name, category) VALUES (1, 'Glazed', 'Donuts'), (2, 'Holes', 'Munchkins');"
    "INSERT INTO product_prices (product_id, valid_from, unit_cost, unit_price)"
    " VALUES (1, '2026-11-18', 0.50, 2.00);"
    "CREATE TEMP TABLE days AS SELECT s.id AS store_id, d::date AS date FROM stores s,"
    " generate_series('2026-11-16'::date, '2026-11-21', '1 day') d"
    " WHERE s.id = 1 OR d < '2026-11-20';"
    "INSERT INTO daily_production (user_id, store_id, date, product_id, product_name, quantity_produced)"
    " SELECT (SELECT min(id) FROM users), store_id, date, p.id, p.name, 20 * (2 * p.id - 1) FROM days, "
    "products p;"
    "INSERT INTO daily_waste (user_id, store_id, date, product_id, product_name, quantity_wasted, reason)"
    " SELECT (SELECT min(id) FROM users), store_id, date, p.id, p.name, 5 * (2 - p.id), 'End of day'"
    " FROM days, products p;"
    "INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, quantity_sold, source)"
    " SELECT (SELECT min(id) FROM users), store_id, date, p.id, p.name,"
    " 20 * (2 * p.id - 1) - 5 * (2 - p.id), 'derived' FROM days, products p;"
    "INSERT INTO store_days (store_id, date, state) SELECT store_id, date, 'complete' FROM days;"
    "INSERT INTO forecasts (user_id, store_id, product_id, product_name, forecast_date, predicted_demand,"
    " lower_bound, upper_bound, order_quantity)"
    " SELECT (SELECT min(id) FROM users), s.id, p.id, p.name, '2026-11-23', 15, 10, 20, 18 FROM stores s, "
    "products p";

static DdiWindow *
open_overview (DdiSession *session)
{
  DdiFilter filter = { 0, TODAY - 6, TODAY };
  DdiWindow *window;

  ddi_session_set_today (session, TODAY);
  ddi_session_set_filter (session, &filter);
  window = ddi_test_window_new (session);
  g_assert_true (ddi_window_open_page (window, "overview", NULL));
  ddi_test_wait_for_page (ddi_window_get_page (window));
  return window;
}

/* Whether a label or a row below @root says exactly this. */
static gboolean
says (GtkWidget *root, const char *text)
{
  if (GTK_IS_LABEL (root) && g_strcmp0 (gtk_label_get_text (GTK_LABEL (root)), text) == 0)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_visible (child) && says (child, text))
      return TRUE;
  return FALSE;
}

static DdiChartView *
find_chart (GtkWidget *root, const char *title)
{
  DdiChart *chart = DDI_IS_CHART_VIEW (root) ? ddi_chart_view_get_chart (DDI_CHART_VIEW (root)) : NULL;

  if (chart && g_str_equal (ddi_chart_get_title (chart), title))
    return DDI_CHART_VIEW (root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child))
    {
      DdiChartView *found = find_chart (child, title);

      if (found)
        return found;
    }
  return NULL;
}

static void
test_empty (void)
{
  g_autoptr (DdiSession) session = ddi_test_session_new (home);
  DdiWindow *window = open_overview (session);

  g_assert_cmpint (ddi_page_get_state (ddi_window_get_page (window)), ==, DDI_PAGE_EMPTY);
  ddi_test_window_close (window);
}

static void
test_figures (void)
{
  static const char *const expected[] = {
    "1 of 2",  /* sheets */
    "5 · 6 %", /* Saturday's waste: of 20 and 60 made by Store A */
    "Order for Mon 23 Nov 2026",
    "2 shops waiting",
    "Store B: 2 days missing",
    "Holes sold out 10 times in 7 days",
    "1 product has no price",
    "$180",   /* 15 × $2.00 on the six of ten days that are priced */
    "750",    /* 10 days × (15 + 60) */
    "6.2 %",  /* 50 of 800 made */
    "25.0 %", /* of the donuts */
  };
  g_autofree char *done = ddi_test_home_psql (home, FALSE, history);
  g_autoptr (DdiSession) session = ddi_test_session_new (home);
  DdiWindow *window = open_overview (session);
  GtkWidget *page = GTK_WIDGET (ddi_window_get_page (window));

  g_assert_cmpint (ddi_page_get_state (DDI_PAGE (page)), ==, DDI_PAGE_CONTENT);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    if (!says (page, expected[i]))
      g_error ("nothing says “%s”", expected[i]);
  ddi_test_window_close (window);
}

/* What is marked on a chart becomes the range; a double click goes back. */
static void
test_range (void)
{
  g_autoptr (DdiSession) session = ddi_test_session_new (home);
  DdiWindow *window = open_overview (session);
  DdiChartView *chart = find_chart (GTK_WIDGET (window), "Forecast and actual");
  DdiFilter filter;

  g_assert_nonnull (chart);
  g_signal_emit_by_name (chart, "range-selected", TODAY - 3, TODAY - 1);
  ddi_session_get_filter (session, &filter);
  g_assert_cmpint (filter.first, ==, TODAY - 3);
  g_assert_cmpint (filter.last, ==, TODAY - 1);
  ddi_test_wait_for_page (ddi_window_get_page (window));
  g_signal_emit_by_name (chart, "range-reset");
  ddi_session_get_filter (session, &filter);
  g_assert_cmpint (filter.first, ==, TODAY - 6);
  g_assert_cmpint (filter.last, ==, TODAY);
  ddi_test_wait_for_page (ddi_window_get_page (window));
  ddi_test_window_close (window);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  int status;

  ddi_test_ui_init (&argc, &argv);
  home = ddi_test_home_new ();
  g_test_add_func ("/pages/overview/empty", test_empty);
  g_test_add_func ("/pages/overview/figures", test_figures);
  g_test_add_func ("/pages/overview/range", test_range);
  status = g_test_run ();
  ddi_home_close (home, &error);
  g_assert_no_error (error);
  g_object_unref (home);
  return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/forecasts/ddi-forecasts-page-private.h"

#include <glib/gstdio.h>

#include "app/ddi-screenshots.h"
#include "app/ddi-test-window.h"
#include "pages/forecasts/ddi-change-dialog.h"
#include "pages/forecasts/ddi-forecast-text.h"
#include "pages/forecasts/ddi-generate-view.h"
#include "pages/forecasts/ddi-order-print.h"
#include "pages/forecasts/ddi-order-send.h"
#include "support/ddi-test-directory.h"
#include "support/ddi-test-home.h"
#include "tasks/ddi-order-matrix-load.h"
#include "tasks/order-district.h"

static DdiHome *home;
static DdiSession *session;
static DdiWindow *window;
static DdiForecastsPage *page;

static void
sql (const char *text)
{
  g_autofree char *out = ddi_test_home_psql (home, FALSE, text);
}

/* Each test begins with the same two shops, the page open on Wednesday 25 November. */
static void
open_page (void)
{
  sql ("TRUNCATE districts, stores, products, forecast_runs, forecast_history, order_dispatches CASCADE");
  sql (order_district);
  session = ddi_test_session_new (home);
  ddi_session_set_today (session, ddi_day_parse ("2026-11-24"));
  window = ddi_test_window_new (session);
  g_assert_true (ddi_window_open_page (window, "forecasts", NULL));
  page = DDI_FORECASTS_PAGE (ddi_window_get_page (window));
  ddi_test_wait_for_page (DDI_PAGE (page));
  g_assert_cmpint (ddi_page_get_state (DDI_PAGE (page)), ==, DDI_PAGE_CONTENT);
}

static void
close_page (void)
{
  DdiFilter filter = { .store_id = 0,
                       .first = ddi_day_parse ("2026-11-01"),
                       .last = ddi_day_parse ("2026-11-24") };

  ddi_session_set_filter (session, &filter);
  ddi_test_window_close (window);
  g_clear_object (&session);
}

static void
act (const char *name, GVariant *parameter)
{
  g_action_group_activate_action (G_ACTION_GROUP (ddi_page_get_actions (DDI_PAGE (page))), name, parameter);
}

static DdiForecastRow *
get_row (guint i)
{
  g_autoptr (DdiForecastRow) row =
      g_list_model_get_item (ddi_forecast_table_get_model (ddi_forecasts_page_get_table (page)), i);

  return row; /* the model keeps it */
}

static const DdiOrderLine *
find_line (const char *product)
{
  GListModel *model = ddi_forecast_table_get_model (ddi_forecasts_page_get_table (page));

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      const DdiOrderLine *line = ddi_forecast_row_get_line (get_row (i));

      if (line && g_str_equal (line->product, product))
        return line;
    }
  g_assert_not_reached ();
}

static void
open_shop (int store)
{
  act ("open-shop", g_variant_new_int32 (store));
  ddi_test_wait_for_page (DDI_PAGE (page));
  ddi_test_settle ();
  g_assert_nonnull (ddi_forecast_row_get_line (get_row (0)));
}

static void
test_board (void)
{
  const DdiOrderShop *shop;

  open_page ();
  g_assert_cmpint (ddi_forecasts_page_get_day (page), ==, ddi_day_parse ("2026-11-25"));
  g_assert_cmpuint (g_list_model_get_n_items (
                        ddi_forecast_table_get_model (ddi_forecasts_page_get_table (page))),
                    ==, 2);
  /* Both have exceptions; the one with days missing has more. */
  shop = ddi_forecast_row_get_shop (get_row (0));
  g_assert_cmpstr (shop->store, ==, "Store 02");
  g_assert_cmpuint (shop->n_missing_days, ==, 2);

  act ("approve-all", NULL);
  ddi_test_wait_for_sql (home,
                         "SELECT string_agg(product_name, ',' ORDER BY product_id) FROM forecasts"
                         " WHERE status = 'approved'",
                         "Glazed,Plain Munchkin");
  ddi_test_settle ();
  /* Ctrl+Z takes it back. */
  gtk_widget_activate_action (GTK_WIDGET (window), "window.undo", NULL);
  ddi_test_wait_for_sql (home, "SELECT count(*) FROM forecasts WHERE status = 'pending'", "8");
  close_page ();
}

/* The buttons of the @n-th row of those that are drawn, from 0. */
static GtkWidget *
find_buttons (GtkWidget *root, guint *n)
{
  GtkWidget *found = NULL;

  if (gtk_widget_has_css_class (root, "ddi-row-buttons") && (*n)-- == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_buttons (child, n);
  return found;
}

static gboolean
has_buttons (guint row)
{
  GtkWidget *buttons = find_buttons (GTK_WIDGET (ddi_forecasts_page_get_table (page)), &row);

  g_assert_nonnull (buttons);
  return gtk_widget_get_mapped (buttons);
}

/* On a phone only the chosen row has buttons, below its status; where there is room all have. */
static void
test_narrow_rows (void)
{
  open_page ();
  gtk_window_set_default_size (GTK_WINDOW (window), 360, 720);
  ddi_test_settle ();
  open_shop (1);
  ddi_forecast_table_select (ddi_forecasts_page_get_table (page), 1);
  ddi_test_settle ();
  g_assert_false (has_buttons (0));
  g_assert_true (has_buttons (1));
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 720);
  ddi_test_settle ();
  g_assert_true (has_buttons (0));
  g_assert_true (has_buttons (1));
  close_page ();
}

static gboolean
tells_time_left (gpointer label)
{
  return strstr (gtk_label_get_label (label), "in 1 h 30") ||
         strstr (gtk_label_get_label (label), "in 1 h 29");
}

/* What is left until the cutoff is told anew while nothing is loaded. */
static void
test_counts_down (void)
{
  open_page ();
  g_assert_false (tells_time_left (page->due));
  page->due_at = g_get_real_time () / G_USEC_PER_SEC + 90 * 60 + 20;
  ddi_test_wait (tells_time_left, page->due);
  g_assert_cmpint (ddi_page_get_state (DDI_PAGE (page)), ==, DDI_PAGE_CONTENT);
  close_page ();
}

static void
test_days (void)
{
  open_page ();
  act ("next-day", NULL);
  ddi_test_wait_for_page (DDI_PAGE (page));
  g_assert_cmpint (ddi_forecasts_page_get_day (page), ==, ddi_day_parse ("2026-11-26"));
  act ("previous-day", NULL);
  ddi_test_wait_for_page (DDI_PAGE (page));
  ddi_window_open_page (window, "forecasts", "day=2026-11-25");
  g_assert_cmpint (ddi_forecasts_page_get_day (page), ==, ddi_day_parse ("2026-11-25"));
  close_page ();
}

static void
test_decide (void)
{
  open_page ();
  open_shop (1);
  act ("approve", g_variant_new_int32 (find_line ("Glazed")->id));
  ddi_test_wait_for_sql (home,
                         "SELECT status, approved_quantity, decided_by IS NOT NULL FROM forecasts"
                         " WHERE store_id = 1 AND product_id = 1",
                         "approved|31|t");
  ddi_test_wait_for_page (DDI_PAGE (page));
  act ("reject", g_variant_new_int32 (find_line ("Pumpkin")->id));
  ddi_test_wait_for_sql (home, "SELECT status FROM forecasts WHERE store_id = 1 AND product_id = 4",
                         "rejected");
  ddi_test_settle ();
  gtk_widget_activate_action (GTK_WIDGET (window), "window.undo", NULL);
  ddi_test_wait_for_sql (home, "SELECT status FROM forecasts WHERE store_id = 1 AND product_id = 4",
                         "pending");
  ddi_test_wait_for_page (DDI_PAGE (page));
  act ("approve-all", NULL);
  ddi_test_wait_for_sql (home, "SELECT count(*) FROM forecasts WHERE store_id = 1 AND status = 'approved'",
                         "4");
  close_page ();
}

static GtkWidget *
find_widget (GtkWidget *root, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type);

      if (found)
        return found;
    }
  return NULL;
}

static GtkWidget *
find_dialog (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      if (ADW_IS_MESSAGE_DIALOG (toplevel))
        return toplevel;
    }
  g_assert_not_reached ();
}

static void
test_change (void)
{
  GtkWidget *dialog;

  open_page ();
  open_shop (1);
  act ("change", g_variant_new_int32 (find_line ("Boston Kreme")->id));
  ddi_test_settle ();
  dialog = find_dialog ();
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (find_widget (dialog, GTK_TYPE_SPIN_BUTTON)), 54);
  gtk_editable_set_text (GTK_EDITABLE (find_widget (dialog, GTK_TYPE_ENTRY)), " oven two is down ");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "change");
  gtk_window_destroy (GTK_WINDOW (dialog));
  ddi_test_wait_for_sql (home,
                         "SELECT status, approved_quantity, decision_reason FROM forecasts"
                         " WHERE store_id = 1 AND product_id = 2",
                         "approved|54|oven two is down");
  close_page ();
}

static void
test_changed_since_approval (void)
{
  open_page ();
  sql ("UPDATE forecasts SET status = 'approved', approved_quantity = 66, order_quantity = 66, decided_by = "
       "user_id,"
       " decided_at = now() WHERE product_id = 1;"
       "INSERT INTO forecasts (user_id, forecast_date, product_name, store_id, product_id, run_id, horizon, "
       "model,"
       " predicted_demand, lower_bound, upper_bound, order_quantity)"
       " SELECT user_id, forecast_date, product_name, store_id, product_id, run_id, 2, model, 38, 30, 46, 41"
       " FROM forecasts WHERE product_id = 1");
  open_shop (1);
  g_assert_cmpint (find_line ("Glazed")->changed_order, ==, 41);
  act ("accept", g_variant_new_int32 (find_line ("Glazed")->id));
  ddi_test_wait_for_sql (
      home, "SELECT status, approved_quantity FROM forecasts WHERE store_id = 1 AND product_id = 1",
      "approved|41");
  ddi_test_settle ();
  open_shop (2);
  act ("keep", g_variant_new_int32 (find_line ("Glazed")->id));
  ddi_test_wait_for_sql (home,
                         "SELECT status, approved_quantity, kept_against FROM forecasts"
                         " WHERE store_id = 2 AND product_id = 1",
                         "approved|66|41");
  ddi_test_settle ();
  gtk_widget_activate_action (GTK_WIDGET (window), "window.undo", NULL);
  ddi_test_wait_for_sql (home, "SELECT count(*) FROM forecasts WHERE store_id = 2 AND product_id = 1", "2");
  close_page ();
}

/* The panel beside the table: it opens with a row, and a comment lands in the database. */
static void
test_panel (void)
{
  GtkWidget *panel, *entry;

  open_page ();
  open_shop (1);
  ddi_forecast_table_select (ddi_forecasts_page_get_table (page), 1);
  ddi_test_settle ();
  panel = find_widget (GTK_WIDGET (page), g_type_from_name ("DdiLinePanel"));
  /* Over the order where it does not fit beside it: nothing may show through. */
  g_assert_true (gtk_widget_has_css_class (panel, "background"));
  entry = find_widget (panel, GTK_TYPE_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (entry), "The school is closed");
  g_signal_emit_by_name (entry, "activate");
  ddi_test_wait_for_sql (home, "SELECT store_id, product_id, forecast_date, body FROM forecast_comments",
                         "1|2|2026-11-25|The school is closed");
  if (g_getenv ("DDI_TEST_SHOT"))
    {
      g_autoptr (GError) error = NULL;

      for (int i = 0; i < 30; i++)
        ddi_test_settle ();
      ddi_screenshots_save (GTK_WIDGET (window), g_getenv ("DDI_TEST_SHOT"), &error);
      g_assert_no_error (error);
    }
  close_page ();
}

static gboolean
shows_text (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_visible (widget) &&
      strstr (gtk_label_get_text (GTK_LABEL (widget)), text))
    return TRUE;
  for (GtkWidget *w = gtk_widget_get_first_child (widget); w; w = gtk_widget_get_next_sibling (w))
    if (shows_text (w, text))
      return TRUE;
  return FALSE;
}

/* Where demand cannot be known because nearly every day sells out, the list and the panel say what to do. */
static void
test_keeps_selling_out (void)
{
  g_autofree char *why = NULL;
  GtkWidget *panel;

  open_page ();
  sql ("UPDATE forecasts SET explanation = jsonb_set (explanation, '{flags}', '[\"sell_outs\"]'),"
       " note = 'sold out on most days: demand cannot be known, raise the order'"
       " WHERE store_id = 1 AND product_id = 2 AND status = 'pending'");
  ddi_page_reload (DDI_PAGE (page));
  ddi_test_wait_for_page (DDI_PAGE (page));
  open_shop (1);
  why =
      ddi_forecast_text_why (ddi_forecast_row_get_line (get_row (1)), ddi_forecast_row_get_day (get_row (1)));
  g_assert_true (g_str_has_prefix (why, "keeps selling out: order more"));
  ddi_forecast_table_select (ddi_forecasts_page_get_table (page), 1);
  ddi_test_settle ();
  panel = find_widget (GTK_WIDGET (page), g_type_from_name ("DdiLinePanel"));
  g_assert_true (shows_text (panel, "demand cannot be known, raise the order"));
  close_page ();
}

static void
assert_whole (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
      pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget))))
    g_test_fail_printf ("cut off: %s", gtk_label_get_text (GTK_LABEL (widget)));
  for (GtkWidget *w = gtk_widget_get_first_child (widget); w; w = gtk_widget_get_next_sibling (w))
    assert_whole (w);
}

/* In a window as wide as a small laptop's screen the three reasons of a number are there to be read, and a line
 * never ends between a reason and its figure. */
static void
test_why_is_read (void)
{
  GtkWidget *table;
  g_autofree char *why = NULL, *plain = NULL;
  g_auto (GStrv) words = NULL;

  open_page ();
  sql ("UPDATE forecasts SET explanation = '{\"level\": 60, \"predicted\": 47, \"weekday\": 0.96, "
       "\"drift\": 0.88, \"spill\": 0.93}' WHERE store_id = 1 AND status = 'pending'");
  g_assert_true (ddi_screenshots_set_style (window, "wide"));
  ddi_page_reload (DDI_PAGE (page));
  ddi_test_wait_for_page (DDI_PAGE (page));
  open_shop (1);
  ddi_test_settle ();
  table = GTK_WIDGET (ddi_forecasts_page_get_table (page));
  why =
      ddi_forecast_text_why (ddi_forecast_row_get_line (get_row (0)), ddi_forecast_row_get_day (get_row (0)));
  /* Only behind the dots may a line end. */
  words = g_strsplit (why, "\302\240", -1);
  plain = g_strjoinv ("~", words);
  g_assert_cmpstr (plain, ==, "lately~in~all~shops~−12~%~· others~sold~out~−7~%~· Wed~−4~%");
  g_assert_true (shows_text (table, why));
  assert_whole (table);
  close_page ();
}

static void
test_send (void)
{
  g_autofree char *folder = ddi_test_directory_new_path ("orders");
  g_autofree char *path = g_build_filename (folder, "order.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *text = NULL;
  DdiOrderSend send = {
    .day = ddi_day_parse ("2026-11-25"), .format = "csv", .approved_only = TRUE, .dispatch = TRUE
  };

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  open_page ();
  sql ("UPDATE forecasts SET status = 'approved', approved_quantity = order_quantity, decided_by = user_id,"
       " decided_at = now() WHERE product_id < 3");
  ddi_order_send_to (window, &send, file);
  ddi_test_wait_for_sql (home,
                         "SELECT delivery_date, format, file_name, store_ids, total FROM order_dispatches",
                         "2026-11-25|csv|order.csv|{1,2}|182");
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (
      text, ==,
      "product,category,Store 01,Store 02,total\nGlazed,Donuts,31,31,62\nBoston Kreme,Donuts,60,60,120\n");
  ddi_test_settle ();
  gtk_widget_activate_action (GTK_WIDGET (window), "window.undo", NULL);
  ddi_test_wait_for_sql (home, "SELECT count(*) FROM order_dispatches", "0");
  close_page ();
}

/* What a printer gets, in a file instead: upright for one shop, lengthwise for all of them. */
static void
assert_prints (int store, GtkPageOrientation orientation)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiOrderMatrix) matrix =
      ddi_order_matrix_load (ddi_session_get_database (session), ddi_forecasts_page_get_day (page), store,
                             FALSE, NULL, &error);
  g_autofree char *path = ddi_test_directory_new_path ("printed");
  g_autofree char *text = NULL;
  g_autoptr (GtkPrintOperation) operation = NULL;

  g_assert_no_error (error);
  operation = ddi_order_print_operation_new (matrix);
  gtk_print_operation_set_export_filename (operation, path);
  g_assert_cmpint (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, GTK_WINDOW (window),
                                            &error),
                   ==, GTK_PRINT_OPERATION_RESULT_APPLY);
  g_assert_no_error (error);
  g_assert_cmpint (gtk_print_operation_get_n_pages_to_print (operation), ==, 1);
  g_assert_cmpint (gtk_page_setup_get_orientation (gtk_print_operation_get_default_page_setup (operation)),
                   ==, orientation);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "%PDF-"));
}

static void
test_print (void)
{
  open_page ();
  assert_prints (1, GTK_PAGE_ORIENTATION_PORTRAIT);
  assert_prints (0, GTK_PAGE_ORIENTATION_LANDSCAPE);
  close_page ();
}

/* Nothing forecast yet: the page says so, and its one button makes the forecasts. */
static void
test_generate (void)
{
  open_page ();
  sql ("TRUNCATE forecasts, forecast_runs CASCADE");
  ddi_test_window_close (window);
  window = ddi_test_window_new (session);
  ddi_window_open_page (window, "forecasts", NULL);
  page = DDI_FORECASTS_PAGE (ddi_window_get_page (window));
  ddi_test_wait_for_page (DDI_PAGE (page));
  g_assert_cmpint (ddi_page_get_state (DDI_PAGE (page)), ==, DDI_PAGE_EMPTY);
  act ("generate-week", NULL);
  ddi_test_wait_for_sql (home, "SELECT count(*) > 0 FROM forecasts WHERE status = 'pending'", "t");
  ddi_test_wait_for_page (DDI_PAGE (page));
  ddi_test_settle ();
  close_page ();
}

static gboolean
has_ended (gpointer run)
{
  return !ddi_generate_run_is_running (run);
}

/* A run that is under way when the window goes is stopped and tells nobody of its end. */
static void
test_closed_meanwhile (void)
{
  g_autoptr (DdiGenerateRun) run = NULL;

  open_page ();
  run = g_object_ref (ddi_session_get_generate_run (session));
  act ("generate-week", NULL);
  g_assert_true (ddi_generate_run_is_running (run));
  close_page ();
  ddi_test_wait (has_ended, run);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  int status;

  ddi_test_ui_init (&argc, &argv);
  home = ddi_test_home_new ();
  g_test_add_func ("/forecasts-page/board", test_board);
  g_test_add_func ("/forecasts-page/narrow-rows", test_narrow_rows);
  g_test_add_func ("/forecasts-page/days", test_days);
  g_test_add_func ("/forecasts-page/counts-down", test_counts_down);
  g_test_add_func ("/forecasts-page/decide", test_decide);
  g_test_add_func ("/forecasts-page/change", test_change);
  g_test_add_func ("/forecasts-page/changed-since-approval", test_changed_since_approval);
  g_test_add_func ("/forecasts-page/panel", test_panel);
  g_test_add_func ("/forecasts-page/keeps-selling-out", test_keeps_selling_out);
  g_test_add_func ("/forecasts-page/why-is-read", test_why_is_read);
  g_test_add_func ("/forecasts-page/send", test_send);
  g_test_add_func ("/forecasts-page/print", test_print);
  g_test_add_func ("/forecasts-page/generate", test_generate);
  g_test_add_func ("/forecasts-page/closed-meanwhile", test_closed_meanwhile);
  status = g_test_run ();
  ddi_home_close (home, &error);
  g_assert_no_error (error);
  g_clear_object (&home);
  return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shops are added, changed, closed and deleted through the page's own widgets, asserted in the database. */
#include "pages/stores/ddi-stores-page.h"

#include <glib/gstdio.h>
#include <math.h>

#include "app/ddi-test-window.h"
#include "app/ddi-trend.h"
#include "pages/ddi-test-dialog.h"
#include "pages/stores/ddi-store-dialog.h"
#include "pages/stores/ddi-stores-print.h"
#include "pages/stores/ddi-stores-report.h"
#include "pages/stores/ddi-stores-sheets.h"
#include "pages/stores/ddi-weekday-row.h"
#include "support/ddi-test-directory.h"
#include "support/ddi-test-home.h"
#include "tasks/ddi-week-sheets.h"

static DdiHome *home;
static DdiSession *session;

static const char shops[] =
    "SELECT coalesce(string_agg(s.name || ' ' || d.name || ' ' || s.open_weekdays || ' ' || s.order_cutoff "
    "|| ' ' || "
    "coalesce(s.closed_on::text, 'open'), ', ' ORDER BY s.id), '-') FROM stores s JOIN districts d ON d.id = "
    "s.district_id";

static DdiWindow *
open_page (void)
{
  DdiWindow *window = ddi_test_window_new (session);

  g_assert_true (ddi_window_open_page (window, "stores", NULL));
  ddi_test_wait_for_page (ddi_window_get_page (window));
  return window;
}

static GtkWidget *
child (GtkWidget *dialog, const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (dialog, DDI_TYPE_STORE_DIALOG, name));
}

static GtkWidget *
open_form (DdiWindow *window, const char *action)
{
  ddi_test_activate (window, action);
  return ddi_test_dialog_find (DDI_TYPE_STORE_DIALOG);
}

static void
save (GtkWidget *dialog)
{
  GType type = DDI_TYPE_STORE_DIALOG;

  ddi_test_dialog_save (dialog, type);
  ddi_test_wait (ddi_test_dialog_is_closed, &type);
}

static void
select_first (DdiWindow *window)
{
  ddi_test_wait_for_page (ddi_window_get_page (window));
  ddi_table_select (ddi_stores_page_get_table (DDI_STORES_PAGE (ddi_window_get_page (window))), 0);
}

/* The empty page leads to the form; what cannot be keeps Save shut and says why. */
static void
test_first_shop (void)
{
  DdiWindow *window = open_page ();
  GtkWidget *dialog;

  g_assert_cmpint (ddi_page_get_state (ddi_window_get_page (window)), ==, DDI_PAGE_EMPTY);
  dialog = open_form (window, "page.add");
  g_assert_false (gtk_widget_get_sensitive (child (dialog, "save_button")));
  ddi_test_dialog_type (dialog, DDI_TYPE_STORE_DIALOG, "name", "Main Street");
  ddi_test_dialog_type (dialog, DDI_TYPE_STORE_DIALOG, "district", "North");
  ddi_test_dialog_type (dialog, DDI_TYPE_STORE_DIALOG, "timezone", "Mars/Olympus");
  g_assert_false (gtk_widget_get_sensitive (child (dialog, "save_button")));
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (child (dialog, "message"))), !=, "");
  ddi_test_dialog_type (dialog, DDI_TYPE_STORE_DIALOG, "timezone", "America/Chicago");
  ddi_test_dialog_type (dialog, DDI_TYPE_STORE_DIALOG, "cutoff", "25:00");
  g_assert_false (gtk_widget_get_sensitive (child (dialog, "save_button")));
  ddi_test_dialog_type (dialog, DDI_TYPE_STORE_DIALOG, "cutoff", "9.30");
  ddi_test_dialog_type (dialog, DDI_TYPE_STORE_DIALOG, "opens_at", "05:00");
  g_assert_false (gtk_widget_get_sensitive (child (dialog, "save_button")));
  ddi_test_dialog_type (dialog, DDI_TYPE_STORE_DIALOG, "closes_at", "5");
  g_assert_false (gtk_widget_get_sensitive (child (dialog, "save_button")));
  ddi_test_dialog_type (dialog, DDI_TYPE_STORE_DIALOG, "closes_at", "1:30");
  ddi_weekday_row_set_weekdays (DDI_WEEKDAY_ROW (child (dialog, "open_weekdays")), 63);
  save (dialog);
  ddi_test_wait_for_sql (home, "SELECT opens_at || ' ' || closes_at FROM stores", "05:00:00 01:30:00");
  ddi_test_wait_for_sql (home, shops, "Main Street North 63 09:30:00 open");
  ddi_test_wait_for_page (ddi_window_get_page (window));
  g_assert_cmpint (ddi_page_get_state (ddi_window_get_page (window)), ==, DDI_PAGE_CONTENT);
  g_assert_cmpuint (g_list_model_get_n_items (ddi_session_get_stores (session)), ==, 1);

  ddi_test_activate (window, "window.undo");
  ddi_test_wait_for_sql (home, shops, "-");
  ddi_test_window_close (window);
}

static void
test_edit_undo (void)
{
  g_autofree char *made =
      ddi_test_home_psql (home, FALSE,
                          "INSERT INTO stores (district_id, name) SELECT id, 'Lakeside' FROM districts");
  DdiWindow *window = open_page ();
  GtkWidget *dialog;

  select_first (window);
  dialog = open_form (window, "page.edit");
  ddi_test_dialog_type (dialog, DDI_TYPE_STORE_DIALOG, "district", "South");
  adw_expander_row_set_enable_expansion (ADW_EXPANDER_ROW (child (dialog, "closed")), TRUE);
  g_object_set (child (dialog, "closed_on"), "day", ddi_day_from_ymd (2026, 11, 22), NULL);
  save (dialog);
  ddi_test_wait_for_sql (home, shops, "Lakeside South 127 14:00:00 2026-11-22");

  ddi_test_activate (window, "window.undo");
  ddi_test_wait_for_sql (home, shops, "Lakeside North 127 14:00:00 open");
  ddi_test_window_close (window);
}

/* A shop without figures goes and comes back; one with figures stays, and the page says so. */
static void
test_delete (void)
{
  DdiWindow *window = open_page ();
  g_autofree char *added = NULL, *kept = NULL;

  select_first (window);
  ddi_test_activate (window, "page.delete");
  ddi_test_wait_for_sql (home, shops, "-");
  ddi_test_settle ();
  ddi_test_activate (window, "window.undo");
  ddi_test_wait_for_sql (home, shops, "Lakeside North 127 14:00:00 open");

  added = ddi_test_home_psql (
      home, FALSE,
      "INSERT INTO daily_production (user_id, store_id, date, product_id, product_name, quantity_produced) "
      "SELECT "
      "(SELECT min(id) FROM users), (SELECT id FROM stores), CURRENT_DATE - d, 1, 'Glazed', 20 FROM "
      "generate_series(1, 4) d; INSERT INTO daily_waste (user_id, store_id, date, product_id, product_name, "
      "quantity_wasted) SELECT user_id, store_id, date, product_id, product_name, 5 FROM daily_production");
  ddi_page_reload (ddi_window_get_page (window));
  select_first (window);
  ddi_test_activate (window, "page.delete");
  for (guint i = 0; i < 10; i++)
    ddi_test_settle ();
  kept = ddi_test_home_psql (home, FALSE, shops);
  g_assert_cmpstr (kept, ==, "Lakeside North 127 14:00:00 open");
  ddi_test_window_close (window);
}

/* What the list says of a range: a quarter thrown away, and the days that nobody counted. */
static void
test_figures (void)
{
  DdiDay today = ddi_session_get_today (session, 0);
  g_autofree char *first = ddi_day_format (today - 6), *last = ddi_day_format (today);
  g_autofree char *counted = ddi_test_home_psql (home, FALSE,
                                                 "INSERT INTO store_days (store_id, date, state) SELECT "
                                                 "store_id, date, 'complete' FROM daily_production");
  DdiUnit *unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GError) error = NULL;
  DdiRows *rows;

  ddi_unit_add (unit, "stores/list", g_variant_new ("(sssms)", first, last, last, "lakes"));
  results = ddi_database_run (ddi_session_get_database (session), unit, NULL, &error);
  g_assert_no_error (error);
  rows = results->pdata[0];
  g_assert_cmpuint (ddi_rows_get_n (rows), ==, 1);
  g_assert_cmpfloat (ddi_rows_get_double (rows, 0, ddi_rows_column (rows, "waste_rate")), ==, 0.25);
  /* The goal of all shops is 15 %. */
  g_assert_cmpfloat_with_epsilon (ddi_rows_get_double (rows, 0, ddi_rows_column (rows, "goal_gap")), 0.1,
                                  1e-9);
  /* Its figures begin four days ago: nothing is missed before, and today is not over. */
  g_assert_cmpint (ddi_rows_get_int (rows, 0, ddi_rows_column (rows, "n_missing")), ==, 0);
  g_assert_true (ddi_rows_is_null (rows, 0, ddi_rows_column (rows, "revenue")));

  {
    g_autofree char *partial =
        ddi_test_home_psql (home, FALSE,
                            "UPDATE store_days SET state = 'partial' WHERE date = CURRENT_DATE - 2");

    unit = ddi_unit_new ();
    ddi_unit_add (unit, "stores/list", g_variant_new ("(sssms)", first, last, last, NULL));
    g_clear_pointer (&results, g_ptr_array_unref);
    results = ddi_database_run (ddi_session_get_database (session), unit, NULL, &error);
    g_assert_no_error (error);
    rows = results->pdata[0];
    g_assert_cmpint (ddi_rows_get_int (rows, 0, ddi_rows_column (rows, "n_missing")), ==, 1);
  }
}

/* The map of numbers: how far off a shop's forecasts were, and what it sold day by day. */
static void
test_map (void)
{
  DdiDay today = ddi_session_get_today (session, 0);
  g_autofree char *first = ddi_day_format (today - 6), *last = ddi_day_format (today), *added = NULL;
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GError) error = NULL;
  DdiUnit *unit = ddi_unit_new ();
  GtkWidget *trend = g_object_ref_sink (ddi_trend_new ());
  const double *values;
  DdiRows *rows;
  guint n;

  added = ddi_test_home_psql (
      home, FALSE,
      "INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, quantity_sold, source) "
      "SELECT "
      "user_id, store_id, date, product_id, product_name, 10 * (CURRENT_DATE - date), 'till' FROM "
      "daily_production "
      "ON CONFLICT (store_id, date, product_id) DO UPDATE SET quantity_sold = excluded.quantity_sold, source "
      "= 'till';"
      "INSERT INTO forecasts (user_id, store_id, product_id, product_name, forecast_date, predicted_demand, "
      "status) "
      "SELECT user_id, store_id, product_id, product_name, date, 12, 'pending' FROM daily_sales;"
      "INSERT INTO forecasts (user_id, store_id, product_id, product_name, forecast_date, predicted_demand, "
      "status) "
      "SELECT user_id, store_id, product_id, product_name, date, 22, 'approved' FROM daily_sales "
      "WHERE date = CURRENT_DATE - 1");
  ddi_unit_add (unit, "stores/list", g_variant_new ("(sssms)", first, last, last, NULL));
  results = ddi_database_run (ddi_session_get_database (session), unit, NULL, &error);
  g_assert_no_error (error);
  rows = results->pdata[0];
  g_assert_cmpuint (ddi_rows_get_n (rows), ==, 1);
  /* 40, 30 and 20 were missed by the pending 12, 10 by the 22 that was approved. */
  g_assert_cmpfloat_with_epsilon (ddi_rows_get_double (rows, 0, ddi_rows_column (rows, "wape")),
                                  (28 + 18 + 8 + 12) / 100.0, 1e-9);
  g_assert_cmpstr (ddi_rows_get_text (rows, 0, ddi_rows_column (rows, "trend")), ==,
                   "{NULL,NULL,40,30,20,10,NULL}");

  ddi_trend_set_values (DDI_TREND (trend), ddi_rows_get_text (rows, 0, ddi_rows_column (rows, "trend")));
  values = ddi_trend_get_values (DDI_TREND (trend), &n);
  g_assert_cmpuint (n, ==, 7);
  g_assert_true (isnan (values[1]));
  g_assert_cmpfloat (values[2], ==, 40);
  g_assert_cmpfloat (values[5], ==, 10);
  g_assert_true (isnan (values[6]));
  ddi_trend_set_values (DDI_TREND (trend), NULL);
  ddi_trend_get_values (DDI_TREND (trend), &n);
  g_assert_cmpuint (n, ==, 0);
  g_object_unref (trend);
}

static gboolean
is_there (gpointer user_data)
{
  return g_file_test (user_data, G_FILE_TEST_EXISTS);
}

/* One workbook and one PDF a shop; the week is the one after today's. */
static void
test_sheets (void)
{
  DdiWindow *window = open_page ();
  DdiDay sunday = ddi_session_get_today (session, 0) + 1;
  g_autofree char *folder = g_dir_make_tmp ("ddi-sheets-XXXXXX", NULL), *saturday = NULL;
  g_autofree char *workbook_name = NULL, *paper_name = NULL, *workbook = NULL, *paper = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  while (ddi_day_weekday (sunday) != DDI_SUNDAY)
    sunday++;
  saturday = ddi_day_format (sunday + 6);
  workbook_name = g_strdup_printf ("Lakeside week-ending %s.xlsx", saturday);
  paper_name = g_strdup_printf ("Lakeside week-ending %s.pdf", saturday);
  workbook = g_build_filename (folder, workbook_name, NULL);
  paper = g_build_filename (folder, paper_name, NULL);
  g_assert_true (
      g_action_group_has_action (G_ACTION_GROUP (ddi_page_get_actions (ddi_window_get_page (window))),
                                 "make-sheets"));
  ddi_stores_sheets_write (window, folder, cancellable);
  ddi_test_wait (is_there, paper);
  g_assert_true (is_there (workbook));
  ddi_test_settle ();
  g_assert_cmpint (g_unlink (workbook), ==, 0);
  g_assert_cmpint (g_unlink (paper), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  ddi_test_window_close (window);
}

/* By the ending a PDF or a workbook. */
static void
test_report (void)
{
  static const char *const endings[] = { "pdf", "xlsx" };
  static const char *const starts[] = { "%PDF-", "PK" };
  DdiWindow *window = open_page ();
  g_autofree char *folder = g_dir_make_tmp ("ddi-report-XXXXXX", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *name = g_strconcat ("week.", endings[i], NULL), *text = NULL;
      g_autofree char *path = g_build_filename (folder, name, NULL);

      ddi_stores_report_write (window, path, NULL, cancellable);
      ddi_test_wait (is_there, path);
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_assert_true (g_str_has_prefix (text, starts[i]));
      ddi_test_settle ();
      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  ddi_test_window_close (window);
}

/* What a printer would get, in a file instead. */
static void
assert_prints (DdiWindow *window, GtkPrintOperation *operation, int n_pages)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = ddi_test_directory_new_path ("printed"), *text = NULL;

  gtk_print_operation_set_export_filename (operation, path);
  g_assert_cmpint (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, GTK_WINDOW (window),
                                            &error),
                   ==, GTK_PRINT_OPERATION_RESULT_APPLY);
  g_assert_no_error (error);
  g_assert_cmpint (gtk_print_operation_get_n_pages_to_print (operation), ==, n_pages);
  g_assert_cmpint (gtk_page_setup_get_orientation (gtk_print_operation_get_default_page_setup (operation)),
                   ==, GTK_PAGE_ORIENTATION_LANDSCAPE);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "%PDF-"));
}

/* Both papers go to a printer, lengthwise, all their pages. */
static void
test_print (void)
{
  DdiWindow *window = open_page ();
  DdiDatabase *database = ddi_session_get_database (session);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sheets =
      ddi_week_sheets_load (database, ddi_stores_sheets_get_sunday (session), 0, NULL, &error);
  g_autoptr (GtkPrintOperation) operation = NULL, report = NULL;
  DdiWeekly *weekly;

  g_assert_no_error (error);
  g_assert_cmpuint (sheets->len, ==, 1);
  /* A shop with more products than a page has room for. */
  for (guint i = 0; i < 40; i++)
    ddi_week_sheet_add (sheets->pdata[0], "Glazed", NULL,
                        (const gint32[DDI_SHEET_DAYS]){ 1, 2, 3, 4, 5, 6, 7 });
  operation = ddi_stores_sheets_operation_new (sheets);
  assert_prints (window, operation, 2);

  weekly = ddi_weekly_load (database, NULL, ddi_stores_report_get_sunday (session), NULL, &error);
  g_assert_no_error (error);
  report = ddi_stores_report_operation_new (weekly);
  assert_prints (window, report, 2);
  ddi_test_window_close (window);
}

static gboolean
asks_for_printer (gpointer user_data)
{
  GType type = g_type_from_name ("GtkPrintUnixDialog");

  return type != 0 && ddi_test_dialog_find (type) != NULL;
}

static gboolean
asks_no_more (gpointer user_data)
{
  return !asks_for_printer (NULL);
}

/* The page's actions lead to the printer's dialog, by keys, too; nothing is noted where that was left. */
static void
test_print_actions (void)
{
  static const char *const actions[] = { "page.print", "page.print-report" };
  static const char *const keys[] = { "<Control>p", "<Control><Shift>p" };
  DdiWindow *window = open_page ();

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_auto (GStrv) accels =
          gtk_application_get_accels_for_action (gtk_window_get_application (GTK_WINDOW (window)),
                                                 actions[i]);
      guint key, wanted;
      GdkModifierType modifiers, wanted_modifiers;

      g_assert_cmpuint (g_strv_length (accels), ==, 1);
      gtk_accelerator_parse (accels[0], &key, &modifiers);
      gtk_accelerator_parse (keys[i], &wanted, &wanted_modifiers);
      g_assert_cmpuint (key, ==, wanted);
      g_assert_cmpuint (modifiers, ==, wanted_modifiers);
      ddi_test_activate (window, actions[i]);
      ddi_test_wait (asks_for_printer, NULL);
      gtk_window_close (GTK_WINDOW (ddi_test_dialog_find (g_type_from_name ("GtkPrintUnixDialog"))));
      ddi_test_wait (asks_no_more, NULL);
    }
  ddi_test_wait_for_sql (home, "SELECT count(*) FROM audit_logs WHERE action = 'PRINT'", "0");
  ddi_test_window_close (window);
}

/* Where there are several districts, one is chosen first. */
static void
test_print_report_of_district (void)
{
  static const char *const districts[] = { "North", "South", NULL };
  DdiWindow *window = open_page ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GtkWidget *question = ddi_stores_print_report (window, districts, "South", cancellable);
  GtkDropDown *list = GTK_DROP_DOWN (adw_message_dialog_get_extra_child (ADW_MESSAGE_DIALOG (question)));

  g_assert_cmpuint (gtk_drop_down_get_selected (list), ==, 2);
  g_assert_cmpuint (g_list_model_get_n_items (gtk_drop_down_get_model (list)), ==, 3);
  gtk_drop_down_set_selected (list, 1);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (question), "print");
  gtk_window_destroy (GTK_WINDOW (question));
  ddi_test_wait (asks_for_printer, NULL);
  gtk_window_close (GTK_WINDOW (ddi_test_dialog_find (g_type_from_name ("GtkPrintUnixDialog"))));
  ddi_test_wait (asks_no_more, NULL);
  ddi_test_window_close (window);
}

static gboolean
is_visible (gpointer widget)
{
  return gtk_native_dialog_get_visible (GTK_NATIVE_DIALOG (widget));
}

static GtkWidget *
find_choice (GtkWidget *root)
{
  GtkWidget *found = GTK_IS_DROP_DOWN (root) ? root : NULL;

  for (GtkWidget *below = gtk_widget_get_first_child (root); below && !found;
       below = gtk_widget_get_next_sibling (below))
    found = find_choice (below);
  return found;
}

/* The file dialog's list of districts. */
static GtkDropDown *
find_districts (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();
  GtkWidget *found = NULL;

  for (GList *l = windows; l && !found; l = l->next)
    if (GTK_IS_FILE_CHOOSER (l->data) && gtk_widget_get_mapped (l->data))
      found = find_choice (l->data);
  g_assert_nonnull (found);
  return GTK_DROP_DOWN (found);
}

/* A district has a report of its own, and the dialog asks for which. */
static void
test_report_of_district (void)
{
  static const char *const districts[] = { "North", "South", NULL };
  g_autofree char *made = ddi_test_home_psql (home, FALSE,
                                              "INSERT INTO districts (name) VALUES ('South') ON CONFLICT DO "
                                              "NOTHING; INSERT INTO stores (district_id, name) "
                                              "SELECT id, 'Harbour' FROM districts WHERE name = 'South'");
  DdiWindow *window = open_page ();
  g_autofree char *folder = g_dir_make_tmp ("ddi-report-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "week.csv", NULL), *text = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GtkNativeDialog *dialog = ddi_stores_report_ask (window, districts, "South", cancellable);

  ddi_test_wait (is_visible, dialog);
  g_assert_cmpstr (gtk_file_chooser_get_choice (GTK_FILE_CHOOSER (dialog), "district"), ==, "1");
  gtk_drop_down_set_selected (find_districts (), 1);
  g_assert_cmpstr (gtk_file_chooser_get_choice (GTK_FILE_CHOOSER (dialog), "district"), ==, "");
  g_signal_emit_by_name (dialog, "response", GTK_RESPONSE_CANCEL);

  ddi_stores_report_write (window, path, "South", cancellable);
  ddi_test_wait (is_there, path);
  ddi_test_settle ();
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "Harbour"));
  g_assert_null (strstr (text, "Lakeside"));
  g_assert_null (strstr (text, "North"));
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
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
      "INSERT INTO districts (name) VALUES ('North'); INSERT INTO products (name) VALUES ('Glazed')");
  session = ddi_test_session_new (home);

  g_test_add_func ("/stores/first-shop", test_first_shop);
  g_test_add_func ("/stores/edit-undo", test_edit_undo);
  g_test_add_func ("/stores/delete", test_delete);
  g_test_add_func ("/stores/figures", test_figures);
  g_test_add_func ("/stores/map", test_map);
  g_test_add_func ("/stores/sheets", test_sheets);
  g_test_add_func ("/stores/report", test_report);
  g_test_add_func ("/stores/print", test_print);
  g_test_add_func ("/stores/print-actions", test_print_actions);
  g_test_add_func ("/stores/print-report-of-district", test_print_report_of_district);
  g_test_add_func ("/stores/report-of-district", test_report_of_district);
  status = g_test_run ();
  g_clear_object (&session);
  ddi_home_close (home, NULL);
  g_object_unref (home);
  return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns that an administrator adds, through the Database page. */
#include "database-fixture.h"

#include <string.h>

#include "pages/ddi-test-dialog.h"
#include "tasks/ddi-custom-columns.h"

#define NAMES                                                                                                \
  "SELECT coalesce(string_agg(entity || ':' || name || ':' || label, ',' ORDER BY id), '') "                 \
  "FROM custom_columns WHERE dropped_at IS NULL"

static GtkWidget *
in_dialog (const char *title)
{
  return database_find_sure (database_wait_for_dialog (), database_has_title, title);
}

static void
write_label (const char *label)
{
  gtk_editable_set_text (GTK_EDITABLE (in_dialog ("Heading")), label);
}

static gboolean
says_already (gpointer user_data)
{
  GtkWidget *dialog = ddi_test_dialog_find (ADW_TYPE_MESSAGE_DIALOG);

  return dialog && strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)), "already");
}

static gboolean
says_nothing_of (gpointer user_data)
{
  GtkWidget *dialog = ddi_test_dialog_find (ADW_TYPE_MESSAGE_DIALOG);

  return dialog && strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)),
                           "In 3 rows the value is nothing of that kind: “4” (3)");
}

static GtkWidget *
wait_for_column (DdiWindow *window, const char *label)
{
  ddi_test_wait_for_page (ddi_window_get_page (window));
  return database_find_sure (database_get_part (window, "columns"), database_has_title, label);
}

/* Added, headed anew, removed, brought back and cleared, each taken back where it can be. */
static void
test_columns (void)
{
  DdiWindow *window = database_open (NULL, "columns");
  GtkWidget *part = database_get_part (window, "columns"), *row;
  g_autofree char *typed = NULL;

  g_assert_true (gtk_widget_get_visible (database_find_sure (part, database_has_id, "empty")));
  database_click (database_find_sure (part, database_has_id, "add"));
  g_assert_false (
      adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (database_wait_for_dialog ()), "do"));
  write_label ("Crew on duty");
  adw_combo_row_set_selected (ADW_COMBO_ROW (in_dialog ("Kind")), DDI_CUSTOM_INTEGER);
  database_answer ("do");
  ddi_test_wait_for_sql (database_home (), NAMES, "sales:crew_on_duty:Crew on duty");
  row = wait_for_column (window, "Crew on duty");
  database_undo (window);
  ddi_test_wait_for_sql (database_home (), NAMES, "");
  row = wait_for_column (window, "Crew on duty");
  database_click (database_find_sure (row, database_has_tooltip, "Restore"));
  ddi_test_wait_for_sql (database_home (), NAMES, "sales:crew_on_duty:Crew on duty");

  /* What cannot be added is told, with what was typed. */
  row = wait_for_column (window, "Crew on duty");
  database_click (database_find_sure (part, database_has_id, "add"));
  write_label ("CREW on duty");
  database_answer ("do");
  ddi_test_wait (says_already, NULL);
  typed = g_strdup (gtk_editable_get_text (GTK_EDITABLE (in_dialog ("Heading"))));
  g_assert_cmpstr (typed, ==, "CREW on duty");
  database_answer ("cancel");

  row = wait_for_column (window, "Crew on duty");
  database_click (database_find_sure (row, database_has_tooltip, "Another heading…"));
  write_label ("Crew");
  database_answer ("do");
  ddi_test_wait_for_sql (database_home (), NAMES, "sales:crew_on_duty:Crew");
  row = wait_for_column (window, "Crew");
  database_undo (window);
  ddi_test_wait_for_sql (database_home (), NAMES, "sales:crew_on_duty:Crew on duty");

  database_sql (
      "INSERT INTO districts (id, name) VALUES (78, 'New'); INSERT INTO stores (id, district_id, name) "
      "VALUES (78, 78, 'New shop'); INSERT INTO products (id, name) VALUES (78, 'New product');"
      "INSERT INTO daily_sales (user_id, store_id, date, product_id, quantity_sold, custom) SELECT 1, 78, "
      "'2026-02-01'::date + n, 78, 3, '{\"crew_on_duty\": 4}' FROM generate_series(0, 2) n");
  /* Another kind: what it does is said first, and it is taken back. */
  row = wait_for_column (window, "Crew on duty");
  database_click (database_find_sure (row, database_has_tooltip, "Another kind…"));
  g_assert_false (
      adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (database_wait_for_dialog ()), "do"));
  adw_combo_row_set_selected (ADW_COMBO_ROW (in_dialog ("Kind")), DDI_CUSTOM_BOOLEAN);
  database_answer ("do");
  ddi_test_wait (says_nothing_of, NULL);
  database_answer ("do");
  ddi_test_wait_for_sql (database_home (), "SELECT custom FROM daily_sales WHERE store_id = 78 GROUP BY 1",
                         "{\"crew_on_duty_was_1\": 4}");
  row = wait_for_column (window, "Crew on duty (before: Whole number)");
  database_undo (window);
  ddi_test_wait_for_sql (database_home (), "SELECT custom FROM daily_sales WHERE store_id = 78 GROUP BY 1",
                         "{\"crew_on_duty\": 4}");
  row = wait_for_column (window, "Crew on duty");
  g_assert_null (database_find (part, database_has_title, "Crew on duty (before: Whole number)"));

  database_click (database_find_sure (row, database_has_tooltip, "Remove…"));
  g_assert_nonnull (strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (database_wait_for_dialog ())),
                            "3 rows have a value"));
  database_answer ("do");
  ddi_test_wait_for_sql (database_home (), NAMES, "");
  row = wait_for_column (window, "Crew on duty");
  database_click (database_find_sure (row, database_has_tooltip, "Delete its values…"));
  g_assert_nonnull (
      strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (database_wait_for_dialog ())), "3 rows"));
  database_answer ("do");
  ddi_test_wait_for_sql (database_home (), "SELECT count(*) FROM daily_sales WHERE custom IS NOT NULL", "0");
  ddi_test_wait_for_page (ddi_window_get_page (window));
  g_assert_null (database_find (part, database_has_title, "Crew on duty"));
  ddi_test_window_close (window);
}

int
main (int argc, char **argv)
{
  database_fixture_init (&argc, &argv);
  g_test_add_func ("/database/columns", test_columns);
  return database_fixture_run ();
}

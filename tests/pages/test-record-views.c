/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands beside the lists of records: trends of sales, where waste comes from, goals. */
#include "records-fixture.h"

#include <string.h>

#include "app/ddi-table.h"
#include "chart/ddi-chart-view.h"
#include "core/ddi-format.h"
#include "pages/ddi-test-dialog.h"
#include "pages/records/ddi-record-dialog.h"
#include "pages/records/ddi-records-page.h"
#include "pages/sales/ddi-sales-trends.h"
#include "pages/waste/ddi-goals-dialog.h"
#include "pages/waste/ddi-waste-view.h"

static GtkWidget *
find_descendant (GtkWidget *widget, GType type)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (widget, type) ? widget : NULL;

  for (GtkWidget *c = gtk_widget_get_first_child (widget); c && !found; c = gtk_widget_get_next_sibling (c))
    found = find_descendant (c, type);
  return found;
}

static gboolean
has_rows (gpointer list)
{
  return gtk_list_box_get_row_at_index (list, 0) != NULL;
}

/* Beside the list of waste: where it comes from, what another order would have brought, the goals. */
static void
test_waste_view (void)
{
  DdiWindow *window = records_open ("waste");
  GtkWidget *view = find_descendant (GTK_WIDGET (window), DDI_TYPE_WASTE_VIEW);
  GObject *goals, *levels;
  GtkListBoxRow *row;

  g_assert_nonnull (view);
  goals = gtk_widget_get_template_child (view, DDI_TYPE_WASTE_VIEW, "goals");
  levels = gtk_widget_get_template_child (view, DDI_TYPE_WASTE_VIEW, "levels");
  ddi_test_wait (has_rows, goals);
  row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (goals), 0);
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, "Store 01");
  g_assert_nonnull (gtk_list_box_get_row_at_index (GTK_LIST_BOX (levels), 4));
  ddi_test_window_close (window);
}

static gboolean
is_empty (gpointer list)
{
  return !has_rows (list);
}

/* Where the list can be read and what stands beside it cannot, the list stays, and no figures of before beside it. */
static void
test_view_fails (void)
{
  DdiWindow *window = records_open ("waste");
  DdiPage *page = ddi_window_get_page (window);

  GtkWidget *view = find_descendant (GTK_WIDGET (window), DDI_TYPE_WASTE_VIEW);
  GObject *goals = gtk_widget_get_template_child (view, DDI_TYPE_WASTE_VIEW, "goals");

  ddi_test_wait (has_rows, goals);
  g_free (ddi_test_home_psql (records_home (), FALSE, "ALTER TABLE waste_goals RENAME TO goals_away"));
  ddi_page_refresh (page);
  ddi_test_wait (is_empty, goals);
  ddi_test_wait_for_page (page);
  g_assert_cmpint (ddi_page_get_state (page), ==, DDI_PAGE_CONTENT);
  g_free (ddi_test_home_psql (records_home (), FALSE, "ALTER TABLE goals_away RENAME TO waste_goals"));
  ddi_page_reload (page);
  ddi_test_wait (has_rows, goals);
  g_assert_cmpint (ddi_page_get_state (page), ==, DDI_PAGE_CONTENT);
  ddi_test_window_close (window);
}

typedef struct
{
  GtkWidget *view;
  const char *text; /* of the summary */
} Summary;

static gboolean
sums_up (gpointer data)
{
  const Summary *self = data;
  GObject *label = gtk_widget_get_template_child (self->view, DDI_TYPE_SALES_TRENDS, "summary");

  return strstr (gtk_label_get_label (GTK_LABEL (label)), self->text) != NULL;
}

static void
wait_for_sum (GtkWidget *view, const char *text)
{
  Summary summary = { view, text };

  ddi_test_wait (sums_up, &summary);
}

static void
choose (int store_id, DdiDay first, DdiDay last)
{
  DdiFilter filter;

  ddi_session_get_filter (records_session (), &filter);
  filter.store_id = store_id;
  filter.first = first;
  filter.last = last;
  ddi_session_set_filter (records_session (), &filter);
}

static DdiChart *
get_chart (GtkWidget *view)
{
  return ddi_chart_view_get_chart (DDI_CHART_VIEW (find_descendant (view, DDI_TYPE_CHART_VIEW)));
}

static gboolean
shows_first (gpointer view)
{
  GListModel *model = G_LIST_MODEL (ddi_table_get_selection (ddi_sales_trends_get_table (view)));
  g_autoptr (DdiQueryRow) row = g_list_model_get_item (model, 0);
  guint index;
  DdiRows *rows = row ? ddi_query_row_get (row, &index) : NULL;

  return rows && ddi_rows_get_int (rows, index, ddi_rows_column (rows, "quantity_sold")) == 4;
}

/* Beside the list of sales: what came in on each day, as a chart, in one sentence and day by day; in pieces where no
 * revenue is known. */
static void
test_sales_trends (void)
{
  DdiDay today = ddi_session_get_today (records_session (), 0);
  g_autofree char *all = ddi_format_money_whole (8000, "USD"), *each = ddi_format_money_whole (4000, "USD"),
                  *most = ddi_format_money_whole (5000, "USD"), *best = ddi_format_day (today - 2);
  g_autofree char *text =
      g_strdup_printf ("%s on 2 days, %s a day; the most, %s, on %s", all, each, most, best);
  DdiFilter before;
  DdiWindow *window;
  GtkWidget *view, *stack;
  GListModel *model;

  ddi_session_get_filter (records_session (), &before);
  g_free (ddi_test_home_psql (
      records_home (), FALSE,
      "INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, quantity_sold, revenue) "
      "SELECT (SELECT min(id) FROM users), 2, CURRENT_DATE - d, 1, 'Glazed', n, money FROM (VALUES (5, 10, "
      "30.00), "
      "(2, 4, 50.00), (1, 7, NULL)) v(d, n, money)"));
  choose (2, today - 6, today - 1);
  window = records_open ("sales");
  view = find_descendant (GTK_WIDGET (window), DDI_TYPE_SALES_TRENDS);
  g_assert_nonnull (view);
  stack = gtk_widget_get_parent (view);
  gtk_stack_set_visible_child_name (GTK_STACK (stack), "view");
  wait_for_sum (view, text);
  g_assert_true (gtk_widget_get_mapped (view));
  /* Five days from the first to the last that something was sold on, two of them without anything. */
  g_assert_cmpstr (ddi_chart_get_title (get_chart (view)), ==, "Revenue by day");
  g_assert_cmpuint (ddi_chart_get_n (get_chart (view)), ==, 5);
  g_assert_cmpint (ddi_chart_get_day (get_chart (view), 0), ==, today - 5);
  model = G_LIST_MODEL (ddi_table_get_selection (ddi_sales_trends_get_table (DDI_SALES_TRENDS (view))));
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 3);

  /* Other days, and one of them alone. */
  choose (2, today - 2, today - 2);
  wait_for_sum (view, "on 1 day, ");
  ddi_test_wait (shows_first, view);
  g_assert_cmpuint (ddi_chart_get_n (get_chart (view)), ==, 1);

  choose (1, today - 6, today - 1);
  wait_for_sum (view, "99 pieces on 6 days, 17 pieces a day; the most, 19 pieces");
  g_assert_cmpstr (ddi_chart_get_title (get_chart (view)), ==, "Sold by day");

  choose (2, today - 60, today - 50);
  ddi_test_wait_for_page (ddi_window_get_page (window));
  g_assert_cmpint (ddi_page_get_state (ddi_window_get_page (window)), ==, DDI_PAGE_EMPTY);
  ddi_session_set_filter (records_session (), &before);
  ddi_test_wait_for_page (ddi_window_get_page (window));
  ddi_test_window_close (window);
  g_free (ddi_test_home_psql (records_home (), FALSE,
                              "DELETE FROM daily_sales WHERE store_id = 2 AND date < CURRENT_DATE"));
}

static const char goals_set[] = "SELECT coalesce(string_agg(store_id || ' ' || valid_from || ' ' || "
                                "coalesce(share::text, 'common'), ', ' "
                                "ORDER BY store_id, valid_from), '-') FROM waste_goals";

static gboolean
has_shops (gpointer dialog)
{
  return ddi_goals_dialog_get_row (dialog, "Store 02") != NULL;
}

static void
type_goal (GtkWidget *dialog, const char *store, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (ddi_goals_dialog_get_row (DDI_GOALS_DIALOG (dialog), store)), text);
}

static GtkWidget *
open_goals (DdiWindow *window)
{
  GtkWidget *dialog;

  ddi_test_activate (window, "page.goals");
  dialog = ddi_test_dialog_find (DDI_TYPE_GOALS_DIALOG);
  ddi_test_wait (has_shops, dialog);
  return dialog;
}

static gboolean
says_below (gpointer list)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (list, 0);

  return row && strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), "40.0 %") != NULL;
}

static gboolean
can_save (gpointer button)
{
  return gtk_widget_get_sensitive (button);
}

/* A goal for each shop or one for all; nothing stands for that of all shops; undo takes them back. */
static void
test_goals (void)
{
  static const char *const wrong[] = { "-1", "101", "15.55", "some" };
  GType type = DDI_TYPE_GOALS_DIALOG;
  DdiWindow *window = records_open ("waste");
  GtkWidget *view = find_descendant (GTK_WIDGET (window), DDI_TYPE_WASTE_VIEW), *dialog = open_goals (window);
  g_autofree char *today = ddi_day_format (ddi_session_get_today (records_session (), 0));
  g_autofree char *one = g_strdup_printf ("1 %s 0.400", today);
  g_autofree char *both = g_strdup_printf ("1 %s 0.125, 2 %s 0.125", today, today);
  g_autofree char *ended = g_strdup_printf ("1 %s common, 2 %s 0.125", today, today);
  g_autofree char *theirs = NULL;

  g_assert_false (gtk_widget_get_sensitive (ddi_test_dialog_save_button (dialog, type)));
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      type_goal (dialog, "Store 01", wrong[i]);
      g_assert_false (gtk_widget_get_sensitive (ddi_test_dialog_save_button (dialog, type)));
    }
  type_goal (dialog, "Store 01", "40 %");
  ddi_test_dialog_save (dialog, type);
  ddi_test_wait (ddi_test_dialog_is_closed, &type);
  ddi_test_wait_for_sql (records_home (), goals_set, one);
  ddi_test_wait (says_below, gtk_widget_get_template_child (view, DDI_TYPE_WASTE_VIEW, "goals"));

  dialog = open_goals (window);
  gtk_editable_set_text (GTK_EDITABLE (gtk_widget_get_template_child (dialog, type, "every")), "12.5");
  g_signal_emit_by_name (gtk_widget_get_template_child (dialog, type, "every"), "apply");
  ddi_test_dialog_save (dialog, type);
  ddi_test_wait (ddi_test_dialog_is_closed, &type);
  ddi_test_wait_for_sql (records_home (), goals_set, both);

  dialog = open_goals (window);
  type_goal (dialog, "Store 01", "");
  ddi_test_dialog_save (dialog, type);
  ddi_test_wait (ddi_test_dialog_is_closed, &type);
  ddi_test_wait_for_sql (records_home (), goals_set, ended);
  ddi_test_activate (window, "window.undo");
  ddi_test_wait_for_sql (records_home (), goals_set, both);
  ddi_test_activate (window, "window.undo");
  ddi_test_wait_for_sql (records_home (), goals_set, one);

  /* Somebody else was faster. */
  dialog = open_goals (window);
  theirs = ddi_test_home_psql (records_home (), FALSE, "UPDATE waste_goals SET share = 0.3");
  type_goal (dialog, "Store 01", "20");
  ddi_test_dialog_save (dialog, type);
  ddi_test_wait (can_save, ddi_test_dialog_save_button (dialog, type));
  g_assert_true (
      gtk_widget_get_visible (GTK_WIDGET (gtk_widget_get_template_child (dialog, type, "message"))));
  gtk_window_destroy (GTK_WINDOW (dialog));
  theirs = (g_free (theirs), ddi_test_home_psql (records_home (), FALSE, "SELECT share FROM waste_goals"));
  g_assert_cmpstr (theirs, ==, "0.300");
  ddi_test_window_close (window);
}

int
main (int argc, char **argv)
{
  records_fixture_init (&argc, &argv);
  g_test_add_func ("/records/waste-view", test_waste_view);
  g_test_add_func ("/records/view-fails", test_view_fails);
  g_test_add_func ("/records/sales-trends", test_sales_trends);
  g_test_add_func ("/waste/goals", test_goals);
  return records_fixture_run ();
}

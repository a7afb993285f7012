/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slow statements and plans on the Database page. */
#include "database-fixture.h"

#include <string.h>

#include "core/ddi-format.h"
#include "tasks/ddi-maintenance.h"

static gboolean
is_visible (gpointer widget)
{
  return gtk_widget_get_visible (widget);
}

static void
test_explain (void)
{
  DdiWindow *window = database_open (NULL, "queries");
  GtkWidget *part = database_get_part (window, "queries"),
            *plan = database_find_sure (part, database_has_id, "plan");

  g_assert_false (is_visible (plan));
  database_click (database_find_sure (part, database_has_id, "explain"));
  ddi_test_wait (is_visible, plan);
  g_assert_nonnull (gtk_list_box_get_row_at_index (GTK_LIST_BOX (plan), 3));
  ddi_test_window_close (window);
}

/* A home whose server counts statements. */
static DdiHome *
open_counting_home (void)
{
  g_autofree char *path = ddi_test_home_new_path ();
  g_autoptr (DdiHome) first = ddi_test_home_open (path);
  g_autoptr (DdiMaintenance) maintenance = ddi_maintenance_new (first, NULL);
  g_autoptr (GError) error = NULL;

  ddi_maintenance_count_statements (maintenance, NULL, &error);
  g_assert_no_error (error);
  g_clear_object (&maintenance);
  ddi_home_close (first, &error);
  g_assert_no_error (error);
  return ddi_test_home_open (path);
}

static void
set_bound (GtkWidget *part, const char *id, double value)
{
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (database_find_sure (part, database_has_id, id)), value);
}

static gboolean
shows_slept_only (gpointer part)
{
  return database_find (part, database_has_title, "pg_sleep") != NULL &&
         database_find (part, database_has_title, "AS quick") == NULL;
}

static gboolean
shows_both (gpointer part)
{
  return database_find (part, database_has_title, "pg_sleep") != NULL &&
         database_find (part, database_has_title, "AS quick") != NULL;
}

static gboolean
shows_one (gpointer part)
{
  GtkListBox *slow = GTK_LIST_BOX (database_find_sure (part, database_has_id, "slow"));

  return gtk_list_box_get_row_at_index (slow, 0) && gtk_list_box_get_row_at_index (slow, 1) == NULL;
}

static gboolean
shows_no_statement (gpointer part)
{
  return !gtk_widget_get_visible (database_find_sure (part, database_has_id, "slow"));
}

/* Only those that take so long each time, and so many of them, at once; where there is none, that is said. */
static void
test_slow (void)
{
  g_autoptr (DdiHome) counting = open_counting_home ();
  g_autoptr (DdiSession) there = ddi_test_session_new (counting);
  g_autofree char *bound = ddi_format_int (80000000);
  DdiWindow *window;
  GtkWidget *part, *reason;

  g_free (ddi_test_home_psql (counting, FALSE, "SELECT 1 AS quick"));
  g_free (ddi_test_home_psql (counting, FALSE, "SELECT pg_sleep(0.6)"));
  window = database_open (there, "queries");
  part = database_get_part (window, "queries");
  reason = database_find_sure (part, database_has_id, "reason");
  g_assert_true (is_visible (database_find_sure (part, database_has_id, "bounds")));
  set_bound (part, "most", 1000);
  ddi_test_wait (shows_both, part);
  set_bound (part, "mean", 500);
  ddi_test_wait (shows_slept_only, part);
  g_assert_false (is_visible (reason));
  /* The page read anew keeps to the bounds. */
  ddi_page_reload (ddi_window_get_page (window));
  ddi_test_wait_for_page (ddi_window_get_page (window));
  ddi_test_wait (shows_slept_only, part);
  set_bound (part, "mean", 80000000);
  ddi_test_wait (shows_no_statement, part);
  g_assert_true (is_visible (reason));
  g_assert_nonnull (strstr (gtk_label_get_label (GTK_LABEL (reason)), bound));
  set_bound (part, "mean", 0);
  set_bound (part, "most", 1);
  ddi_test_wait (shows_one, part);
  ddi_test_window_close (window);
  g_clear_object (&there);
  ddi_home_close (counting, NULL);

  /* Where nothing is counted there is nothing to choose from, and the reason is told. */
  window = database_open (NULL, "queries");
  part = database_get_part (window, "queries");
  g_assert_false (is_visible (database_find_sure (part, database_has_id, "bounds")));
  g_assert_true (is_visible (database_find_sure (part, database_has_id, "reason")));
  ddi_test_window_close (window);
}

int
main (int argc, char **argv)
{
  database_fixture_init (&argc, &argv);
  g_test_add_func ("/database/explain", test_explain);
  g_test_add_func ("/database/slow", test_slow);
  return database_fixture_run ();
}

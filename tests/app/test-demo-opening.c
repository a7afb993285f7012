/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The demo district, opened as the program opens it: its figures are there first, and its forecasts are made while they are
 * looked at. */
#include "app/ddi-opening.h"
#include "app/ddi-test-window.h"
#include "support/ddi-test-home.h"

static DdiSession *session;

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  session = ddi_opening_run_finish (result, &error);
  g_assert_no_error (error);
}

static gboolean
is_open (gpointer user_data)
{
  return session != NULL;
}

static void
open_demo (const char *path)
{
  const DdiOpeningOptions options = { .kind = DDI_HOME_KIND_DEMO, .data_dir = path };

  ddi_opening_run_async (&options, NULL, opened_cb, NULL);
  ddi_test_wait (is_open, NULL);
}

static void
leave_demo (void)
{
  g_autoptr (DdiHome) home = g_object_ref (ddi_session_get_home (session));

  g_clear_object (&session);
  g_assert_true (ddi_home_close (home, NULL));
}

static gboolean
has_ended (gpointer run)
{
  return !ddi_generate_run_is_running (run);
}

/* Nobody has asked for it, so nobody is told but the pages. */
static void
ended_cb (DdiGenerateRun *run, const char *what, const GError *error, guint *n_ended)
{
  g_assert_no_error (error);
  g_assert_cmpstr (what, ==, "");
  (*n_ended)++;
}

/* The text of the first line of the list that has one of these titles. */
static GtkWidget *
find_line (GtkWidget *root, const char *title)
{
  if (ADW_IS_ACTION_ROW (root) && gtk_widget_get_mapped (root) &&
      g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (root)), title))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_line (child, title);

      if (found)
        return found;
    }
  return NULL;
}

static void
test_figures_first (void)
{
  g_autofree char *path = ddi_test_home_new_path ();
  g_autoptr (DdiGenerateRun) run = NULL;
  g_autofree char *known = NULL;
  guint n_ended = 0;
  DdiHome *home;
  DdiWindow *window;
  GtkWidget *page;

  open_demo (path);
  home = ddi_session_get_home (session);
  run = g_object_ref (ddi_session_get_generate_run (session));
  g_assert_true (ddi_generate_run_is_running (run));
  known = ddi_test_home_psql (home, FALSE, "SELECT count(*) > 100000 FROM daily_sales");
  g_assert_cmpstr (known, ==, "t");

  window = ddi_test_window_new (session);
  ddi_window_open_page (window, "overview", NULL);
  page = GTK_WIDGET (ddi_window_get_page (window));
  ddi_test_wait_for_page (DDI_PAGE (page));
  g_assert_cmpint (ddi_page_get_state (DDI_PAGE (page)), ==, DDI_PAGE_CONTENT);
  g_assert_true (ddi_generate_run_is_running (run));
  g_assert_nonnull (find_line (page, "The coming days are being forecast"));

  /* Who stops it is told how to go on, and the next start makes up for it. */
  ddi_generate_run_stop (run);
  ddi_test_wait (has_ended, run);
  ddi_test_wait_for_page (DDI_PAGE (page));
  g_assert_nonnull (find_line (page, "Nothing is forecast yet"));
  ddi_test_window_close (window);
  g_clear_object (&run);
  leave_demo ();

  open_demo (path);
  home = ddi_session_get_home (session);
  run = g_object_ref (ddi_session_get_generate_run (session));
  g_assert_true (ddi_generate_run_is_running (run));
  window = ddi_test_window_new (session);
  ddi_window_open_page (window, "overview", NULL);
  g_signal_connect (run, "ended", G_CALLBACK (ended_cb), &n_ended);
  ddi_test_wait (has_ended, run);
  g_assert_cmpuint (n_ended, ==, 1);
  page = GTK_WIDGET (ddi_window_get_page (window));
  ddi_test_wait_for_page (DDI_PAGE (page));
  g_assert_null (find_line (page, "Nothing is forecast yet"));
  g_assert_null (find_line (page, "The coming days are being forecast"));
  ddi_test_wait_for_sql (home, "SELECT count(*) FROM forecast_runs", "5");
  ddi_test_window_close (window);
  g_clear_object (&run);
  leave_demo ();

  open_demo (path);
  g_assert_false (ddi_generate_run_is_running (ddi_session_get_generate_run (session)));
  leave_demo ();
}

int
main (int argc, char **argv)
{
  ddi_test_ui_init (&argc, &argv);
  g_test_add_func ("/demo-opening/figures-first", test_figures_first);
  return g_test_run ();
}

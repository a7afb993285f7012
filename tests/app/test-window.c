/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-preferences.h"
#include "app/ddi-test-window.h"
#include "db/ddi-unit-private.h"
#include "pages/ddi-pages.h"
#include "support/ddi-test-home.h"
#include "support/ddi-test-lock.h"

static DdiHome *home;
static DdiSession *session;

/* Every page opens on an empty database, says so without an error, and goes with the window. */
static void
test_pages (void)
{
  DdiWindow *window = ddi_test_window_new (session);

  for (const DdiPageInfo *info = ddi_pages; info->id; info++)
    {
      DdiPage *page;

      g_assert_true (ddi_window_open_page (window, info->id, NULL));
      page = ddi_window_get_page (window);
      g_assert_true (G_TYPE_CHECK_INSTANCE_TYPE (page, info->get_type ()));
      ddi_test_wait_for_page (page);
      g_assert_cmpint (ddi_page_get_state (page), !=, DDI_PAGE_ERROR);
      g_assert_cmpint (ddi_page_get_state (page), !=, DDI_PAGE_OFFLINE);
    }
  g_assert_false (ddi_window_open_page (window, "no-such-page", NULL));
  ddi_test_window_close (window);
}

static void
test_narrow (void)
{
  DdiWindow *window = ddi_test_window_new (session);

  gtk_window_set_default_size (GTK_WINDOW (window), 360, 600);
  ddi_test_settle ();
  for (const DdiPageInfo *info = ddi_pages; info->id; info++)
    {
      ddi_window_open_page (window, info->id, NULL);
      ddi_test_wait_for_page (ddi_window_get_page (window));
      g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (window)), <=, 400);
    }
  ddi_test_window_close (window);
}

static void
waited_cb (GObject *source, GAsyncResult *result, gpointer user_data)
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

/* While a query waits in the database for somebody else the window goes from page to page. */
static void
test_goes_on (void)
{
  DdiWindow *window = ddi_test_window_new (session);
  DdiUnit *unit = ddi_unit_new ();
  DdiTestLock *lock = ddi_test_lock_new (home, "weather");
  gboolean waited = FALSE;

  ddi_unit_add_sql (unit, "SELECT count(*) FROM weather", NULL);
  ddi_unit_set_statement_timeout (unit, 10 * 60 * 1000);
  ddi_database_run_async (ddi_home_get_database (home), unit, NULL, waited_cb, &waited);
  ddi_test_lock_await (lock, 1);
  for (const DdiPageInfo *info = ddi_pages; info->id; info++)
    {
      ddi_window_open_page (window, info->id, NULL);
      ddi_page_reload (ddi_window_get_page (window));
      ddi_test_wait_for_page (ddi_window_get_page (window));
    }
  g_assert_false (waited);
  ddi_test_lock_release (lock);
  ddi_test_wait (is_true, &waited);
  ddi_test_window_close (window);
}

/* A page that is left while it loads is cancelled; its late answer finds nobody. */
static void
test_leave_while_loading (void)
{
  DdiWindow *window = ddi_test_window_new (session);

  for (const DdiPageInfo *info = ddi_pages; info->id; info++)
    ddi_window_open_page (window, info->id, NULL);
  ddi_test_window_close (window);
  ddi_test_settle ();
}

static void
count_cb (DdiWindow *window, gpointer user_data)
{
  (*(int *)user_data)++;
}

static void
test_undo (void)
{
  DdiWindow *window = ddi_test_window_new (session);
  int n = 0;

  ddi_window_add_undo_toast (window, "One & <two>", count_cb, &n, NULL);
  ddi_window_add_undo_toast (window, "Three", count_cb, &n, NULL);
  ddi_test_settle ();
  gtk_widget_activate_action (GTK_WIDGET (window), "window.undo", NULL);
  g_assert_cmpint (n, ==, 1);
  gtk_widget_activate_action (GTK_WIDGET (window), "window.undo", NULL);
  gtk_widget_activate_action (GTK_WIDGET (window), "window.undo", NULL);
  g_assert_cmpint (n, ==, 2);
  ddi_test_window_close (window);
}

static void
test_strip_password (void)
{
  static const struct
  {
    const char *given;
    const char *kept;
  } cases[] = {
    { "postgresql://ana:s3cret@db.example/dunkin_demand", "postgresql://ana@db.example/dunkin_demand" },
    { "postgresql://ana@db/d", "postgresql://ana@db/d" },
    { "postgresql://db/d?user=ana&password=s3cret&sslmode=verify-full",
      "postgresql://db/d?user=ana&sslmode=verify-full" },
    { "host=db password = s3cret dbname=d", "host=db dbname=d" },
    { "host=db password='a b' dbname=d", "host=db dbname=d" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *kept = ddi_preferences_strip_password (cases[i].given);

      g_assert_cmpstr (kept, ==, cases[i].kept);
    }
}

int
main (int argc, char **argv)
{
  int status;

  ddi_test_ui_init (&argc, &argv);
  home = ddi_test_home_new ();
  session = ddi_test_session_new (home);

  g_test_add_func ("/preferences/strip-password", test_strip_password);
  g_test_add_func ("/window/pages", test_pages);
  g_test_add_func ("/window/narrow", test_narrow);
  g_test_add_func ("/window/goes-on", test_goes_on);
  g_test_add_func ("/window/leave-while-loading", test_leave_while_loading);
  g_test_add_func ("/window/undo", test_undo);
  status = g_test_run ();
  g_clear_object (&session);
  ddi_home_close (home, NULL);
  g_object_unref (home);
  return status;
}

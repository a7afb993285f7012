/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is chosen in the preferences applies at once: here, in the database, and only where one may. */
#include "app/ddi-business-group.h"
#include "app/ddi-preferences-window.h"
#include "app/ddi-preferences.h"
#include "app/ddi-test-window.h"
#include "core/ddi-week.h"
#include "support/ddi-test-home.h"

static DdiHome *home;
static DdiSession *session;
static DdiWindow *window;
static DdiPreferencesWindow *preferences;

static GtkWidget *
part (const char *name)
{
  return GTK_WIDGET (
      gtk_widget_get_template_child (GTK_WIDGET (preferences), DDI_TYPE_PREFERENCES_WINDOW, name));
}

static DdiPreferencesWindow *
find_preferences (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l; l = l->next)
    if (DDI_IS_PREFERENCES_WINDOW (l->data))
      return l->data;
  return NULL;
}

static void
set_up (DdiSession *shown)
{
  window = ddi_test_window_new (shown);
  if (shown)
    ddi_test_wait_for_page (ddi_window_get_page (window));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.preferences", NULL);
  preferences = find_preferences ();
  g_assert_nonnull (preferences);
  ddi_test_settle ();
}

static void
tear_down (void)
{
  gtk_window_destroy (GTK_WINDOW (preferences));
  ddi_test_settle ();
  if (ddi_window_get_page (window))
    ddi_test_wait_for_page (ddi_window_get_page (window));
  ddi_test_window_close (window);
}

static void
choose (gpointer row, guint selected)
{
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), selected);
}

static char *
dup_text (AdwComboRow *row)
{
  return g_strdup (gtk_string_object_get_string (adw_combo_row_get_selected_item (row)));
}

static void
count_cb (DdiSession *changed, guint what, guint *n)
{
  *n += (what & DDI_DATA_SETTINGS) != 0;
}

static gboolean
is_positive (gpointer n)
{
  return *(guint *)n > 0;
}

/* Both ways: the row writes the key, and follows it. */
static void
test_desktop (void)
{
  g_autoptr (GSettings) settings = ddi_preferences_open ();
  g_autofree char *scheme = NULL, *size = NULL;

  set_up (session);
  choose (part ("color_scheme"), 2);
  choose (part ("text_size"), 1);
  scheme = g_settings_get_string (settings, "color-scheme");
  size = g_settings_get_string (settings, "text-size");
  g_assert_cmpstr (scheme, ==, "dark");
  g_assert_cmpstr (size, ==, "115");
  g_settings_reset (settings, "color-scheme");
  g_settings_reset (settings, "text-size");
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (part ("color_scheme"))), ==, 0);
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (part ("text_size"))), ==, 0);
  tear_down ();
}

/* The C locale's weeks begin on a Sunday. */
static void
test_week (void)
{
  g_autoptr (GSettings) settings = ddi_preferences_open ();
  g_autofree char *name = NULL, *monday = NULL;
  guint n = 0;
  gulong handler = g_signal_connect (session, "data-changed", G_CALLBACK (count_cb), &n);

  set_up (session);
  name = dup_text (ADW_COMBO_ROW (part ("week_start")));
  g_assert_cmpstr (name, ==, "Region’s (Sunday)");
  g_assert_cmpint (ddi_week_get_first (), ==, DDI_SUNDAY);
  choose (part ("week_start"), 1);
  monday = dup_text (ADW_COMBO_ROW (part ("week_start")));
  g_assert_cmpstr (monday, ==, "Monday");
  g_assert_cmpint (ddi_week_get_first (), ==, DDI_MONDAY);
  choose (part ("week_start"), 3);
  g_assert_cmpint (ddi_week_get_first (), ==, DDI_SATURDAY);
  ddi_test_wait (is_positive, &n);
  g_settings_reset (settings, "week-start");
  g_assert_cmpint (ddi_week_get_first (), ==, DDI_SUNDAY);
  g_signal_handler_disconnect (session, handler);
  tear_down ();
}

static AdwComboRow *
business_row (const char *key)
{
  return ddi_business_group_get_row (DDI_BUSINESS_GROUP (part ("business")), key);
}

/* The session knows the new currency before the pages hear that there is one. */
static void
currency_cb (DdiSession *changed, guint what, char **heard)
{
  if ((what & DDI_DATA_SETTINGS) && *heard == NULL)
    *heard = g_strdup (ddi_session_get_currency (changed));
}

static gboolean
is_set (gpointer pointer)
{
  return *(gpointer *)pointer != NULL;
}

static void
test_business (void)
{
  g_autofree char *heard = NULL, *name = NULL;
  gulong handler = g_signal_connect (session, "data-changed", G_CALLBACK (currency_cb), &heard);
  guint n = 0;

  set_up (session);
  name = dup_text (business_row ("currency"));
  g_assert_cmpstr (name, ==, "USD ($)");
  choose (business_row ("currency"), 6);
  ddi_test_wait (is_set, &heard);
  g_assert_cmpstr (heard, ==, "EUR");
  ddi_test_wait_for_sql (home, "SELECT value FROM settings WHERE key = 'currency'", "\"EUR\"");
  g_signal_handler_disconnect (session, handler);

  handler = g_signal_connect (session, "data-changed", G_CALLBACK (count_cb), &n);
  choose (business_row ("default_fractile"), 7);
  ddi_test_wait (is_positive, &n);
  g_assert_cmpfloat_with_epsilon (ddi_session_get_default_fractile (session), 0.9, 1e-9);
  n = 0;
  choose (business_row ("waste_goal"), 1);
  ddi_test_wait (is_positive, &n);
  g_assert_cmpfloat_with_epsilon (ddi_session_get_waste_goal (session), 0.1, 1e-9);
  n = 0;
  choose (business_row ("interval_coverage"), 1);
  ddi_test_wait (is_positive, &n);
  g_assert_cmpfloat_with_epsilon (ddi_session_get_interval_coverage (session), 0.9, 1e-9);
  g_signal_handler_disconnect (session, handler);
  tear_down ();
}

/* What the list does not offer is offered where the database has it. */
static void
test_unusual (void)
{
  g_autofree char *name = NULL;
  guint n = 0;
  gulong handler = g_signal_connect (session, "data-changed", G_CALLBACK (count_cb), &n);

  g_free (ddi_test_home_psql (home, FALSE, "UPDATE settings SET value = '0.123' WHERE key = 'waste_goal'"));
  ddi_session_changed (session, DDI_DATA_SETTINGS);
  ddi_test_wait (is_positive, &n);
  g_signal_handler_disconnect (session, handler);
  set_up (session);
  name = dup_text (business_row ("waste_goal"));
  g_assert_cmpstr (name, ==, "12 %");
  tear_down ();
}

static DdiSession *
open_as_viewer (void)
{
  g_autofree char *app =
      ddi_cluster_dup_conninfo (ddi_home_get_cluster (home), DDI_CLUSTER_APP, "dunkin_demand");
  g_autofree char *code =
      ddi_test_home_psql (home, FALSE, "SELECT auth.invite('ada@example.org', 'Ada', 'viewer', '{}')");
  g_autoptr (DdiSecret) password = ddi_secret_new ("nine lives of a cat", 19);
  DdiSignInOptions sign_in = {
    .kind = DDI_SIGN_IN_CODE, .email = "ada@example.org", .code = code, .password = password
  };
  DdiHomeOptions options = { .connection = app, .sign_in = &sign_in };
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiHome) client = ddi_home_open (&options, NULL, &error);

  g_assert_no_error (error);
  return ddi_test_session_new (client);
}

/* Another sees the settings and changes none, whatever the program in his hands does. */
static void
test_member (void)
{
  g_autoptr (DdiSession) member = open_as_viewer ();
  g_autofree char *before =
      ddi_test_home_psql (home, FALSE, "SELECT value FROM settings WHERE key = 'currency'");
  g_autofree char *title = NULL;

  set_up (member);
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (business_row ("currency"))));
  g_assert_true (gtk_widget_get_sensitive (part ("lock_after")));
  title = g_strdup (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (part ("place"))));
  g_assert_cmpstr (title, ==, "On a server");
  choose (business_row ("currency"), 4);
  g_assert_cmpuint (adw_combo_row_get_selected (business_row ("currency")), ==, 4);
  ddi_test_settle ();
  while (adw_combo_row_get_selected (business_row ("currency")) == 4)
    g_main_context_iteration (NULL, TRUE);
  ddi_test_wait_for_sql (home, "SELECT value FROM settings WHERE key = 'currency'", before);
  tear_down ();
  ddi_home_close (ddi_session_get_home (member), NULL);
}

/* The row for the lock says why it has nothing to offer where nobody has a password. */
static void
test_no_password (void)
{
  set_up (session);
  g_assert_false (gtk_widget_get_sensitive (part ("lock_after")));
  g_assert_nonnull (
      strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (part ("lock_after"))), "have no password"));
  tear_down ();
}

/* Before any data is open there is a desktop to set up, and no database. */
static void
test_start (void)
{
  set_up (NULL);
  g_assert_true (gtk_widget_get_mapped (part ("color_scheme")));
  g_assert_false (gtk_widget_get_mapped (part ("place")));
  tear_down ();
}

int
main (int argc, char **argv)
{
  int status;

  ddi_test_ui_init (&argc, &argv);
  home = ddi_test_home_new ();
  session = ddi_test_session_new (home);

  g_test_add_func ("/preferences/desktop", test_desktop);
  g_test_add_func ("/preferences/week", test_week);
  g_test_add_func ("/preferences/business", test_business);
  g_test_add_func ("/preferences/unusual", test_unusual);
  g_test_add_func ("/preferences/member", test_member);
  g_test_add_func ("/preferences/no-password", test_no_password);
  g_test_add_func ("/preferences/start", test_start);
  status = g_test_run ();
  g_clear_object (&session);
  ddi_home_close (home, NULL);
  g_object_unref (home);
  return status;
}

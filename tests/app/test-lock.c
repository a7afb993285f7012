/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A session goes on while the window is used; when it has ended the person signs in again where they were. */
#include <string.h>

#include "app/ddi-lock-view.h"
#include "app/ddi-preferences.h"
#include "app/ddi-test-window.h"
#include "app/ddi-window-private.h"
#include "pages/stores/ddi-store-dialog.h"
#include "support/ddi-test-home.h"

#define PASSWORD "nine lives of a cat"
#define AGO                                                                                                  \
  "UPDATE auth_sessions SET idle_at = now() + interval '1 minute', last_seen_at = now() - interval '1 hour'"
#define MOVED "SELECT count(*) FROM auth_sessions WHERE idle_at > now() + interval '1 hour'"

static DdiHome *server;
static DdiHome *client;
static DdiSession *session;

static void
run_sql (const char *sql)
{
  g_free (ddi_test_home_psql (server, FALSE, sql));
}

static void
expect_sql (const char *sql, const char *expected)
{
  g_autofree char *answer = ddi_test_home_psql (server, FALSE, sql);

  g_assert_cmpstr (answer, ==, expected);
}

static gint64
now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static GtkWidget *
part (DdiWindow *window, const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (GTK_WIDGET (window), DDI_TYPE_WINDOW, name));
}

static GtkWidget *
lock_part (DdiWindow *window, const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (part (window, "lock_view"), DDI_TYPE_LOCK_VIEW, name));
}

static gboolean
shows_lock (gpointer window)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (part (window, "views"))), "lock") == 0;
}

static gboolean
shows_pages (gpointer window)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (part (window, "views"))), "main") == 0;
}

/* Within five minutes nothing is sent; the use after them moves the end on. */
static void
test_use (void)
{
  DdiWindow *window = ddi_test_window_new (session);
  DdiSessionWatch *watch = ddi_window_lock_get_session_watch (ddi_window_get_lock (window));

  ddi_test_wait_for_page (ddi_window_get_page (window));
  run_sql (AGO);
  ddi_session_watch_use (watch, now () + DDI_SESSION_WATCH_SECONDS - 60);
  ddi_test_wait_for_page (ddi_window_get_page (window));
  expect_sql (MOVED, "0");
  ddi_session_watch_use (watch, now () + DDI_SESSION_WATCH_SECONDS + 60);
  ddi_test_wait_for_sql (server, MOVED, "1");
  g_assert_true (shows_pages (window));
  ddi_test_window_close (window);
}

static void
enter (DdiWindow *window, const char *password)
{
  gtk_editable_set_text (GTK_EDITABLE (lock_part (window, "password")), password);
  g_assert_true (gtk_widget_get_sensitive (lock_part (window, "enter_button")));
  g_signal_emit_by_name (lock_part (window, "enter_button"), "clicked");
}

static gboolean
tells_error (gpointer window)
{
  return gtk_widget_get_visible (lock_part (window, "error"));
}

/* The page, and the form with what was typed into it, are out of sight and come back as they were. */
static void
test_ended (void)
{
  DdiWindow *window = ddi_test_window_new (session);
  GtkWidget *dialog, *name;
  DdiPage *page;

  g_assert_true (ddi_window_open_page (window, "stores", NULL));
  page = ddi_window_get_page (window);
  ddi_test_wait_for_page (page);
  dialog = GTK_WIDGET (ddi_store_dialog_new (GTK_WINDOW (window), session, NULL, NULL));
  gtk_window_present (GTK_WINDOW (dialog));
  name = GTK_WIDGET (gtk_widget_get_template_child (dialog, DDI_TYPE_STORE_DIALOG, "name"));
  gtk_editable_set_text (GTK_EDITABLE (name), "Half-typed");

  run_sql ("UPDATE auth_sessions SET revoked_at = now()");
  ddi_session_watch_use (ddi_window_lock_get_session_watch (ddi_window_get_lock (window)),
                         now () + 2 * DDI_SESSION_WATCH_SECONDS);
  ddi_test_wait (shows_lock, window);
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (page)));
  g_assert_false (gtk_widget_get_visible (dialog));
  g_assert_false (gtk_widget_activate_action (GTK_WIDGET (window), "page.add", NULL));
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "jump"));
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (lock_part (window, "account"))), ==, "ada@example.org");

  enter (window, "seven lives of a dog");
  ddi_test_wait (tells_error, window);
  g_assert_true (shows_lock (window));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (lock_part (window, "password"))), ==, "");

  /* Somebody else guesses meanwhile, from wherever: this device has been here before. */
  run_sql ("SELECT auth.sign_in('ada@example.org', 'guess', NULL, NULL, 'elsewhere', NULL) FROM "
           "generate_series(1, 30)");
  expect_sql ("SELECT outcome FROM auth.sign_in('ada@example.org', 'guess', NULL, NULL, 'elsewhere', NULL)",
              "wait");
  enter (window, PASSWORD);
  ddi_test_wait (shows_pages, window);
  g_assert_true (ddi_window_get_page (window) == page);
  g_assert_true (gtk_widget_get_visible (dialog));
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "jump"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (name)), ==, "Half-typed");
  expect_sql ("SELECT count(*) FROM auth_sessions WHERE revoked_at IS NULL", "1");
  gtk_window_destroy (GTK_WINDOW (dialog));
  ddi_test_wait_for_page (page);
  ddi_test_window_close (window);
}

static DdiIdleWatch *
idle_watch (DdiWindow *window)
{
  return ddi_window_lock_get_idle_watch (ddi_window_get_lock (window));
}

/* Nobody has touched anything for five minutes: page and form are covered, and come back as they were, with the
 * focus where it was. Every use counts anew. */
static void
test_idle (void)
{
  g_autoptr (GSettings) settings = ddi_preferences_open ();
  DdiWindow *window = ddi_test_window_new (session);
  DdiIdleWatch *idle = idle_watch (window);
  GtkWidget *dialog, *name, *page;
  gint64 start;

  g_settings_set_string (settings, "lock-after", "5");
  g_assert_cmpuint (ddi_idle_watch_get_limit (idle), ==, 300);
  g_assert_true (ddi_window_open_page (window, "stores", NULL));
  page = GTK_WIDGET (ddi_window_get_page (window));
  ddi_test_wait_for_page (DDI_PAGE (page));
  dialog = GTK_WIDGET (ddi_store_dialog_new (GTK_WINDOW (window), session, NULL, NULL));
  gtk_window_present (GTK_WINDOW (dialog));
  name = GTK_WIDGET (gtk_widget_get_template_child (dialog, DDI_TYPE_STORE_DIALOG, "name"));
  gtk_editable_set_text (GTK_EDITABLE (name), "Half-typed");
  gtk_widget_grab_focus (name);

  start = now ();
  ddi_idle_watch_use (idle, start);
  ddi_idle_watch_check (idle, start + 299);
  g_assert_true (shows_pages (window));
  ddi_idle_watch_use (idle, start + 299);
  ddi_idle_watch_check (idle, start + 598);
  g_assert_true (shows_pages (window));
  ddi_idle_watch_check (idle, start + 599);
  g_assert_true (shows_lock (window));
  g_assert_false (gtk_widget_get_mapped (page));
  g_assert_false (gtk_widget_get_visible (dialog));
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "preferences"));
  g_assert_nonnull (strstr (adw_status_page_get_description (ADW_STATUS_PAGE (lock_part (window, "page"))),
                            "Nobody was at this desktop"));

  enter (window, PASSWORD);
  ddi_test_wait (shows_pages, window);
  g_assert_true (gtk_widget_get_visible (dialog));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (name)), ==, "Half-typed");
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (dialog)), name));
  /* The session before, which was good, has not stayed behind. */
  ddi_test_wait_for_sql (server, "SELECT count(*) FROM auth_sessions WHERE revoked_at IS NULL", "1");
  gtk_window_destroy (GTK_WINDOW (dialog));
  ddi_test_wait_for_page (DDI_PAGE (page));
  ddi_test_window_close (window);
  g_settings_reset (settings, "lock-after");
}

/* The computer slept through it: the first key after that does not undo it. "Never" is never. */
static void
test_late (void)
{
  g_autoptr (GSettings) settings = ddi_preferences_open ();
  DdiWindow *window = ddi_test_window_new (session);

  ddi_test_wait_for_page (ddi_window_get_page (window));
  g_settings_set_string (settings, "lock-after", "never");
  ddi_idle_watch_check (idle_watch (window), now () + 86400);
  g_assert_true (shows_pages (window));
  g_settings_set_string (settings, "lock-after", "60");
  ddi_idle_watch_use (idle_watch (window), now () + 3700);
  g_assert_true (shows_lock (window));
  enter (window, PASSWORD);
  ddi_test_wait (shows_pages, window);
  ddi_test_wait_for_page (ddi_window_get_page (window));
  ddi_test_window_close (window);
  g_settings_reset (settings, "lock-after");
}

/* Ctrl+L; a form that opens afterwards, from work that goes on, is covered too, and toasts are out of sight. */
static void
test_asked (void)
{
  DdiWindow *window = ddi_test_window_new (session);
  GtkWidget *dialog;

  ddi_test_wait_for_page (ddi_window_get_page (window));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.lock", NULL);
  g_assert_true (shows_lock (window));
  dialog = GTK_WIDGET (ddi_store_dialog_new (GTK_WINDOW (window), session, NULL, NULL));
  gtk_window_present (GTK_WINDOW (dialog));
  ddi_window_add_toast (window, "Order of Store 07 sent");
  ddi_test_settle ();
  g_assert_false (gtk_widget_get_visible (dialog));
  g_assert_false (gtk_widget_get_mapped (part (window, "toasts")));
  enter (window, PASSWORD);
  ddi_test_wait (shows_pages, window);
  g_assert_true (gtk_widget_get_visible (dialog));
  gtk_window_destroy (GTK_WINDOW (dialog));
  ddi_test_wait_for_page (ddi_window_get_page (window));
  ddi_test_window_close (window);
}

static void
used_cb (DdiIdleWatch *watch, gint64 when, guint *n)
{
  *n += 1;
}

static gboolean
is_used (gpointer n)
{
  return *(guint *)n > 0;
}

static void
run_command (const char *command)
{
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_command_line_sync (command, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
}

/* A key in a form, a pointer that moves: what a person does counts, in every window. */
static void
test_events (void)
{
  DdiWindow *window = ddi_test_window_new (session);
  GtkWidget *dialog;
  guint n = 0;

  ddi_test_wait_for_page (ddi_window_get_page (window));
  g_signal_connect (idle_watch (window), "used", G_CALLBACK (used_cb), &n);
  run_command ("xdotool mousemove 200 200 mousemove 210 220");
  ddi_test_wait (is_used, &n);
  dialog = GTK_WIDGET (ddi_store_dialog_new (GTK_WINDOW (window), session, NULL, NULL));
  gtk_window_set_title (GTK_WINDOW (dialog), "ddi-test-form");
  gtk_window_present (GTK_WINDOW (dialog));
  ddi_test_settle ();
  run_command ("xdotool search --name ddi-test-form windowfocus");
  ddi_test_settle ();
  n = 0;
  run_command ("xdotool key x");
  ddi_test_wait (is_used, &n);
  gtk_window_destroy (GTK_WINDOW (dialog));
  ddi_test_wait_for_page (ddi_window_get_page (window));
  ddi_test_window_close (window);
}

/* An embedded home has no password to ask for. */
static void
test_embedded (void)
{
  g_autoptr (DdiSession) own = ddi_test_session_new (server);
  DdiWindow *window = ddi_test_window_new (own);

  ddi_test_wait_for_page (ddi_window_get_page (window));
  g_assert_cmpuint (ddi_idle_watch_get_limit (idle_watch (window)), ==, 0);
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "lock"));
  ddi_idle_watch_check (idle_watch (window), now () + 86400);
  g_assert_true (shows_pages (window));
  ddi_test_window_close (window);
}

/* Who leaves the server instead leaves no form behind. */
static void
test_leave (void)
{
  DdiWindow *window = ddi_test_window_new (session);
  gpointer dialog;

  ddi_test_wait_for_page (ddi_window_get_page (window));
  dialog = ddi_store_dialog_new (GTK_WINDOW (window), session, NULL, NULL);
  gtk_window_present (dialog);
  g_object_add_weak_pointer (dialog, &dialog);
  run_sql ("UPDATE auth_sessions SET revoked_at = now()");
  ddi_session_watch_use (ddi_window_lock_get_session_watch (ddi_window_get_lock (window)),
                         now () + 2 * DDI_SESSION_WATCH_SECONDS);
  ddi_test_wait (shows_lock, window);
  ddi_window_set_session (window, NULL);
  ddi_test_settle ();
  g_assert_null (dialog);
  ddi_test_window_close (window);
}

static void
open_client (void)
{
  g_autofree char *app =
      ddi_cluster_dup_conninfo (ddi_home_get_cluster (server), DDI_CLUSTER_APP, "dunkin_demand");
  g_autofree char *code =
      ddi_test_home_psql (server, FALSE,
                          "SELECT auth.invite('ada@example.org', 'Ada', 'administrator', NULL)");
  g_autoptr (DdiSecret) password = ddi_secret_new (PASSWORD, strlen (PASSWORD));
  DdiSignInOptions sign_in = {
    .kind = DDI_SIGN_IN_CODE, .email = "ada@example.org", .code = code, .password = password
  };
  DdiHomeOptions options = { .connection = app, .sign_in = &sign_in };
  g_autoptr (GError) error = NULL;

  client = ddi_home_open (&options, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (ddi_home_get_email (client), ==, "ada@example.org");
  g_assert_true (ddi_home_is_administrator (client));
}

int
main (int argc, char **argv)
{
  int status;

  ddi_test_ui_init (&argc, &argv);
  server = ddi_test_home_new ();
  run_sql ("DELETE FROM auth_sessions");
  open_client ();
  session = ddi_test_session_new (client);

  g_test_add_func ("/lock/use", test_use);
  g_test_add_func ("/lock/ended", test_ended);
  g_test_add_func ("/lock/idle", test_idle);
  g_test_add_func ("/lock/late", test_late);
  g_test_add_func ("/lock/asked", test_asked);
  g_test_add_func ("/lock/events", test_events);
  g_test_add_func ("/lock/embedded", test_embedded);
  g_test_add_func ("/lock/leave", test_leave);
  status = g_test_run ();
  g_clear_object (&session);
  ddi_home_close (client, NULL);
  g_object_unref (client);
  ddi_home_close (server, NULL);
  g_object_unref (server);
  return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People are invited, changed, signed out and let go through the page's own widgets, asserted in the database. */
#include "pages/users/ddi-users-page.h"

#include <string.h>

#include "app/ddi-test-window.h"
#include "pages/ddi-test-dialog.h"
#include "pages/users/ddi-user-activity.h"
#include "pages/users/ddi-user-dialog.h"
#include "support/ddi-test-home.h"

static DdiHome *home;
static DdiSession *session;

static const char people[] =
    "SELECT string_agg(u.name || ' ' || u.active || ' ' || u.role || ' ' || coalesce((SELECT "
    "string_agg(m.role || m.store_id, '+' ORDER BY m.store_id) FROM store_members m WHERE m.user_id = u.id), "
    "'-'), ', ' ORDER BY u.id) FROM users u WHERE u.email <> 'local@localhost'";

static DdiWindow *
open_page (void)
{
  DdiWindow *window = ddi_test_window_new (session);

  g_assert_true (ddi_window_open_page (window, "users", NULL));
  ddi_test_wait_for_page (ddi_window_get_page (window));
  g_assert_cmpint (ddi_page_get_state (ddi_window_get_page (window)), ==, DDI_PAGE_CONTENT);
  return window;
}

static GtkWidget *
child (GtkWidget *dialog, const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (dialog, DDI_TYPE_USER_DIALOG, name));
}

static gboolean
is_visible (gpointer widget)
{
  return gtk_widget_get_visible (widget);
}

static gboolean
is_hidden (gpointer widget)
{
  return !gtk_widget_get_visible (widget);
}

static GtkListBoxRow *
find_row (DdiWindow *window, const char *name)
{
  GtkListBox *list = ddi_users_page_get_list (DDI_USERS_PAGE (ddi_window_get_page (window)));
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    if (g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), name) == 0)
      return row;
  return NULL;
}

static GtkWidget *
open_user (DdiWindow *window, const char *name)
{
  GtkListBoxRow *row = find_row (window, name);

  g_assert_nonnull (row);
  g_signal_emit_by_name (gtk_widget_get_parent (GTK_WIDGET (row)), "row-activated", row);
  ddi_test_settle ();
  return ddi_test_dialog_find (DDI_TYPE_USER_DIALOG);
}

static void
wait_closed (void)
{
  GType type = DDI_TYPE_USER_DIALOG;

  ddi_test_wait (ddi_test_dialog_is_closed, &type);
}

/* It is asked for. */
static void
answer_leaving (const char *response)
{
  GtkWidget *dialog;

  ddi_test_settle ();
  dialog = ddi_test_dialog_find (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_nonnull (dialog);
  g_assert_nonnull (
      strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)), "Their shops go to Mia."));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), response);
  ddi_test_settle ();
}

static GtkWidget *
find_role (GtkWidget *widget, const char *shop)
{
  for (GtkWidget *w = gtk_widget_get_first_child (widget); w; w = gtk_widget_get_next_sibling (w))
    {
      GtkWidget *found = NULL;

      if (ADW_IS_ACTION_ROW (widget) &&
          g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), shop) != 0)
        return NULL;
      found = GTK_IS_DROP_DOWN (w) ? w : find_role (w, shop);
      if (found)
        return found;
    }
  return NULL;
}

static GtkWidget *
find_check (GtkWidget *widget)
{
  for (GtkWidget *w = gtk_widget_get_first_child (widget); w; w = gtk_widget_get_next_sibling (w))
    {
      GtkWidget *found = GTK_IS_CHECK_BUTTON (w) ? w : find_check (w);

      if (found)
        return found;
    }
  return NULL;
}

/* The code is shown once and is the one that the database takes. */
static void
test_invite (void)
{
  DdiWindow *window = open_page ();
  g_autofree char *sql = NULL;
  GtkWidget *dialog;

  ddi_test_activate (window, "page.add");
  dialog = ddi_test_dialog_find (DDI_TYPE_USER_DIALOG);
  g_assert_false (gtk_widget_get_visible (child (dialog, "code_group")));
  g_assert_false (gtk_widget_get_sensitive (child (dialog, "save_button")));
  ddi_test_dialog_type (dialog, DDI_TYPE_USER_DIALOG, "name", "Mia");
  ddi_test_dialog_type (dialog, DDI_TYPE_USER_DIALOG, "email", "mia@example.org");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (find_check (child (dialog, "stores_group"))), TRUE);
  ddi_test_dialog_save (dialog, DDI_TYPE_USER_DIALOG);
  ddi_test_wait (is_visible, child (dialog, "code_group"));
  sql = g_strdup_printf ("SELECT count(*) FROM auth.invitations WHERE code_hash = auth.hash_code('%s') AND "
                         "used_at IS NULL",
                         gtk_label_get_label (GTK_LABEL (child (dialog, "code"))));
  ddi_test_wait_for_sql (home, sql, "1");
  ddi_test_wait_for_sql (home, people, "Mia true member store_manager1");
  /* Nobody has said through which server: the form says so, and the code still stands there. */
  g_signal_emit_by_name (child (dialog, "mail_button"), "clicked");
  ddi_test_wait (is_visible, child (dialog, "message"));
  g_assert_nonnull (strstr (gtk_label_get_label (GTK_LABEL (child (dialog, "message"))), "no mail server"));
  g_assert_true (gtk_widget_get_sensitive (child (dialog, "mail_button")));
  gtk_window_destroy (GTK_WINDOW (dialog));
  ddi_test_wait_for_page (ddi_window_get_page (window));
  g_assert_nonnull (find_row (window, "Mia"));
  ddi_test_window_close (window);
}

/* Somebody with a password and two sessions: rights change, sessions end, and the shops go to another. */
static void
test_change_and_leave (void)
{
  g_autofree char *made = ddi_test_home_psql (
      home, FALSE,
      "INSERT INTO users (name, email, password_hash, role) VALUES ('Dan', 'dan@example.org', "
      "'$argon2id$v=19$m=65536,t=2,p=1$00112233445566778899aabbccddeeff$' || repeat('ab', 32), 'member'); "
      "INSERT INTO store_members (user_id, store_id, role) SELECT id, 1, 'viewer' FROM users WHERE name = "
      "'Dan'; SELECT auth.open_session(id, 'till ' || n, 'password', '1 day', '1 day') FROM users, "
      "generate_series(1, 2) n WHERE name = 'Dan'");
  DdiWindow *window = open_page ();
  GtkWidget *dialog = open_user (window, "Dan");
  const char *open = "SELECT count(*) FROM auth_sessions s JOIN users u ON u.id = s.user_id WHERE u.name = "
                     "'Dan' AND revoked_at IS NULL";

  ddi_test_wait (is_visible, child (dialog, "end_all_button"));
  g_signal_emit_by_name (child (dialog, "end_all_button"), "clicked");
  ddi_test_wait_for_sql (home, open, "0");
  ddi_test_wait (is_hidden, child (dialog, "sessions_group"));

  adw_combo_row_set_selected (ADW_COMBO_ROW (child (dialog, "role")), 2);
  ddi_test_dialog_save (dialog, DDI_TYPE_USER_DIALOG);
  wait_closed ();
  ddi_test_wait_for_sql (home, people, "Mia true member store_manager1, Dan true member district_manager1");
  ddi_test_wait_for_page (ddi_window_get_page (window));

  dialog = open_user (window, "Dan");
  adw_combo_row_set_selected (ADW_COMBO_ROW (child (dialog, "successor")), 1);
  g_signal_emit_by_name (child (dialog, "leave_button"), "clicked");
  answer_leaving ("cancel");
  ddi_test_wait_for_sql (home, people, "Mia true member store_manager1, Dan true member district_manager1");
  g_signal_emit_by_name (child (dialog, "leave_button"), "clicked");
  answer_leaving ("leave");
  wait_closed ();
  ddi_test_wait_for_sql (home, people, "Mia true member district_manager1, Dan false member -");
  ddi_test_wait_for_page (ddi_window_get_page (window));

  dialog = open_user (window, "Dan");
  g_assert_false (gtk_widget_get_visible (child (dialog, "leave_group")));
  ddi_test_dialog_save (dialog, DDI_TYPE_USER_DIALOG);
  ddi_test_wait (is_visible, child (dialog, "code_group"));
  ddi_test_wait_for_sql (home, people, "Mia true member district_manager1, Dan true member -");
  gtk_window_destroy (GTK_WINDOW (dialog));
  ddi_test_wait_for_page (ddi_window_get_page (window));
  ddi_test_window_close (window);
}

static gboolean
knows_new_shop (gpointer user_data)
{
  return ddi_session_find_store (user_data, 7) != NULL;
}

static GtkWidget *
find_text (GtkWidget *widget, const char *text)
{
  GtkWidget *found = NULL;

  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return widget;
  for (GtkWidget *next = gtk_widget_get_first_child (widget); next && !found;
       next = gtk_widget_get_next_sibling (next))
    found = find_text (next, text);
  return found;
}

/* Of who has an account nothing is entered: it is told by a label that wraps, from which it can be copied. */
static void
check_told (GtkWidget *dialog, const char *row, const char *entry, const char *text)
{
  GtkWidget *label = find_text (child (dialog, row), text);

  g_assert_false (gtk_widget_get_visible (child (dialog, entry)));
  g_assert_nonnull (label);
  g_assert_true (gtk_widget_get_mapped (label));
  g_assert_true (gtk_label_get_wrap (GTK_LABEL (label)));
  g_assert_true (gtk_label_get_selectable (GTK_LABEL (label)));
}

/* Store manager of one shop and viewer of another: each row says so, and what is not touched stays. */
static void
test_role_per_shop (void)
{
  g_autofree char *made = ddi_test_home_psql (
      home, FALSE,
      "INSERT INTO stores (id, district_id, name) VALUES (7, 1, 'Store 07');"
      "INSERT INTO users (id, name, email, password_hash, role) VALUES (70, 'Sam', 'sam@example.org', "
      "'$argon2id$v=19$m=65536,t=2,p=1$00112233445566778899aabbccddeeff$' || repeat('ab', 32), 'member');"
      "INSERT INTO store_members (user_id, store_id, role) VALUES (70, 1, 'store_manager'), (70, 7, "
      "'store_manager')");
  const char *roles =
      "SELECT string_agg(role || store_id, ' ' ORDER BY store_id) FROM store_members WHERE user_id = 70";
  DdiWindow *window;
  GtkWidget *dialog;

  ddi_session_changed (session, DDI_DATA_STORES);
  ddi_test_wait (knows_new_shop, session);
  window = open_page ();
  ddi_test_wait_for_page (ddi_window_get_page (window));
  dialog = open_user (window, "Sam");
  check_told (dialog, "shown_email", "email", "sam@example.org");
  check_told (dialog, "shown_name", "name", "Sam");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (find_role (child (dialog, "stores_group"), "Store 07")), 1);
  ddi_test_dialog_save (dialog, DDI_TYPE_USER_DIALOG);
  wait_closed ();
  ddi_test_wait_for_sql (home, roles, "store_manager1 viewer7");
  ddi_test_wait_for_page (ddi_window_get_page (window));

  /* Saved as it was opened, it stays as it was. */
  dialog = open_user (window, "Sam");
  ddi_test_dialog_save (dialog, DDI_TYPE_USER_DIALOG);
  wait_closed ();
  ddi_test_wait_for_sql (home, roles, "store_manager1 viewer7");
  ddi_test_wait_for_page (ddi_window_get_page (window));

  /* The role above them is that of those who had it. */
  dialog = open_user (window, "Sam");
  adw_combo_row_set_selected (ADW_COMBO_ROW (child (dialog, "role")), 2);
  ddi_test_dialog_save (dialog, DDI_TYPE_USER_DIALOG);
  wait_closed ();
  ddi_test_wait_for_sql (home, roles, "district_manager1 viewer7");
  ddi_test_wait_for_page (ddi_window_get_page (window));
  ddi_test_window_close (window);
}

/* Nobody but an administrator comes to the page. */
static void
test_not_for_all (void)
{
  g_autofree char *token = ddi_test_home_psql (
      home, FALSE,
      "SELECT auth.open_session(id, 'test', 'password', '1 day', '1 day') FROM users WHERE name = 'Mia'");
  g_autofree char *app =
      ddi_cluster_dup_conninfo (ddi_home_get_cluster (home), DDI_CLUSTER_APP, "dunkin_demand");
  DdiHomeOptions options = { .connection = app, .session = token };
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiHome) client = ddi_home_open (&options, NULL, &error);
  g_autoptr (DdiSession) hers = NULL;
  DdiWindow *window;

  g_assert_no_error (error);
  hers = ddi_test_session_new (client);
  window = ddi_test_window_new (hers);
  g_assert_false (ddi_window_open_page (window, "users", NULL));
  ddi_test_wait_for_page (ddi_window_get_page (window));
  ddi_test_window_close (window);
  ddi_home_close (client, NULL);
}

static GtkWidget *
find_activity (GtkWidget *widget)
{
  GtkWidget *found = DDI_IS_USER_ACTIVITY (widget) ? widget : NULL;

  for (GtkWidget *w = gtk_widget_get_first_child (widget); w && !found; w = gtk_widget_get_next_sibling (w))
    found = find_activity (w);
  return found;
}

static char *
read_labels (GtkWidget *widget)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (GTK_IS_LABEL (widget) && gtk_widget_get_visible (widget))
    g_string_append_printf (text, "%s;", gtk_label_get_label (GTK_LABEL (widget)));
  for (GtkWidget *w = gtk_widget_get_first_child (widget); w; w = gtk_widget_get_next_sibling (w))
    {
      g_autofree char *below = read_labels (w);

      g_string_append (text, below);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

typedef struct
{
  GtkWidget *activity;
  const char *text; /* a pattern */
} Listed;

static gboolean
lists (gpointer data)
{
  const Listed *self = data;
  g_autofree char *text = read_labels (
      GTK_WIDGET (gtk_widget_get_template_child (self->activity, DDI_TYPE_USER_ACTIVITY, "list")));

  return g_pattern_match_simple (self->text, text);
}

static void
wait_for_list (GtkWidget *activity, const char *text)
{
  Listed listed = { activity, text };

  ddi_test_wait (lists, &listed);
}

static void
choose_days (GtkWidget *activity, guint position)
{
  gtk_drop_down_set_selected (GTK_DROP_DOWN (
                                  gtk_widget_get_template_child (activity, DDI_TYPE_USER_ACTIVITY, "range")),
                              position);
}

/* Who has recorded the most stands first, with the forecasts that they had made and when they were seen. */
static void
test_activity (void)
{
  DdiWindow *window;
  GtkWidget *activity;

  g_free (ddi_test_home_psql (
      home, FALSE,
      "UPDATE auth_sessions SET last_seen_at = '2026-11-20 08:15Z' WHERE user_id <> (SELECT id FROM users "
      "WHERE email = "
      "'local@localhost');"
      "INSERT INTO users (id, name, email, password_hash) VALUES (900, 'Ben & Co', 'ben@example.org', '!');"
      "INSERT INTO auth_sessions (token_hash, user_id, client, kind, expires_at, last_seen_at) VALUES "
      "(sha256('ben'), 900, 'test', 'password', '2999-01-01', '2026-11-20 08:15Z');"
      "INSERT INTO products (id, name) VALUES (900, 'Glazed');"
      "INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, quantity_sold) "
      "SELECT 900, 1, CURRENT_DATE - d, 900, 'Glazed', 5 FROM generate_series(1, 3) d;"
      "INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, quantity_sold) "
      "SELECT (SELECT id FROM users WHERE email = 'local@localhost'), 1, CURRENT_DATE - 20, 900, 'Glazed', "
      "5;"
      "INSERT INTO forecast_runs (user_id, origin, horizon) SELECT 900, CURRENT_DATE - 1, 14 FROM "
      "generate_series(1, 2)"));
  window = open_page ();
  activity = find_activity (GTK_WIDGET (window));
  g_assert_nonnull (activity);
  wait_for_list (activity, "Ben & Co;forecasts made 2 times · last seen Fri 20 Nov 2026, 08:15;3 sales;"
                           "This computer;no forecasts made · last seen *;1 sale;");
  choose_days (activity, 2);
  wait_for_list (activity, "Ben & Co;forecasts made 2 times · last seen Fri 20 Nov 2026, 08:15;3 sales;");
  choose_days (activity, 1);
  wait_for_list (activity, "Ben & Co;forecasts made 2 times · last seen Fri 20 Nov 2026, 08:15;3 sales;"
                           "This computer;no forecasts made · last seen *;1 sale;");
  g_free (ddi_test_home_psql (home, FALSE, "DELETE FROM daily_sales WHERE product_id = 900"));
  ddi_page_reload (ddi_window_get_page (window));
  wait_for_list (activity, "Nobody has recorded sales in these days;");
  ddi_test_window_close (window);
}

int
main (int argc, char **argv)
{
  g_autofree char *made = NULL;
  int status;

  ddi_test_ui_init (&argc, &argv);
  home = ddi_test_home_new ();
  made = ddi_test_home_psql (home, FALSE,
                             "INSERT INTO districts (id, name) VALUES (1, 'North'); INSERT INTO stores (id, "
                             "district_id, name) VALUES (1, 1, 'Lakeside')");
  session = ddi_test_session_new (home);

  g_test_add_func ("/users/invite", test_invite);
  g_test_add_func ("/users/change-and-leave", test_change_and_leave);
  g_test_add_func ("/users/not-for-all", test_not_for_all);
  g_test_add_func ("/users/role-per-shop", test_role_per_shop);
  g_test_add_func ("/users/activity", test_activity);
  status = g_test_run ();
  g_clear_object (&session);
  ddi_home_close (home, NULL);
  g_object_unref (home);
  return status;
}

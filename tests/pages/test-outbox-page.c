/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The server goes away while a person types: what the window says, and what the database has in the end. */
#include "app/ddi-outbox-button.h"
#include "app/ddi-outbox-dialog.h"
#include "app/ddi-test-window.h"
#include "pages/ddi-test-dialog.h"
#include "pages/entry/ddi-entry-page.h"
#include "pages/records/ddi-record-dialog.h"
#include "support/ddi-test-directory.h"
#include "support/ddi-test-home.h"
#include "support/ddi-test-proxy.h"

#define TODAY "2026-11-25"
#define PLACE "store=1&day=" TODAY

static DdiHome *home; /* of the server that the window reaches through the proxy */

typedef struct
{
  DdiTestProxy *proxy;
  DdiHome *server;
  DdiSession *session;
  DdiWindow *window;
} Fixture;

/* Starts the program, as far as it matters here. */
static void
start (Fixture *self)
{
  g_autofree char *conninfo = ddi_test_proxy_dup_conninfo (self->proxy);
  g_autofree char *token = ddi_test_home_psql (home, FALSE, "SELECT auth.open_local_session('test')");
  DdiHomeOptions options = { .connection = conninfo, .session = token };
  g_autoptr (GError) error = NULL;

  self->server = ddi_home_open (&options, NULL, &error);
  g_assert_no_error (error);
  self->session = ddi_test_session_new (self->server);
  ddi_session_set_today (self->session, ddi_day_parse (TODAY));
  self->window = ddi_test_window_new (self->session);
}

static void
stop (Fixture *self)
{
  ddi_test_window_close (self->window);
  ddi_test_settle ();
  g_clear_object (&self->session);
  ddi_home_close (self->server, NULL);
  g_clear_object (&self->server);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autofree char *out = ddi_test_home_psql (home, FALSE,
                                             "DELETE FROM daily_sales; DELETE FROM daily_waste; DELETE FROM "
                                             "daily_production; DELETE FROM store_days");
  g_autofree char *app =
      ddi_cluster_dup_conninfo (ddi_home_get_cluster (home), DDI_CLUSTER_APP, "dunkin_demand");

  self->proxy = ddi_test_proxy_new (app, 0);
  ddi_test_proxy_listen (self->proxy);
  start (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  stop (self);
  ddi_test_proxy_free (self->proxy);
}

static DdiEntryPage *
open_day (Fixture *self)
{
  DdiEntryPage *page;

  g_assert_true (ddi_window_open_page (self->window, "entry", PLACE));
  page = DDI_ENTRY_PAGE (ddi_window_get_page (self->window));
  ddi_test_wait_for_page (DDI_PAGE (page));
  return page;
}

static gboolean
is_idle (gpointer user_data)
{
  return ddi_entry_page_is_idle (user_data);
}

static void
type (DdiEntryPage *page, guint row, DdiEntryColumn column, const char *text)
{
  GtkWidget *cell = ddi_entry_grid_get_cell (ddi_entry_page_get_grid (page), row, column);

  gtk_widget_grab_focus (cell);
  gtk_editable_set_text (GTK_EDITABLE (cell), text);
  g_signal_emit_by_name (cell, "activate");
  ddi_test_wait (is_idle, page);
  ddi_test_settle ();
}

static DdiOutboxButton *
get_button (Fixture *self)
{
  return DDI_OUTBOX_BUTTON (
      gtk_widget_get_template_child (GTK_WIDGET (self->window), DDI_TYPE_WINDOW, "outbox_button"));
}

/* NULL: nothing waits. */
static void
expect_waiting (Fixture *self, const char *text)
{
  DdiOutboxButton *button = get_button (self);

  g_assert_cmpint (gtk_widget_get_visible (GTK_WIDGET (button)), ==, text != NULL);
  if (text)
    g_assert_cmpstr (ddi_outbox_button_get_text (button), ==, text);
}

static gboolean
has_sent (gpointer user_data)
{
  return ddi_outbox_get_n_waiting (ddi_session_get_outbox (user_data)) == 0;
}

static void
send_now (Fixture *self)
{
  ddi_session_send (self->session, FALSE);
  ddi_test_wait (has_sent, self->session);
  ddi_test_settle ();
}

#define FIGURES                                                                                              \
  "SELECT string_agg(product_id || ':' || coalesce(m.quantity_produced::text, '') || '/' || "                \
  "coalesce(w.quantity_wasted::text, ''), ' ' ORDER BY product_id) FROM daily_production m FULL JOIN "       \
  "daily_waste w USING (store_id, date, product_id)"

static void
expect (const char *sql, const char *expected)
{
  g_autofree char *answer = ddi_test_home_psql (home, FALSE, sql);

  g_assert_cmpstr (answer, ==, expected);
}

/* Typed, mended and undone while nobody answers; then the server is back. */
static void
test_day (Fixture *self, gconstpointer data)
{
  DdiEntryPage *page = open_day (self);

  expect_waiting (self, NULL);
  type (page, 0, DDI_ENTRY_MADE, "54");
  expect_waiting (self, NULL);
  ddi_test_proxy_set_away (self->proxy, TRUE);
  type (page, 0, DDI_ENTRY_WASTED, "5");
  g_assert_nonnull (strstr (ddi_entry_page_get_status (page), "Kept on this computer"));
  expect_waiting (self, "1 change waiting");
  type (page, 0, DDI_ENTRY_WASTED, "6");
  expect_waiting (self, "2 changes waiting");
  expect (FIGURES, "1:54/");
  ddi_test_proxy_set_away (self->proxy, FALSE);
  send_now (self);
  expect_waiting (self, NULL);
  expect (FIGURES, "1:54/6");
  /* The page knows what the database has: it goes on typing, and takes back what was sent late. */
  type (page, 0, DDI_ENTRY_MADE, "55");
  expect (FIGURES, "1:55/6");
  gtk_widget_activate_action (GTK_WIDGET (self->window), "window.undo", NULL);
  ddi_test_wait_for_sql (home, FIGURES, "1:54/6");
  ddi_test_settle ();
  gtk_widget_activate_action (GTK_WIDGET (self->window), "window.undo", NULL);
  ddi_test_wait_for_sql (home, FIGURES, "1:54/5");
  ddi_test_settle ();
}

/* The program ends while something waits: the next start sends it. */
static void
test_restart (Fixture *self, gconstpointer data)
{
  type (open_day (self), 1, DDI_ENTRY_MADE, "24");
  ddi_test_proxy_set_away (self->proxy, TRUE);
  type (DDI_ENTRY_PAGE (ddi_window_get_page (self->window)), 1, DDI_ENTRY_MADE, "36");
  expect_waiting (self, "1 change waiting");
  stop (self);
  ddi_test_proxy_set_away (self->proxy, FALSE);
  expect (FIGURES, "2:24/");
  start (self);
  ddi_test_wait (has_sent, self->session);
  ddi_test_settle ();
  expect (FIGURES, "2:36/");
  expect_waiting (self, NULL);
}

/* A form is kept too, and what the server refuses is there to be mended or discarded. */
static void
test_refused (Fixture *self, gconstpointer data)
{
  GType dialog_type = DDI_TYPE_RECORD_DIALOG, list_type = DDI_TYPE_OUTBOX_DIALOG;
  g_autofree char *out = NULL;
  GtkWidget *dialog, *rows;

  g_assert_true (ddi_window_open_page (self->window, "production", PLACE));
  ddi_test_wait_for_page (ddi_window_get_page (self->window));
  ddi_test_proxy_set_away (self->proxy, TRUE);
  ddi_test_activate (self->window, "page.add");
  dialog = ddi_test_dialog_find (dialog_type);
  ddi_test_dialog_type (dialog, dialog_type, "pieces", "12");
  ddi_test_dialog_save (dialog, dialog_type);
  ddi_test_wait (ddi_test_dialog_is_closed, &dialog_type);
  ddi_test_settle ();
  expect_waiting (self, "1 change waiting");
  out =
      ddi_test_home_psql (home, FALSE,
                          "INSERT INTO daily_production (user_id, store_id, date, product_id, product_name, "
                          "quantity_produced) SELECT min(u.id), 1, '" TODAY
                          "', p.id, p.name, 70 FROM users u, "
                          "products p GROUP BY p.id");
  ddi_test_proxy_set_away (self->proxy, FALSE);
  send_now (self);
  expect_waiting (self, "1 change to mend");
  expect (FIGURES, "1:70/ 2:70/");

  g_signal_emit_by_name (gtk_widget_get_first_child (GTK_WIDGET (get_button (self))), "clicked");
  ddi_test_settle ();
  dialog = ddi_test_dialog_find (list_type);
  g_assert_nonnull (dialog);
  rows = GTK_WIDGET (gtk_widget_get_template_child (dialog, list_type, "rows"));
  g_assert_nonnull (gtk_list_box_get_row_at_index (GTK_LIST_BOX (rows), 0));
  g_assert_null (gtk_list_box_get_row_at_index (GTK_LIST_BOX (rows), 1));
  {
    g_autoptr (GPtrArray) entries = ddi_outbox_list (ddi_session_get_outbox (self->session));

    g_assert_cmpuint (entries->len, ==, 1);
    g_assert_true (ddi_outbox_remove (ddi_session_get_outbox (self->session), entries->pdata[0], NULL));
  }
  ddi_session_outbox_changed (self->session);
  ddi_test_wait (ddi_test_dialog_is_closed, &list_type);
  expect_waiting (self, NULL);
}

int
main (int argc, char **argv)
{
  g_autofree char *data = ddi_test_directory_new_path ("data");
  g_autofree char *made = NULL;
  int status;

  /* Where the outbox of a server's home is. */
  g_setenv ("XDG_DATA_HOME", data, TRUE);
  ddi_test_ui_init (&argc, &argv);
  home = ddi_test_home_new ();
  made = ddi_test_home_psql (
      home, FALSE,
      "INSERT INTO districts (name) VALUES ('North');"
      "INSERT INTO stores (district_id, name) VALUES (1, 'Store 01');"
      "INSERT INTO products (name, sheet_order) VALUES ('Glazed', 1), ('Boston Kreme', 2)");
  g_test_add ("/outbox/day", Fixture, NULL, set_up, test_day, tear_down);
  g_test_add ("/outbox/restart", Fixture, NULL, set_up, test_restart, tear_down);
  g_test_add ("/outbox/refused", Fixture, NULL, set_up, test_refused, tear_down);
  status = g_test_run ();
  ddi_home_close (home, NULL);
  g_object_unref (home);
  return status;
}

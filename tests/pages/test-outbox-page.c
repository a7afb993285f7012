/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The server goes away while a person types: what the window says, and what the database has in the end. */
#include "app/ddi-outbox-button.h"
#include "app/ddi-outbox-dialog.h"
#include "app/ddi-test-window.h"
#include "pages/ddi-test-dialog.h"
#include "pages/entry/ddi-entry-page.h"
#include "pages/forecasts/ddi-forecasts-page.h"
#include "pages/products/ddi-product-dialog.h"
#include "pages/products/ddi-products-page.h"
#include "pages/records/ddi-record-dialog.h"
#include "pages/records/ddi-records-page.h"
#include "pages/stores/ddi-store-dialog.h"
#include "pages/stores/ddi-stores-page.h"
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

typedef struct
{
  Fixture *fixture;
  const char *text;
} Waiting;

static gboolean
is_waiting (gpointer user_data)
{
  const Waiting *self = user_data;
  DdiOutboxButton *button = get_button (self->fixture);

  if (gtk_widget_get_visible (GTK_WIDGET (button)) != (self->text != NULL))
    return FALSE;
  return self->text == NULL || g_str_equal (ddi_outbox_button_get_text (button), self->text);
}

/* NULL: nothing waits. What was sent is gone from the disk a moment before the window hears of it. */
static void
expect_waiting (Fixture *self, const char *text)
{
  Waiting waiting = { self, text };

  ddi_test_wait (is_waiting, &waiting);
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

static void
open_list (Fixture *self, const char *page)
{
  g_assert_true (ddi_window_open_page (self->window, page, NULL));
  ddi_test_wait_for_page (ddi_window_get_page (self->window));
  ddi_test_settle ();
}

static gboolean
has_draft (gpointer server)
{
  g_autoptr (GPtrArray) list = ddi_drafts_list (ddi_home_get_drafts (server));

  return list->len > 0;
}

static gboolean
has_no_draft (gpointer server)
{
  return !has_draft (server);
}

/* Opens a form of the page while the server is there, types into one of its rows and saves while it is away. */
static void
change_form (Fixture *self, const char *action, GType type, const char *child, const char *text)
{
  GtkWidget *dialog;

  ddi_test_activate (self->window, action);
  ddi_test_settle ();
  dialog = ddi_test_dialog_find (type);
  g_assert_nonnull (dialog);
  ddi_test_proxy_set_away (self->proxy, TRUE);
  ddi_test_dialog_type (dialog, type, child, text);
  ddi_test_wait (has_draft, self->server);
  ddi_test_dialog_save (dialog, type);
  ddi_test_wait (ddi_test_dialog_is_closed, &type);
  /* It waits, and is not unfinished besides. */
  ddi_test_wait (has_no_draft, self->server);
}

#define NAMES                                                                                                \
  "SELECT (SELECT string_agg(coalesce(address, '-'), ' ' ORDER BY id) FROM stores) || '; ' || "              \
  "(SELECT string_agg(name || ' ' || coalesce(category, '-'), ', ' ORDER BY id) FROM products)"

/* Forms of shops and products, and the undo of one that the server has: each waits, none is lost. */
static void
test_forms (Fixture *self, gconstpointer data)
{
  open_list (self, "stores");
  ddi_table_select (ddi_stores_page_get_table (DDI_STORES_PAGE (ddi_window_get_page (self->window))), 0);
  change_form (self, "page.edit", DDI_TYPE_STORE_DIALOG, "address", "Quay 1");
  expect_waiting (self, "1 change waiting");
  ddi_test_proxy_set_away (self->proxy, FALSE);
  send_now (self);
  expect (NAMES, "Quay 1; Glazed -, Boston Kreme -");

  open_list (self, "products");
  ddi_table_select (ddi_products_page_get_table (DDI_PRODUCTS_PAGE (ddi_window_get_page (self->window))), 0);
  change_form (self, "page.edit", DDI_TYPE_PRODUCT_DIALOG, "category", "Donuts");
  expect_waiting (self, "1 change waiting");
  expect (NAMES, "Quay 1; Glazed -, Boston Kreme -");
  ddi_test_proxy_set_away (self->proxy, FALSE);
  send_now (self);
  expect_waiting (self, NULL);
  expect ("SELECT count(*) FROM products WHERE category = 'Donuts'", "1");

  /* What the server has, undone while it is away. */
  open_list (self, "stores");
  ddi_table_select (ddi_stores_page_get_table (DDI_STORES_PAGE (ddi_window_get_page (self->window))), 0);
  {
    GType type = DDI_TYPE_STORE_DIALOG;
    GtkWidget *dialog;

    ddi_test_activate (self->window, "page.edit");
    dialog = ddi_test_dialog_find (type);
    ddi_test_dialog_type (dialog, type, "address", "Quay 2");
    ddi_test_dialog_save (dialog, type);
    ddi_test_wait (ddi_test_dialog_is_closed, &type);
    ddi_test_settle ();
  }
  expect ("SELECT address FROM stores", "Quay 2");
  ddi_test_proxy_set_away (self->proxy, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (self->window), "window.undo", NULL);
  expect_waiting (self, "1 change waiting");
  ddi_test_proxy_set_away (self->proxy, FALSE);
  send_now (self);
  expect ("SELECT address FROM stores", "Quay 1");
  expect ("UPDATE stores SET address = NULL; UPDATE products SET category = NULL", "");
}

/* A row that is deleted while the server is away goes when it is back. */
static void
test_deletion (Fixture *self, gconstpointer data)
{
  g_autofree char *out =
      ddi_test_home_psql (home, FALSE,
                          "INSERT INTO daily_production (user_id, store_id, date, product_id, product_name, "
                          "quantity_produced) SELECT min(u.id), 1, '" TODAY
                          "', p.id, p.name, 70 FROM users u, "
                          "products p GROUP BY p.id");

  g_assert_true (ddi_window_open_page (self->window, "production", PLACE));
  ddi_test_wait_for_page (ddi_window_get_page (self->window));
  ddi_test_settle ();
  ddi_table_select (ddi_records_page_get_table (DDI_RECORDS_PAGE (ddi_window_get_page (self->window))), 0);
  ddi_test_proxy_set_away (self->proxy, TRUE);
  ddi_test_activate (self->window, "page.delete");
  expect_waiting (self, "1 change waiting");
  expect ("SELECT count(*) FROM daily_production", "2");
  ddi_test_proxy_set_away (self->proxy, FALSE);
  send_now (self);
  expect_waiting (self, NULL);
  expect ("SELECT count(*) FROM daily_production", "1");
}

/* A shop that somebody has changed meanwhile does not go by a deletion that waited. */
static void
test_late_deletion (Fixture *self, gconstpointer data)
{
  open_list (self, "stores");
  ddi_table_select (ddi_stores_page_get_table (DDI_STORES_PAGE (ddi_window_get_page (self->window))), 0);
  ddi_test_proxy_set_away (self->proxy, TRUE);
  ddi_test_activate (self->window, "page.delete");
  expect_waiting (self, "1 change waiting");
  expect ("UPDATE stores SET address = 'Quay 3'", "");
  ddi_test_proxy_set_away (self->proxy, FALSE);
  send_now (self);
  expect_waiting (self, "1 change to mend");
  expect ("SELECT address FROM stores", "Quay 3");
  {
    g_autoptr (GPtrArray) entries = ddi_outbox_list (ddi_session_get_outbox (self->session));

    g_assert_cmpuint (entries->len, ==, 1);
    g_assert_true (ddi_outbox_remove (ddi_session_get_outbox (self->session), entries->pdata[0], NULL));
  }
  ddi_session_outbox_changed (self->session);
  expect ("UPDATE stores SET address = NULL", "");
}

static void
act (Fixture *self, const char *name, GVariant *parameter)
{
  g_action_group_activate_action (G_ACTION_GROUP (ddi_page_get_actions (ddi_window_get_page (self->window))),
                                  name, parameter);
}

/* Decisions about an order wait; one that somebody else has taken meanwhile is there to be mended. */
static void
test_decisions (Fixture *self, gconstpointer data)
{
  g_autofree char *out = ddi_test_home_psql (
      home, FALSE,
      "INSERT INTO forecast_runs (id, user_id, origin, horizon) SELECT 1000, min(id), '2026-11-24', 2 FROM "
      "users;"
      "INSERT INTO forecasts (id, user_id, forecast_date, product_name, store_id, product_id, run_id, "
      "horizon, model,"
      " predicted_demand, lower_bound, upper_bound, confidence, order_quantity) SELECT 500 + p.id, r.user_id,"
      " '2026-11-26', p.name, 1, p.id, 1000, 2, 'combination', 28, 22, 33, 0.8, 31 FROM products p, "
      "forecast_runs r");
  DdiFilter filter;

  ddi_session_get_filter (self->session, &filter);
  filter.store_id = 1;
  ddi_session_set_filter (self->session, &filter);
  g_assert_true (ddi_window_open_page (self->window, "forecasts", "day=2026-11-26"));
  ddi_test_wait_for_page (ddi_window_get_page (self->window));
  ddi_test_settle ();
  ddi_test_proxy_set_away (self->proxy, TRUE);
  act (self, "approve", g_variant_new_int32 (501));
  expect_waiting (self, "1 change waiting");
  act (self, "reject", g_variant_new_int32 (502));
  expect_waiting (self, "2 changes waiting");
  expect ("UPDATE forecasts SET status = 'approved', approved_quantity = 9, decided_by = user_id, decided_at "
          "= now() "
          "WHERE id = 502",
          "");
  ddi_test_proxy_set_away (self->proxy, FALSE);
  send_now (self);
  expect_waiting (self, "1 change to mend");
  expect ("SELECT string_agg(status || ' ' || approved_quantity, ', ' ORDER BY id) FROM forecasts",
          "approved 31, approved 9");
  {
    g_autoptr (GPtrArray) entries = ddi_outbox_list (ddi_session_get_outbox (self->session));

    g_assert_cmpuint (entries->len, ==, 1);
    g_assert_cmpstr (((DdiOutboxEntry *)entries->pdata[0])->title, ==, "Boston Kreme rejected");
    g_assert_true (ddi_outbox_remove (ddi_session_get_outbox (self->session), entries->pdata[0], NULL));
  }
  ddi_session_outbox_changed (self->session);
  expect ("DELETE FROM forecasts; DELETE FROM forecast_runs", "");
}

static GtkWidget *
wait_for_forecasts (Fixture *self)
{
  g_assert_true (ddi_window_open_page (self->window, "forecasts", "day=2026-11-26"));
  ddi_test_wait_for_page (ddi_window_get_page (self->window));
  ddi_test_settle ();
  return GTK_WIDGET (ddi_window_get_page (self->window));
}

/* Approve all waits too: what was decided meanwhile stays; where something was forecast anew, none of it is approved
 * unseen. */
static void
test_approve_all (Fixture *self, gconstpointer data)
{
  static const char fill[] =
      "INSERT INTO forecast_runs (id, user_id, origin, horizon) SELECT 1000, min(id), '2026-11-24', 2 FROM "
      "users;"
      "INSERT INTO forecasts (id, user_id, forecast_date, product_name, store_id, product_id, run_id, "
      "horizon, model,"
      " predicted_demand, lower_bound, upper_bound, confidence, order_quantity) SELECT 500 + p.id, r.user_id,"
      " '2026-11-26', p.name, 1, p.id, 1000, 2, 'combination', 28, 22, 33, 0.8, 31 FROM products p, "
      "forecast_runs r";
  DdiFilter filter;

  expect (fill, "");
  ddi_session_get_filter (self->session, &filter);
  filter.store_id = 0;
  ddi_session_set_filter (self->session, &filter);
  wait_for_forecasts (self);
  ddi_test_proxy_set_away (self->proxy, TRUE);
  act (self, "approve-all", NULL);
  expect_waiting (self, "1 change waiting");
  expect ("SELECT count(*) FROM forecasts WHERE status = 'pending'", "2");
  expect ("UPDATE forecasts SET status = 'rejected', decided_by = user_id, decided_at = now() WHERE id = 502",
          "");
  ddi_test_proxy_set_away (self->proxy, FALSE);
  send_now (self);
  expect_waiting (self, NULL);
  expect ("SELECT string_agg(status, ', ' ORDER BY id) FROM forecasts", "approved, rejected");

  expect ("UPDATE forecasts SET status = 'pending', approved_quantity = NULL, decided_by = NULL, decided_at "
          "= NULL",
          "");
  ddi_session_changed (self->session, DDI_DATA_FORECASTS);
  wait_for_forecasts (self);
  ddi_test_proxy_set_away (self->proxy, TRUE);
  act (self, "approve-all", NULL);
  expect_waiting (self, "1 change waiting");
  expect ("UPDATE forecasts SET id = 602, order_quantity = 500 WHERE id = 502", "");
  ddi_test_proxy_set_away (self->proxy, FALSE);
  send_now (self);
  expect_waiting (self, "1 change to mend");
  expect ("SELECT count(*) FROM forecasts WHERE status = 'pending'", "2");
  {
    g_autoptr (GPtrArray) entries = ddi_outbox_list (ddi_session_get_outbox (self->session));

    g_assert_cmpuint (entries->len, ==, 1);
    g_assert_true (g_str_has_prefix (((DdiOutboxEntry *)entries->pdata[0])->title, "Approve all, "));
    g_assert_true (ddi_outbox_remove (ddi_session_get_outbox (self->session), entries->pdata[0], NULL));
  }
  ddi_session_outbox_changed (self->session);
  expect ("DELETE FROM forecasts; DELETE FROM forecast_runs", "");
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
  g_test_add ("/outbox/forms", Fixture, NULL, set_up, test_forms, tear_down);
  g_test_add ("/outbox/deletion", Fixture, NULL, set_up, test_deletion, tear_down);
  g_test_add ("/outbox/late-deletion", Fixture, NULL, set_up, test_late_deletion, tear_down);
  g_test_add ("/outbox/decisions", Fixture, NULL, set_up, test_decisions, tear_down);
  g_test_add ("/outbox/approve-all", Fixture, NULL, set_up, test_approve_all, tear_down);
  status = g_test_run ();
  ddi_home_close (home, NULL);
  g_object_unref (home);
  return status;
}

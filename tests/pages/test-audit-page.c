/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The log is listed, searched, read, verified and exported through the page's own widgets. */
#include "pages/audit/ddi-audit-page.h"

#include <glib/gstdio.h>
#include <string.h>

#include "app/ddi-test-window.h"
#include "core/ddi-program.h"
#include "ddi-config.h"
#include "pages/audit/ddi-audit-dialog.h"
#include "pages/audit/ddi-audit-words.h"
#include "pages/ddi-test-dialog.h"
#include "support/ddi-test-home.h"

static DdiHome *home;
static DdiSession *session;

static void
sql (const char *text)
{
  g_free (ddi_test_home_psql (home, FALSE, text));
}

static DdiAuditPage *
get_page (DdiWindow *window)
{
  return DDI_AUDIT_PAGE (ddi_window_get_page (window));
}

static DdiWindow *
open_page (void)
{
  DdiWindow *window = ddi_test_window_new (session);

  g_assert_true (ddi_window_open_page (window, "audit", NULL));
  ddi_test_wait_for_page (ddi_window_get_page (window));
  return window;
}

static guint
count (DdiWindow *window)
{
  return g_list_model_get_n_items (ddi_audit_page_get_model (get_page (window)));
}

static gboolean
is_loaded (gpointer item)
{
  return ddi_query_row_get (item, NULL) != NULL;
}

/* What the table says of an entry. (transfer full) */
static char *
describe (DdiWindow *window, guint position)
{
  g_autoptr (DdiQueryRow) item =
      g_list_model_get_item (ddi_audit_page_get_model (get_page (window)), position);
  DdiRows *rows;
  guint row;

  ddi_test_wait (is_loaded, item);
  rows = ddi_query_row_get (item, &row);
  return ddi_audit_describe_row (rows, row);
}

static void
assert_entry (DdiWindow *window, guint position, const char *expected)
{
  g_autofree char *text = describe (window, position);

  g_assert_cmpstr (text, ==, expected);
}

static void
choose (GtkDropDown *drop_down, const char *name)
{
  GListModel *names = gtk_drop_down_get_model (drop_down);

  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr (GtkStringObject) item = g_list_model_get_item (names, i);

      if (g_str_equal (gtk_string_object_get_string (item), name))
        {
          gtk_drop_down_set_selected (drop_down, i);
          return;
        }
    }
  g_error ("there is no %s", name);
}

static void
choose_and_wait (DdiWindow *window, GtkDropDown *drop_down, const char *name)
{
  choose (drop_down, name);
  ddi_test_wait_for_page (ddi_window_get_page (window));
}

typedef struct
{
  DdiWindow *window;
  guint n;
} Counted;

static gboolean
has_count (gpointer user_data)
{
  Counted *counted = user_data;

  return ddi_page_get_state (ddi_window_get_page (counted->window)) == DDI_PAGE_CONTENT &&
         count (counted->window) == counted->n;
}

static void
search_and_wait (DdiWindow *window, const char *text, guint n)
{
  Counted counted = { window, n };

  gtk_editable_set_text (GTK_EDITABLE (ddi_audit_page_get_search (get_page (window))), text);
  ddi_test_wait (has_count, &counted);
}

/* Newest first, in words; each filter leaves its own. */
static void
test_filters (void)
{
  DdiWindow *window = open_page ();
  DdiAuditPage *page = get_page (window);
  guint all = count (window);

  g_assert_cmpint (ddi_page_get_state (DDI_PAGE (page)), ==, DDI_PAGE_CONTENT);
  assert_entry (window, 0, "Sign-in refused: eve@example.org");
  assert_entry (window, 1, "Waste: Lakeside, Glazed, Thu 3 Jul 2025 changed");
  assert_entry (window, 2, "Waste: Lakeside, Glazed, Thu 3 Jul 2025 added");
  assert_entry (window, 3, "Memberships: Mia, Lakeside added");
  g_assert_cmpuint (all, >, 5);

  choose_and_wait (window, ddi_audit_page_get_kinds (page), "Refused");
  g_assert_cmpuint (count (window), ==, 1);
  choose_and_wait (window, ddi_audit_page_get_subjects (page), "Waste");
  g_assert_cmpuint (count (window), ==, 0);
  /* A filter that finds nothing is no empty log. */
  g_assert_cmpint (ddi_page_get_state (DDI_PAGE (page)), ==, DDI_PAGE_CONTENT);
  choose_and_wait (window, ddi_audit_page_get_kinds (page), "Everything");
  g_assert_cmpuint (count (window), ==, 2);
  choose_and_wait (window, ddi_audit_page_get_people (page), "Nobody signed in");
  g_assert_cmpuint (count (window), ==, 1);
  choose_and_wait (window, ddi_audit_page_get_people (page), "Ada");
  g_assert_cmpuint (count (window), ==, 1);
  assert_entry (window, 0, "Waste: Lakeside, Glazed, Thu 3 Jul 2025 changed");
  choose_and_wait (window, ddi_audit_page_get_people (page), "Everybody");
  choose_and_wait (window, ddi_audit_page_get_subjects (page), "All subjects");
  g_assert_cmpuint (count (window), ==, all);

  search_and_wait (window, "EVE@", 1);
  search_and_wait (window, "", all);
  ddi_test_window_close (window);
}

/* Days before there was a log show why there is nothing. */
static void
test_empty (void)
{
  DdiFilter filter, past;
  DdiWindow *window;

  ddi_session_get_filter (session, &filter);
  past = filter;
  past.first = ddi_day_parse ("2001-01-01");
  past.last = past.first + 1;
  ddi_session_set_filter (session, &past);
  window = open_page ();
  g_assert_cmpint (ddi_page_get_state (ddi_window_get_page (window)), ==, DDI_PAGE_EMPTY);
  ddi_session_set_filter (session, &filter);
  ddi_test_wait_for_page (ddi_window_get_page (window));
  g_assert_cmpint (ddi_page_get_state (ddi_window_get_page (window)), ==, DDI_PAGE_CONTENT);
  ddi_test_window_close (window);
}

/* The texts of the labels below, in their order. */
static void
collect (GtkWidget *widget, GString *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget))
    g_string_append_printf (text, "%s|", gtk_label_get_label (GTK_LABEL (widget)));
  for (GtkWidget *w = gtk_widget_get_first_child (widget); w; w = gtk_widget_get_next_sibling (w))
    collect (w, text);
}

static gboolean
is_open (gpointer type)
{
  GtkWidget *dialog = ddi_test_dialog_find (*(GType *)type);

  return dialog && gtk_widget_get_mapped (dialog);
}

/* What was before and after, in words, the changed fields first; whose and from where. */
static void
test_details (void)
{
  GType type = DDI_TYPE_AUDIT_DIALOG;
  DdiWindow *window = open_page ();
  g_autoptr (GString) text = g_string_new (NULL);
  GtkWidget *dialog;

  ddi_table_select (ddi_audit_page_get_table (get_page (window)), 1);
  ddi_test_activate (window, "page.edit");
  ddi_test_wait (is_open, &type);
  dialog = ddi_test_dialog_find (type);
  ddi_test_settle ();
  collect (dialog, text);
  g_assert_nonnull (strstr (text->str, "Field|Before|After|Thrown away|3|9|"));
  g_assert_nonnull (strstr (text->str, "Shop|Lakeside|Lakeside|"));
  g_assert_nonnull (strstr (text->str, "Ada, ada@example.org|"));
  g_assert_nonnull (strstr (text->str, "198.51.100.4 (as the pooler says)|"));
  gtk_window_destroy (GTK_WINDOW (dialog));
  ddi_test_window_close (window);
}

/* Of a unit that @program sends. */
static void
log_as (const char *program)
{
  g_autofree char *own = g_strdup (g_get_prgname ());
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = NULL;
  DdiUnit *unit = ddi_unit_new ();

  g_set_prgname (program);
  ddi_unit_add (unit, "accounts/request-reset", g_variant_new ("(s)", "nobody@example.org"));
  results = ddi_database_run (ddi_home_get_database (home), unit, NULL, &error);
  g_set_prgname (own);
  g_assert_no_error (error);
}

static void
assert_newest_says (const char *wanted)
{
  GType type = DDI_TYPE_AUDIT_DIALOG;
  DdiWindow *window = open_page ();
  g_autoptr (GString) text = g_string_new (NULL);
  GtkWidget *dialog;

  ddi_table_select (ddi_audit_page_get_table (get_page (window)), 0);
  ddi_test_activate (window, "page.edit");
  ddi_test_wait (is_open, &type);
  dialog = ddi_test_dialog_find (type);
  ddi_test_settle ();
  collect (dialog, text);
  g_assert_nonnull (strstr (text->str, wanted));
  gtk_window_destroy (GTK_WINDOW (dialog));
  ddi_test_window_close (window);
}

/* The log tells the window from the command line, and which version; other programs are called as they call
 * themselves. */
static void
test_programs (void)
{
  static const char *const words[][2] = {
    { "dunkin-demand/2.10.0 (window)", "Window, version 2.10.0" },
    { "dunkin-demand/2.10.0 (cli), till-3", "Command line, version 2.10.0, till-3" },
    { "dunkin-demand/2.10.0 (test-x)", "dunkin-demand/2.10.0 (test-x)" },
    { "dunkin-demand/2.10.0 (cli", "dunkin-demand/2.10.0 (cli" },
    { "dunkin-demand", "dunkin-demand" },
    { "psql", "psql" },
    { "", "–" },
    { NULL, "–" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *said = ddi_program_describe (words[i][0]);

      g_assert_cmpstr (said, ==, words[i][1]);
    }
  log_as ("dunkin-demand");
  assert_newest_says ("Program|Window, version " DDI_VERSION "|");
  log_as ("dunkin-demand-cli");
  assert_newest_says ("Program|Command line, version " DDI_VERSION "|");
  /* What is no letter, digit or mark of a name cannot forge another line. */
  log_as ("evil)\nroot");
  assert_newest_says ("Program|dunkin-demand/" DDI_VERSION " (evil??root)|");
}

static gboolean
is_checked (gpointer check)
{
  return ddi_audit_check_get_text (check) != NULL;
}

/* Whole with its head, and where it breaks once somebody has changed an entry behind its back. */
static void
test_verify (void)
{
  DdiWindow *window = open_page ();
  DdiAuditCheck *check = ddi_audit_page_get_check (get_page (window));
  g_autofree char *head = NULL, *id = NULL;

  g_assert_null (ddi_audit_check_get_text (check));
  ddi_test_activate (window, "page.verify");
  ddi_test_wait (is_checked, check);
  head = ddi_test_home_psql (home, FALSE, "SELECT encode(hash, 'hex') FROM auth.audit_state");
  g_assert_nonnull (strstr (ddi_audit_check_get_text (check), g_strstrip (head)));
  g_assert_nonnull (strstr (ddi_audit_check_get_text (check), "whole"));

  sql ("BEGIN; ALTER TABLE audit_logs DISABLE TRIGGER USER; UPDATE audit_logs SET action = 'SIGN_IN' WHERE "
       "action = 'SIGN_IN_REFUSED'; ALTER TABLE audit_logs ENABLE TRIGGER USER; COMMIT");
  ddi_test_activate (window, "page.verify");
  ddi_test_wait (is_checked, check);
  g_assert_nonnull (strstr (ddi_audit_check_get_text (check), "altered"));
  sql (
      "BEGIN; ALTER TABLE audit_logs DISABLE TRIGGER USER; UPDATE audit_logs SET action = 'SIGN_IN_REFUSED' "
      "WHERE "
      "action = 'SIGN_IN' AND details ->> 'email' = 'eve@example.org'; ALTER TABLE audit_logs ENABLE TRIGGER "
      "USER; COMMIT");
  ddi_test_window_close (window);
}

/* What is listed, and the head; the export is an entry itself. */
static void
test_export (void)
{
  static const char *const names[] = { "ddi-log.json", "ddi-log.csv" };
  DdiWindow *window = open_page ();
  g_autofree char *head = NULL;

  choose_and_wait (window, ddi_audit_page_get_subjects (get_page (window)), "Waste");
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (g_get_tmp_dir (), names[i], NULL);
      g_autofree char *noted = g_strdup_printf (
          "SELECT details ->> 'rows' FROM audit_logs WHERE action = 'EXPORT' AND details ->> 'file' = '%s'",
          names[i]);
      g_autofree char *text = NULL;

      ddi_audit_page_export (get_page (window), path);
      ddi_test_wait_for_sql (home, noted, "2");
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_assert_nonnull (strstr (text, "ROW_CHANGED"));
      g_assert_null (strstr (text, "SIGN_IN_REFUSED"));
      g_assert_nonnull (strstr (text, i == 0 ? "\"hash\": \"" : ",HEAD,"));
      if (i == 0)
        {
          g_autoptr (JsonNode) root = json_from_string (text, NULL);

          g_assert_nonnull (root);
          g_assert_cmpuint (json_array_get_length (
                                json_object_get_array_member (json_node_get_object (root), "entries")),
                            ==, 2);
        }
      g_remove (path);
    }
  ddi_test_settle ();
  ddi_test_window_close (window);
}

/* The program has sealed since its session was read. */
static void
test_sealed (void)
{
  ddi_test_wait_for_sql (home, "SELECT n > 0 FROM auth.audit_state", "t");
  sql ("SELECT auth.log(NULL, 'RESET_REQUESTED', '{\"email\": \"eve@example.org\"}')");
  ddi_session_seal (session);
  ddi_test_wait_for_sql (home,
                         "SELECT count(*) FROM audit_logs a JOIN auth.audit_chain USING (id) WHERE a.action "
                         "= 'RESET_REQUESTED'",
                         "1");
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
  g_assert_false (ddi_window_open_page (window, "audit", NULL));
  ddi_test_wait_for_page (ddi_window_get_page (window));
  ddi_test_window_close (window);
  ddi_home_close (client, NULL);
}

/* No column of what people change is called as the database does. */
static void
test_columns (void)
{
  g_autofree char *all = ddi_test_home_psql (
      home, FALSE,
      "SELECT string_agg(DISTINCT column_name, ' ') FROM information_schema.columns WHERE table_schema = "
      "'public' AND table_name IN ('calendar_events', 'custom_columns', 'daily_production', 'daily_sales', "
      "'daily_waste', 'districts', 'forecast_comments', 'forecasts', 'import_batches', 'product_aliases', "
      "'product_offers', 'product_prices', 'products', 'settings', 'store_days', 'store_members', 'stores', "
      "'waste_goals', 'weather')");
  g_auto (GStrv) columns = g_strsplit (g_strchomp (all), " ", -1);

  g_assert_cmpuint (g_strv_length (columns), >, 60);
  for (char **column = columns; *column; column++)
    {
      g_autofree char *name = ddi_audit_field_name (*column);
      g_autofree char *raw = g_strdelimit (g_strdup (*column), "_", ' ');

      if (g_str_equal (name, raw))
        g_test_fail_printf ("%s has no name", *column);
    }
}

int
main (int argc, char **argv)
{
  int status;

  ddi_test_ui_init (&argc, &argv);
  home = ddi_test_home_new ();
  sql ("INSERT INTO districts (id, name) VALUES (1, 'North'); INSERT INTO stores (id, district_id, name) "
       "VALUES (1, "
       "1, 'Lakeside'); INSERT INTO products (id, name) VALUES (1, 'Glazed'); INSERT INTO users (id, name, "
       "email, "
       "password_hash, role) VALUES (11, 'Ada', 'ada@example.org', '!', 'member'), (12, 'Mia', "
       "'mia@example.org', "
       "'!', 'member'); INSERT INTO store_members (user_id, store_id, role) VALUES (12, 1, 'store_manager');"
       "INSERT INTO daily_waste (id, user_id, store_id, date, product_id, quantity_wasted) VALUES (1, 12, 1, "
       "'2025-07-03', 1, 3); INSERT INTO audit_logs (user_id, action, ip_address, user_agent, details) "
       "SELECT 11, "
       "'ROW_CHANGED', 'local claimed 198.51.100.4', 'till', jsonb_build_object('table', 'daily_waste', "
       "'old', "
       "to_jsonb(d), 'new', to_jsonb(d) || '{\"quantity_wasted\": 9}') FROM daily_waste d;"
       "SELECT auth.log(NULL, 'SIGN_IN_REFUSED', '{\"email\": \"eve@example.org\"}')");
  session = ddi_test_session_new (home);

  g_test_add_func ("/audit/filters", test_filters);
  g_test_add_func ("/audit/empty", test_empty);
  g_test_add_func ("/audit/details", test_details);
  g_test_add_func ("/audit/columns", test_columns);
  g_test_add_func ("/audit/verify", test_verify);
  g_test_add_func ("/audit/export", test_export);
  g_test_add_func ("/audit/sealed", test_sealed);
  g_test_add_func ("/audit/not-for-all", test_not_for_all);
  g_test_add_func ("/audit/programs", test_programs);
  status = g_test_run ();
  g_clear_object (&session);
  ddi_home_close (home, NULL);
  g_object_unref (home);
  return status;
}

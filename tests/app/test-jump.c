/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ctrl+K: a few letters lead to a page, a shop or a product. */
#include "app/ddi-jump-dialog.h"
#include "app/ddi-jump.h"
#include "app/ddi-test-window.h"
#include "support/ddi-test-home.h"

static const DdiPageInfo places[] = {
  { "forecasts", "Forecasts", NULL, NULL }, { "sales", "Sales", NULL, NULL },
  { "waste", "Waste", NULL, NULL },         { "products", "Products", NULL, NULL },
  { "stores", "Stores", NULL, NULL },       { NULL, NULL, NULL, NULL },
};

static DdiHome *home;
static DdiSession *session;

static void
assert_found (const char *text, const char *expected)
{
  g_autoptr (GPtrArray) found = ddi_jump_find (places, session, text, 20);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++)
    {
      const DdiJump *jump = found->pdata[i];

      g_string_append_printf (names, "%s%c:%s", i > 0 ? " | " : "", "gsp"[jump->kind], jump -> name);
    }
  g_assert_cmpstr (names->str, ==, expected);
}

/* Each word counts, accents and case do not; what begins with the text comes first. */
static void
test_find (void)
{
  g_autoptr (GPtrArray) few = ddi_jump_find (places, session, "", 3);

  assert_found ("lake", "s:Lakeside | p:Great Lake Danish");
  assert_found ("CAFE", "s:Café Río | p:Iced Café");
  assert_found ("  rio  caf ", "s:Café Río");
  assert_found ("waste", "g:Waste");
  assert_found ("s",
                "g:Sales | g:Stores | g:Forecasts | g:Waste | g:Products | s:Lakeside | p:Great Lake Danish");
  assert_found ("nowhere", "");
  g_assert_cmpuint (few->len, ==, 3);
}

static GtkWidget *
open_dialog (DdiWindow *window)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.jump", NULL));
  ddi_test_settle ();
  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      if (DDI_IS_JUMP_DIALOG (toplevel))
        return toplevel;
    }
  g_error ("no dialog");
}

static void
type (GtkWidget *dialog, const char *text)
{
  GtkWidget *search = GTK_WIDGET (gtk_widget_get_template_child (dialog, DDI_TYPE_JUMP_DIALOG, "search"));

  gtk_editable_set_text (GTK_EDITABLE (search), text);
  ddi_test_settle ();
  g_signal_emit_by_name (search, "activate");
  ddi_test_settle ();
}

static void
test_follow (void)
{
  DdiWindow *window = ddi_test_window_new (session);
  GtkWidget *dialog = open_dialog (window);
  DdiFilter filter;

  type (dialog, "wast");
  g_assert_cmpstr (ddi_page_get_title (ddi_window_get_page (window)), ==, "Waste");
  type (open_dialog (window), "rio");
  ddi_session_get_filter (session, &filter);
  g_assert_cmpstr (ddi_store_get_name (ddi_session_find_store (session, filter.store_id)), ==, "Café Río");
  g_assert_cmpstr (ddi_page_get_title (ddi_window_get_page (window)), ==, "Waste");

  type (open_dialog (window), "danish");
  g_assert_cmpstr (ddi_page_get_title (ddi_window_get_page (window)), ==, "Products");
  ddi_test_wait_for_page (ddi_window_get_page (window));
  g_assert_cmpint (ddi_page_get_state (ddi_window_get_page (window)), ==, DDI_PAGE_CONTENT);
  ddi_test_window_close (window);
}

/* What is not there closes nothing and goes nowhere. */
static void
test_nothing (void)
{
  DdiWindow *window = ddi_test_window_new (session);
  GtkWidget *dialog = open_dialog (window);
  DdiPage *page = ddi_window_get_page (window);
  GtkWidget *stack = GTK_WIDGET (gtk_widget_get_template_child (dialog, DDI_TYPE_JUMP_DIALOG, "stack"));

  type (dialog, "nowhere");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (stack)), ==, "nothing");
  g_assert_true (ddi_window_get_page (window) == page);
  gtk_window_destroy (GTK_WINDOW (dialog));
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
                             "INSERT INTO districts (name) VALUES ('D');"
                             "INSERT INTO stores (district_id, name) VALUES (1, 'Lakeside'), (1, 'Café Río');"
                             "INSERT INTO products (name, category) VALUES ('Iced Café', 'Drinks'), "
                             "('Great Lake Danish', 'Danish')");
  session = ddi_test_session_new (home);
  g_test_add_func ("/jump/find", test_find);
  g_test_add_func ("/jump/follow", test_follow);
  g_test_add_func ("/jump/nothing", test_nothing);
  status = g_test_run ();
  g_clear_object (&session);
  ddi_home_close (home, NULL);
  g_object_unref (home);
  return status;
}

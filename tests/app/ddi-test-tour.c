/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-test-tour.h"

#include "app/ddi-test-window.h"
#include "support/ddi-test-home.h"

/* Of a page's actions: those that write, which have tests of their own, and the printer's dialog, which is
 * the toolkit's or the desktop's. */
static const char *const left_out[] = { "delete",  "save",  "reopen",       "complete",
                                        "unmerge", "print", "print-report", NULL };

typedef struct
{
  DdiWindow *window;
  DdiTestTourFunc visit;
  gpointer user_data;
} Tour;

void
ddi_test_tour_fill (DdiHome *home, const char *word)
{
  static const char template[] =
      "INSERT INTO districts (id, name) VALUES (1, '@ 0');"
      "INSERT INTO stores (id, district_id, name, timezone) VALUES (1, 1, '@ 1', 'America/New_York'),"
      "  (2, 1, '@ 2', 'America/New_York');"
      "INSERT INTO products (id, name, category, sheet_order) VALUES (1, '@ 11', '@ 9', 1), (2, '@ 12', '@ "
      "9', 2),"
      "  (3, '@ 13', '@ 8', 3), (4, '@ 14', '@ 9', 4);"
      "INSERT INTO product_prices (product_id, valid_from, unit_cost, unit_price)"
      "  SELECT id, '2026-01-01', 0.4, 1.59 FROM products WHERE id < 4;"
      "INSERT INTO daily_production (user_id, store_id, date, product_id, product_name, quantity_produced)"
      "  SELECT u.id, s, d::date, p.id, p.name, 10 * p.id + 20 FROM generate_series(1, 2) s, products p, "
      "users u,"
      "    generate_series('2026-11-09'::date, '2026-11-23', interval '1 day') d WHERE p.id < 4;"
      "INSERT INTO daily_waste (user_id, store_id, date, product_id, product_name, quantity_wasted, reason)"
      "  SELECT user_id, store_id, date, product_id, product_name, product_id + 1, '@ 7' FROM "
      "daily_production;"
      "INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, quantity_sold, source)"
      "  SELECT p.user_id, store_id, date, product_id, p.product_name, quantity_produced - quantity_wasted, "
      "'derived'"
      "    FROM daily_production p JOIN daily_waste w USING (store_id, date, product_id);"
      "INSERT INTO store_days (store_id, date, state) SELECT DISTINCT store_id, date, 'complete' FROM "
      "daily_production;"
      "INSERT INTO calendar_events (name, kind, starts_on, ends_on)"
      "  VALUES ('@ 5', 'promotion', '2026-11-20', '2026-11-26');"
      "INSERT INTO forecast_runs (id, user_id, origin, horizon) SELECT 1000, id, '2026-11-23', 2 FROM users;"
      "INSERT INTO forecasts (user_id, forecast_date, product_name, store_id, product_id, run_id, horizon, "
      "model,"
      "    predicted_demand, lower_bound, upper_bound, confidence, order_quantity, explanation)"
      "  SELECT u.id, d::date, p.name, s, p.id, 1000, 2, 'combination', 10 * p.id + 17, 10 * p.id + 11,"
      "    10 * p.id + 25, 0.8, 10 * p.id + 20, '{\"pack\": 1, \"flags\": []}'"
      "    FROM generate_series(1, 2) s, users u, products p,"
      "      generate_series('2026-11-18'::date, '2026-11-25', interval '1 day') d;";
  g_autoptr (GString) sql = g_string_new (template);

  g_string_replace (sql, "@", word, 0);
  g_free (ddi_test_home_psql (home, FALSE, sql->str));
}

void
ddi_test_tour_walk (GtkWidget *root, void (*visit) (GtkWidget *, gpointer), gpointer user_data)
{
  /* The tooltip is the toolkit's, one for all windows. */
  if (g_str_equal (G_OBJECT_TYPE_NAME (root), "GtkTooltipWindow"))
    return;
  visit (root, user_data);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child))
    ddi_test_tour_walk (child, visit, user_data);
}

static void
collect_cb (GtkWidget *widget, gpointer widgets)
{
  g_ptr_array_add (widgets, g_object_ref (widget));
}

static GPtrArray *
widgets_below (GtkWidget *root)
{
  GPtrArray *widgets = g_ptr_array_new_with_free_func (g_object_unref);

  ddi_test_tour_walk (root, collect_cb, widgets);
  return widgets;
}

static void
show (Tour *tour, GtkWidget *root)
{
  ddi_test_wait_for_page (ddi_window_get_page (tour->window));
  tour->visit (root, tour->user_data);
}

static void
close_dialogs (Tour *tour)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l; l = l->next)
    g_object_ref (l->data);
  for (GList *l = windows; l; l = l->next)
    {
      if (l->data != (gpointer)tour->window && gtk_widget_get_mapped (l->data))
        {
          if (!GTK_IS_FILE_CHOOSER (l->data))
            show (tour, l->data);
          gtk_window_close (l->data);
          ddi_test_settle ();
          /* It asks first what becomes of what was typed. */
          if (gtk_widget_get_mapped (l->data))
            gtk_window_destroy (l->data);
        }
      g_object_unref (l->data);
    }
  ddi_test_settle ();
}

/* A part that is a tab of its own is shown by being chosen. */
static void
show_parts (Tour *tour, GtkWidget *stack)
{
  g_autoptr (GtkSelectionModel) pages = ADW_IS_VIEW_STACK (stack)
                                            ? adw_view_stack_get_pages (ADW_VIEW_STACK (stack))
                                            : gtk_stack_get_pages (GTK_STACK (stack));
  GtkWidget *first = ADW_IS_VIEW_STACK (stack) ? adw_view_stack_get_visible_child (ADW_VIEW_STACK (stack))
                                               : gtk_stack_get_visible_child (GTK_STACK (stack));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (pages)); i++)
    {
      gtk_selection_model_select_item (pages, i, TRUE);
      show (tour, GTK_WIDGET (tour->window));
    }
  if (ADW_IS_VIEW_STACK (stack))
    adw_view_stack_set_visible_child (ADW_VIEW_STACK (stack), first);
  else
    gtk_stack_set_visible_child (GTK_STACK (stack), first);
}

/* Stacks whose children a person chooses: those that a switcher, here or in the header, names with titles. */
static gboolean
is_switched (GtkWidget *widget)
{
  g_autoptr (GtkSelectionModel) pages = NULL;
  g_autoptr (GObject) page = NULL;
  g_autofree char *title = NULL;

  if (GTK_IS_STACK (widget))
    pages = gtk_stack_get_pages (GTK_STACK (widget));
  else if (ADW_IS_VIEW_STACK (widget))
    pages = adw_view_stack_get_pages (ADW_VIEW_STACK (widget));
  else
    return FALSE;
  page = g_list_model_get_item (G_LIST_MODEL (pages), 0);
  if (page)
    g_object_get (page, "title", &title, NULL);
  return title != NULL;
}

static void
use_widgets (Tour *tour, GtkWidget *root)
{
  g_autoptr (GPtrArray) widgets = widgets_below (root);

  for (guint i = 0; i < widgets->len; i++)
    {
      GtkWidget *widget = widgets->pdata[i];

      if (!gtk_widget_get_mapped (widget))
        continue;
      if (is_switched (widget))
        show_parts (tour, widget);
      else if (GTK_IS_MENU_BUTTON (widget) && gtk_widget_is_sensitive (widget))
        {
          gtk_menu_button_popup (GTK_MENU_BUTTON (widget));
          show (tour, GTK_WIDGET (tour->window));
          gtk_menu_button_popdown (GTK_MENU_BUTTON (widget));
        }
      else if (GTK_IS_COLUMN_VIEW (widget))
        {
          GtkSelectionModel *model = gtk_column_view_get_model (GTK_COLUMN_VIEW (widget));

          if (model && g_list_model_get_n_items (G_LIST_MODEL (model)) > 0)
            gtk_selection_model_select_item (model, 0, TRUE);
          show (tour, GTK_WIDGET (tour->window));
        }
    }
}

static void
use_actions (Tour *tour)
{
  GActionGroup *actions = G_ACTION_GROUP (ddi_page_get_actions (ddi_window_get_page (tour->window)));
  g_auto (GStrv) names = g_action_group_list_actions (actions);

  for (char **name = names; *name; name++)
    {
      if (g_strv_contains (left_out, *name) || g_action_group_get_action_parameter_type (actions, *name) ||
          !g_action_group_get_action_enabled (actions, *name))
        continue;
      g_test_message ("  %s", *name);
      g_action_group_activate_action (actions, *name, NULL);
      ddi_test_settle ();
      close_dialogs (tour);
      show (tour, GTK_WIDGET (tour->window));
    }
}

void
ddi_test_tour_use (DdiWindow *window, const DdiPageInfo *info, DdiTestTourFunc visit, gpointer user_data)
{
  Tour tour = { window, visit, user_data };

  g_test_message ("%s", info->id);
  g_assert_true (ddi_window_open_page (window, info->id, NULL));
  show (&tour, GTK_WIDGET (window));
  use_widgets (&tour, GTK_WIDGET (ddi_window_get_page (window)));
  if (ddi_page_get_header (ddi_window_get_page (window)))
    use_widgets (&tour, ddi_page_get_header (ddi_window_get_page (window)));
  use_actions (&tour);
  ddi_page_search (ddi_window_get_page (window));
  ddi_page_reload (ddi_window_get_page (window));
  show (&tour, GTK_WIDGET (window));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two products become one through the page's own widgets, and two again, asserted in the database. */
#include "pages/products/ddi-products-page.h"

#include <string.h>

#include "app/ddi-test-window.h"
#include "pages/ddi-test-dialog.h"
#include "pages/products/ddi-merge-dialog.h"
#include "pages/products/ddi-names-group.h"
#include "pages/products/ddi-product-dialog.h"
#include "support/ddi-test-home.h"

static DdiHome *home;
static DdiSession *session;

static const char sold[] =
    "SELECT string_agg(p.name || ' ' || s.product_name || ' ' || s.quantity_sold, ', ' "
    "ORDER BY s.id) FROM daily_sales s JOIN products p ON p.id = s.product_id";
#define TWO "Glazed Glazed 10, Glazd Glazd 3, Glazd Glazd 4"
#define ONE "Glazed Glazed 13, Glazed Glazd 4"

static DdiWindow *
open_page (void)
{
  DdiWindow *window = ddi_test_window_new (session);

  g_assert_true (ddi_window_open_page (window, "products", NULL));
  ddi_test_wait_for_page (ddi_window_get_page (window));
  return window;
}

static void
select_row (DdiWindow *window, guint position)
{
  ddi_test_wait_for_page (ddi_window_get_page (window));
  ddi_table_select (ddi_products_page_get_table (DDI_PRODUCTS_PAGE (ddi_window_get_page (window))), position);
}

static GtkWidget *
child (GtkWidget *dialog, const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (dialog, DDI_TYPE_MERGE_DIALOG, name));
}

static void
choose (GtkWidget *drop_down, const char *name)
{
  GListModel *model = gtk_drop_down_get_model (GTK_DROP_DOWN (drop_down));

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (DdiProduct) product = g_list_model_get_item (model, i);

      if (g_str_equal (ddi_product_get_name (product), name))
        {
          gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), i);
          return;
        }
    }
  g_error ("%s is not offered", name);
}

static gboolean
can_merge (gpointer dialog)
{
  return gtk_widget_get_sensitive (child (dialog, "save_button"));
}

static gboolean
has_message (gpointer dialog)
{
  return gtk_widget_get_visible (child (dialog, "message"));
}

/* All labels below a widget, in their order. */
static void
collect_labels (GtkWidget *widget, GString *text)
{
  if (GTK_IS_LABEL (widget) && *gtk_label_get_label (GTK_LABEL (widget)) && gtk_widget_get_visible (widget))
    g_string_append_printf (text, "%s|", gtk_label_get_label (GTK_LABEL (widget)));
  for (GtkWidget *at = gtk_widget_get_first_child (widget); at; at = gtk_widget_get_next_sibling (at))
    collect_labels (at, text);
}

/* What it will do is said in figures before; the toast takes it back. */
static void
test_merge_undo (void)
{
  GType type = DDI_TYPE_MERGE_DIALOG;
  DdiWindow *window = open_page ();
  g_autoptr (GString) figures = g_string_new (NULL);
  GtkWidget *dialog;

  select_row (window, 1);
  ddi_test_activate (window, "page.merge");
  dialog = ddi_test_dialog_find (type);
  g_assert_nonnull (dialog);
  g_assert_false (gtk_widget_get_sensitive (child (dialog, "save_button")));
  g_assert_false (gtk_widget_get_visible (child (dialog, "figures")));
  choose (child (dialog, "gone"), "Glazd");
  choose (child (dialog, "kept"), "Glazd");
  g_assert_true (has_message (dialog));
  choose (child (dialog, "kept"), "Glazed");
  ddi_test_wait (can_merge, dialog);
  collect_labels (child (dialog, "figures"), figures);
  g_assert_nonnull (strstr (figures->str, "Sales|2 rows, 1 summed|"));
  g_assert_nonnull (strstr (figures->str, "Forecasts|None|"));
  ddi_test_dialog_save (dialog, type);
  ddi_test_wait (ddi_test_dialog_is_closed, &type);
  ddi_test_wait_for_sql (home, sold, ONE);
  ddi_test_wait_for_page (ddi_window_get_page (window));

  ddi_test_activate (window, "window.undo");
  ddi_test_wait_for_sql (home, sold, TWO);
  ddi_test_window_close (window);
}

static gboolean
has_n_products (gpointer n)
{
  return g_list_model_get_n_items (ddi_session_get_products (session)) == GPOINTER_TO_UINT (n);
}

/* One that is merged is offered nowhere, is not edited, and its menu takes the merge back on any day. */
static void
test_take_back (void)
{
  GType type = DDI_TYPE_MERGE_DIALOG;
  DdiWindow *window = open_page ();
  GtkWidget *dialog;

  ddi_test_activate (window, "page.merge");
  dialog = ddi_test_dialog_find (type);
  choose (child (dialog, "gone"), "Glazed");
  choose (child (dialog, "kept"), "Glazd");
  g_signal_emit_by_name (child (dialog, "swap"), "clicked");
  ddi_test_wait (can_merge, dialog);
  ddi_test_dialog_save (dialog, type);
  ddi_test_wait (ddi_test_dialog_is_closed, &type);
  ddi_test_wait_for_sql (home, sold, ONE);
  ddi_test_wait (has_n_products, GUINT_TO_POINTER (2));
  ddi_test_window_close (window);

  window = open_page ();
  select_row (window, 0);
  ddi_test_activate (window, "page.edit");
  g_assert_null (ddi_test_dialog_find (DDI_TYPE_PRODUCT_DIALOG));
  ddi_test_activate (window, "page.unmerge");
  ddi_test_wait_for_sql (home, sold, TWO);
  ddi_test_wait (has_n_products, GUINT_TO_POINTER (3));
  ddi_test_window_close (window);
}

/* Somebody edits one of them while the form is open: nothing is merged, and the form says so. */
static void
test_stale (void)
{
  DdiWindow *window = open_page ();
  g_autofree char *edited = NULL;
  GtkWidget *dialog;

  ddi_test_activate (window, "page.merge");
  dialog = ddi_test_dialog_find (DDI_TYPE_MERGE_DIALOG);
  choose (child (dialog, "gone"), "Glazd");
  choose (child (dialog, "kept"), "Glazed");
  ddi_test_wait (can_merge, dialog);
  edited = ddi_test_home_psql (home, FALSE, "UPDATE products SET category = 'Rings' WHERE name = 'Glazed'");
  ddi_test_dialog_save (dialog, DDI_TYPE_MERGE_DIALOG);
  ddi_test_wait (has_message, dialog);
  g_assert_false (can_merge (dialog));
  ddi_test_wait_for_sql (home, sold, TWO);
  gtk_window_destroy (GTK_WINDOW (dialog));
  ddi_test_window_close (window);
}

static const char names[] =
    "SELECT string_agg(a.alias, ', ' ORDER BY a.key) FROM product_aliases a JOIN products p "
    "ON p.id = a.product_id WHERE p.name = 'Jelly'";

static GtkWidget *
open_product (DdiWindow *window, guint position)
{
  select_row (window, position);
  ddi_test_activate (window, "page.edit");
  return ddi_test_dialog_find (DDI_TYPE_PRODUCT_DIALOG);
}

static DdiNamesGroup *
names_of (GtkWidget *dialog)
{
  return DDI_NAMES_GROUP (gtk_widget_get_template_child (dialog, DDI_TYPE_PRODUCT_DIALOG, "names"));
}

static void
save_product (GtkWidget *dialog)
{
  GType type = DDI_TYPE_PRODUCT_DIALOG;

  ddi_test_dialog_save (dialog, type);
  ddi_test_wait (ddi_test_dialog_is_closed, &type);
}

static gboolean
is_refused (gpointer dialog)
{
  GtkWidget *message =
      GTK_WIDGET (gtk_widget_get_template_child (dialog, DDI_TYPE_PRODUCT_DIALOG, "message"));

  return *gtk_label_get_label (GTK_LABEL (message)) != '\0';
}

/* Names are added, one of them only typed, and removed; what another product is called is refused. */
static void
test_names (void)
{
  DdiWindow *window = open_page ();
  GtkWidget *dialog = open_product (window, 2), *entry = ddi_names_group_get_entry (names_of (dialog));

  gtk_editable_set_text (GTK_EDITABLE (entry), " Jelly Filled ");
  g_signal_emit_by_name (entry, "apply");
  gtk_editable_set_text (GTK_EDITABLE (entry), "Jam");
  save_product (dialog);
  ddi_test_wait_for_sql (home, names, "Jam, Jelly, Jelly Filled");
  ddi_test_wait_for_page (ddi_window_get_page (window));

  dialog = open_product (window, 2);
  g_assert_nonnull (ddi_names_group_get_remove_button (names_of (dialog), "Jelly Filled"));
  g_assert_null (ddi_names_group_get_remove_button (names_of (dialog), "Jelly"));
  g_signal_emit_by_name (ddi_names_group_get_remove_button (names_of (dialog), "Jam"), "clicked");
  save_product (dialog);
  ddi_test_wait_for_sql (home, names, "Jelly, Jelly Filled");
  ddi_test_activate (window, "window.undo");
  ddi_test_wait_for_sql (home, names, "Jam, Jelly, Jelly Filled");
  ddi_test_wait_for_page (ddi_window_get_page (window));

  dialog = open_product (window, 2);
  gtk_editable_set_text (GTK_EDITABLE (ddi_names_group_get_entry (names_of (dialog))), "glazed");
  ddi_test_dialog_save (dialog, DDI_TYPE_PRODUCT_DIALOG);
  ddi_test_wait (is_refused, dialog);
  ddi_test_wait_for_sql (home, names, "Jam, Jelly, Jelly Filled");
  gtk_window_destroy (GTK_WINDOW (dialog));
  ddi_test_window_close (window);
}

/* A new product comes with its names, and goes with them. */
static void
test_new_names (void)
{
  static const char ask[] = "SELECT count(*) FROM product_aliases WHERE key IN ('apple fritter', 'fritter')";
  DdiWindow *window = open_page ();
  GtkWidget *dialog;

  ddi_test_activate (window, "page.add");
  dialog = ddi_test_dialog_find (DDI_TYPE_PRODUCT_DIALOG);
  ddi_test_dialog_type (dialog, DDI_TYPE_PRODUCT_DIALOG, "name", "Apple Fritter");
  gtk_editable_set_text (GTK_EDITABLE (ddi_names_group_get_entry (names_of (dialog))), "Fritter");
  save_product (dialog);
  ddi_test_wait_for_sql (home, ask, "2");
  ddi_test_activate (window, "window.undo");
  ddi_test_wait_for_sql (home, ask, "0");
  ddi_test_window_close (window);
}

int
main (int argc, char **argv)
{
  int failures;

  ddi_test_ui_init (&argc, &argv);
  home = ddi_test_home_new ();
  g_free (ddi_test_home_psql (
      home, FALSE,
      "INSERT INTO districts (name) VALUES ('D'); INSERT INTO stores (district_id, name) VALUES (1, 'North');"
      "INSERT INTO products (name) VALUES ('Glazed'), ('Glazd'), ('Jelly');"
      "INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, quantity_sold)"
      "  VALUES (1, 1, '2025-07-01', 1, 'Glazed', 10), (1, 1, '2025-07-01', 2, 'Glazd', 3),"
      "  (1, 1, '2025-07-02', 2, 'Glazd', 4)"));
  session = ddi_test_session_new (home);
  g_test_add_func ("/products/merge-undo", test_merge_undo);
  g_test_add_func ("/products/take-back", test_take_back);
  g_test_add_func ("/products/stale", test_stale);
  g_test_add_func ("/products/names", test_names);
  g_test_add_func ("/products/new-names", test_new_names);
  failures = g_test_run ();
  g_clear_object (&session);
  ddi_home_close (home, NULL);
  g_object_unref (home);
  return failures;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two products become one through the page's own widgets, and two again, asserted in the database. */
#include "pages/products/ddi-products-page.h"

#include <string.h>

#include "app/ddi-test-window.h"
#include "pages/ddi-test-dialog.h"
#include "pages/products/ddi-merge-dialog.h"
#include "pages/products/ddi-names-group.h"
#include "pages/products/ddi-offer-group.h"
#include "pages/products/ddi-product-dialog.h"
#include "pages/products/ddi-terms-group.h"
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

static const char *
chosen (GtkWidget *drop_down)
{
  return ddi_product_get_name (gtk_drop_down_get_selected_item (GTK_DROP_DOWN (drop_down)));
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
  g_assert_cmpstr (chosen (child (dialog, "gone")), ==, "Glazed");
  g_assert_cmpstr (chosen (child (dialog, "kept")), ==, "Choose a Product");
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

static const char offers[] =
    "SELECT coalesce(string_agg(s.name || ' ' || coalesce(o.offered_from::text, '') || '..' || "
    "coalesce(o.offered_to::text, '') || coalesce(' ' || l.name || ' ' || o.starts_like_share, ''), ', ' "
    "ORDER BY "
    "s.name), '-') FROM product_offers o JOIN stores s ON s.id = o.store_id JOIN products p ON p.id = "
    "o.product_id "
    "LEFT JOIN products l ON l.id = o.starts_like_product_id WHERE p.name = 'Pumpkin'";
static const char prices[] =
    "SELECT coalesce(string_agg(coalesce(s.name, 'all') || ' ' || coalesce(x.unit_cost::text, '?') || ' ' || "
    "x.unit_price || ' ' || x.pack_size || ' ' || x.valid_from, ', ' ORDER BY s.name NULLS FIRST), '-') FROM "
    "product_prices x JOIN products p ON p.id = x.product_id LEFT JOIN stores s ON s.id = x.store_id WHERE "
    "p.name = "
    "'Pumpkin'";

static GtkWidget *
part (GtkWidget *dialog, const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (dialog, DDI_TYPE_PRODUCT_DIALOG, name));
}

static GtkWidget *
offer_part (GtkWidget *dialog, const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (part (dialog, "offer"), DDI_TYPE_OFFER_GROUP, name));
}

static const DdiTermsRows *
own_rows (GtkWidget *dialog)
{
  return ddi_terms_group_get_rows (DDI_TERMS_GROUP (part (dialog, "own_prices")));
}

static const char *
text_of (GtkWidget *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static gboolean
knows_shops (gpointer dialog)
{
  return gtk_widget_get_sensitive (part (dialog, "offer"));
}

static gboolean
can_save (GtkWidget *dialog)
{
  return gtk_widget_get_sensitive (ddi_test_dialog_save_button (dialog, DDI_TYPE_PRODUCT_DIALOG));
}

static void
choose_shop (GtkWidget *dialog, guint position)
{
  g_assert_true (gtk_widget_get_sensitive (part (dialog, "shop")));
  adw_combo_row_set_selected (ADW_COMBO_ROW (part (dialog, "shop")), position);
}

static void
set_day (GtkWidget *dialog, const char *expander, const char *row, DdiDay day)
{
  adw_expander_row_set_enable_expansion (ADW_EXPANDER_ROW (offer_part (dialog, expander)), TRUE);
  g_object_set (offer_part (dialog, row), "day", day, NULL);
}

static GtkWidget *
open_pumpkin (DdiWindow *window)
{
  GtkWidget *dialog = open_product (window, 3);

  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (part (dialog, "name"))), ==, "Pumpkin");
  ddi_test_wait (knows_shops, dialog);
  return dialog;
}

/* A product of the season starts like another one, everywhere, in the form that adds it. */
static void
test_starts_like (void)
{
  DdiWindow *window = open_page ();
  GtkWidget *dialog;

  ddi_test_activate (window, "page.add");
  dialog = ddi_test_dialog_find (DDI_TYPE_PRODUCT_DIALOG);
  ddi_test_dialog_type (dialog, DDI_TYPE_PRODUCT_DIALOG, "name", "Pumpkin");
  ddi_test_wait (knows_shops, dialog);
  g_assert_false (gtk_widget_get_visible (offer_part (dialog, "percent")));
  choose (offer_part (dialog, "like"), "Glazed");
  g_assert_true (gtk_widget_get_visible (offer_part (dialog, "percent")));
  gtk_editable_set_text (GTK_EDITABLE (offer_part (dialog, "percent")), "0");
  g_assert_false (can_save (dialog));
  gtk_editable_set_text (GTK_EDITABLE (offer_part (dialog, "percent")), "80");
  set_day (dialog, "starts", "first", ddi_day_from_ymd (2026, 9, 1));
  set_day (dialog, "ends", "last", ddi_day_from_ymd (2026, 8, 1));
  g_assert_false (can_save (dialog));
  set_day (dialog, "ends", "last", ddi_day_from_ymd (2026, 11, 30));
  ddi_test_dialog_type (dialog, DDI_TYPE_PRODUCT_DIALOG, "price", "1.59");
  save_product (dialog);
  ddi_test_wait_for_sql (
      home, offers, "North 2026-09-01..2026-11-30 Glazed 0.80, South 2026-09-01..2026-11-30 Glazed 0.80");
  ddi_test_window_close (window);
}

/* One shop has its own price, pack and last day; undo gives it those of all shops again. */
static void
test_one_shop (void)
{
  DdiDay today = ddi_session_get_today (session, 0);
  g_autofree char *day = ddi_day_format (today);
  g_autofree char *common = g_strdup_printf ("all ? 1.59 1 %s", day);
  g_autofree char *own = g_strdup_printf ("all ? 1.59 1 %s, South 0.40 1.79 12 %s", day, day);
  DdiWindow *window = open_page ();
  GtkWidget *dialog = open_pumpkin (window);

  choose_shop (dialog, 2);
  g_assert_cmpstr (text_of (own_rows (dialog)->price), ==, "1.59");
  gtk_editable_set_text (GTK_EDITABLE (own_rows (dialog)->price), "1.79");
  gtk_editable_set_text (GTK_EDITABLE (own_rows (dialog)->cost), "0.40");
  gtk_editable_set_text (GTK_EDITABLE (own_rows (dialog)->pack), "12");
  gtk_editable_set_text (GTK_EDITABLE (own_rows (dialog)->display), "24");
  set_day (dialog, "ends", "last", ddi_day_from_ymd (2026, 10, 31));
  choose_shop (dialog, 1);
  g_assert_cmpstr (text_of (own_rows (dialog)->price), ==, "1.59");
  choose_shop (dialog, 0);
  /* The rows of all shops never show one shop's: a draft of the form keeps them. */
  g_assert_cmpstr (text_of (part (dialog, "price")), ==, "1.59");
  g_assert_true (gtk_widget_get_visible (part (dialog, "prices")));
  g_assert_false (gtk_widget_get_visible (part (dialog, "own_prices")));
  g_assert_nonnull (adw_preferences_group_get_description (ADW_PREFERENCES_GROUP (part (dialog, "offer"))));
  choose_shop (dialog, 2);
  g_assert_cmpstr (text_of (own_rows (dialog)->price), ==, "1.79");
  save_product (dialog);
  ddi_test_wait_for_sql (home, prices, own);
  ddi_test_wait_for_sql (
      home,
      "SELECT string_agg(min_display::text, ',' ORDER BY store_id NULLS FIRST) FROM product_prices "
      "x JOIN products p ON p.id = x.product_id WHERE p.name = 'Pumpkin'",
      "0,24");
  ddi_test_wait_for_sql (
      home, offers, "North 2026-09-01..2026-11-30 Glazed 0.80, South 2026-09-01..2026-10-31 Glazed 0.80");

  ddi_test_activate (window, "window.undo");
  ddi_test_wait_for_sql (home, prices, common);
  ddi_test_wait_for_sql (
      home, offers, "North 2026-09-01..2026-11-30 Glazed 0.80, South 2026-09-01..2026-11-30 Glazed 0.80");

  /* What is only looked at changes nothing; what is taken away everywhere leaves no row. */
  dialog = open_pumpkin (window);
  choose_shop (dialog, 1);
  choose_shop (dialog, 0);
  adw_expander_row_set_enable_expansion (ADW_EXPANDER_ROW (offer_part (dialog, "starts")), FALSE);
  adw_expander_row_set_enable_expansion (ADW_EXPANDER_ROW (offer_part (dialog, "ends")), FALSE);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (offer_part (dialog, "like")), 0);
  save_product (dialog);
  ddi_test_wait_for_sql (home, offers, "-");
  ddi_test_wait_for_sql (home, prices, common);
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
      "INSERT INTO districts (name) VALUES ('D'); INSERT INTO stores (district_id, name) VALUES (1, "
      "'North'), (1, 'South');"
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
  g_test_add_func ("/products/starts-like", test_starts_like);
  g_test_add_func ("/products/one-shop", test_one_shop);
  failures = g_test_run ();
  g_clear_object (&session);
  ddi_home_close (home, NULL);
  g_object_unref (home);
  return failures;
}

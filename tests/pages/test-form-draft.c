/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was typed into a form comes back after the program died, and only then. */
#include <adwaita.h>

#include "app/ddi-day-row.h"
#include "app/ddi-form-draft.h"
#include "app/ddi-test-window.h"
#include "pages/ddi-test-dialog.h"
#include "pages/products/ddi-price-dialog.h"
#include "pages/products/ddi-product-dialog.h"
#include "pages/records/ddi-record-dialog.h"
#include "pages/stores/ddi-store-dialog.h"
#include "support/ddi-test-home.h"

static DdiHome *home;
static DdiSession *session;

static GtkWidget *
part (GtkWidget *dialog, GType type, const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (dialog, type, name));
}

static guint
count_drafts (void)
{
  g_autoptr (GPtrArray) list = ddi_drafts_list (ddi_home_get_drafts (home));

  return list->len;
}

static gboolean
has_drafts (gpointer n)
{
  return count_drafts () == GPOINTER_TO_UINT (n) && ddi_drafts_is_settled (ddi_home_get_drafts (home));
}

static GtkWidget *
open_form (DdiWindow *window, const char *page, GType type)
{
  GtkWidget *dialog;

  g_assert_true (ddi_window_open_page (window, page, DDI_PAGE_NEW));
  ddi_test_wait_for_page (ddi_window_get_page (window));
  dialog = ddi_test_dialog_find (type);
  g_assert_nonnull (dialog);
  return dialog;
}

/* As if the program had ended: nobody has closed the form. */
static void
lose (GtkWidget *dialog)
{
  gtk_window_destroy (GTK_WINDOW (dialog));
  ddi_test_settle ();
}

static gboolean
tells_draft (gpointer widget)
{
  if (GTK_IS_LABEL (widget) && g_str_has_prefix (gtk_label_get_label (widget), "Unfinished: Add Product, "))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    if (tells_draft (child))
      return TRUE;
  return FALSE;
}

static void
test_comes_back (void)
{
  DdiWindow *window = ddi_test_window_new (session);
  GtkWidget *dialog = open_form (window, "products", DDI_TYPE_PRODUCT_DIALOG);

  ddi_test_dialog_type (dialog, DDI_TYPE_PRODUCT_DIALOG, "name", "Maple Bar");
  ddi_test_dialog_type (dialog, DDI_TYPE_PRODUCT_DIALOG, "pack", "12");
  gtk_switch_set_active (GTK_SWITCH (part (dialog, DDI_TYPE_PRODUCT_DIALOG, "active")), FALSE);
  ddi_day_row_set_day (DDI_DAY_ROW (part (dialog, DDI_TYPE_PRODUCT_DIALOG, "valid_from")), 20000);
  ddi_test_wait (has_drafts, GUINT_TO_POINTER (1));
  lose (dialog);
  g_assert_cmpuint (count_drafts (), ==, 1);

  ddi_form_draft_tell (window);
  ddi_test_wait (tells_draft, window);
  dialog = open_form (window, "products", DDI_TYPE_PRODUCT_DIALOG);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (dialog)), ==, "Add Product – unfinished");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (part (dialog, DDI_TYPE_PRODUCT_DIALOG, "name"))), ==,
                   "Maple Bar");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (part (dialog, DDI_TYPE_PRODUCT_DIALOG, "pack"))), ==,
                   "12");
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (part (dialog, DDI_TYPE_PRODUCT_DIALOG, "active"))));
  g_assert_cmpint (ddi_day_row_get_day (DDI_DAY_ROW (part (dialog, DDI_TYPE_PRODUCT_DIALOG, "valid_from"))),
                   ==, 20000);

  /* Saved, it is done with. */
  ddi_test_dialog_save (dialog, DDI_TYPE_PRODUCT_DIALOG);
  ddi_test_wait (has_drafts, GUINT_TO_POINTER (0));
  ddi_test_wait_for_sql (home, "SELECT count(*) FROM products WHERE name = 'Maple Bar'", "1");
  gtk_window_destroy (GTK_WINDOW (window));
  ddi_test_settle ();
}

static gboolean
has_choices (gpointer row)
{
  GListModel *model = adw_combo_row_get_model (row);

  return model && g_list_model_get_n_items (model) > 0;
}

/* The shops are read after the form is open: that they are there is no change of the user's. */
static void
test_late_choice (void)
{
  DdiWindow *window = ddi_test_window_new (session);
  GtkWidget *dialog = open_form (window, "products", DDI_TYPE_PRODUCT_DIALOG);

  ddi_test_wait (has_choices, part (dialog, DDI_TYPE_PRODUCT_DIALOG, "shop"));
  ddi_test_dialog_type (dialog, DDI_TYPE_PRODUCT_DIALOG, "name", "Maple Bar");
  ddi_test_wait (has_drafts, GUINT_TO_POINTER (1));
  ddi_test_dialog_type (dialog, DDI_TYPE_PRODUCT_DIALOG, "name", "");
  ddi_test_wait (has_drafts, GUINT_TO_POINTER (0));
  gtk_window_close (GTK_WINDOW (dialog));
  gtk_window_destroy (GTK_WINDOW (window));
  ddi_test_settle ();
}

/* A form that the user closes, or whose changes they took back, leaves nothing. */
static void
test_closed (void)
{
  DdiWindow *window = ddi_test_window_new (session);
  GtkWidget *dialog = open_form (window, "stores", DDI_TYPE_STORE_DIALOG);

  ddi_test_dialog_type (dialog, DDI_TYPE_STORE_DIALOG, "name", "Elm Street");
  ddi_test_wait (has_drafts, GUINT_TO_POINTER (1));
  ddi_test_dialog_type (dialog, DDI_TYPE_STORE_DIALOG, "name", "");
  ddi_test_wait (has_drafts, GUINT_TO_POINTER (0));
  ddi_test_dialog_type (dialog, DDI_TYPE_STORE_DIALOG, "name", "Elm Street");
  ddi_test_wait (has_drafts, GUINT_TO_POINTER (1));
  gtk_window_close (GTK_WINDOW (dialog));
  ddi_test_wait (has_drafts, GUINT_TO_POINTER (0));

  dialog = open_form (window, "stores", DDI_TYPE_STORE_DIALOG);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (dialog)), ==, "Add Shop");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (part (dialog, DDI_TYPE_STORE_DIALOG, "name"))), ==,
                   "");
  gtk_window_close (GTK_WINDOW (dialog));
  gtk_window_destroy (GTK_WINDOW (window));
  ddi_test_settle ();
}

/* Cells of the price grid come back to their products, though another one has come before them in the list. */
static void
test_prices (void)
{
  DdiWindow *window = ddi_test_window_new (session);
  GtkWidget *dialog, *grid;
  DdiSession *later;

  g_assert_true (ddi_window_open_page (window, "products", "prices"));
  ddi_test_wait_for_page (ddi_window_get_page (window));
  ddi_test_settle ();
  dialog = ddi_test_dialog_find (DDI_TYPE_PRICE_DIALOG);
  g_assert_nonnull (dialog);
  grid = part (dialog, DDI_TYPE_PRICE_DIALOG, "grid");
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (gtk_grid_get_child_at (GTK_GRID (grid), 0, 1))), ==,
                   "Glazed");
  gtk_editable_set_text (GTK_EDITABLE (gtk_grid_get_child_at (GTK_GRID (grid), 4, 1)), "1.29");
  ddi_test_wait (has_drafts, GUINT_TO_POINTER (1));
  lose (dialog);
  gtk_window_destroy (GTK_WINDOW (window));

  g_free (ddi_test_home_psql (
      home, FALSE,
      "INSERT INTO products (name, sheet_order) VALUES ('Apple Fritter', 1);"
      "INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, "
      "quantity_sold) SELECT (SELECT min(id) FROM users), 1, CURRENT_DATE - 1, id, name, 20 "
      "FROM products WHERE name = 'Apple Fritter'"));
  later = ddi_test_session_new (home);
  window = ddi_test_window_new (later);
  g_assert_true (ddi_window_open_page (window, "products", "prices"));
  ddi_test_wait_for_page (ddi_window_get_page (window));
  ddi_test_settle ();
  dialog = ddi_test_dialog_find (DDI_TYPE_PRICE_DIALOG);
  grid = part (dialog, DDI_TYPE_PRICE_DIALOG, "grid");
  for (int row = 1; gtk_grid_get_child_at (GTK_GRID (grid), 0, row); row++)
    {
      const char *name = gtk_label_get_label (GTK_LABEL (gtk_grid_get_child_at (GTK_GRID (grid), 0, row)));
      const char *price =
          gtk_editable_get_text (GTK_EDITABLE (gtk_grid_get_child_at (GTK_GRID (grid), 4, row)));

      g_assert_cmpstr (price, ==, g_str_equal (name, "Glazed") ? "1.29" : "");
    }
  gtk_window_close (GTK_WINDOW (dialog));
  ddi_test_wait (has_drafts, GUINT_TO_POINTER (0));
  gtk_window_destroy (GTK_WINDOW (window));
  ddi_test_settle ();
  g_object_unref (later);
}

/* Choices come back as what they read, though another shop has come before them in the list. */
static void
test_choices (void)
{
  DdiWindow *window = ddi_test_window_new (session);
  GtkWidget *dialog = open_form (window, "sales", DDI_TYPE_RECORD_DIALOG);
  AdwComboRow *store = ADW_COMBO_ROW (part (dialog, DDI_TYPE_RECORD_DIALOG, "store"));
  g_autoptr (GObject) chosen = NULL, restored = NULL;
  DdiSession *later;

  adw_combo_row_set_selected (store, 1);
  chosen = g_object_ref (adw_combo_row_get_selected_item (store));
  ddi_test_dialog_type (dialog, DDI_TYPE_RECORD_DIALOG, "pieces", "41");
  ddi_test_wait (has_drafts, GUINT_TO_POINTER (1));
  lose (dialog);
  gtk_window_destroy (GTK_WINDOW (window));

  g_free (ddi_test_home_psql (home, FALSE, "INSERT INTO stores (district_id, name) VALUES (1, 'Store 00')"));
  later = ddi_test_session_new (home);
  window = ddi_test_window_new (later);
  dialog = open_form (window, "sales", DDI_TYPE_RECORD_DIALOG);
  store = ADW_COMBO_ROW (part (dialog, DDI_TYPE_RECORD_DIALOG, "store"));
  g_assert_cmpuint (adw_combo_row_get_selected (store), ==, 2);
  restored = g_object_ref (adw_combo_row_get_selected_item (store));
  g_assert_cmpint (ddi_store_get_id (DDI_STORE (restored)), ==, ddi_store_get_id (DDI_STORE (chosen)));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (part (dialog, DDI_TYPE_RECORD_DIALOG, "pieces"))), ==,
                   "41");
  gtk_window_close (GTK_WINDOW (dialog));
  ddi_test_wait (has_drafts, GUINT_TO_POINTER (0));
  gtk_window_destroy (GTK_WINDOW (window));
  ddi_test_settle ();
  g_object_unref (later);
}

int
main (int argc, char **argv)
{
  int status;

  ddi_test_ui_init (&argc, &argv);
  home = ddi_test_home_new ();
  g_free (ddi_test_home_psql (
      home, FALSE,
      "INSERT INTO districts (name) VALUES ('North');"
      "INSERT INTO stores (district_id, name) VALUES (1, 'Store 01'), (1, 'Store 02');"
      "INSERT INTO products (name) VALUES ('Glazed');"
      "INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, quantity_sold)"
      " VALUES ((SELECT min(id) FROM users), 1, CURRENT_DATE - 1, 1, 'Glazed', 20)"));
  session = ddi_test_session_new (home);

  g_test_add_func ("/form-draft/comes-back", test_comes_back);
  g_test_add_func ("/form-draft/late-choice", test_late_choice);
  g_test_add_func ("/form-draft/prices", test_prices);
  g_test_add_func ("/form-draft/closed", test_closed);
  g_test_add_func ("/form-draft/choices", test_choices);
  status = g_test_run ();
  g_clear_object (&session);
  ddi_home_close (home, NULL);
  g_object_unref (home);
  return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Add, edit, delete and undo through the pages' own widgets, asserted in the database. */
#include "records-fixture.h"

#include <string.h>

#include "app/ddi-table.h"
#include "core/ddi-format.h"
#include "pages/ddi-test-dialog.h"
#include "pages/products/ddi-price-dialog.h"
#include "pages/products/ddi-product-dialog.h"
#include "pages/products/ddi-products-page.h"
#include "pages/records/ddi-record-dialog.h"
#include "pages/records/ddi-records-page.h"

/* A line of the overview leads to its shop and day, or to its product. */
static void
test_place (void)
{
  DdiWindow *window = records_open ("production");
  DdiProduct *product = g_list_model_get_item (ddi_session_get_products (records_session ()), 0);
  g_autofree char *place = g_strdup_printf ("product=%d", ddi_product_get_id (product));
  DdiFilter before, filter;
  GtkWidget *search;

  ddi_session_get_filter (records_session (), &before);
  g_assert_true (ddi_window_open_page (window, "production", "store=1&day=2026-11-20"));
  ddi_session_get_filter (records_session (), &filter);
  g_assert_cmpint (filter.store_id, ==, 1);
  g_assert_cmpint (filter.first, ==, ddi_day_from_ymd (2026, 11, 20));
  g_assert_cmpint (filter.last, ==, filter.first);

  g_assert_true (ddi_window_open_page (window, "production", place));
  search = ddi_records_page_get_search (DDI_RECORDS_PAGE (ddi_window_get_page (window)));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (search)), ==, ddi_product_get_name (product));
  g_assert_true (ddi_window_open_page (window, "production", "store=1&day=2026-02-31"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (search)), ==, "");

  ddi_session_set_filter (records_session (), &before);
  ddi_test_wait_for_page (ddi_window_get_page (window));
  g_object_unref (product);
  gtk_window_destroy (GTK_WINDOW (window));
  ddi_test_settle ();
}

/* Pieces that cannot be keep Save shut. */
static void
test_validation (void)
{
  static const char *const wrong[] = { "", "-1", "1.5", "many", "99999999999" };
  DdiWindow *window = records_open ("sales");
  GType dialog_type = DDI_TYPE_RECORD_DIALOG;
  GtkWidget *dialog;

  ddi_test_activate (window, "page.add");
  dialog = ddi_test_dialog_find (dialog_type);
  g_assert_nonnull (dialog);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      ddi_test_dialog_type (dialog, dialog_type, "pieces", wrong[i]);
      g_assert_false (gtk_widget_get_sensitive (ddi_test_dialog_save_button (dialog, dialog_type)));
    }
  ddi_test_dialog_type (dialog, dialog_type, "pieces", "12");
  g_assert_true (gtk_widget_get_sensitive (ddi_test_dialog_save_button (dialog, dialog_type)));
  ddi_test_dialog_type (dialog, dialog_type, "money", "1.234");
  g_assert_false (gtk_widget_get_sensitive (ddi_test_dialog_save_button (dialog, dialog_type)));
  gtk_window_destroy (GTK_WINDOW (dialog));
  ddi_test_window_close (window);
}

static void
test_add_edit_undo (void)
{
  static const char ask[] =
      "SELECT coalesce(string_agg(quantity_sold || ' ' || notes, ','), '-') FROM daily_sales "
      "WHERE store_id = 2 AND source = 'till'";
  DdiWindow *window = records_open ("sales");
  GType dialog_type = DDI_TYPE_RECORD_DIALOG;
  DdiTable *table;
  GtkWidget *dialog;

  ddi_test_activate (window, "page.add");
  dialog = ddi_test_dialog_find (dialog_type);
  ddi_test_dialog_type (dialog, dialog_type, "pieces", "12");
  ddi_test_dialog_type (dialog, dialog_type, "text", "by hand");
  adw_combo_row_set_selected (ADW_COMBO_ROW (gtk_widget_get_template_child (dialog, dialog_type, "store")),
                              1);
  ddi_test_dialog_save (dialog, dialog_type);
  ddi_test_wait (ddi_test_dialog_is_closed, &dialog_type);
  ddi_test_wait_for_sql (records_home (), ask, "12 by hand");
  ddi_test_wait_for_page (ddi_window_get_page (window));

  /* The row that was added is today's, the newest: the first. */
  table = ddi_records_page_get_table (DDI_RECORDS_PAGE (ddi_window_get_page (window)));
  ddi_table_select (table, 0);
  ddi_test_activate (window, "page.edit");
  dialog = ddi_test_dialog_find (dialog_type);
  g_assert_nonnull (dialog);
  ddi_test_dialog_type (dialog, dialog_type, "pieces", "15");
  ddi_test_dialog_save (dialog, dialog_type);
  ddi_test_wait (ddi_test_dialog_is_closed, &dialog_type);
  ddi_test_wait_for_sql (records_home (), ask, "15 by hand");

  ddi_test_activate (window, "window.undo");
  ddi_test_wait_for_sql (records_home (), ask, "12 by hand");
  ddi_test_window_close (window);
}

/* Deleting waste takes the sales that followed from it along, and undo brings both back. */
static void
test_delete_undo (void)
{
  static const char waste[] = "SELECT count(*) || ' ' || sum(quantity_wasted) FROM daily_waste";
  static const char derived[] = "SELECT count(*) FROM daily_sales WHERE source = 'derived'";
  DdiWindow *window = records_open ("waste");
  DdiTable *table = ddi_records_page_get_table (DDI_RECORDS_PAGE (ddi_window_get_page (window)));
  g_autofree char *before = ddi_test_home_psql (records_home (), FALSE, waste);

  g_assert_cmpstr (before, ==, "6 21");
  ddi_table_select (table, 0);
  ddi_test_activate (window, "page.delete");
  ddi_test_wait_for_sql (records_home (), "SELECT count(*) FROM daily_waste", "5");
  ddi_test_wait_for_sql (records_home (), derived, "5");
  ddi_test_settle ();

  ddi_test_activate (window, "window.undo");
  ddi_test_wait_for_sql (records_home (), waste, before);
  ddi_test_wait_for_sql (records_home (), derived, "6");
  ddi_test_window_close (window);
}

/* More thrown away than made is a warning: the first Save says so, the second one saves. */
static void
test_doubt (void)
{
  DdiWindow *window = records_open ("waste");
  GType dialog_type = DDI_TYPE_RECORD_DIALOG;
  DdiTable *table = ddi_records_page_get_table (DDI_RECORDS_PAGE (ddi_window_get_page (window)));
  GtkWidget *dialog;
  const char *message;

  ddi_table_select (table, 0);
  ddi_test_activate (window, "page.edit");
  dialog = ddi_test_dialog_find (dialog_type);
  ddi_test_dialog_type (dialog, dialog_type, "pieces", "1000");
  ddi_test_dialog_save (dialog, dialog_type);
  for (guint i = 0; i < 10; i++)
    ddi_test_settle ();
  message = gtk_label_get_label (GTK_LABEL (gtk_widget_get_template_child (dialog, dialog_type, "message")));
  g_assert_nonnull (strstr (message, "20"));
  ddi_test_dialog_save (dialog, dialog_type);
  ddi_test_wait (ddi_test_dialog_is_closed, &dialog_type);
  ddi_test_wait_for_sql (records_home (), "SELECT max(quantity_wasted) FROM daily_waste", "1000");
  ddi_test_activate (window, "window.undo");
  ddi_test_wait_for_sql (records_home (), "SELECT max(quantity_wasted) FROM daily_waste", "6");
  ddi_test_window_close (window);
}

/* Two people edit one row: the second sees what the first has made of it, and chooses. */
static void
test_conflict (void)
{
  static const char ask[] = "SELECT sum(quantity_wasted) || ' ' || count(*) FILTER (WHERE reason = 'Theirs') "
                            "FROM daily_waste";
  DdiWindow *window = records_open ("waste");
  GType dialog_type = DDI_TYPE_RECORD_DIALOG;
  DdiTable *table = ddi_records_page_get_table (DDI_RECORDS_PAGE (ddi_window_get_page (window)));
  GtkWidget *dialog;
  const char *message;
  g_autofree char *out = NULL;

  ddi_table_select (table, 0);
  ddi_test_activate (window, "page.edit");
  dialog = ddi_test_dialog_find (dialog_type);
  out = ddi_test_home_psql (records_home (), FALSE, "UPDATE daily_waste SET reason = 'Theirs'");
  ddi_test_wait_for_sql (records_home (), ask, "21 6");
  ddi_test_dialog_type (dialog, dialog_type, "pieces", "0");
  ddi_test_dialog_type (dialog, dialog_type, "text", "Ours");
  ddi_test_dialog_save (dialog, dialog_type);
  for (guint i = 0; i < 10; i++)
    ddi_test_settle ();
  message = gtk_label_get_label (GTK_LABEL (gtk_widget_get_template_child (dialog, dialog_type, "message")));
  g_assert_nonnull (strstr (message, "Theirs"));
  ddi_test_wait_for_sql (records_home (), ask, "21 6");
  ddi_test_dialog_save (dialog, dialog_type);
  ddi_test_wait (ddi_test_dialog_is_closed, &dialog_type);
  out = (g_free (out), ddi_test_home_psql (records_home (), FALSE,
                                           "SELECT count(*) FROM daily_waste WHERE reason = 'Ours'"));
  g_assert_cmpstr (out, ==, "1");
  /* Undo brings theirs back. */
  ddi_test_activate (window, "window.undo");
  ddi_test_wait_for_sql (records_home (), ask, "21 6");
  ddi_test_window_close (window);
}

static void
test_products (void)
{
  static const char ask[] =
      "SELECT coalesce(string_agg(p.name || ' ' || pp.unit_cost || ' ' || pp.unit_price || ' ' "
      "|| coalesce(pp.salvage_value::text, '') || ' ' || pp.pack_size || ' ' || p.shelf_life_days, ','), "
      "'-') FROM products p JOIN product_prices pp ON pp.product_id = p.id";
  DdiWindow *window = records_open ("products");
  GType dialog_type = DDI_TYPE_PRODUCT_DIALOG;
  GtkWidget *dialog;

  ddi_test_activate (window, "page.add");
  dialog = ddi_test_dialog_find (dialog_type);
  g_assert_false (gtk_widget_get_sensitive (ddi_test_dialog_save_button (dialog, dialog_type)));
  ddi_test_dialog_type (dialog, dialog_type, "name", "Apple Fritter");
  ddi_test_dialog_type (dialog, dialog_type, "cost", "0.40");
  ddi_test_dialog_type (dialog, dialog_type, "price", "1.89");
  ddi_test_dialog_type (dialog, dialog_type, "pack", "0");
  g_assert_false (gtk_widget_get_sensitive (ddi_test_dialog_save_button (dialog, dialog_type)));
  ddi_test_dialog_type (dialog, dialog_type, "pack", "12");
  ddi_test_dialog_type (dialog, dialog_type, "salvage", "0.50");
  g_assert_false (gtk_widget_get_sensitive (ddi_test_dialog_save_button (dialog, dialog_type)));
  ddi_test_dialog_type (dialog, dialog_type, "salvage", "0.10");
  ddi_test_dialog_type (dialog, dialog_type, "shelf_life", "31");
  g_assert_false (gtk_widget_get_sensitive (ddi_test_dialog_save_button (dialog, dialog_type)));
  ddi_test_dialog_type (dialog, dialog_type, "shelf_life", "2");
  ddi_test_dialog_save (dialog, dialog_type);
  ddi_test_wait (ddi_test_dialog_is_closed, &dialog_type);
  ddi_test_wait_for_sql (records_home (), ask, "Apple Fritter 0.40 1.89 0.10 12 2");
  ddi_test_wait_for_page (ddi_window_get_page (window));

  /* Nothing was ever written about the first product by name: it goes, and comes back priced. */
  ddi_table_select (ddi_products_page_get_table (DDI_PRODUCTS_PAGE (ddi_window_get_page (window))), 0);
  ddi_test_activate (window, "page.delete");
  ddi_test_wait_for_sql (records_home (), ask, "-");
  ddi_test_settle ();
  ddi_test_activate (window, "window.undo");
  ddi_test_wait_for_sql (records_home (), ask, "Apple Fritter 0.40 1.89 0.10 12 2");
  ddi_test_window_close (window);
}

/* The grid after an import: what has no price is listed with the pack size that fits what was made. */
static void
test_prices (void)
{
  DdiWindow *window = records_open ("products");
  GType dialog_type = DDI_TYPE_PRICE_DIALOG;
  GtkWidget *dialog, *grid;

  ddi_test_activate (window, "page.prices");
  dialog = ddi_test_dialog_find (dialog_type);
  g_assert_nonnull (dialog);
  grid = GTK_WIDGET (gtk_widget_get_template_child (dialog, dialog_type, "grid"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (gtk_grid_get_child_at (GTK_GRID (grid), 2, 1))), ==,
                   "20");
  gtk_editable_set_text (GTK_EDITABLE (gtk_grid_get_child_at (GTK_GRID (grid), 1, 1)), "Donuts");
  gtk_editable_set_text (GTK_EDITABLE (gtk_grid_get_child_at (GTK_GRID (grid), 3, 1)), "0.35");
  gtk_editable_set_text (GTK_EDITABLE (gtk_grid_get_child_at (GTK_GRID (grid), 4, 1)), "x");
  g_assert_false (gtk_widget_get_sensitive (ddi_test_dialog_save_button (dialog, dialog_type)));
  gtk_editable_set_text (GTK_EDITABLE (gtk_grid_get_child_at (GTK_GRID (grid), 4, 1)), "1.59");
  ddi_test_dialog_save (dialog, dialog_type);
  ddi_test_wait (ddi_test_dialog_is_closed, &dialog_type);
  ddi_test_wait_for_sql (
      records_home (),
      "SELECT p.name || ' ' || p.category || ' ' || price_on(p.id, NULL, CURRENT_DATE) || ' ' || "
      "cost_on(p.id, NULL, CURRENT_DATE) FROM products p WHERE p.category = 'Donuts'",
      "Glazed Donuts 1.59 0.35");
  ddi_test_window_close (window);
}

/* ---- Added columns ---- */

static GtkWidget *
find_row (GtkWidget *root, const char *title)
{
  if (ADW_IS_PREFERENCES_ROW (root) &&
      g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (root)), title) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_row (child, title);

      if (found)
        return found;
    }
  return NULL;
}

static GtkWidget *
write_added (GtkWidget *dialog, const char *title, const char *text)
{
  GtkWidget *row = find_row (dialog, title);

  g_assert_true (ADW_IS_ENTRY_ROW (row));
  gtk_editable_set_text (GTK_EDITABLE (row), text);
  return row;
}

static void
choose_added (GtkWidget *dialog, const char *title, guint choice)
{
  GtkWidget *row = find_row (dialog, title);

  g_assert_true (ADW_IS_COMBO_ROW (row));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), choice);
}

/* A row's value that is none of its kind keeps Save shut and is marked; mended it is not. */
static void
try_wrong (GtkWidget *dialog, GType type)
{
  static const struct
  {
    const char *title, *wrong, *right;
  } tries[] = { { "Crew", "1.5", "4" },
                { "Crew", "many", "4" },
                { "Tray", "1.234", "12.5" },
                { "Checked (2026-11-25)", "2026-02-30", "2026-02-28" } };

  for (gsize i = 0; i < G_N_ELEMENTS (tries); i++)
    {
      GtkWidget *row = write_added (dialog, tries[i].title, tries[i].wrong);

      g_assert_false (gtk_widget_get_sensitive (ddi_test_dialog_save_button (dialog, type)));
      g_assert_true (gtk_widget_has_css_class (row, "error"));
      write_added (dialog, tries[i].title, tries[i].right);
      g_assert_true (gtk_widget_get_sensitive (ddi_test_dialog_save_button (dialog, type)));
      g_assert_false (gtk_widget_has_css_class (row, "error"));
    }
}

static void
save_and_wait (DdiWindow *window, GtkWidget *dialog)
{
  GType type = DDI_TYPE_RECORD_DIALOG;

  ddi_test_dialog_save (dialog, type);
  ddi_test_wait (ddi_test_dialog_is_closed, &type);
  ddi_test_wait_for_page (ddi_window_get_page (window));
}

/* Each kind of added column has its row in the form; what is written is stored, shown again, changed, emptied and taken
 * back. */
static void
test_added (gconstpointer data)
{
  const char *page = data; /* of sales or waste */
  GType type = DDI_TYPE_RECORD_DIALOG;
  g_autofree char *columns =
      g_strdup_printf ("DELETE FROM daily_sales; DELETE FROM daily_waste; DELETE FROM custom_columns;"
                       "INSERT INTO custom_columns (entity, name, label, type, position) VALUES "
                       "('%1$s', 'weather', 'Weather', 'text', 1), ('%1$s', 'crew', 'Crew', 'integer', 2), "
                       "('%1$s', 'tray', 'Tray', 'decimal', 3), ('%1$s', 'checked', 'Checked', 'date', 4), "
                       "('%1$s', 'promo', 'Promo', 'boolean', 5)",
                       page);
  g_autofree char *done = ddi_test_home_psql (records_home (), FALSE, columns);
  g_autofree char *ask = g_strdup_printf (
      "SELECT coalesce(string_agg(concat_ws(' ', quantity_%s, custom ->> 'weather', custom ->> 'crew', "
      "custom ->> 'tray', custom ->> 'checked', custom ->> 'promo'), ';'), '-') FROM daily_%s",
      g_str_equal (page, "sales") ? "sold" : "wasted", page);
  g_autoptr (DdiSession) knowing = ddi_test_session_new (records_home ());
  DdiWindow *window = ddi_test_window_new (knowing);
  GtkWidget *dialog;

  g_assert_true (ddi_window_open_page (window, page, NULL));
  ddi_test_wait_for_page (ddi_window_get_page (window));
  ddi_test_activate (window, "page.add");
  dialog = ddi_test_dialog_find (type);
  ddi_test_dialog_type (dialog, type, "pieces", "12");
  write_added (dialog, "Weather", "rain & wind");
  try_wrong (dialog, type);
  choose_added (dialog, "Promo", 1);
  save_and_wait (window, dialog);
  ddi_test_wait_for_sql (records_home (), ask, "12 rain & wind 4 12.50 2026-02-28 true");

  ddi_table_select (ddi_records_page_get_table (DDI_RECORDS_PAGE (ddi_window_get_page (window))), 0);
  ddi_test_activate (window, "page.edit");
  dialog = ddi_test_dialog_find (type);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_row (dialog, "Weather"))), ==, "rain & wind");
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (find_row (dialog, "Promo"))), ==, 1);
  write_added (dialog, "Weather", "");
  write_added (dialog, "Crew", "5");
  choose_added (dialog, "Promo", 2);
  save_and_wait (window, dialog);
  ddi_test_wait_for_sql (records_home (), ask, "12 5 12.50 2026-02-28 false");

  ddi_test_activate (window, "window.undo");
  ddi_test_wait_for_sql (records_home (), ask, "12 rain & wind 4 12.50 2026-02-28 true");
  ddi_test_wait_for_page (ddi_window_get_page (window));
  ddi_table_select (ddi_records_page_get_table (DDI_RECORDS_PAGE (ddi_window_get_page (window))), 0);
  ddi_test_activate (window, "page.delete");
  ddi_test_wait_for_sql (records_home (), ask, "-");
  ddi_test_settle ();
  ddi_test_activate (window, "window.undo");
  ddi_test_wait_for_sql (records_home (), ask, "12 rain & wind 4 12.50 2026-02-28 true");
  ddi_test_window_close (window);
}

int
main (int argc, char **argv)
{
  records_fixture_init (&argc, &argv);
  g_test_add_func ("/records/validation", test_validation);
  g_test_add_func ("/records/place", test_place);
  g_test_add_func ("/records/add-edit-undo", test_add_edit_undo);
  g_test_add_func ("/records/delete-undo", test_delete_undo);
  g_test_add_func ("/records/doubt", test_doubt);
  g_test_add_func ("/records/conflict", test_conflict);
  g_test_add_func ("/products/add-delete-undo", test_products);
  g_test_add_func ("/products/prices", test_prices);
  g_test_add_data_func ("/records/added/sales", "sales", test_added);
  g_test_add_data_func ("/records/added/waste", "waste", test_added);
  return records_fixture_run ();
}

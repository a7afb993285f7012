/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/products/ddi-products-page.h"
#include "app/ddi-header-button.h"
#include "pages/records/ddi-rows-export.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/ddi-form-draft.h"
#include "app/ddi-short-list.h"
#include "app/ddi-table-memory.h"
#include "app/ddi-window.h"
#include "core/ddi-format.h"
#include "db/ddi-db-error.h"
#include "pages/products/ddi-price-dialog.h"
#include "pages/products/ddi-product-dialog.h"
#include "pages/products/ddi-products-export.h"
#include "pages/products/ddi-products-merge.h"
#include "pages/products/ddi-products-undo.h"

struct _DdiProductsPage
{
  DdiPage parent_instance;

  DdiTable *table;
  GListStore *model;
  GtkWidget *search;
  GtkWidget *totals;
  GtkWidget *stack;
  GtkWidget *unpriced;
  GtkWidget *unpriced_label;

  DdiRows *rows; /* the catalogue as it was read */
  DdiRows *unpriced_rows;
  DdiDay first_day;      /* of all figures */
  gboolean wants_prices; /* the grid is to open when the page has loaded */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (DdiProductsPage, ddi_products_page, DDI_TYPE_PAGE)

enum
{
  ROWS_PRODUCTS,
  ROWS_UNPRICED,
  ROWS_FIRST_DAY,
};

/* A price that nobody knows is not nothing. */
static char *
format_amount (DdiRows *rows, guint row, guint column)
{
  if (ddi_rows_is_null (rows, row, column))
    return g_strdup ("–");
  return ddi_format_amount (ddi_rows_get_money (rows, row, column));
}

static char *
format_active (DdiRows *rows, guint row, guint column)
{
  const char *kept = ddi_rows_get_text (rows, row, ddi_rows_column (rows, "merged_into"));

  if (kept)
    /* Translators: the product that this one was merged into. */
    return g_strdup_printf (_ ("Merged into %s"), kept);
  return g_strdup (ddi_rows_get_boolean (rows, row, column) ? "" : _ ("Not offered"));
}

static const DdiColumnInfo columns[] = {
  { "name", N_ ("Product"), DDI_CELL_TEXT, "name", .expand = TRUE },
  { "category", N_ ("Category"), DDI_CELL_TEXT, "category", .expand = TRUE, .wide_only = TRUE },
  { "unit_cost", N_ ("Cost"), DDI_CELL_MONEY, "unit_cost", .wide_only = TRUE, .format = format_amount },
  { "unit_price", N_ ("Price"), DDI_CELL_MONEY, "unit_price", .format = format_amount },
  { "pack_size", N_ ("Pack"), DDI_CELL_INT, "pack_size", .wide_only = TRUE },
  { "valid_from", N_ ("Since"), DDI_CELL_DAY, .wide_only = TRUE, .from = 800 },
  { "active", N_ ("Status"), DDI_CELL_CUSTOM, .wide_only = TRUE, .format = format_active },
  { NULL },
};

static void
show_rows (DdiProductsPage *self)
{
  static const char *const words[] = { "name", "category", NULL };

  ddi_short_list_show_sorted (self->model, self->rows, "id", self->table, words);
}

static void
show_unpriced (DdiProductsPage *self)
{
  guint n = ddi_rows_get_n (self->unpriced_rows);
  g_autofree char *text = g_strdup_printf (
      ngettext ("%u product has no cost or no price: pieces are shown instead of money, and its orders "
                "weigh waste and shortage by the common rule.",
                "%u products have no cost or no price: pieces are shown instead of money, and their orders "
                "weigh waste and shortage by the common rule.",
                n),
      n);

  gtk_label_set_label (GTK_LABEL (self->unpriced_label), text);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->unpriced), n > 0);
}

static void open_prices (DdiProductsPage *self);

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiLoad) load = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = ddi_database_run_finish (DDI_DATABASE (source), result, &error);
  DdiProductsPage *self = ddi_load_get_page (load);
  g_autofree char *number = NULL;
  g_autofree char *totals = NULL;
  guint n;

  if (self == NULL)
    return;
  if (rows == NULL)
    {
      ddi_load_fail (load, error);
      return;
    }
  g_clear_pointer (&self->rows, ddi_rows_unref);
  g_clear_pointer (&self->unpriced_rows, ddi_rows_unref);
  self->rows = ddi_rows_ref (rows->pdata[ROWS_PRODUCTS]);
  self->unpriced_rows = ddi_rows_ref (rows->pdata[ROWS_UNPRICED]);
  self->first_day = ddi_rows_get_day (rows->pdata[ROWS_FIRST_DAY], 0, 0);
  n = ddi_rows_get_n (self->rows);
  show_rows (self);
  show_unpriced (self);
  number = ddi_format_int (n);
  totals = g_strdup_printf (ngettext ("%s product", "%s products", n), number);
  gtk_label_set_label (GTK_LABEL (self->totals), totals);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), n == 0 ? "nothing" : "table");
  ddi_load_done (load, n == 0 && *gtk_editable_get_text (GTK_EDITABLE (self->search)) == '\0'
                           ? DDI_PAGE_EMPTY
                           : DDI_PAGE_CONTENT);
  if (self->wants_prices)
    open_prices (self);
}

static void
ddi_products_page_load (DdiPage *page, DdiLoad *load)
{
  DdiProductsPage *self = DDI_PRODUCTS_PAGE (page);
  DdiSession *session = ddi_page_get_session (page);
  const char *search = gtk_editable_get_text (GTK_EDITABLE (self->search));
  g_autofree char *today = ddi_day_format (ddi_session_get_today (session, 0));
  DdiUnit *unit = ddi_unit_new ();

  ddi_table_set_currency (self->table, ddi_format_currency_sign (ddi_session_get_currency (session)));
  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, "products/list",
                g_variant_new ("(smimsb)", today, FALSE, 0, *search ? search : NULL, TRUE));
  ddi_unit_add (unit, "products/list-unpriced", g_variant_new ("(s)", today));
  ddi_unit_add (unit, "products/first-day", NULL);
  ddi_database_run_async (ddi_load_get_database (load), unit, ddi_load_get_cancellable (load), loaded_cb,
                          ddi_load_ref (load));
}

static void
ddi_products_page_search (DdiPage *page)
{
  if (ddi_page_get_state (page) == DDI_PAGE_CONTENT)
    gtk_widget_grab_focus (DDI_PRODUCTS_PAGE (page)->search);
}

static void
ddi_products_page_go_to (DdiPage *page, const char *place)
{
  DdiProductsPage *self = DDI_PRODUCTS_PAGE (page);

  if (g_str_has_prefix (place, "search="))
    gtk_editable_set_text (GTK_EDITABLE (self->search), place + strlen ("search="));
  if (!g_str_equal (place, "prices"))
    return;
  self->wants_prices = TRUE;
  ddi_page_reload (page);
}

/* ---- add, edit, delete, prices, export ---- */

static void
changed (DdiProductsPage *self)
{
  ddi_session_changed (ddi_page_get_session (DDI_PAGE (self)), DDI_DATA_PRODUCTS);
}

static void
prices_saved_cb (DdiPriceDialog *dialog, DdiProductsPage *self)
{
  ddi_window_add_toast (ddi_window_of (GTK_WIDGET (self)), _ ("Prices saved"));
  changed (self);
}

static void
open_prices (DdiProductsPage *self)
{
  DdiSession *session = ddi_page_get_session (DDI_PAGE (self));
  DdiDay day = self->first_day == DDI_DAY_INVALID ? ddi_session_get_today (session, 0) : self->first_day;
  DdiPriceDialog *dialog;

  self->wants_prices = FALSE;
  if (self->unpriced_rows == NULL || ddi_rows_get_n (self->unpriced_rows) == 0)
    return;
  dialog = ddi_price_dialog_new (GTK_WINDOW (ddi_window_of (GTK_WIDGET (self))), session, self->unpriced_rows,
                                 day);
  ddi_form_draft_attach (GTK_WINDOW (dialog), session,
                         &(DdiFormPlace){ .key = "prices", .page = "products", .place = "prices" });
  g_signal_connect_object (dialog, "saved", G_CALLBACK (prices_saved_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
prices_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  open_prices (user_data);
}

static void
saved_cb (DdiProductDialog *dialog, DdiProductRecord *before, DdiProductRecord *after, DdiProductsPage *self)
{
  DdiWindow *window = ddi_window_of (GTK_WIDGET (self));

  if (before)
    ddi_products_undo_update (window, before, after);
  else
    ddi_products_undo_insert (window, after);
  changed (self);
}

static void
open_dialog (DdiProductsPage *self, const DdiProductRecord *record)
{
  DdiProductDialog *dialog = ddi_product_dialog_new (GTK_WINDOW (ddi_window_of (GTK_WIDGET (self))),
                                                     ddi_page_get_session (DDI_PAGE (self)), record);
  g_autofree char *key = record ? g_strdup_printf ("product/%d", record->id) : g_strdup ("product/new");
  g_autofree char *place = record ? g_strconcat ("search=", record->name, NULL) : g_strdup (DDI_PAGE_NEW);

  ddi_form_draft_attach (GTK_WINDOW (dialog), ddi_page_get_session (DDI_PAGE (self)),
                         &(DdiFormPlace){ .key = key, .page = "products", .place = place });
  g_signal_connect_object (dialog, "saved", G_CALLBACK (saved_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
add_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  open_dialog (user_data, NULL);
}

static GPtrArray *
get_selected_records (DdiProductsPage *self)
{
  g_autoptr (GPtrArray) rows = ddi_table_get_selected (self->table);
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_product_record_free);

  for (guint i = 0; i < rows->len; i++)
    {
      guint index;
      DdiRows *values = ddi_query_row_get (rows->pdata[i], &index);

      g_ptr_array_add (records, ddi_product_record_from_row (values, index));
    }
  return records;
}

static void
edit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GPtrArray) records = get_selected_records (user_data);

  if (records->len == 0)
    return;
  if (((DdiProductRecord *)records->pdata[0])->merge_id > 0)
    ddi_window_add_toast (ddi_window_of (GTK_WIDGET (user_data)),
                          _ ("This product was merged into another. Its menu takes that back."));
  else
    open_dialog (user_data, records->pdata[0]);
}

/* Of two that are selected the first one stays: the sheet's order puts the known one there. */
static void
merge_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GPtrArray) records = get_selected_records (user_data);
  const DdiProductRecord *first = records->len > 0 ? records->pdata[0] : NULL;
  const DdiProductRecord *second = records->len > 1 ? records->pdata[1] : NULL;

  if (second)
    ddi_products_merge_ask (ddi_window_of (GTK_WIDGET (user_data)), second->id, first->id);
  else
    ddi_products_merge_ask (ddi_window_of (GTK_WIDGET (user_data)), first ? first->id : 0, 0);
}

static void
unmerge_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GPtrArray) records = get_selected_records (user_data);
  DdiWindow *window = ddi_window_of (GTK_WIDGET (user_data));

  if (records->len > 0 && ((DdiProductRecord *)records->pdata[0])->merge_id > 0)
    ddi_products_merge_undo (window, ((DdiProductRecord *)records->pdata[0])->merge_id);
  else
    ddi_window_add_toast (window, _ ("This product was not merged into another."));
}

typedef struct
{
  DdiProductsPage *self;
  GPtrArray *records;
} Deleting;

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Deleting *deleting = user_data;
  DdiWindow *window = ddi_window_of (GTK_WIDGET (deleting->self));
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  DdiOutboxOutcome outcome = ddi_session_enter_finish (DDI_SESSION (source), result, &rows, &error);

  if (window && rows)
    {
      ddi_products_undo_delete (window, deleting->records, rows->pdata[0]);
      changed (deleting->self);
    }
  else if (outcome != DDI_OUTBOX_FAILED)
    ddi_window_tell_entered (window, DDI_SESSION (source), outcome, DDI_DATA_PRODUCTS);
  else if (window)
    {
      gboolean stale = g_error_matches (error, DDI_DB_ERROR, DDI_DB_ERROR_STALE);
      g_autofree char *text =
          g_strdup_printf (_ ("Not deleted: %s"),
                           stale ? _ ("somebody has changed it meanwhile; look at it again")
                                 : error->message);

      ddi_window_add_toast (window, text);
      if (stale)
        changed (deleting->self);
    }
  g_ptr_array_unref (deleting->records);
  g_object_unref (deleting->self);
  g_free (deleting);
}

static void
delete_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DdiProductsPage *self = user_data;
  g_autoptr (GPtrArray) records = get_selected_records (self);
  g_autofree char *title = NULL;
  Deleting *deleting;
  DdiUnit *unit;

  if (records->len == 0)
    return;
  deleting = g_new0 (Deleting, 1);
  deleting->self = g_object_ref (self);
  deleting->records = g_ptr_array_ref (records);
  unit = ddi_unit_new ();
  ddi_products_delete (records, unit);
  title = records->len == 1
              ? g_strdup_printf (_ ("Delete %s"), ((DdiProductRecord *)records->pdata[0])->name)
              : g_strdup_printf (ngettext ("Delete %u product", "Delete %u products", records->len),
                                 records->len);
  ddi_session_enter_async (ddi_page_get_session (DDI_PAGE (self)),
                           &(DdiOutboxNote){ title, "products", NULL, DDI_DATA_PRODUCTS }, unit, deleted_cb,
                           deleting);
}

static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DdiProductsPage *self = user_data;

  if (self->rows)
    ddi_rows_export_ask (ddi_window_of (GTK_WIDGET (self)), self->rows, "products", ddi_products_export_write,
                         self->cancellable);
}

static void
ddi_products_page_dispose (GObject *object)
{
  DdiProductsPage *self = DDI_PRODUCTS_PAGE (object);

  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->model);
  g_clear_pointer (&self->rows, ddi_rows_unref);
  g_clear_pointer (&self->unpriced_rows, ddi_rows_unref);
  G_OBJECT_CLASS (ddi_products_page_parent_class)->dispose (object);
}

static void
ddi_products_page_class_init (DdiProductsPageClass *klass)
{
  DdiPageClass *page_class = DDI_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_products_page_dispose;
  page_class->shows = DDI_DATA_PRODUCTS;
  page_class->filter = DDI_PAGE_FILTER_NONE;
  page_class->load = ddi_products_page_load;
  page_class->search = ddi_products_page_search;
  page_class->go_to = ddi_products_page_go_to;
}

static void
ddi_products_page_init (DdiProductsPage *self)
{
  static const GActionEntry actions[] = {
    { "add", add_cb, NULL, NULL, NULL, { 0 } },         { "edit", edit_cb, NULL, NULL, NULL, { 0 } },
    { "delete", delete_cb, NULL, NULL, NULL, { 0 } },   { "prices", prices_cb, NULL, NULL, NULL, { 0 } },
    { "export", export_cb, NULL, NULL, NULL, { 0 } },   { "merge", merge_cb, NULL, NULL, NULL, { 0 } },
    { "unmerge", unmerge_cb, NULL, NULL, NULL, { 0 } },
  };
  g_autoptr (GtkBuilder) builder =
      gtk_builder_new_from_resource ("/io/github/dunkin_demand/Intelligence/ui/pages/ddi-products-page.ui");
  GtkWidget *add = ddi_header_button_new (_ ("_Add"), "list-add-symbolic", "page.add", NULL);

  self->cancellable = g_cancellable_new ();
  self->model = g_list_store_new (DDI_TYPE_QUERY_ROW);
  self->first_day = DDI_DAY_INVALID;
  self->search = GTK_WIDGET (gtk_builder_get_object (builder, "search"));
  self->totals = GTK_WIDGET (gtk_builder_get_object (builder, "totals"));
  self->stack = GTK_WIDGET (gtk_builder_get_object (builder, "stack"));
  self->unpriced = GTK_WIDGET (gtk_builder_get_object (builder, "unpriced"));
  self->unpriced_label = GTK_WIDGET (gtk_builder_get_object (builder, "unpriced_label"));
  self->table = ddi_table_new (_ ("Products"), columns, G_LIST_MODEL (self->model), FALSE);
  ddi_table_add_menu_item (self->table, _ ("_Merge…"), "page.merge");
  ddi_table_add_menu_item (self->table, _ ("_Take Merge Back"), "page.unmerge");
  ddi_table_memory_follow (self->table, "products");
  adw_bin_set_child (ADW_BIN (gtk_builder_get_object (builder, "table_bin")), GTK_WIDGET (self->table));

  ddi_page_set_content (DDI_PAGE (self), GTK_WIDGET (gtk_builder_get_object (builder, "content")));
  ddi_page_set_empty (DDI_PAGE (self), _ ("No Products Yet"),
                      _ ("What your shops sell will be here. An import adds the products it finds."),
                      _ ("_Import…"), "win.import");
  ddi_page_set_header (DDI_PAGE (self), add);
  g_action_map_add_action_entries (ddi_page_get_actions (DDI_PAGE (self)), actions, G_N_ELEMENTS (actions),
                                   self);

  g_object_bind_property (self->table, "narrow", self->totals, "visible",
                          G_BINDING_SYNC_CREATE | G_BINDING_INVERT_BOOLEAN);
  g_signal_connect_object (self->search, "search-changed", G_CALLBACK (ddi_page_reload), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->table, "sort-changed", G_CALLBACK (show_rows), self, G_CONNECT_SWAPPED);
}

DdiTable *
ddi_products_page_get_table (DdiProductsPage *self)
{
  return self->table;
}

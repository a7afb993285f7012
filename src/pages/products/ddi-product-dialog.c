/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/products/ddi-product-dialog.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-day-row.h"
#include "app/ddi-form-draft.h"
#include "app/ddi-window.h"
#include "core/ddi-format.h"
#include "db/ddi-db-error.h"
#include "pages/products/ddi-names-group.h"
#include "pages/products/ddi-offer-group.h"
#include "pages/products/ddi-terms-group.h"

#define PLACE_MAX 100000
#define SHELF_LIFE_MAX 30

struct _DdiProductDialog
{
  AdwWindow parent_instance;

  GtkWidget *save_button;
  GtkWidget *name;
  GtkWidget *category;
  GtkWidget *categories;
  GtkWidget *place_row;
  GtkWidget *shelf_life;
  GtkWidget *active;
  GtkWidget *names;
  GtkWidget *shop;
  GtkWidget *valid_from;
  GtkWidget *prices; /* of every shop */
  DdiTermsRows rows;
  GtkWidget *own_prices; /* of one */
  GtkWidget *offer;
  GtkWidget *message;

  DdiSession *session;
  DdiProductRecord *before; /* NULL: a new one */
  DdiProductRecord *after;  /* while it is being written */
  DdiProductRecord *draft;  /* the form when it was last right */
  guint place;            /* whose terms and offer are in view: 0 every shop's, else those of draft's shops */
  gboolean offer_touched; /* since it is in view */
  GCancellable *cancellable;
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (DdiProductDialog, ddi_product_dialog, ADW_TYPE_WINDOW)

enum
{
  SAVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static char *
dup_text (GtkWidget *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static void
set_valid (GtkWidget *row, gboolean valid)
{
  if (valid)
    gtk_widget_remove_css_class (row, "error");
  else
    gtk_widget_add_css_class (row, "error");
}

static gboolean
read_number (GtkWidget *row, gint64 least, gint64 most, int *number)
{
  g_autofree char *text = dup_text (row);
  gint64 value = *number;
  gboolean valid = *text == '\0' || (ddi_parse_pieces (text, &value) && value >= least && value <= most);

  *number = (int)value;
  set_valid (row, valid);
  return valid;
}

/* The rows in view. */
static const DdiTermsRows *
get_rows (DdiProductDialog *self)
{
  return self->place > 0 ? ddi_terms_group_get_rows (DDI_TERMS_GROUP (self->own_prices)) : &self->rows;
}

/* What is in view belongs to every shop or to one. A shop that pays what all pay has no terms of its own. */
static void
take_place (DdiProductDialog *self, DdiProductRecord *record, const DdiTerms *terms, const DdiOffer *offer)
{
  DdiProductShop *shop;

  if (self->place == 0)
    {
      record->terms = *terms;
      if (self->offer_touched)
        ddi_product_shops_set_offer (record->shops, offer);
      return;
    }
  shop = record->shops->pdata[self->place - 1];
  if (self->offer_touched)
    shop->offer = *offer;
  if (shop->own || !ddi_terms_equal (terms, &record->terms))
    {
      shop->own = TRUE;
      shop->terms = *terms;
    }
}

/* What is not changed stays valid from the day it was; a product that has no price yet gets none. */
static void
take_days (DdiProductDialog *self, DdiProductRecord *record)
{
  static const DdiTerms unknown = { DDI_PRICE_UNKNOWN, DDI_PRICE_UNKNOWN, DDI_PRICE_UNKNOWN, 1 };
  DdiDay day = ddi_day_row_get_day (DDI_DAY_ROW (self->valid_from));
  const DdiTerms *before = self->before ? &self->before->terms : &unknown;

  record->shops_from = day;
  record->valid_from = !ddi_terms_equal (before, &record->terms) ? day
                       : self->before                            ? self->before->valid_from
                                                                 : DDI_DAY_INVALID;
}

static DdiProductRecord *
read_form (DdiProductDialog *self, const char **why)
{
  g_autoptr (DdiProductRecord) record = ddi_product_record_copy (self->draft);
  const char *terms_why, *offer_why;
  gboolean place, shelf_life;
  DdiTerms terms;
  DdiOffer offer;

  g_free (record->name);
  record->name = dup_text (self->name);
  g_free (record->category);
  record->category = dup_text (self->category);
  if (*record->category == '\0')
    g_clear_pointer (&record->category, g_free);
  g_strfreev (record->names);
  record->names = ddi_names_group_dup_names (DDI_NAMES_GROUP (self->names));
  record->active = gtk_switch_get_active (GTK_SWITCH (self->active));
  record->shelf_life = 1;
  record->place = 0;
  place = read_number (self->place_row, 1, PLACE_MAX, &record->place);
  shelf_life = read_number (self->shelf_life, 1, SHELF_LIFE_MAX, &record->shelf_life);
  terms_why = ddi_terms_rows_get (get_rows (self), &terms);
  offer_why = ddi_offer_group_get_offer (DDI_OFFER_GROUP (self->offer), &offer);

  *why = NULL;
  if (!place)
    *why = _ ("A place on the sheet is a number, 1 or more.");
  else if (!shelf_life)
    *why = _ ("A product keeps from 1 to 30 days.");
  else if (terms_why || offer_why)
    *why = terms_why ? terms_why : offer_why;
  else if (*record->name == '\0')
    *why = "";
  if (*why)
    return NULL;
  take_place (self, record, &terms, &offer);
  take_days (self, record);
  return g_steal_pointer (&record);
}

static void
changed_cb (DdiProductDialog *self)
{
  const char *why;
  g_autoptr (DdiProductRecord) record = NULL;

  if (self->filling)
    return;
  record = read_form (self, &why);
  gtk_label_set_label (GTK_LABEL (self->message), why ? why : "");
  gtk_widget_set_sensitive (self->save_button, record != NULL);
  /* What is wrong is mended before another shop is looked at. */
  gtk_widget_set_sensitive (self->shop, record && record->shops && record->shops->len > 0);
  if (record == NULL)
    return;
  ddi_product_record_free (self->draft);
  self->draft = g_steal_pointer (&record);
}

static void
offer_changed_cb (DdiProductDialog *self)
{
  self->offer_touched = TRUE;
  changed_cb (self);
}

static void
fail (DdiProductDialog *self, const GError *error)
{
  const char *text = error->message;

  if (g_error_matches (error, DDI_DB_ERROR, DDI_DB_ERROR_CONSTRAINT))
    text = _ ("Another product has this name, or is known by it.");
  else if (g_error_matches (error, DDI_DB_ERROR, DDI_DB_ERROR_STALE))
    text = _ ("Somebody changed or deleted this product meanwhile. Close this and look at it again.");
  gtk_label_set_label (GTK_LABEL (self->message), text);
  gtk_widget_set_sensitive (self->save_button, TRUE);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiProductDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  DdiSession *session = DDI_SESSION (source);
  DdiOutboxOutcome outcome = ddi_session_enter_finish (session, result, &rows, &error);
  DdiRows *last;

  /* The form was closed meanwhile; what it has entered goes its way. */
  if (g_cancellable_is_cancelled (self->cancellable))
    {
      ddi_window_tell_closed (session, outcome, DDI_DATA_PRODUCTS, error);
      return;
    }
  if (outcome == DDI_OUTBOX_FAILED)
    {
      fail (self, error);
      return;
    }
  if (rows)
    {
      last = rows->pdata[self->before ? rows->len - 1 : 0];
      if (self->before == NULL)
        self->after->id = (int)ddi_rows_get_int (last, 0, ddi_rows_column (last, "id"));
      self->after->row_version = (int)ddi_rows_get_int (last, 0, ddi_rows_column (last, "row_version"));
      g_signal_emit (self, signals[SAVED], 0, self->before, self->after);
    }
  else
    ddi_window_tell_entered (ddi_window_of (GTK_WIDGET (self)), session, outcome, DDI_DATA_PRODUCTS);
  ddi_form_draft_done (GTK_WINDOW (self));
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
save_cb (DdiProductDialog *self)
{
  const char *why;
  g_autoptr (DdiProductRecord) record = read_form (self, &why);
  g_autofree char *place = NULL;
  DdiUnit *unit;

  if (record == NULL || !gtk_widget_get_sensitive (self->save_button))
    return;
  g_clear_pointer (&self->after, ddi_product_record_free);
  self->after = g_steal_pointer (&record);
  gtk_widget_set_sensitive (self->save_button, FALSE);
  unit = ddi_unit_new ();
  if (self->before)
    ddi_product_record_update (self->before, self->after, ddi_session_get_today (self->session, 0), unit);
  else
    ddi_product_record_insert (self->after, unit);
  place = g_strconcat ("search=", (self->before ? self->before : self->after)->name, NULL);
  ddi_session_enter_async (self->session,
                           &(DdiOutboxNote){ self->after->name, "products", place, DDI_DATA_PRODUCTS }, unit,
                           written_cb, g_object_ref (self));
}

static void
category_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DdiProductDialog *self = user_data;

  gtk_editable_set_text (GTK_EDITABLE (self->category), g_variant_get_string (parameter, NULL));
}

static void
categories_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiProductDialog) self = user_data;
  g_autoptr (GPtrArray) rows = ddi_database_run_finish (DDI_DATABASE (source), result, NULL);
  g_autoptr (GMenu) menu = g_menu_new ();

  for (guint i = 0; rows && i < ddi_rows_get_n (rows->pdata[0]); i++)
    {
      const char *category = ddi_rows_get_text (rows->pdata[0], i, 0);
      g_autoptr (GMenuItem) item = g_menu_item_new (category, NULL);

      g_menu_item_set_action_and_target (item, "form.category", "s", category);
      g_menu_append_item (menu, item);
    }
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->categories), G_MENU_MODEL (menu));
  gtk_widget_set_visible (self->categories, g_menu_model_get_n_items (G_MENU_MODEL (menu)) > 0);
}

static void
offer_categories (DdiProductDialog *self)
{
  static const GActionEntry entries[] = { { "category", category_cb, "s", NULL, NULL, { 0 } } };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  DdiUnit *unit = ddi_unit_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "form", G_ACTION_GROUP (group));
  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, "products/list-categories", NULL);
  ddi_database_run_async (ddi_session_get_database (self->session), unit, self->cancellable,
                          categories_read_cb, g_object_ref (self));
}

static void
set_number (GtkWidget *row, int number)
{
  g_autofree char *text = number > 0 ? ddi_format_int (number) : g_strdup ("");

  gtk_editable_set_text (GTK_EDITABLE (row), text);
}

static void
fill (DdiProductDialog *self, const DdiProductRecord *record)
{
  gtk_editable_set_text (GTK_EDITABLE (self->name), record->name);
  gtk_editable_set_text (GTK_EDITABLE (self->category), record->category ? record->category : "");
  gtk_switch_set_active (GTK_SWITCH (self->active), record->active);
  ddi_names_group_set_names (DDI_NAMES_GROUP (self->names), (const char *const *)record->names);
  set_number (self->place_row, record->place);
  set_number (self->shelf_life, record->shelf_life);
  ddi_terms_rows_set (&self->rows, &record->terms);
}

/* ---- the shops ---- */

static void
show_offer (DdiProductDialog *self)
{
  DdiOffer offer = ddi_offer_always;
  gboolean same = TRUE;

  if (self->place == 0)
    same = ddi_product_shops_get_offer (self->draft->shops, &offer);
  else
    offer = ((DdiProductShop *)self->draft->shops->pdata[self->place - 1])->offer;
  ddi_offer_group_set_offer (DDI_OFFER_GROUP (self->offer), &offer, ddi_session_get_today (self->session, 0));
  adw_preferences_group_set_description (
      ADW_PREFERENCES_GROUP (self->offer),
      same ? NULL : _ ("It differs from shop to shop. What you set here holds in all of them."));
  self->offer_touched = FALSE;
}

static void
shop_cb (DdiProductDialog *self)
{
  const DdiProductShop *shop;

  if (self->filling)
    return;
  self->place = adw_combo_row_get_selected (ADW_COMBO_ROW (self->shop));
  shop = self->place > 0 ? self->draft->shops->pdata[self->place - 1] : NULL;
  self->filling = TRUE;
  /* The rows of every shop keep what was typed into them. */
  if (shop)
    ddi_terms_rows_set (get_rows (self), shop->own ? &shop->terms : &self->draft->terms);
  gtk_widget_set_visible (self->prices, shop == NULL);
  gtk_widget_set_visible (self->own_prices, shop != NULL);
  show_offer (self);
  self->filling = FALSE;
  changed_cb (self);
}

static void
shops_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiProductDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = ddi_database_run_finish (DDI_DATABASE (source), result, &error);
  g_autoptr (GtkStringList) names = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (rows == NULL)
    {
      gtk_label_set_label (GTK_LABEL (self->message), error->message);
      return;
    }
  names = gtk_string_list_new (NULL);
  gtk_string_list_append (names, _ ("All Shops"));
  self->draft->shops = ddi_product_shops_from_rows (rows->pdata[0]);
  for (guint i = 0; i < self->draft->shops->len; i++)
    gtk_string_list_append (names, ((DdiProductShop *)self->draft->shops->pdata[i])->store);
  if (self->before)
    self->before->shops = ddi_product_shops_copy (self->draft->shops);
  self->filling = TRUE;
  adw_combo_row_set_model (ADW_COMBO_ROW (self->shop), G_LIST_MODEL (names));
  show_offer (self);
  self->filling = FALSE;
  gtk_widget_set_sensitive (self->offer, self->draft->shops->len > 0);
  changed_cb (self);
}

static void
read_shops (DdiProductDialog *self)
{
  g_autofree char *today = ddi_day_format (ddi_session_get_today (self->session, 0));
  DdiUnit *unit = ddi_unit_new ();

  gtk_widget_set_sensitive (self->offer, FALSE);
  gtk_widget_set_sensitive (self->shop, FALSE);
  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, "products/list-shops",
                g_variant_new ("(is)", self->before ? self->before->id : 0, today));
  ddi_database_run_async (ddi_session_get_database (self->session), unit, self->cancellable, shops_read_cb,
                          g_object_ref (self));
}

static void
ddi_product_dialog_dispose (GObject *object)
{
  DdiProductDialog *self = DDI_PRODUCT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (ddi_product_dialog_parent_class)->dispose (object);
}

static void
ddi_product_dialog_finalize (GObject *object)
{
  DdiProductDialog *self = DDI_PRODUCT_DIALOG (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->before, ddi_product_record_free);
  g_clear_pointer (&self->after, ddi_product_record_free);
  g_clear_pointer (&self->draft, ddi_product_record_free);
  G_OBJECT_CLASS (ddi_product_dialog_parent_class)->finalize (object);
}

static void
ddi_product_dialog_class_init (DdiProductDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_product_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = ddi_product_dialog_finalize;

  signals[SAVED] = g_signal_new ("saved", DDI_TYPE_PRODUCT_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_POINTER);

  g_type_ensure (DDI_TYPE_DAY_ROW);
  g_type_ensure (DDI_TYPE_NAMES_GROUP);
  g_type_ensure (DDI_TYPE_OFFER_GROUP);
  g_type_ensure (DDI_TYPE_TERMS_GROUP);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/pages/ddi-product-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiProductDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, DdiProductDialog, name);
  gtk_widget_class_bind_template_child (widget_class, DdiProductDialog, category);
  gtk_widget_class_bind_template_child (widget_class, DdiProductDialog, categories);
  gtk_widget_class_bind_template_child (widget_class, DdiProductDialog, place_row);
  gtk_widget_class_bind_template_child (widget_class, DdiProductDialog, shelf_life);
  gtk_widget_class_bind_template_child (widget_class, DdiProductDialog, active);
  gtk_widget_class_bind_template_child (widget_class, DdiProductDialog, names);
  gtk_widget_class_bind_template_child (widget_class, DdiProductDialog, shop);
  gtk_widget_class_bind_template_child_full (widget_class, "cost", FALSE,
                                             G_STRUCT_OFFSET (DdiProductDialog, rows.cost));
  gtk_widget_class_bind_template_child_full (widget_class, "price", FALSE,
                                             G_STRUCT_OFFSET (DdiProductDialog, rows.price));
  gtk_widget_class_bind_template_child_full (widget_class, "salvage", FALSE,
                                             G_STRUCT_OFFSET (DdiProductDialog, rows.salvage));
  gtk_widget_class_bind_template_child_full (widget_class, "pack", FALSE,
                                             G_STRUCT_OFFSET (DdiProductDialog, rows.pack));
  gtk_widget_class_bind_template_child_full (widget_class, "display", FALSE,
                                             G_STRUCT_OFFSET (DdiProductDialog, rows.display));
  gtk_widget_class_bind_template_child (widget_class, DdiProductDialog, valid_from);
  gtk_widget_class_bind_template_child (widget_class, DdiProductDialog, prices);
  gtk_widget_class_bind_template_child (widget_class, DdiProductDialog, own_prices);
  gtk_widget_class_bind_template_child (widget_class, DdiProductDialog, offer);
  gtk_widget_class_bind_template_child (widget_class, DdiProductDialog, message);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, offer_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, shop_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
ddi_product_dialog_init (DdiProductDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

DdiProductDialog *
ddi_product_dialog_new (GtkWindow *parent, DdiSession *session, const DdiProductRecord *record)
{
  DdiProductDialog *self = g_object_new (DDI_TYPE_PRODUCT_DIALOG, "transient-for", parent, NULL);

  self->session = g_object_ref (session);
  gtk_window_set_title (GTK_WINDOW (self), record ? _ ("Edit Product") : _ ("Add Product"));
  ddi_terms_rows_name (&self->rows, ddi_session_get_currency (session));
  ddi_terms_rows_name (ddi_terms_group_get_rows (DDI_TERMS_GROUP (self->own_prices)),
                       ddi_session_get_currency (session));
  ddi_day_row_set_day (DDI_DAY_ROW (self->valid_from), ddi_session_get_today (session, 0));
  if (record)
    {
      self->before = ddi_product_record_copy (record);
      fill (self, record);
    }
  self->draft = record ? ddi_product_record_copy (record) : ddi_product_record_new ();
  ddi_offer_group_set_products (DDI_OFFER_GROUP (self->offer), ddi_session_get_products (session),
                                record ? record->id : 0);
  show_offer (self);
  offer_categories (self);
  read_shops (self);
  self->filling = FALSE;
  changed_cb (self);
  if (record == NULL)
    gtk_widget_grab_focus (self->name);
  return self;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/products/ddi-offer-group.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-day-row.h"
#include "app/ddi-product.h"
#include "core/ddi-format.h"

#define PERCENT_MAX 500

struct _DdiOfferGroup
{
  AdwPreferencesGroup parent_instance;

  GtkWidget *starts;
  GtkWidget *first;
  GtkWidget *ends;
  GtkWidget *last;
  GtkWidget *like;
  GtkWidget *percent;

  gboolean filling;
};

G_DEFINE_FINAL_TYPE (DdiOfferGroup, ddi_offer_group, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  CHANGED,
  ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static int
get_like (DdiOfferGroup *self)
{
  DdiProduct *product = gtk_drop_down_get_selected_item (GTK_DROP_DOWN (self->like));

  return product ? ddi_product_get_id (product) : 0;
}

static void
changed_cb (DdiOfferGroup *self)
{
  if (self->filling)
    return;
  gtk_widget_set_visible (self->percent, get_like (self) > 0);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
activated_cb (DdiOfferGroup *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

static void
ddi_offer_group_class_init (DdiOfferGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[CHANGED] =
      g_signal_new ("changed", DDI_TYPE_OFFER_GROUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ACTIVATED] = g_signal_new ("activated", DDI_TYPE_OFFER_GROUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                     NULL, G_TYPE_NONE, 0);
  g_type_ensure (DDI_TYPE_DAY_ROW);
  g_type_ensure (DDI_TYPE_PRODUCT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/pages/ddi-offer-group.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiOfferGroup, starts);
  gtk_widget_class_bind_template_child (widget_class, DdiOfferGroup, first);
  gtk_widget_class_bind_template_child (widget_class, DdiOfferGroup, ends);
  gtk_widget_class_bind_template_child (widget_class, DdiOfferGroup, last);
  gtk_widget_class_bind_template_child (widget_class, DdiOfferGroup, like);
  gtk_widget_class_bind_template_child (widget_class, DdiOfferGroup, percent);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
ddi_offer_group_init (DdiOfferGroup *self)
{
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filling = FALSE;
}

void
ddi_offer_group_set_products (DdiOfferGroup *self, GListModel *products, int own_id)
{
  g_autoptr (GListStore) list = g_list_store_new (DDI_TYPE_PRODUCT);
  g_autoptr (DdiProduct) none = ddi_product_new (0, _ ("No other product"), NULL);

  g_list_store_append (list, none);
  for (guint i = 0; i < g_list_model_get_n_items (products); i++)
    {
      g_autoptr (DdiProduct) product = g_list_model_get_item (products, i);

      if (ddi_product_get_id (product) != own_id)
        g_list_store_append (list, product);
    }
  self->filling = TRUE;
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->like), G_LIST_MODEL (list));
  self->filling = FALSE;
}

static void
set_day (GtkWidget *expander, GtkWidget *row, DdiDay day, DdiDay today)
{
  adw_expander_row_set_enable_expansion (ADW_EXPANDER_ROW (expander), day != DDI_DAY_INVALID);
  ddi_day_row_set_day (DDI_DAY_ROW (row), day != DDI_DAY_INVALID ? day : today);
}

static guint
find_product (GListModel *products, int id)
{
  for (guint i = 0; i < g_list_model_get_n_items (products); i++)
    {
      g_autoptr (DdiProduct) product = g_list_model_get_item (products, i);

      if (ddi_product_get_id (product) == id)
        return i;
    }
  return 0;
}

void
ddi_offer_group_set_offer (DdiOfferGroup *self, const DdiOffer *offer, DdiDay today)
{
  GListModel *products = gtk_drop_down_get_model (GTK_DROP_DOWN (self->like));
  g_autofree char *percent = ddi_format_int (offer->percent);

  self->filling = TRUE;
  set_day (self->starts, self->first, offer->first, today);
  set_day (self->ends, self->last, offer->last, today);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->like), find_product (products, offer->like_id));
  gtk_editable_set_text (GTK_EDITABLE (self->percent), percent);
  gtk_widget_set_visible (self->percent, get_like (self) > 0);
  self->filling = FALSE;
}

static DdiDay
read_day (GtkWidget *expander, GtkWidget *row)
{
  return adw_expander_row_get_enable_expansion (ADW_EXPANDER_ROW (expander))
             ? ddi_day_row_get_day (DDI_DAY_ROW (row))
             : DDI_DAY_INVALID;
}

const char *
ddi_offer_group_get_offer (DdiOfferGroup *self, DdiOffer *offer)
{
  gint64 percent = 100;
  gboolean valid;

  *offer = ddi_offer_always;
  offer->first = read_day (self->starts, self->first);
  offer->last = read_day (self->ends, self->last);
  offer->like_id = get_like (self);
  valid = offer->like_id == 0 ||
          (ddi_parse_pieces (gtk_editable_get_text (GTK_EDITABLE (self->percent)), &percent) &&
           percent >= 1 && percent <= PERCENT_MAX);
  if (valid)
    gtk_widget_remove_css_class (self->percent, "error");
  else
    gtk_widget_add_css_class (self->percent, "error");
  offer->percent = (int)percent;
  if (offer->first != DDI_DAY_INVALID && offer->last != DDI_DAY_INVALID && offer->last < offer->first)
    return _ ("The last day cannot be before the first one.");
  return valid ? NULL : _ ("It starts like another product at 1 to 500 %.");
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/accuracy/ddi-accuracy-page.h"
#include "pages/records/ddi-rows-export.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-window.h"
#include "pages/accuracy/ddi-accuracy-export.h"

#define N_MISSES 5

struct _DdiAccuracyPage
{
  DdiPage parent_instance;

  GtkWidget *view;
  DdiRows *groups; /* as they were read */
  GCancellable *cancellable;
  gboolean has_products;
};

G_DEFINE_FINAL_TYPE (DdiAccuracyPage, ddi_accuracy_page, DDI_TYPE_PAGE)

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiLoad) load = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = ddi_database_run_finish (DDI_DATABASE (source), result, &error);
  DdiAccuracyPage *self = ddi_load_get_page (load);
  gboolean any;

  if (self == NULL)
    return;
  if (results == NULL)
    {
      ddi_load_fail (load, error);
      return;
    }
  g_clear_pointer (&self->groups, ddi_rows_unref);
  self->groups = ddi_rows_ref (results->pdata[0]);
  ddi_accuracy_view_set_rows (DDI_ACCURACY_VIEW (self->view), self->groups, results->pdata[1]);
  /* With a product chosen the choice stays in view. */
  any = ddi_accuracy_has_any (self->groups) ||
        ddi_accuracy_view_get_product (DDI_ACCURACY_VIEW (self->view)) != 0;
  ddi_load_done (load, any ? DDI_PAGE_CONTENT : DDI_PAGE_EMPTY);
}

static void
ddi_accuracy_page_load (DdiPage *page, DdiLoad *load)
{
  DdiAccuracyPage *self = DDI_ACCURACY_PAGE (page);
  const DdiFilter *filter = ddi_load_get_filter (load);
  DdiUnit *unit = ddi_unit_new ();
  GVariant *stores, *product;
  gint32 store = filter->store_id;
  int chosen;

  if (!self->has_products)
    {
      self->has_products = TRUE;
      ddi_accuracy_view_set_products (DDI_ACCURACY_VIEW (self->view),
                                      ddi_session_get_products (ddi_page_get_session (page)));
    }
  chosen = ddi_accuracy_view_get_product (DDI_ACCURACY_VIEW (self->view));
  stores =
      g_variant_new_maybe (G_VARIANT_TYPE ("ai"),
                           store ? g_variant_new_fixed_array (G_VARIANT_TYPE_INT32, &store, 1, sizeof store)
                                 : NULL);
  product = g_variant_new_maybe (G_VARIANT_TYPE_INT32, chosen ? g_variant_new_int32 (chosen) : NULL);
  g_variant_ref_sink (stores);
  g_variant_ref_sink (product);
  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, "accuracy/list-groups",
                g_variant_new ("(@*@*@*@*)", stores, ddi_unit_day (filter->first),
                               ddi_unit_day (filter->last), product));
  ddi_unit_add (unit, "accuracy/list-misses",
                g_variant_new ("(@*@*@*@*i)", stores, ddi_unit_day (filter->first),
                               ddi_unit_day (filter->last), product, N_MISSES));
  ddi_database_run_async (ddi_load_get_database (load), unit, ddi_load_get_cancellable (load), loaded_cb,
                          ddi_load_ref (load));
  g_variant_unref (stores);
  g_variant_unref (product);
}

static void
product_changed_cb (DdiAccuracyPage *self)
{
  /* While the list of products is set the drop-down selects on its own. */
  if (self->groups)
    ddi_page_reload (DDI_PAGE (self));
}

static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DdiAccuracyPage *self = user_data;

  if (self->groups)
    ddi_rows_export_ask (ddi_window_of (GTK_WIDGET (self)), self->groups, "accuracy",
                         ddi_accuracy_export_write, self->cancellable);
}

static void
ddi_accuracy_page_dispose (GObject *object)
{
  DdiAccuracyPage *self = DDI_ACCURACY_PAGE (object);

  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->groups, ddi_rows_unref);
  G_OBJECT_CLASS (ddi_accuracy_page_parent_class)->dispose (object);
}

static void
ddi_accuracy_page_class_init (DdiAccuracyPageClass *klass)
{
  DdiPageClass *page_class = DDI_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_accuracy_page_dispose;
  page_class->load = ddi_accuracy_page_load;
}

static void
ddi_accuracy_page_init (DdiAccuracyPage *self)
{
  static const GActionEntry actions[] = { { "export", export_cb, NULL, NULL, NULL, { 0 } } };

  self->cancellable = g_cancellable_new ();
  self->view = ddi_accuracy_view_new ();
  ddi_page_set_content (DDI_PAGE (self), self->view);
  ddi_page_set_empty (
      DDI_PAGE (self), _ ("No Forecast Has Met Its Day Yet"),
      _ ("Once forecast days are over and counted, here stands how far off the forecasts were, beside "
         "the mean of the last four same weekdays."),
      _ ("_Open Forecasts"), "win.open-page::forecasts");
  g_action_map_add_action_entries (ddi_page_get_actions (DDI_PAGE (self)), actions, G_N_ELEMENTS (actions),
                                   self);
  g_signal_connect_object (self->view, "product-changed", G_CALLBACK (product_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

DdiAccuracyView *
ddi_accuracy_page_get_view (DdiAccuracyPage *self)
{
  g_return_val_if_fail (DDI_IS_ACCURACY_PAGE (self), NULL);
  return DDI_ACCURACY_VIEW (self->view);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-filter-bar.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-bar-layout.h"
#include "app/ddi-drop-down.h"
#include "app/ddi-range-button.h"

struct _DdiFilterBar
{
  AdwBin parent_instance;

  GtkWidget *stores;
  GtkWidget *range;
  DdiSession *session;
  gboolean following; /* the widgets are being set from the session */
};

G_DEFINE_FINAL_TYPE (DdiFilterBar, ddi_filter_bar, ADW_TYPE_BIN)

static void
follow (DdiFilterBar *self)
{
  GListModel *model = gtk_drop_down_get_model (GTK_DROP_DOWN (self->stores));
  DdiFilter filter;

  self->following = TRUE;
  ddi_session_get_filter (self->session, &filter);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (DdiStore) store = g_list_model_get_item (model, i);

      if (ddi_store_get_id (store) == filter.store_id)
        gtk_drop_down_set_selected (GTK_DROP_DOWN (self->stores), i);
    }
  ddi_range_button_set_today (DDI_RANGE_BUTTON (self->range),
                              ddi_session_get_today (self->session, filter.store_id));
  ddi_range_button_set_range (DDI_RANGE_BUTTON (self->range), filter.first, filter.last);
  self->following = FALSE;
}

static void
data_changed_cb (DdiSession *session, guint what, DdiFilterBar *self)
{
  if (what & DDI_DATA_STORES)
    follow (self);
}

static void
store_selected_cb (DdiFilterBar *self)
{
  DdiStore *store = gtk_drop_down_get_selected_item (GTK_DROP_DOWN (self->stores));
  DdiFilter filter;

  /* While the list of shops changes the drop-down selects on its own. */
  if (self->following || self->session == NULL || store == NULL)
    return;
  ddi_session_get_filter (self->session, &filter);
  filter.store_id = ddi_store_get_id (store);
  ddi_session_set_filter (self->session, &filter);
}

static void
range_changed_cb (DdiFilterBar *self)
{
  DdiFilter filter;

  if (self->following || self->session == NULL)
    return;
  ddi_session_get_filter (self->session, &filter);
  ddi_range_button_get_range (DDI_RANGE_BUTTON (self->range), &filter.first, &filter.last);
  ddi_session_set_filter (self->session, &filter);
}

/* "All shops", then the session's own list, which changes by itself. */
static GListModel *
selector_model (DdiSession *session)
{
  g_autoptr (DdiStore) all = ddi_store_new (0, _ ("All Shops"), NULL);
  GListStore *first = g_list_store_new (DDI_TYPE_STORE);
  GListStore *both = g_list_store_new (G_TYPE_LIST_MODEL);

  g_list_store_append (first, all);
  g_list_store_append (both, first);
  g_list_store_append (both, ddi_session_get_stores (session));
  g_object_unref (first);
  return G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (both)));
}

static void
ddi_filter_bar_dispose (GObject *object)
{
  DdiFilterBar *self = DDI_FILTER_BAR (object);

  ddi_filter_bar_set_session (self, NULL);
  G_OBJECT_CLASS (ddi_filter_bar_parent_class)->dispose (object);
}

static void
ddi_filter_bar_class_init (DdiFilterBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_filter_bar_dispose;

  g_type_ensure (DDI_TYPE_STORE);
  g_type_ensure (DDI_TYPE_RANGE_BUTTON);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/app/ddi-filter-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiFilterBar, stores);
  gtk_widget_class_bind_template_child (widget_class, DdiFilterBar, range);
  gtk_widget_class_bind_template_callback (widget_class, store_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, range_changed_cb);
}

static void
ddi_filter_bar_init (DdiFilterBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ddi_drop_down_choose_focused (self->stores);
}

void
ddi_filter_bar_set_session (DdiFilterBar *self, DdiSession *session)
{
  g_return_if_fail (DDI_IS_FILTER_BAR (self));

  if (self->session == session)
    return;
  if (self->session)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  if (session)
    {
      g_autoptr (GListModel) model = selector_model (session);

      self->following = TRUE;
      gtk_drop_down_set_model (GTK_DROP_DOWN (self->stores), model);
      self->following = FALSE;
      g_signal_connect_object (session, "filter-changed", G_CALLBACK (follow), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (session, "data-changed", G_CALLBACK (data_changed_cb), self, 0);
      follow (self);
    }
}

void
ddi_filter_bar_keep_one_line (DdiFilterBar *self)
{
  g_return_if_fail (DDI_IS_FILTER_BAR (self));
  gtk_widget_set_layout_manager (adw_bin_get_child (ADW_BIN (self)),
                                 g_object_new (GTK_TYPE_BOX_LAYOUT, "spacing", DDI_BAR_LAYOUT_SPACING, NULL));
}

void
ddi_filter_bar_set_parts (DdiFilterBar *self, DdiPageFilter parts)
{
  g_return_if_fail (DDI_IS_FILTER_BAR (self));
  gtk_widget_set_visible (self->stores, (parts & DDI_PAGE_FILTER_STORE) != 0);
  gtk_widget_set_visible (self->range, (parts & DDI_PAGE_FILTER_RANGE) != 0);
}

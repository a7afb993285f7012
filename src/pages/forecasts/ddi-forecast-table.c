/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/forecasts/ddi-forecast-table.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-column-order.h"
#include "app/ddi-column-titles.h"
#include "app/ddi-text-size.h"
#include "pages/forecasts/ddi-forecast-cells.h"

/* Below this a row's buttons have no room beside its status. */
#define NARROW_PIXELS 560

struct _DdiForecastTable
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkWidget *view;
  GListStore *rows;
  GtkSingleSelection *selection;
  GtkWidget *menu;
  const DdiForecastColumn *infos;
  GPtrArray *columns; /* GtkColumnViewColumn, one an info */
  DdiForecastTableKind kind;
  DdiDay today;
  guint n_shown; /* columns that fit the width */
  gboolean narrow;
  guint adapt_source;
};

G_DEFINE_FINAL_TYPE (DdiForecastTable, ddi_forecast_table, GTK_TYPE_WIDGET)

enum
{
  ROW_ACTIVATED,
  SELECTION_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
add_column (DdiForecastTable *self, const DdiForecastColumn *info)
{
  GtkColumnViewColumn *column =
      gtk_column_view_column_new (_ (info->title), ddi_forecast_cells_new_factory (info, self));

  gtk_column_view_column_set_expand (column, info->expand);
  g_ptr_array_add (self->columns, column);
  gtk_column_view_append_column (GTK_COLUMN_VIEW (self->view), column);
  if (info->numeric)
    ddi_column_titles_end_last (GTK_COLUMN_VIEW (self->view));
}

/* --- The menu of a row. --- */

static void
append_item (GMenu *menu, const char *label, const char *action, int id)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "i", id);
  g_menu_append_item (menu, item);
}

static GMenuModel *
make_menu (DdiForecastRow *row)
{
  const DdiOrderLine *line = ddi_forecast_row_get_line (row);
  const DdiOrderShop *shop = ddi_forecast_row_get_shop (row);
  GMenu *menu = g_menu_new ();

  if (shop)
    {
      append_item (menu, _ ("_Open"), "page.open-shop", shop->store_id);
      append_item (menu, _ ("_Approve the Whole Order"), "page.approve-shop", shop->store_id);
      return G_MENU_MODEL (menu);
    }
  if (line->changed_id != DDI_ORDER_UNKNOWN)
    {
      append_item (menu, _ ("_Accept the Newer Quantity"), "page.accept", line->id);
      append_item (menu, _ ("_Keep What Was Approved"), "page.keep", line->id);
    }
  if (line->changed_id == DDI_ORDER_UNKNOWN && line->status != DDI_ORDER_APPROVED)
    append_item (menu, _ ("_Approve"), "page.approve", line->id);
  if (line->changed_id == DDI_ORDER_UNKNOWN && line->status != DDI_ORDER_REJECTED)
    append_item (menu, _ ("_Reject"), "page.reject", line->id);
  append_item (menu, _ ("_Change Quantity…"), "page.change", line->id);
  return G_MENU_MODEL (menu);
}

static void
popup_menu (DdiForecastTable *self, double x, double y)
{
  DdiForecastRow *row = ddi_forecast_table_get_selected (self);
  g_autoptr (GMenuModel) menu = row ? make_menu (row) : NULL;

  if (menu == NULL)
    return;
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->menu), menu);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle){ (int)x, (int)y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
pressed_cb (DdiForecastTable *self, int n, double x, double y)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  for (; widget && widget != GTK_WIDGET (self); widget = gtk_widget_get_parent (widget))
    {
      GtkWidget *child = gtk_widget_get_first_child (widget);
      GtkListItem *item = g_object_get_data (G_OBJECT (widget), "list-item");

      /* A press beside the text meets the cell around it. */
      if (item == NULL && child)
        item = g_object_get_data (G_OBJECT (child), "list-item");
      if (item == NULL)
        continue;
      gtk_single_selection_set_selected (self->selection, gtk_list_item_get_position (item));
      popup_menu (self, x, y);
      return;
    }
}

static void
popup_menu_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  popup_menu (DDI_FORECAST_TABLE (widget), gtk_widget_get_width (widget) / 2.0, 60);
}

static void
activate_cb (DdiForecastTable *self, guint position)
{
  g_autoptr (DdiForecastRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), position);

  if (row)
    g_signal_emit (self, signals[ROW_ACTIVATED], 0, row);
}

static void
selected_cb (DdiForecastTable *self)
{
  g_signal_emit (self, signals[SELECTION_CHANGED], 0);
}

/* --- The widget. --- */

static gboolean
fits (DdiForecastTable *self, guint column, int width)
{
  return width >= ddi_text_size_scale (GTK_WIDGET (self), self->infos[column].from);
}

static guint
count_fitting (DdiForecastTable *self, int width)
{
  guint n = 0;

  for (guint i = 0; i < self->columns->len; i++)
    n += fits (self, i, width) ? 1 : 0;
  return n;
}

static gboolean
is_narrow (DdiForecastTable *self, int width)
{
  return width < ddi_text_size_scale (GTK_WIDGET (self), NARROW_PIXELS);
}

/* The cells are made anew. */
static void
set_narrow (DdiForecastTable *self, gboolean narrow)
{
  GtkColumnViewColumn *status = self->columns->pdata[self->columns->len - 1];

  if (self->narrow == narrow)
    return;
  self->narrow = narrow;
  gtk_column_view_column_set_visible (status, FALSE);
  gtk_column_view_column_set_visible (status, TRUE);
}

/* Of a table that becomes narrower the columns that decide least go first. */
static gboolean
adapt_cb (gpointer user_data)
{
  DdiForecastTable *self = user_data;
  int width = gtk_widget_get_width (GTK_WIDGET (self));

  self->adapt_source = 0;
  self->n_shown = count_fitting (self, width);
  set_narrow (self, is_narrow (self, width));
  for (guint i = 0; i < self->columns->len; i++)
    gtk_column_view_column_set_visible (self->columns->pdata[i], fits (self, i, width));
  ddi_column_order_put_hidden_last (GTK_COLUMN_VIEW (self->view), self->columns);
  return G_SOURCE_REMOVE;
}

static void
ddi_forecast_table_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DdiForecastTable *self = DDI_FORECAST_TABLE (widget);

  gtk_widget_size_allocate (self->scroller, &(GtkAllocation){ 0, 0, width, height }, baseline);
  gtk_popover_present (GTK_POPOVER (self->menu));
  if ((self->n_shown != count_fitting (self, width) || self->narrow != is_narrow (self, width)) &&
      self->adapt_source == 0)
    self->adapt_source = g_idle_add (adapt_cb, self);
}

static void
ddi_forecast_table_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                            int *natural, int *minimum_baseline, int *natural_baseline)
{
  DdiForecastTable *self = DDI_FORECAST_TABLE (widget);

  gtk_widget_measure (self->scroller, orientation, for_size, minimum, natural, minimum_baseline,
                      natural_baseline);
}

static void
ddi_forecast_table_dispose (GObject *object)
{
  DdiForecastTable *self = DDI_FORECAST_TABLE (object);

  g_clear_handle_id (&self->adapt_source, g_source_remove);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_clear_object (&self->selection);
  g_clear_object (&self->rows);
  G_OBJECT_CLASS (ddi_forecast_table_parent_class)->dispose (object);
}

static void
ddi_forecast_table_class_init (DdiForecastTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_forecast_table_dispose;
  widget_class->size_allocate = ddi_forecast_table_size_allocate;
  widget_class->measure = ddi_forecast_table_measure;
  signals[ROW_ACTIVATED] = g_signal_new ("row-activated", DDI_TYPE_FORECAST_TABLE, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, DDI_TYPE_FORECAST_ROW);
  signals[SELECTION_CHANGED] = g_signal_new ("selection-changed", DDI_TYPE_FORECAST_TABLE, G_SIGNAL_RUN_LAST,
                                             0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "menu.popup", NULL, popup_menu_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "menu.popup", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "menu.popup", NULL);
}

static void
ddi_forecast_table_init (DdiForecastTable *self)
{
  GtkGesture *gesture = gtk_gesture_click_new ();

  self->columns = g_ptr_array_new_with_free_func (g_object_unref);
  self->rows = g_list_store_new (DDI_TYPE_FORECAST_ROW);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->rows)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_swapped (self->selection, "notify::selected", G_CALLBACK (selected_cb), self);

  self->view = gtk_column_view_new (g_object_ref (GTK_SELECTION_MODEL (self->selection)));
  gtk_widget_add_css_class (self->view, "ddi-table");
  g_signal_connect_swapped (self->view, "activate", G_CALLBACK (activate_cb), self);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->view);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));

  self->menu = gtk_popover_menu_new_from_model (NULL);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (gesture), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (gesture, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (gesture));
}

GtkWidget *
ddi_forecast_table_new (DdiForecastTableKind kind)
{
  DdiForecastTable *self = g_object_new (DDI_TYPE_FORECAST_TABLE, NULL);
  gboolean shops = kind == DDI_FORECAST_TABLE_SHOPS;

  self->kind = kind;
  self->today = DDI_DAY_INVALID;
  self->infos = ddi_forecast_cells_list_columns (kind, &self->n_shown);
  for (guint i = 0; i < self->n_shown; i++)
    add_column (self, &self->infos[i]);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  shops ? _ ("Orders of all shops") : _ ("Order of the shop"), -1);
  return GTK_WIDGET (self);
}

/* What identifies a row from one loading to the next. */
static int
row_key (DdiForecastRow *row)
{
  const DdiOrderLine *line = ddi_forecast_row_get_line (row);

  return line ? line->product_id : ddi_forecast_row_get_shop (row)->store_id;
}

static void
replace_rows (DdiForecastTable *self, GPtrArray *rows)
{
  DdiForecastRow *selected = ddi_forecast_table_get_selected (self);
  int key = selected ? row_key (selected) : 0;

  g_list_store_splice (self->rows, 0, g_list_model_get_n_items (G_LIST_MODEL (self->rows)), rows->pdata,
                       rows->len);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  for (guint i = 0; key && i < rows->len; i++)
    if (row_key (rows->pdata[i]) == key)
      gtk_single_selection_set_selected (self->selection, i);
}

void
ddi_forecast_table_show_board (DdiForecastTable *self, DdiOrderBoard *board, DdiDay today)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  self->today = today;
  for (guint i = 0; i < ddi_order_board_get_n_shops (board); i++)
    g_ptr_array_add (rows, ddi_forecast_row_new_shop (board, i));
  replace_rows (self, rows);
}

void
ddi_forecast_table_show_order (DdiForecastTable *self, DdiOrder *order)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < ddi_order_get_n_lines (order); i++)
    g_ptr_array_add (rows, ddi_forecast_row_new_line (order, i));
  replace_rows (self, rows);
}

DdiForecastRow *
ddi_forecast_table_get_selected (DdiForecastTable *self)
{
  return gtk_single_selection_get_selected_item (self->selection);
}

void
ddi_forecast_table_select (DdiForecastTable *self, guint position)
{
  gtk_single_selection_set_selected (self->selection, position);
}

GListModel *
ddi_forecast_table_get_model (DdiForecastTable *self)
{
  return G_LIST_MODEL (self->rows);
}

DdiForecastTableKind
ddi_forecast_table_get_kind (DdiForecastTable *self)
{
  return self->kind;
}

gboolean
ddi_forecast_table_is_narrow (DdiForecastTable *self)
{
  return self->narrow;
}

DdiDay
ddi_forecast_table_get_today (DdiForecastTable *self)
{
  return self->today;
}

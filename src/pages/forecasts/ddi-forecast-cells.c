/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/forecasts/ddi-forecast-cells.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-table.h"
#include "core/ddi-format.h"
#include "pages/forecasts/ddi-forecast-text.h"

/* --- What the cells say. --- */

static char *
shop_name (DdiForecastRow *row, DdiDay today)
{
  return g_strdup (ddi_forecast_row_get_shop (row)->store);
}

static char *
shop_last_count (DdiForecastRow *row, DdiDay today)
{
  return ddi_forecast_text_last_count (ddi_forecast_row_get_shop (row)->last_count, today);
}

static char *
shop_forecast (DdiForecastRow *row, DdiDay today)
{
  return ddi_forecast_text_pieces (ddi_forecast_row_get_shop (row)->predicted);
}

static char *
shop_order (DdiForecastRow *row, DdiDay today)
{
  return ddi_forecast_text_pieces (ddi_forecast_row_get_shop (row)->quantity);
}

static char *
shop_change (DdiForecastRow *row, DdiDay today)
{
  const DdiOrderShop *shop = ddi_forecast_row_get_shop (row);

  return ddi_forecast_text_change (shop->quantity, shop->last_week);
}

static char *
shop_exceptions (DdiForecastRow *row, DdiDay today)
{
  return ddi_forecast_text_exceptions (ddi_forecast_row_get_shop (row));
}

static char *
line_product (DdiForecastRow *row, DdiDay today)
{
  return g_strdup (ddi_forecast_row_get_line (row)->product);
}

static char *
line_last_week (DdiForecastRow *row, DdiDay today)
{
  return ddi_forecast_text_last_week (ddi_forecast_row_get_line (row));
}

static char *
line_forecast (DdiForecastRow *row, DdiDay today)
{
  return ddi_forecast_text_pieces (ddi_forecast_row_get_line (row)->predicted);
}

static char *
line_bounds (DdiForecastRow *row, DdiDay today)
{
  return ddi_forecast_text_bounds (ddi_forecast_row_get_line (row));
}

static char *
line_confidence (DdiForecastRow *row, DdiDay today)
{
  return ddi_format_percent (ddi_forecast_row_get_line (row)->confidence, 0);
}

static char *
line_order (DdiForecastRow *row, DdiDay today)
{
  return ddi_forecast_text_order (ddi_forecast_row_get_line (row));
}

static char *
line_why (DdiForecastRow *row, DdiDay today)
{
  return ddi_forecast_text_why (ddi_forecast_row_get_line (row), ddi_forecast_row_get_day (row));
}

static const DdiForecastColumn shop_columns[] = {
  { N_ ("Shop"), shop_name, .expand = TRUE },
  { N_ ("Last count"), shop_last_count, .from = 740 },
  { N_ ("Forecast"), shop_forecast, .numeric = TRUE, .from = 460 },
  { N_ ("Order"), shop_order, .numeric = TRUE },
  { N_ ("vs last week"), shop_change, .numeric = TRUE, .from = 560 },
  { N_ ("Exceptions"), shop_exceptions, .expand = TRUE, .reasons = TRUE, .from = 640 },
  { N_ ("Status"), NULL },
};

static const DdiForecastColumn line_columns[] = {
  { N_ ("Product"), line_product, .expand = TRUE },
  { N_ ("A week before"), line_last_week, .from = 780 },
  { N_ ("Forecast"), line_forecast, .numeric = TRUE, .from = 460 },
  { N_ ("Range"), line_bounds, .numeric = TRUE, .from = 620 },
  { N_ ("Sure"), line_confidence, .numeric = TRUE, .from = 1200 },
  { N_ ("Order"), line_order, .numeric = TRUE },
  { N_ ("Why"), line_why, .expand = TRUE, .reasons = TRUE, .small = TRUE, .from = 940 },
  { N_ ("Status"), NULL },
};

/* --- Cells. --- */

/* A second line below the first, so that no reason that matters is lost. */
static void
wrap_reasons (GtkLabel *label)
{
  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (label, 2);
}

static void
setup_text_cb (GtkSignalListItemFactory *factory, GtkListItem *item, const DdiForecastColumn *column)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), column->numeric ? 1 : 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), column->numeric ? PANGO_ELLIPSIZE_NONE : PANGO_ELLIPSIZE_END);
  if (column->expand && column->from == 0)
    ddi_table_wrap_name (GTK_LABEL (label));
  if (column->reasons)
    wrap_reasons (GTK_LABEL (label));
  if (column->small)
    gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "numeric");
  g_object_set_data (G_OBJECT (label), "list-item", item);
  gtk_list_item_set_child (item, label);
}

static void
bind_text_cb (GtkSignalListItemFactory *factory, GtkListItem *item, const DdiForecastColumn *column)
{
  GtkWidget *label = gtk_list_item_get_child (item);
  DdiForecastTable *self = g_object_get_data (G_OBJECT (factory), "table");
  DdiForecastRow *row = gtk_list_item_get_item (item);
  g_autofree char *text = column->text (row, ddi_forecast_table_get_today (self));

  gtk_label_set_text (GTK_LABEL (label), text);
  gtk_widget_set_tooltip_text (label, column->expand && *text ? text : NULL);
}

/* What it does is said when a row is bound: an action without its target would be refused. */
static void
append_row_button (GtkBox *box)
{
  GtkWidget *button = gtk_button_new ();

  gtk_button_set_has_frame (GTK_BUTTON (button), FALSE);
  gtk_box_append (box, button);
}

/* Beside the pill they show on hover and focus; a narrow table has room for them only below it, in the selected row. */
static void
place_buttons (GtkListItem *item, DdiForecastTable *self)
{
  GtkWidget *box = gtk_list_item_get_child (item);
  gboolean narrow = ddi_forecast_table_is_narrow (self);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (box),
                                  narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_visible (gtk_widget_get_last_child (box), !narrow || gtk_list_item_get_selected (item));
}

static void
selected_cb (GtkListItem *item, GParamSpec *pspec, DdiForecastTable *self)
{
  if (gtk_list_item_get_child (item))
    place_buttons (item, self);
}

static GtkWidget *
new_pill (void)
{
  GtkWidget *pill = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (GTK_BOX (pill), gtk_image_new ());
  gtk_box_append (GTK_BOX (pill), label);
  gtk_widget_add_css_class (pill, "ddi-pill");
  gtk_widget_set_valign (pill, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (pill, GTK_ALIGN_START);
  return pill;
}

/* A pill with an icon and a word, then the row's buttons. */
static void
setup_status_cb (GtkSignalListItemFactory *factory, GtkListItem *item, DdiForecastTable *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_set_hexpand (buttons, TRUE);
  gtk_widget_set_halign (buttons, GTK_ALIGN_END);
  gtk_widget_add_css_class (buttons, "ddi-row-buttons");
  for (int i = 0; ddi_forecast_table_get_kind (self) == DDI_FORECAST_TABLE_LINES && i < 3; i++)
    append_row_button (GTK_BOX (buttons));
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), new_pill ());
  gtk_box_append (GTK_BOX (box), buttons);
  g_object_set_data (G_OBJECT (box), "list-item", item);
  gtk_list_item_set_child (item, box);
  g_signal_connect (item, "notify::selected", G_CALLBACK (selected_cb), self);
}

typedef struct
{
  const char *style;
  const char *icon_name;
  const char *text; /* marked with N_() */
} PillInfo;

static const PillInfo pills[] = {
  [DDI_ORDER_PENDING] = { "pending", "document-open-recent-symbolic", N_ ("Pending") },
  [DDI_ORDER_APPROVED] = { "approved", "object-select-symbolic", N_ ("Approved") },
  [DDI_ORDER_REJECTED] = { "rejected", "window-close-symbolic", N_ ("Rejected") },
};
static const PillInfo changed_pill = { "pending", "view-refresh-symbolic", N_ ("Changed") };

static void
show_pill (GtkWidget *pill, const PillInfo *info, const char *text)
{
  GtkWidget *icon = gtk_widget_get_first_child (pill);

  for (guint i = 0; i < G_N_ELEMENTS (pills); i++)
    gtk_widget_remove_css_class (pill, pills[i].style);
  gtk_widget_add_css_class (pill, info->style);
  gtk_image_set_from_icon_name (GTK_IMAGE (icon), info->icon_name);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (icon)), text);
}

/* One button becomes an action about one forecast; which two or three depends on the line. */
static void
aim_button (GtkWidget *button, const char *action, const char *icon_name, const char *name, int id)
{
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "i", id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_button_set_icon_name (GTK_BUTTON (button), icon_name);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
bind_line_status (GtkWidget *pill, GtkWidget *buttons, const DdiOrderLine *line)
{
  GtkWidget *first = gtk_widget_get_first_child (buttons);
  GtkWidget *second = gtk_widget_get_next_sibling (first);
  GtkWidget *third = gtk_widget_get_next_sibling (second);
  gboolean changed = line->changed_id != DDI_ORDER_UNKNOWN;
  const PillInfo *info = changed ? &changed_pill : &pills[line->status];
  g_autofree char *text = ddi_forecast_text_decided (_ (info->text), changed ? 0 : line->decided_at);
  g_autofree char *who = line->decided_by && line->reason
                             ? g_strdup_printf (_ ("by %s: %s"), line->decided_by, line->reason)
                             : (line->decided_by ? g_strdup_printf (_ ("by %s"), line->decided_by) : NULL);

  show_pill (pill, info, text);
  gtk_widget_set_tooltip_text (pill, who);
  if (changed)
    {
      aim_button (first, "page.accept", "object-select-symbolic", _ ("Accept the newer quantity"), line->id);
      aim_button (second, "page.keep", "go-previous-symbolic", _ ("Keep what was approved"), line->id);
    }
  else
    {
      aim_button (first, "page.approve", "object-select-symbolic", _ ("Approve"), line->id);
      aim_button (second, "page.reject", "window-close-symbolic", _ ("Reject"), line->id);
    }
  aim_button (third, "page.change", "document-edit-symbolic", _ ("Change quantity"), line->id);
  gtk_widget_set_visible (first, changed || line->status != DDI_ORDER_APPROVED);
  gtk_widget_set_visible (second, changed || line->status != DDI_ORDER_REJECTED);
}

static void
bind_shop_status (GtkWidget *pill, const DdiOrderShop *shop)
{
  g_autofree char *text = NULL;
  const PillInfo *info = &pills[DDI_ORDER_PENDING];

  gtk_widget_set_visible (pill, shop->n_lines > 0);
  if (shop->n_changed > 0)
    {
      info = &changed_pill;
      text = g_strdup (_ (info->text));
    }
  else if (shop->n_pending == 0)
    {
      info = &pills[shop->n_approved > 0 ? DDI_ORDER_APPROVED : DDI_ORDER_REJECTED];
      text = ddi_forecast_text_decided (_ (info->text), shop->decided_at);
    }
  else if (shop->n_pending < shop->n_lines)
    text = g_strdup_printf (_ ("%u of %u pending"), shop->n_pending, shop->n_lines);
  show_pill (pill, info, text ? text : _ (info->text));
  gtk_widget_set_tooltip_text (pill, shop->decided_by);
}

static void
bind_status_cb (GtkSignalListItemFactory *factory, GtkListItem *item, DdiForecastTable *self)
{
  GtkWidget *pill = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  DdiForecastRow *row = gtk_list_item_get_item (item);

  if (ddi_forecast_table_get_kind (self) == DDI_FORECAST_TABLE_LINES)
    bind_line_status (pill, gtk_widget_get_next_sibling (pill), ddi_forecast_row_get_line (row));
  else
    bind_shop_status (pill, ddi_forecast_row_get_shop (row));
  place_buttons (item, self);
}

/* --- Columns. --- */

const DdiForecastColumn *
ddi_forecast_cells_list_columns (DdiForecastTableKind kind, guint *n)
{
  gboolean shops = kind == DDI_FORECAST_TABLE_SHOPS;

  *n = shops ? G_N_ELEMENTS (shop_columns) : G_N_ELEMENTS (line_columns);
  return shops ? shop_columns : line_columns;
}

GtkListItemFactory *
ddi_forecast_cells_new_factory (const DdiForecastColumn *column, DdiForecastTable *table)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_object_set_data (G_OBJECT (factory), "table", table);
  if (column->text)
    {
      g_signal_connect (factory, "setup", G_CALLBACK (setup_text_cb), (gpointer)column);
      g_signal_connect (factory, "bind", G_CALLBACK (bind_text_cb), (gpointer)column);
    }
  else
    {
      g_signal_connect (factory, "setup", G_CALLBACK (setup_status_cb), table);
      g_signal_connect (factory, "bind", G_CALLBACK (bind_status_cb), table);
    }
  return factory;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-table-private.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-trend.h"

/* Of a cell, on a phone with large text. */
#define MOST_LINES 5

gboolean
ddi_column_info_is_number (const DdiColumnInfo *info)
{
  return info->kind == DDI_CELL_INT || info->kind == DDI_CELL_MONEY;
}

static void
wrap (GtkLabel *label)
{
  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (label, MOST_LINES);
  gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_END);
}

void
ddi_table_wrap_name (GtkLabel *label)
{
  wrap (label);
  gtk_label_set_width_chars (label, 9);
}

void
ddi_table_show_cell (GtkListItem *list_item)
{
  const DdiColumnInfo *info = g_object_get_data (G_OBJECT (list_item), "info");
  GtkWidget *label = gtk_list_item_get_child (list_item);
  DdiQueryRow *item = gtk_list_item_get_item (list_item);
  guint row;
  DdiRows *rows = item ? ddi_query_row_get (item, &row) : NULL;
  DdiTable *self = g_object_get_data (G_OBJECT (list_item), "table");
  g_autofree char *text = NULL;

  if (info->kind == DDI_CELL_TREND)
    {
      ddi_trend_set_values (DDI_TREND (label),
                            rows ? ddi_rows_get_text (rows, row, ddi_rows_column (rows, info->column))
                                 : NULL);
      return;
    }
  text = rows ? ddi_table_format_cell (self, info, rows, row) : g_strdup ("…");
  gtk_label_set_label (GTK_LABEL (label), text);
  if (info->tip)
    {
      const char *tip = rows ? ddi_rows_get_text (rows, row, ddi_rows_column (rows, info->tip)) : NULL;

      gtk_widget_set_tooltip_text (label, tip);
    }
}

gboolean
ddi_table_cell_is_ready (GtkListItem *list_item)
{
  DdiQueryRow *item = gtk_list_item_get_item (list_item);

  return item && ddi_query_row_get (item, NULL) != NULL;
}

static DdiTablePace *
pace_of (GtkListItem *list_item)
{
  return ddi_table_get_pace (g_object_get_data (G_OBJECT (list_item), "table"));
}

static void
loaded_cb (DdiQueryRow *item, GParamSpec *pspec, GtkListItem *list_item)
{
  ddi_table_pace_want (pace_of (list_item), list_item, FALSE);
}

static void
setup_trend (GtkListItem *list_item, DdiTable *self, const DdiColumnInfo *info)
{
  GtkWidget *trend = ddi_trend_new ();

  g_object_set_data (G_OBJECT (list_item), "info", (gpointer)info);
  g_object_set_data (G_OBJECT (list_item), "table", self);
  g_object_set_data (G_OBJECT (trend), "list-item", list_item);
  gtk_list_item_set_child (list_item, trend);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, DdiTable *self)
{
  const DdiColumnInfo *info = g_object_get_data (G_OBJECT (factory), "info");
  GtkWidget *label;

  if (info->kind == DDI_CELL_TREND)
    {
      setup_trend (list_item, self, info);
      return;
    }
  label = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), ddi_column_info_is_number (info) ? 1 : 0);
  if (ddi_column_info_is_number (info) || info->kind == DDI_CELL_DAY)
    gtk_widget_add_css_class (label, "numeric");
  if (!info->expand && info->kind != DDI_CELL_TEXT && info->kind != DDI_CELL_CUSTOM)
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_NONE);
  if (!info->wide_only && (info->kind == DDI_CELL_TEXT || info->kind == DDI_CELL_CUSTOM))
    wrap (GTK_LABEL (label));
  if (info->expand)
    ddi_table_wrap_name (GTK_LABEL (label));
  g_object_set_data (G_OBJECT (list_item), "info", (gpointer)info);
  g_object_set_data (G_OBJECT (list_item), "table", self);
  g_object_set_data (G_OBJECT (label), "list-item", list_item);
  gtk_list_item_set_child (list_item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  DdiQueryRow *item = gtk_list_item_get_item (list_item);

  /* A row that is read again may say something else. */
  g_signal_connect_object (item, "notify::loaded", G_CALLBACK (loaded_cb), list_item, 0);
  ddi_table_pace_want (pace_of (list_item), list_item, TRUE);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (list_item), loaded_cb, list_item);
  ddi_table_pace_forget (pace_of (list_item), list_item);
}

static void
select_item_of (GtkWidget *widget)
{
  GtkWidget *table = gtk_widget_get_ancestor (widget, DDI_TYPE_TABLE);
  GtkSelectionModel *selection = ddi_table_get_selection (DDI_TABLE (table));
  GtkListItem *list_item = g_object_get_data (G_OBJECT (widget), "list-item");
  guint position = gtk_list_item_get_position (list_item);

  if (!gtk_selection_model_is_selected (selection, position))
    gtk_selection_model_select_item (selection, position, TRUE);
}

static void
row_button_cb (GtkWidget *button, const char *action_name)
{
  select_item_of (button);
  gtk_widget_activate_action (button, action_name, NULL);
}

static void
setup_buttons_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  static const struct
  {
    const char *icon_name;
    const char *tooltip;
    const char *action_name;
  } buttons[] = {
    { "document-edit-symbolic", N_ ("Edit"), "page.edit" },
    { "user-trash-symbolic", N_ ("Delete"), "page.delete" },
  };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (box, "ddi-row-buttons");
  for (gsize i = 0; i < G_N_ELEMENTS (buttons); i++)
    {
      GtkWidget *button = gtk_button_new_from_icon_name (buttons[i].icon_name);

      gtk_widget_add_css_class (button, "flat");
      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_widget_set_tooltip_text (button, _ (buttons[i].tooltip));
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _ (buttons[i].tooltip), -1);
      g_object_set_data (G_OBJECT (button), "list-item", list_item);
      g_signal_connect (button, "clicked", G_CALLBACK (row_button_cb), (gpointer)buttons[i].action_name);
      gtk_box_append (GTK_BOX (box), button);
    }
  gtk_list_item_set_child (list_item, box);
}

GtkListItemFactory *
ddi_table_cells_new (DdiTable *self, const DdiColumnInfo *info)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_object_set_data (G_OBJECT (factory), "info", (gpointer)info);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  return factory;
}

GtkListItemFactory *
ddi_table_buttons_new (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_buttons_cb), NULL);
  return factory;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-table-private.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-column-order.h"
#include "app/ddi-column-titles.h"
#include "app/ddi-text-size.h"
#include "core/ddi-format.h"

/* A column that is only known at run time. */
typedef struct
{
  DdiColumnInfo info;
  GtkColumnViewColumn *column;
} Added;

/* Below this width the columns that are only for wide windows make room. */
#define NARROW_PIXELS 560

/* A widget with an allocation of its own rather than an AdwBin: it watches its width. */
struct _DdiTable
{
  GtkWidget parent_instance;

  const DdiColumnInfo *infos;
  GtkWidget *scrolled;
  GtkWidget *view;
  GMenu *menu_items;
  GtkWidget *menu;
  GtkSelectionModel *selection;
  DdiTablePace *pace;
  GPtrArray *columns; /* GtkColumnViewColumn, one an info */
  GtkColumnViewColumn *button_column;
  GPtrArray *added; /* (element-type Added) behind @columns */
  DdiTableAddedFunc format_added;
  gpointer added_data;
  GDestroyNotify free_added_data;
  gboolean narrow;
  guint n_fitting; /* columns that there is room for */
  gboolean read_only;
  guint adapt_source;
};

G_DEFINE_FINAL_TYPE (DdiTable, ddi_table, GTK_TYPE_WIDGET)

enum
{
  PROP_NARROW = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

enum
{
  SORT_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

char *
ddi_table_format_cell (DdiTable *self, const DdiColumnInfo *info, DdiRows *rows, guint row)
{
  gboolean narrow = self->narrow;
  guint column;

  if (info->added > 0)
    return self->format_added (rows, row, info->added - 1, self->added_data);
  column = ddi_rows_column (rows, info->column);

  if (info->format)
    return info->format (rows, row, column);
  if (ddi_rows_is_null (rows, row, column))
    return g_strdup ("");
  switch (info->kind)
    {
    case DDI_CELL_INT:
      return ddi_format_int (ddi_rows_get_int (rows, row, column));
    case DDI_CELL_MONEY:
      return ddi_format_amount (ddi_rows_get_money (rows, row, column));
    case DDI_CELL_DAY:
      if (narrow)
        return ddi_format_day_short (ddi_rows_get_day (rows, row, column), ddi_day_today (NULL));
      return ddi_format_day (ddi_rows_get_day (rows, row, column));
    default:
      return g_strdup (ddi_rows_get_text (rows, row, column));
    }
}

/* ---- sorting ---- */

typedef struct
{
  const DdiColumnInfo *info; /* which column's sorter was asked first */
} Probe;

/* GTK 4.8 does not tell by which column a view is sorted, but its sorter asks that column's sorter
 * first: this one answers "smaller" and leaves a note. */
static int
probe_cb (gconstpointer a, gconstpointer b, gpointer user_data)
{
  Probe *probe = g_object_get_data (G_OBJECT ((gpointer)a), "probe");
  const DdiColumnInfo *info = user_data;

  if (probe && probe->info == NULL)
    probe->info = info;
  return GTK_ORDERING_SMALLER;
}

const char *
ddi_table_get_sort (DdiTable *self, gboolean *descending)
{
  g_autoptr (GObject) a = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr (GObject) b = g_object_new (G_TYPE_OBJECT, NULL);
  Probe probe = { NULL };
  GtkOrdering order;

  g_return_val_if_fail (DDI_IS_TABLE (self), NULL);

  g_object_set_data (a, "probe", &probe);
  order = gtk_sorter_compare (gtk_column_view_get_sorter (GTK_COLUMN_VIEW (self->view)), a, b);
  *descending = order == GTK_ORDERING_LARGER;
  return probe.info ? probe.info->sort : self->infos[0].sort;
}

static void
sorter_changed_cb (DdiTable *self)
{
  g_signal_emit (self, signals[SORT_CHANGED], 0);
}

/* ---- the row's menu and keys ---- */

static GtkListItem *
list_item_at (DdiTable *self, double x, double y)
{
  GtkWidget *widget = gtk_widget_pick (self->view, x, y, GTK_PICK_DEFAULT);

  /* Beside the cell's own widget lies the cell, and beside that the row: look into the first child. */
  for (GtkWidget *w = widget; w && w != self->view; w = gtk_widget_get_parent (w))
    {
      gpointer list_item = g_object_get_data (G_OBJECT (w), "list-item");
      GtkWidget *child = gtk_widget_get_first_child (w);

      if (list_item == NULL && child)
        list_item = g_object_get_data (G_OBJECT (child), "list-item");
      if (list_item)
        return list_item;
    }
  return NULL;
}

static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, DdiTable *self)
{
  GtkListItem *list_item = list_item_at (self, x, y);
  GdkRectangle at = { (int)x, (int)y, 1, 1 };
  guint position;

  if (list_item == NULL || self->read_only)
    return;
  position = gtk_list_item_get_position (list_item);
  if (!gtk_selection_model_is_selected (self->selection, position))
    gtk_selection_model_select_item (self->selection, position, TRUE);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &at);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static gboolean
menu_key_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  DdiTable *self = DDI_TABLE (gtk_widget_get_ancestor (widget, DDI_TYPE_TABLE));

  if (self->read_only)
    return FALSE;
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), NULL);
  gtk_popover_popup (GTK_POPOVER (self->menu));
  return TRUE;
}

static void
activate_cb (DdiTable *self, guint position)
{
  gtk_selection_model_select_item (self->selection, position, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (self), "page.edit", NULL);
}

static void
add_keys (DdiTable *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Delete, 0),
                                                          gtk_named_action_new ("page.delete")));
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_alternative_trigger_new (gtk_keyval_trigger_new (GDK_KEY_F10, GDK_SHIFT_MASK),
                                                     gtk_keyval_trigger_new (GDK_KEY_Menu, 0)),
                        gtk_callback_action_new (menu_key_cb, NULL, NULL)));
  gtk_widget_add_controller (self->view, keys);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (self->view, GTK_EVENT_CONTROLLER (click));
}

static void
add_menu (DdiTable *self)
{
  self->menu_items = g_menu_new ();
  g_menu_append (self->menu_items, _ ("_Edit…"), "page.edit");
  g_menu_append (self->menu_items, _ ("_Delete"), "page.delete");
  self->menu = gtk_popover_menu_new_from_model (G_MENU_MODEL (self->menu_items));
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
}

/* ---- columns ---- */

static GtkColumnViewColumn *
make_column (DdiTable *self, const DdiColumnInfo *info, const char *title)
{
  GtkColumnViewColumn *column = gtk_column_view_column_new (title, ddi_table_cells_new (self, info));

  gtk_column_view_column_set_expand (column, info->expand || info->fill);
  gtk_column_view_column_set_resizable (column, TRUE);
  if (info->sort)
    {
      g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (probe_cb, (gpointer)info, NULL));

      gtk_column_view_column_set_sorter (column, sorter);
    }
  gtk_column_view_append_column (GTK_COLUMN_VIEW (self->view), column);
  if (ddi_column_info_is_number (info))
    ddi_column_titles_end_last (GTK_COLUMN_VIEW (self->view));
  return column;
}

static void
add_column (DdiTable *self, const DdiColumnInfo *info)
{
  g_ptr_array_add (self->columns, make_column (self, info, _ (info->title)));
}

static void
added_free (gpointer data)
{
  Added *self = data;

  g_object_unref (self->column);
  g_free (self);
}

static void
clear_added (DdiTable *self)
{
  for (guint i = 0; i < self->added->len; i++)
    gtk_column_view_remove_column (GTK_COLUMN_VIEW (self->view), ((Added *)self->added->pdata[i])->column);
  g_ptr_array_set_size (self->added, 0);
  if (self->free_added_data)
    self->free_added_data (self->added_data);
  self->free_added_data = NULL;
  self->added_data = NULL;
}

static void
add_button_column (DdiTable *self)
{
  self->button_column = gtk_column_view_column_new ("", ddi_table_buttons_new ());
  gtk_column_view_append_column (GTK_COLUMN_VIEW (self->view), self->button_column);
}

static void
put_hidden_last (DdiTable *self)
{
  g_autoptr (GPtrArray) columns = g_ptr_array_new ();

  for (guint i = 0; i < self->columns->len; i++)
    g_ptr_array_add (columns, self->columns->pdata[i]);
  for (guint i = 0; i < self->added->len; i++)
    g_ptr_array_add (columns, ((Added *)self->added->pdata[i])->column);
  g_ptr_array_add (columns, self->button_column);
  ddi_column_order_put_hidden_last (GTK_COLUMN_VIEW (self->view), columns);
}

static gboolean
is_narrow (DdiTable *self, int width)
{
  return width < ddi_text_size_scale (GTK_WIDGET (self), NARROW_PIXELS);
}

static gboolean
fits (DdiTable *self, guint column, int width)
{
  return width >= ddi_text_size_scale (GTK_WIDGET (self), self->infos[column].from);
}

static guint
count_fitting (DdiTable *self, int width)
{
  guint n = 0;

  for (guint i = 0; i < self->columns->len; i++)
    n += fits (self, i, width) ? 1 : 0;
  return n;
}

/* Of a table that becomes narrower the columns that say least go first. */
static gboolean
adapt_cb (gpointer user_data)
{
  DdiTable *self = user_data;
  int width = gtk_widget_get_width (GTK_WIDGET (self));

  self->adapt_source = 0;
  ddi_table_set_narrow (self, is_narrow (self, width));
  self->n_fitting = count_fitting (self, width);
  for (guint i = 0; i < self->columns->len; i++)
    if (self->infos[i].from > 0)
      gtk_column_view_column_set_visible (self->columns->pdata[i], !self->narrow && fits (self, i, width));
  put_hidden_last (self);
  return G_SOURCE_REMOVE;
}

static void
ddi_table_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                   int *minimum_baseline, int *natural_baseline)
{
  gtk_widget_measure (DDI_TABLE (widget)->scrolled, orientation, for_size, minimum, natural, minimum_baseline,
                      natural_baseline);
}

static void
ddi_table_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DdiTable *self = DDI_TABLE (widget);

  gtk_widget_allocate (self->scrolled, width, height, baseline, NULL);
  gtk_popover_present (GTK_POPOVER (self->menu));
  if ((self->narrow != is_narrow (self, width) || self->n_fitting != count_fitting (self, width)) &&
      self->adapt_source == 0)
    self->adapt_source = g_idle_add (adapt_cb, self);
}

static void
ddi_table_dispose (GObject *object)
{
  DdiTable *self = DDI_TABLE (object);

  g_clear_handle_id (&self->adapt_source, g_source_remove);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_object (&self->menu_items);
  /* The cells let go of their rows while there is still somebody to tell. */
  if (self->scrolled)
    gtk_column_view_set_model (GTK_COLUMN_VIEW (self->view), NULL);
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_clear_pointer (&self->added, g_ptr_array_unref);
  if (self->free_added_data)
    self->free_added_data (self->added_data);
  self->free_added_data = NULL;
  g_clear_object (&self->button_column);
  g_clear_object (&self->selection);
  g_clear_pointer (&self->pace, ddi_table_pace_free);
  G_OBJECT_CLASS (ddi_table_parent_class)->dispose (object);
}

static void
ddi_table_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_NARROW)
    g_value_set_boolean (value, DDI_TABLE (object)->narrow);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ddi_table_class_init (DdiTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ddi_table_dispose;
  G_OBJECT_CLASS (klass)->get_property = ddi_table_get_property;
  properties[PROP_NARROW] =
      g_param_spec_boolean ("narrow", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPERTIES, properties);
  GTK_WIDGET_CLASS (klass)->measure = ddi_table_measure;
  GTK_WIDGET_CLASS (klass)->size_allocate = ddi_table_size_allocate;

  signals[SORT_CHANGED] =
      g_signal_new ("sort-changed", DDI_TYPE_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ddi_table_init (DdiTable *self)
{
  self->columns = g_ptr_array_new_with_free_func (g_object_unref);
  self->added = g_ptr_array_new_with_free_func (added_free);
}

DdiTable *
ddi_table_new (const char *name, const DdiColumnInfo *columns, GListModel *model, gboolean descending)
{
  DdiTable *self = g_object_new (DDI_TYPE_TABLE, NULL);

  self->infos = columns;
  self->pace = ddi_table_pace_new (model, ddi_table_show_cell, ddi_table_cell_is_ready);
  self->selection =
      GTK_SELECTION_MODEL (gtk_multi_selection_new (g_object_ref (ddi_table_pace_get_rows (self->pace))));
  self->view = gtk_column_view_new (g_object_ref (self->selection));
  ddi_table_pace_set_view (self->pace, self->view);
  gtk_widget_add_css_class (self->view, "ddi-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  for (const DdiColumnInfo *info = columns; info->column; info++)
    add_column (self, info);
  self->n_fitting = self->columns->len;
  add_button_column (self);
  gtk_column_view_sort_by_column (GTK_COLUMN_VIEW (self->view), self->columns->pdata[0],
                                  descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
  g_signal_connect_object (gtk_column_view_get_sorter (GTK_COLUMN_VIEW (self->view)), "changed",
                           G_CALLBACK (sorter_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "activate", G_CALLBACK (activate_cb), self, G_CONNECT_SWAPPED);

  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), self->view);
  gtk_widget_set_vexpand (self->scrolled, TRUE);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
  add_menu (self);
  add_keys (self);
  return self;
}

GPtrArray *
ddi_table_get_selected (DdiTable *self)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GtkBitset) selected = NULL;
  GtkBitsetIter iter;
  guint position;

  g_return_val_if_fail (DDI_IS_TABLE (self), rows);

  selected = gtk_selection_model_get_selection (self->selection);
  for (gboolean more = gtk_bitset_iter_init_first (&iter, selected, &position); more;
       more = gtk_bitset_iter_next (&iter, &position))
    {
      g_autoptr (DdiQueryRow) row = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

      if (row && ddi_query_row_get (row, NULL))
        g_ptr_array_add (rows, g_steal_pointer (&row));
    }
  return rows;
}

GtkSelectionModel *
ddi_table_get_selection (DdiTable *self)
{
  g_return_val_if_fail (DDI_IS_TABLE (self), NULL);
  return self->selection;
}

void
ddi_table_select (DdiTable *self, guint position)
{
  g_return_if_fail (DDI_IS_TABLE (self));
  if (position >= g_list_model_get_n_items (G_LIST_MODEL (self->selection)))
    ddi_table_pace_let_in (self->pace);
  gtk_selection_model_select_item (self->selection, position, TRUE);
}

void
ddi_table_set_currency (DdiTable *self, const char *sign)
{
  g_return_if_fail (DDI_IS_TABLE (self));

  for (guint i = 0; i < self->columns->len; i++)
    if (self->infos[i].kind == DDI_CELL_MONEY)
      {
        /* Translators: a column's name and the currency its figures are in. */
        g_autofree char *title = g_strdup_printf (_ ("%s, %s"), _ (self->infos[i].title), sign);

        gtk_column_view_column_set_title (self->columns->pdata[i], title);
      }
}

void
ddi_table_set_read_only (DdiTable *self)
{
  g_return_if_fail (DDI_IS_TABLE (self));

  self->read_only = TRUE;
  gtk_column_view_column_set_visible (self->button_column, FALSE);
  put_hidden_last (self);
}

void
ddi_table_set_narrow (DdiTable *self, gboolean narrow)
{
  g_return_if_fail (DDI_IS_TABLE (self));

  if (self->narrow == narrow)
    return;
  self->narrow = narrow;
  gtk_column_view_column_set_visible (self->button_column, !narrow && !self->read_only);
  for (guint i = 0; i < self->columns->len; i++)
    {
      gtk_column_view_column_set_visible (self->columns->pdata[i], FALSE);
      /* Its cells are made anew: a day is written shorter. */
      gtk_column_view_column_set_visible (self->columns->pdata[i], !narrow || !self->infos[i].wide_only);
    }
  for (guint i = 0; i < self->added->len; i++)
    gtk_column_view_column_set_visible (((Added *)self->added->pdata[i])->column, !narrow);
  put_hidden_last (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NARROW]);
}

void
ddi_table_set_added (DdiTable *self, const DdiAddedColumn *columns, guint n_columns, DdiTableAddedFunc format,
                     gpointer data, GDestroyNotify free_data)
{
  GtkColumnView *view;

  g_return_if_fail (DDI_IS_TABLE (self));

  view = GTK_COLUMN_VIEW (self->view);
  clear_added (self);
  self->format_added = format;
  self->added_data = data;
  self->free_added_data = free_data;
  /* The buttons stay last. */
  gtk_column_view_remove_column (view, self->button_column);
  for (guint i = 0; i < n_columns; i++)
    {
      Added *added = g_new0 (Added, 1);

      added->info =
          (DdiColumnInfo){ .column = "", .kind = columns[i].kind, .wide_only = TRUE, .added = i + 1 };
      added->column = make_column (self, &added->info, columns[i].title);
      gtk_column_view_column_set_visible (added->column, !self->narrow);
      g_ptr_array_add (self->added, added);
    }
  gtk_column_view_append_column (view, self->button_column);
  put_hidden_last (self);
}

GtkColumnView *
ddi_table_get_view (DdiTable *self)
{
  return GTK_COLUMN_VIEW (self->view);
}

DdiTablePace *
ddi_table_get_pace (DdiTable *self)
{
  return self->pace;
}

GPtrArray *
ddi_table_get_columns (DdiTable *self)
{
  return self->columns;
}

const DdiColumnInfo *
ddi_table_get_infos (DdiTable *self)
{
  return self->infos;
}

void
ddi_table_add_menu_item (DdiTable *self, const char *label, const char *action)
{
  g_menu_append (self->menu_items, label, action);
}

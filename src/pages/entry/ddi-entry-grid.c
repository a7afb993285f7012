/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/entry/ddi-entry-grid.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/ddi-text-size.h"
#include "core/ddi-name.h"
#include "pages/entry/ddi-entry-row.h"

/* Below this only the typed columns are shown. */
#define NARROW_PIXELS 700

/* The columns of the grid itself. */
enum
{
  NAME,
  FIRST_CELL,
  BEFORE = FIRST_CELL + DDI_ENTRY_N_COLUMNS,
  FORECAST,
  N_GRID_COLUMNS,
};

struct _DdiEntryGrid
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *header;
  GtkWidget *grid;
  GtkSizeGroup *columns[N_GRID_COLUMNS];
  GtkWidget *titles[N_GRID_COLUMNS];
  GPtrArray *rows; /* (element-type DdiEntryRow) as many as the longest list needed */
  GPtrArray *lines;
  GMenu *reasons;
  gboolean narrow;
  gboolean editable;
  gboolean filling; /* we write the cells, not the user */
  guint adapt_source;
};

G_DEFINE_FINAL_TYPE (DdiEntryGrid, ddi_entry_grid, GTK_TYPE_WIDGET)

enum
{
  COMMITTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const struct
{
  const char *title;
  gboolean wide_only;
} columns[N_GRID_COLUMNS] = {
  [NAME] = { N_ ("Product"), FALSE },
  [FIRST_CELL + DDI_ENTRY_MADE] = { N_ ("Made"), FALSE },
  [FIRST_CELL + DDI_ENTRY_WASTED] = { N_ ("Thrown away"), FALSE },
  [FIRST_CELL + DDI_ENTRY_REASON] = { N_ ("Reason"), TRUE },
  [FIRST_CELL + DDI_ENTRY_SOLD_OUT] = { N_ ("Sold out at"), TRUE },
  [BEFORE] = { N_ ("The day before"), TRUE },
  [FORECAST] = { N_ ("Forecast"), TRUE },
};

static DdiEntryRow *
get_row (DdiEntryGrid *self, guint index)
{
  return self->rows->pdata[index];
}

static guint
find_row (DdiEntryGrid *self, GtkWidget *cell)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (cell), "row"));
}

static void
fill_row (DdiEntryGrid *self, DdiEntryRow *row)
{
  self->filling = TRUE;
  ddi_entry_row_fill (row);
  self->filling = FALSE;
}

/* Moving */

static void
focus_cell (DdiEntryGrid *self, guint row, DdiEntryColumn column)
{
  if (row < self->lines->len)
    gtk_widget_grab_focus (get_row (self, row)->cells[column]);
}

static void
commit (DdiEntryGrid *self, DdiEntryRow *row)
{
  if (row->edited)
    g_signal_emit (self, signals[COMMITTED], 0);
}

static void
activate_cb (GtkWidget *cell, DdiEntryGrid *self)
{
  guint row = find_row (self, cell);

  commit (self, get_row (self, row));
  focus_cell (self, row + 1, ddi_entry_row_find_column (get_row (self, row), cell));
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, DdiEntryGrid *self)
{
  GtkWidget *cell = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  guint row = find_row (self, cell);
  gboolean up = key == GDK_KEY_Up || key == GDK_KEY_KP_Up;

  if (key == GDK_KEY_Escape && get_row (self, row)->edited)
    {
      fill_row (self, get_row (self, row));
      return TRUE;
    }
  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK) ||
      !(up || key == GDK_KEY_Down || key == GDK_KEY_KP_Down))
    return FALSE;
  if (!up || row > 0)
    focus_cell (self, up ? row - 1 : row + 1, ddi_entry_row_find_column (get_row (self, row), cell));
  return TRUE;
}

static void
left_cb (GtkEventControllerFocus *controller, DdiEntryGrid *self)
{
  commit (self,
          get_row (self,
                   find_row (self, gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller)))));
}

static void
changed_cb (GtkWidget *cell, DdiEntryGrid *self)
{
  DdiEntryRow *row = get_row (self, find_row (self, cell));

  if (self->filling)
    return;
  row->edited = TRUE;
  if (cell == row->cells[DDI_ENTRY_MADE])
    ddi_entry_row_set_proposed (row, FALSE);
  ddi_entry_row_show_doubt (row);
}

/* Pasting */

static DdiEntryRow *
find_product (DdiEntryGrid *self, const char *name)
{
  g_autofree char *key = ddi_name_key (name);

  for (guint i = 0; *key && i < self->lines->len; i++)
    {
      g_autofree char *other = ddi_name_key (get_row (self, i)->line->name);

      if (g_str_equal (key, other))
        return get_row (self, i);
    }
  return NULL;
}

/* Rows that begin with a product's name go to that product, others below the cell one by one. */
static void
paste_table (DdiEntryGrid *self, GPtrArray *table, guint first_row, guint first_column)
{
  for (guint i = 0; i < table->len; i++)
    {
      char **cells = table->pdata[i];
      DdiEntryRow *named = *cells ? find_product (self, *cells) : NULL;
      DdiEntryRow *row = named                              ? named
                         : first_row + i < self->lines->len ? get_row (self, first_row + i)
                                                            : NULL;
      guint column = named ? 0 : first_column;

      if (row == NULL)
        continue;
      for (char **cell = named ? cells + 1 : cells; *cell; cell++)
        ddi_entry_row_paste (row, column++, *cell);
      ddi_entry_row_show_doubt (row);
    }
  g_signal_emit (self, signals[COMMITTED], 0);
}

/* Whatever way it comes in, text with tabs or lines is more than one cell's. */
static void
insert_cb (GtkEditable *text, const char *inserted, int length, int *position, DdiEntryGrid *self)
{
  g_autofree char *copy = g_strndup (inserted, length < 0 ? strlen (inserted) : (gsize)length);
  g_autoptr (GPtrArray) table = NULL;
  GtkWidget *cell;
  guint row;

  if (self->filling || !self->editable || strpbrk (copy, "\t\n") == NULL)
    return;
  g_signal_stop_emission_by_name (text, "insert-text");
  cell = gtk_widget_get_ancestor (GTK_WIDGET (text), GTK_TYPE_ENTRY);
  row = find_row (self, cell);
  table = ddi_entry_parse_table (copy);
  paste_table (self, table, row, ddi_entry_row_find_column (get_row (self, row), cell));
}

/* Making */

static void
reason_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DdiEntryGrid *self = DDI_ENTRY_GRID (widget);
  const char *reason;
  guint index;

  g_variant_get (parameter, "(u&s)", &index, &reason);
  if (index >= self->lines->len)
    return;
  ddi_entry_row_set_reason (get_row (self, index), reason);
  get_row (self, index)->edited = TRUE;
  commit (self, get_row (self, index));
}

/* The menu is made when it is asked for: forty of them would keep the window waiting. */
static void
reason_popup (GtkMenuButton *button, gpointer user_data)
{
  DdiEntryGrid *self = user_data;
  guint index = find_row (self, GTK_WIDGET (button));
  g_autoptr (GMenu) menu = g_menu_new ();

  for (int i = -1; i < g_menu_model_get_n_items (G_MENU_MODEL (self->reasons)); i++)
    {
      g_autofree char *reason = NULL;
      g_autoptr (GMenuItem) item = NULL;

      if (i >= 0)
        g_menu_model_get_item_attribute (G_MENU_MODEL (self->reasons), i, G_MENU_ATTRIBUTE_LABEL, "s",
                                         &reason);
      item = g_menu_item_new (reason ? reason : _ ("No reason"), NULL);
      g_menu_item_set_action_and_target (item, "grid.reason", "(us)", index, reason ? reason : "");
      g_menu_append_item (menu, item);
    }
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static void
name_cell (DdiEntryRow *row, DdiEntryColumn column)
{
  g_autofree char *name = g_strdup_printf ("%s, %s", row->line->name, _ (columns[FIRST_CELL + column].title));

  gtk_accessible_update_property (GTK_ACCESSIBLE (row->cells[column]), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
}

static GtkWidget *
make_entry (DdiEntryGrid *self, gboolean digits)
{
  GtkWidget *entry = gtk_entry_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 5);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), 7);
  gtk_editable_set_enable_undo (GTK_EDITABLE (entry), FALSE);
  gtk_editable_set_alignment (GTK_EDITABLE (entry), 1);
  gtk_entry_set_input_purpose (GTK_ENTRY (entry),
                               digits ? GTK_INPUT_PURPOSE_DIGITS : GTK_INPUT_PURPOSE_FREE_FORM);
  gtk_widget_add_css_class (entry, "numeric");
  gtk_widget_set_valign (entry, GTK_ALIGN_CENTER);
  /* Before the entry's own text sees it. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  g_signal_connect (focus, "leave", G_CALLBACK (left_cb), self);
  gtk_widget_add_controller (entry, keys);
  gtk_widget_add_controller (entry, focus);
  g_signal_connect (entry, "activate", G_CALLBACK (activate_cb), self);
  g_signal_connect (entry, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect (gtk_editable_get_delegate (GTK_EDITABLE (entry)), "insert-text", G_CALLBACK (insert_cb),
                    self);
  return entry;
}

static GtkWidget *
make_reason (DdiEntryGrid *self)
{
  GtkWidget *button = gtk_menu_button_new ();

  gtk_menu_button_set_has_frame (GTK_MENU_BUTTON (button), FALSE);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), reason_popup, self, NULL);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  return button;
}

static void
attach (DdiEntryGrid *self, GtkWidget *widget, guint column, guint index)
{
  gtk_grid_attach (GTK_GRID (self->grid), widget, (int)column, (int)index, 1, 1);
  gtk_size_group_add_widget (self->columns[column], widget);
}

static void
add_row (DdiEntryGrid *self)
{
  DdiEntryRow *row = ddi_entry_row_new ();
  guint index = self->rows->len;

  attach (self, row->names, NAME, index);
  for (guint i = 0; i < DDI_ENTRY_N_COLUMNS; i++)
    {
      row->cells[i] = i == DDI_ENTRY_REASON ? make_reason (self) : make_entry (self, i != DDI_ENTRY_SOLD_OUT);
      g_object_set_data (G_OBJECT (row->cells[i]), "row", GUINT_TO_POINTER (index));
      attach (self, row->cells[i], FIRST_CELL + i, index);
    }
  attach (self, row->before, BEFORE, index);
  attach (self, row->forecast, FORECAST, index);
  g_ptr_array_add (self->rows, row);
}

static void
show_columns (DdiEntryGrid *self, guint first)
{
  for (guint c = 0; c < N_GRID_COLUMNS; c++)
    {
      gboolean visible = !(self->narrow && columns[c].wide_only);

      gtk_widget_set_visible (self->titles[c], visible);
      for (guint i = first; i < self->rows->len; i++)
        gtk_widget_set_visible (gtk_grid_get_child_at (GTK_GRID (self->grid), (int)c, (int)i),
                                visible && i < self->lines->len);
    }
}

void
ddi_entry_grid_set_lines (DdiEntryGrid *self, GPtrArray *lines)
{
  g_autoptr (GPtrArray) before = g_steal_pointer (&self->lines);

  self->lines = g_ptr_array_ref (lines);
  while (self->rows->len < lines->len)
    add_row (self);
  for (guint i = 0; i < lines->len; i++)
    {
      DdiEntryRow *row = get_row (self, i);
      DdiEntryLine *old = row->line;
      DdiEntryLine *line = lines->pdata[i];
      gboolean same = i < before->len && old && old->product_id == line->product_id &&
                      old->store_id == line->store_id && old->day == line->day;

      row->line = ddi_entry_line_ref (line);
      g_clear_pointer (&old, ddi_entry_line_unref);
      gtk_label_set_text (GTK_LABEL (row->name), line->name);
      /* A reason's name says which it is, too. */
      for (guint c = 0; c < DDI_ENTRY_N_COLUMNS; c++)
        if (c != DDI_ENTRY_REASON)
          name_cell (row, (DdiEntryColumn)c);
      if (!(same && row->edited))
        fill_row (self, row);
    }
  show_columns (self, 0);
}

GPtrArray *
ddi_entry_grid_get_lines (DdiEntryGrid *self)
{
  return self->lines;
}

void
ddi_entry_grid_set_reasons (DdiEntryGrid *self, const char *const *reasons)
{
  g_menu_remove_all (self->reasons);
  for (; *reasons; reasons++)
    g_menu_append (self->reasons, *reasons, NULL);
}

void
ddi_entry_grid_set_editable (DdiEntryGrid *self, gboolean editable)
{
  self->editable = editable;
  for (guint i = 0; i < self->lines->len; i++)
    for (guint c = 0; c < DDI_ENTRY_N_COLUMNS; c++)
      {
        GtkWidget *cell = get_row (self, i)->cells[c];

        if (GTK_IS_EDITABLE (cell))
          gtk_editable_set_editable (GTK_EDITABLE (cell), editable);
        else
          gtk_widget_set_sensitive (cell, editable);
      }
}

void
ddi_entry_grid_refresh (DdiEntryGrid *self, guint row)
{
  g_return_if_fail (row < self->lines->len);
  fill_row (self, get_row (self, row));
}

void
ddi_entry_grid_settle (DdiEntryGrid *self, guint index)
{
  g_auto (DdiEntryFigures) figures = { 0 };
  DdiEntryRow *row = get_row (self, index);
  DdiEntryColumn wrong;

  row->edited =
      !ddi_entry_row_read (row, &figures, &wrong) || !ddi_entry_figures_equal (&figures, &row->line->figures);
  if (!row->edited)
    ddi_entry_row_set_proposed (row, FALSE);
}

gboolean
ddi_entry_grid_read (DdiEntryGrid *self, guint row, DdiEntryFigures *figures)
{
  DdiEntryColumn wrong;

  g_return_val_if_fail (row < self->lines->len, FALSE);
  return ddi_entry_row_read (get_row (self, row), figures, &wrong);
}

gboolean
ddi_entry_grid_is_edited (DdiEntryGrid *self, guint row)
{
  g_return_val_if_fail (row < self->lines->len, FALSE);
  return get_row (self, row)->edited;
}

GtkWidget *
ddi_entry_grid_get_cell (DdiEntryGrid *self, guint row, DdiEntryColumn column)
{
  g_return_val_if_fail (row < self->lines->len, NULL);
  return get_row (self, row)->cells[column];
}

const char *
ddi_entry_grid_get_doubt (DdiEntryGrid *self, guint row)
{
  g_return_val_if_fail (row < self->lines->len, NULL);
  return gtk_widget_get_visible (get_row (self, row)->doubt)
             ? gtk_label_get_text (GTK_LABEL (get_row (self, row)->doubt))
             : NULL;
}

static gboolean
adapt_cb (gpointer user_data)
{
  DdiEntryGrid *self = user_data;

  self->adapt_source = 0;
  self->narrow =
      gtk_widget_get_width (GTK_WIDGET (self)) < ddi_text_size_scale (GTK_WIDGET (self), NARROW_PIXELS);
  show_columns (self, 0);
  return G_SOURCE_REMOVE;
}

/* Columns come and go outside of the layout that finds out. */
static void
ddi_entry_grid_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DdiEntryGrid *self = DDI_ENTRY_GRID (widget);

  gtk_widget_size_allocate (self->box, &(GtkAllocation){ 0, 0, width, height }, baseline);
  if (self->narrow != (width < ddi_text_size_scale (GTK_WIDGET (self), NARROW_PIXELS)) &&
      self->adapt_source == 0)
    self->adapt_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, adapt_cb, self, NULL);
}

/* Any width will do: what does not fit is left out. */
static void
ddi_entry_grid_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                        int *natural, int *minimum_baseline, int *natural_baseline)
{
  gtk_widget_measure (DDI_ENTRY_GRID (widget)->box, orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = MIN (*minimum, 320);
}

static void
ddi_entry_grid_dispose (GObject *object)
{
  DdiEntryGrid *self = DDI_ENTRY_GRID (object);

  g_clear_handle_id (&self->adapt_source, g_source_remove);
  /* Leaving the focus is no longer the user's doing. */
  self->filling = TRUE;
  for (guint i = 0; i < self->rows->len; i++)
    get_row (self, i)->edited = FALSE;
  g_clear_pointer (&self->box, gtk_widget_unparent);
  for (guint i = 0; i < N_GRID_COLUMNS; i++)
    g_clear_object (&self->columns[i]);
  G_OBJECT_CLASS (ddi_entry_grid_parent_class)->dispose (object);
}

static void
ddi_entry_grid_finalize (GObject *object)
{
  DdiEntryGrid *self = DDI_ENTRY_GRID (object);

  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->lines);
  g_object_unref (self->reasons);
  G_OBJECT_CLASS (ddi_entry_grid_parent_class)->finalize (object);
}

static void
ddi_entry_grid_class_init (DdiEntryGridClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_entry_grid_dispose;
  G_OBJECT_CLASS (klass)->finalize = ddi_entry_grid_finalize;
  widget_class->measure = ddi_entry_grid_measure;
  widget_class->size_allocate = ddi_entry_grid_size_allocate;
  signals[COMMITTED] =
      g_signal_new ("committed", DDI_TYPE_ENTRY_GRID, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "grid.reason", "(us)", reason_cb);
  gtk_widget_class_set_css_name (widget_class, "entry-grid");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
make_scroller (DdiEntryGrid *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->grid);
  gtk_widget_set_vexpand (scroller, TRUE);
  return scroller;
}

static void
ddi_entry_grid_init (DdiEntryGrid *self)
{
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_entry_row_free);
  self->lines = g_ptr_array_new ();
  self->reasons = g_menu_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->header = gtk_grid_new ();
  self->grid = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (self->header), 12);
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 6);
  gtk_widget_add_css_class (self->header, "ddi-entry-header");
  gtk_widget_add_css_class (self->grid, "ddi-entry-cells");
  for (guint i = 0; i < N_GRID_COLUMNS; i++)
    {
      self->columns[i] = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
      self->titles[i] =
          ddi_entry_label_new (i == NAME || i == FIRST_CELL + DDI_ENTRY_REASON ? 0 : 1, "heading");
      gtk_label_set_text (GTK_LABEL (self->titles[i]), _ (columns[i].title));
      gtk_label_set_wrap (GTK_LABEL (self->titles[i]), TRUE);
      gtk_label_set_justify (GTK_LABEL (self->titles[i]),
                             gtk_label_get_xalign (GTK_LABEL (self->titles[i])) > 0 ? GTK_JUSTIFY_RIGHT
                                                                                    : GTK_JUSTIFY_LEFT);
      gtk_widget_set_valign (self->titles[i], GTK_ALIGN_END);
      gtk_widget_set_hexpand (self->titles[i], i == NAME);
      gtk_grid_attach (GTK_GRID (self->header), self->titles[i], (int)i, 0, 1, 1);
      gtk_size_group_add_widget (self->columns[i], self->titles[i]);
    }
  gtk_box_append (GTK_BOX (self->box), self->header);
  gtk_box_append (GTK_BOX (self->box), make_scroller (self));
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

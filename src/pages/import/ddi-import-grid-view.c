/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/import/ddi-import-grid-view.h"

#include <glib/gi18n-lib.h>

#include "core/ddi-format.h"

/* Between two columns, and behind a shop's name. */
#define SPACING 2
#define NAME_MARGIN 12

struct _DdiImportGridView
{
  AdwBin parent_instance;

  GtkWidget *table; /* NULL: no days are shown */
  GPtrArray *names; /* (element-type GtkWidget) a shop each, of @table */
  int n_days;
  gboolean name_above; /* its days, where both have no room beside each other */
  guint arrange_source;
};

G_DEFINE_FINAL_TYPE (DdiImportGridView, ddi_import_grid_view, ADW_TYPE_BIN)

static const struct
{
  const char *text; /* what the cell shows; a colour alone would not tell */
  const char *css_class;
  const char *word;
} looks[] = {
  [DDI_IMPORT_CELL_MISSING] = { "–", "dim-label", N_ ("missing") },
  [DDI_IMPORT_CELL_PARTIAL] = { "◐", "warning", N_ ("partly counted") },
  [DDI_IMPORT_CELL_RECEIVED] = { "✓", "success", N_ ("received") },
  [DDI_IMPORT_CELL_UNSURE] = { "?", "warning", N_ ("nothing left: sold out, or not counted?") },
  [DDI_IMPORT_CELL_COPY] = { "=", "error", N_ ("a copy of another day") },
  [DDI_IMPORT_CELL_CLOSED] = { "×", "dim-label", N_ ("closed") },
};

static GtkWidget *
new_label (const char *text, const char *css_class, float xalign)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  if (css_class)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
new_cell (const DdiImportCell *cell, const char *shop, DdiDay day)
{
  GtkWidget *label = new_label (looks[cell->state].text, looks[cell->state].css_class, 0.5F);
  g_autofree char *date = ddi_format_day (day);
  g_autofree char *words = g_strdup_printf (cell->fresh ? _ ("%s, %s: %s, in these files") : _ ("%s, %s: %s"),
                                            shop, date, _ (looks[cell->state].word));

  gtk_widget_set_size_request (label, 32, 28);
  if (cell->fresh)
    gtk_widget_add_css_class (label, "ddi-fresh");
  gtk_widget_set_tooltip_text (label, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  return label;
}

/* "Mo" over "24": weekday and day of the month, the month's name where it begins. */
static GtkWidget *
new_head (DdiDay day, gboolean name_month)
{
  g_autoptr (GDateTime) date = ddi_day_to_date_time (day);
  g_autofree char *text = g_date_time_format (date, name_month ? "%a\n%-d %b" : "%a\n%-d");
  GtkWidget *label = new_label (text, "caption", 0.5F);

  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "numeric");
  return label;
}

static gboolean
begins_month (DdiDay day)
{
  int day_of_month;

  ddi_day_to_ymd (day, NULL, NULL, &day_of_month);
  return day_of_month == 1;
}

/* ---- where the names stand ---- */

/* The row of the table where the @shop's name is; its days are beside it, or in the row below. */
static int
row_of (guint shop)
{
  return 1 + 2 * (int)shop;
}

static int
measure (GtkWidget *widget)
{
  int natural;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

/* What names and days need beside each other. */
static int
get_whole_width (DdiImportGridView *self)
{
  int names = 0;

  for (guint i = 0; i < self->names->len; i++)
    names = MAX (names, measure (self->names->pdata[i]));
  return measure (self->table) + (self->name_above ? names + SPACING : 0);
}

static void
place (DdiImportGridView *self, GtkWidget *child)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (self->table);
  GtkGridLayoutChild *at = GTK_GRID_LAYOUT_CHILD (gtk_layout_manager_get_layout_child (layout, child));
  int row = gtk_grid_layout_child_get_row (at), shop_row = row - (row + 1) % 2;
  guint index;

  /* Of the days' names there is one row. */
  if (row == 0)
    return;
  if (!g_ptr_array_find (self->names, child, &index))
    {
      gtk_grid_layout_child_set_row (at, self->name_above ? shop_row + 1 : shop_row);
      return;
    }
  gtk_grid_layout_child_set_column (at, self->name_above ? 1 : 0);
  gtk_grid_layout_child_set_column_span (at, self->name_above ? self->n_days : 1);
}

static gboolean
arrange_cb (gpointer user_data)
{
  DdiImportGridView *self = user_data;
  gboolean name_above = gtk_widget_get_width (GTK_WIDGET (self)) < get_whole_width (self);

  self->arrange_source = 0;
  if (self->name_above == name_above)
    return G_SOURCE_REMOVE;
  self->name_above = name_above;
  for (GtkWidget *child = gtk_widget_get_first_child (self->table); child;
       child = gtk_widget_get_next_sibling (child))
    place (self, child);
  return G_SOURCE_REMOVE;
}

/* While sizes are handed out nothing may move. */
static void
width_changed_cb (DdiImportGridView *self)
{
  if (self->arrange_source == 0 && self->table)
    self->arrange_source = g_idle_add (arrange_cb, self);
}

/* ---- what it shows ---- */

static void
add_heads (DdiImportGridView *self, DdiImportGrid *grid)
{
  for (guint k = 0; k < grid->n_days; k++)
    {
      DdiDay day = grid->first + (DdiDay)k;

      gtk_grid_attach (GTK_GRID (self->table), new_head (day, k == 0 || begins_month (day)), 1 + (int)k, 0, 1,
                       1);
    }
}

static void
add_shop (DdiImportGridView *self, DdiImportGrid *grid, guint shop)
{
  const char *name = ((DdiImportShop *)grid->shops->pdata[shop])->name;
  GtkWidget *label = new_label (name, NULL, 0);

  gtk_widget_set_margin_end (label, NAME_MARGIN);
  gtk_grid_attach (GTK_GRID (self->table), label, 0, row_of (shop), 1, 1);
  g_ptr_array_add (self->names, label);
  for (guint k = 0; k < grid->n_days; k++)
    gtk_grid_attach (GTK_GRID (self->table),
                     new_cell (ddi_import_grid_get (grid, shop, k), name, grid->first + (DdiDay)k),
                     1 + (int)k, row_of (shop), 1, 1);
}

static void
clear (DdiImportGridView *self)
{
  g_clear_handle_id (&self->arrange_source, g_source_remove);
  adw_bin_set_child (ADW_BIN (self), NULL);
  self->table = NULL;
  self->name_above = FALSE;
  g_ptr_array_set_size (self->names, 0);
}

void
ddi_import_grid_view_set_grid (DdiImportGridView *self, DdiImportGrid *grid)
{
  GtkWidget *scroller;

  clear (self);
  if (grid == NULL || grid->n_days == 0)
    return;
  self->n_days = (int)grid->n_days;
  self->table = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (self->table), SPACING);
  gtk_grid_set_row_spacing (GTK_GRID (self->table), SPACING);
  gtk_widget_set_margin_bottom (self->table, 12);
  add_heads (self, grid);
  for (guint i = 0; i < grid->shops->len; i++)
    add_shop (self, grid, i);
  scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->table);
  g_signal_connect_object (gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (scroller)), "changed",
                           G_CALLBACK (width_changed_cb), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), scroller);
}

static void
ddi_import_grid_view_dispose (GObject *object)
{
  DdiImportGridView *self = DDI_IMPORT_GRID_VIEW (object);

  if (self->names)
    clear (self);
  g_clear_pointer (&self->names, g_ptr_array_unref);
  G_OBJECT_CLASS (ddi_import_grid_view_parent_class)->dispose (object);
}

static void
ddi_import_grid_view_class_init (DdiImportGridViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ddi_import_grid_view_dispose;
}

static void
ddi_import_grid_view_init (DdiImportGridView *self)
{
  self->names = g_ptr_array_new ();
}

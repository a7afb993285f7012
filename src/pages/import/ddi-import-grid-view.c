/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/import/ddi-import-grid-view.h"

#include <glib/gi18n-lib.h>

#include "core/ddi-format.h"

struct _DdiImportGridView
{
  AdwBin parent_instance;
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

void
ddi_import_grid_view_set_grid (DdiImportGridView *self, DdiImportGrid *grid)
{
  GtkWidget *table, *scroller;

  adw_bin_set_child (ADW_BIN (self), NULL);
  if (grid == NULL || grid->n_days == 0)
    return;
  table = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (table), 2);
  gtk_grid_set_row_spacing (GTK_GRID (table), 2);
  gtk_widget_set_margin_bottom (table, 12);
  for (guint k = 0; k < grid->n_days; k++)
    {
      DdiDay day = grid->first + (DdiDay)k;

      gtk_grid_attach (GTK_GRID (table), new_head (day, k == 0 || begins_month (day)), 1 + (int)k, 0, 1, 1);
    }
  for (guint i = 0; i < grid->shops->len; i++)
    {
      const char *name = ((DdiImportShop *)grid->shops->pdata[i])->name;
      GtkWidget *label = new_label (name, NULL, 0);

      gtk_widget_set_margin_end (label, 12);
      gtk_grid_attach (GTK_GRID (table), label, 0, 1 + (int)i, 1, 1);
      for (guint k = 0; k < grid->n_days; k++)
        gtk_grid_attach (GTK_GRID (table),
                         new_cell (ddi_import_grid_get (grid, i, k), name, grid->first + (DdiDay)k),
                         1 + (int)k, 1 + (int)i, 1, 1);
    }
  scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), table);
  adw_bin_set_child (ADW_BIN (self), scroller);
}

static void
ddi_import_grid_view_class_init (DdiImportGridViewClass *klass)
{
}

static void
ddi_import_grid_view_init (DdiImportGridView *self)
{
}

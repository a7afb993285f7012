/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/entry/ddi-entry-row.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-table.h"
#include "core/ddi-format.h"

#define MAX_REASON 255

GtkWidget *
ddi_entry_label_new (float xalign, const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_widget_add_css_class (label, style);
  return label;
}

DdiEntryRow *
ddi_entry_row_new (void)
{
  DdiEntryRow *row = g_new0 (DdiEntryRow, 1);

  row->names = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  row->name = ddi_entry_label_new (0, "body");
  row->doubt = ddi_entry_label_new (0, "warning");
  row->before = ddi_entry_label_new (1, "dim-label");
  row->forecast = ddi_entry_label_new (1, "numeric");
  ddi_table_wrap_name (GTK_LABEL (row->name));
  gtk_label_set_wrap (GTK_LABEL (row->doubt), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (row->doubt), 8);
  gtk_widget_add_css_class (row->doubt, "caption");
  gtk_widget_add_css_class (row->before, "numeric");
  gtk_widget_set_hexpand (row->names, TRUE);
  gtk_widget_set_valign (row->names, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (row->names), row->name);
  gtk_box_append (GTK_BOX (row->names), row->doubt);
  return row;
}

void
ddi_entry_row_free (DdiEntryRow *row)
{
  g_clear_pointer (&row->line, ddi_entry_line_unref);
  g_free (row);
}

DdiEntryColumn
ddi_entry_row_find_column (DdiEntryRow *row, GtkWidget *cell)
{
  guint column = 0;

  while (column < DDI_ENTRY_N_COLUMNS - 1 && row->cells[column] != cell)
    column++;
  return (DdiEntryColumn)column;
}

static const char *
get_text (DdiEntryRow *row, DdiEntryColumn column)
{
  return gtk_editable_get_text (GTK_EDITABLE (row->cells[column]));
}

static const char *
get_reason (DdiEntryRow *row)
{
  return g_object_get_data (G_OBJECT (row->cells[DDI_ENTRY_REASON]), "reason");
}

gboolean
ddi_entry_row_read (DdiEntryRow *row, DdiEntryFigures *figures, DdiEntryColumn *wrong)
{
  *figures = (DdiEntryFigures){ DDI_ENTRY_BLANK, DDI_ENTRY_BLANK, NULL, NULL };
  *wrong = DDI_ENTRY_MADE;
  if (!ddi_entry_parse_pieces (get_text (row, DDI_ENTRY_MADE), &figures->made))
    return FALSE;
  *wrong = DDI_ENTRY_WASTED;
  if (!ddi_entry_parse_pieces (get_text (row, DDI_ENTRY_WASTED), &figures->wasted))
    return FALSE;
  *wrong = DDI_ENTRY_SOLD_OUT;
  if (!ddi_entry_parse_time (get_text (row, DDI_ENTRY_SOLD_OUT), &figures->sold_out_at))
    return FALSE;
  figures->reason = g_strdup (get_reason (row));
  return TRUE;
}

void
ddi_entry_row_show_doubt (DdiEntryRow *row)
{
  g_auto (DdiEntryFigures) figures = { 0 };
  DdiEntryColumn wrong;
  gboolean readable = ddi_entry_row_read (row, &figures, &wrong);
  const char *doubt = readable                      ? ddi_entry_figures_doubt (&figures)
                      : wrong == DDI_ENTRY_SOLD_OUT ? _ ("Write a time of day, like 9:40")
                                                    : _ ("Write whole pieces, 0 or more");

  for (guint i = 0; i < DDI_ENTRY_N_COLUMNS; i++)
    if (!readable && i == wrong)
      gtk_widget_add_css_class (row->cells[i], "error");
    else
      gtk_widget_remove_css_class (row->cells[i], "error");
  if (readable && doubt)
    gtk_widget_add_css_class (row->cells[DDI_ENTRY_WASTED], "warning");
  else
    gtk_widget_remove_css_class (row->cells[DDI_ENTRY_WASTED], "warning");
  gtk_label_set_text (GTK_LABEL (row->doubt), doubt ? doubt : "");
  gtk_widget_set_visible (row->doubt, doubt != NULL);
}

/* A menu button has the focus in a button of its own, whose label alone would not say what it is of. Newer toolkits name
 * that one after the menu button, older ones do not. */
static void
name_reason (DdiEntryRow *row, const char *reason)
{
  GtkWidget *button = row->cells[DDI_ENTRY_REASON];
  GtkWidget *inner = gtk_widget_get_first_child (button);
  g_autofree char *name = g_strdup_printf ("%s, %s, %s", row->line->name, _ ("Reason"), reason);

  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (inner), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

void
ddi_entry_row_set_reason (DdiEntryRow *row, const char *reason)
{
  gboolean any = reason && *reason;

  g_object_set_data_full (G_OBJECT (row->cells[DDI_ENTRY_REASON]), "reason", any ? g_strdup (reason) : NULL,
                          g_free);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (row->cells[DDI_ENTRY_REASON]), any ? reason : "–");
  name_reason (row, any ? reason : _ ("No reason"));
}

void
ddi_entry_row_set_proposed (DdiEntryRow *row, gboolean proposed)
{
  row->proposed = proposed;
  if (proposed)
    gtk_widget_add_css_class (row->cells[DDI_ENTRY_MADE], "dim-label");
  else
    gtk_widget_remove_css_class (row->cells[DDI_ENTRY_MADE], "dim-label");
}

static void
set_pieces (DdiEntryRow *row, DdiEntryColumn column, gint64 pieces)
{
  g_autofree char *text =
      pieces == DDI_ENTRY_BLANK ? g_strdup ("") : g_strdup_printf ("%" G_GINT64_FORMAT, pieces);

  gtk_editable_set_text (GTK_EDITABLE (row->cells[column]), text);
}

static void
show_beside (DdiEntryRow *row)
{
  const DdiEntryLine *line = row->line;
  g_autofree char *made = ddi_format_int (line->made_before);
  g_autofree char *wasted = ddi_format_int (line->wasted_before);
  g_autofree char *forecast = ddi_format_int (line->forecast);
  g_autofree char *before = NULL;

  if (line->made_before != DDI_ENTRY_BLANK && line->wasted_before != DDI_ENTRY_BLANK)
    before = g_strdup_printf (_ ("made %s, left %s"), made, wasted);
  else if (line->made_before != DDI_ENTRY_BLANK)
    before = g_strdup_printf (_ ("made %s"), made);
  gtk_label_set_text (GTK_LABEL (row->before), before ? before : "–");
  gtk_label_set_text (GTK_LABEL (row->forecast), line->forecast == DDI_ENTRY_BLANK ? "–" : forecast);
}

void
ddi_entry_row_fill (DdiEntryRow *row)
{
  const DdiEntryFigures *figures = &row->line->figures;
  gboolean proposed = figures->made == DDI_ENTRY_BLANK && row->line->ordered != DDI_ENTRY_BLANK;

  set_pieces (row, DDI_ENTRY_MADE, proposed ? row->line->ordered : figures->made);
  set_pieces (row, DDI_ENTRY_WASTED, figures->wasted);
  gtk_editable_set_text (GTK_EDITABLE (row->cells[DDI_ENTRY_SOLD_OUT]),
                         figures->sold_out_at ? figures->sold_out_at : "");
  ddi_entry_row_set_reason (row, figures->reason);
  ddi_entry_row_set_proposed (row, proposed);
  row->edited = FALSE;
  show_beside (row);
  ddi_entry_row_show_doubt (row);
}

void
ddi_entry_row_paste (DdiEntryRow *row, guint column, const char *text)
{
  if (column == DDI_ENTRY_REASON && g_utf8_strlen (text, -1) <= MAX_REASON)
    ddi_entry_row_set_reason (row, text);
  else if (column != DDI_ENTRY_REASON && column < DDI_ENTRY_N_COLUMNS)
    gtk_editable_set_text (GTK_EDITABLE (row->cells[column]), text);
  row->edited = TRUE;
}

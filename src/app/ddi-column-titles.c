/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-column-titles.h"

#include "app/ddi-title-layout.h"

/* A title is a box with a label and the arrow of the sort order. */
static GtkWidget *
find_label (GtkWidget *title)
{
  GtkWidget *widget = title;

  while (widget && !GTK_IS_LABEL (widget))
    widget = gtk_widget_get_first_child (widget);
  return widget;
}

/* @title is a box of a label and an arrow. */
static void
lay_out (GtkWidget *title)
{
  GtkWidget *arrow = gtk_widget_get_next_sibling (gtk_widget_get_first_child (title));

  gtk_widget_set_layout_manager (title, g_object_new (DDI_TYPE_TITLE_LAYOUT, NULL));
  /* Whether it needs room, only its style says. */
  if (arrow)
    g_signal_connect_object (arrow, "notify::css-classes", G_CALLBACK (gtk_widget_queue_resize), title,
                             G_CONNECT_SWAPPED);
}

void
ddi_column_titles_end_last (GtkColumnView *view)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (view));
  GtkWidget *title = header ? gtk_widget_get_last_child (header) : NULL;
  GtkWidget *label = title ? find_label (title) : NULL;

  if (label == NULL)
    return;
  gtk_widget_set_hexpand (label, TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  /* A title of two words must not make a column wider than its figures where room is short. */
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_RIGHT);
  if (GTK_IS_BOX (gtk_widget_get_parent (label)))
    lay_out (gtk_widget_get_parent (label));
}

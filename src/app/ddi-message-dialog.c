/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-message-dialog.h"

/* What both headings have at least, in any size of text; a dialog is never less than 300 wide, its edges 48 of it. */
#define LEAST_WIDTH 200

static GtkWidget *
find_label (GtkWidget *widget, const char *css_class)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_has_css_class (widget, css_class))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_label (child, css_class);

      if (found)
        return found;
    }
  return NULL;
}

GtkWidget *
ddi_message_dialog_new (GtkWindow *parent, const char *heading, const char *body)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, heading, body);
  GtkWidget *large = find_label (dialog, "title-2");
  GtkWidget *small = find_label (dialog, "title-4");

  int height;

  /* The large one is shown where all of it fits, else the small one: it is measured as if it could be cut off, and
   * never is. Where there is but one, it wraps. GTK 4.18 complains of a dialog that is lower with the small one. */
  if (large && small && gtk_widget_get_parent (large) == gtk_widget_get_parent (small))
    {
      gtk_label_set_ellipsize (GTK_LABEL (large), PANGO_ELLIPSIZE_END);
      gtk_widget_set_size_request (large, LEAST_WIDTH, -1);
      gtk_widget_measure (large, GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL, NULL);
      gtk_widget_set_size_request (small, LEAST_WIDTH, height);
    }
  return dialog;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-heading.h"

#include <adwaita.h>

void
ddi_heading_wrap (GtkWidget *root)
{
  if (GTK_IS_LABEL (root) && gtk_widget_has_css_class (root, "heading") &&
      gtk_widget_get_ancestor (root, ADW_TYPE_PREFERENCES_GROUP))
    {
      gtk_label_set_ellipsize (GTK_LABEL (root), PANGO_ELLIPSIZE_NONE);
      gtk_label_set_wrap (GTK_LABEL (root), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (root), PANGO_WRAP_WORD_CHAR);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child))
    ddi_heading_wrap (child);
}

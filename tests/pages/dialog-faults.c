/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-test-tour.h"
#include "pages/dialog-scenes.h"

static void
complain (const char *scene, const char *what, const char *text)
{
  g_print ("%s: %s: %s\n", scene, what, text);
}

static void
check_cb (GtkWidget *widget, gpointer scene)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_LABEL (widget) && pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget))))
    complain (scene,
              gtk_widget_get_ancestor (widget, GTK_TYPE_COLUMN_VIEW) ? "cut off in a table" : "cut off",
              gtk_label_get_text (GTK_LABEL (widget)));
  if (GTK_IS_SCROLLED_WINDOW (widget) && dialog_find_first (widget, GTK_TYPE_COLUMN_VIEW) == NULL)
    {
      GtkAdjustment *across = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (widget));
      GtkPolicyType policy;

      gtk_scrolled_window_get_policy (GTK_SCROLLED_WINDOW (widget), &policy, NULL);
      if (policy != GTK_POLICY_NEVER &&
          gtk_adjustment_get_upper (across) > gtk_adjustment_get_page_size (across) + 1)
        complain (scene, "scrolls sideways", G_OBJECT_TYPE_NAME (widget));
    }
}

/* The narrowest that @root can be is told down to what makes it so. */
static void
tell_widest (GtkWidget *root)
{
  int least;

  gtk_widget_measure (root, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_print ("  %d %s", least, G_OBJECT_TYPE_NAME (root));
  for (GtkWidget *widest = NULL, *parent = root; parent; parent = widest, widest = NULL)
    {
      least = 0;
      for (GtkWidget *child = gtk_widget_get_first_child (parent); child;
           child = gtk_widget_get_next_sibling (child))
        {
          int own;

          if (!gtk_widget_get_mapped (child))
            continue;
          gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &own, NULL, NULL, NULL);
          if (own > least)
            {
              least = own;
              widest = child;
            }
        }
      if (widest)
        g_print (" > %d %s", least, G_OBJECT_TYPE_NAME (widest));
    }
  g_print ("\n");
}

void
dialog_faults_check (GtkWidget *shown, const char *scene, int width)
{
  ddi_test_tour_walk (shown, check_cb, (gpointer)scene);
  if (gtk_widget_get_width (shown) <= width)
    return;
  complain (scene, "too wide", G_OBJECT_TYPE_NAME (shown));
  tell_widest (shown);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-bar-layout.h"

#define LINE_SPACING 6

struct _DdiBarLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (DdiBarLayout, ddi_bar_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkWidget *
skip_hidden (GtkWidget *child)
{
  while (child && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static int
get_wanted (GtkWidget *child)
{
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

/* The children from @first that stand in one line of @width; returns the first of the next. @height is the line's. */
static GtkWidget *
measure_line (GtkWidget *first, int width, int *height)
{
  GtkWidget *child = first;
  int left = width;

  *height = 0;
  while (child)
    {
      int wanted = get_wanted (child), natural;

      if (child != first && wanted > left)
        break;
      wanted = MIN (wanted, left);
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, wanted, NULL, &natural, NULL, NULL);
      *height = MAX (*height, natural);
      left -= wanted + DDI_BAR_LAYOUT_SPACING;
      child = skip_hidden (gtk_widget_get_next_sibling (child));
    }
  return child;
}

static GtkSizeRequestMode
ddi_bar_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure_width (GtkWidget *widget, int *minimum, int *natural)
{
  *minimum = *natural = 0;
  for (GtkWidget *child = skip_hidden (gtk_widget_get_first_child (widget)); child;
       child = skip_hidden (gtk_widget_get_next_sibling (child)))
    {
      int least;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
      *minimum = MAX (*minimum, least);
      *natural += get_wanted (child) + (*natural > 0 ? DDI_BAR_LAYOUT_SPACING : 0);
    }
}

static void
ddi_bar_layout_measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation,
                        int for_size, int *minimum, int *natural, int *minimum_baseline,
                        int *natural_baseline)
{
  GtkWidget *child = skip_hidden (gtk_widget_get_first_child (widget));

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      measure_width (widget, minimum, natural);
      return;
    }
  *minimum = 0;
  while (child)
    {
      int height;

      child = measure_line (child, for_size < 0 ? G_MAXINT : for_size, &height);
      *minimum += height + (child ? LINE_SPACING : 0);
    }
  *natural = *minimum;
}

static void
allocate_line (GtkWidget *first, GtkWidget *end, int width, int y, int height)
{
  gboolean rtl = gtk_widget_get_direction (first) == GTK_TEXT_DIR_RTL;
  int x = 0;

  for (GtkWidget *child = first; child != end; child = skip_hidden (gtk_widget_get_next_sibling (child)))
    {
      gboolean last = skip_hidden (gtk_widget_get_next_sibling (child)) == end;
      gboolean rest = last && gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL);
      int wanted = rest ? width - x : MIN (get_wanted (child), width - x);

      gtk_widget_size_allocate (child, &(GtkAllocation){ rtl ? width - x - wanted : x, y, wanted, height },
                                -1);
      x += wanted + DDI_BAR_LAYOUT_SPACING;
    }
}

static void
ddi_bar_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  GtkWidget *child = skip_hidden (gtk_widget_get_first_child (widget));
  int y = 0;

  while (child)
    {
      int line;
      GtkWidget *next = measure_line (child, width, &line);

      allocate_line (child, next, width, y, line);
      y += line + LINE_SPACING;
      child = next;
    }
}

static void
ddi_bar_layout_class_init (DdiBarLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = ddi_bar_layout_get_request_mode;
  layout_class->measure = ddi_bar_layout_measure;
  layout_class->allocate = ddi_bar_layout_allocate;
}

static void
ddi_bar_layout_init (DdiBarLayout *self)
{
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-choice-layout.h"

#define SPACING 6
/* Of the width, which a title that goes on in further lines needs at least. */
#define LEAST_SHARE 0.4

struct _DdiChoiceLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (DdiChoiceLayout, ddi_choice_layout, GTK_TYPE_LAYOUT_MANAGER)

typedef struct
{
  GtkWidget *title;
  GtkWidget *choice; /* NULL: none is shown */
} Parts;

static Parts
find_parts (GtkWidget *widget)
{
  Parts parts = { NULL, NULL };

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child))
      *(parts.title ? &parts.choice : &parts.title) = child;
  return parts;
}

static void
measure_part (GtkWidget *part, GtkOrientation orientation, int for_size, int *minimum, int *natural)
{
  *minimum = *natural = 0;
  if (part)
    gtk_widget_measure (part, orientation, for_size, minimum, natural, NULL, NULL);
}

/* What the title gets beside the choice; 0: the choice goes below. */
static int
get_beside (const Parts *parts, int width)
{
  int least, wanted, choice_least, choice_wanted, left;

  if (parts->choice == NULL)
    return width;
  measure_part (parts->title, GTK_ORIENTATION_HORIZONTAL, -1, &least, &wanted);
  measure_part (parts->choice, GTK_ORIENTATION_HORIZONTAL, -1, &choice_least, &choice_wanted);
  left = width - choice_wanted - SPACING;
  return left >= MAX (least, MIN (wanted, (int)(width * LEAST_SHARE))) ? left : 0;
}

static int
get_height (GtkWidget *part, int width)
{
  int minimum, natural;

  measure_part (part, GTK_ORIENTATION_VERTICAL, width, &minimum, &natural);
  return natural;
}

/* Of the choice in a line of its own. */
static int
get_choice_width (const Parts *parts, int width)
{
  int minimum, natural;

  measure_part (parts->choice, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural);
  return MIN (natural, width);
}

static int
measure_height (const Parts *parts, int width)
{
  int beside = width < 0 ? -1 : get_beside (parts, width);

  if (beside == 0)
    return get_height (parts->title, width) + get_height (parts->choice, get_choice_width (parts, width)) +
           SPACING;
  return MAX (get_height (parts->title, beside),
              get_height (parts->choice, beside < 0 ? -1 : width - beside - SPACING));
}

static GtkSizeRequestMode
ddi_choice_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ddi_choice_layout_measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation,
                           int for_size, int *minimum, int *natural, int *minimum_baseline,
                           int *natural_baseline)
{
  Parts parts = find_parts (widget);
  int least, wanted, choice_least, choice_wanted;

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = measure_height (&parts, for_size);
      return;
    }
  measure_part (parts.title, orientation, -1, &least, &wanted);
  measure_part (parts.choice, orientation, -1, &choice_least, &choice_wanted);
  *minimum = MAX (least, choice_least);
  *natural = wanted + choice_wanted + (parts.choice ? SPACING : 0);
}

static void
place (GtkWidget *part, int width, int x, int y, int part_width, int part_height)
{
  gboolean rtl = gtk_widget_get_direction (part) == GTK_TEXT_DIR_RTL;

  gtk_widget_size_allocate (part,
                            &(GtkAllocation){ rtl ? width - x - part_width : x, y, part_width, part_height },
                            -1);
}

static void
ddi_choice_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  Parts parts = find_parts (widget);
  int beside = get_beside (&parts, width);

  if (parts.title && beside > 0)
    place (parts.title, width, 0, 0, beside, height);
  if (parts.choice && beside > 0)
    place (parts.choice, width, beside + SPACING, 0, width - beside - SPACING, height);
  else if (parts.choice)
    {
      int choice_width = get_choice_width (&parts, width);
      int choice_height = get_height (parts.choice, choice_width);

      place (parts.title, width, 0, 0, width, height - choice_height - SPACING);
      place (parts.choice, width, width - choice_width, height - choice_height - SPACING, choice_width,
             choice_height);
    }
}

static void
ddi_choice_layout_class_init (DdiChoiceLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = ddi_choice_layout_get_request_mode;
  layout_class->measure = ddi_choice_layout_measure;
  layout_class->allocate = ddi_choice_layout_allocate;
}

static void
ddi_choice_layout_init (DdiChoiceLayout *self)
{
}

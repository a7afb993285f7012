/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-title-layout.h"

/* Between the arrow and the words. */
#define DISTANCE 6

struct _DdiTitleLayout
{
  GtkLayoutManager parent_instance;

  int height;       /* that its last width needs, in pixels */
  gboolean is_told; /* how wide it will be when its height is asked for */
  guint ask_source;
};

G_DEFINE_FINAL_TYPE (DdiTitleLayout, ddi_title_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkWidget *
find_arrow (GtkWidget *widget)
{
  return gtk_widget_get_next_sibling (gtk_widget_get_first_child (widget));
}

/* What the arrow and its distance take of the width; nothing where the rows are in the order of another column. */
static int
measure_arrow (GtkWidget *widget)
{
  GtkWidget *arrow = find_arrow (widget);
  int natural;

  if (arrow == NULL || !gtk_widget_get_visible (arrow) || gtk_widget_has_css_class (arrow, "unsorted"))
    return 0;
  gtk_widget_measure (arrow, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural + DISTANCE;
}

static int
measure_height (GtkWidget *widget, int width)
{
  int height;

  gtk_widget_measure (gtk_widget_get_first_child (widget), GTK_ORIENTATION_VERTICAL,
                      width < 0 ? -1 : MAX (0, width - measure_arrow (widget)), NULL, &height, NULL, NULL);
  return height;
}

static gboolean
ask_cb (gpointer user_data)
{
  DdiTitleLayout *self = user_data;
  GtkWidget *widget = gtk_layout_manager_get_widget (GTK_LAYOUT_MANAGER (self));

  self->ask_source = 0;
  if (widget)
    gtk_widget_queue_resize (widget);
  return G_SOURCE_REMOVE;
}

static GtkSizeRequestMode
ddi_title_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* The least width is that of the longest word, whatever the height. GTK 4.8's column view asks for the height of its
 * titles without telling how wide they are: it is told what the last width needs. Where it tells (GTK 4.18), it complains
 * of a least height that a wide title has no use for. */
static void
ddi_title_layout_measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation,
                          int for_size, int *minimum, int *natural, int *minimum_baseline,
                          int *natural_baseline)
{
  DdiTitleLayout *self = DDI_TITLE_LAYOUT (manager);

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      self->is_told |= for_size >= 0;
      *minimum = *natural = MAX (measure_height (widget, for_size), self->is_told ? 0 : self->height);
      return;
    }
  gtk_widget_measure (gtk_widget_get_first_child (widget), orientation, -1, minimum, natural, NULL, NULL);
  *minimum += measure_arrow (widget);
  *natural += measure_arrow (widget);
}

static void
place (GtkWidget *child, int x, int width, int height, int all)
{
  gboolean rtl = gtk_widget_get_direction (child) == GTK_TEXT_DIR_RTL;

  gtk_widget_size_allocate (child, &(GtkAllocation){ rtl ? all - x - width : x, 0, width, height }, -1);
}

/* At the end the words, so that they stand over their figures with the arrow and without; right before them the arrow. */
static void
ddi_title_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  DdiTitleLayout *self = DDI_TITLE_LAYOUT (manager);
  GtkWidget *words = gtk_widget_get_first_child (widget), *arrow = find_arrow (widget);
  int needed = measure_height (widget, width), room = measure_arrow (widget), wanted;

  gtk_widget_measure (words, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &wanted, NULL, NULL);
  wanted = MAX (0, MIN (wanted, width - room));
  place (words, width - wanted, wanted, height, width);
  if (arrow)
    gtk_widget_set_child_visible (arrow, room > 0);
  if (room > 0)
    place (arrow, width - wanted - room, room - DISTANCE, height, width);
  /* While sizes are handed out nobody may ask for another. */
  if (needed != self->height && !self->is_told && self->ask_source == 0)
    self->ask_source = g_idle_add (ask_cb, self);
  self->height = needed;
}

static void
ddi_title_layout_dispose (GObject *object)
{
  g_clear_handle_id (&DDI_TITLE_LAYOUT (object)->ask_source, g_source_remove);
  G_OBJECT_CLASS (ddi_title_layout_parent_class)->dispose (object);
}

static void
ddi_title_layout_class_init (DdiTitleLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_title_layout_dispose;
  layout_class->get_request_mode = ddi_title_layout_get_request_mode;
  layout_class->measure = ddi_title_layout_measure;
  layout_class->allocate = ddi_title_layout_allocate;
}

static void
ddi_title_layout_init (DdiTitleLayout *self)
{
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-columns-layout.h"

#include "app/ddi-text-size.h"

struct _DdiColumnsLayout
{
  GtkLayoutManager parent_instance;

  int column_width; /* a column is at least so wide, unless there is only one */
  guint max_columns;
  int spacing;
};

G_DEFINE_FINAL_TYPE (DdiColumnsLayout, ddi_columns_layout, GTK_TYPE_LAYOUT_MANAGER)

enum
{
  PROP_COLUMN_WIDTH = 1,
  PROP_MAX_COLUMNS,
  PROP_SPACING,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

static guint
count_children (GtkWidget *widget)
{
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    n += gtk_widget_should_layout (child);
  return n;
}

/* Larger text takes wider columns. */
static int
least_width (DdiColumnsLayout *self, GtkWidget *widget)
{
  return ddi_text_size_scale (widget, self->column_width);
}

/* The fewest columns that need no more rows than the most columns that fit. */
static guint
count_columns (DdiColumnsLayout *self, GtkWidget *widget, int width)
{
  guint n = count_children (widget);
  int fit = (width + self->spacing) / MAX (least_width (self, widget) + self->spacing, 1);
  guint columns = (guint)CLAMP (fit, 1, (int)self->max_columns);
  guint rows = MAX ((n + columns - 1) / columns, 1);

  return MAX ((n + rows - 1) / rows, 1);
}

static int
width_of_column (DdiColumnsLayout *self, guint columns, int width)
{
  return MAX ((width - (int)(columns - 1) * self->spacing) / (int)columns, 0);
}

/* The height of the row that begins with @child, whose next row's first child replaces it. */
static int
measure_row (GtkWidget **child, guint columns, int width, gboolean natural)
{
  int height = 0;
  guint column = 0;

  while (*child && column < columns)
    {
      int minimum, wished;

      if (gtk_widget_should_layout (*child))
        {
          gtk_widget_measure (*child, GTK_ORIENTATION_VERTICAL, width, &minimum, &wished, NULL, NULL);
          height = MAX (height, natural ? wished : minimum);
          column++;
        }
      *child = gtk_widget_get_next_sibling (*child);
    }
  return height;
}

static void
measure_width (DdiColumnsLayout *self, GtkWidget *widget, int *minimum, int *natural)
{
  guint n = MAX (count_children (widget), 1), columns = MIN (n, self->max_columns);

  *minimum = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    {
      int least = 0;

      if (gtk_widget_should_layout (child))
        gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
      *minimum = MAX (*minimum, least);
    }
  *natural = (int)columns * MAX (least_width (self, widget), *minimum) + (int)(columns - 1) * self->spacing;
}

static void
ddi_columns_layout_measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation,
                            int for_size, int *minimum, int *natural, int *minimum_baseline,
                            int *natural_baseline)
{
  DdiColumnsLayout *self = DDI_COLUMNS_LAYOUT (manager);
  GtkWidget *least = gtk_widget_get_first_child (widget), *wished = least;
  guint columns;
  int width, rows = 0;

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      measure_width (self, widget, minimum, natural);
      return;
    }
  if (for_size < 0)
    measure_width (self, widget, &for_size, &width);
  columns = count_columns (self, widget, for_size);
  width = width_of_column (self, columns, for_size);
  while (least)
    {
      *minimum += measure_row (&least, columns, width, FALSE);
      *natural += measure_row (&wished, columns, width, TRUE);
      rows++;
    }
  *minimum += MAX (rows - 1, 0) * self->spacing;
  *natural += MAX (rows - 1, 0) * self->spacing;
}

static void
ddi_columns_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height,
                             int baseline)
{
  DdiColumnsLayout *self = DDI_COLUMNS_LAYOUT (manager);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  guint columns = count_columns (self, widget, width);
  int each = width_of_column (self, columns, width), y = 0;
  GtkWidget *child = gtk_widget_get_first_child (widget);

  while (child)
    {
      GtkWidget *end = child;
      int row_height = measure_row (&end, columns, each, TRUE);

      for (guint column = 0; child != end; child = gtk_widget_get_next_sibling (child))
        {
          int x = (int)column * (each + self->spacing);

          if (!gtk_widget_should_layout (child))
            continue;
          gtk_widget_size_allocate (child,
                                    &(GtkAllocation){ mirrored ? width - x - each : x, y, each, row_height },
                                    -1);
          column++;
        }
      y += row_height + self->spacing;
    }
}

static GtkSizeRequestMode
ddi_columns_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ddi_columns_layout_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DdiColumnsLayout *self = DDI_COLUMNS_LAYOUT (object);

  switch (id)
    {
    case PROP_COLUMN_WIDTH:
      g_value_set_int (value, self->column_width);
      break;
    case PROP_MAX_COLUMNS:
      g_value_set_uint (value, self->max_columns);
      break;
    case PROP_SPACING:
      g_value_set_int (value, self->spacing);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ddi_columns_layout_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DdiColumnsLayout *self = DDI_COLUMNS_LAYOUT (object);

  switch (id)
    {
    case PROP_COLUMN_WIDTH:
      self->column_width = g_value_get_int (value);
      break;
    case PROP_MAX_COLUMNS:
      self->max_columns = g_value_get_uint (value);
      break;
    case PROP_SPACING:
      self->spacing = g_value_get_int (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
}

static void
ddi_columns_layout_class_init (DdiColumnsLayoutClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  object_class->get_property = ddi_columns_layout_get_property;
  object_class->set_property = ddi_columns_layout_set_property;
  layout_class->get_request_mode = ddi_columns_layout_get_request_mode;
  layout_class->measure = ddi_columns_layout_measure;
  layout_class->allocate = ddi_columns_layout_allocate;

  properties[PROP_COLUMN_WIDTH] = g_param_spec_int ("column-width", NULL, NULL, 1, G_MAXINT16, 300,
                                                    G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_MAX_COLUMNS] =
      g_param_spec_uint ("max-columns", NULL, NULL, 1, 100, 2, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SPACING] =
      g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT16, 18, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
ddi_columns_layout_init (DdiColumnsLayout *self)
{
  self->column_width = 300;
  self->max_columns = 2;
  self->spacing = 18;
}

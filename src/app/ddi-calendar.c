/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-calendar.h"

#include <glib/gi18n-lib.h>

#include "core/ddi-format.h"
#include "core/ddi-week.h"

#define WEEKDAYS 7
#define WEEKS 6
#define CELLS (WEEKDAYS * WEEKS)

struct _DdiCalendar
{
  GtkBox parent_instance;

  GtkWidget *month_label;
  GtkWidget *year_label;
  GtkWidget *names[WEEKDAYS];
  GtkWidget *cells[CELLS];

  DdiDay day;    /* the chosen one */
  DdiDay cursor; /* the one that has the focus, or would get it; in the month that is shown */
};

G_DEFINE_FINAL_TYPE (DdiCalendar, ddi_calendar, GTK_TYPE_BOX)

enum
{
  DAY_SELECTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static DdiDay
grid_first (DdiCalendar *self)
{
  return ddi_week_begin (ddi_day_begin_month (self->cursor));
}

static void
set_class (GtkWidget *widget, const char *name, gboolean set)
{
  if (set)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
fill_cell (DdiCalendar *self, GtkWidget *cell, DdiDay day)
{
  g_autofree char *text = NULL;
  g_autofree char *name = ddi_format_day (day);
  int number;

  ddi_day_to_ymd (day, NULL, NULL, &number);
  text = g_strdup_printf ("%d", number);
  gtk_button_set_label (GTK_BUTTON (cell), text);
  set_class (cell, "outside", ddi_day_begin_month (day) != ddi_day_begin_month (self->cursor));
  set_class (cell, "today", day == ddi_day_today (NULL));
  set_class (cell, "chosen", day == self->day);
  gtk_widget_set_focusable (cell, day == self->cursor);
  gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_STATE_PRESSED,
                               day == self->day ? GTK_ACCESSIBLE_TRISTATE_TRUE
                                                : GTK_ACCESSIBLE_TRISTATE_FALSE,
                               -1);
}

static void
fill (DdiCalendar *self)
{
  g_autoptr (GDateTime) month = ddi_day_to_date_time (self->cursor);
  g_autofree char *month_text = g_date_time_format (month, "%OB");
  g_autofree char *year_text = g_date_time_format (month, "%Y");
  DdiDay first = grid_first (self);

  gtk_label_set_label (GTK_LABEL (self->month_label), month_text);
  gtk_label_set_label (GTK_LABEL (self->year_label), year_text);
  for (int i = 0; i < CELLS; i++)
    fill_cell (self, self->cells[i], first + i);
  for (int i = 0; i < WEEKDAYS; i++)
    {
      g_autoptr (GDateTime) date = ddi_day_to_date_time (first + i);
      g_autofree char *name = g_date_time_format (date, "%a");

      gtk_label_set_label (GTK_LABEL (self->names[i]), name);
    }
}

/* The focus goes along where a day has it. */
static void
move_cursor (DdiCalendar *self, DdiDay day)
{
  GtkWidget *grid = gtk_widget_get_parent (self->cells[0]);
  gboolean focused = gtk_widget_get_focus_child (grid) != NULL;

  self->cursor = CLAMP (day, DDI_DAY_MIN + CELLS, DDI_DAY_MAX - CELLS);
  fill (self);
  if (focused)
    gtk_widget_grab_focus (self->cells[self->cursor - grid_first (self)]);
}

static void
turn (DdiCalendar *self, int months)
{
  int year, month, day;
  DdiDay turned;

  ddi_day_to_ymd (self->cursor, &year, &month, &day);
  month += months - 1;
  year += month >= 0 ? month / 12 : -1;
  month = (month + 12) % 12;
  /* A shorter month has no 31st. */
  do
    turned = ddi_day_from_ymd (year, month + 1, day--);
  while (turned == DDI_DAY_INVALID && day > 0);
  if (turned != DDI_DAY_INVALID)
    move_cursor (self, turned);
}

static void
turn_cb (GtkButton *button, DdiCalendar *self)
{
  turn (self, GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "months")));
}

static void
clicked_cb (GtkButton *button, DdiCalendar *self)
{
  int i = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "index"));

  self->day = grid_first (self) + i;
  move_cursor (self, self->day);
  g_signal_emit (self, signals[DAY_SELECTED], 0);
}

static gboolean
key_cb (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state, DdiCalendar *self)
{
  int months = state & GDK_CONTROL_MASK ? 12 : 1;
  gboolean turned_round = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_Right:
      move_cursor (self, self->cursor + ((keyval == GDK_KEY_Left) == turned_round ? 1 : -1));
      return TRUE;
    case GDK_KEY_Up:
    case GDK_KEY_Down:
      move_cursor (self, self->cursor + (keyval == GDK_KEY_Up ? -WEEKDAYS : WEEKDAYS));
      return TRUE;
    case GDK_KEY_Page_Up:
    case GDK_KEY_Page_Down:
      turn (self, keyval == GDK_KEY_Page_Up ? -months : months);
      return TRUE;
    default:
      return FALSE;
    }
}

/* Where a popover shows it again, it begins at the day that is chosen. */
static void
ddi_calendar_map (GtkWidget *widget)
{
  DdiCalendar *self = DDI_CALENDAR (widget);

  self->cursor = self->day;
  fill (self);
  GTK_WIDGET_CLASS (ddi_calendar_parent_class)->map (widget);
}

static gboolean
ddi_calendar_grab_focus (GtkWidget *widget)
{
  DdiCalendar *self = DDI_CALENDAR (widget);

  return gtk_widget_grab_focus (self->cells[self->cursor - grid_first (self)]);
}

static void
ddi_calendar_class_init (DdiCalendarClass *klass)
{
  GTK_WIDGET_CLASS (klass)->map = ddi_calendar_map;
  GTK_WIDGET_CLASS (klass)->grab_focus = ddi_calendar_grab_focus;

  signals[DAY_SELECTED] = g_signal_new ("day-selected", DDI_TYPE_CALENDAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 0);
}

static void
add_turn (DdiCalendar *self, GtkWidget *box, const char *icon_name, const char *label, int months)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data (G_OBJECT (button), "months", GINT_TO_POINTER (months));
  g_signal_connect (button, "clicked", G_CALLBACK (turn_cb), self);
  gtk_box_append (GTK_BOX (box), button);
}

static GtkWidget *
add_title (GtkWidget *box, gboolean wide)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_set_hexpand (label, wide);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_add_css_class (label, "numeric");
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
add_header (DdiCalendar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  add_turn (self, box, "go-previous-symbolic", _ ("Previous Month"), -1);
  self->month_label = add_title (box, TRUE);
  add_turn (self, box, "go-next-symbolic", _ ("Next Month"), 1);
  add_turn (self, box, "go-previous-symbolic", _ ("Previous Year"), -12);
  self->year_label = add_title (box, FALSE);
  add_turn (self, box, "go-next-symbolic", _ ("Next Year"), 12);
  gtk_box_append (GTK_BOX (self), box);
}

static void
add_cell (DdiCalendar *self, GtkWidget *grid, int i)
{
  GtkWidget *cell = gtk_button_new ();

  gtk_widget_add_css_class (cell, "flat");
  gtk_widget_add_css_class (cell, "ddi-calendar-day");
  g_object_set_data (G_OBJECT (cell), "index", GINT_TO_POINTER (i));
  g_signal_connect (cell, "clicked", G_CALLBACK (clicked_cb), self);
  gtk_grid_attach (GTK_GRID (grid), cell, i % WEEKDAYS, 1 + i / WEEKDAYS, 1, 1);
  self->cells[i] = cell;
}

static void
ddi_calendar_init (DdiCalendar *self)
{
  GtkWidget *grid = gtk_grid_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  add_header (self);
  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  for (int i = 0; i < WEEKDAYS; i++)
    {
      self->names[i] = gtk_label_new (NULL);
      gtk_widget_add_css_class (self->names[i], "caption");
      gtk_widget_add_css_class (self->names[i], "dim-label");
      gtk_grid_attach (GTK_GRID (grid), self->names[i], i, 0, 1, 1);
    }
  for (int i = 0; i < CELLS; i++)
    add_cell (self, grid, i);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (grid, keys);
  gtk_box_append (GTK_BOX (self), grid);
  self->day = self->cursor = ddi_day_today (NULL);
  fill (self);
}

GtkWidget *
ddi_calendar_new (void)
{
  return g_object_new (DDI_TYPE_CALENDAR, NULL);
}

DdiDay
ddi_calendar_get_day (DdiCalendar *self)
{
  g_return_val_if_fail (DDI_IS_CALENDAR (self), DDI_DAY_INVALID);
  return self->day;
}

void
ddi_calendar_set_day (DdiCalendar *self, DdiDay day)
{
  g_return_if_fail (DDI_IS_CALENDAR (self));
  g_return_if_fail (day != DDI_DAY_INVALID);

  self->day = day;
  move_cursor (self, day);
}

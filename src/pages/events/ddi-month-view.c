/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/events/ddi-month-view.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-text-size.h"
#include "core/ddi-format.h"
#include "core/ddi-week.h"
#include "pages/events/ddi-event-row.h"
#include "pages/events/ddi-event-text.h"

#define WEEKDAYS 7
#define WEEKS 6
#define CELLS (WEEKDAYS * WEEKS)
#define CHIPS 3
#define DOTS 4
/* Below this width a day has no room for names. */
#define NARROW_PIXELS 620

typedef struct
{
  GtkWidget *widget;
  GtkWidget *number;
  GtkWidget *events;
} Cell;

struct _DdiMonthView
{
  GtkBox parent_instance;

  GtkWidget *title;
  GtkWidget *names[WEEKDAYS];
  Cell cells[CELLS];
  GtkWidget *day_title;
  GtkWidget *day_list;
  GtkWidget *day_box;

  DdiDay month; /* its first day */
  DdiDay day;   /* the chosen one */
  DdiDay today;
  DdiRows *rows;
  gboolean narrow;
  guint adapt_source;
};

G_DEFINE_FINAL_TYPE (DdiMonthView, ddi_month_view, GTK_TYPE_BOX)

enum
{
  MONTH_CHANGED,
  DAY_ACTIVATED,
  EVENT_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static DdiDay
grid_first (const DdiMonthView *self)
{
  return ddi_week_begin (self->month);
}

static void
clear_box (GtkWidget *box)
{
  for (GtkWidget *child; (child = gtk_widget_get_first_child (box));)
    gtk_box_remove (GTK_BOX (box), child);
}

static void
chip_clicked_cb (GtkWidget *chip, DdiMonthView *self)
{
  g_signal_emit (self, signals[EVENT_ACTIVATED], 0,
                 GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (chip), "row")));
}

static GtkWidget *
make_chip (DdiMonthView *self, guint row)
{
  GtkWidget *chip = ddi_event_chip_new (self->rows, row);

  g_object_set_data (G_OBJECT (chip), "row", GUINT_TO_POINTER (row));
  g_signal_connect (chip, "clicked", G_CALLBACK (chip_clicked_cb), self);
  return chip;
}

/* What a screen reader says of a day: "Thu 26 Nov 2026, Thanksgiving, Holiday boxes". */
static void
name_cell (Cell *cell, DdiDay day, GString *names)
{
  g_autofree char *date = ddi_format_day (day);
  g_autofree char *label = g_strconcat (date, names->str, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (cell->widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
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
fill_cell (DdiMonthView *self, Cell *cell, DdiDay day)
{
  int number;
  guint n = 0, room = self->narrow ? DOTS : CHIPS;
  g_autofree char *text = NULL;
  g_autoptr (GString) names = g_string_new (NULL);

  ddi_day_to_ymd (day, NULL, NULL, &number);
  text = g_strdup_printf ("%d", number);
  gtk_label_set_label (GTK_LABEL (cell->number), text);
  set_class (cell->widget, "outside", ddi_day_begin_month (day) != self->month);
  set_class (cell->widget, "today", day == self->today);
  set_class (cell->widget, "chosen", day == self->day);
  clear_box (cell->events);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (cell->events),
                                  self->narrow ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_halign (cell->events, self->narrow ? GTK_ALIGN_CENTER : GTK_ALIGN_FILL);
  gtk_label_set_xalign (GTK_LABEL (cell->number), self->narrow ? 0.5F : 0);
  for (guint row = 0; self->rows && row < ddi_rows_get_n (self->rows); row++)
    {
      if (!ddi_event_row_touches (self->rows, row, day))
        continue;
      g_string_append_printf (names, ", %s",
                              ddi_rows_get_text (self->rows, row, ddi_rows_column (self->rows, "name")));
      if (n++ < room)
        gtk_box_append (GTK_BOX (cell->events),
                        self->narrow ? ddi_event_dot_new (self->rows, row) : make_chip (self, row));
    }
  if (n > room && !self->narrow)
    {
      /* Translators: so many more events on this day than there is room for. */
      g_autofree char *more = g_strdup_printf (_ ("%u more"), n - room);
      GtkWidget *label = gtk_label_new (more);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, "dim-label");
      gtk_box_append (GTK_BOX (cell->events), label);
    }
  name_cell (cell, day, names);
}

static void
row_activated_cb (DdiMonthView *self, GtkListBoxRow *row)
{
  gpointer index = g_object_get_data (G_OBJECT (row), "row");

  if (index == NULL)
    g_signal_emit (self, signals[DAY_ACTIVATED], 0, self->day);
  else
    g_signal_emit (self, signals[EVENT_ACTIVATED], 0, GPOINTER_TO_UINT (index) - 1);
}

static void
fill_day (DdiMonthView *self)
{
  g_autofree char *title = ddi_format_day (self->day);
  GtkWidget *add = adw_action_row_new ();

  gtk_label_set_label (GTK_LABEL (self->day_title), title);
  for (GtkWidget *child; (child = gtk_widget_get_first_child (self->day_list));)
    gtk_list_box_remove (GTK_LIST_BOX (self->day_list), child);
  for (guint row = 0; self->rows && row < ddi_rows_get_n (self->rows); row++)
    if (ddi_event_row_touches (self->rows, row, self->day))
      {
        GtkWidget *widget = ddi_event_row_new (self->rows, row);

        g_object_set_data (G_OBJECT (widget), "row", GUINT_TO_POINTER (row + 1));
        gtk_list_box_append (GTK_LIST_BOX (self->day_list), widget);
      }
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (add), _ ("Add an Event…"));
  adw_action_row_set_icon_name (ADW_ACTION_ROW (add), "list-add-symbolic");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (add), TRUE);
  gtk_list_box_append (GTK_LIST_BOX (self->day_list), add);
}

static void
fill (DdiMonthView *self)
{
  g_autoptr (GDateTime) month = ddi_day_to_date_time (self->month);
  g_autofree char *title = g_date_time_format (month, "%OB %Y");
  DdiDay first = grid_first (self);

  gtk_label_set_label (GTK_LABEL (self->title), title);
  for (int i = 0; i < CELLS; i++)
    fill_cell (self, &self->cells[i], first + i);
  for (int i = 0; i < WEEKDAYS; i++)
    {
      g_autoptr (GDateTime) date = ddi_day_to_date_time (first + i);
      g_autofree char *name = g_date_time_format (date, "%a");

      gtk_label_set_label (GTK_LABEL (self->names[i]), name);
    }
  gtk_widget_set_visible (self->day_box, self->narrow);
  fill_day (self);
}

static void
choose (DdiMonthView *self, DdiDay day)
{
  DdiDay first = grid_first (self);

  if (self->day == day)
    return;
  for (int i = 0; i < CELLS; i++)
    set_class (self->cells[i].widget, "chosen", first + i == day);
  self->day = day;
  fill_day (self);
}

static void
turn (DdiMonthView *self, int months)
{
  int year, month, day;

  ddi_day_to_ymd (self->month, &year, &month, NULL);
  ddi_day_to_ymd (self->day, NULL, NULL, &day);
  month += months;
  year += month > 12 ? 1 : month < 1 ? -1 : 0;
  month += month > 12 ? -12 : month < 1 ? 12 : 0;
  self->month = ddi_day_from_ymd (year, month, 1);
  self->day = ddi_day_from_ymd (year, month, MIN (day, 28));
  g_clear_pointer (&self->rows, ddi_rows_unref);
  fill (self);
  g_signal_emit (self, signals[MONTH_CHANGED], 0);
}

static void
previous_cb (DdiMonthView *self)
{
  turn (self, -1);
}

static void
next_cb (DdiMonthView *self)
{
  turn (self, 1);
}

static void
today_cb (DdiMonthView *self)
{
  ddi_month_view_show_day (self, self->today);
  g_signal_emit (self, signals[MONTH_CHANGED], 0);
}

static DdiDay
day_of (DdiMonthView *self, GtkWidget *cell)
{
  return grid_first (self) + GPOINTER_TO_INT (g_object_get_data (G_OBJECT (cell), "index"));
}

static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, DdiMonthView *self)
{
  GtkWidget *cell = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));

  gtk_widget_grab_focus (cell);
  choose (self, day_of (self, cell));
  if (n_press == 2)
    g_signal_emit (self, signals[DAY_ACTIVATED], 0, self->day);
}

static void
entered_cb (GtkEventControllerFocus *focus, DdiMonthView *self)
{
  choose (self, day_of (self, gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (focus))));
}

static gboolean
key_cb (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state, DdiMonthView *self)
{
  if (keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter && keyval != GDK_KEY_space)
    return FALSE;
  g_signal_emit (self, signals[DAY_ACTIVATED], 0, self->day);
  return TRUE;
}

static gboolean
turn_key_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  turn (DDI_MONTH_VIEW (widget), GPOINTER_TO_INT (user_data));
  return TRUE;
}

static void
add_cell (DdiMonthView *self, GtkWidget *grid, int i)
{
  Cell *cell = &self->cells[i];
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  cell->widget =
      g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 2, "focusable", TRUE,
                    "hexpand", TRUE, "vexpand", TRUE, "accessible-role", GTK_ACCESSIBLE_ROLE_GRID_CELL, NULL);
  cell->number = gtk_label_new (NULL);
  cell->events = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_widget_add_css_class (cell->number, "numeric");
  gtk_widget_add_css_class (cell->widget, "ddi-month-day");
  gtk_box_append (GTK_BOX (cell->widget), cell->number);
  gtk_box_append (GTK_BOX (cell->widget), cell->events);
  g_object_set_data (G_OBJECT (cell->widget), "index", GINT_TO_POINTER (i));
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  g_signal_connect (focus, "enter", G_CALLBACK (entered_cb), self);
  gtk_widget_add_controller (cell->widget, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (cell->widget, keys);
  gtk_widget_add_controller (cell->widget, focus);
  gtk_grid_attach (GTK_GRID (grid), cell->widget, i % WEEKDAYS, i / WEEKDAYS, 1, 1);
}

static GtkWidget *
add_button (GtkWidget *box, const char *icon_name, const char *label, GCallback callback, DdiMonthView *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static void
add_header (DdiMonthView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6),
            *today = gtk_button_new_with_label (_ ("Today"));

  self->title = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);
  gtk_label_set_wrap (GTK_LABEL (self->title), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->title), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (self->title, TRUE);
  gtk_widget_add_css_class (self->title, "title-3");
  gtk_box_append (GTK_BOX (box), self->title);
  gtk_widget_add_css_class (today, "flat");
  g_signal_connect_object (today, "clicked", G_CALLBACK (today_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), today);
  add_button (box, "go-previous-symbolic", _ ("Previous Month"), G_CALLBACK (previous_cb), self);
  add_button (box, "go-next-symbolic", _ ("Next Month"), G_CALLBACK (next_cb), self);
  gtk_widget_add_css_class (box, "ddi-month-header");
  gtk_box_append (GTK_BOX (self), box);
}

static void
add_grid (DdiMonthView *self)
{
  GtkWidget *names = gtk_grid_new ();
  GtkWidget *grid = g_object_new (GTK_TYPE_GRID, "accessible-role", GTK_ACCESSIBLE_ROLE_GRID, NULL);

  gtk_grid_set_column_homogeneous (GTK_GRID (names), TRUE);
  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  gtk_grid_set_row_homogeneous (GTK_GRID (grid), TRUE);
  gtk_widget_add_css_class (names, "ddi-month-names");
  gtk_widget_add_css_class (grid, "ddi-month");
  gtk_accessible_update_property (GTK_ACCESSIBLE (grid), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Month"), -1);
  for (int i = 0; i < WEEKDAYS; i++)
    {
      self->names[i] = gtk_label_new (NULL);
      gtk_widget_add_css_class (self->names[i], "caption");
      gtk_widget_add_css_class (self->names[i], "dim-label");
      gtk_grid_attach (GTK_GRID (names), self->names[i], i, 0, 1, 1);
    }
  for (int i = 0; i < CELLS; i++)
    add_cell (self, grid, i);
  gtk_widget_set_vexpand (grid, TRUE);
  gtk_box_append (GTK_BOX (self), names);
  gtk_box_append (GTK_BOX (self), grid);
}

static void
add_day (DdiMonthView *self)
{
  self->day_box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->day_title = gtk_label_new (NULL);
  self->day_list = gtk_list_box_new ();
  gtk_widget_add_css_class (self->day_box, "ddi-month-header");
  gtk_widget_add_css_class (self->day_title, "heading");
  gtk_label_set_xalign (GTK_LABEL (self->day_title), 0);
  gtk_widget_add_css_class (self->day_list, "boxed-list");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->day_list), GTK_SELECTION_NONE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->day_list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Events of the chosen day"), -1);
  g_signal_connect_object (self->day_list, "row-activated", G_CALLBACK (row_activated_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->day_box), self->day_title);
  gtk_box_append (GTK_BOX (self->day_box), self->day_list);
  gtk_box_append (GTK_BOX (self), self->day_box);
}

static gboolean
adapt_cb (gpointer user_data)
{
  DdiMonthView *self = user_data;

  self->adapt_source = 0;
  ddi_month_view_set_narrow (self, gtk_widget_get_width (GTK_WIDGET (self)) <
                                       ddi_text_size_scale (GTK_WIDGET (self), NARROW_PIXELS));
  return G_SOURCE_REMOVE;
}

/* A box has a layout of its own and no word in its allocation: a child of no height tells the width. */
static void
resized_cb (DdiMonthView *self, int width)
{
  if (self->narrow != (width < ddi_text_size_scale (GTK_WIDGET (self), NARROW_PIXELS)) &&
      self->adapt_source == 0)
    self->adapt_source = g_idle_add (adapt_cb, self);
}

static void
add_ruler (DdiMonthView *self)
{
  GtkWidget *ruler = gtk_drawing_area_new ();

  g_signal_connect_object (ruler, "resize", G_CALLBACK (resized_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self), ruler);
}

static void
ddi_month_view_dispose (GObject *object)
{
  g_clear_handle_id (&DDI_MONTH_VIEW (object)->adapt_source, g_source_remove);
  G_OBJECT_CLASS (ddi_month_view_parent_class)->dispose (object);
}

static void
ddi_month_view_finalize (GObject *object)
{
  g_clear_pointer (&DDI_MONTH_VIEW (object)->rows, ddi_rows_unref);
  G_OBJECT_CLASS (ddi_month_view_parent_class)->finalize (object);
}

static void
ddi_month_view_class_init (DdiMonthViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_month_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = ddi_month_view_finalize;
  signals[MONTH_CHANGED] = g_signal_new ("month-changed", DDI_TYPE_MONTH_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 0);
  signals[DAY_ACTIVATED] = g_signal_new ("day-activated", DDI_TYPE_MONTH_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[EVENT_ACTIVATED] = g_signal_new ("event-activated", DDI_TYPE_MONTH_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  gtk_widget_class_add_shortcut (widget_class,
                                 gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Page_Up, 0),
                                                   gtk_callback_action_new (turn_key_cb, GINT_TO_POINTER (-1),
                                                                            NULL)));
  gtk_widget_class_add_shortcut (widget_class,
                                 gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Page_Down, 0),
                                                   gtk_callback_action_new (turn_key_cb, GINT_TO_POINTER (1),
                                                                            NULL)));
  gtk_widget_class_add_shortcut (widget_class, gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Delete, 0),
                                                                 gtk_named_action_new ("page.delete")));
}

static void
ddi_month_view_init (DdiMonthView *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  self->today = self->day = ddi_day_today (NULL);
  self->month = ddi_day_begin_month (self->day);
  add_header (self);
  add_grid (self);
  add_day (self);
  add_ruler (self);
  fill (self);
}

DdiMonthView *
ddi_month_view_new (void)
{
  return g_object_new (DDI_TYPE_MONTH_VIEW, NULL);
}

void
ddi_month_view_get_range (DdiMonthView *self, DdiDay *first, DdiDay *last)
{
  g_return_if_fail (DDI_IS_MONTH_VIEW (self));
  *first = grid_first (self);
  *last = *first + CELLS - 1;
}

void
ddi_month_view_show_day (DdiMonthView *self, DdiDay day)
{
  g_return_if_fail (DDI_IS_MONTH_VIEW (self));
  self->day = day;
  self->month = ddi_day_begin_month (day);
  fill (self);
}

DdiDay
ddi_month_view_get_day (DdiMonthView *self)
{
  g_return_val_if_fail (DDI_IS_MONTH_VIEW (self), DDI_DAY_INVALID);
  return self->day;
}

void
ddi_month_view_set_today (DdiMonthView *self, DdiDay today)
{
  g_return_if_fail (DDI_IS_MONTH_VIEW (self));

  if (self->today == today)
    return;
  /* Who has not turned it yet looks at the month of today. */
  if (self->day == self->today)
    {
      self->day = today;
      self->month = ddi_day_begin_month (today);
    }
  self->today = today;
  fill (self);
}

void
ddi_month_view_set_rows (DdiMonthView *self, DdiRows *rows)
{
  g_return_if_fail (DDI_IS_MONTH_VIEW (self));
  g_clear_pointer (&self->rows, ddi_rows_unref);
  self->rows = ddi_rows_ref (rows);
  fill (self);
}

void
ddi_month_view_set_narrow (DdiMonthView *self, gboolean narrow)
{
  g_return_if_fail (DDI_IS_MONTH_VIEW (self));

  if (self->narrow == narrow)
    return;
  self->narrow = narrow;
  set_class (GTK_WIDGET (self), "narrow", narrow);
  fill (self);
}

gboolean
ddi_month_view_get_focused (DdiMonthView *self, guint *row)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self)) ||
      !gtk_widget_has_css_class (focus, "ddi-event"))
    return FALSE;
  *row = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (focus), "row"));
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-day-row.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-calendar.h"
#include "core/ddi-format.h"

struct _DdiDayRow
{
  AdwActionRow parent_instance;

  GtkWidget *button;
  GtkWidget *calendar;
  DdiDay day;
};

G_DEFINE_FINAL_TYPE (DdiDayRow, ddi_day_row, ADW_TYPE_ACTION_ROW)

enum
{
  PROP_DAY = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static void
day_selected_cb (DdiDayRow *self)
{
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->button));
  ddi_day_row_set_day (self, ddi_calendar_get_day (DDI_CALENDAR (self->calendar)));
}

static void
ddi_day_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_DAY)
    g_value_set_int (value, DDI_DAY_ROW (object)->day);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ddi_day_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_DAY)
    ddi_day_row_set_day (DDI_DAY_ROW (object), g_value_get_int (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ddi_day_row_class_init (DdiDayRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ddi_day_row_get_property;
  object_class->set_property = ddi_day_row_set_property;
  properties[PROP_DAY] =
      g_param_spec_int ("day", NULL, NULL, DDI_DAY_MIN, DDI_DAY_MAX, 0,
                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
ddi_day_row_init (DdiDayRow *self)
{
  GtkWidget *popover = gtk_popover_new ();

  self->calendar = ddi_calendar_new ();
  g_signal_connect_object (self->calendar, "day-selected", G_CALLBACK (day_selected_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_popover_set_child (GTK_POPOVER (popover), self->calendar);
  g_signal_connect_object (popover, "closed", G_CALLBACK (gtk_widget_grab_focus), self, G_CONNECT_SWAPPED);
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), popover);
  gtk_menu_button_set_always_show_arrow (GTK_MENU_BUTTON (self->button), TRUE);
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->button, "flat");
  /* The row is one stop of the keyboard, as one with a list is: Return there opens the calendar. */
  gtk_widget_set_focusable (gtk_widget_get_first_child (self->button), FALSE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), self->button);
  self->day = DDI_DAY_INVALID;
  ddi_day_row_set_day (self, ddi_day_today (NULL));
}

void
ddi_day_row_set_day (DdiDayRow *self, DdiDay day)
{
  g_autofree char *text = NULL;

  g_return_if_fail (DDI_IS_DAY_ROW (self));

  if (self->day == day)
    return;
  self->day = day;
  text = ddi_format_day (day);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->button), text);
  ddi_calendar_set_day (DDI_CALENDAR (self->calendar), day);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DAY]);
}

DdiDay
ddi_day_row_get_day (DdiDayRow *self)
{
  g_return_val_if_fail (DDI_IS_DAY_ROW (self), DDI_DAY_INVALID);
  return self->day;
}

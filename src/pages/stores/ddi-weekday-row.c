/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/stores/ddi-weekday-row.h"

#include <glib/gi18n-lib.h>

#include "core/ddi-week.h"

#define WEEKDAYS 7
#define EVERY_DAY 127

struct _DdiWeekdayRow
{
  AdwPreferencesRow parent_instance;

  GtkWidget *title;
  GtkWidget *buttons[WEEKDAYS];
  gboolean setting;
};

G_DEFINE_FINAL_TYPE (DdiWeekdayRow, ddi_weekday_row, ADW_TYPE_PREFERENCES_ROW)

enum
{
  PROP_WEEKDAYS = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

/* Monday is 0. @format: "%a" or "%A". */
static char *
name_weekday (int weekday, const char *format)
{
  /* 2024-01-01 was a Monday. */
  g_autoptr (GDateTime) date = ddi_day_to_date_time (ddi_day_from_ymd (2024, 1, 1 + weekday));

  return g_date_time_format (date, format);
}

static void
toggled_cb (DdiWeekdayRow *self)
{
  if (!self->setting)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WEEKDAYS]);
}

static void
ddi_weekday_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_WEEKDAYS)
    g_value_set_int (value, ddi_weekday_row_get_weekdays (DDI_WEEKDAY_ROW (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ddi_weekday_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_WEEKDAYS)
    ddi_weekday_row_set_weekdays (DDI_WEEKDAY_ROW (object), g_value_get_int (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ddi_weekday_row_class_init (DdiWeekdayRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ddi_weekday_row_get_property;
  object_class->set_property = ddi_weekday_row_set_property;
  properties[PROP_WEEKDAYS] =
      g_param_spec_int ("weekdays", NULL, NULL, 0, EVERY_DAY, EVERY_DAY,
                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
ddi_weekday_row_init (DdiWeekdayRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *line = gtk_flow_box_new ();

  self->title = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);
  gtk_label_set_wrap (GTK_LABEL (self->title), TRUE);
  g_object_bind_property (self, "title", self->title, "label", G_BINDING_SYNC_CREATE);
  gtk_widget_add_css_class (box, "ddi-weekdays");
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (line), GTK_SELECTION_NONE);
  gtk_flow_box_set_homogeneous (GTK_FLOW_BOX (line), TRUE);
  gtk_flow_box_set_min_children_per_line (GTK_FLOW_BOX (line), 4);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (line), WEEKDAYS);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (line), 3);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (line), 3);
  for (int n = 0; n < WEEKDAYS; n++)
    {
      int i = ((int)ddi_week_get_first () + n) % WEEKDAYS;
      g_autofree char *name = name_weekday (i, "%a"), *full = name_weekday (i, "%A");

      self->buttons[i] = gtk_toggle_button_new_with_label (name);
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->buttons[i]), TRUE);
      gtk_widget_set_tooltip_text (self->buttons[i], full);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->buttons[i]), GTK_ACCESSIBLE_PROPERTY_LABEL, full,
                                      -1);
      g_signal_connect_object (self->buttons[i], "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
      gtk_flow_box_append (GTK_FLOW_BOX (line), self->buttons[i]);
      gtk_widget_set_focusable (gtk_widget_get_parent (self->buttons[i]), FALSE);
    }
  gtk_box_append (GTK_BOX (box), self->title);
  gtk_box_append (GTK_BOX (box), line);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
}

int
ddi_weekday_row_get_weekdays (DdiWeekdayRow *self)
{
  int weekdays = 0;

  g_return_val_if_fail (DDI_IS_WEEKDAY_ROW (self), 0);
  for (int i = 0; i < WEEKDAYS; i++)
    if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->buttons[i])))
      weekdays |= 1 << i;
  return weekdays;
}

void
ddi_weekday_row_set_weekdays (DdiWeekdayRow *self, int weekdays)
{
  g_return_if_fail (DDI_IS_WEEKDAY_ROW (self));

  if (ddi_weekday_row_get_weekdays (self) == weekdays)
    return;
  self->setting = TRUE;
  for (int i = 0; i < WEEKDAYS; i++)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->buttons[i]), (weekdays & (1 << i)) != 0);
  self->setting = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WEEKDAYS]);
}

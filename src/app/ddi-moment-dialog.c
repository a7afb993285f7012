/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-moment-dialog.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-calendar.h"
#include "app/ddi-message-dialog.h"
#include "core/ddi-format.h"

/* A mistake is mostly noticed within minutes. */
#define SUGGESTED_AGO (10 * 60)

typedef struct
{
  GtkWidget *widget;
  GtkWidget *dialog;
  GtkWidget *calendar;
  GtkSpinButton *hour, *minute;
  gint64 first;
  DdiMomentChosen chosen;
} Question;

static void
question_free (gpointer data, GClosure *closure)
{
  Question *self = data;

  g_object_unref (self->widget);
  g_free (self);
}

static gint64
get_moment (const Question *self)
{
  int year, month, day;
  g_autoptr (GDateTime) moment = NULL;

  ddi_day_to_ymd (ddi_calendar_get_day (DDI_CALENDAR (self->calendar)), &year, &month, &day);
  moment = g_date_time_new_local (year, month, day, gtk_spin_button_get_value_as_int (self->hour),
                                  gtk_spin_button_get_value_as_int (self->minute), 0);
  return moment ? g_date_time_to_unix (moment) : 0;
}

static void
changed_cb (Question *self)
{
  gint64 moment = get_moment (self);

  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self->dialog), "do",
                                           moment >= self->first - 59 &&
                                               moment <= g_get_real_time () / G_USEC_PER_SEC);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  Question *self = user_data;

  if (g_str_equal (response, "do") && gtk_widget_get_root (self->widget))
    self->chosen (self->widget, MAX (get_moment (self), self->first));
}

static gboolean
show_two_digits_cb (GtkSpinButton *button, gpointer unused)
{
  g_autofree char *text = g_strdup_printf ("%02d", gtk_spin_button_get_value_as_int (button));

  gtk_editable_set_text (GTK_EDITABLE (button), text);
  return TRUE;
}

static GtkSpinButton *
make_spin (Question *self, GtkWidget *box, int most, int value, const char *name)
{
  GtkWidget *spin = gtk_spin_button_new_with_range (0, most, 1);

  g_signal_connect (spin, "output", G_CALLBACK (show_two_digits_cb), NULL);
  gtk_spin_button_set_wrap (GTK_SPIN_BUTTON (spin), TRUE);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), value);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_swapped (spin, "value-changed", G_CALLBACK (changed_cb), self);
  gtk_box_append (GTK_BOX (box), spin);
  return GTK_SPIN_BUTTON (spin);
}

static GtkWidget *
make_fields (Question *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *time = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autoptr (GDateTime) suggested = g_date_time_new_from_unix_local (
      MAX (self->first, g_get_real_time () / G_USEC_PER_SEC - SUGGESTED_AGO));

  self->calendar = ddi_calendar_new ();
  ddi_calendar_set_day (DDI_CALENDAR (self->calendar),
                        ddi_day_from_ymd (g_date_time_get_year (suggested), g_date_time_get_month (suggested),
                                          g_date_time_get_day_of_month (suggested)));
  gtk_widget_set_halign (self->calendar, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->calendar, "day-selected", G_CALLBACK (changed_cb), self);
  gtk_box_append (GTK_BOX (box), self->calendar);
  self->hour = make_spin (self, time, 23, g_date_time_get_hour (suggested), _ ("Hour"));
  gtk_box_append (GTK_BOX (time), gtk_label_new (":"));
  self->minute = make_spin (self, time, 59, g_date_time_get_minute (suggested), _ ("Minute"));
  gtk_widget_set_halign (time, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), time);
  return box;
}

void
ddi_moment_dialog_ask (GtkWidget *widget, gint64 first, DdiMomentChosen chosen)
{
  g_autofree char *since = ddi_format_moment (first);
  /* Translators: %s is a date and time. */
  g_autofree char *body = g_strdup_printf (
      _ ("Any moment since %s. First you are shown what would change; until you agree nothing does."), since);
  Question *self = g_new0 (Question, 1);

  self->widget = g_object_ref (widget);
  self->first = first;
  self->chosen = chosen;
  self->dialog =
      ddi_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), _ ("Back to Which Moment?"), body);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (self->dialog), "cancel", _ ("_Cancel"), "do",
                                    _ ("C_ontinue"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (self->dialog), "do",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (self->dialog), "cancel");
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (self->dialog), make_fields (self));
  g_signal_connect_data (self->dialog, "response", G_CALLBACK (response_cb), self, question_free, 0);
  changed_cb (self);
  gtk_window_present (GTK_WINDOW (self->dialog));
}

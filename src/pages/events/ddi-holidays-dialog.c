/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/events/ddi-holidays-dialog.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-day-row.h"
#include "app/ddi-window.h"
#include "core/ddi-holiday.h"
#include "pages/events/ddi-event-record.h"

#define MOST_DAYS (30 * 366)
#define YEARS_BACK 3

struct _DdiHolidaysDialog
{
  AdwWindow parent_instance;

  GtkWidget *save_button;
  GtkWidget *first;
  GtkWidget *last;
  GtkWidget *message;

  DdiSession *session;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (DdiHolidaysDialog, ddi_holidays_dialog, ADW_TYPE_WINDOW)

enum
{
  ADDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* NULL where the span is none. (element-type DdiHoliday) (transfer full) */
static GArray *
read_holidays (DdiHolidaysDialog *self)
{
  DdiDay first = ddi_day_row_get_day (DDI_DAY_ROW (self->first));
  DdiDay last = ddi_day_row_get_day (DDI_DAY_ROW (self->last));

  return last >= first && last - first <= MOST_DAYS ? ddi_holidays_us (first, last) : NULL;
}

static void
changed_cb (DdiHolidaysDialog *self)
{
  g_autoptr (GArray) holidays = read_holidays (self);
  g_autofree char *text = NULL;

  if (holidays)
    text = g_strdup_printf (ngettext ("%u day", "%u days", holidays->len), holidays->len);
  else
    text = g_strdup (_ ("The last day comes after the first, by thirty years at most."));
  gtk_label_set_label (GTK_LABEL (self->message), text);
  gtk_widget_set_sensitive (self->save_button, holidays && holidays->len > 0);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiHolidaysDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  DdiSession *session = DDI_SESSION (source);
  DdiOutboxOutcome outcome = ddi_session_enter_finish (session, result, &rows, &error);
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_event_record_free);

  /* The form was closed meanwhile; what it has entered goes its way. */
  if (g_cancellable_is_cancelled (self->cancellable))
    {
      if (outcome == DDI_OUTBOX_SENT)
        ddi_session_changed (session, DDI_DATA_EVENTS);
      return;
    }
  if (outcome == DDI_OUTBOX_FAILED)
    {
      gtk_label_set_label (GTK_LABEL (self->message), error->message);
      gtk_widget_set_sensitive (self->save_button, TRUE);
      return;
    }
  for (guint i = 0; rows && i < ddi_rows_get_n (rows->pdata[0]); i++)
    {
      DdiEventRecord *record = ddi_event_record_new (0);

      record->id = (int)ddi_rows_get_int (rows->pdata[0], i, 0);
      record->row_version = (int)ddi_rows_get_int (rows->pdata[0], i, 1);
      g_ptr_array_add (records, record);
    }
  if (rows)
    g_signal_emit (self, signals[ADDED], 0, records);
  else
    ddi_window_tell_entered (ddi_window_of (GTK_WIDGET (self)), session, outcome, DDI_DATA_EVENTS);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
add_cb (DdiHolidaysDialog *self)
{
  g_autoptr (GArray) holidays = read_holidays (self);
  DdiUnit *unit;
  GVariantBuilder names, days;

  if (holidays == NULL)
    return;
  g_variant_builder_init (&names, G_VARIANT_TYPE ("as"));
  g_variant_builder_init (&days, G_VARIANT_TYPE ("as"));
  for (guint i = 0; i < holidays->len; i++)
    {
      const DdiHoliday *holiday = &g_array_index (holidays, DdiHoliday, i);
      g_autofree char *day = ddi_day_format (holiday->day);

      g_variant_builder_add (&names, "s", holiday->name);
      g_variant_builder_add (&days, "s", day);
    }
  unit = ddi_unit_new ();
  ddi_unit_add (unit, "events/insert-holidays", g_variant_new ("(asas)", &names, &days));
  gtk_widget_set_sensitive (self->save_button, FALSE);
  ddi_session_enter_async (self->session, &(DdiOutboxNote){ _ ("Holidays"), "events", NULL, DDI_DATA_EVENTS },
                           unit, added_cb, g_object_ref (self));
}

static void
ddi_holidays_dialog_dispose (GObject *object)
{
  DdiHolidaysDialog *self = DDI_HOLIDAYS_DIALOG (object);

  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (ddi_holidays_dialog_parent_class)->dispose (object);
}

static void
ddi_holidays_dialog_class_init (DdiHolidaysDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_holidays_dialog_dispose;
  signals[ADDED] = g_signal_new ("added", DDI_TYPE_HOLIDAYS_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
  g_type_ensure (DDI_TYPE_DAY_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/pages/events/ddi-holidays-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiHolidaysDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, DdiHolidaysDialog, first);
  gtk_widget_class_bind_template_child (widget_class, DdiHolidaysDialog, last);
  gtk_widget_class_bind_template_child (widget_class, DdiHolidaysDialog, message);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
ddi_holidays_dialog_init (DdiHolidaysDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  changed_cb (self);
}

DdiHolidaysDialog *
ddi_holidays_dialog_new (GtkWindow *parent, DdiSession *session)
{
  DdiHolidaysDialog *self = g_object_new (DDI_TYPE_HOLIDAYS_DIALOG, "transient-for", parent, NULL);
  int year;

  self->session = g_object_ref (session);
  ddi_day_to_ymd (ddi_session_get_today (session, 0), &year, NULL, NULL);
  ddi_day_row_set_day (DDI_DAY_ROW (self->first), ddi_day_from_ymd (year - YEARS_BACK, 1, 1));
  ddi_day_row_set_day (DDI_DAY_ROW (self->last), ddi_day_from_ymd (year + 1, 12, 31));
  return self;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/stores/ddi-store-dialog.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-day-row.h"
#include "app/ddi-form-draft.h"
#include "app/ddi-window.h"
#include "core/ddi-format.h"
#include "db/ddi-db-error.h"
#include "pages/stores/ddi-weekday-row.h"

#define LEAD_DAYS_MAX 14

struct _DdiStoreDialog
{
  AdwWindow parent_instance;

  GtkWidget *save_button;
  GtkWidget *name;
  GtkWidget *district;
  GtkWidget *code;
  GtkWidget *pc_number;
  GtkWidget *address;
  GtkWidget *timezone;
  GtkWidget *open_weekdays;
  GtkWidget *opened;
  GtkWidget *opened_on;
  GtkWidget *closed;
  GtkWidget *closed_on;
  GtkWidget *delivery_weekdays;
  GtkWidget *cutoff;
  GtkWidget *opens_at;
  GtkWidget *closes_at;
  GtkWidget *lead_days;
  GtkWidget *message;

  DdiSession *session;
  DdiStoreRecord *before; /* NULL: a new one */
  DdiStoreRecord *after;  /* while it is being written */
  GCancellable *cancellable;
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (DdiStoreDialog, ddi_store_dialog, ADW_TYPE_WINDOW)

enum
{
  SAVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
take_text (char **field, GtkWidget *row)
{
  g_free (*field);
  *field = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static gboolean
set_valid (GtkWidget *row, gboolean valid)
{
  if (valid)
    gtk_widget_remove_css_class (row, "error");
  else
    gtk_widget_add_css_class (row, "error");
  return valid;
}

static DdiDay
read_day (GtkWidget *expander, GtkWidget *row)
{
  return adw_expander_row_get_enable_expansion (ADW_EXPANDER_ROW (expander))
             ? ddi_day_row_get_day (DDI_DAY_ROW (row))
             : DDI_DAY_INVALID;
}

static gboolean
read_lead_days (GtkWidget *row, int *days)
{
  gint64 value = 0;
  gboolean valid = ddi_parse_pieces (gtk_editable_get_text (GTK_EDITABLE (row)), &value) && value >= 0 &&
                   value <= LEAD_DAYS_MAX;

  *days = (int)value;
  return set_valid (row, valid);
}

static gboolean
read_hour (GtkWidget *row, int *minutes)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (row));

  *minutes = -1;
  return set_valid (row, *text == '\0' || ddi_store_record_parse_time (text, minutes));
}

/* Both or neither. */
static gboolean
read_hours (DdiStoreDialog *self, DdiStoreRecord *record)
{
  gboolean opens = read_hour (self->opens_at, &record->opens_at);
  gboolean closes = read_hour (self->closes_at, &record->closes_at);

  if (!opens || !closes)
    return FALSE;
  if (record->opens_at < 0 && record->closes_at < 0)
    return TRUE;
  return set_valid (self->opens_at, record->opens_at >= 0) &&
         set_valid (self->closes_at, record->closes_at >= 0 && record->closes_at != record->opens_at);
}

/* What is wrong is said in @why; "" where something is only missing yet. */
static DdiStoreRecord *
read_form (DdiStoreDialog *self, const char **why)
{
  g_autoptr (DdiStoreRecord) record =
      self->before ? ddi_store_record_copy (self->before) : ddi_store_record_new ();
  g_autoptr (GTimeZone) zone = NULL;
  gboolean zone_known, cutoff_read, lead_read, hours_read;

  *why = NULL;
  take_text (&record->name, self->name);
  take_text (&record->district, self->district);
  take_text (&record->code, self->code);
  take_text (&record->pc_number, self->pc_number);
  take_text (&record->address, self->address);
  take_text (&record->timezone, self->timezone);
  record->open_weekdays = ddi_weekday_row_get_weekdays (DDI_WEEKDAY_ROW (self->open_weekdays));
  record->delivery_weekdays = ddi_weekday_row_get_weekdays (DDI_WEEKDAY_ROW (self->delivery_weekdays));
  record->opened_on = read_day (self->opened, self->opened_on);
  record->closed_on = read_day (self->closed, self->closed_on);
  zone = g_time_zone_new_identifier (record->timezone);
  zone_known = set_valid (self->timezone, *record->timezone != '\0' && zone != NULL);
  cutoff_read = set_valid (self->cutoff,
                           ddi_store_record_parse_time (gtk_editable_get_text (GTK_EDITABLE (self->cutoff)),
                                                        &record->cutoff));
  hours_read = read_hours (self, record);
  lead_read = read_lead_days (self->lead_days, &record->lead_days);

  if (!zone_known)
    *why = _ ("A time zone is called by its region and city, such as America/New_York.");
  else if (!hours_read)
    *why = _ ("Opening hours are two times of day, such as 05:00 and 19:00, or none.");
  else if (!cutoff_read)
    *why = _ ("The order’s time is a time of day, such as 14:00.");
  else if (!lead_read)
    *why = _ ("An order is placed 0 to 14 days before its delivery.");
  else if (record->opened_on != DDI_DAY_INVALID && record->closed_on != DDI_DAY_INVALID &&
           record->closed_on < record->opened_on)
    *why = _ ("The shop would close before it opens.");
  else if (*record->name == '\0' || *record->district == '\0')
    *why = "";
  return *why ? NULL : g_steal_pointer (&record);
}

static void
changed_cb (DdiStoreDialog *self)
{
  const char *why;
  g_autoptr (DdiStoreRecord) record = NULL;

  if (self->filling)
    return;
  record = read_form (self, &why);
  gtk_label_set_label (GTK_LABEL (self->message), why ? why : "");
  gtk_widget_set_sensitive (self->save_button, record != NULL);
}

static void
fail (DdiStoreDialog *self, const GError *error)
{
  const char *text = error->message;

  if (g_error_matches (error, DDI_DB_ERROR, DDI_DB_ERROR_CONSTRAINT))
    text = _ ("Another shop has this name, code or PC number.");
  else if (g_error_matches (error, DDI_DB_ERROR, DDI_DB_ERROR_STALE))
    text = _ ("Somebody changed or deleted this shop meanwhile. Close this and look at it again.");
  gtk_label_set_label (GTK_LABEL (self->message), text);
  gtk_widget_set_sensitive (self->save_button, TRUE);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiStoreDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  DdiSession *session = DDI_SESSION (source);
  DdiOutboxOutcome outcome = ddi_session_enter_finish (session, result, &rows, &error);

  /* The form was closed meanwhile; what it has entered goes its way. */
  if (g_cancellable_is_cancelled (self->cancellable))
    {
      ddi_window_tell_closed (session, outcome, DDI_DATA_STORES, error);
      return;
    }
  if (outcome == DDI_OUTBOX_FAILED)
    {
      fail (self, error);
      return;
    }
  if (rows)
    {
      self->after->id = (int)ddi_rows_get_int (rows->pdata[0], 0, 0);
      self->after->row_version = (int)ddi_rows_get_int (rows->pdata[0], 0, 1);
      g_signal_emit (self, signals[SAVED], 0, self->before, self->after);
    }
  else
    ddi_window_tell_entered (ddi_window_of (GTK_WIDGET (self)), session, outcome, DDI_DATA_STORES);
  ddi_form_draft_done (GTK_WINDOW (self));
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
save_cb (DdiStoreDialog *self)
{
  const char *why;
  g_autoptr (DdiStoreRecord) record = read_form (self, &why);
  DdiUnit *unit;

  if (record == NULL || !gtk_widget_get_sensitive (self->save_button))
    return;
  g_clear_pointer (&self->after, ddi_store_record_free);
  self->after = g_steal_pointer (&record);
  gtk_widget_set_sensitive (self->save_button, FALSE);
  unit = ddi_unit_new ();
  ddi_store_record_save (self->after, unit);
  ddi_session_enter_async (self->session,
                           &(DdiOutboxNote){ self->after->name, "stores", self->before ? NULL : DDI_PAGE_NEW,
                                             DDI_DATA_STORES },
                           unit, written_cb, g_object_ref (self));
}

static void
set_day (GtkWidget *expander, GtkWidget *row, DdiDay day)
{
  adw_expander_row_set_enable_expansion (ADW_EXPANDER_ROW (expander), day != DDI_DAY_INVALID);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (expander), day != DDI_DAY_INVALID);
  if (day != DDI_DAY_INVALID)
    ddi_day_row_set_day (DDI_DAY_ROW (row), day);
}

static void
set_hour (GtkWidget *row, int minutes)
{
  g_autofree char *text = minutes < 0 ? g_strdup ("") : ddi_store_record_format_time (minutes);

  gtk_editable_set_text (GTK_EDITABLE (row), text);
}

static void
fill (DdiStoreDialog *self, const DdiStoreRecord *record)
{
  g_autofree char *cutoff = ddi_store_record_format_time (record->cutoff);
  g_autofree char *lead_days = ddi_format_int (record->lead_days);

  gtk_editable_set_text (GTK_EDITABLE (self->name), record->name);
  gtk_editable_set_text (GTK_EDITABLE (self->district), record->district);
  gtk_editable_set_text (GTK_EDITABLE (self->code), record->code);
  gtk_editable_set_text (GTK_EDITABLE (self->pc_number), record->pc_number);
  gtk_editable_set_text (GTK_EDITABLE (self->address), record->address);
  gtk_editable_set_text (GTK_EDITABLE (self->timezone), record->timezone);
  gtk_editable_set_text (GTK_EDITABLE (self->cutoff), cutoff);
  set_hour (self->opens_at, record->opens_at);
  set_hour (self->closes_at, record->closes_at);
  gtk_editable_set_text (GTK_EDITABLE (self->lead_days), lead_days);
  ddi_weekday_row_set_weekdays (DDI_WEEKDAY_ROW (self->open_weekdays), record->open_weekdays);
  ddi_weekday_row_set_weekdays (DDI_WEEKDAY_ROW (self->delivery_weekdays), record->delivery_weekdays);
  set_day (self->opened, self->opened_on, record->opened_on);
  set_day (self->closed, self->closed_on, record->closed_on);
}

static void
ddi_store_dialog_dispose (GObject *object)
{
  DdiStoreDialog *self = DDI_STORE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (ddi_store_dialog_parent_class)->dispose (object);
}

static void
ddi_store_dialog_finalize (GObject *object)
{
  DdiStoreDialog *self = DDI_STORE_DIALOG (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->before, ddi_store_record_free);
  g_clear_pointer (&self->after, ddi_store_record_free);
  G_OBJECT_CLASS (ddi_store_dialog_parent_class)->finalize (object);
}

static void
ddi_store_dialog_class_init (DdiStoreDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_store_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = ddi_store_dialog_finalize;

  signals[SAVED] = g_signal_new ("saved", DDI_TYPE_STORE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_POINTER);

  g_type_ensure (DDI_TYPE_DAY_ROW);
  g_type_ensure (DDI_TYPE_WEEKDAY_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/pages/ddi-store-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiStoreDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, DdiStoreDialog, name);
  gtk_widget_class_bind_template_child (widget_class, DdiStoreDialog, district);
  gtk_widget_class_bind_template_child (widget_class, DdiStoreDialog, code);
  gtk_widget_class_bind_template_child (widget_class, DdiStoreDialog, pc_number);
  gtk_widget_class_bind_template_child (widget_class, DdiStoreDialog, address);
  gtk_widget_class_bind_template_child (widget_class, DdiStoreDialog, timezone);
  gtk_widget_class_bind_template_child (widget_class, DdiStoreDialog, open_weekdays);
  gtk_widget_class_bind_template_child (widget_class, DdiStoreDialog, opened);
  gtk_widget_class_bind_template_child (widget_class, DdiStoreDialog, opened_on);
  gtk_widget_class_bind_template_child (widget_class, DdiStoreDialog, closed);
  gtk_widget_class_bind_template_child (widget_class, DdiStoreDialog, closed_on);
  gtk_widget_class_bind_template_child (widget_class, DdiStoreDialog, delivery_weekdays);
  gtk_widget_class_bind_template_child (widget_class, DdiStoreDialog, cutoff);
  gtk_widget_class_bind_template_child (widget_class, DdiStoreDialog, opens_at);
  gtk_widget_class_bind_template_child (widget_class, DdiStoreDialog, closes_at);
  gtk_widget_class_bind_template_child (widget_class, DdiStoreDialog, lead_days);
  gtk_widget_class_bind_template_child (widget_class, DdiStoreDialog, message);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
ddi_store_dialog_init (DdiStoreDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

DdiStoreDialog *
ddi_store_dialog_new (GtkWindow *parent, DdiSession *session, const DdiStoreRecord *record,
                      const char *district)
{
  DdiStoreDialog *self = g_object_new (DDI_TYPE_STORE_DIALOG, "transient-for", parent, NULL);
  g_autoptr (DdiStoreRecord) shown = record ? ddi_store_record_copy (record) : ddi_store_record_new ();

  self->session = g_object_ref (session);
  gtk_window_set_title (GTK_WINDOW (self), record ? _ ("Edit Shop") : _ ("Add Shop"));
  if (record)
    self->before = ddi_store_record_copy (record);
  else
    {
      g_free (shown->district);
      shown->district = g_strdup (district ? district : _ ("District"));
    }
  fill (self, shown);
  self->filling = FALSE;
  changed_cb (self);
  if (record == NULL)
    gtk_widget_grab_focus (self->name);
  return self;
}

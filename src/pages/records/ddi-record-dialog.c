/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/records/ddi-record-dialog.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-drop-down.h"
#include "app/ddi-day-row.h"
#include "app/ddi-form-draft.h"
#include "app/ddi-window.h"
#include "core/ddi-format.h"
#include "db/ddi-db-error.h"
#include "pages/records/ddi-record-added.h"
#include "pages/records/ddi-record-reasons.h"
#include "pages/records/ddi-record-title.h"
#include "pages/records/ddi-record-words.h"

/* A figure of any kind moves what follows from it. */
#define TOUCHED (DDI_DATA_PRODUCTION | DDI_DATA_SALES | DDI_DATA_WASTE | DDI_DATA_DAYS | DDI_DATA_FORECASTS)

struct _DdiRecordDialog
{
  AdwWindow parent_instance;

  GtkWidget *save_button;
  GtkWidget *store;
  GtkWidget *day;
  GtkWidget *product;
  GtkWidget *pieces;
  GtkWidget *money;
  GtkWidget *text;
  GtkWidget *reasons;
  GtkWidget *message;
  GtkWidget *values;

  GPtrArray *added;      /* (element-type DdiCustomColumn) */
  GPtrArray *added_rows; /* (element-type GtkWidget) one each */
  DdiSession *session;
  DdiRecordKind kind;
  DdiRecord *before; /* NULL: a new one */
  DdiRecord *after;  /* while it is being written */
  GCancellable *cancellable;
  gboolean filling;
  gboolean warned; /* the warning in view has been read: the next Save saves */
};

G_DEFINE_FINAL_TYPE (DdiRecordDialog, ddi_record_dialog, ADW_TYPE_WINDOW)

enum
{
  SAVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
show_message (DdiRecordDialog *self, const char *text, const char *css_class)
{
  gtk_widget_remove_css_class (self->message, "error");
  gtk_widget_remove_css_class (self->message, "warning");
  if (css_class)
    gtk_widget_add_css_class (self->message, css_class);
  gtk_label_set_label (GTK_LABEL (self->message), text ? text : "");
}

static void
set_valid (GtkWidget *row, gboolean valid)
{
  if (valid)
    gtk_widget_remove_css_class (row, "error");
  else
    gtk_widget_add_css_class (row, "error");
}

static const char *
get_text (GtkWidget *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static gboolean
is_blank (const char *text)
{
  while (g_ascii_isspace (*text))
    text++;
  return *text == '\0';
}

/* "9:40" or "09:40". */
static gboolean
is_time (const char *text)
{
  return g_regex_match_simple ("^\\s*([01]?[0-9]|2[0-3]):[0-5][0-9]\\s*$", text, 0, 0);
}

/* Reads the form; NULL with @why where something in it cannot be. */
static DdiRecord *
read_form (DdiRecordDialog *self, const char **why)
{
  g_autoptr (DdiRecord) record = g_new0 (DdiRecord, 1);
  DdiStore *store = adw_combo_row_get_selected_item (ADW_COMBO_ROW (self->store));
  DdiProduct *product = gtk_drop_down_get_selected_item (GTK_DROP_DOWN (self->product));
  gboolean pieces, money, text;

  /* What stands for a product that is not in the list is none. */
  if (product && ddi_product_get_id (product) == 0)
    product = NULL;
  *why = NULL;
  record->money = DDI_RECORD_MONEY_UNKNOWN;
  pieces = ddi_parse_pieces (get_text (self->pieces), &record->pieces);
  money = is_blank (get_text (self->money)) || ddi_parse_amount (get_text (self->money), &record->money);
  text = self->kind != DDI_RECORD_PRODUCTION || is_blank (get_text (self->text)) ||
         is_time (get_text (self->text));
  /* A form that nobody has typed in yet is not wrong. */
  set_valid (self->pieces, pieces || is_blank (get_text (self->pieces)));
  set_valid (self->money, money);
  set_valid (self->text, text);

  if (store == NULL)
    *why = _ ("There is no shop yet.");
  else if (product == NULL)
    *why = _ ("There is no product yet. Add one under Products, or import a file.");
  else if (is_blank (get_text (self->pieces)))
    *why = "";
  else if (!pieces)
    *why = _ ("Pieces are a whole number, 0 or more.");
  else if (!money)
    *why = _ ("An amount is 0 or more, with at most two decimals.");
  else if (!text)
    *why = _ ("A time of day is written 09:40.");
  record->custom = ddi_record_added_read (self->added_rows, self->added, why);
  if (*why)
    return NULL;

  record->store_id = ddi_store_get_id (store);
  record->product_id = ddi_product_get_id (product);
  record->day = ddi_day_row_get_day (DDI_DAY_ROW (self->day));
  if (!is_blank (get_text (self->text)))
    record->text = g_strstrip (g_strdup (get_text (self->text)));
  return g_steal_pointer (&record);
}

static void
changed_cb (DdiRecordDialog *self)
{
  const char *why;
  g_autoptr (DdiRecord) record = NULL;

  if (self->filling)
    return;
  self->warned = FALSE;
  gtk_button_set_label (GTK_BUTTON (self->save_button), _ ("_Save"));
  record = read_form (self, &why);
  show_message (self, why, "error");
  gtk_widget_set_sensitive (self->save_button, record != NULL);
}

static void
fail (DdiRecordDialog *self, const GError *error)
{
  if (g_error_matches (error, DDI_DB_ERROR, DDI_DB_ERROR_CONSTRAINT))
    show_message (self,
                  _ ("This shop has a figure for this product on this day already. Edit that one instead."),
                  "error");
  else if (g_error_matches (error, DDI_DB_ERROR, DDI_DB_ERROR_STALE))
    show_message (self,
                  _ ("Somebody changed or deleted this row meanwhile. Close this and look at it again."),
                  "error");
  else
    show_message (self, error->message, "error");
  gtk_widget_set_sensitive (self->save_button, TRUE);
}

/* So that undoing takes away what was not there. */
static void
complete_before (DdiRecordDialog *self)
{
  g_autofree char *custom = NULL;

  if (self->before == NULL)
    return;
  custom = self->before->custom;
  self->before->custom = ddi_record_added_complete (self->added, custom);
}

/* Somebody else was faster: what they wrote is shown, and the next Save writes over it. */
static void
show_theirs (DdiRecordDialog *self, DdiRecord *theirs)
{
  g_autofree char *text = ddi_record_describe_theirs (theirs);

  g_clear_pointer (&self->before, ddi_record_free);
  self->before = theirs;
  complete_before (self);
  self->warned = TRUE;
  show_message (self, text, "warning");
  gtk_button_set_label (GTK_BUTTON (self->save_button), _ ("_Save Anyway"));
  gtk_widget_set_sensitive (self->save_button, TRUE);
}

static void
theirs_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiRecordDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = ddi_database_run_finish (DDI_DATABASE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (rows == NULL)
    fail (self, error);
  else
    show_theirs (self, ddi_rows_get_n (rows->pdata[0]) > 0
                           ? ddi_record_from_row (self->kind, rows->pdata[0], 0)
                           : NULL);
}

static void
read_theirs (DdiRecordDialog *self)
{
  DdiUnit *unit = ddi_unit_new ();

  ddi_unit_set_read_only (unit);
  ddi_record_read (self->kind, self->before->id, unit);
  ddi_database_run_async (ddi_session_get_database (self->session), unit, self->cancellable, theirs_read_cb,
                          g_object_ref (self));
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiRecordDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  DdiSession *session = DDI_SESSION (source);
  DdiOutboxOutcome outcome = ddi_session_enter_finish (session, result, &rows, &error);

  /* The form was closed meanwhile; what it has entered goes its way. */
  if (g_cancellable_is_cancelled (self->cancellable))
    {
      ddi_window_tell_closed (session, outcome, TOUCHED, error);
      return;
    }
  if (outcome == DDI_OUTBOX_FAILED && self->before &&
      g_error_matches (error, DDI_DB_ERROR, DDI_DB_ERROR_STALE))
    {
      read_theirs (self);
      return;
    }
  if (outcome == DDI_OUTBOX_FAILED)
    {
      fail (self, error);
      return;
    }
  if (rows)
    {
      self->after->id = ddi_rows_get_int (rows->pdata[0], 0, 0);
      self->after->row_version = (int)ddi_rows_get_int (rows->pdata[0], 0, 1);
      g_signal_emit (self, signals[SAVED], 0, self->before, self->after);
    }
  else
    /* What the row is called was lost with the answer, or is not known yet: it is not undone from here. */
    ddi_window_tell_entered (ddi_window_of (GTK_WIDGET (self)), session, outcome, TOUCHED);
  ddi_form_draft_done (GTK_WINDOW (self));
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
write_record (DdiRecordDialog *self)
{
  DdiUnit *unit = ddi_unit_new ();
  int user_id = ddi_session_get_user_id (self->session);
  g_autofree char *title = ddi_record_dup_title (self->after, self->session);
  g_autofree char *place = ddi_record_dup_place (self->after);
  DdiOutboxNote note = { title, ddi_record_page (self->kind), place, TOUCHED };

  if (self->before)
    ddi_record_update (self->kind, self->before, self->after, user_id, unit);
  else
    ddi_record_insert (self->kind, self->after, user_id, unit);
  ddi_session_enter_async (self->session, &note, unit, written_cb, g_object_ref (self));
}

static void
day_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiRecordDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = ddi_database_run_finish (DDI_DATABASE (source), result, &error);
  g_autofree char *doubt = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  /* Nobody there to ask: it is kept as it is written. */
  if (g_error_matches (error, DDI_DB_ERROR, DDI_DB_ERROR_OFFLINE) && ddi_session_get_outbox (self->session))
    {
      write_record (self);
      return;
    }
  if (rows == NULL)
    {
      fail (self, error);
      return;
    }
  doubt = ddi_record_doubt (self->kind, self->after->pieces, rows->pdata[0]);
  if (doubt == NULL)
    {
      write_record (self);
      return;
    }
  self->warned = TRUE;
  show_message (self, doubt, "warning");
  gtk_button_set_label (GTK_BUTTON (self->save_button), _ ("_Save Anyway"));
  gtk_widget_set_sensitive (self->save_button, TRUE);
}

static void
save_cb (DdiRecordDialog *self)
{
  const char *why;
  g_autoptr (DdiRecord) record = read_form (self, &why);
  g_autofree char *day = NULL;
  DdiUnit *unit;

  if (record == NULL || !gtk_widget_get_sensitive (self->save_button))
    return;
  g_clear_pointer (&self->after, ddi_record_free);
  self->after = g_steal_pointer (&record);
  gtk_widget_set_sensitive (self->save_button, FALSE);
  if (self->warned)
    {
      write_record (self);
      return;
    }
  day = ddi_day_format (self->after->day);
  unit = ddi_unit_new ();
  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, "records/read-day",
                g_variant_new ("(isi)", self->after->store_id, day, self->after->product_id));
  ddi_database_run_async (ddi_session_get_database (self->session), unit, self->cancellable, day_read_cb,
                          g_object_ref (self));
}

static guint
find_by_id (GListModel *model, int id)
{
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (model, i);
      int item_id;

      g_object_get (item, "id", &item_id, NULL);
      if (item_id == id)
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

static void
fill (DdiRecordDialog *self, const DdiRecord *record)
{
  g_autofree char *pieces = ddi_format_int (record->pieces);
  GListModel *stores = ddi_session_get_stores (self->session);
  GListModel *products = ddi_session_get_products (self->session);
  guint store = find_by_id (stores, record->store_id);
  guint product = find_by_id (products, record->product_id);

  if (store != GTK_INVALID_LIST_POSITION)
    adw_combo_row_set_selected (ADW_COMBO_ROW (self->store), store);
  if (product != GTK_INVALID_LIST_POSITION)
    gtk_drop_down_set_selected (GTK_DROP_DOWN (self->product), product);
  else
    {
      g_autoptr (DdiProduct) none = ddi_product_new (0, _ ("Choose a Product"), NULL);

      ddi_drop_down_set_model_or_none (self->product, none, products);
    }
  ddi_day_row_set_day (DDI_DAY_ROW (self->day), record->day);
  gtk_editable_set_text (GTK_EDITABLE (self->pieces), pieces);
  if (record->money != DDI_RECORD_MONEY_UNKNOWN)
    {
      g_autofree char *money = ddi_format_amount (record->money);

      gtk_editable_set_text (GTK_EDITABLE (self->money), money);
    }
  gtk_editable_set_text (GTK_EDITABLE (self->text), record->text ? record->text : "");
}

static void
begin_new (DdiRecordDialog *self)
{
  DdiFilter filter;
  guint store;

  ddi_session_get_filter (self->session, &filter);
  store = find_by_id (ddi_session_get_stores (self->session), filter.store_id);
  if (store != GTK_INVALID_LIST_POSITION)
    adw_combo_row_set_selected (ADW_COMBO_ROW (self->store), store);
  ddi_day_row_set_day (DDI_DAY_ROW (self->day), ddi_session_get_today (self->session, filter.store_id));
}

static void
name_rows (DdiRecordDialog *self, gboolean is_new)
{
  static const char *const titles[][2] = { { N_ ("Edit Production"), N_ ("Add Production") },
                                           { N_ ("Edit Sales"), N_ ("Add Sales") },
                                           { N_ ("Edit Waste"), N_ ("Add Waste") } };
  static const char *const pieces[] = { N_ ("Made, pieces"), N_ ("Sold, pieces"),
                                        N_ ("Thrown away, pieces") };
  static const char *const texts[] = { N_ ("Sold out at (09:40)"), N_ ("Notes"), N_ ("Reason") };
  const char *sign = ddi_format_currency_sign (ddi_session_get_currency (self->session));
  g_autofree char *money =
      g_strdup_printf (self->kind == DDI_RECORD_SALES ? _ ("Revenue, %s") : _ ("Cost, %s"), sign);

  gtk_window_set_title (GTK_WINDOW (self), _ (titles[self->kind][is_new]));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->pieces), _ (pieces[self->kind]));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->money), money);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->text), _ (texts[self->kind]));
  gtk_widget_set_visible (self->money, self->kind != DDI_RECORD_PRODUCTION);
}

static void
ddi_record_dialog_dispose (GObject *object)
{
  DdiRecordDialog *self = DDI_RECORD_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (ddi_record_dialog_parent_class)->dispose (object);
}

static void
ddi_record_dialog_finalize (GObject *object)
{
  DdiRecordDialog *self = DDI_RECORD_DIALOG (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->added, g_ptr_array_unref);
  g_clear_pointer (&self->added_rows, g_ptr_array_unref);
  g_clear_pointer (&self->before, ddi_record_free);
  g_clear_pointer (&self->after, ddi_record_free);
  G_OBJECT_CLASS (ddi_record_dialog_parent_class)->finalize (object);
}

static void
ddi_record_dialog_class_init (DdiRecordDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_record_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = ddi_record_dialog_finalize;

  signals[SAVED] = g_signal_new ("saved", DDI_TYPE_RECORD_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_POINTER);

  g_type_ensure (DDI_TYPE_DAY_ROW);
  g_type_ensure (DDI_TYPE_PRODUCT);
  g_type_ensure (DDI_TYPE_STORE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/pages/ddi-record-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiRecordDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, DdiRecordDialog, store);
  gtk_widget_class_bind_template_child (widget_class, DdiRecordDialog, day);
  gtk_widget_class_bind_template_child (widget_class, DdiRecordDialog, product);
  gtk_widget_class_bind_template_child (widget_class, DdiRecordDialog, pieces);
  gtk_widget_class_bind_template_child (widget_class, DdiRecordDialog, money);
  gtk_widget_class_bind_template_child (widget_class, DdiRecordDialog, text);
  gtk_widget_class_bind_template_child (widget_class, DdiRecordDialog, reasons);
  gtk_widget_class_bind_template_child (widget_class, DdiRecordDialog, message);
  gtk_widget_class_bind_template_child (widget_class, DdiRecordDialog, values);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
ddi_record_dialog_init (DdiRecordDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

DdiRecordDialog *
ddi_record_dialog_new (GtkWindow *parent, DdiSession *session, DdiRecordKind kind, const DdiRecord *record)
{
  DdiRecordDialog *self = g_object_new (DDI_TYPE_RECORD_DIALOG, "transient-for", parent, NULL);

  self->session = g_object_ref (session);
  self->kind = kind;
  name_rows (self, record == NULL);
  adw_combo_row_set_model (ADW_COMBO_ROW (self->store), ddi_session_get_stores (session));
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->product), ddi_session_get_products (session));
  self->added = ddi_record_added_columns (session, kind);
  self->added_rows = ddi_record_added_make_rows (ADW_PREFERENCES_GROUP (self->values), self->added,
                                                 G_CALLBACK (changed_cb), self);
  if (record)
    {
      self->before = ddi_record_copy (record);
      complete_before (self);
      fill (self, record);
      ddi_record_added_fill (self->added_rows, self->added, record->custom);
    }
  else
    begin_new (self);
  if (kind == DDI_RECORD_WASTE)
    {
      adw_entry_row_add_suffix (ADW_ENTRY_ROW (self->text), self->reasons);
      ddi_record_offer_reasons (GTK_MENU_BUTTON (self->reasons), GTK_EDITABLE (self->text),
                                ddi_session_get_database (session), self->cancellable);
    }
  self->filling = FALSE;
  changed_cb (self);
  return self;
}

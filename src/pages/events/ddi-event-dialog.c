/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/events/ddi-event-dialog.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-day-row.h"
#include "app/ddi-window.h"
#include "core/ddi-format.h"
#include "db/ddi-db-error.h"
#include "pages/events/ddi-event-text.h"
#include "pages/stores/ddi-store-record.h"

/* An event longer than this is a date mistyped. */
#define MOST_DAYS 1100

struct _DdiEventDialog
{
  AdwWindow parent_instance;

  GtkWidget *save_button;
  GtkWidget *delete_button;
  GtkWidget *name;
  GtkWidget *kind;
  GtkWidget *store;
  GtkWidget *scope;
  GtkWidget *first;
  GtkWidget *last;
  GtkWidget *closes_at;
  GtkWidget *effect;
  GtkWidget *learnt;
  GtkWidget *message;

  DdiSession *session;
  DdiEventRecord *before;
  DdiEventRecord *after; /* while it is being written */
  GArray *store_ids;     /* int, as the shops stand in the form; 0: every shop */
  GArray *scopes;        /* Scope, as they stand in the form */
  DdiDay first_day;      /* what the first day was: the last one moves along */
  GCancellable *cancellable;
  gboolean filling;
};

/* What an event may concern: all products, a category or a product. */
typedef struct
{
  int product_id; /* 0: all */
  char *category; /* NULL: all */
} Scope;

G_DEFINE_FINAL_TYPE (DdiEventDialog, ddi_event_dialog, ADW_TYPE_WINDOW)

enum
{
  SAVED,
  DELETE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
set_valid (GtkWidget *row, gboolean valid)
{
  if (valid)
    gtk_widget_remove_css_class (row, "error");
  else
    gtk_widget_add_css_class (row, "error");
  return valid;
}

static gboolean
read_time (GtkWidget *row, int *minutes)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (row));

  *minutes = -1;
  return set_valid (row, *text == '\0' || ddi_store_record_parse_time (text, minutes));
}

/* What is wrong is said in @why; "" where something is only missing yet. */
static DdiEventRecord *
read_form (DdiEventDialog *self, const char **why)
{
  g_autoptr (DdiEventRecord) record = ddi_event_record_copy (self->before);
  guint store = adw_combo_row_get_selected (ADW_COMBO_ROW (self->store));
  guint scope = adw_combo_row_get_selected (ADW_COMBO_ROW (self->scope));
  gboolean time_read, effect_read;

  g_free (record->name);
  record->name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));
  record->kind = (DdiEventKind)adw_combo_row_get_selected (ADW_COMBO_ROW (self->kind));
  record->store_id = store < self->store_ids->len ? g_array_index (self->store_ids, int, store) : 0;
  g_clear_pointer (&record->category, g_free);
  record->product_id = 0;
  if (scope < self->scopes->len)
    {
      record->product_id = g_array_index (self->scopes, Scope, scope).product_id;
      record->category = g_strdup (g_array_index (self->scopes, Scope, scope).category);
    }
  record->first = ddi_day_row_get_day (DDI_DAY_ROW (self->first));
  record->last = ddi_day_row_get_day (DDI_DAY_ROW (self->last));
  time_read = read_time (self->closes_at, &record->closes_at);
  effect_read = set_valid (self->effect,
                           ddi_event_text_parse_effect (gtk_editable_get_text (GTK_EDITABLE (self->effect)),
                                                        &record->expected_effect));
  *why = NULL;
  if (record->last < record->first)
    *why = _ ("The event would end before it starts.");
  else if (record->last - record->first > MOST_DAYS)
    *why = _ ("An event lasts three years at most.");
  else if (!time_read)
    *why = _ ("The time of closing is a time of day, such as 13:00.");
  else if (!effect_read)
    *why = _ ("The expected effect is a percentage from −100 % to +900 %.");
  else if (record->kind == DDI_EVENT_CLOSURE && (record->product_id || record->category))
    *why = _ ("A closure concerns all products.");
  else if (*record->name == '\0')
    *why = "";
  return *why ? NULL : g_steal_pointer (&record);
}

static void
changed_cb (DdiEventDialog *self)
{
  const char *why;
  g_autoptr (DdiEventRecord) record = NULL;

  if (self->filling)
    return;
  record = read_form (self, &why);
  gtk_label_set_label (GTK_LABEL (self->message), why ? why : "");
  gtk_widget_set_sensitive (self->save_button, record != NULL);
}

/* The event keeps its length. */
static void
first_changed_cb (DdiEventDialog *self)
{
  DdiDay first = ddi_day_row_get_day (DDI_DAY_ROW (self->first));
  DdiDay last = ddi_day_row_get_day (DDI_DAY_ROW (self->last));

  if (self->filling)
    return;
  ddi_day_row_set_day (DDI_DAY_ROW (self->last), first + MAX (last - self->first_day, 0));
  self->first_day = first;
  changed_cb (self);
}

static void
fail (DdiEventDialog *self, const GError *error)
{
  const char *text = error->message;

  if (g_error_matches (error, DDI_DB_ERROR, DDI_DB_ERROR_CONSTRAINT))
    text = _ ("There is an event of this name and kind on these days already.");
  else if (g_error_matches (error, DDI_DB_ERROR, DDI_DB_ERROR_STALE))
    text = _ ("Somebody changed or deleted this event meanwhile. Close this and look at it again.");
  gtk_label_set_label (GTK_LABEL (self->message), text);
  gtk_widget_set_sensitive (self->save_button, TRUE);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiEventDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  DdiSession *session = DDI_SESSION (source);
  DdiOutboxOutcome outcome = ddi_session_enter_finish (session, result, &rows, &error);

  /* The form was closed meanwhile; what it has entered goes its way. */
  if (g_cancellable_is_cancelled (self->cancellable))
    {
      if (outcome == DDI_OUTBOX_SENT)
        ddi_session_changed (session, DDI_DATA_EVENTS);
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
      g_signal_emit (self, signals[SAVED], 0, self->before->id ? self->before : NULL, self->after);
    }
  else
    ddi_window_tell_entered (ddi_window_of (GTK_WIDGET (self)), session, outcome, DDI_DATA_EVENTS);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
save_cb (DdiEventDialog *self)
{
  const char *why;
  g_autoptr (DdiEventRecord) record = read_form (self, &why);
  g_autofree char *day = NULL, *place = NULL;
  DdiUnit *unit;

  if (record == NULL || !gtk_widget_get_sensitive (self->save_button))
    return;
  g_clear_pointer (&self->after, ddi_event_record_free);
  self->after = g_steal_pointer (&record);
  gtk_widget_set_sensitive (self->save_button, FALSE);
  unit = ddi_unit_new ();
  ddi_event_record_save (self->after, unit);
  day = ddi_day_format (self->after->first);
  place = g_strconcat ("day=", day, NULL);
  ddi_session_enter_async (self->session,
                           &(DdiOutboxNote){ self->after->name, "events", place, DDI_DATA_EVENTS }, unit,
                           written_cb, g_object_ref (self));
}

static void
delete_cb (DdiEventDialog *self)
{
  g_autoptr (DdiEventRecord) record = ddi_event_record_copy (self->before);

  g_object_ref (self);
  gtk_window_destroy (GTK_WINDOW (self));
  g_signal_emit (self, signals[DELETE], 0, record);
  g_object_unref (self);
}

/* ---- what was learnt ---- */

static char *
describe_outcomes (DdiRows *rows)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    {
      g_autofree char *day = ddi_format_day (ddi_rows_get_day (rows, i, 0));
      g_autofree char *effect = ddi_event_text_effect (ddi_rows_get_double (rows, i, 1));

      /* Translators: a day and what an event did on it. */
      g_string_append_printf (text, _ ("%s%s: %s"), i ? "\n" : "", day, effect);
    }
  return g_string_free (text, FALSE);
}

static void
outcomes_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiEventDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = ddi_database_run_finish (DDI_DATABASE (source), result, &error);
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (rows && ddi_rows_get_n (rows->pdata[0]) == 0)
    return;
  text = rows ? describe_outcomes (rows->pdata[0]) : g_strdup (error->message);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->learnt), text);
  gtk_widget_set_visible (self->learnt, TRUE);
}

static void
load_outcomes (DdiEventDialog *self)
{
  DdiUnit *unit = ddi_unit_new ();

  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, "events/list-outcomes",
                g_variant_new ("(ssi)", self->before->name, ddi_event_kind_name (self->before->kind),
                               self->before->store_id));
  ddi_database_run_async (ddi_session_get_database (self->session), unit, self->cancellable, outcomes_cb,
                          g_object_ref (self));
}

/* ---- filling ---- */

static void
fill_kinds (DdiEventDialog *self)
{
  GtkStringList *names = gtk_string_list_new (NULL);

  for (int kind = 0; kind < DDI_EVENT_N_KINDS; kind++)
    gtk_string_list_append (names, ddi_event_text_kind ((DdiEventKind)kind));
  adw_combo_row_set_model (ADW_COMBO_ROW (self->kind), G_LIST_MODEL (names));
  g_object_unref (names);
}

static void
fill_stores (DdiEventDialog *self, int chosen)
{
  GListModel *stores = ddi_session_get_stores (self->session);
  GtkStringList *names = gtk_string_list_new (NULL);
  guint selected = 0;
  int every = 0;

  gtk_string_list_append (names, _ ("All shops"));
  g_array_append_val (self->store_ids, every);
  for (guint i = 0; i < g_list_model_get_n_items (stores); i++)
    {
      g_autoptr (DdiStore) store = g_list_model_get_item (stores, i);
      int id = ddi_store_get_id (store);

      gtk_string_list_append (names, ddi_store_get_name (store));
      g_array_append_val (self->store_ids, id);
      if (id == chosen)
        selected = i + 1;
    }
  adw_combo_row_set_model (ADW_COMBO_ROW (self->store), G_LIST_MODEL (names));
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->store), selected);
  g_object_unref (names);
}

static void
clear_scope (Scope *scope)
{
  g_free (scope->category);
}

static void
add_scope (DdiEventDialog *self, GtkStringList *names, int product_id, const char *product,
           const char *category)
{
  g_autofree char *text = ddi_event_text_scope (product, category);
  Scope scope = { product_id, product ? NULL : g_strdup (category) };

  gtk_string_list_append (names, text);
  g_array_append_val (self->scopes, scope);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (*(const char *const *)a, *(const char *const *)b);
}

/* The categories of the products, by name, and the event's own where nothing is of it any more. */
static GPtrArray *
list_categories (GListModel *products, const char *own)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  if (own)
    g_ptr_array_add (names, g_strdup (own));
  for (guint i = 0; i < g_list_model_get_n_items (products); i++)
    {
      g_autoptr (DdiProduct) product = g_list_model_get_item (products, i);
      const char *category = ddi_product_get_category (product);

      if (category && !g_ptr_array_find_with_equal_func (names, category, g_str_equal, NULL))
        g_ptr_array_add (names, g_strdup (category));
    }
  g_ptr_array_sort (names, compare_names);
  return names;
}

/* All products, then the categories, then the products. */
static void
fill_scopes (DdiEventDialog *self, int product_id, const char *category)
{
  GListModel *products = ddi_session_get_products (self->session);
  g_autoptr (GPtrArray) categories = list_categories (products, category);
  GtkStringList *names = gtk_string_list_new (NULL);
  guint selected = 0;

  add_scope (self, names, 0, NULL, NULL);
  for (guint i = 0; i < categories->len; i++)
    {
      if (g_strcmp0 (category, categories->pdata[i]) == 0)
        selected = self->scopes->len;
      add_scope (self, names, 0, NULL, categories->pdata[i]);
    }
  for (guint i = 0; i < g_list_model_get_n_items (products); i++)
    {
      g_autoptr (DdiProduct) product = g_list_model_get_item (products, i);
      int id = ddi_product_get_id (product);

      if (id == product_id)
        selected = self->scopes->len;
      add_scope (self, names, id, ddi_product_get_name (product), NULL);
    }
  adw_combo_row_set_model (ADW_COMBO_ROW (self->scope), G_LIST_MODEL (names));
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->scope), selected);
  g_object_unref (names);
}

static void
fill (DdiEventDialog *self)
{
  const DdiEventRecord *record = self->before;
  g_autofree char *time = record->closes_at < 0 ? NULL : ddi_store_record_format_time (record->closes_at);
  g_autofree char *effect = ddi_event_text_effect (record->expected_effect);

  fill_kinds (self);
  fill_stores (self, record->store_id);
  fill_scopes (self, record->product_id, record->category);
  gtk_editable_set_text (GTK_EDITABLE (self->name), record->name);
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->kind), record->kind);
  ddi_day_row_set_day (DDI_DAY_ROW (self->first), record->first);
  ddi_day_row_set_day (DDI_DAY_ROW (self->last), record->last);
  self->first_day = record->first;
  gtk_editable_set_text (GTK_EDITABLE (self->closes_at), time ? time : "");
  gtk_editable_set_text (GTK_EDITABLE (self->effect), effect);
  gtk_widget_set_visible (self->delete_button, record->id != 0);
}

static void
ddi_event_dialog_dispose (GObject *object)
{
  DdiEventDialog *self = DDI_EVENT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (ddi_event_dialog_parent_class)->dispose (object);
}

static void
ddi_event_dialog_finalize (GObject *object)
{
  DdiEventDialog *self = DDI_EVENT_DIALOG (object);

  g_object_unref (self->cancellable);
  g_array_unref (self->store_ids);
  g_array_unref (self->scopes);
  g_clear_pointer (&self->before, ddi_event_record_free);
  g_clear_pointer (&self->after, ddi_event_record_free);
  G_OBJECT_CLASS (ddi_event_dialog_parent_class)->finalize (object);
}

static void
ddi_event_dialog_class_init (DdiEventDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_event_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = ddi_event_dialog_finalize;

  signals[SAVED] = g_signal_new ("saved", DDI_TYPE_EVENT_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_POINTER);
  signals[DELETE] = g_signal_new ("delete", DDI_TYPE_EVENT_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_POINTER);

  g_type_ensure (DDI_TYPE_DAY_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/pages/events/ddi-event-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiEventDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, DdiEventDialog, delete_button);
  gtk_widget_class_bind_template_child (widget_class, DdiEventDialog, name);
  gtk_widget_class_bind_template_child (widget_class, DdiEventDialog, kind);
  gtk_widget_class_bind_template_child (widget_class, DdiEventDialog, store);
  gtk_widget_class_bind_template_child (widget_class, DdiEventDialog, scope);
  gtk_widget_class_bind_template_child (widget_class, DdiEventDialog, first);
  gtk_widget_class_bind_template_child (widget_class, DdiEventDialog, last);
  gtk_widget_class_bind_template_child (widget_class, DdiEventDialog, closes_at);
  gtk_widget_class_bind_template_child (widget_class, DdiEventDialog, effect);
  gtk_widget_class_bind_template_child (widget_class, DdiEventDialog, learnt);
  gtk_widget_class_bind_template_child (widget_class, DdiEventDialog, message);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, first_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, delete_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
ddi_event_dialog_init (DdiEventDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->store_ids = g_array_new (FALSE, FALSE, sizeof (int));
  self->scopes = g_array_new (FALSE, FALSE, sizeof (Scope));
  g_array_set_clear_func (self->scopes, (GDestroyNotify)clear_scope);
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

DdiEventDialog *
ddi_event_dialog_new (GtkWindow *parent, DdiSession *session, const DdiEventRecord *record)
{
  DdiEventDialog *self = g_object_new (DDI_TYPE_EVENT_DIALOG, "transient-for", parent, NULL);

  self->session = g_object_ref (session);
  self->before = ddi_event_record_copy (record);
  gtk_window_set_title (GTK_WINDOW (self), record->id ? _ ("Edit Event") : _ ("Add Event"));
  fill (self);
  self->filling = FALSE;
  changed_cb (self);
  if (record->id)
    load_outcomes (self);
  else
    gtk_widget_grab_focus (self->name);
  return self;
}

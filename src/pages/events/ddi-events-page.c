/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/events/ddi-events-page.h"
#include "app/ddi-header-button.h"
#include "pages/records/ddi-rows-export.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-form-draft.h"
#include "app/ddi-short-list.h"
#include "app/ddi-window.h"
#include "core/ddi-format.h"
#include "pages/events/ddi-event-dialog.h"
#include "pages/events/ddi-event-text.h"
#include "pages/events/ddi-events-export.h"
#include "pages/events/ddi-events-undo.h"
#include "pages/events/ddi-holidays-dialog.h"

struct _DdiEventsPage
{
  DdiPage parent_instance;

  DdiTable *table;
  GListStore *model;
  DdiMonthView *month;
  GtkWidget *search;
  GtkWidget *span;
  GtkWidget *month_button;
  GtkWidget *list_button;
  GtkWidget *stack;

  DdiRows *rows;       /* of the list, as they were read */
  DdiRows *month_rows; /* of the days of the month's weeks */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (DdiEventsPage, ddi_events_page, DDI_TYPE_PAGE)

enum
{
  ROWS_LIST,
  ROWS_MONTH,
  ROWS_COUNT,
};

/* What the list's drop-down offers. */
enum
{
  SPAN_COMING,
  SPAN_PAST,
};

static char *
format_last (DdiRows *rows, guint row, guint column)
{
  DdiDay last = ddi_rows_get_day (rows, row, column);

  if (last == ddi_rows_get_day (rows, row, ddi_rows_column (rows, "starts_on")))
    return g_strdup ("");
  return ddi_format_day (last);
}

static char *
format_kind (DdiRows *rows, guint row, guint column)
{
  DdiEventKind kind = DDI_EVENT_LOCAL;

  ddi_event_kind_parse (ddi_rows_get_text (rows, row, column), &kind);
  return g_strdup (ddi_event_text_kind (kind));
}

static char *
format_store (DdiRows *rows, guint row, guint column)
{
  const char *name = ddi_rows_get_text (rows, row, column);

  return g_strdup (name ? name : _ ("All shops"));
}

static char *
format_scope (DdiRows *rows, guint row, guint column)
{
  return ddi_event_text_scope (ddi_rows_get_text (rows, row, column),
                               ddi_rows_get_text (rows, row, ddi_rows_column (rows, "category")));
}

static char *
format_effect (DdiRows *rows, guint row, guint column)
{
  return ddi_event_text_effect (ddi_rows_get_double (rows, row, column));
}

static const DdiColumnInfo columns[] = {
  { "starts_on", N_ ("From"), DDI_CELL_DAY, "starts_on" },
  { "ends_on", N_ ("To"), DDI_CELL_CUSTOM, .wide_only = TRUE, .format = format_last },
  { "name", N_ ("Event"), DDI_CELL_TEXT, "name", .expand = TRUE },
  { "kind", N_ ("Kind"), DDI_CELL_CUSTOM, "kind", .wide_only = TRUE, .from = 700, .format = format_kind },
  { "store", N_ ("Shop"), DDI_CELL_CUSTOM, "store", .wide_only = TRUE, .format = format_store },
  { "product", N_ ("Products"), DDI_CELL_CUSTOM, "product", .wide_only = TRUE, .from = 860,
    .format = format_scope },
  { "expected_effect", N_ ("Expected"), DDI_CELL_INT, "expected_effect", .wide_only = TRUE,
    .format = format_effect },
  { NULL },
};

static gboolean
shows_list (DdiEventsPage *self)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->list_button));
}

static void
show_rows (DdiEventsPage *self)
{
  static const char *const words[] = { "starts_on", "name", "kind", "store", "product", NULL };

  ddi_short_list_show_sorted (self->model, self->rows, "id", self->table, words);
}

static void
show_view (DdiEventsPage *self)
{
  gboolean nothing = shows_list (self) && self->rows && ddi_rows_get_n (self->rows) == 0;

  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), nothing             ? "nothing"
                                                             : shows_list (self) ? "table"
                                                                                 : "month");
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiLoad) load = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = ddi_database_run_finish (DDI_DATABASE (source), result, &error);
  DdiEventsPage *self = ddi_load_get_page (load);

  if (self == NULL)
    return;
  if (rows == NULL)
    {
      ddi_load_fail (load, error);
      return;
    }
  g_clear_pointer (&self->rows, ddi_rows_unref);
  g_clear_pointer (&self->month_rows, ddi_rows_unref);
  self->rows = ddi_rows_ref (rows->pdata[ROWS_LIST]);
  self->month_rows = ddi_rows_ref (rows->pdata[ROWS_MONTH]);
  show_rows (self);
  ddi_month_view_set_rows (self->month, self->month_rows);
  show_view (self);
  ddi_load_done (load,
                 ddi_rows_get_int (rows->pdata[ROWS_COUNT], 0, 0) == 0 ? DDI_PAGE_EMPTY : DDI_PAGE_CONTENT);
}

static void
add_list (DdiUnit *unit, int store, DdiDay first, DdiDay last, const char *search)
{
  GVariantBuilder params;

  g_variant_builder_init (&params, G_VARIANT_TYPE_TUPLE);
  g_variant_builder_add (&params, "i", store);
  g_variant_builder_add_value (&params, ddi_unit_day (first));
  g_variant_builder_add_value (&params, ddi_unit_day (last));
  g_variant_builder_add (&params, "ms", *search ? search : NULL);
  ddi_unit_add (unit, "events/list", g_variant_builder_end (&params));
}

static void
ddi_events_page_load (DdiPage *page, DdiLoad *load)
{
  DdiEventsPage *self = DDI_EVENTS_PAGE (page);
  int store = ddi_load_get_filter (load)->store_id;
  DdiDay today = ddi_session_get_today (ddi_page_get_session (page), store), first, last;
  const char *search = gtk_editable_get_text (GTK_EDITABLE (self->search));
  guint span = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->span));
  DdiUnit *unit = ddi_unit_new ();

  ddi_month_view_set_today (self->month, today);
  ddi_month_view_get_range (self->month, &first, &last);
  ddi_unit_set_read_only (unit);
  add_list (unit, store, span == SPAN_COMING ? today : DDI_DAY_INVALID,
            span == SPAN_PAST ? today - 1 : DDI_DAY_INVALID, search);
  add_list (unit, store, first, last, search);
  ddi_unit_add (unit, "events/count", NULL);
  ddi_database_run_async (ddi_load_get_database (load), unit, ddi_load_get_cancellable (load), loaded_cb,
                          ddi_load_ref (load));
}

static void
ddi_events_page_search (DdiPage *page)
{
  if (ddi_page_get_state (page) == DDI_PAGE_CONTENT)
    gtk_widget_grab_focus (DDI_EVENTS_PAGE (page)->search);
}

/* "day=2026-11-26": the month of that day; "list". */
static void
ddi_events_page_go_to (DdiPage *page, const char *place)
{
  DdiEventsPage *self = DDI_EVENTS_PAGE (page);
  DdiDay day = g_str_has_prefix (place, "day=") ? ddi_day_parse (place + 4) : DDI_DAY_INVALID;

  if (g_str_equal (place, "list"))
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->list_button), TRUE);
  if (day == DDI_DAY_INVALID)
    return;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->month_button), TRUE);
  ddi_month_view_show_day (self->month, day);
  ddi_page_reload (page);
}

static void
reload_cb (DdiEventsPage *self)
{
  if (ddi_page_get_session (DDI_PAGE (self)))
    ddi_page_reload (DDI_PAGE (self));
}

/* ---- add, edit, delete ---- */

static void
changed (DdiEventsPage *self, const char *title, GPtrArray *before, GPtrArray *after)
{
  ddi_events_undo (ddi_window_of (GTK_WIDGET (self)), title, before, after);
  ddi_session_changed (ddi_page_get_session (DDI_PAGE (self)), DDI_DATA_EVENTS);
}

/* (element-type DdiEventRecord) */
static GPtrArray *
list_of (const DdiEventRecord *record)
{
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_event_record_free);

  g_ptr_array_add (records, ddi_event_record_copy (record));
  return records;
}

static void
saved_cb (DdiEventDialog *dialog, DdiEventRecord *before, DdiEventRecord *after, DdiEventsPage *self)
{
  g_autoptr (GPtrArray) old = before ? list_of (before) : NULL, fresh = list_of (after);
  g_autofree char *title = g_strdup_printf (before ? _ ("%s changed") : _ ("%s added"), after->name);

  changed (self, title, old, fresh);
}

typedef struct
{
  DdiEventsPage *self;
  GPtrArray *records;
} Deleting;

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Deleting *deleting = user_data;
  DdiWindow *window = ddi_window_of (GTK_WIDGET (deleting->self));
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  DdiOutboxOutcome outcome = ddi_session_enter_finish (DDI_SESSION (source), result, &rows, &error);
  const DdiEventRecord *first = deleting->records->pdata[0];
  guint n = deleting->records->len;
  g_autofree char *text = NULL;

  if (window && rows)
    {
      text = n == 1 ? g_strdup_printf (_ ("%s deleted"), first->name)
                    : g_strdup_printf (ngettext ("%u event deleted", "%u events deleted", n), n);
      changed (deleting->self, text, deleting->records, NULL);
    }
  else if (outcome != DDI_OUTBOX_FAILED)
    ddi_window_tell_entered (window, DDI_SESSION (source), outcome, DDI_DATA_EVENTS);
  else if (window)
    {
      text = g_strdup_printf (_ ("Not deleted: %s"), error->message);
      ddi_window_add_toast (window, text);
    }
  g_ptr_array_unref (deleting->records);
  g_object_unref (deleting->self);
  g_free (deleting);
}

static void
delete_records (DdiEventsPage *self, GPtrArray *records)
{
  const DdiEventRecord *first;
  g_autofree char *title = NULL, *day = NULL, *place = NULL;
  Deleting *deleting;
  DdiUnit *unit;

  if (records->len == 0)
    return;
  first = records->pdata[0];
  deleting = g_new0 (Deleting, 1);
  deleting->self = g_object_ref (self);
  deleting->records = g_ptr_array_ref (records);
  unit = ddi_unit_new ();
  ddi_event_records_delete (records, unit);
  title = records->len == 1 ? g_strdup_printf (_ ("Delete %s"), first->name)
                            : g_strdup_printf (ngettext ("Delete %u event", "Delete %u events", records->len),
                                               records->len);
  day = ddi_day_format (first->first);
  place = g_strconcat ("day=", day, NULL);
  ddi_session_enter_async (ddi_page_get_session (DDI_PAGE (self)),
                           &(DdiOutboxNote){ title, "events", place, DDI_DATA_EVENTS }, unit, deleted_cb,
                           deleting);
}

static void
dialog_delete_cb (DdiEventDialog *dialog, DdiEventRecord *record, DdiEventsPage *self)
{
  g_autoptr (GPtrArray) records = list_of (record);

  delete_records (self, records);
}

static void
open_dialog (DdiEventsPage *self, const DdiEventRecord *record)
{
  DdiEventDialog *dialog = ddi_event_dialog_new (GTK_WINDOW (ddi_window_of (GTK_WIDGET (self))),
                                                 ddi_page_get_session (DDI_PAGE (self)), record);
  g_autofree char *key = record->id ? g_strdup_printf ("event/%d", record->id) : g_strdup ("event/new");
  g_autofree char *day = ddi_day_format (record->first);
  g_autofree char *place = record->id ? g_strconcat ("day=", day, NULL) : g_strdup (DDI_PAGE_NEW);

  ddi_form_draft_attach (GTK_WINDOW (dialog), ddi_page_get_session (DDI_PAGE (self)),
                         &(DdiFormPlace){ .key = key, .page = "events", .place = place });
  g_signal_connect_object (dialog, "saved", G_CALLBACK (saved_cb), self, 0);
  g_signal_connect_object (dialog, "delete", G_CALLBACK (dialog_delete_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* A new event is on the day in view, at the shop that is looked at. */
static void
add_on (DdiEventsPage *self, DdiDay day)
{
  DdiFilter filter;
  g_autoptr (DdiEventRecord) record = ddi_event_record_new (day);

  ddi_session_get_filter (ddi_page_get_session (DDI_PAGE (self)), &filter);
  record->store_id = filter.store_id;
  open_dialog (self, record);
}

static void
add_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DdiEventsPage *self = user_data;

  add_on (self, shows_list (self) ? ddi_session_get_today (ddi_page_get_session (DDI_PAGE (self)), 0)
                                  : ddi_month_view_get_day (self->month));
}

static void
day_activated_cb (DdiEventsPage *self, int day)
{
  add_on (self, day);
}

static void
event_activated_cb (DdiEventsPage *self, guint row)
{
  g_autoptr (DdiEventRecord) record = ddi_event_record_from_row (self->month_rows, row);

  open_dialog (self, record);
}

/* (element-type DdiEventRecord) (transfer full) */
static GPtrArray *
get_selected (DdiEventsPage *self)
{
  g_autoptr (GPtrArray) rows = ddi_table_get_selected (self->table);
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_event_record_free);
  guint index;

  if (!shows_list (self))
    {
      if (ddi_month_view_get_focused (self->month, &index))
        g_ptr_array_add (records, ddi_event_record_from_row (self->month_rows, index));
      return records;
    }
  for (guint i = 0; i < rows->len; i++)
    {
      DdiRows *values = ddi_query_row_get (rows->pdata[i], &index);

      g_ptr_array_add (records, ddi_event_record_from_row (values, index));
    }
  return records;
}

static void
edit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GPtrArray) records = get_selected (user_data);

  if (records->len > 0)
    open_dialog (user_data, records->pdata[0]);
}

static void
delete_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GPtrArray) records = get_selected (user_data);

  delete_records (user_data, records);
}

static void
holidays_added_cb (GtkWidget *dialog, GPtrArray *records, DdiEventsPage *self)
{
  g_autofree char *text = NULL;

  if (records->len == 0)
    {
      ddi_window_add_toast (ddi_window_of (GTK_WIDGET (self)), _ ("All of these holidays are there already"));
      return;
    }
  text = g_strdup_printf (ngettext ("%u holiday added", "%u holidays added", records->len), records->len);
  changed (self, text, NULL, records);
}

static void
holidays_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DdiEventsPage *self = user_data;
  DdiHolidaysDialog *dialog = ddi_holidays_dialog_new (GTK_WINDOW (ddi_window_of (GTK_WIDGET (self))),
                                                       ddi_page_get_session (DDI_PAGE (self)));

  g_signal_connect_object (dialog, "added", G_CALLBACK (holidays_added_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DdiEventsPage *self = user_data;
  DdiRows *rows = shows_list (self) ? self->rows : self->month_rows;

  if (rows)
    ddi_rows_export_ask (ddi_window_of (GTK_WIDGET (self)), rows, "events", ddi_events_export_write,
                         self->cancellable);
}

static void
ddi_events_page_dispose (GObject *object)
{
  DdiEventsPage *self = DDI_EVENTS_PAGE (object);

  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->model);
  g_clear_pointer (&self->rows, ddi_rows_unref);
  g_clear_pointer (&self->month_rows, ddi_rows_unref);
  G_OBJECT_CLASS (ddi_events_page_parent_class)->dispose (object);
}

static void
ddi_events_page_class_init (DdiEventsPageClass *klass)
{
  DdiPageClass *page_class = DDI_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_events_page_dispose;
  page_class->shows = DDI_DATA_EVENTS | DDI_DATA_STORES | DDI_DATA_FORECASTS;
  page_class->filter = DDI_PAGE_FILTER_STORE;
  page_class->load = ddi_events_page_load;
  page_class->search = ddi_events_page_search;
  page_class->go_to = ddi_events_page_go_to;
}

static GtkWidget *
make_header (void)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *words = adw_split_button_new (), *icon = adw_split_button_new ();

  g_menu_append (menu, _ ("Add US _Holidays…"), "page.add-holidays");
  g_menu_append (menu, _ ("_Import a Calendar…"), "win.import");
  adw_split_button_set_label (ADW_SPLIT_BUTTON (words), _ ("_Add"));
  adw_split_button_set_use_underline (ADW_SPLIT_BUTTON (words), TRUE);
  adw_split_button_set_icon_name (ADW_SPLIT_BUTTON (icon), "list-add-symbolic");
  adw_split_button_set_menu_model (ADW_SPLIT_BUTTON (words), G_MENU_MODEL (menu));
  adw_split_button_set_menu_model (ADW_SPLIT_BUTTON (icon), G_MENU_MODEL (menu));
  adw_split_button_set_dropdown_tooltip (ADW_SPLIT_BUTTON (words), _ ("Other Ways to Add"));
  adw_split_button_set_dropdown_tooltip (ADW_SPLIT_BUTTON (icon), _ ("Other Ways to Add"));
  return ddi_header_button_new_of (words, icon, _ ("_Add"), "page.add", NULL);
}

static void
connect_signals (DdiEventsPage *self)
{
  g_signal_connect_object (self->search, "search-changed", G_CALLBACK (ddi_page_reload), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->span, "notify::selected", G_CALLBACK (reload_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list_button, "toggled", G_CALLBACK (show_view), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->table, "sort-changed", G_CALLBACK (show_rows), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->month, "month-changed", G_CALLBACK (reload_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->month, "day-activated", G_CALLBACK (day_activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->month, "event-activated", G_CALLBACK (event_activated_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
ddi_events_page_init (DdiEventsPage *self)
{
  static const GActionEntry actions[] = {
    { "add", add_cb, NULL, NULL, NULL, { 0 } },
    { "edit", edit_cb, NULL, NULL, NULL, { 0 } },
    { "delete", delete_cb, NULL, NULL, NULL, { 0 } },
    { "add-holidays", holidays_cb, NULL, NULL, NULL, { 0 } },
    { "export", export_cb, NULL, NULL, NULL, { 0 } },
  };
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (
      "/io/github/dunkin_demand/Intelligence/ui/pages/events/ddi-events-page.ui");

  self->cancellable = g_cancellable_new ();
  self->model = g_list_store_new (DDI_TYPE_QUERY_ROW);
  self->search = GTK_WIDGET (gtk_builder_get_object (builder, "search"));
  self->span = GTK_WIDGET (gtk_builder_get_object (builder, "span"));
  self->month_button = GTK_WIDGET (gtk_builder_get_object (builder, "month_button"));
  self->list_button = GTK_WIDGET (gtk_builder_get_object (builder, "list_button"));
  self->stack = GTK_WIDGET (gtk_builder_get_object (builder, "stack"));
  self->table = ddi_table_new (_ ("Events"), columns, G_LIST_MODEL (self->model), FALSE);
  self->month = ddi_month_view_new ();
  adw_bin_set_child (ADW_BIN (gtk_builder_get_object (builder, "table_bin")), GTK_WIDGET (self->table));
  adw_bin_set_child (ADW_BIN (gtk_builder_get_object (builder, "month_bin")), GTK_WIDGET (self->month));

  ddi_page_set_content (DDI_PAGE (self), GTK_WIDGET (gtk_builder_get_object (builder, "content")));
  ddi_page_set_empty (DDI_PAGE (self), _ ("No Events Yet"),
                      _ ("What moves demand from outside will be here: holidays, promotions, closures. "
                         "Forecasts learn from each what it does."),
                      _ ("Add US _Holidays…"), "page.add-holidays");
  ddi_page_set_header (DDI_PAGE (self), make_header ());
  g_action_map_add_action_entries (ddi_page_get_actions (DDI_PAGE (self)), actions, G_N_ELEMENTS (actions),
                                   self);
  connect_signals (self);
}

DdiTable *
ddi_events_page_get_table (DdiEventsPage *self)
{
  return self->table;
}

DdiMonthView *
ddi_events_page_get_month (DdiEventsPage *self)
{
  return self->month;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/stores/ddi-stores-page.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/ddi-form-draft.h"
#include "app/ddi-header-button.h"
#include "app/ddi-short-list.h"
#include "app/ddi-table-memory.h"
#include "app/ddi-window.h"
#include "core/ddi-format.h"
#include "db/ddi-db-error.h"
#include "pages/stores/ddi-store-dialog.h"
#include "pages/stores/ddi-stores-print.h"
#include "pages/stores/ddi-stores-report.h"
#include "pages/stores/ddi-stores-sheets.h"
#include "pages/stores/ddi-stores-undo.h"

struct _DdiStoresPage
{
  DdiPage parent_instance;

  DdiTable *table;
  GListStore *model;
  GtkWidget *search;
  GtkWidget *totals;
  GtkWidget *stack;

  DdiRows *rows; /* the shops as they were read */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (DdiStoresPage, ddi_stores_page, DDI_TYPE_PAGE)

/* A shop that has closed is told beside its name. */
static char *
format_name (DdiRows *rows, guint row, guint column)
{
  const char *name = ddi_rows_get_text (rows, row, column);

  if (ddi_rows_is_null (rows, row, ddi_rows_column (rows, "closed_on")))
    return g_strdup (name);
  /* Translators: a shop that has closed for good. */
  return g_strdup_printf (_ ("%s, closed"), name);
}

/* Nothing known is not nothing. */
static char *
format_revenue (DdiRows *rows, guint row, guint column)
{
  if (ddi_rows_is_null (rows, row, column))
    return g_strdup ("–");
  return ddi_format_amount (ddi_rows_get_money (rows, row, column));
}

static char *
format_rate (DdiRows *rows, guint row, guint column)
{
  if (ddi_rows_is_null (rows, row, column))
    return g_strdup ("–");
  return ddi_format_percent (ddi_rows_get_double (rows, row, column), 1);
}

/* And by how many percentage points that is above or below the shop's goal. */
static char *
format_waste (DdiRows *rows, guint row, guint column)
{
  guint gap = ddi_rows_column (rows, "goal_gap");
  g_autofree char *rate = format_rate (rows, row, column);
  double points;

  if (ddi_rows_is_null (rows, row, gap))
    return g_steal_pointer (&rate);
  points = ddi_rows_get_double (rows, row, gap) * 100;
  return g_strdup_printf ("%s %s %.1f", rate, points > 0 ? "▲" : "▼", fabs (points));
}

/* How the shops did; what they are stands in their form. */
static const DdiColumnInfo columns[] = {
  { "name", N_ ("Shop"), DDI_CELL_CUSTOM, "name", .expand = TRUE, .format = format_name },
  { "district", N_ ("District"), DDI_CELL_TEXT, "district", .expand = TRUE, .wide_only = TRUE, .from = 820 },
  { "pc_number", N_ ("PC number"), DDI_CELL_TEXT, "pc_number", .wide_only = TRUE, .from = 1100 },
  { "revenue", N_ ("Revenue"), DDI_CELL_MONEY, "revenue", .wide_only = TRUE, .format = format_revenue },
  { "waste_rate", N_ ("Thrown away"), DDI_CELL_INT, "waste_rate", .format = format_waste },
  { "wape", N_ ("Off by"), DDI_CELL_INT, "wape", .wide_only = TRUE, .format = format_rate },
  { "n_missing", N_ ("Days missing"), DDI_CELL_INT, "n_missing", .wide_only = TRUE },
  { "trend", N_ ("Sold"), DDI_CELL_TREND, .wide_only = TRUE, .from = 860 },
  { NULL },
};

static void
show_rows (DdiStoresPage *self)
{
  static const char *const words[] = { "name", "district", "pc_number", NULL };

  ddi_short_list_show_sorted (self->model, self->rows, "id", self->table, words);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiLoad) load = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = ddi_database_run_finish (DDI_DATABASE (source), result, &error);
  DdiStoresPage *self = ddi_load_get_page (load);
  g_autofree char *number = NULL, *totals = NULL;
  guint n;

  if (self == NULL)
    return;
  if (rows == NULL)
    {
      ddi_load_fail (load, error);
      return;
    }
  g_clear_pointer (&self->rows, ddi_rows_unref);
  self->rows = ddi_rows_ref (rows->pdata[0]);
  n = ddi_rows_get_n (self->rows);
  show_rows (self);
  number = ddi_format_int (n);
  totals = g_strdup_printf (ngettext ("%s shop", "%s shops", n), number);
  gtk_label_set_label (GTK_LABEL (self->totals), totals);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), n == 0 ? "nothing" : "table");
  ddi_load_done (load, n == 0 && *gtk_editable_get_text (GTK_EDITABLE (self->search)) == '\0'
                           ? DDI_PAGE_EMPTY
                           : DDI_PAGE_CONTENT);
}

static void
ddi_stores_page_load (DdiPage *page, DdiLoad *load)
{
  DdiStoresPage *self = DDI_STORES_PAGE (page);
  DdiSession *session = ddi_page_get_session (page);
  const DdiFilter *filter = ddi_load_get_filter (load);
  const char *search = gtk_editable_get_text (GTK_EDITABLE (self->search));
  g_autofree char *first = ddi_day_format (filter->first), *last = ddi_day_format (filter->last);
  g_autofree char *today = ddi_day_format (ddi_session_get_today (session, 0));
  DdiUnit *unit = ddi_unit_new ();

  ddi_table_set_currency (self->table, ddi_format_currency_sign (ddi_session_get_currency (session)));
  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, "stores/list", g_variant_new ("(sssms)", first, last, today, *search ? search : NULL));
  ddi_database_run_async (ddi_load_get_database (load), unit, ddi_load_get_cancellable (load), loaded_cb,
                          ddi_load_ref (load));
}

static void
ddi_stores_page_search (DdiPage *page)
{
  if (ddi_page_get_state (page) == DDI_PAGE_CONTENT)
    gtk_widget_grab_focus (DDI_STORES_PAGE (page)->search);
}

/* ---- add, edit, delete ---- */

static void
changed (DdiStoresPage *self, const DdiStoreRecord *before, const DdiStoreRecord *after)
{
  ddi_stores_undo (ddi_window_of (GTK_WIDGET (self)), before, after);
  ddi_session_changed (ddi_page_get_session (DDI_PAGE (self)), DDI_DATA_STORES);
}

static void
saved_cb (DdiStoreDialog *dialog, DdiStoreRecord *before, DdiStoreRecord *after, DdiStoresPage *self)
{
  changed (self, before, after);
}

static void
open_dialog (DdiStoresPage *self, const DdiStoreRecord *record)
{
  const char *district = self->rows && ddi_rows_get_n (self->rows) > 0
                             ? ddi_rows_get_text (self->rows, 0, ddi_rows_column (self->rows, "district"))
                             : NULL;
  DdiStoreDialog *dialog = ddi_store_dialog_new (GTK_WINDOW (ddi_window_of (GTK_WIDGET (self))),
                                                 ddi_page_get_session (DDI_PAGE (self)), record, district);
  g_autofree char *key = record ? g_strdup_printf ("store/%d", record->id) : g_strdup ("store/new");

  ddi_form_draft_attach (GTK_WINDOW (dialog), ddi_page_get_session (DDI_PAGE (self)),
                         &(DdiFormPlace){
                             .key = key, .page = "stores", .place = record ? NULL : DDI_PAGE_NEW });
  g_signal_connect_object (dialog, "saved", G_CALLBACK (saved_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
add_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  open_dialog (user_data, NULL);
}

/* NULL where nothing is selected. (transfer full) */
static DdiStoreRecord *
get_selected (DdiStoresPage *self)
{
  g_autoptr (GPtrArray) rows = ddi_table_get_selected (self->table);
  guint index;
  DdiRows *values;

  if (rows->len == 0)
    return NULL;
  values = ddi_query_row_get (rows->pdata[0], &index);
  return ddi_store_record_from_row (values, index);
}

static void
edit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (DdiStoreRecord) record = get_selected (user_data);

  if (record)
    open_dialog (user_data, record);
}

typedef struct
{
  DdiStoresPage *self;
  DdiStoreRecord *record;
} Deleting;

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Deleting *deleting = user_data;
  DdiWindow *window = ddi_window_of (GTK_WIDGET (deleting->self));
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  DdiOutboxOutcome outcome = ddi_session_enter_finish (DDI_SESSION (source), result, &rows, &error);
  g_autofree char *text = NULL;

  if (window && rows)
    changed (deleting->self, deleting->record, NULL);
  else if (outcome != DDI_OUTBOX_FAILED)
    ddi_window_tell_entered (window, DDI_SESSION (source), outcome, DDI_DATA_STORES);
  else if (window)
    {
      if (g_error_matches (error, DDI_DB_ERROR, DDI_DB_ERROR_CONSTRAINT))
        text = g_strdup_printf (_ ("%s has figures and stays. Edit it to say that it has closed."),
                                deleting->record->name);
      else
        text = g_strdup_printf (_ ("Not deleted: %s"), error->message);
      ddi_window_add_toast (window, text);
    }
  ddi_store_record_free (deleting->record);
  g_object_unref (deleting->self);
  g_free (deleting);
}

static void
delete_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DdiStoresPage *self = user_data;
  DdiStoreRecord *record = get_selected (self);
  g_autofree char *title = NULL;
  Deleting *deleting;
  DdiUnit *unit;

  if (record == NULL)
    return;
  deleting = g_new0 (Deleting, 1);
  deleting->self = g_object_ref (self);
  deleting->record = record;
  unit = ddi_unit_new ();
  ddi_store_record_delete (record, unit);
  title = g_strdup_printf (_ ("Delete %s"), record->name);
  ddi_session_enter_async (ddi_page_get_session (DDI_PAGE (self)),
                           &(DdiOutboxNote){ title, "stores", NULL, DDI_DATA_STORES }, unit, deleted_cb,
                           deleting);
}

static void
make_sheets_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DdiStoresPage *self = user_data;

  ddi_stores_sheets_ask (ddi_window_of (GTK_WIDGET (self)), self->cancellable);
}

static void
print_sheets_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DdiStoresPage *self = user_data;

  ddi_stores_print_sheets (ddi_window_of (GTK_WIDGET (self)), self->cancellable);
}

/* Those of the shops that are listed, with a NULL at the end; as long as the rows are. */
static GPtrArray *
list_districts (DdiStoresPage *self)
{
  GPtrArray *districts = g_ptr_array_new ();

  for (guint i = 0; self->rows && i < ddi_rows_get_n (self->rows); i++)
    {
      const char *name = ddi_rows_get_text (self->rows, i, ddi_rows_column (self->rows, "district"));

      if (!g_ptr_array_find_with_equal_func (districts, name, g_str_equal, NULL))
        g_ptr_array_add (districts, (gpointer)name);
    }
  g_ptr_array_add (districts, NULL);
  return districts;
}

/* Who has searched for a district wants the report of that one. */
static const char *
find_chosen (DdiStoresPage *self, GPtrArray *districts)
{
  gboolean narrowed = *gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0';

  return narrowed && districts->len == 2 ? districts->pdata[0] : NULL;
}

static void
weekly_report_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DdiStoresPage *self = user_data;
  g_autoptr (GPtrArray) districts = list_districts (self);

  ddi_stores_report_ask (ddi_window_of (GTK_WIDGET (self)), (const char *const *)districts->pdata,
                         find_chosen (self, districts), self->cancellable);
}

static void
print_report_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DdiStoresPage *self = user_data;
  g_autoptr (GPtrArray) districts = list_districts (self);

  ddi_stores_print_report (ddi_window_of (GTK_WIDGET (self)), (const char *const *)districts->pdata,
                           find_chosen (self, districts), self->cancellable);
}

static void
ddi_stores_page_dispose (GObject *object)
{
  DdiStoresPage *self = DDI_STORES_PAGE (object);

  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->model);
  g_clear_pointer (&self->rows, ddi_rows_unref);
  G_OBJECT_CLASS (ddi_stores_page_parent_class)->dispose (object);
}

static void
ddi_stores_page_class_init (DdiStoresPageClass *klass)
{
  DdiPageClass *page_class = DDI_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_stores_page_dispose;
  page_class->shows = DDI_DATA_ALL & ~DDI_DATA_EVENTS;
  page_class->filter = DDI_PAGE_FILTER_RANGE;
  page_class->load = ddi_stores_page_load;
  page_class->search = ddi_stores_page_search;
}

static void
ddi_stores_page_init (DdiStoresPage *self)
{
  static const GActionEntry actions[] = {
    { "add", add_cb, NULL, NULL, NULL, { 0 } },
    { "edit", edit_cb, NULL, NULL, NULL, { 0 } },
    { "delete", delete_cb, NULL, NULL, NULL, { 0 } },
    { "make-sheets", make_sheets_cb, NULL, NULL, NULL, { 0 } },
    { "weekly-report", weekly_report_cb, NULL, NULL, NULL, { 0 } },
    { "print", print_sheets_cb, NULL, NULL, NULL, { 0 } },
    { "print-report", print_report_cb, NULL, NULL, NULL, { 0 } },
  };
  g_autoptr (GtkBuilder) builder =
      gtk_builder_new_from_resource ("/io/github/dunkin_demand/Intelligence/ui/pages/ddi-stores-page.ui");
  GtkWidget *add = ddi_header_button_new (_ ("_Add"), "list-add-symbolic", "page.add", NULL);

  self->cancellable = g_cancellable_new ();
  self->model = g_list_store_new (DDI_TYPE_QUERY_ROW);
  self->search = GTK_WIDGET (gtk_builder_get_object (builder, "search"));
  self->totals = GTK_WIDGET (gtk_builder_get_object (builder, "totals"));
  self->stack = GTK_WIDGET (gtk_builder_get_object (builder, "stack"));
  self->table = ddi_table_new (_ ("Shops"), columns, G_LIST_MODEL (self->model), FALSE);
  ddi_table_memory_follow (self->table, "stores");
  adw_bin_set_child (ADW_BIN (gtk_builder_get_object (builder, "table_bin")), GTK_WIDGET (self->table));

  ddi_page_set_content (DDI_PAGE (self), GTK_WIDGET (gtk_builder_get_object (builder, "content")));
  ddi_page_set_empty (
      DDI_PAGE (self), _ ("No Shops Yet"),
      _ ("Your shops will be here. Add one by hand, or import its sheets: it is added with them."),
      _ ("_Add a Shop…"), "page.add");
  ddi_page_set_header (DDI_PAGE (self), add);
  g_action_map_add_action_entries (ddi_page_get_actions (DDI_PAGE (self)), actions, G_N_ELEMENTS (actions),
                                   self);

  g_object_bind_property (self->table, "narrow", self->totals, "visible",
                          G_BINDING_SYNC_CREATE | G_BINDING_INVERT_BOOLEAN);
  g_signal_connect_object (self->search, "search-changed", G_CALLBACK (ddi_page_reload), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->table, "sort-changed", G_CALLBACK (show_rows), self, G_CONNECT_SWAPPED);
}

DdiTable *
ddi_stores_page_get_table (DdiStoresPage *self)
{
  return self->table;
}

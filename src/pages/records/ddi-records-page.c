/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/records/ddi-records-page.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-form-draft.h"
#include "app/ddi-header-button.h"
#include "app/ddi-table-memory.h"
#include "app/ddi-window.h"
#include "core/ddi-format.h"
#include "pages/records/ddi-record-added.h"
#include "pages/records/ddi-record-dialog.h"
#include "pages/records/ddi-record-title.h"
#include "pages/records/ddi-records-export.h"
#include "pages/records/ddi-records-undo.h"
#include "tasks/ddi-custom-columns.h"

typedef struct
{
  DdiQueryModel *model;
  DdiTable *table;
  GPtrArray *added; /* (element-type DdiCustomColumn) that the table shows; NULL: not yet */
  GtkWidget *search;
  GtkWidget *totals;
  GtkWidget *stack;
  GCancellable *cancellable; /* of what the page writes and exports */
} DdiRecordsPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (DdiRecordsPage, ddi_records_page, DDI_TYPE_PAGE)

/* By DdiRecordKind. */
static const char *const page_ids[] = { "production", "sales", "waste" };

static DdiRecordKind
get_kind (DdiRecordsPage *self)
{
  return DDI_RECORDS_PAGE_GET_CLASS (self)->kind;
}

/* Made and thrown-away pieces move the sales that follow from them. */
static guint
get_touched (DdiRecordsPage *self)
{
  return DDI_RECORDS_PAGE_GET_CLASS (self)->data | DDI_DATA_SALES | DDI_DATA_FORECASTS;
}

static const char *
get_search (DdiRecordsPage *self)
{
  DdiRecordsPagePrivate *priv = ddi_records_page_get_instance_private (self);

  return gtk_editable_get_text (GTK_EDITABLE (priv->search));
}

/* Who sees one shop of many is told so to the database, which then looks into that shop's rows alone. 0: all. */
static gint32
get_store_id (DdiSession *session, const DdiFilter *filter)
{
  GListModel *stores = ddi_session_get_stores (session);
  g_autoptr (DdiStore) only = g_list_model_get_item (stores, 0);

  return filter->store_id == 0 && only && g_list_model_get_n_items (stores) == 1 ? ddi_store_get_id (only)
                                                                                 : filter->store_id;
}

/* The five parameters that count and list share. (floating) */
static GVariant *
list_params (gint32 store, const DdiFilter *filter, const char *search)
{
  GVariantBuilder params;
  GVariant *stores = NULL;

  if (store != 0)
    stores = g_variant_new_fixed_array (G_VARIANT_TYPE_INT32, &store, 1, sizeof store);
  g_variant_builder_init (&params, G_VARIANT_TYPE_TUPLE);
  g_variant_builder_add_value (&params, g_variant_new_maybe (G_VARIANT_TYPE ("ai"), stores));
  g_variant_builder_add_value (&params, ddi_unit_day (filter->first));
  g_variant_builder_add_value (&params, ddi_unit_day (filter->last));
  g_variant_builder_add (&params, "mi", FALSE, 0);
  g_variant_builder_add (&params, "ms", *search ? search : NULL);
  return g_variant_builder_end (&params);
}

static void
show_totals (DdiRecordsPage *self)
{
  DdiRecordsPagePrivate *priv = ddi_records_page_get_instance_private (self);
  DdiRecordsPageClass *klass = DDI_RECORDS_PAGE_GET_CLASS (self);
  DdiRows *totals = ddi_query_model_get_totals (priv->model);
  gint64 n = ddi_rows_get_int (totals, 0, 0), pieces = ddi_rows_get_int (totals, 0, 1);
  g_autofree char *n_text = ddi_format_int (n);
  g_autofree char *pieces_text = ddi_format_int (pieces);
  g_autofree char *rows = g_strdup_printf (ngettext ("%s row", "%s rows", (gulong)n), n_text);
  g_autofree char *sum = g_strdup_printf (ngettext ("%s piece", "%s pieces", (gulong)pieces), pieces_text);
  g_autofree char *text = NULL;

  /* Money that nobody knows is not shown as nothing. */
  if (klass->has_money && !ddi_rows_is_null (totals, 0, 2))
    {
      g_autofree char *money =
          ddi_format_money (ddi_rows_get_money (totals, 0, 2),
                            ddi_session_get_currency (ddi_page_get_session (DDI_PAGE (self))));

      text = g_strdup_printf ("%s · %s · %s", rows, sum, money);
    }
  else
    text = g_strdup_printf ("%s · %s", rows, sum);
  gtk_label_set_label (GTK_LABEL (priv->totals), text);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiLoad) load = user_data;
  g_autoptr (GError) error = NULL;
  gboolean loaded = ddi_query_model_load_finish (DDI_QUERY_MODEL (source), result, &error);
  DdiRecordsPage *self = ddi_load_get_page (load);
  DdiRecordsPagePrivate *priv;
  gboolean empty;

  if (self == NULL)
    return;
  if (!loaded)
    {
      ddi_load_fail (load, error);
      return;
    }
  priv = ddi_records_page_get_instance_private (self);
  show_totals (self);
  empty = g_list_model_get_n_items (G_LIST_MODEL (priv->model)) == 0;
  gtk_stack_set_visible_child_name (GTK_STACK (priv->stack), empty ? "nothing" : "table");
  ddi_load_done (load, empty && *get_search (self) == '\0' ? DDI_PAGE_EMPTY : DDI_PAGE_CONTENT);
}

static void
show_added (DdiRecordsPage *self)
{
  DdiRecordsPagePrivate *priv = ddi_records_page_get_instance_private (self);
  g_autoptr (GPtrArray) added =
      ddi_record_added_columns (ddi_page_get_session (DDI_PAGE (self)), get_kind (self));

  if (priv->added ? ddi_custom_columns_equal (priv->added, added) : added->len == 0)
    return;
  ddi_record_added_show (priv->table, added);
  g_clear_pointer (&priv->added, g_ptr_array_unref);
  priv->added = g_steal_pointer (&added);
}

static void
ddi_records_page_load (DdiPage *page, DdiLoad *load)
{
  DdiRecordsPage *self = DDI_RECORDS_PAGE (page);
  DdiRecordsPagePrivate *priv = ddi_records_page_get_instance_private (self);
  gboolean descending;
  const char *sort = ddi_table_get_sort (priv->table, &descending);

  show_added (self);
  ddi_table_set_currency (priv->table,
                          ddi_format_currency_sign (ddi_session_get_currency (ddi_page_get_session (page))));
  ddi_query_model_load_async (priv->model, ddi_load_get_database (load),
                              list_params (get_store_id (ddi_page_get_session (page),
                                                         ddi_load_get_filter (load)),
                                           ddi_load_get_filter (load), get_search (self)),
                              sort, descending, ddi_load_get_cancellable (load), loaded_cb,
                              ddi_load_ref (load));
}

static void
ddi_records_page_search (DdiPage *page)
{
  DdiRecordsPagePrivate *priv = ddi_records_page_get_instance_private (DDI_RECORDS_PAGE (page));

  if (ddi_page_get_state (page) == DDI_PAGE_CONTENT)
    gtk_widget_grab_focus (priv->search);
}

/* NULL where no product has this id. */
static const char *
find_product_name (DdiSession *session, int id)
{
  GListModel *products = ddi_session_get_products (session);

  for (guint i = 0; i < g_list_model_get_n_items (products); i++)
    {
      g_autoptr (DdiProduct) product = g_list_model_get_item (products, i);

      if (ddi_product_get_id (product) == id)
        return ddi_product_get_name (product);
    }
  return NULL;
}

/* "store=3&day=2026-11-20" turns the filter to that shop and day, "product=12" searches for it. */
static void
ddi_records_page_go_to (DdiPage *page, const char *place)
{
  DdiRecordsPagePrivate *priv = ddi_records_page_get_instance_private (DDI_RECORDS_PAGE (page));
  DdiSession *session = ddi_page_get_session (page);
  g_auto (GStrv) parts = g_strsplit (place, "&", -1);
  const char *name = NULL;
  DdiFilter filter;

  ddi_session_get_filter (session, &filter);
  for (char **part = parts; *part; part++)
    {
      if (g_str_has_prefix (*part, "store="))
        filter.store_id = (int)g_ascii_strtoll (*part + strlen ("store="), NULL, 10);
      else if (g_str_has_prefix (*part, "product="))
        name = find_product_name (session, (int)g_ascii_strtoll (*part + strlen ("product="), NULL, 10));
      else if (g_str_has_prefix (*part, "day="))
        {
          DdiDay day = ddi_day_parse (*part + strlen ("day="));

          if (day != DDI_DAY_INVALID)
            filter.first = filter.last = day;
        }
    }
  gtk_editable_set_text (GTK_EDITABLE (priv->search), name ? name : "");
  ddi_session_set_filter (session, &filter);
}

/* ---- add, edit, delete ---- */

static void
saved_cb (DdiRecordDialog *dialog, DdiRecord *before, DdiRecord *after, DdiRecordsPage *self)
{
  DdiWindow *window = ddi_window_of (GTK_WIDGET (self));

  if (before)
    ddi_records_undo_update (window, get_kind (self), get_touched (self), before, after);
  else
    ddi_records_undo_insert (window, get_kind (self), get_touched (self), after);
  ddi_session_changed (ddi_page_get_session (DDI_PAGE (self)), get_touched (self));
}

static void
open_dialog (DdiRecordsPage *self, const DdiRecord *record)
{
  GtkWindow *window = GTK_WINDOW (ddi_window_of (GTK_WIDGET (self)));
  DdiSession *session = ddi_page_get_session (DDI_PAGE (self));
  DdiRecordDialog *dialog = ddi_record_dialog_new (window, session, get_kind (self), record);
  g_autofree char *day = record ? ddi_day_format (record->day) : NULL;
  g_autofree char *place =
      record ? g_strdup_printf ("store=%d&day=%s&product=%d", record->store_id, day, record->product_id)
             : g_strdup (DDI_PAGE_NEW);
  g_autofree char *key =
      g_strdup_printf ("%s/%" G_GINT64_FORMAT, page_ids[get_kind (self)], record ? record->id : 0);

  ddi_form_draft_attach (GTK_WINDOW (dialog), session,
                         &(DdiFormPlace){ .key = key, .page = page_ids[get_kind (self)], .place = place });
  g_signal_connect_object (dialog, "saved", G_CALLBACK (saved_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
add_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  open_dialog (user_data, NULL);
}

/* (element-type DdiRecord) (transfer full) */
static GPtrArray *
get_selected_records (DdiRecordsPage *self)
{
  DdiRecordsPagePrivate *priv = ddi_records_page_get_instance_private (self);
  g_autoptr (GPtrArray) rows = ddi_table_get_selected (priv->table);
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_record_free);

  for (guint i = 0; i < rows->len; i++)
    {
      guint index;
      DdiRows *values = ddi_query_row_get (rows->pdata[i], &index);

      g_ptr_array_add (records, ddi_record_from_row (get_kind (self), values, index));
    }
  return records;
}

static void
edit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GPtrArray) records = get_selected_records (user_data);

  if (records->len > 0)
    open_dialog (user_data, records->pdata[0]);
}

typedef struct
{
  DdiRecordsPage *self;
  GPtrArray *records;
} Deleting;

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Deleting *deleting = user_data;
  DdiRecordsPage *self = deleting->self;
  DdiWindow *window = ddi_window_of (GTK_WIDGET (self));
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  DdiSession *session = DDI_SESSION (source);
  DdiOutboxOutcome outcome = ddi_session_enter_finish (session, result, &rows, &error);

  if (outcome != DDI_OUTBOX_FAILED)
    {
      if (window && rows)
        ddi_records_undo_delete (window, get_kind (self), get_touched (self), deleting->records,
                                 rows->pdata[0]);
      ddi_window_tell_entered (window, session, outcome, get_touched (self));
    }
  else if (window)
    {
      g_autofree char *text = g_strdup_printf (_ ("Not deleted: %s"), error->message);

      ddi_window_add_toast (window, text);
      ddi_page_reload (DDI_PAGE (self));
    }
  g_ptr_array_unref (deleting->records);
  g_object_unref (deleting->self);
  g_free (deleting);
}

/* For the list of what waits. (transfer full) */
static char *
name_deletion (DdiSession *session, GPtrArray *records)
{
  g_autofree char *first = ddi_record_dup_title (records->pdata[0], session);
  g_autofree char *number = ddi_format_int (records->len);

  /* Translators: in the list of what waits for the server: a row, "Store 01, Wed 25 Nov: Glazed". */
  return records->len == 1
             ? g_strdup_printf (_ ("Delete %s"), first)
             : g_strdup_printf (ngettext ("Delete %s row", "Delete %s rows", records->len), number);
}

static void
delete_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DdiRecordsPage *self = user_data;
  g_autoptr (GPtrArray) records = get_selected_records (self);
  DdiSession *session = ddi_page_get_session (DDI_PAGE (self));
  g_autofree char *title = NULL, *place = NULL;
  Deleting *deleting;
  DdiUnit *unit;

  if (records->len == 0)
    return;
  deleting = g_new0 (Deleting, 1);
  deleting->self = g_object_ref (self);
  deleting->records = g_ptr_array_ref (records);
  unit = ddi_unit_new ();
  ddi_record_delete (get_kind (self), records, ddi_session_get_user_id (session), unit);
  title = name_deletion (session, records);
  place = ddi_record_dup_place (records->pdata[0]);
  ddi_session_enter_async (session,
                           &(DdiOutboxNote){ title, ddi_record_page (get_kind (self)), place,
                                             get_touched (self) },
                           unit, deleted_cb, deleting);
}

static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  static const DdiExportKind kinds[] = {
    [DDI_RECORD_PRODUCTION] = DDI_EXPORT_PRODUCTION,
    [DDI_RECORD_SALES] = DDI_EXPORT_SALES,
    [DDI_RECORD_WASTE] = DDI_EXPORT_WASTE,
  };
  DdiRecordsPage *self = user_data;
  DdiRecordsPagePrivate *priv = ddi_records_page_get_instance_private (self);
  DdiExportOptions options = { .kind = kinds[get_kind (self)] };

  options.sort = ddi_table_get_sort (priv->table, &options.descending);
  options.search = get_search (self);
  ddi_records_export_ask (ddi_window_of (GTK_WIDGET (self)), &options,
                          DDI_RECORDS_PAGE_GET_CLASS (self)->file_name, priv->cancellable);
}

static GtkWidget *
add_button (void)
{
  return ddi_header_button_new (_ ("_Add"), "list-add-symbolic", "page.add", NULL);
}

/* The list and another view of the same days, with a switch above them. */
static GtkWidget *
add_view (GtkWidget *list, GtkWidget *view, const char *title)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *stack = gtk_stack_new ();
  GtkWidget *switcher = gtk_stack_switcher_new ();

  gtk_stack_add_titled (GTK_STACK (stack), list, "list", _ ("List"));
  gtk_stack_add_titled (GTK_STACK (stack), view, "view", title);
  gtk_stack_set_vhomogeneous (GTK_STACK (stack), FALSE);
  gtk_stack_set_hhomogeneous (GTK_STACK (stack), FALSE);
  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (switcher), GTK_STACK (stack));
  gtk_accessible_update_property (GTK_ACCESSIBLE (switcher), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Views"), -1);
  gtk_widget_set_halign (switcher, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_top (switcher, 12);
  gtk_widget_set_vexpand (stack, TRUE);
  gtk_box_append (GTK_BOX (box), switcher);
  gtk_box_append (GTK_BOX (box), stack);
  return box;
}

static void
ddi_records_page_constructed (GObject *object)
{
  static const GActionEntry actions[] = {
    { "add", add_cb, NULL, NULL, NULL, { 0 } },
    { "edit", edit_cb, NULL, NULL, NULL, { 0 } },
    { "delete", delete_cb, NULL, NULL, NULL, { 0 } },
    { "export", export_cb, NULL, NULL, NULL, { 0 } },
  };
  DdiRecordsPage *self = DDI_RECORDS_PAGE (object);
  DdiRecordsPagePrivate *priv = ddi_records_page_get_instance_private (self);
  DdiRecordsPageClass *klass = DDI_RECORDS_PAGE_GET_CLASS (self);
  g_autoptr (GtkBuilder) builder = NULL;
  GtkWidget *content;

  G_OBJECT_CLASS (ddi_records_page_parent_class)->constructed (object);

  builder =
      gtk_builder_new_from_resource ("/io/github/dunkin_demand/Intelligence/ui/pages/ddi-records-page.ui");
  priv->search = GTK_WIDGET (gtk_builder_get_object (builder, "search"));
  priv->totals = GTK_WIDGET (gtk_builder_get_object (builder, "totals"));
  priv->stack = GTK_WIDGET (gtk_builder_get_object (builder, "stack"));
  priv->model = ddi_query_model_new (ddi_record_get_source (klass->kind));
  priv->table =
      ddi_table_new (ddi_page_get_title (DDI_PAGE (self)), klass->columns, G_LIST_MODEL (priv->model), TRUE);
  ddi_table_memory_follow (priv->table, klass->file_name);
  adw_bin_set_child (ADW_BIN (gtk_builder_get_object (builder, "table_bin")), GTK_WIDGET (priv->table));
  content = GTK_WIDGET (gtk_builder_get_object (builder, "content"));
  if (klass->make_view)
    content = add_view (content, klass->make_view (self), _ (klass->view_title));
  ddi_page_set_content (DDI_PAGE (self), content);
  ddi_page_set_empty (DDI_PAGE (self), _ (klass->empty_title), _ (klass->empty_text), _ ("_Import…"),
                      "win.import");
  ddi_page_set_header (DDI_PAGE (self), add_button ());
  g_action_map_add_action_entries (ddi_page_get_actions (DDI_PAGE (self)), actions, G_N_ELEMENTS (actions),
                                   self);

  g_object_bind_property (priv->table, "narrow", priv->totals, "visible",
                          G_BINDING_SYNC_CREATE | G_BINDING_INVERT_BOOLEAN);
  g_signal_connect_object (priv->search, "search-changed", G_CALLBACK (ddi_page_reload), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (priv->table, "sort-changed", G_CALLBACK (ddi_page_reload), self,
                           G_CONNECT_SWAPPED);
}

static void
ddi_records_page_dispose (GObject *object)
{
  DdiRecordsPagePrivate *priv = ddi_records_page_get_instance_private (DDI_RECORDS_PAGE (object));

  if (priv->cancellable)
    g_cancellable_cancel (priv->cancellable);
  g_clear_object (&priv->cancellable);
  g_clear_object (&priv->model);
  g_clear_pointer (&priv->added, g_ptr_array_unref);
  G_OBJECT_CLASS (ddi_records_page_parent_class)->dispose (object);
}

static void
ddi_records_page_class_init (DdiRecordsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = ddi_records_page_constructed;
  object_class->dispose = ddi_records_page_dispose;
  DDI_PAGE_CLASS (klass)->load = ddi_records_page_load;
  DDI_PAGE_CLASS (klass)->search = ddi_records_page_search;
  DDI_PAGE_CLASS (klass)->go_to = ddi_records_page_go_to;
}

static void
ddi_records_page_init (DdiRecordsPage *self)
{
  DdiRecordsPagePrivate *priv = ddi_records_page_get_instance_private (self);

  priv->cancellable = g_cancellable_new ();
}

DdiTable *
ddi_records_page_get_table (DdiRecordsPage *self)
{
  DdiRecordsPagePrivate *priv = ddi_records_page_get_instance_private (self);

  return priv->table;
}

GtkWidget *
ddi_records_page_get_search (DdiRecordsPage *self)
{
  DdiRecordsPagePrivate *priv = ddi_records_page_get_instance_private (self);

  return priv->search;
}

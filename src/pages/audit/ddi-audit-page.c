/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/audit/ddi-audit-page.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-header-button.h"
#include "app/ddi-table-memory.h"
#include "app/ddi-window.h"
#include "core/ddi-format.h"
#include "core/ddi-program.h"
#include "pages/audit/ddi-audit-dialog.h"
#include "pages/audit/ddi-audit-save.h"
#include "pages/audit/ddi-audit-words.h"

/* The first two of the drop-down of people. */
enum
{
  PERSON_ALL,
  PERSON_NOBODY,
  N_PERSONS,
};

struct _DdiAuditPage
{
  DdiPage parent_instance;

  DdiQueryModel *model;
  DdiTable *table;
  DdiAuditCheck *check;
  GtkWidget *search;
  GtkWidget *people;
  GtkWidget *kinds;
  GtkWidget *subjects;
  GtkWidget *stack;
  GtkWidget *totals;

  DdiRows *names;            /* audit/list-people */
  gboolean following;        /* the drop-down of people is filled */
  GCancellable *cancellable; /* of exports */
};

G_DEFINE_FINAL_TYPE (DdiAuditPage, ddi_audit_page, DDI_TYPE_PAGE)

/* ---- the table ---- */

static char *
format_time (DdiRows *rows, guint row, guint column)
{
  return ddi_audit_time (ddi_rows_get_int (rows, row, column));
}

static char *
format_person (DdiRows *rows, guint row, guint column)
{
  return ddi_rows_is_null (rows, row, column) ? g_strdup ("–")
                                              : g_strdup (ddi_rows_get_text (rows, row, column));
}

static char *
format_address (DdiRows *rows, guint row, guint column)
{
  return ddi_audit_address (ddi_rows_get_text (rows, row, column));
}

static char *
format_program (DdiRows *rows, guint row, guint column)
{
  return ddi_program_describe (ddi_rows_get_text (rows, row, column));
}

static char *
format_what (DdiRows *rows, guint row, guint column)
{
  return ddi_audit_describe_row (rows, row);
}

static const DdiColumnInfo columns[] = {
  { "time", N_ ("When"), DDI_CELL_CUSTOM, "time", .format = format_time },
  { "name", N_ ("Who"), DDI_CELL_CUSTOM, .expand = TRUE, .wide_only = TRUE, .format = format_person },
  { "action", N_ ("What"), DDI_CELL_CUSTOM, .expand = TRUE, .format = format_what },
  { "address", N_ ("Address"), DDI_CELL_CUSTOM, .wide_only = TRUE, .from = 760, .format = format_address },
  { "client", N_ ("Program"), DDI_CELL_CUSTOM, .wide_only = TRUE, .from = 860, .format = format_program },
  { NULL },
};

static const char *const key_columns[] = { "time_key", "id", NULL };
static const DdiQuerySource source = { "audit/count", "audit/list-window", key_columns, NULL };

/* ---- what is asked for ---- */

static const char *
get_search (DdiAuditPage *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->search));
}

/* A day begins where this computer is. */
static GVariant *
day_param (DdiDay day)
{
  g_autofree char *text = ddi_day_format (day);
  g_autofree char *midnight = g_strconcat (text, "T00:00:00", NULL);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (midnight, zone);

  return g_variant_new_maybe (G_VARIANT_TYPE_INT64,
                              time ? g_variant_new_int64 (g_date_time_to_unix (time)) : NULL);
}

static GVariant *
person_param (DdiAuditPage *self)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->people));
  gint32 id = 0;

  if (selected == PERSON_ALL || selected == GTK_INVALID_LIST_POSITION)
    return g_variant_new_maybe (G_VARIANT_TYPE_INT32, NULL);
  if (selected >= N_PERSONS)
    id = (gint32)ddi_rows_get_int (self->names, selected - N_PERSONS, 0);
  return g_variant_new_maybe (NULL, g_variant_new_int32 (id));
}

static GVariant *
kind_param (DdiAuditPage *self)
{
  const DdiAuditKind *kind = &ddi_audit_kinds[gtk_drop_down_get_selected (GTK_DROP_DOWN (self->kinds))];

  return g_variant_new_maybe (G_VARIANT_TYPE_STRING_ARRAY,
                              kind->actions[0] ? g_variant_new_strv (kind->actions, -1) : NULL);
}

/* The six parameters that count, list and export share. (floating) */
static GVariant *
list_params (DdiAuditPage *self)
{
  const DdiAuditSubject *subject =
      &ddi_audit_subjects[gtk_drop_down_get_selected (GTK_DROP_DOWN (self->subjects))];
  DdiFilter filter;
  GVariant *params[6];

  ddi_session_get_filter (ddi_page_get_session (DDI_PAGE (self)), &filter);
  params[0] = day_param (filter.first);
  params[1] = day_param (filter.last + 1);
  params[2] = person_param (self);
  params[3] = kind_param (self);
  params[4] = g_variant_new ("ms", subject->table);
  params[5] = g_variant_new ("ms", *get_search (self) ? get_search (self) : NULL);
  return g_variant_new_tuple (params, G_N_ELEMENTS (params));
}

static gboolean
is_filtered (DdiAuditPage *self)
{
  return *get_search (self) || gtk_drop_down_get_selected (GTK_DROP_DOWN (self->people)) != PERSON_ALL ||
         gtk_drop_down_get_selected (GTK_DROP_DOWN (self->kinds)) != 0 ||
         gtk_drop_down_get_selected (GTK_DROP_DOWN (self->subjects)) != 0;
}

/* ---- loading ---- */

static gboolean
same_people (DdiRows *a, DdiRows *b)
{
  if (a == NULL || ddi_rows_get_n (a) != ddi_rows_get_n (b))
    return FALSE;
  for (guint i = 0; i < ddi_rows_get_n (a); i++)
    if (ddi_rows_get_int (a, i, 0) != ddi_rows_get_int (b, i, 0) ||
        g_strcmp0 (ddi_rows_get_text (a, i, 1), ddi_rows_get_text (b, i, 1)) != 0)
      return FALSE;
  return TRUE;
}

/* Who was chosen stays chosen. */
static void
take_people (DdiAuditPage *self, DdiRows *rows)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->people));
  gint64 chosen =
      selected >= N_PERSONS && self->names ? ddi_rows_get_int (self->names, selected - N_PERSONS, 0) : 0;

  if (same_people (self->names, rows))
    return;
  g_clear_pointer (&self->names, ddi_rows_unref);
  self->names = ddi_rows_ref (rows);
  gtk_string_list_append (names, _ ("Everybody"));
  gtk_string_list_append (names, _ ("Nobody signed in"));
  if (selected >= N_PERSONS)
    selected = PERSON_ALL;
  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    {
      gtk_string_list_append (names, ddi_rows_get_text (rows, i, 1));
      if (chosen && ddi_rows_get_int (rows, i, 0) == chosen)
        selected = N_PERSONS + i;
    }
  self->following = TRUE;
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->people), G_LIST_MODEL (names));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->people), selected);
  self->following = FALSE;
}

static void
show_totals (DdiAuditPage *self)
{
  gint64 n = ddi_rows_get_int (ddi_query_model_get_totals (self->model), 0, 0);
  g_autofree char *number = ddi_format_int (n);
  g_autofree char *text = g_strdup_printf (ngettext ("%s entry", "%s entries", (gulong)n), number);

  gtk_label_set_label (GTK_LABEL (self->totals), text);
}

static void
loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiLoad) load = user_data;
  g_autoptr (GError) error = NULL;
  gboolean loaded = ddi_query_model_load_finish (DDI_QUERY_MODEL (object), result, &error);
  DdiAuditPage *self = ddi_load_get_page (load);
  gboolean empty;

  if (self == NULL)
    return;
  if (!loaded)
    {
      ddi_load_fail (load, error);
      return;
    }
  show_totals (self);
  empty = g_list_model_get_n_items (G_LIST_MODEL (self->model)) == 0;
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), empty ? "nothing" : "table");
  ddi_load_done (load, empty && !is_filtered (self) ? DDI_PAGE_EMPTY : DDI_PAGE_CONTENT);
}

static void
people_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiLoad) load = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = ddi_database_run_finish (DDI_DATABASE (object), result, &error);
  DdiAuditPage *self = ddi_load_get_page (load);
  gboolean descending;
  const char *sort;

  if (self == NULL)
    return;
  if (rows == NULL)
    {
      ddi_load_fail (load, error);
      return;
    }
  take_people (self, rows->pdata[0]);
  sort = ddi_table_get_sort (self->table, &descending);
  ddi_query_model_load_async (self->model, DDI_DATABASE (object), list_params (self), sort, descending,
                              ddi_load_get_cancellable (load), loaded_cb, ddi_load_ref (load));
}

static void
ddi_audit_page_load (DdiPage *page, DdiLoad *load)
{
  DdiUnit *unit = ddi_unit_new ();

  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, "audit/list-people", NULL);
  ddi_database_run_async (ddi_load_get_database (load), unit, ddi_load_get_cancellable (load), people_cb,
                          ddi_load_ref (load));
}

static void
ddi_audit_page_search (DdiPage *page)
{
  if (ddi_page_get_state (page) == DDI_PAGE_CONTENT)
    gtk_widget_grab_focus (DDI_AUDIT_PAGE (page)->search);
}

static void
selected_cb (DdiAuditPage *self)
{
  if (!self->following)
    ddi_page_reload (DDI_PAGE (self));
}

/* ---- actions ---- */

static void
show_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DdiAuditPage *self = user_data;
  g_autoptr (GPtrArray) selected = ddi_table_get_selected (self->table);
  DdiAuditNames names = { ddi_page_get_session (DDI_PAGE (self)), self->names };
  DdiRows *rows;
  guint row;

  if (selected->len == 0)
    return;
  rows = ddi_query_row_get (selected->pdata[0], &row);
  gtk_window_present (
      GTK_WINDOW (ddi_audit_dialog_new (GTK_WINDOW (ddi_window_of (GTK_WIDGET (self))), &names, rows, row)));
}

static void
verify_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DdiAuditPage *self = user_data;

  ddi_audit_check_run (self->check, ddi_page_get_session (DDI_PAGE (self)));
}

void
ddi_audit_page_export (DdiAuditPage *self, const char *path)
{
  g_return_if_fail (DDI_IS_AUDIT_PAGE (self));
  ddi_audit_save (ddi_window_of (GTK_WIDGET (self)), list_params (self), path, self->cancellable);
}

static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DdiAuditPage *self = user_data;

  ddi_audit_save_ask (ddi_window_of (GTK_WIDGET (self)), list_params (self), self->cancellable);
}

/* ---- the widget ---- */

/* A long name makes no wide button. */
static void
bind_text_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)),
                       gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

static void
setup_text_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), 8);
  gtk_list_item_set_child (item, label);
}

static void
make_drop_down (DdiAuditPage *self, GtkWidget *drop_down, GtkStringList *names)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_text_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_text_cb), NULL);
  gtk_drop_down_set_factory (GTK_DROP_DOWN (drop_down), factory);
  gtk_drop_down_set_model (GTK_DROP_DOWN (drop_down), G_LIST_MODEL (names));
  g_signal_connect_object (drop_down, "notify::selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
}

static void
make_drop_downs (DdiAuditPage *self)
{
  g_autoptr (GtkStringList) people = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) kinds = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) subjects = gtk_string_list_new (NULL);

  gtk_string_list_append (people, _ ("Everybody"));
  gtk_string_list_append (people, _ ("Nobody signed in"));
  for (const DdiAuditKind *kind = ddi_audit_kinds; kind->name; kind++)
    gtk_string_list_append (kinds, _ (kind->name));
  for (const DdiAuditSubject *subject = ddi_audit_subjects; subject->name; subject++)
    gtk_string_list_append (subjects, _ (subject->name));
  self->following = TRUE;
  make_drop_down (self, self->people, people);
  make_drop_down (self, self->kinds, kinds);
  make_drop_down (self, self->subjects, subjects);
  self->following = FALSE;
}

static void
make_table (DdiAuditPage *self, GtkBuilder *builder)
{
  self->model = ddi_query_model_new (&source);
  self->table = ddi_table_new (_ ("Log"), columns, G_LIST_MODEL (self->model), TRUE);
  ddi_table_set_read_only (self->table);
  ddi_table_memory_follow (self->table, "audit");
  adw_bin_set_child (ADW_BIN (gtk_builder_get_object (builder, "table_bin")), GTK_WIDGET (self->table));
  g_signal_connect_object (self->table, "sort-changed", G_CALLBACK (ddi_page_reload), self,
                           G_CONNECT_SWAPPED);
}

static GtkWidget *
make_header (void)
{
  return ddi_header_button_new (_ ("_Verify"), "object-select-symbolic", "page.verify",
                                _ ("See Whether the Log Is Whole"));
}

static void
ddi_audit_page_dispose (GObject *object)
{
  DdiAuditPage *self = DDI_AUDIT_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (ddi_audit_page_parent_class)->dispose (object);
}

static void
ddi_audit_page_finalize (GObject *object)
{
  DdiAuditPage *self = DDI_AUDIT_PAGE (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->model);
  g_clear_pointer (&self->names, ddi_rows_unref);
  G_OBJECT_CLASS (ddi_audit_page_parent_class)->finalize (object);
}

static void
ddi_audit_page_class_init (DdiAuditPageClass *klass)
{
  DdiPageClass *page_class = DDI_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_audit_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = ddi_audit_page_finalize;
  page_class->shows = DDI_DATA_ALL;
  page_class->filter = DDI_PAGE_FILTER_RANGE;
  page_class->load = ddi_audit_page_load;
  page_class->search = ddi_audit_page_search;
}

static void
ddi_audit_page_init (DdiAuditPage *self)
{
  static const GActionEntry actions[] = {
    { "edit", show_cb, NULL, NULL, NULL, { 0 } },
    { "verify", verify_cb, NULL, NULL, NULL, { 0 } },
    { "export", export_cb, NULL, NULL, NULL, { 0 } },
  };
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (
      "/io/github/dunkin_demand/Intelligence/ui/pages/audit/ddi-audit-page.ui");

  self->cancellable = g_cancellable_new ();
  self->search = GTK_WIDGET (gtk_builder_get_object (builder, "search"));
  self->people = GTK_WIDGET (gtk_builder_get_object (builder, "people"));
  self->kinds = GTK_WIDGET (gtk_builder_get_object (builder, "kinds"));
  self->subjects = GTK_WIDGET (gtk_builder_get_object (builder, "subjects"));
  self->stack = GTK_WIDGET (gtk_builder_get_object (builder, "stack"));
  self->totals = GTK_WIDGET (gtk_builder_get_object (builder, "totals"));
  self->check = DDI_AUDIT_CHECK (ddi_audit_check_new ());
  adw_bin_set_child (ADW_BIN (gtk_builder_get_object (builder, "check_bin")), GTK_WIDGET (self->check));
  make_table (self, builder);
  make_drop_downs (self);
  ddi_page_set_content (DDI_PAGE (self), GTK_WIDGET (gtk_builder_get_object (builder, "content")));
  ddi_page_set_empty (
      DDI_PAGE (self), _ ("Nothing Logged on These Days"),
      _ ("Who changed, imported, exported or signed in will be here, with what was before and after."), NULL,
      NULL);
  ddi_page_set_header (DDI_PAGE (self), make_header ());
  g_action_map_add_action_entries (ddi_page_get_actions (DDI_PAGE (self)), actions, G_N_ELEMENTS (actions),
                                   self);
  g_signal_connect_object (self->search, "search-changed", G_CALLBACK (ddi_page_reload), self,
                           G_CONNECT_SWAPPED);
}

DdiTable *
ddi_audit_page_get_table (DdiAuditPage *self)
{
  g_return_val_if_fail (DDI_IS_AUDIT_PAGE (self), NULL);
  return self->table;
}

GListModel *
ddi_audit_page_get_model (DdiAuditPage *self)
{
  g_return_val_if_fail (DDI_IS_AUDIT_PAGE (self), NULL);
  return G_LIST_MODEL (self->model);
}

DdiAuditCheck *
ddi_audit_page_get_check (DdiAuditPage *self)
{
  g_return_val_if_fail (DDI_IS_AUDIT_PAGE (self), NULL);
  return self->check;
}

GtkWidget *
ddi_audit_page_get_search (DdiAuditPage *self)
{
  g_return_val_if_fail (DDI_IS_AUDIT_PAGE (self), NULL);
  return self->search;
}

GtkDropDown *
ddi_audit_page_get_people (DdiAuditPage *self)
{
  g_return_val_if_fail (DDI_IS_AUDIT_PAGE (self), NULL);
  return GTK_DROP_DOWN (self->people);
}

GtkDropDown *
ddi_audit_page_get_kinds (DdiAuditPage *self)
{
  g_return_val_if_fail (DDI_IS_AUDIT_PAGE (self), NULL);
  return GTK_DROP_DOWN (self->kinds);
}

GtkDropDown *
ddi_audit_page_get_subjects (DdiAuditPage *self)
{
  g_return_val_if_fail (DDI_IS_AUDIT_PAGE (self), NULL);
  return GTK_DROP_DOWN (self->subjects);
}

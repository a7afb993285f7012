/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/database/ddi-database-columns.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-choice-row.h"
#include "app/ddi-window.h"
#include "core/ddi-format.h"
#include "pages/database/ddi-database-retype.h"
#include "tasks/ddi-custom-columns.h"

struct _DdiDatabaseColumns
{
  DdiDatabasePart parent_instance;

  GtkWidget *list;
  GtkWidget *empty;
  GtkWidget *add;
};

G_DEFINE_FINAL_TYPE (DdiDatabaseColumns, ddi_database_columns, DDI_TYPE_DATABASE_PART)

/* In the order of the dialog's rows. */
static const char *const entities[] = { DDI_CUSTOM_SALES, DDI_CUSTOM_WASTE };

static const char *
get_table (const char *entity)
{
  return g_str_equal (entity, DDI_CUSTOM_SALES) ? _ ("Sales") : _ ("Waste");
}

static GVariant *
make_names (const DdiCustomColumn *column)
{
  return g_variant_new ("(ss)", column->entity, column->name);
}

static GVariant *
make_definition (const DdiCustomColumn *column)
{
  return g_variant_new ("(sss)", column->entity, column->label, ddi_custom_type_get_word (column->type));
}

/* ---- a change, and what takes it back ---- */

typedef struct
{
  DdiDatabaseColumns *part;
  const char *query;
  GVariant *params;
  DdiCustomColumn *column; /* as it will be */
  const char *back;        /* the query that takes it back; NULL: nothing does */
  GVariant *back_params;
} Change;

static void ask_add (DdiDatabaseColumns *self, const DdiCustomColumn *draft, const char *why);
static void ask_rename (DdiDatabaseColumns *self, const DdiCustomColumn *column, const char *label,
                        const char *why);

static void
change_free (Change *self)
{
  g_object_unref (self->part);
  g_clear_pointer (&self->params, g_variant_unref);
  g_clear_pointer (&self->back_params, g_variant_unref);
  g_clear_pointer (&self->column, ddi_custom_column_free);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Change, change_free)

static Change *
change_new (DdiDatabaseColumns *part, const DdiCustomColumn *column, const char *query, GVariant *params)
{
  Change *self = g_new0 (Change, 1);

  self->part = g_object_ref (part);
  self->column = ddi_custom_column_copy (column);
  self->query = query;
  self->params = g_variant_ref_sink (params);
  return self;
}

static void
change_set_back (Change *self, const char *query, GVariant *params)
{
  self->back = query;
  self->back_params = g_variant_ref_sink (params);
}

/* With the rights of who is signed in, not with the owner's: it is an administrator who adds columns. */
static gpointer
run (DdiMaintenance *maintenance, gpointer data, GCancellable *cancellable, GError **error)
{
  const Change *self = data;
  DdiUnit *unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;

  ddi_unit_add (unit, self->query, self->params);
  results = ddi_database_run (ddi_home_get_database (ddi_maintenance_get_home (maintenance)), unit,
                              cancellable, error);
  return results ? ddi_rows_ref (results->pdata[0]) : NULL;
}

static void
start (Change *change, GAsyncReadyCallback callback)
{
  DdiDatabasePart *part = DDI_DATABASE_PART (change->part);
  const DdiMaintenanceJob job = { run, change, NULL, (GDestroyNotify)ddi_rows_unref };

  ddi_maintenance_run_async (ddi_database_part_get_maintenance (part), &job,
                             ddi_database_part_get_cancellable (part), callback, change);
}

static void make_change (Change *change);

static void
back_cb (DdiWindow *window, gpointer user_data)
{
  const Change *done = user_data;

  if (gtk_widget_get_root (GTK_WIDGET (done->part)))
    make_change (change_new (done->part, done->column, done->back, done->back_params));
}

static char *
tell_done (const Change *change)
{
  const char *label = change->column->label;

  if (g_str_equal (change->query, "columns/add"))
    return g_strdup_printf (_ ("“%s” was added"), label);
  if (g_str_equal (change->query, "columns/rename"))
    return g_strdup_printf (_ ("The column is headed “%s”"), label);
  return g_strdup_printf (g_str_equal (change->query, "columns/remove")
                              ? _ ("“%s” was removed")
                              : _ ("The values of “%s” are deleted"),
                          label);
}

/* What was typed comes back with what was wrong with it. */
static void
tell_failure (const Change *change, const GError *error)
{
  DdiDatabasePart *part = DDI_DATABASE_PART (change->part);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (g_str_equal (change->query, "columns/add") && change->column->name == NULL)
    ask_add (change->part, change->column, error->message);
  else if (g_str_equal (change->query, "columns/rename") && change->back)
    {
      const char *before = NULL;
      DdiCustomColumn column = *change->column;

      g_variant_get_child (change->back_params, 2, "&s", &before);
      column.label = (char *)before;
      ask_rename (change->part, &column, change->column->label, error->message);
    }
  else
    ddi_database_part_tell (part, _ ("It Was Not Done"), error->message);
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Change) change = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiRows) rows = ddi_maintenance_run_finish (DDI_MAINTENANCE (source), result, &error);
  g_autofree char *done = NULL;
  DdiWindow *window;
  DdiDatabaseColumns *part = change->part;

  if (gtk_widget_get_root (GTK_WIDGET (part)) == NULL)
    return;
  window = ddi_window_of (GTK_WIDGET (part));
  done = tell_done (change);
  if (rows == NULL)
    tell_failure (change, error);
  else if (change->back)
    {
      /* Only the database knows under which name it is kept. */
      if (change->column->name == NULL)
        {
          change->column->name = g_strdup (ddi_rows_get_text (rows, 0, 0));
          g_clear_pointer (&change->back_params, g_variant_unref);
          change_set_back (change, "columns/remove", make_names (change->column));
        }
      ddi_window_add_undo_toast (window, done, back_cb, g_steal_pointer (&change),
                                 (GDestroyNotify)change_free);
    }
  else
    ddi_window_add_toast (window, done);
  g_signal_emit_by_name (part, "changed");
}

static void
make_change (Change *change)
{
  start (change, made_cb);
}

/* ---- what is asked before ---- */

/* The rows of a dialog that is open. */
typedef struct
{
  GtkWidget *entity; /* NULL: it is that of a column that there is */
  GtkWidget *label;
  GtkWidget *type;
  DdiCustomColumn *column;
} Form;

static void
form_free (gpointer data)
{
  Form *self = data;

  g_clear_pointer (&self->column, ddi_custom_column_free);
  g_free (self);
}

static void
label_cb (GtkWidget *label)
{
  GtkRoot *dialog = gtk_widget_get_root (label);
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (label))));

  if (ADW_IS_MESSAGE_DIALOG (dialog))
    adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), "do", *text != '\0');
}

static GtkWidget *
make_label_row (const char *text)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Heading"));
  gtk_editable_set_text (GTK_EDITABLE (row), text);
  g_signal_connect (row, "changed", G_CALLBACK (label_cb), NULL);
  g_signal_connect (row, "map", G_CALLBACK (label_cb), NULL);
  return row;
}

static GtkWidget *
make_choice (const char *title, const char *const *words, guint selected)
{
  GtkWidget *row = ddi_choice_row_new ();
  g_autoptr (GtkStringList) model = gtk_string_list_new (words);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (model));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), selected);
  return row;
}

static GtkWidget *
make_list (GtkWidget *first, GtkWidget *second, GtkWidget *third)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *const rows[] = { first, second, third };

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  for (guint i = 0; i < G_N_ELEMENTS (rows) && rows[i]; i++)
    gtk_list_box_append (GTK_LIST_BOX (list), rows[i]);
  return list;
}

static char *
dup_label (const Form *form)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (form->label))));
}

static void
add_confirmed (DdiDatabasePart *part, gpointer data)
{
  const Form *form = data;
  g_autofree char *label = dup_label (form);
  const DdiCustomColumn column = {
    .entity = (char *)entities[adw_combo_row_get_selected (ADW_COMBO_ROW (form->entity))],
    .label = label,
    .type = (DdiCustomType)adw_combo_row_get_selected (ADW_COMBO_ROW (form->type)),
  };
  Change *change =
      change_new (DDI_DATABASE_COLUMNS (part), &column, "columns/add", make_definition (&column));

  /* Filled in once its name is known. */
  change_set_back (change, "columns/remove", g_variant_new ("()"));
  make_change (change);
}

static void
ask_add (DdiDatabaseColumns *self, const DdiCustomColumn *draft, const char *why)
{
  const char *tables[] = { _ ("Sales"), _ ("Waste"), NULL };
  const char *kinds[DDI_N_CUSTOM_TYPES + 1] = { NULL };
  Form *form = g_new0 (Form, 1);
  DdiDatabaseQuestion question = {
    .heading = _ ("Add a Column"),
    .body = why ? why
                : _ ("It is shown in the lists and forms of sales or waste and goes into exports; files of "
                     "sales that have it "
                     "are read with it. Nobody has to stop working for it, older programs go on as before, "
                     "and it can "
                     "be taken back."),
    .button = _ ("_Add"),
    .suggested = TRUE,
    .confirmed = add_confirmed,
    .data = form,
    .free_data = form_free,
  };

  for (guint i = 0; i < DDI_N_CUSTOM_TYPES; i++)
    kinds[i] = ddi_custom_type_get_title ((DdiCustomType)i);
  form->entity =
      make_choice (_ ("Belongs to"), tables, draft && g_str_equal (draft->entity, DDI_CUSTOM_WASTE) ? 1 : 0);
  form->label = make_label_row (draft ? draft->label : "");
  form->type = make_choice (_ ("Kind"), kinds, draft ? draft->type : DDI_CUSTOM_TEXT);
  question.extra = make_list (form->entity, form->label, form->type);
  ddi_database_part_ask (DDI_DATABASE_PART (self), &question);
}

static void
rename_confirmed (DdiDatabasePart *part, gpointer data)
{
  const Form *form = data;
  g_autofree char *label = dup_label (form);
  DdiCustomColumn column = *form->column;
  Change *change;

  if (g_str_equal (label, column.label))
    return;
  column.label = label;
  change = change_new (DDI_DATABASE_COLUMNS (part), &column, "columns/rename",
                       g_variant_new ("(sss)", column.entity, column.name, label));
  change_set_back (change, "columns/rename",
                   g_variant_new ("(sss)", column.entity, column.name, form->column->label));
  make_change (change);
}

static void
ask_rename (DdiDatabaseColumns *self, const DdiCustomColumn *column, const char *label, const char *why)
{
  Form *form = g_new0 (Form, 1);
  g_autofree char *heading = g_strdup_printf (_ ("Another Heading for “%s”"), column->label);
  g_autofree char *body =
      why ? g_strdup (why)
          : g_strdup_printf (
                _ ("Lists and forms show the new heading at once. Files go on calling it %s, and no "
                   "value changes."),
                column->name);
  DdiDatabaseQuestion question = {
    .heading = heading,
    .body = body,
    .button = _ ("_Change"),
    .suggested = TRUE,
    .confirmed = rename_confirmed,
    .data = form,
    .free_data = form_free,
  };

  form->column = ddi_custom_column_copy (column);
  form->label = make_label_row (label);
  question.extra = make_list (form->label, NULL, NULL);
  ddi_database_part_ask (DDI_DATABASE_PART (self), &question);
}

static void
take_confirmed (DdiDatabasePart *part, gpointer data)
{
  const DdiCustomColumn *column = data;
  Change *change = change_new (DDI_DATABASE_COLUMNS (part), column,
                               column->removed ? "columns/clear" : "columns/remove", make_names (column));

  if (!column->removed)
    change_set_back (change, "columns/add", make_definition (column));
  make_change (change);
}

static char *
tell_values (DdiRows *counted, const DdiCustomColumn *column)
{
  gint64 n = ddi_rows_get_int (counted, 0, 0), archived = ddi_rows_get_int (counted, 0, 1);
  g_autofree char *rows = ddi_format_int (n);
  g_autofree char *old = ddi_format_int (archived);

  if (!column->removed)
    return g_strdup_printf (
        ngettext (
            "%s row has a value, which is kept. The column goes out of lists, forms and exports until it "
            "is restored.",
            "%s rows have a value, which is kept. The column goes out of lists, forms and exports until "
            "it is restored.",
            (gulong)n),
        rows);
  return g_strdup_printf (
      ngettext (
          "%s row, of which %s in the archive, loses its value for good; only a backup has it then.",
          "%s rows, of which %s in the archive, lose their value for good; only a backup has them then.",
          (gulong)n),
      rows, old);
}

/* How many rows have a value is said first. */
static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Change) change = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiRows) rows = ddi_maintenance_run_finish (DDI_MAINTENANCE (source), result, &error);
  const DdiCustomColumn *column = change->column;
  g_autofree char *body = rows ? tell_values (rows, column) : NULL;
  g_autofree char *heading =
      g_strdup_printf (column->removed ? _ ("Delete the Values of “%s”?") : _ ("Remove “%s”?"),
                       column->label);
  DdiDatabaseQuestion question = {
    .heading = heading,
    .body = body,
    .button = column->removed ? _ ("_Delete") : _ ("_Remove"),
    .confirmed = take_confirmed,
    .data = ddi_custom_column_copy (column),
    .free_data = (GDestroyNotify)ddi_custom_column_free,
  };

  if (rows && gtk_widget_get_root (GTK_WIDGET (change->part)))
    {
      ddi_database_part_ask (DDI_DATABASE_PART (change->part), &question);
      return;
    }
  ddi_custom_column_free (question.data);
  if (error && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    ddi_database_part_tell (DDI_DATABASE_PART (change->part), _ ("It Was Not Done"), error->message);
}

/* ---- the list ---- */

static void
add_cb (DdiDatabaseColumns *self)
{
  ask_add (self, NULL, NULL);
}

static const DdiCustomColumn *
get_column (GtkWidget *button)
{
  return g_object_get_data (G_OBJECT (button), "column");
}

static void
rename_cb (GtkWidget *button, gpointer user_data)
{
  const DdiCustomColumn *column = get_column (button);

  ask_rename (user_data, column, column->label, NULL);
}

static void
retype_cb (GtkWidget *button, gpointer user_data)
{
  ddi_database_retype_ask (user_data, get_column (button));
}

static void
take_cb (GtkWidget *button, gpointer user_data)
{
  const DdiCustomColumn *column = get_column (button);

  start (change_new (user_data, column, "columns/count-values", make_names (column)), counted_cb);
}

static void
restore_cb (GtkWidget *button, gpointer user_data)
{
  const DdiCustomColumn *column = get_column (button);
  Change *change = change_new (user_data, column, "columns/add", make_definition (column));

  change_set_back (change, "columns/remove", make_names (column));
  make_change (change);
}

static void
add_button (DdiDatabaseColumns *self, GtkWidget *row, const DdiCustomColumn *column, const char *icon,
            const char *tooltip, GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, column->label, -1);
  g_object_set_data_full (G_OBJECT (button), "column", ddi_custom_column_copy (column),
                          (GDestroyNotify)ddi_custom_column_free);
  g_signal_connect_object (button, "clicked", callback, self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static GtkWidget *
make_row (DdiDatabaseColumns *self, const DdiCustomColumn *column)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *subtitle =
      column->removed ? g_strdup_printf (_ ("%s, removed; its values are kept"), get_table (column->entity))
                      : g_strdup_printf (_ ("%s, %s, in files %s"), get_table (column->entity),
                                         ddi_custom_type_get_title (column->type), column->name);

  ddi_database_row_set_texts (row, column->label, subtitle);
  g_object_set (row, "title-lines", 0, "subtitle-lines", 0, NULL);
  if (column->removed)
    {
      add_button (self, row, column, "edit-undo-symbolic", _ ("Restore"), G_CALLBACK (restore_cb));
      add_button (self, row, column, "user-trash-symbolic", _ ("Delete its values…"), G_CALLBACK (take_cb));
    }
  else
    {
      add_button (self, row, column, "document-edit-symbolic", _ ("Another heading…"),
                  G_CALLBACK (rename_cb));
      add_button (self, row, column, "document-properties-symbolic", _ ("Another kind…"),
                  G_CALLBACK (retype_cb));
      add_button (self, row, column, "user-trash-symbolic", _ ("Remove…"), G_CALLBACK (take_cb));
    }
  return row;
}

static void
ddi_database_columns_show (DdiDatabasePart *part, const DdiMaintenanceReport *report)
{
  DdiDatabaseColumns *self = DDI_DATABASE_COLUMNS (part);
  GPtrArray *columns = report->columns;

  ddi_database_clear_list (self->list);
  for (guint i = 0; columns && i < columns->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->list), make_row (self, columns->pdata[i]));
  gtk_label_set_label (GTK_LABEL (self->empty),
                       columns ? _ ("No column was added yet.")
                               : _ ("The changes of the schema are to be applied first"));
  gtk_widget_set_visible (self->empty, columns == NULL || columns->len == 0);
  gtk_widget_set_visible (self->list, columns && columns->len > 0);
  gtk_widget_set_sensitive (self->add, columns != NULL);
}

static void
ddi_database_columns_class_init (DdiDatabaseColumnsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  DDI_DATABASE_PART_CLASS (klass)->show = ddi_database_columns_show;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/pages/database/ddi-database-columns.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseColumns, list);
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseColumns, empty);
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseColumns, add);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
}

static void
ddi_database_columns_init (DdiDatabaseColumns *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

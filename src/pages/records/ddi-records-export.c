/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/records/ddi-records-export.h"

#include <glib/gi18n-lib.h>

#include "core/ddi-format.h"
#include "exchange/ddi-table-writer.h"

#define ROWS_AT_A_TIME 10000

/* A column of the file, named as in the tables, and the list's column it is filled from. */
typedef struct
{
  DdiTableColumn column;
  const char *from;
} Field;

static const Field production_fields[] = {
  { { "date", DDI_TABLE_DAY }, "date" },
  { { "store", DDI_TABLE_TEXT }, "store_name" },
  { { "product_name", DDI_TABLE_TEXT }, "product_name" },
  { { "category", DDI_TABLE_TEXT }, "category" },
  { { "quantity_produced", DDI_TABLE_INTEGER }, "quantity" },
  { { "sold_out_at", DDI_TABLE_TEXT }, "sold_out_at" },
};

static const Field sales_fields[] = {
  { { "date", DDI_TABLE_DAY }, "date" },
  { { "store", DDI_TABLE_TEXT }, "store_name" },
  { { "product_name", DDI_TABLE_TEXT }, "product_name" },
  { { "category", DDI_TABLE_TEXT }, "category" },
  { { "quantity_sold", DDI_TABLE_INTEGER }, "quantity" },
  { { "revenue", DDI_TABLE_MONEY }, "revenue" },
  { { "source", DDI_TABLE_TEXT }, "source" },
  { { "notes", DDI_TABLE_TEXT }, "notes" },
};

static const Field waste_fields[] = {
  { { "date", DDI_TABLE_DAY }, "date" },
  { { "store", DDI_TABLE_TEXT }, "store_name" },
  { { "product_name", DDI_TABLE_TEXT }, "product_name" },
  { { "category", DDI_TABLE_TEXT }, "category" },
  { { "quantity_wasted", DDI_TABLE_INTEGER }, "quantity" },
  { { "reason", DDI_TABLE_TEXT }, "reason" },
  { { "cost", DDI_TABLE_MONEY }, "cost" },
};

static const struct
{
  const Field *fields;
  guint n;
} kinds[] = {
  [DDI_RECORD_PRODUCTION] = { production_fields, G_N_ELEMENTS (production_fields) },
  [DDI_RECORD_SALES] = { sales_fields, G_N_ELEMENTS (sales_fields) },
  [DDI_RECORD_WASTE] = { waste_fields, G_N_ELEMENTS (waste_fields) },
};

static void
write_cell (DdiTableWriter *writer, const Field *field, DdiRows *rows, guint row)
{
  guint column = ddi_rows_column (rows, field->from);

  if (ddi_rows_is_null (rows, row, column))
    ddi_table_writer_empty (writer);
  else if (field->column.kind == DDI_TABLE_DAY)
    ddi_table_writer_day (writer, ddi_rows_get_day (rows, row, column));
  else if (field->column.kind == DDI_TABLE_INTEGER)
    ddi_table_writer_int (writer, ddi_rows_get_int (rows, row, column));
  else if (field->column.kind == DDI_TABLE_MONEY)
    ddi_table_writer_int (writer, ddi_rows_get_money (rows, row, column));
  else
    ddi_table_writer_text (writer, ddi_rows_get_text (rows, row, column));
}

static DdiTableWriter *
open_writer (DdiRecordKind kind, const char *path, GError **error)
{
  g_autofree DdiTableColumn *columns = g_new (DdiTableColumn, kinds[kind].n);

  for (guint i = 0; i < kinds[kind].n; i++)
    columns[i] = kinds[kind].fields[i].column;
  return ddi_table_writer_open (path, kinds[kind].fields[4].column.name, columns, kinds[kind].n, error);
}

/* The list's parameters, oldest first, from the row after the last one of @before on. */
static GVariant *
next_params (DdiRecordKind kind, GVariant *params, DdiRows *before)
{
  const char *const *key = ddi_record_get_source (kind)->key_columns;
  guint last = before ? ddi_rows_get_n (before) - 1 : 0;
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_TUPLE);
  for (gsize i = 0; i < g_variant_n_children (params); i++)
    {
      g_autoptr (GVariant) child = g_variant_get_child_value (params, i);

      g_variant_builder_add_value (&builder, child);
    }
  g_variant_builder_add (&builder, "s", "date");
  g_variant_builder_add (&builder, "b", FALSE);
  for (; *key; key++)
    g_variant_builder_add (&builder, "ms",
                           before ? ddi_rows_get_text (before, last, ddi_rows_column (before, *key)) : NULL);
  g_variant_builder_add (&builder, "x", (gint64)0);
  g_variant_builder_add (&builder, "i", ROWS_AT_A_TIME);
  return g_variant_builder_end (&builder);
}

gint64
ddi_records_export_write (DdiDatabase *database, DdiRecordKind kind, GVariant *params, const char *path,
                          GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiTableWriter) writer = open_writer (kind, path, error);
  g_autoptr (DdiRows) window = NULL;
  gint64 n = 0;

  if (writer == NULL)
    return -1;
  do
    {
      DdiUnit *unit = ddi_unit_new ();
      g_autoptr (GPtrArray) results = NULL;

      ddi_unit_set_read_only (unit);
      ddi_unit_add (unit, ddi_record_get_source (kind)->window, next_params (kind, params, window));
      results = ddi_database_run (database, unit, cancellable, error);
      if (results == NULL)
        return -1;
      g_clear_pointer (&window, ddi_rows_unref);
      window = ddi_rows_ref (results->pdata[0]);
      for (guint row = 0; row < ddi_rows_get_n (window); row++)
        {
          for (guint i = 0; i < kinds[kind].n; i++)
            write_cell (writer, &kinds[kind].fields[i], window, row);
          if (!ddi_table_writer_end_record (writer, cancellable, error))
            return -1;
        }
      n += ddi_rows_get_n (window);
    }
  while (ddi_rows_get_n (window) == ROWS_AT_A_TIME);
  return ddi_table_writer_close (writer, cancellable, error) ? n : -1;
}

/* ---- asking ---- */

typedef struct
{
  DdiWindow *window;
  DdiDatabase *database;
  DdiRecordKind kind;
  GVariant *params;
  GCancellable *cancellable;
  char *path;
} Export;

static void
export_free (Export *export)
{
  g_object_unref (export->window);
  g_object_unref (export->database);
  g_variant_unref (export->params);
  g_clear_object (&export->cancellable);
  g_free (export->path);
  g_free (export);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Export *export = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gssize n = g_task_propagate_int (G_TASK (result), &error);
  g_autofree char *number = ddi_format_int (n);
  g_autofree char *name = g_path_get_basename (export->path);
  g_autofree char *text = NULL;

  if (error)
    /* Translators: a file's name and why. */
    text = g_strdup_printf (_ ("%s was not written: %s"), name, error->message);
  else
    text =
        g_strdup_printf (ngettext ("%s row written to %s", "%s rows written to %s", (gulong)n), number, name);
  ddi_window_add_toast (export->window, text);
}

static gpointer
write_thread (gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Export *export = g_task_get_task_data (task);
  GError *error = NULL;
  gint64 n = ddi_records_export_write (export->database, export->kind, export->params, export->path,
                                       g_task_get_cancellable (task), &error);

  if (n < 0)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, (gssize)n);
  return NULL;
}

static void
response_cb (GtkNativeDialog *dialog, int response, Export *export)
{
  g_autoptr (GFile) file = NULL;
  GTask *task;

  if (response != GTK_RESPONSE_ACCEPT)
    {
      export_free (export);
      g_object_unref (dialog);
      return;
    }
  file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  export->path = g_file_get_path (file);
  task = g_task_new (NULL, export->cancellable, written_cb, NULL);
  g_task_set_source_tag (task, response_cb);
  g_task_set_task_data (task, export, (GDestroyNotify)export_free);
  g_thread_unref (g_thread_new ("export", write_thread, task));
  g_object_unref (dialog);
}

void
ddi_records_export_ask (DdiWindow *window, DdiRecordKind kind, const char *file_name, GVariant *params,
                        GCancellable *cancellable)
{
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (_ ("Export"), GTK_WINDOW (window), GTK_FILE_CHOOSER_ACTION_SAVE,
                                   _ ("_Export"), _ ("_Cancel"));
  static const struct
  {
    const char *name;
    const char *suffix;
  } formats[] = { { N_ ("Excel workbook"), "xlsx" }, { N_ ("CSV file"), "csv" } };
  g_autofree char *name = g_strconcat (file_name, ".xlsx", NULL);
  Export *export = g_new0 (Export, 1);

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

      gtk_file_filter_set_name (filter, _ (formats[i].name));
      gtk_file_filter_add_suffix (filter, formats[i].suffix);
      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
    }
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  export->window = g_object_ref (window);
  export->database = g_object_ref (ddi_session_get_database (ddi_window_get_session (window)));
  export->kind = kind;
  export->params = g_variant_ref_sink (params);
  export->cancellable = g_object_ref (cancellable);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), export);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

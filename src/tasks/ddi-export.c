/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-export.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "exchange/ddi-table-writer.h"
#include "tasks/ddi-audit.h"
#include "tasks/ddi-custom-columns.h"

/* Rows a query brings at once: a few megabytes. */
#define WINDOW 20000

typedef struct
{
  const char *query;
  const char *list; /* the page's own query, for its search and its order */
  const char *title;
  const DdiTableColumn *columns;
  guint n_columns;
  const char *entity; /* whose columns an administrator may have added; NULL: it takes none */
} Table;

static const DdiTableColumn sales_columns[] = {
  { "store", DDI_TABLE_TEXT },        { "date", DDI_TABLE_DAY },
  { "product_name", DDI_TABLE_TEXT }, { "quantity_sold", DDI_TABLE_INTEGER },
  { "revenue", DDI_TABLE_MONEY },     { "source", DDI_TABLE_TEXT },
  { "notes", DDI_TABLE_TEXT },
};
static const DdiTableColumn waste_columns[] = {
  { "store", DDI_TABLE_TEXT },        { "date", DDI_TABLE_DAY },
  { "product_name", DDI_TABLE_TEXT }, { "quantity_wasted", DDI_TABLE_INTEGER },
  { "reason", DDI_TABLE_TEXT },       { "cost", DDI_TABLE_MONEY },
};
static const DdiTableColumn production_columns[] = {
  { "store", DDI_TABLE_TEXT },        { "date", DDI_TABLE_DAY },
  { "product_name", DDI_TABLE_TEXT }, { "quantity_produced", DDI_TABLE_INTEGER },
  { "sold_out_at", DDI_TABLE_TEXT },
};
static const DdiTableColumn forecast_columns[] = {
  { "store", DDI_TABLE_TEXT },
  { "forecast_date", DDI_TABLE_DAY },
  { "product_name", DDI_TABLE_TEXT },
  { "predicted_demand", DDI_TABLE_INTEGER },
  { "lower_bound", DDI_TABLE_INTEGER },
  { "upper_bound", DDI_TABLE_INTEGER },
  { "confidence", DDI_TABLE_REAL },
  { "order_quantity", DDI_TABLE_INTEGER },
  { "approved_quantity", DDI_TABLE_INTEGER },
  { "status", DDI_TABLE_TEXT },
  { "actual_demand", DDI_TABLE_INTEGER },
  { "model", DDI_TABLE_TEXT },
};

/* By DdiExportKind. */
static const Table tables[] = {
  { "export/list-sales", "sales/list-window", N_ ("Sales"), sales_columns, G_N_ELEMENTS (sales_columns),
    DDI_CUSTOM_SALES },
  { "export/list-waste", "waste/list-window", N_ ("Waste"), waste_columns, G_N_ELEMENTS (waste_columns),
    DDI_CUSTOM_WASTE },
  { "export/list-production", "production/list-window", N_ ("Production"), production_columns,
    G_N_ELEMENTS (production_columns), NULL },
  { "export/list-forecasts", NULL, N_ ("Forecasts"), forecast_columns, G_N_ELEMENTS (forecast_columns),
    NULL },
};

static GVariant *
optional_int (gint64 value, gboolean there)
{
  return g_variant_new_maybe (G_VARIANT_TYPE_INT64, there ? g_variant_new_int64 (value) : NULL);
}

/* The page's list, as far as it goes, from the row after the last one of @before. */
static DdiUnit *
make_list_unit (const Table *table, const DdiExportOptions *options, DdiRows *before)
{
  g_autoptr (DdiUnit) unit = ddi_unit_new ();
  guint last = before ? ddi_rows_get_n (before) - 1 : 0;
  gint32 store = options->store_id;
  GVariant *stores = store ? g_variant_new_fixed_array (G_VARIANT_TYPE_INT32, &store, 1, sizeof store) : NULL;
  gint64 quantity = before ? ddi_rows_get_int (before, last, ddi_rows_column (before, "quantity")) : 0;
  gint64 id = before ? ddi_rows_get_int (before, last, ddi_rows_column (before, "id")) : 0;
  GVariant *params[] = {
    g_variant_new_maybe (G_VARIANT_TYPE ("ai"), stores),
    ddi_unit_day (options->first),
    ddi_unit_day (options->last),
    optional_int (0, FALSE),
    g_variant_new ("ms", options->search && *options->search ? options->search : NULL),
    g_variant_new_string (options->sort),
    g_variant_new_boolean (options->descending),
    ddi_unit_day (before ? ddi_rows_get_day (before, last, ddi_rows_column (before, "date"))
                         : DDI_DAY_INVALID),
    g_variant_new ("ms", before ? ddi_rows_get_text (before, last, ddi_rows_column (before, "product_name"))
                                : NULL),
    optional_int (quantity, before != NULL),
    optional_int (id, before != NULL),
    g_variant_new_int64 (0),
    g_variant_new_int32 (WINDOW),
  };

  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, table->list, g_variant_new_tuple (params, G_N_ELEMENTS (params)));
  return g_steal_pointer (&unit);
}

/* The window behind the last row of @before, or the first one. */
static DdiUnit *
make_unit (const Table *table, const DdiExportOptions *options, DdiRows *before)
{
  g_autoptr (DdiUnit) unit = ddi_unit_new ();
  guint last = before ? ddi_rows_get_n (before) - 1 : 0;
  GVariant *params[8];

  if (options->sort)
    return make_list_unit (table, options, before);
  params[0] = optional_int (options->store_id, options->store_id != 0);
  params[1] = ddi_unit_day (options->first);
  params[2] = ddi_unit_day (options->last);
  params[3] = optional_int (before ? ddi_rows_get_int (before, last, 0) : 0, before != NULL);
  params[4] = ddi_unit_day (before ? ddi_rows_get_day (before, last, 1) : DDI_DAY_INVALID);
  params[5] = optional_int (before ? ddi_rows_get_int (before, last, 2) : 0, before != NULL);
  params[6] = optional_int (before ? ddi_rows_get_int (before, last, 3) : 0, before != NULL);
  params[7] = g_variant_new_int32 (WINDOW);
  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, table->query, g_variant_new_tuple (params, G_N_ELEMENTS (params)));
  return g_steal_pointer (&unit);
}

static void
write_cell (DdiTableWriter *writer, DdiTableKind kind, DdiRows *rows, guint row, guint column)
{
  if (ddi_rows_is_null (rows, row, column))
    ddi_table_writer_empty (writer);
  else if (kind == DDI_TABLE_TEXT)
    ddi_table_writer_text (writer, ddi_rows_get_text (rows, row, column));
  else if (kind == DDI_TABLE_DAY)
    ddi_table_writer_day (writer, ddi_rows_get_day (rows, row, column));
  else if (kind == DDI_TABLE_MONEY)
    ddi_table_writer_int (writer, ddi_rows_get_money (rows, row, column));
  else if (kind == DDI_TABLE_INTEGER)
    ddi_table_writer_int (writer, ddi_rows_get_int (rows, row, column));
  else
    ddi_table_writer_double (writer, ddi_rows_get_double (rows, row, column));
}

/* The lists call a shop's name and the pieces the same in all tables. */
static guint
find_column (DdiRows *rows, const char *name, gboolean list)
{
  if (list && g_str_equal (name, "store"))
    name = "store_name";
  else if (list && g_str_has_prefix (name, "quantity_"))
    name = "quantity";
  return ddi_rows_column (rows, name);
}

/* The values of added columns, behind the others. */
static void
write_custom (DdiTableWriter *writer, GPtrArray *added, DdiRows *rows, guint row)
{
  g_autoptr (JsonObject) values = NULL;

  if (added->len > 0)
    values = ddi_custom_parse (ddi_rows_get_text (rows, row, ddi_rows_column (rows, "custom")));
  for (guint i = 0; i < added->len; i++)
    {
      const DdiCustomColumn *column = added->pdata[i];
      g_autofree char *text = ddi_custom_dup_text (values, column);
      gint64 number = 0;

      if (text == NULL)
        ddi_table_writer_empty (writer);
      else if (column->type == DDI_CUSTOM_DAY)
        ddi_table_writer_day (writer, ddi_day_parse (text));
      else if (ddi_custom_get_number (values, column, &number))
        ddi_table_writer_int (writer, number);
      else
        ddi_table_writer_text (writer, text);
    }
}

static gboolean
write_rows (DdiTableWriter *writer, const Table *table, GPtrArray *added, DdiRows *rows, gboolean list,
            GCancellable *cancellable, GError **error)
{
  g_autofree guint *columns = g_new (guint, table->n_columns);

  for (guint i = 0; i < table->n_columns; i++)
    columns[i] = find_column (rows, table->columns[i].name, list);
  for (guint row = 0; row < ddi_rows_get_n (rows); row++)
    {
      for (guint i = 0; i < table->n_columns; i++)
        write_cell (writer, table->columns[i].kind, rows, row, columns[i]);
      write_custom (writer, added, rows, row);
      if (!ddi_table_writer_end_record (writer, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

static void
set_member (JsonObject *object, const DdiTableColumn *column, DdiRows *rows, guint row, guint index)
{
  if (ddi_rows_is_null (rows, row, index))
    json_object_set_null_member (object, column->name);
  else if (column->kind == DDI_TABLE_INTEGER)
    json_object_set_int_member (object, column->name, ddi_rows_get_int (rows, row, index));
  else if (column->kind == DDI_TABLE_TEXT || column->kind == DDI_TABLE_DAY)
    json_object_set_string_member (object, column->name, ddi_rows_get_text (rows, row, index));
  else
    json_object_set_double_member (object, column->name, ddi_rows_get_double (rows, row, index));
}

static void
set_custom_members (JsonObject *object, GPtrArray *added, DdiRows *rows, guint row)
{
  g_autoptr (JsonObject) values = NULL;

  if (added->len > 0)
    values = ddi_custom_parse (ddi_rows_get_text (rows, row, ddi_rows_column (rows, "custom")));
  for (guint i = 0; i < added->len; i++)
    {
      const DdiCustomColumn *column = added->pdata[i];
      JsonNode *value = values ? json_object_get_member (values, column->name) : NULL;

      if (value)
        json_object_set_member (object, column->name, json_node_copy (value));
      else
        json_object_set_null_member (object, column->name);
    }
}

/* One object a line, so that the array may be longer than the memory. */
static void
print_json_rows (const Table *table, GPtrArray *added, DdiRows *rows, gboolean list, gboolean first)
{
  for (guint row = 0; row < ddi_rows_get_n (rows); row++)
    {
      g_autoptr (JsonObject) object = json_object_new ();
      g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
      g_autofree char *text = NULL;

      for (guint i = 0; i < table->n_columns; i++)
        set_member (object, &table->columns[i], rows, row, find_column (rows, table->columns[i].name, list));
      set_custom_members (object, added, rows, row);
      json_node_set_object (node, object);
      text = json_to_string (node, FALSE);
      g_print ("%s  %s", first && row == 0 ? "" : ",\n", text);
    }
}

/* With the added columns behind the table's own. */
static DdiTableWriter *
open_writer (const Table *table, GPtrArray *added, const char *path, GError **error)
{
  static const DdiTableKind kinds[DDI_N_CUSTOM_TYPES] = {
    [DDI_CUSTOM_TEXT] = DDI_TABLE_TEXT,     [DDI_CUSTOM_INTEGER] = DDI_TABLE_INTEGER,
    [DDI_CUSTOM_DECIMAL] = DDI_TABLE_MONEY, [DDI_CUSTOM_DAY] = DDI_TABLE_DAY,
    [DDI_CUSTOM_BOOLEAN] = DDI_TABLE_TEXT,
  };
  g_autofree DdiTableColumn *columns = g_new (DdiTableColumn, table->n_columns + added->len);

  for (guint i = 0; i < table->n_columns; i++)
    columns[i] = table->columns[i];
  for (guint i = 0; i < added->len; i++)
    {
      const DdiCustomColumn *column = added->pdata[i];

      columns[table->n_columns + i] = (DdiTableColumn){ column->name, kinds[column->type] };
    }
  return ddi_table_writer_open (path, _ (table->title), columns, table->n_columns + added->len, error);
}

static gboolean
write_window (DdiTableWriter **writer, const Table *table, GPtrArray *added, const DdiExportOptions *options,
              DdiRows *rows, gboolean first, GCancellable *cancellable, GError **error)
{
  if (options->json)
    {
      if (first)
        g_print ("[\n");
      print_json_rows (table, added, rows, options->sort != NULL, first);
      return !g_cancellable_set_error_if_cancelled (cancellable, error);
    }
  /* The file is opened once the database has answered: an error leaves no file. */
  if (first)
    *writer = open_writer (table, added, options->path, error);
  return *writer && write_rows (*writer, table, added, rows, options->sort != NULL, cancellable, error);
}

static const char *
kind_text (DdiExportKind kind)
{
  static const char *const texts[] = { "sales", "waste", "production", "forecasts" };

  return texts[kind];
}

/* (element-type DdiCustomColumn) (transfer full) */
static GPtrArray *
read_added (DdiDatabase *database, const Table *table, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiUnit) unit = NULL;
  g_autoptr (GPtrArray) results = NULL;

  if (table->entity == NULL)
    return g_ptr_array_new ();
  unit = ddi_unit_new ();
  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, "columns/list", NULL);
  results = ddi_database_run (database, g_steal_pointer (&unit), cancellable, error);
  return results ? ddi_custom_columns_from_rows (results->pdata[0], table->entity) : NULL;
}

gboolean
ddi_export_run (DdiDatabase *database, const DdiExportOptions *options, gint64 *n_rows,
                GCancellable *cancellable, GError **error)
{
  const Table *table = &tables[options->kind];
  g_autoptr (DdiTableWriter) writer = NULL;
  g_autoptr (GPtrArray) window = NULL;
  g_autoptr (GPtrArray) added = read_added (database, table, cancellable, error);
  gint64 n = 0;
  guint length;

  if (added == NULL)
    return FALSE;
  do
    {
      DdiRows *before = window ? window->pdata[0] : NULL;
      g_autoptr (GPtrArray) next =
          ddi_database_run (database, make_unit (table, options, before), cancellable, error);

      if (next == NULL)
        return FALSE;
      if (!write_window (&writer, table, added, options, next->pdata[0], window == NULL, cancellable, error))
        return FALSE;
      g_clear_pointer (&window, g_ptr_array_unref);
      window = g_steal_pointer (&next);
      length = ddi_rows_get_n (window->pdata[0]);
      n += length;
    }
  while (length == WINDOW);
  if (n_rows)
    *n_rows = n;
  if (options->json)
    g_print ("\n]\n");
  else if (!ddi_table_writer_close (writer, cancellable, error))
    return FALSE;
  ddi_audit_note_export (database, kind_text (options->kind),
                         options->path && !g_str_equal (options->path, "-") ? options->path : NULL, n);
  return TRUE;
}

typedef struct
{
  DdiDatabase *database;
  DdiExportOptions options;
  gint64 n_rows;
} Job;

static void
job_free (Job *job)
{
  g_object_unref (job->database);
  g_free ((char *)job->options.path);
  g_free ((char *)job->options.sort);
  g_free ((char *)job->options.search);
  g_free (job);
}

static gpointer
run_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (ddi_export_run (job->database, &job->options, &job->n_rows, g_task_get_cancellable (task), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
  return NULL;
}

/* A thread of its own: it mostly waits, for the disk and for the pool's connections. */
void
ddi_export_run_async (DdiDatabase *database, const DdiExportOptions *options, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->database = g_object_ref (database);
  job->options = *options;
  job->options.path = g_strdup (options->path);
  job->options.sort = g_strdup (options->sort);
  job->options.search = g_strdup (options->search);
  g_task_set_source_tag (task, ddi_export_run_async);
  g_task_set_task_data (task, job, (GDestroyNotify)job_free);
  g_thread_unref (g_thread_new ("export", run_thread, task));
}

gboolean
ddi_export_run_finish (GAsyncResult *result, gint64 *n_rows, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  if (n_rows)
    *n_rows = ((Job *)g_task_get_task_data (G_TASK (result)))->n_rows;
  return g_task_propagate_boolean (G_TASK (result), error);
}

int
ddi_export_find_store (DdiDatabase *database, const char *name, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiUnit) unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;

  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, "export/find-store", g_variant_new ("(s)", name));
  results = ddi_database_run (database, g_steal_pointer (&unit), cancellable, error);
  if (results == NULL)
    return -1;
  return ddi_rows_get_n (results->pdata[0]) > 0 ? (int)ddi_rows_get_int (results->pdata[0], 0, 0) : 0;
}

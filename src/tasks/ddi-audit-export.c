/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-audit-export.h"

#include <string.h>

#include "core/ddi-json.h"
#include "exchange/ddi-csv-writer.h"
#include "tasks/ddi-audit.h"

/* Entries a query brings at once. */
#define WINDOW 5000

/* One of the two is there. */
typedef struct
{
  DdiCsvWriter *csv;
  GOutputStream *json;
  gboolean first; /* no entry is written yet */
} Output;

static void
output_clear (Output *self)
{
  /* A stream that was not closed would take its file's place all the same. */
  if (self->json && !g_output_stream_is_closed (self->json))
    {
      g_autoptr (GCancellable) cancelled = g_cancellable_new ();

      g_cancellable_cancel (cancelled);
      g_output_stream_close (self->json, cancelled, NULL);
    }
  g_clear_object (&self->json);
  g_clear_object (&self->csv);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Output, output_clear)

static const char *const columns[] = { "id",     "time_key", "user_id", "name",    "email",
                                       "action", "address",  "client",  "details", NULL };

static gboolean
write_text (Output *self, const char *text, GCancellable *cancellable, GError **error)
{
  return g_output_stream_write_all (self->json, text, strlen (text), NULL, cancellable, error);
}

static gboolean
open_csv (Output *self, const char *path, GError **error)
{
  self->csv = ddi_csv_writer_open (path, error);
  if (self->csv == NULL)
    return FALSE;
  for (const char *const *column = columns; *column; column++)
    ddi_csv_writer_text (self->csv, *column);
  return ddi_csv_writer_end_record (self->csv, NULL, error);
}

static gboolean
open_json (Output *self, const char *path, const char *head, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *text = g_strdup_printf ("{\n\"head\": %s,\n\"entries\": [", head);

  self->json = G_OUTPUT_STREAM (
      g_file_replace (file, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, cancellable, error));
  self->first = TRUE;
  return self->json && write_text (self, text, cancellable, error);
}

static JsonNode *
make_member (DdiRows *rows, guint row, const char *name)
{
  guint column = ddi_rows_column (rows, name);
  const char *text = ddi_rows_get_text (rows, row, column);
  JsonNode *details = NULL;

  if (ddi_rows_is_null (rows, row, column))
    return json_node_new (JSON_NODE_NULL);
  if (g_str_equal (name, "details"))
    details = ddi_json_parse (text, -1, NULL);
  if (details)
    return details;
  if (g_str_equal (name, "id") || g_str_equal (name, "user_id"))
    return json_node_init_int (json_node_alloc (), ddi_rows_get_int (rows, row, column));
  return json_node_init_string (json_node_alloc (), text);
}

static gboolean
write_json_entry (Output *self, DdiRows *rows, guint row, GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonObject) entry = json_object_new ();
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL, *line = NULL;

  for (const char *const *column = columns; *column; column++)
    json_object_set_member (entry, *column, make_member (rows, row, *column));
  json_node_set_object (root, entry);
  text = json_to_string (root, FALSE);
  line = g_strconcat (self->first ? "\n" : ",\n", text, NULL);
  self->first = FALSE;
  return write_text (self, line, cancellable, error);
}

static gboolean
write_csv_entry (Output *self, DdiRows *rows, guint row, GCancellable *cancellable, GError **error)
{
  for (const char *const *column = columns; *column; column++)
    ddi_csv_writer_text (self->csv, ddi_rows_get_text (rows, row, ddi_rows_column (rows, *column)));
  return ddi_csv_writer_end_record (self->csv, cancellable, error);
}

static gboolean
write_entries (Output *self, DdiRows *rows, GCancellable *cancellable, GError **error)
{
  for (guint row = 0; row < ddi_rows_get_n (rows); row++)
    if (!(self->csv ? write_csv_entry (self, rows, row, cancellable, error)
                    : write_json_entry (self, rows, row, cancellable, error)))
      return FALSE;
  return TRUE;
}

static gboolean
close_output (Output *self, const char *head, GCancellable *cancellable, GError **error)
{
  if (self->json)
    return write_text (self, "\n]\n}\n", cancellable, error) &&
           g_output_stream_close (self->json, cancellable, error);
  for (const char *const *column = columns; *column; column++)
    ddi_csv_writer_text (self->csv, g_str_equal (*column, "action")    ? "HEAD"
                                    : g_str_equal (*column, "details") ? head
                                                                       : NULL);
  return ddi_csv_writer_end_record (self->csv, cancellable, error) &&
         ddi_csv_writer_close (self->csv, cancellable, error);
}

/* {"entries": 12, "last_id": 14, "hash": "…"} */
static char *
read_head (DdiDatabase *database, GCancellable *cancellable, GError **error)
{
  DdiUnit *unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;
  DdiRows *rows;

  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, "audit/head", NULL);
  results = ddi_database_run (database, unit, cancellable, error);
  if (results == NULL)
    return NULL;
  rows = results->pdata[0];
  return g_strdup_printf ("{\"entries\": %s, \"last_id\": %s, \"hash\": \"%s\"}",
                          ddi_rows_get_text (rows, 0, 0), ddi_rows_get_text (rows, 0, 1),
                          ddi_rows_get_text (rows, 0, 2));
}

/* The window behind the last entry of @before, or the first one. */
static DdiUnit *
make_unit (GVariant *filter, DdiRows *before)
{
  DdiUnit *unit = ddi_unit_new ();
  guint last = before ? ddi_rows_get_n (before) - 1 : 0;
  GVariantBuilder params;

  g_variant_builder_init (&params, G_VARIANT_TYPE_TUPLE);
  for (gsize i = 0; i < g_variant_n_children (filter); i++)
    {
      g_autoptr (GVariant) child = g_variant_get_child_value (filter, i);

      g_variant_builder_add_value (&params, child);
    }
  g_variant_builder_add (&params, "s", "time");
  g_variant_builder_add (&params, "b", TRUE);
  g_variant_builder_add (&params, "ms",
                         before ? ddi_rows_get_text (before, last, ddi_rows_column (before, "time_key"))
                                : NULL);
  g_variant_builder_add (&params, "ms",
                         before ? ddi_rows_get_text (before, last, ddi_rows_column (before, "id")) : NULL);
  g_variant_builder_add (&params, "x", (gint64)0);
  g_variant_builder_add (&params, "i", WINDOW);
  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, "audit/list-window", g_variant_builder_end (&params));
  return unit;
}

static gboolean
write_all (Output *output, DdiDatabase *database, GVariant *filter, gint64 *n_entries,
           GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiRows) before = NULL;

  do
    {
      g_autoptr (GPtrArray) results =
          ddi_database_run (database, make_unit (filter, before), cancellable, error);

      if (results == NULL || !write_entries (output, results->pdata[0], cancellable, error))
        return FALSE;
      g_clear_pointer (&before, ddi_rows_unref);
      before = ddi_rows_ref (results->pdata[0]);
      *n_entries += ddi_rows_get_n (before);
    }
  while (ddi_rows_get_n (before) == WINDOW);
  return TRUE;
}

gboolean
ddi_audit_export (DdiDatabase *database, GVariant *filter, const char *path, gint64 *n_entries,
                  GCancellable *cancellable, GError **error)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (filter);
  g_autofree char *head = NULL;
  g_auto (Output) output = { 0 };

  *n_entries = 0;
  if (!ddi_audit_seal (database, error))
    return FALSE;
  head = read_head (database, cancellable, error);
  if (head == NULL)
    return FALSE;
  if (!(g_str_has_suffix (path, ".json") ? open_json (&output, path, head, cancellable, error)
                                         : open_csv (&output, path, error)))
    return FALSE;
  if (!write_all (&output, database, owned, n_entries, cancellable, error) ||
      !close_output (&output, head, cancellable, error))
    return FALSE;
  ddi_audit_note_export (database, "audit", path, *n_entries);
  return TRUE;
}

typedef struct
{
  DdiDatabase *database;
  GVariant *filter;
  char *path;
  gint64 n_entries;
} Job;

static void
job_free (Job *job)
{
  g_object_unref (job->database);
  g_variant_unref (job->filter);
  g_free (job->path);
  g_free (job);
}

static gpointer
export_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (ddi_audit_export (job->database, job->filter, job->path, &job->n_entries, g_task_get_cancellable (task),
                        &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
  return NULL;
}

void
ddi_audit_export_async (DdiDatabase *database, GVariant *filter, const char *path, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->database = g_object_ref (database);
  job->filter = g_variant_ref_sink (filter);
  job->path = g_strdup (path);
  g_task_set_source_tag (task, ddi_audit_export_async);
  g_task_set_task_data (task, job, (GDestroyNotify)job_free);
  g_thread_unref (g_thread_new ("export", export_thread, task));
}

gboolean
ddi_audit_export_finish (GAsyncResult *result, gint64 *n_entries, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  *n_entries = ((Job *)g_task_get_task_data (G_TASK (result)))->n_entries;
  return g_task_propagate_boolean (G_TASK (result), error);
}

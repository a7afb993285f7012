/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ddi-json.h"
#include "db/ddi-backup-session.h"

static JsonArray *
parse_array (const char *text)
{
  g_autoptr (JsonNode) node = ddi_json_parse (text, -1, NULL);

  return node && JSON_NODE_HOLDS_ARRAY (node) ? json_array_ref (json_node_get_array (node))
                                              : json_array_new ();
}

static const char *
text_of (DdiRows *rows, guint row, const char *column)
{
  return ddi_rows_get_text (rows, row, ddi_rows_column (rows, column));
}

/* {"public.users": ["id", …], …} of a manifest's tables. */
static char *
format_columns (JsonObject *tables)
{
  g_autoptr (JsonObject) columns = json_object_new ();
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GList) names = json_object_get_members (tables);

  for (GList *name = names; name; name = name->next)
    {
      JsonNode *table = json_object_get_member (tables, name->data);

      if (JSON_NODE_HOLDS_OBJECT (table) && json_object_has_member (json_node_get_object (table), "columns"))
        json_object_set_member (columns, name->data,
                                json_node_copy (
                                    json_object_get_member (json_node_get_object (table), "columns")));
    }
  json_node_set_object (root, columns);
  return json_to_string (root, FALSE);
}

DdiRows *
ddi_backup_session_list_tables (DdiBackupSession *self, const char *table, JsonObject *columns,
                                GError **error)
{
  g_autofree char *wanted = columns ? format_columns (columns) : NULL;
  const char *values[] = { table, wanted };

  return ddi_backup_session_query (self, "backup/list-tables", values, G_N_ELEMENTS (values), error);
}

gboolean
ddi_backup_session_describe (DdiBackupSession *self, JsonObject *manifest, GError **error)
{
  static const char *const texts[] = { "id", "made_at", "server_version", "database_uuid", "newest_sale" };
  static const char *const arrays[] = { "migrations", "roles" };
  g_autoptr (DdiRows) rows = ddi_backup_session_query (self, "backup/describe", NULL, 0, error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (text_of (rows, 0, texts[i]))
      json_object_set_string_member (manifest, texts[i], text_of (rows, 0, texts[i]));
  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    json_object_set_array_member (manifest, arrays[i], parse_array (text_of (rows, 0, arrays[i])));
  json_object_set_int_member (manifest, "server_major", ddi_backup_session_get_major (self));
  return TRUE;
}

static gboolean
digest_table (DdiBackupSession *self, DdiRows *tables, guint i, JsonObject *found, GCancellable *cancellable,
              GError **error)
{
  g_autoptr (DdiRows) answer =
      ddi_backup_session_run (self, text_of (tables, i, "digest"), cancellable, error);
  JsonObject *table;

  if (answer == NULL)
    return FALSE;
  table = json_object_new ();
  json_object_set_int_member (table, "rows", ddi_rows_get_int (answer, 0, 0));
  json_object_set_string_member (table, "digest", ddi_rows_get_text (answer, 0, 1));
  json_object_set_array_member (table, "columns", parse_array (text_of (tables, i, "columns")));
  json_object_set_object_member (found, text_of (tables, i, "name"), table);
  return TRUE;
}

static gboolean
read_objects (DdiBackupSession *self, JsonObject *contents, GError **error)
{
  g_autoptr (DdiRows) rows = ddi_backup_session_query (self, "backup/list-objects", NULL, 0, error);
  JsonObject *objects;

  if (rows == NULL)
    return FALSE;
  objects = json_object_new ();
  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    json_object_set_string_member (objects, ddi_rows_get_text (rows, i, 0), ddi_rows_get_text (rows, i, 1));
  json_object_set_object_member (contents, "objects", objects);
  return TRUE;
}

gboolean
ddi_backup_session_digest (DdiBackupSession *self, const char *table, JsonObject *columns,
                           JsonObject *contents, DdiBackupStepFunc step, gpointer user_data,
                           GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiRows) tables = ddi_backup_session_list_tables (self, table, columns, error);
  JsonObject *found;

  if (tables == NULL)
    return FALSE;
  found = json_object_new ();
  json_object_set_object_member (contents, "tables", found);
  for (guint i = 0; i < ddi_rows_get_n (tables); i++)
    {
      if (step)
        step (text_of (tables, i, "name"), i, ddi_rows_get_n (tables), user_data);
      if (!digest_table (self, tables, i, found, cancellable, error))
        return FALSE;
    }
  return table != NULL || read_objects (self, contents, error);
}

static void
widen (JsonObject *sequences, const char *name, gint64 next)
{
  gint64 lowest = next, highest = next;
  JsonArray *range = json_array_sized_new (2);

  if (json_object_has_member (sequences, name))
    {
      JsonArray *before = json_object_get_array_member (sequences, name);

      lowest = MIN (lowest, json_array_get_int_element (before, 0));
      highest = MAX (highest, json_array_get_int_element (before, 1));
    }
  json_array_add_int_element (range, lowest);
  json_array_add_int_element (range, highest);
  json_object_set_array_member (sequences, name, range);
}

gboolean
ddi_backup_session_read_sequences (DdiBackupSession *self, const char *table, JsonObject *contents,
                                   GError **error)
{
  g_autoptr (DdiRows) made = ddi_backup_session_query (self, "backup/make-sequences", &table, 1, error);
  g_autoptr (DdiRows) rows = NULL;
  JsonObject *sequences;

  if (made == NULL)
    return FALSE;
  if (!json_object_has_member (contents, "sequences"))
    json_object_set_object_member (contents, "sequences", json_object_new ());
  sequences = json_object_get_object_member (contents, "sequences");
  if (ddi_rows_is_null (made, 0, 0))
    return TRUE;
  rows = ddi_backup_session_run (self, ddi_rows_get_text (made, 0, 0), NULL, error);
  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    widen (sequences, ddi_rows_get_text (rows, i, 0), ddi_rows_get_int (rows, i, 1));
  return TRUE;
}

gboolean
ddi_backup_session_set_sequence (DdiBackupSession *self, const char *name, gint64 next, GError **error)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, next);
  const char *values[] = { name, number };
  g_autoptr (DdiRows) rows =
      ddi_backup_session_query (self, "backup/set-sequence", values, G_N_ELEMENTS (values), error);

  return rows != NULL;
}

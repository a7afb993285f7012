/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "tasks/ddi-restore-private.h"

/* The rows of one table on their way from the restored database into the live one. */
typedef struct
{
  DdiBackupSession *from, *into;
  DdiRows *statements;
  GCancellable *cancellable;
} Merge;

static const char *
statement_of (Merge *self, const char *name)
{
  return ddi_rows_get_text (self->statements, 0, ddi_rows_column (self->statements, name));
}

static char *
format_columns (const DdiBackup *backup, const char *table)
{
  JsonObject *tables = json_object_get_object_member (backup->manifest, "tables");
  JsonNode *found = json_object_get_member (tables, table);
  JsonNode *columns = found && JSON_NODE_HOLDS_OBJECT (found)
                          ? json_object_get_member (json_node_get_object (found), "columns")
                          : NULL;

  return columns ? json_to_string (columns, FALSE) : NULL;
}

static gboolean
make_statements (Merge *self, const DdiBackup *backup, const char *table, GError **error)
{
  g_autofree char *columns = format_columns (backup, table);
  const char *values[] = { table, columns };

  self->statements =
      columns ? ddi_backup_session_query (self->into, "restore/make-merge", values, 2, error) : NULL;
  if (self->statements && ddi_rows_get_n (self->statements) == 1)
    return TRUE;
  if (error && *error == NULL)
    g_set_error (error, DDI_BACKUP_ERROR, DDI_BACKUP_ERROR_TABLE,
                 _ ("%s has no primary key here or in the backup, so its rows cannot be told apart"), table);
  return FALSE;
}

static gboolean
copy_rows (Merge *self, GError **error)
{
  return ddi_backup_session_copy_across (self->from, statement_of (self, "copy_out"), self->into,
                                         statement_of (self, "copy"), self->cancellable, error);
}

static gboolean
run (Merge *self, const char *name, gint64 *n_rows, GError **error)
{
  const char *statement = statement_of (self, name);
  g_autoptr (DdiRows) rows = NULL;

  if (statement == NULL)
    return TRUE;
  rows = ddi_backup_session_run (self->into, statement, self->cancellable, error);
  if (rows && n_rows)
    *n_rows = ddi_rows_get_n_affected (rows);
  return rows != NULL;
}

static gboolean
run_query (Merge *self, const char *query, const char *const *values, guint n, GError **error)
{
  g_autoptr (DdiRows) rows = ddi_backup_session_query (self->into, query, values, n, error);

  return rows != NULL;
}

/* New rows must not get numbers that rows of the backup have. */
static gboolean
raise_sequences (Merge *self, const char *table, JsonObject *saved, GError **error)
{
  g_autoptr (JsonObject) contents = json_object_new ();
  g_autoptr (GList) names = NULL;
  JsonObject *now;

  if (!ddi_backup_session_read_sequences (self->into, table, contents, error))
    return FALSE;
  now = json_object_get_object_member (contents, "sequences");
  names = json_object_get_members (now);
  for (GList *name = names; name; name = name->next)
    {
      JsonNode *range = json_object_get_member (saved, name->data);
      gint64 next = json_array_get_int_element (json_object_get_array_member (now, name->data), 1);
      gint64 wanted = range && JSON_NODE_HOLDS_ARRAY (range)
                          ? json_array_get_int_element (json_node_get_array (range), 1)
                          : next;

      if (wanted > next && !ddi_backup_session_set_sequence (self->into, name->data, wanted, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
change (Merge *self, const DdiBackup *backup, const char *table, DdiRestoreResult *result, GError **error)
{
  const char *entry[] = { ddi_backup_get_text (backup, "id"), ddi_backup_get_text (backup, "made_at"), table,
                          result->safety_backup };
  JsonObject *sequences = json_object_get_object_member (backup->manifest, "sequences");

  return run (self, "begin", NULL, error) && copy_rows (self, error) &&
         run (self, "remove", &result->removed, error) && run (self, "change", &result->changed, error) &&
         run (self, "add", &result->added, error) && raise_sequences (self, table, sequences, error) &&
         run_query (self, "restore/log", entry, G_N_ELEMENTS (entry), error);
}

gboolean
ddi_restore_merge (const char *live, const char *restored, const DdiBackup *backup, const char *table,
                   DdiRestoreResult *result, GCancellable *cancellable, GError **error)
{
  Merge self = { .cancellable = cancellable };
  gboolean good;

  self.into = ddi_backup_session_open (live, error);
  self.from = self.into ? ddi_backup_session_open (restored, error) : NULL;
  good = self.from && make_statements (&self, backup, table, error) &&
         ddi_backup_session_begin_change (self.into, error) && change (&self, backup, table, result, error) &&
         ddi_backup_session_commit (self.into, error);
  /* Whatever is open ends with the session. */
  g_clear_pointer (&self.from, ddi_backup_session_free);
  g_clear_pointer (&self.into, ddi_backup_session_free);
  g_clear_pointer (&self.statements, ddi_rows_unref);
  return good;
}

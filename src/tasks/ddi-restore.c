/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-restore.h"

#include <glib/gi18n-lib.h>

#include "db/ddi-conninfo.h"
#include "db/ddi-migrator.h"
#include "tasks/ddi-foreign-dump.h"
#include "tasks/ddi-restore-private.h"

static void
table_free (DdiRestoreTable *self)
{
  g_free (self->table);
  g_free (self);
}

void
ddi_restore_plan_free (DdiRestorePlan *self)
{
  g_clear_pointer (&self->backup, ddi_backup_free);
  g_clear_pointer (&self->tables, g_ptr_array_unref);
  g_free (self->newest_sale_now);
  g_free (self->newest_sale_backup);
  g_free (self->foreign);
  g_free (self->left_out);
  g_free (self);
}

void
ddi_restore_result_free (DdiRestoreResult *self)
{
  g_free (self->safety_backup);
  g_free (self->kept_database);
  g_free (self);
}

static JsonObject *
get_tables (JsonObject *contents)
{
  return json_object_get_object_member (contents, "tables");
}

static JsonObject *
get_table (JsonObject *tables, const char *name)
{
  JsonNode *node = json_object_get_member (tables, name);

  return node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* The table's name as the backup writes it; NULL with DDI_BACKUP_ERROR_TABLE. */
static char *
find_table (const DdiBackup *backup, const char *name, GError **error)
{
  JsonObject *tables = get_tables (backup->manifest);
  g_autofree char *in_public = g_strconcat ("public.", name, NULL);

  if (json_object_has_member (tables, name))
    return g_strdup (name);
  if (json_object_has_member (tables, in_public))
    return g_steal_pointer (&in_public);
  g_set_error (error, DDI_BACKUP_ERROR, DDI_BACKUP_ERROR_TABLE, _ ("There is no table “%s” in %s"), name,
               backup->path);
  return NULL;
}

/* Which table is to be restored; NULL without an error: everything. */
static gboolean
choose_table (const DdiBackup *backup, const DdiRestoreOptions *options, char **table, GError **error)
{
  const char *only = ddi_backup_get_text (backup, "table");

  *table = NULL;
  if (options->table)
    return (*table = find_table (backup, options->table, error)) != NULL;
  if (only == NULL)
    return TRUE;
  g_set_error (error, DDI_BACKUP_ERROR, DDI_BACKUP_ERROR_TABLE,
               _ ("%s holds nothing but the table %s; say that this table is to be restored"), backup->path,
               only);
  return FALSE;
}

static void
add_table (DdiRestorePlan *self, const char *name, JsonObject *saved, JsonObject *found)
{
  DdiRestoreTable *table = g_new0 (DdiRestoreTable, 1);

  table->table = g_strdup (name);
  table->rows_backup = saved ? json_object_get_int_member_with_default (saved, "rows", 0) : -1;
  table->rows_now = found ? json_object_get_int_member_with_default (found, "rows", 0) : -1;
  table->same = saved && found &&
                g_strcmp0 (json_object_get_string_member_with_default (saved, "digest", NULL),
                           json_object_get_string_member_with_default (found, "digest", NULL)) == 0;
  g_ptr_array_add (self->tables, table);
}

static void
compare_tables (DdiRestorePlan *self, const char *only, JsonObject *saved, JsonObject *found)
{
  g_autoptr (GList) before = json_object_get_members (saved);
  g_autoptr (GList) after = json_object_get_members (found);

  for (GList *name = before; name; name = name->next)
    if (only == NULL || g_str_equal (only, name->data))
      add_table (self, name->data, get_table (saved, name->data), get_table (found, name->data));
  for (GList *name = after; name && only == NULL; name = name->next)
    if (!json_object_has_member (saved, name->data))
      add_table (self, name->data, NULL, get_table (found, name->data));
}

void
ddi_restore_read_step_cb (const char *name, guint done, guint total, gpointer user_data)
{
  ddi_backup_progress_tell (user_data, _ ("Reading"), done, total);
}

static gboolean
read_live (const DdiBackupServer *server, const DdiBackup *backup, const char *table, JsonObject *now,
           const DdiBackupProgress *progress, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiBackupSession) session = ddi_backup_session_open (server->owner, error);

  return session && ddi_backup_session_describe (session, now, error) &&
         ddi_backup_session_digest (session, table, get_tables (backup->manifest), now,
                                    ddi_restore_read_step_cb, (gpointer)progress, cancellable, error);
}

DdiRestorePlan *
ddi_restore_plan_for (DdiBackup *backup, const DdiBackupServer *server, const char *table,
                      const DdiBackupProgress *progress, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiRestorePlan) self = g_new0 (DdiRestorePlan, 1);
  g_autoptr (JsonObject) now = json_object_new ();

  self->backup = backup;
  self->tables = g_ptr_array_new_with_free_func ((GDestroyNotify)table_free);
  if (server == NULL)
    json_object_set_object_member (now, "tables", json_object_new ());
  else if (!read_live (server, backup, table, now, progress, cancellable, error))
    return NULL;
  self->one_table = table != NULL;
  compare_tables (self, table, get_tables (backup->manifest), get_tables (now));
  self->newest_sale_backup = g_strdup (ddi_backup_get_text (backup, "newest_sale"));
  self->newest_sale_now = g_strdup (json_object_get_string_member_with_default (now, "newest_sale", NULL));
  self->other_database =
      server && g_strcmp0 (ddi_backup_get_text (backup, "database_uuid"),
                           json_object_get_string_member_with_default (now, "database_uuid", NULL)) != 0;
  return g_steal_pointer (&self);
}

/* A file of somebody's pg_dump: a backup is made of what it holds, and that one is looked at. */
static DdiRestorePlan *
plan_foreign (const DdiBackupServer *server, const DdiRestoreOptions *options, GCancellable *cancellable,
              GError **error)
{
  g_autofree char *left_out = NULL;
  g_autoptr (DdiBackup) adopted = ddi_foreign_dump_adopt (server, options, &left_out, cancellable, error);
  DdiRestoreOptions of_it = *options;
  DdiRestorePlan *plan;

  if (adopted == NULL)
    return NULL;
  of_it.path = adopted->path;
  plan = ddi_restore_plan (server, &of_it, cancellable, error);
  if (plan == NULL)
    {
      ddi_foreign_dump_discard (adopted);
      return NULL;
    }
  plan->foreign = g_strdup (options->path);
  plan->left_out = g_steal_pointer (&left_out);
  return plan;
}

DdiRestorePlan *
ddi_restore_plan (const DdiBackupServer *server, const DdiRestoreOptions *options, GCancellable *cancellable,
                  GError **error)
{
  const DdiBackupProgress progress = { options->progress, options->user_data };
  g_autoptr (GError) local = NULL;
  g_autoptr (DdiBackup) backup = ddi_backup_read (options->path, &local);
  g_autofree char *table = NULL;

  if (backup == NULL && server && g_error_matches (local, DDI_BACKUP_ERROR, DDI_BACKUP_ERROR_FOREIGN))
    return plan_foreign (server, options, cancellable, error);
  if (backup == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (!ddi_backup_unseal (backup, options->passphrase, error) || !ddi_backup_check_version (backup, error) ||
      !choose_table (backup, options, &table, error))
    return NULL;
  return ddi_restore_plan_for (g_steal_pointer (&backup), server, table, &progress, cancellable, error);
}

static gboolean
save_first (const DdiBackupServer *server, const DdiRestoreOptions *options, const char *table,
            DdiRestoreResult *result, GCancellable *cancellable, GError **error)
{
  DdiBackupOptions safety = { .label = "before-restore",
                              .table = table,
                              .passphrase = options->passphrase,
                              .progress = options->progress,
                              .user_data = options->user_data };
  g_autoptr (DdiBackup) backup = NULL;

  if (options->no_safety_backup)
    return TRUE;
  backup = ddi_backup_make (server, &safety, cancellable, error);
  if (backup == NULL)
    {
      g_prefix_error (error,
                      "%s: ", _ ("What is there now could not be saved first, so nothing was restored"));
      return FALSE;
    }
  result->safety_backup = g_strdup (backup->path);
  return TRUE;
}

static gboolean
run_query (DdiBackupSession *session, const char *query, const char *const *values, guint n, GError **error)
{
  g_autoptr (DdiRows) rows = ddi_backup_session_query (session, query, values, n, error);

  return rows != NULL;
}

/* As one JSON array; NULL where it cannot be read. */
static DdiRows *
read_backups (const char *live, GError **error)
{
  g_autoptr (DdiBackupSession) session = ddi_backup_session_open (live, error);

  return session ? ddi_backup_session_query (session, "restore/read-backups", NULL, 0, error) : NULL;
}

gboolean
ddi_restore_freshen (const char *live, const char *restored, const char *const entry[4],
                     GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiRows) known = live ? read_backups (live, error) : NULL;
  g_autoptr (DdiBackupSession) session = NULL;
  const char *list;

  if ((live && known == NULL) || ddi_migrator_run (restored, FALSE, NULL, cancellable, error) < 0)
    return FALSE;
  session = ddi_backup_session_open (restored, error);
  if (session == NULL)
    return FALSE;
  list = known ? ddi_rows_get_text (known, 0, 0) : "[]";
  return run_query (session, "restore/write-backups", &list, 1, error) &&
         run_query (session, "restore/void-sessions", NULL, 0, error) &&
         run_query (session, "restore/log", entry, 4, error);
}

static gboolean
replace (const DdiBackupServer *server, const DdiBackup *backup, DdiRestoreTarget *target,
         const char *restored, DdiRestoreResult *result, GCancellable *cancellable, GError **error)
{
  const char *entry[] = { ddi_backup_get_text (backup, "id"), ddi_backup_get_text (backup, "made_at"), NULL,
                          result->safety_backup };
  g_autofree char *live = NULL;

  if (!ddi_restore_freshen (server->owner, restored, entry, cancellable, error))
    return FALSE;
  live = ddi_conninfo_dup_database (server->owner);
  return !g_cancellable_set_error_if_cancelled (cancellable, error) &&
         ddi_restore_target_swap (target, live, &result->kept_database, error);
}

DdiRestoreResult *
ddi_restore_run (const DdiBackupServer *server, const DdiRestoreOptions *options, GCancellable *cancellable,
                 GError **error)
{
  DdiBackupProgress progress = { options->progress, options->user_data };
  g_autoptr (DdiRestoreResult) result = g_new0 (DdiRestoreResult, 1);
  g_autoptr (DdiBackup) backup = ddi_backup_read (options->path, error);
  g_autoptr (DdiRestoreTarget) target = NULL;
  g_autofree char *table = NULL, *restored = NULL;
  DdiBackupLoad load = { server, backup, options->passphrase, &progress };

  if (backup == NULL || !ddi_backup_unseal (backup, options->passphrase, error) ||
      !ddi_backup_check_version (backup, error) || !choose_table (backup, options, &table, error) ||
      (target = ddi_restore_target_open (server->admin, "restore", cancellable, error)) == NULL ||
      !ddi_backup_load (&load, target, cancellable, error) ||
      !save_first (server, options, table, result, cancellable, error))
    return NULL;
  restored = ddi_conninfo_with_database (server->owner, ddi_restore_target_get_database (target), error);
  if (restored == NULL ||
      !(table ? ddi_restore_merge (server->owner, restored, backup, table, result, cancellable, error)
              : replace (server, backup, target, restored, result, cancellable, error)))
    return NULL;
  return g_steal_pointer (&result);
}

DdiRows *
ddi_restore_list_kept (const DdiBackupServer *server, GError **error)
{
  g_autofree char *live = ddi_conninfo_dup_database (server->owner);

  return ddi_restore_target_list_kept (server->admin, live, error);
}

int
ddi_restore_forget_kept (const DdiBackupServer *server, GError **error)
{
  g_autoptr (DdiRows) kept = ddi_restore_list_kept (server, error);

  if (kept == NULL)
    return -1;
  for (guint i = 0; i < ddi_rows_get_n (kept); i++)
    if (!ddi_restore_target_forget (server->admin, ddi_rows_get_text (kept, i, 0), error))
      return -1;
  return (int)ddi_rows_get_n (kept);
}

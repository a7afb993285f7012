/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "db/ddi-db-error.h"
#include "db/ddi-managed-host.h"
#include "db/ddi-migrator.h"
#include "db/ddi-sql.h"
#include "tasks/ddi-maintenance.h"

#define DATABASE "dunkin_demand"
#define LIBRARY "shared_preload_libraries = 'pg_stat_statements'"

/* How it is switched on depends on whose server it is. */
static const char *
tell_way (DdiMaintenance *self, DdiDirect *direct)
{
  DdiRows *role = ddi_direct_get_role (direct);
  DdiManagedHost host =
      ddi_managed_host_from_role (ddi_rows_get_text (role, 0, ddi_rows_column (role, "host")));

  if (ddi_home_is_embedded (ddi_maintenance_get_home (self)))
    return _ ("Switch it on with: dunkin-demand-cli slow --enable");
  if (host == DDI_MANAGED_NONE)
    host = ddi_managed_host_from_conninfo (ddi_secret_get_text (ddi_maintenance_get_conninfo (self)));
  if (host != DDI_MANAGED_NONE)
    return ddi_managed_host_tell_statements (host);
  return _ (
      "As a superuser: ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements', restart the server, "
      "then CREATE EXTENSION pg_stat_statements in this database");
}

DdiRows *
ddi_maintenance_list_slow (DdiMaintenance *self, guint limit, double mean_ms, GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (DdiDirect) direct = ddi_maintenance_connect (self, cancellable, error);
  g_autoptr (DdiRows) rows = NULL;
  g_autoptr (GError) local = NULL;

  if (direct == NULL)
    return NULL;
  rows = ddi_maintenance_ask_made (direct, "maintenance/make-slow",
                                   g_variant_new ("(id)", (int)limit, mean_ms), cancellable, &local);
  /* Without its library the view is there and refuses. */
  if (rows == NULL && (local == NULL || g_error_matches (local, DDI_DB_ERROR, DDI_DB_ERROR_FAILED) ||
                       g_error_matches (local, DDI_DB_ERROR, DDI_DB_ERROR_GONE)))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, _ ("This server does not count statements. %s"),
                 tell_way (self, direct));
  else if (rows == NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return g_steal_pointer (&rows);
}

/* The person's own file, which wins over ours. */
static gboolean
add_setting (DdiCluster *cluster, GError **error)
{
  g_autofree char *path = g_build_filename (ddi_cluster_get_home (cluster), "settings.conf", NULL);
  g_autofree char *old = NULL;
  g_autofree char *text = NULL;

  if (g_file_get_contents (path, &old, NULL, NULL) && strstr (old, "shared_preload_libraries"))
    return TRUE;
  text = g_strconcat (old ? old : "", LIBRARY "\n", NULL);
  /* The server's account reads it, and nobody else can enter the folder. */
  return g_file_set_contents_full (path, text, -1,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644, error);
}

gboolean
ddi_maintenance_count_statements (DdiMaintenance *self, GCancellable *cancellable, GError **error)
{
  DdiCluster *cluster = ddi_home_get_cluster (ddi_maintenance_get_home (self));
  g_autofree char *superuser = NULL;

  if (cluster == NULL)
    {
      g_autoptr (DdiDirect) direct = ddi_maintenance_connect (self, cancellable, error);

      if (direct)
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, tell_way (self, direct));
      return FALSE;
    }
  superuser = ddi_cluster_dup_conninfo (cluster, DDI_CLUSTER_SUPERUSER, DATABASE);
  return ddi_count_statements (superuser, cancellable, error) && add_setting (cluster, error);
}

static gsize
head_length (const char *text)
{
  const char *end = strchr (text, '\n');

  return g_str_has_prefix (text, "--") && end ? (gsize)(end - text) : 0;
}

/* The server keeps a statement as it came, with the comment that it begins with; its constants are gone. */
char *
ddi_maintenance_name_statement (const char *statement)
{
  g_auto (GStrv) names = ddi_sql_list_queries ();
  gsize length = head_length (statement);

  for (gsize i = 0; length > 0 && names[i]; i++)
    {
      const char *sql = ddi_sql_query (names[i]);

      if (head_length (sql) == length && strncmp (sql, statement, length) == 0)
        return g_strdup (names[i]);
    }
  return NULL;
}

GPtrArray *
ddi_maintenance_name_statements (DdiRows *slow)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  guint query = ddi_rows_column (slow, "query");

  for (guint i = 0; i < ddi_rows_get_n (slow); i++)
    g_ptr_array_add (names, ddi_maintenance_name_statement (ddi_rows_get_text (slow, i, query)));
  return names;
}

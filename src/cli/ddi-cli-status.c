/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "cli/ddi-cli.h"
#include "db/ddi-managed-host.h"

typedef struct
{
  char *directory;     /* NULL: a server elsewhere */
  DdiManagedHost host; /* of a server elsewhere */
  DdiClusterStatus cluster;
  DdiRows *version; /* NULL, as the next: there is no database yet */
  DdiRows *schema;
  DdiRows *counts;
} Status;

static void
status_clear (Status *self)
{
  g_free (self->directory);
  g_clear_pointer (&self->version, ddi_rows_unref);
  g_clear_pointer (&self->schema, ddi_rows_unref);
  g_clear_pointer (&self->counts, ddi_rows_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Status, status_clear)

static gboolean
ask (Status *self, DdiHome *home, GError **error)
{
  g_autoptr (DdiUnit) unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;
  guint version = ddi_unit_add (unit, "status/show-server-version", NULL);
  guint schema = ddi_unit_add (unit, "migrations/list-applied", NULL);
  guint counts = ddi_unit_add (unit, "status/count-rows", NULL);

  ddi_unit_set_read_only (unit);
  /* Counting ten million rows takes its time. */
  ddi_unit_set_statement_timeout (unit, 10 * 60 * 1000);
  results = ddi_database_run (ddi_home_get_database (home), g_steal_pointer (&unit), NULL, error);
  if (results == NULL)
    return FALSE;
  self->version = ddi_rows_ref (results->pdata[version]);
  self->schema = ddi_rows_ref (results->pdata[schema]);
  self->counts = ddi_rows_ref (results->pdata[counts]);
  return TRUE;
}

/* Whether the embedded server runs is told as it was before we came. A home that is not there is not
 * made for the asking. */
static gboolean
read_status (Status *self, const DdiCliContext *context, GError **error)
{
  g_autoptr (DdiHome) home = NULL;
  gboolean good;

  if (context->connection == NULL)
    {
      self->directory = ddi_cli_dup_directory (context);
      if (!ddi_cluster_inspect (self->directory, &self->cluster, error))
        return FALSE;
      if (!self->cluster.initialised && !self->cluster.moved)
        return TRUE;
    }
  else
    self->host = ddi_managed_host_from_conninfo (context->connection);
  home = ddi_cli_open_home (context, error);
  if (home == NULL)
    return FALSE;
  good = ask (self, home, error);
  return ddi_home_close (home, good ? error : NULL) && good;
}

static const char *
latest_migration (const Status *self)
{
  guint n = ddi_rows_get_n (self->schema);

  return n > 0 ? ddi_rows_get_text (self->schema, n - 1, ddi_rows_column (self->schema, "name")) : "";
}

static void
add_rows (JsonBuilder *builder, const Status *self)
{
  json_builder_set_member_name (builder, "server_version");
  json_builder_add_string_value (builder, ddi_rows_get_text (self->version, 0, 0));
  json_builder_set_member_name (builder, "schema");
  json_builder_add_string_value (builder, latest_migration (self));
  json_builder_set_member_name (builder, "rows");
  json_builder_begin_object (builder);
  for (guint i = 0; i < ddi_rows_get_n (self->counts); i++)
    {
      json_builder_set_member_name (builder, ddi_rows_get_text (self->counts, i, 0));
      json_builder_add_int_value (builder, ddi_rows_get_int (self->counts, i, 1));
    }
  json_builder_end_object (builder);
}

static void
print_json (const Status *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "embedded");
  json_builder_add_boolean_value (builder, self->directory != NULL);
  if (self->directory)
    {
      json_builder_set_member_name (builder, "data_dir");
      json_builder_add_string_value (builder, self->directory);
      json_builder_set_member_name (builder, "initialised");
      json_builder_add_boolean_value (builder, self->cluster.initialised);
      json_builder_set_member_name (builder, "running");
      json_builder_add_boolean_value (builder, self->cluster.running);
      json_builder_set_member_name (builder, "programs");
      json_builder_add_int_value (builder, self->cluster.n_users);
    }
  if (self->host != DDI_MANAGED_NONE)
    {
      json_builder_set_member_name (builder, "hosted_by");
      json_builder_add_string_value (builder, ddi_managed_host_get_name (self->host));
    }
  if (self->counts)
    add_rows (builder, self);
  json_builder_end_object (builder);
  ddi_cli_print_json (builder);
}

static void
print_text (const Status *self)
{
  if (self->directory)
    g_print (_ ("Data directory: %s\n"), self->directory);
  if (self->counts == NULL)
    {
      g_print ("%s\n", _ ("There is no database in it yet; the first command that needs one makes it."));
      return;
    }
  if (self->directory)
    g_print (_ ("Server: PostgreSQL %s, %s\n"), ddi_rows_get_text (self->version, 0, 0),
             self->cluster.running ? _ ("running") : _ ("not running"));
  else
    g_print (_ ("Server: PostgreSQL %s\n"), ddi_rows_get_text (self->version, 0, 0));
  if (self->host != DDI_MANAGED_NONE)
    g_print (_ ("Hosted by %s\n%s\n%s\n"), ddi_managed_host_get_name (self->host),
             ddi_managed_host_tell_backups (self->host), ddi_managed_host_tell_pooling (self->host));
  g_print (_ ("Schema: %s\n"), latest_migration (self));
  for (guint i = 0; i < ddi_rows_get_n (self->counts); i++)
    g_print ("%12" G_GINT64_FORMAT "  %s\n", ddi_rows_get_int (self->counts, i, 1),
             ddi_rows_get_text (self->counts, i, 0));
}

DdiCliExit
ddi_cli_status (const DdiCliContext *context, int argc, char **argv)
{
  g_auto (Status) status = { 0 };
  g_autoptr (GError) error = NULL;

  if (!ddi_cli_parse ("status", NULL, NULL, &argc, &argv))
    return DDI_CLI_USAGE;
  if (argc > 1)
    return ddi_cli_misuse ("status", _ ("takes no argument: %s"), argv[1]);
  if (!read_status (&status, context, &error))
    return ddi_cli_fail ("status", "%s", error->message);
  if (context->json)
    print_json (&status);
  else
    print_text (&status);
  return DDI_CLI_GOOD;
}

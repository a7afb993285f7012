/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "cli/ddi-cli.h"
#include "db/ddi-db-error.h"
#include "db/ddi-migrator.h"
#include "db/ddi-sql.h"
#include "tasks/ddi-connection-file.h"

typedef struct
{
  gboolean dry_run;
  gboolean provision;
  gboolean plan;
} MigrateOptions;

/* What was, or with a dry run would be, done. */
typedef struct
{
  GPtrArray *plan; /* as it was before */
  int n_applied;
  DdiAdoption adoption;
} Outcome;

static void
add_count (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
print_json (const Outcome *outcome, gboolean dry_run)
{
  const DdiAdoption *adoption = &outcome->adoption;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "dry_run");
  json_builder_add_boolean_value (builder, dry_run);
  json_builder_set_member_name (builder, "migrations");
  json_builder_begin_array (builder);
  for (guint i = 0; i < outcome->plan->len; i++)
    {
      const DdiMigration *migration = outcome->plan->pdata[i];

      if (!migration->applied)
        json_builder_add_string_value (builder, migration->name);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "adopted");
  json_builder_add_boolean_value (builder, adoption->adopted);
  add_count (builder, "stores_made", adoption->stores_made);
  add_count (builder, "products_added", adoption->products_added);
  add_count (builder, "spellings", adoption->spellings);
  add_count (builder, "rows_summed", adoption->rows_summed);
  add_count (builder, "rows_clamped", adoption->rows_clamped);
  add_count (builder, "legacy_hashes", adoption->legacy_hashes);
  json_builder_end_object (builder);
  ddi_cli_print_json (builder);
}

static void
print_adoption (const DdiAdoption *adoption)
{
  const struct
  {
    gint64 n;
    const char *what;
  } lines[] = {
    { adoption->stores_made, _ ("stores made, one for each user with rows") },
    { adoption->products_added, _ ("products added that only sales, waste or forecasts named") },
    { adoption->spellings, _ ("other spellings of a product's name") },
    { adoption->rows_summed, _ ("doubled rows summed; the originals are in audit_logs") },
    { adoption->rows_clamped, _ ("impossible quantities set right; the originals are in audit_logs") },
    { adoption->legacy_hashes, _ ("passwords kept until their owner signs in") },
  };

  g_print ("%s\n", _ ("The database had the seven tables already; every row is kept:"));
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    g_print ("  %10" G_GINT64_FORMAT "  %s\n", lines[i].n, lines[i].what);
}

static void
print_text (const Outcome *outcome, gboolean dry_run)
{
  for (guint i = 0; i < outcome->plan->len; i++)
    {
      const DdiMigration *migration = outcome->plan->pdata[i];

      if (!migration->applied)
        g_print ("%s\n", migration->name);
    }
  if (outcome->adoption.adopted)
    print_adoption (&outcome->adoption);
  if (outcome->n_applied == 0)
    g_print ("%s\n", _ ("The database is up to date."));
  else if (dry_run)
    g_print (ngettext ("%d change would be made; nothing was changed.\n",
                       "%d changes would be made; nothing was changed.\n", (gulong)outcome->n_applied),
             outcome->n_applied);
  else
    g_print (ngettext ("%d change made.\n", "%d changes made.\n", (gulong)outcome->n_applied),
             outcome->n_applied);
}

/* Nothing is run: the text of each change that is pending, as it would be. */
static DdiCliExit
print_plan (const char *conninfo, gboolean json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) plan = ddi_migrator_plan (conninfo, NULL, &error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (plan == NULL)
    return ddi_cli_fail ("migrate", "%s", error->message);
  json_builder_begin_array (builder);
  for (guint i = 0; i < plan->len; i++)
    {
      const DdiMigration *migration = plan->pdata[i];
      g_autofree char *sql = migration->applied ? NULL : ddi_sql_dup_migration (migration->name);

      if (sql && !json)
        g_print ("-- %s (SHA-256 %s)\n%s\n", migration->name, migration->checksum, sql);
      if (sql == NULL)
        continue;
      json_builder_begin_object (builder);
      add_text (builder, "name", migration->name);
      add_text (builder, "checksum", migration->checksum);
      add_text (builder, "sql", sql);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  if (json)
    ddi_cli_print_json (builder);
  return DDI_CLI_GOOD;
}

static DdiCliExit
migrate (const char *conninfo, const MigrateOptions *options, gboolean json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) plan = NULL;
  Outcome outcome = { 0 };

  if (options->plan)
    return print_plan (conninfo, json);
  if (options->provision && !ddi_provision (conninfo, NULL, NULL, &error))
    return ddi_cli_fail ("migrate", "%s", error->message);
  plan = outcome.plan = ddi_migrator_plan (conninfo, NULL, &error);
  if (plan == NULL)
    return ddi_cli_fail ("migrate", "%s", error->message);
  outcome.n_applied = ddi_migrator_run (conninfo, options->dry_run, &outcome.adoption, NULL, &error);
  if (g_error_matches (error, DDI_DB_ERROR, DDI_DB_ERROR_DENIED) && !options->provision)
    return ddi_cli_fail ("migrate",
                         _ ("%s\nIf roles are missing or tables are not ddi_owner's, a superuser can see to "
                            "both with --provision"),
                         error->message);
  if (outcome.n_applied < 0 || (!options->dry_run && (!ddi_home_ensure_user (conninfo, NULL, NULL, &error) ||
                                                      !ddi_connection_file_ensure_key (conninfo, &error))))
    return ddi_cli_fail ("migrate", "%s", error->message);
  if (json)
    print_json (&outcome, options->dry_run);
  else
    print_text (&outcome, options->dry_run);
  return DDI_CLI_GOOD;
}

/* The embedded database: what there is of it, or a new one. It provisions itself. */
static DdiCliExit
migrate_embedded (const DdiCliContext *context, const MigrateOptions *options)
{
  g_autofree char *directory = ddi_cli_dup_directory (context);
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiCluster) cluster = ddi_cluster_open (directory, NULL, &error);
  g_autofree char *superuser = NULL, *owner = NULL;
  DdiCliExit status = DDI_CLI_FAILED;

  if (cluster == NULL)
    return ddi_cli_fail ("migrate", "%s", error->message);
  superuser = ddi_cluster_dup_conninfo (cluster, DDI_CLUSTER_SUPERUSER, "postgres");
  owner = ddi_cluster_dup_conninfo (cluster, DDI_CLUSTER_OWNER, "dunkin_demand");
  if (ddi_provision (superuser, "dunkin_demand", NULL, &error))
    status = migrate (owner, options, context->json);
  else
    ddi_cli_fail ("migrate", "%s", error->message);
  g_clear_error (&error);
  if (!ddi_cluster_close (cluster, &error))
    status = ddi_cli_fail ("migrate", "%s", error->message);
  return status;
}

DdiCliExit
ddi_cli_migrate (const DdiCliContext *context, int argc, char **argv)
{
  MigrateOptions options = { 0 };

  const GOptionEntry entries[] = {
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &options.dry_run, N_ ("only say what would be done"), NULL },
    { "plan", 0, 0, G_OPTION_ARG_NONE, &options.plan, N_ ("only print the SQL that would be run"), NULL },
    { "provision", 0, 0, G_OPTION_ARG_NONE, &options.provision,
      N_ ("make the roles of a server, too, as a superuser"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!ddi_cli_parse ("migrate", NULL, entries, &argc, &argv))
    return DDI_CLI_USAGE;
  if (argc > 1)
    return ddi_cli_misuse ("migrate", _ ("takes no argument: %s"), argv[1]);
  if (context->connection == NULL && options.provision)
    return ddi_cli_misuse ("--provision", _ ("is for a server; the embedded database makes its own roles"));
  if (options.plan && (options.dry_run || options.provision))
    return ddi_cli_misuse ("--plan", _ ("runs nothing, and so goes with no other option"));
  if (options.dry_run && options.provision)
    return ddi_cli_misuse ("--provision",
                           _ ("makes roles and hands the tables to them, and so is no dry run"));
  return context->connection ? migrate (context->connection, &options, context->json)
                             : migrate_embedded (context, &options);
}

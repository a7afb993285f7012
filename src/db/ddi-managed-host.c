/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db/ddi-managed-host.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "db/ddi-conninfo.h"

static const struct
{
  const char *role; /* as maintenance/show-role tells it; NULL: it has none */
  const char *name;
  const char *domains[4];
  const char *backups;
  const char *pooling;
  const char *statements;
} hosts[DDI_N_MANAGED] = {
  [DDI_MANAGED_RDS] = { "rds",
                        "Amazon RDS",
                        { ".rds.amazonaws.com", ".rds.amazonaws.com.cn" },
                        N_ ("In RDS: Databases → the instance → Maintenance & backups; automated snapshots, "
                            "restored to a point in time "
                            "into a new instance"),
                        N_ ("In RDS: RDS Proxy keeps the connections, and Multi-AZ a standby"),
                        N_ ("In RDS: add pg_stat_statements to shared_preload_libraries in the parameter "
                            "group, restart, then as the "
                            "master user CREATE EXTENSION pg_stat_statements") },
  [DDI_MANAGED_SUPABASE] = { "supabase",
                             "Supabase",
                             { ".supabase.co", ".supabase.com", ".supabase.net" },
                             N_ ("In Supabase: Dashboard → Database → Backups; daily, and with Point in Time "
                                 "Recovery to any moment"),
                             N_ ("In Supabase: Connect → Transaction pooler (port 6543); replicas are under "
                                 "Project Settings → Infrastructure"),
                             N_ ("In Supabase: Database → Extensions → pg_stat_statements") },
  [DDI_MANAGED_RAILWAY] = { NULL,
                            "Railway",
                            { ".railway.app", ".rlwy.net", ".railway.internal" },
                            N_ ("In Railway: the database’s service → Backups, of its volume, by hand or on "
                                "a schedule, and restored there"),
                            N_ ("In Railway: the PgBouncer template beside the database"),
                            N_ ("In Railway: ALTER SYSTEM SET shared_preload_libraries = "
                                "'pg_stat_statements' as postgres, restart the service, "
                                "then CREATE EXTENSION pg_stat_statements") },
  [DDI_MANAGED_CLOUDSQL] = { "cloudsql",
                             "Google Cloud SQL",
                             { NULL },
                             N_ ("In Cloud SQL: the instance → Backups; automated, and to a point in time"),
                             N_ ("In Cloud SQL: Managed Connection Pooling keeps the connections, and high "
                                 "availability a standby"),
                             N_ ("Allow pg_stat_statements in the host’s console, then CREATE EXTENSION "
                                 "pg_stat_statements") },
  [DDI_MANAGED_AZURE] = { "azure",
                          "Azure",
                          { ".postgres.database.azure.com" },
                          N_ ("In Azure: the server → Backup and restore; automated, and to a point in time"),
                          N_ ("In Azure: PgBouncer is a server parameter (pgbouncer.enabled), and High "
                              "availability a standby"),
                          N_ ("Allow pg_stat_statements in the host’s console, then CREATE EXTENSION "
                              "pg_stat_statements") },
};

DdiManagedHost
ddi_managed_host_from_name (const char *name)
{
  g_autofree char *first = name ? g_ascii_strdown (name, (gssize)strcspn (name, ",")) : NULL;

  for (guint i = DDI_MANAGED_NONE + 1; first && i < DDI_N_MANAGED; i++)
    for (guint j = 0; j < G_N_ELEMENTS (hosts[i].domains) && hosts[i].domains[j]; j++)
      if (g_str_has_suffix (first, hosts[i].domains[j]))
        return (DdiManagedHost)i;
  return DDI_MANAGED_NONE;
}

DdiManagedHost
ddi_managed_host_from_conninfo (const char *conninfo)
{
  g_autofree char *name = conninfo ? ddi_conninfo_dup_option (conninfo, "host") : NULL;

  return ddi_managed_host_from_name (name);
}

DdiManagedHost
ddi_managed_host_from_role (const char *word)
{
  for (guint i = DDI_MANAGED_NONE + 1; word && i < DDI_N_MANAGED; i++)
    if (g_strcmp0 (hosts[i].role, word) == 0)
      return (DdiManagedHost)i;
  return DDI_MANAGED_NONE;
}

const char *
ddi_managed_host_get_name (DdiManagedHost self)
{
  return hosts[self].name;
}

const char *
ddi_managed_host_tell_backups (DdiManagedHost self)
{
  return self == DDI_MANAGED_NONE ? NULL : _ (hosts[self].backups);
}

const char *
ddi_managed_host_tell_pooling (DdiManagedHost self)
{
  return self == DDI_MANAGED_NONE ? NULL : _ (hosts[self].pooling);
}

const char *
ddi_managed_host_tell_statements (DdiManagedHost self)
{
  return self == DDI_MANAGED_NONE ? NULL : _ (hosts[self].statements);
}

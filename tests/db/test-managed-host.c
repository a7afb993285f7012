/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db/ddi-managed-host.h"

#include <string.h>

static const struct
{
  const char *conninfo;
  DdiManagedHost host;
} connections[] = {
  { "host=db.abcdefgh.supabase.co dbname=postgres", DDI_MANAGED_SUPABASE },
  { "postgresql://postgres.abc@aws-0-eu-central-1.pooler.supabase.com:6543/postgres", DDI_MANAGED_SUPABASE },
  { "host=shop.c1abc.eu-west-1.rds.amazonaws.com", DDI_MANAGED_RDS },
  { "postgresql://postgres@containers-us-west-1.railway.app:6543/railway", DDI_MANAGED_RAILWAY },
  { "postgresql://postgres@roundhouse.proxy.rlwy.net:12345/railway", DDI_MANAGED_RAILWAY },
  { "host=Postgres.Railway.Internal dbname=railway", DDI_MANAGED_RAILWAY },
  { "host=shop.postgres.database.azure.com", DDI_MANAGED_AZURE },
  { "host=db.a.supabase.co,db.b.example.org port=5432,5433", DDI_MANAGED_SUPABASE },
  { "host=railway.app.example.org", DDI_MANAGED_NONE },
  { "host=notrlwy.net", DDI_MANAGED_NONE },
  { "host=/var/run/postgresql", DDI_MANAGED_NONE },
  { "dbname=shop", DDI_MANAGED_NONE },
  { "no such thing", DDI_MANAGED_NONE },
};

static void
test_names (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (connections); i++)
    g_assert_cmpint (ddi_managed_host_from_conninfo (connections[i].conninfo), ==, connections[i].host);
  g_assert_cmpint (ddi_managed_host_from_conninfo (NULL), ==, DDI_MANAGED_NONE);
  g_assert_cmpint (ddi_managed_host_from_role ("rds"), ==, DDI_MANAGED_RDS);
  g_assert_cmpint (ddi_managed_host_from_role ("somebody"), ==, DDI_MANAGED_NONE);
  g_assert_cmpint (ddi_managed_host_from_role (NULL), ==, DDI_MANAGED_NONE);
}

/* Each has its own way, and none has none. */
static void
test_ways (void)
{
  g_assert_null (ddi_managed_host_get_name (DDI_MANAGED_NONE));
  g_assert_null (ddi_managed_host_tell_backups (DDI_MANAGED_NONE));
  for (guint i = DDI_MANAGED_NONE + 1; i < DDI_N_MANAGED; i++)
    {
      g_assert_nonnull (ddi_managed_host_get_name ((DdiManagedHost)i));
      g_assert_nonnull (ddi_managed_host_tell_backups ((DdiManagedHost)i));
      g_assert_nonnull (ddi_managed_host_tell_pooling ((DdiManagedHost)i));
      g_assert_nonnull (ddi_managed_host_tell_statements ((DdiManagedHost)i));
    }
  g_assert_nonnull (
      strstr (ddi_managed_host_tell_backups (DDI_MANAGED_SUPABASE), "Dashboard → Database → Backups"));
  g_assert_nonnull (strstr (ddi_managed_host_tell_backups (DDI_MANAGED_RAILWAY), "volume"));
  g_assert_nonnull (strstr (ddi_managed_host_tell_backups (DDI_MANAGED_RDS), "snapshots"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/db/managed-host/names", test_names);
  g_test_add_func ("/db/managed-host/ways", test_ways);
  return g_test_run ();
}

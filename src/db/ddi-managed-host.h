/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Hosts that run PostgreSQL for others and keep to themselves what a superuser may: each has a way of its own for backups,
 * connections and statistics. */
typedef enum
{
  DDI_MANAGED_NONE, /* none that is known */
  DDI_MANAGED_RDS,
  DDI_MANAGED_SUPABASE,
  DDI_MANAGED_RAILWAY,
  DDI_MANAGED_CLOUDSQL,
  DDI_MANAGED_AZURE,
  DDI_N_MANAGED,
} DdiManagedHost;

/* By a host's name, "db.x.supabase.co"; NULL: none. Of a list by its first. */
DdiManagedHost ddi_managed_host_from_name (const char *name);
/* By the host that a connection string names. */
DdiManagedHost ddi_managed_host_from_conninfo (const char *conninfo);
/* By the roles that it has made (maintenance/show-role, "host"); NULL: none. Railway has none of its own. */
DdiManagedHost ddi_managed_host_from_role (const char *word);

/* "Supabase". Static; NULL of none, as the next ones. */
const char *ddi_managed_host_get_name (DdiManagedHost self);
/* Where its own backups are made and restored, a sentence, translated. */
const char *ddi_managed_host_tell_backups (DdiManagedHost self);
/* Its own pooling and replicas. */
const char *ddi_managed_host_tell_pooling (DdiManagedHost self);
/* How pg_stat_statements is switched on there. */
const char *ddi_managed_host_tell_statements (DdiManagedHost self);

G_END_DECLS

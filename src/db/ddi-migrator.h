/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Brings a database to this program's schema. @conninfo logs in as ddi_owner (or a member that may
 * SET ROLE to it); each migration runs in a transaction under an advisory lock and a lock_timeout,
 * or outside one where its first line says "-- transaction: none", and is then resumable. The
 * SHA-256 of each applied file is kept in schema_migrations; an edited one is refused
 * (DDI_DB_ERROR_EDITED). */
typedef struct
{
  int number;
  char *name;     /* "0002-districts-stores" */
  char *checksum; /* hex SHA-256 of the file */
  gboolean applied;
} DdiMigration;

void ddi_migration_free (DdiMigration *self);

/* What is applied and what is pending. (element-type DdiMigration) (transfer full) */
GPtrArray *ddi_migrator_plan (const char *conninfo, GCancellable *cancellable, GError **error);

/* What adopting did, or with a dry run would do, to a database that already has the seven tables. */
typedef struct
{
  gboolean adopted;      /* FALSE: the database was empty, or already ours */
  gint64 stores_made;    /* one for each seed user */
  gint64 products_added; /* names that products did not have */
  gint64 spellings;      /* names that mean a product under another spelling */
  gint64 rows_summed;    /* rows that were added into another one of their store, day and product */
  gint64 rows_clamped;   /* negative or too large sums, kept in audit_logs as they were */
  gint64 legacy_hashes;  /* users whose bcrypt hash waits for their next sign-in */
} DdiAdoption;

/* Applies what is pending; @dry_run does all of it and rolls back. @adoption may be NULL. Returns the
 * number of migrations applied, -1 on error. */
int ddi_migrator_run (const char *conninfo, gboolean dry_run, DdiAdoption *adoption,
                      GCancellable *cancellable, GError **error);

/* Makes the roles ddi_owner and ddi_app and the database, as a superuser or a role that may create
 * roles; @database NULL: the one that @conninfo names, which is there already. Safe to run again. */
gboolean ddi_provision (const char *conninfo, const char *database, GCancellable *cancellable,
                        GError **error);

/* Makes pg_stat_statements in the database of @conninfo, as a superuser. */
gboolean ddi_count_statements (const char *conninfo, GCancellable *cancellable, GError **error);

G_END_DECLS

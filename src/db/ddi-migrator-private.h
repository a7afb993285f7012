/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/ddi-migrator.h"
#include "db/ddi-session-private.h"

G_BEGIN_DECLS

/* A migration as it stands in sql/migrations/. */
typedef struct
{
  int number;
  char *name;
  char *text;
  char *checksum;
  gboolean transactional;
} DdiMigrationScript;

DdiMigrationScript *ddi_migration_script_new (const char *name, const char *text);
void ddi_migration_script_free (DdiMigrationScript *self);

/* Those that are compiled in, in order. (element-type DdiMigrationScript) (transfer full) */
GPtrArray *ddi_migrator_list_scripts (void);

/* ddi_migrator_run() with a list of scripts. */
int ddi_migrator_run_scripts (const char *conninfo, GPtrArray *scripts, gboolean dry_run,
                              DdiAdoption *adoption, GCancellable *cancellable, GError **error);

/* Runs the first migration where some of its tables are there already: makes what is missing of them
 * and checks the shape of what is not. *adopted says whether any was. */
gboolean ddi_adoption_apply_contract (PGconn *pg, const DdiMigrationScript *script, gboolean *adopted,
                                      GError **error);
/* What the adoption's migration has written about it. */
gboolean ddi_adoption_read (PGconn *pg, DdiAdoption *adoption, GError **error);

G_END_DECLS

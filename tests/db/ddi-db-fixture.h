/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/ddi-database.h"
#include "db/ddi-unit-private.h"
#include "support/ddi-test-home.h"

G_BEGIN_DECLS

/* One home a test program, shared by its tests; ends with the program. */
DdiHome *ddi_db_fixture_home (void);
/* (transfer full) */
char *ddi_db_fixture_dup_app (void);
char *ddi_db_fixture_dup_owner (void);
char *ddi_db_fixture_dup_superuser (void);

/* Another database on the same server, made by ddi_provision(); a connection string of @role.
 * (transfer full) */
char *ddi_db_fixture_dup_other (DdiClusterRole role, const char *database);
void ddi_db_fixture_provision (const char *database);
/* Runs SQL there; its first value, or NULL. An error fails the test. (transfer full) */
char *ddi_db_fixture_execute (const char *conninfo, const char *sql);
void ddi_db_fixture_check (const char *conninfo, const char *sql, const char *expected);

/* Signs @database in as the local administrator. */
void ddi_db_fixture_sign_in (DdiDatabase *database);

/* psql as ddi_owner; the text it prints. (transfer full) */
char *ddi_db_fixture_psql (const char *sql);
/* Fails the test where the text differs. */
void ddi_db_fixture_expect (const char *sql, const char *expected);

/* Runs one statement, "params" as for ddi_unit_add(). NULL with @error set. (transfer full) */
DdiRows *ddi_db_fixture_run (DdiDatabase *database, const char *sql, GVariant *params, GError **error);
/* The same for a query of sql/queries/, which must succeed. (transfer full) */
DdiRows *ddi_db_fixture_query (DdiDatabase *database, const char *query, GVariant *params);
/* The first value of a statement that must succeed. (transfer full) */
char *ddi_db_fixture_value (DdiDatabase *database, const char *sql);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/ddi-unit.h"

G_BEGIN_DECLS

/* One statement as libpq wants it: @values[i] is NULL for SQL's NULL. */
typedef struct
{
  char *name; /* of the query; in error messages */
  char *sql;  /* NULL: the text of the query @name */
  GPtrArray *values;
} DdiStatement;

const char *ddi_statement_get_sql (const DdiStatement *self);

guint ddi_unit_get_n (DdiUnit *self);
const DdiStatement *ddi_unit_get_statement (DdiUnit *self, guint i);
gboolean ddi_unit_is_read_only (DdiUnit *self);
guint ddi_unit_get_statement_timeout (DdiUnit *self);
const char *ddi_unit_get_request (DdiUnit *self);

/* For maintenance commands that take no parameters (VACUUM (…) a_table) and for tests; what a page
 * asks is in sql/queries/. */
guint ddi_unit_add_sql (DdiUnit *self, const char *sql, GVariant *params);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/ddi-database.h"

G_BEGIN_DECLS

/* How sql/queries/<query>.sql runs, as EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) tells it. It is run as pages run it,
 * by the same role, session and policies, on a connection of its own, and always rolled back. values[i] is $i+1; what
 * is NULL or lies beyond @n_values gets a sample of its type: the last four weeks for days, all stores.
 * DDI_DB_ERROR_INVALID where the query has no plan (COPY, several statements). Blocks. (transfer full) */
char *ddi_database_explain (DdiDatabase *self, const char *query, const char *const *values, guint n_values,
                            GError **error);

G_END_DECLS

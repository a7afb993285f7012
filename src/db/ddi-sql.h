/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The SQL that is compiled into the program. Both are safe on any thread. */

/* The text of sql/queries/<query>.sql, such as "sales/list-window"; a query that is not there is a
 * programming error. Lives as long as the program. */
const char *ddi_sql_query (const char *query);

/* For names that come from outside. */
gboolean ddi_sql_has_query (const char *query);

/* The names of all queries, sorted. (transfer full) */
GStrv ddi_sql_list_queries (void);

/* The names in sql/migrations/ without ".sql", in order of their number. (transfer full) */
GStrv ddi_sql_list_migrations (void);
/* The text of one of them; NULL where it does not exist. (transfer full) */
char *ddi_sql_dup_migration (const char *name);

/* Cuts SQL text into its statements, without their semicolons: quotes, dollar quotes and comments
 * are respected; pieces without a statement are dropped. (transfer full) */
GStrv ddi_sql_split (const char *text);

G_END_DECLS

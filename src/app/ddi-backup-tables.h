/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The tables in the words of the pages. */

/* What people call @table, with or without its schema; those that they do not know by their own names, written as
 * words. (transfer full) */
char *ddi_backup_tables_dup_name (const char *table);
/* The tables that people know and that can be restored alone, by what they are called: each has a primary key. The log is
 * none of them: nothing in it is ever changed. (element-type utf8) (transfer container) */
GPtrArray *ddi_backup_tables_list (void);

G_END_DECLS

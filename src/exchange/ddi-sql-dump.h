/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The SQL text that pg_dump writes, read for what it says of the document's seven tables: their definitions, rows, indexes
 * and keys, one statement at a time. All else in it is passed over: owners, rights, settings, functions, other tables, and
 * what psql would do beside SQL (“\connect”, “\!”), which nothing here ever runs. */
typedef struct _DdiSqlDump DdiSqlDump;

typedef enum
{
  DDI_SQL_DUMP_ERROR, /* with the error set */
  DDI_SQL_DUMP_END,
  DDI_SQL_DUMP_STATEMENT,
  DDI_SQL_DUMP_COPY, /* rows follow: ddi_sql_dump_read_rows() */
} DdiSqlDumpPart;

DdiSqlDump *ddi_sql_dump_new (GInputStream *stream);
void ddi_sql_dump_free (DdiSqlDump *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiSqlDump, ddi_sql_dump_free)

/* The next one, without its semicolon; lives until the next call. Rows that were not read are passed over. */
DdiSqlDumpPart ddi_sql_dump_next (DdiSqlDump *self, const char **statement, GCancellable *cancellable,
                                  GError **error);
/* The next bytes of the rows, as COPY takes them, at most @size: how many, 0 at their end, -1 with @error set. */
gssize ddi_sql_dump_read_rows (DdiSqlDump *self, char *bytes, gsize size, GError **error);

/* Whether it has said that it is: one that was cut off does not. */
gboolean ddi_sql_dump_is_complete (DdiSqlDump *self);
/* Whether it makes this one of the seven, up to here. */
gboolean ddi_sql_dump_has_table (DdiSqlDump *self, const char *table);
/* Which others it makes, that are passed over, as they are written there. (element-type utf8) (transfer none) */
GPtrArray *ddi_sql_dump_get_left_out (DdiSqlDump *self);

G_END_DECLS

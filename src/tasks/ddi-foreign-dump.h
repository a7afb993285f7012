/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tasks/ddi-restore.h"

G_BEGIN_DECLS

/* A file that somebody's own pg_dump has made of the document's tables, as custom format (-Fc) or SQL text, also with
 * gzip. Nothing is known of it, so it is not restored as it is: its tables go into a database of their own, are adopted
 * there, and what comes out is saved as a backup of this program's, which is then looked at, verified and restored like any
 * other. The live database is not touched. */
typedef enum
{
  DDI_FOREIGN_NONE, /* something else, or it cannot be read */
  DDI_FOREIGN_CUSTOM,
  DDI_FOREIGN_PLAIN,
  DDI_FOREIGN_GZIP,  /* of SQL text, as far as is known without unpacking it */
  DDI_FOREIGN_OTHER, /* pg_dump's tar: nothing that is read here */
} DdiForeignKind;

/* Reads its beginning. */
DdiForeignKind ddi_foreign_dump_find_kind (const char *path);

/* The backup that was made of it, in the server's folder for backups; DDI_BACKUP_ERROR_FOREIGN where it cannot be, with
 * what to do instead. *left_out: its tables that were not taken (NULL: none). Blocks. */
DdiBackup *ddi_foreign_dump_adopt (const DdiBackupServer *server, const DdiRestoreOptions *options,
                                   char **left_out, GCancellable *cancellable, GError **error);
/* Removes it again: nobody wants it restored. */
void ddi_foreign_dump_discard (const DdiBackup *adopted);

G_END_DECLS

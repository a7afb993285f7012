/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *connection; /* of the server */
  const char *auth_file;  /* where PgBouncer reads who may come */
  guint port;             /* on which it listens */
  guint clients;          /* programs at a time */
  guint servers;          /* connections to the server */
} DdiPoolerFile;

/* The text of a pgbouncer.ini with which the program's units of work go through PgBouncer 1.18 or newer in transaction
 * mode. DDI_DB_ERROR_INVALID where the connection names no server, or several: PgBouncer does not look for the primary. (transfer full) */
char *ddi_pooler_file_make (const DdiPoolerFile *self, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a person is offered first; the document's own figures. */
#define DDI_POOLER_AUTH_FILE "/etc/pgbouncer/userlist.txt"
#define DDI_POOLER_LISTEN "127.0.0.1"
#define DDI_POOLER_PORT 6432
#define DDI_POOLER_CLIENTS 1000
#define DDI_POOLER_SERVERS 25

typedef struct
{
  const char *connection; /* of the server */
  const char *auth_file;  /* where PgBouncer reads who may come */
  const char *listen;     /* addresses on which it listens, with commas between them, or "*" */
  guint port;             /* on which it listens */
  guint clients;          /* programs at a time */
  guint servers;          /* connections to the server */
} DdiPoolerFile;

/* The text of a pgbouncer.ini with which the program's units of work go through PgBouncer 1.18 or newer in transaction
 * mode. Where other computers reach it, it asks them for TLS. No password of the connection is in it. DDI_DB_ERROR_INVALID
 * where the connection names no server, or several (PgBouncer does not look for the primary), or where nobody could
 * listen. (transfer full) */
char *ddi_pooler_file_make (const DdiPoolerFile *self, GError **error);

G_END_DECLS

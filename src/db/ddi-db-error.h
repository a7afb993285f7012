/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What can go wrong between us and PostgreSQL, as the user needs to tell it apart. The one place
 * where an SQLSTATE becomes an error is ddi-db-error.c. */
typedef enum
{
  DDI_DB_ERROR_OFFLINE,    /* no server there, or the connection broke before COMMIT was sent */
  DDI_DB_ERROR_UNKNOWN,    /* the answer to COMMIT was lost: done or not, ask client_requests */
  DDI_DB_ERROR_DENIED,     /* 28xxx, 42501: not signed in, not allowed */
  DDI_DB_ERROR_CONFLICT,   /* 40001, 40P01: somebody else changed it; a retry may help */
  DDI_DB_ERROR_CONSTRAINT, /* 23xxx: the data breaks a rule */
  DDI_DB_ERROR_STALE,      /* row_version moved: the row was edited meanwhile */
  DDI_DB_ERROR_ADDRESSEE,  /* entered for another database, or by another person than the session's */
  DDI_DB_ERROR_ARCHIVED,   /* the figures of these days lie in the archive and can only be read */
  DDI_DB_ERROR_TIMEOUT,    /* statement or lock time-out */
  DDI_DB_ERROR_FULL,       /* 53xxx: disk full, too many connections */
  DDI_DB_ERROR_INVALID,    /* 22xxx: a value that cannot be */
  DDI_DB_ERROR_VERSION,    /* the schema or the server is older or newer than this program knows */
  DDI_DB_ERROR_EDITED,     /* an applied migration's text has changed */
  DDI_DB_ERROR_GONE,       /* 58P01: a file of the server itself is not there */
  DDI_DB_ERROR_FAILED,     /* everything else */
} DdiDbError;

#define DDI_DB_ERROR (ddi_db_error_quark ())
GQuark ddi_db_error_quark (void);

G_END_DECLS

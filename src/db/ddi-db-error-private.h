/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libpq-fe.h>

#include "db/ddi-db-error.h"

G_BEGIN_DECLS

/* The error of a failed result. @what is the query's name or another word for what was being done;
 * it stands in messages a developer has to read. (transfer full) */
GError *ddi_db_error_new_from_result (const PGresult *result, const char *what);

/* The error of a connection that broke, or never was. (transfer full) */
GError *ddi_db_error_new_from_connection (PGconn *connection, DdiDbError code);

/* The class of an SQLSTATE; NULL or an empty one (libpq's own errors) is OFFLINE. */
DdiDbError ddi_db_error_code_from_sqlstate (const char *sqlstate);

G_END_DECLS

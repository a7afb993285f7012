/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libpq-fe.h>

G_BEGIN_DECLS

/* A plain connection with session state, for provisioning and migrations only: direct to the server,
 * statement by statement, blocking. */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGconn, PQfinish)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGresult, PQclear)

/* @database NULL: the one that @conninfo names. Of several hosts, the one that takes writes. */
PGconn *ddi_session_open (const char *conninfo, const char *database, GError **error);
/* FALSE with @error set behind a pooler in transaction mode, which keeps no session. */
gboolean ddi_session_check_direct (PGconn *pg, GError **error);

/* Runs one or several statements that return nothing of interest. @what names them in errors. */
gboolean ddi_session_execute (PGconn *pg, const char *sql, const char *what, GError **error);

/* The same with the text of sql/queries/<query>.sql. */
gboolean ddi_session_execute_query (PGconn *pg, const char *query, GError **error);

/* Runs sql/queries/<query>.sql with text parameters (NULL-terminated list of @n values). */
PGresult *ddi_session_query (PGconn *pg, const char *query, const char *const *values, guint n,
                             GError **error);

/* As above, where the answer is one value. Its text; NULL with @error set, or where it is NULL. */
char *ddi_session_query_text (PGconn *pg, const char *query, const char *const *values, guint n,
                              GError **error);

/* Runs the statements that the query returns, one a row, in their order. */
gboolean ddi_session_execute_made (PGconn *pg, const char *query, const char *const *values, guint n,
                                   GError **error);

G_END_DECLS

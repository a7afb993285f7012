/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a connection string says, before anything is connected. */

/* "user@host:port/dbname" without a password, to name a server by; the string itself where it cannot be
 * read. (transfer full) */
char *ddi_conninfo_dup_label (const char *conninfo);
gboolean ddi_conninfo_has_password (const char *conninfo);
/* What to say to who gave it on a command line; NULL: nothing. (transfer none) */
const char *ddi_conninfo_warn (const char *conninfo);
/* Whether this libpq (16 and later) can refuse to send a password as it is. */
gboolean ddi_conninfo_can_forbid_methods (void);

/* What it says of a keyword ("host", "port"…), itself and not through the environment; NULL: nothing, or it cannot be
 * read. (transfer full) */
char *ddi_conninfo_dup_option (const char *conninfo, const char *keyword);

/* The string with which to connect: to another machine only with a certificate that is checked
 * (sslmode=verify-full, against the system's authorities where libpq has none of its own), unless the
 * person accepts the risk; and with a password only by SCRAM, bound to the channel where libpq (before 16) cannot see to that
 * otherwise. DDI_DB_ERROR_DENIED where the
 * string asks for less, DDI_DB_ERROR_INVALID where ddi_hosts_check() refuses its hosts. (transfer full) */
char *ddi_conninfo_secure (const char *conninfo, gboolean accept_risk, GError **error);

/* The same connection to another database, as a connection string. NULL with DDI_DB_ERROR_INVALID where
 * @conninfo cannot be read. (transfer full) */
char *ddi_conninfo_with_database (const char *conninfo, const char *database, GError **error);

/* The database that a connection would be to; NULL where the string cannot be read. (transfer full) */
char *ddi_conninfo_dup_database (const char *conninfo);

/* @environment (transfer full) with the variables by which another program of PostgreSQL connects in the same
 * way, a password among them, so that nothing of it stands on a command line; of several hosts to the one that takes
 * writes. NULL with DDI_DB_ERROR_INVALID. */
GStrv ddi_conninfo_add_environment (GStrv environment, const char *conninfo, GError **error);
/* The same server and database as another role, without a password, as keywords. @conninfo itself where it cannot be
 * read. (transfer full) */
char *ddi_conninfo_for_role (const char *conninfo, const char *role);
/* With a password, which the string must not have. (transfer full) The caller wipes it. */
char *ddi_conninfo_add_password (const char *conninfo, const char *password);

G_END_DECLS

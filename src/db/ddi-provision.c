/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db/ddi-migrator.h"

#include "db/ddi-session-private.h"

/* CREATE DATABASE runs in no transaction, so each step looks first at what is there. */
gboolean
ddi_provision (const char *conninfo, const char *database, GCancellable *cancellable, GError **error)
{
  g_autoptr (PGconn) pg = ddi_session_open (conninfo, NULL, error);
  g_autoptr (PGconn) inside = NULL;

  return pg && ddi_session_execute_query (pg, "provision/lock", error) &&
         ddi_session_execute_query (pg, "provision/make-roles", error) &&
         !g_cancellable_set_error_if_cancelled (cancellable, error) &&
         (database == NULL ||
          ddi_session_execute_made (pg, "provision/make-database", &database, 1, error)) &&
         (inside = ddi_session_open (conninfo, database, error)) != NULL &&
         ddi_session_execute_query (inside, "provision/hand-over", error);
}

gboolean
ddi_count_statements (const char *conninfo, GCancellable *cancellable, GError **error)
{
  g_autoptr (PGconn) pg = ddi_session_open (conninfo, NULL, error);

  return pg && !g_cancellable_set_error_if_cancelled (cancellable, error) &&
         ddi_session_execute_query (pg, "maintenance/create-statements", error);
}

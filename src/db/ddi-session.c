/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db/ddi-session-private.h"

#include <glib/gi18n-lib.h>

#include "core/ddi-program.h"
#include "db/ddi-db-error-private.h"
#include "db/ddi-hosts.h"
#include "db/ddi-sql.h"

static void
log_notice_cb (void *user_data, const char *message)
{
  g_debug ("postgresql: %s", message);
}

static gboolean
check_version (PGconn *pg, GError **error)
{
  if (PQserverVersion (pg) >= 150000)
    return TRUE;
  g_set_error (error, DDI_DB_ERROR, DDI_DB_ERROR_VERSION,
               _ ("The server runs PostgreSQL %d; version 15 or newer is needed"),
               PQserverVersion (pg) / 10000);
  return FALSE;
}

gboolean
ddi_session_check_direct (PGconn *pg, GError **error)
{
  g_autofree char *pid = ddi_session_query_text (pg, "unit/show-backend", NULL, 0, error);

  if (pid == NULL)
    return FALSE;
  if (g_ascii_strtoll (pid, NULL, 10) == PQbackendPID (pg))
    return TRUE;
  g_set_error (error, DDI_DB_ERROR, DDI_DB_ERROR_FAILED,
               _ ("This connection goes through a pooler; this needs a direct one"));
  return FALSE;
}

static PGconn *
connect_to (const char *conninfo, const char *database)
{
  const char *const keys[] = { "fallback_application_name", "connect_timeout",          "dbname",
                               "client_encoding",           database ? "dbname" : NULL, NULL };
  g_autofree char *program = ddi_program_dup_name ();
  const char *const values[] = { program, "5", conninfo, "UTF8", database, NULL };

  return PQconnectdbParams (keys, values, 1);
}

/* One host after the other: libpq itself gives up all where one of them refuses, as a standby does that does not know
 * yet the database that was made a moment ago. NULL: none of them takes writes. *single, where it is asked for, leads
 * to that host. */
static PGconn *
connect_to_primary (GPtrArray *singles, const char *database, char **single)
{
  for (guint i = 0; i < singles->len; i++)
    {
      g_autoptr (PGconn) pg = connect_to (singles->pdata[i], database);

      if (PQstatus (pg) != CONNECTION_OK)
        continue;
      if (single)
        *single = g_strdup (singles->pdata[i]);
      return g_steal_pointer (&pg);
    }
  return NULL;
}

PGconn *
ddi_session_open (const char *conninfo, const char *database, GError **error)
{
  g_autofree char *primary = ddi_hosts_dup_primary (conninfo);
  g_autoptr (GPtrArray) singles = ddi_hosts_split_to_write (conninfo);
  g_autoptr (PGconn) pg = singles ? connect_to_primary (singles, database, NULL) : NULL;

  /* Also where there were several: libpq says of each what was wrong. */
  if (pg == NULL)
    pg = connect_to (primary, database);
  if (PQstatus (pg) != CONNECTION_OK)
    {
      g_propagate_error (error, ddi_db_error_new_from_connection (pg, DDI_DB_ERROR_OFFLINE));
      return NULL;
    }
  PQsetNoticeProcessor (pg, log_notice_cb, NULL);
  if (!check_version (pg, error))
    return NULL;
  return g_steal_pointer (&pg);
}

char *
ddi_hosts_find_primary (const char *conninfo)
{
  g_autoptr (GPtrArray) singles = ddi_hosts_split_to_write (conninfo);
  char *single = NULL;
  g_autoptr (PGconn) pg = singles ? connect_to_primary (singles, NULL, &single) : NULL;

  return pg ? single : g_strdup (conninfo);
}

static gboolean
succeeded (PGresult *result, const char *what, GError **error)
{
  ExecStatusType status = PQresultStatus (result);

  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY)
    return TRUE;
  g_propagate_prefixed_error (error, ddi_db_error_new_from_result (result, NULL), "%s: ", what);
  return FALSE;
}

gboolean
ddi_session_execute (PGconn *pg, const char *sql, const char *what, GError **error)
{
  g_autoptr (PGresult) result = PQexec (pg, sql);

  return succeeded (result, what, error);
}

gboolean
ddi_session_execute_query (PGconn *pg, const char *query, GError **error)
{
  return ddi_session_execute (pg, ddi_sql_query (query), query, error);
}

PGresult *
ddi_session_query (PGconn *pg, const char *query, const char *const *values, guint n, GError **error)
{
  g_autoptr (PGresult) result = PQexecParams (pg, ddi_sql_query (query), (int)n, NULL, values, NULL, NULL, 0);

  return succeeded (result, query, error) ? g_steal_pointer (&result) : NULL;
}

char *
ddi_session_query_text (PGconn *pg, const char *query, const char *const *values, guint n, GError **error)
{
  g_autoptr (PGresult) result = ddi_session_query (pg, query, values, n, error);

  if (result == NULL || PQntuples (result) == 0 || PQgetisnull (result, 0, 0))
    return NULL;
  return g_strdup (PQgetvalue (result, 0, 0));
}

gboolean
ddi_session_execute_made (PGconn *pg, const char *query, const char *const *values, guint n, GError **error)
{
  g_autoptr (PGresult) result = ddi_session_query (pg, query, values, n, error);

  if (result == NULL)
    return FALSE;
  for (int i = 0; i < PQntuples (result); i++)
    if (!ddi_session_execute (pg, PQgetvalue (result, i, 0), query, error))
      return FALSE;
  return TRUE;
}

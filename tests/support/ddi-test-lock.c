/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/ddi-test-lock.h"

#include <libpq-fe.h>
#include <stdlib.h>

#define TURNS 20
#define TURN 10 /* ms */

struct _DdiTestLock
{
  PGconn *connection;
  char *table;
};

static void
run (DdiTestLock *self, const char *sql)
{
  PGresult *result = PQexec (self->connection, sql);

  if (PQresultStatus (result) != PGRES_COMMAND_OK)
    g_error ("%s: %s", sql, PQerrorMessage (self->connection));
  PQclear (result);
}

DdiTestLock *
ddi_test_lock_new (DdiHome *home, const char *table)
{
  g_autofree char *uri =
      ddi_cluster_dup_uri (ddi_home_get_cluster (home), DDI_CLUSTER_OWNER, "dunkin_demand");
  g_autofree char *sql = g_strdup_printf ("LOCK TABLE %s", table);
  DdiTestLock *self = g_new0 (DdiTestLock, 1);

  self->connection = PQconnectdb (uri);
  self->table = g_strdup (table);
  if (PQstatus (self->connection) != CONNECTION_OK)
    g_error ("%s", PQerrorMessage (self->connection));
  run (self, "BEGIN");
  run (self, sql);
  return self;
}

guint
ddi_test_lock_get_n_waiting (DdiTestLock *self)
{
  const char *values[] = { self->table };
  PGresult *result = PQexecParams (self->connection,
                                   "SELECT count(DISTINCT pid) FROM pg_locks "
                                   "WHERE relation = $1::regclass AND NOT granted",
                                   1, NULL, values, NULL, NULL, 0);
  guint n;

  if (PQresultStatus (result) != PGRES_TUPLES_OK)
    g_error ("%s", PQerrorMessage (self->connection));
  n = (guint)atoi (PQgetvalue (result, 0, 0));
  PQclear (result);
  return n;
}

static gboolean
turn_cb (gpointer user_data)
{
  (*(guint *)user_data)++;
  return G_SOURCE_CONTINUE;
}

void
ddi_test_lock_await (DdiTestLock *self, guint n_waiting)
{
  guint turns = 0, source = g_timeout_add (TURN, turn_cb, &turns);

  while (ddi_test_lock_get_n_waiting (self) < n_waiting)
    g_main_context_iteration (NULL, TRUE);
  turns = 0;
  while (turns < TURNS)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);
}

void
ddi_test_lock_release (DdiTestLock *self)
{
  PQfinish (self->connection);
  g_free (self->table);
  g_free (self);
}

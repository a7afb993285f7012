/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db/ddi-direct.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

#include "db/ddi-db-error-private.h"
#include "db/ddi-rows-private.h"
#include "db/ddi-session-private.h"
#include "db/ddi-sql.h"
#include "db/ddi-unit-private.h"

/* Between two ticks, ms. */
#define TICK 500

struct _DdiDirect
{
  PGconn *pg;
  DdiRows *role;
  DdiDirectClosed closed;
  gpointer closed_data;
};

void
ddi_direct_free (DdiDirect *self)
{
  int pid = PQbackendPID (self->pg);

  g_clear_pointer (&self->role, ddi_rows_unref);
  PQfinish (self->pg);
  if (self->closed)
    self->closed (pid, self->closed_data);
  g_free (self);
}

void
ddi_direct_set_closed (DdiDirect *self, DdiDirectClosed closed, gpointer user_data)
{
  self->closed = closed;
  self->closed_data = user_data;
}

DdiRows *
ddi_direct_get_role (DdiDirect *self)
{
  return self->role;
}

int
ddi_direct_get_pid (DdiDirect *self)
{
  return PQbackendPID (self->pg);
}

static void
send_cancel (PGconn *pg)
{
  PGcancel *cancel = PQgetCancel (pg);
  char reason[256];

  if (cancel && !PQcancel (cancel, reason, sizeof reason))
    g_debug ("the cancel request failed: %s", reason);
  PQfreeCancel (cancel);
}

/* Sleeps until the server says something, a tick is due or it is cancelled. */
static void
wait_for_answer (PGconn *pg, int timeout, GCancellable *cancellable)
{
  GPollFD fds[2] = { { .fd = PQsocket (pg), .events = G_IO_IN } };
  gboolean watched = cancellable && g_cancellable_make_pollfd (cancellable, &fds[1]);

  while (g_poll (fds, watched ? 2 : 1, timeout) < 0 && errno == EINTR)
    continue;
  if (watched)
    g_cancellable_release_fd (cancellable);
}

/* A statement that was cancelled is waited for, so that the connection is clean when it is told. */
static void
await (DdiDirect *self, DdiDirectTick tick, gpointer user_data, GCancellable *cancellable)
{
  gboolean cancelled = FALSE;

  while (PQisBusy (self->pg))
    {
      wait_for_answer (self->pg, tick ? TICK : -1, cancelled ? NULL : cancellable);
      if (!cancelled && g_cancellable_is_cancelled (cancellable))
        {
          cancelled = TRUE;
          send_cancel (self->pg);
        }
      if (!PQconsumeInput (self->pg))
        return;
      if (tick && PQisBusy (self->pg))
        tick (user_data);
    }
}

static GError *
make_error (DdiDirect *self, PGresult *result, const char *what, GCancellable *cancellable)
{
  GError *error;

  if (g_cancellable_is_cancelled (cancellable))
    return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Cancelled"));
  if (PQstatus (self->pg) != CONNECTION_OK)
    return ddi_db_error_new_from_connection (self->pg, DDI_DB_ERROR_OFFLINE);
  error = ddi_db_error_new_from_result (result, NULL);
  g_prefix_error (&error, "%s: ", what);
  return error;
}

/* The last of the answers, and nothing left to read. */
static PGresult *
take_answer (DdiDirect *self)
{
  PGresult *last = NULL, *next;

  while ((next = PQgetResult (self->pg)) != NULL)
    {
      PQclear (last);
      last = next;
    }
  return last;
}

static DdiRows *
run (DdiDirect *self, const char *sql, GPtrArray *values, const char *what, DdiDirectTick tick,
     gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_autoptr (PGresult) result = NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (PQsendQueryParams (self->pg, sql, values ? (int)values->len : 0, NULL,
                         values ? (const char *const *)values->pdata : NULL, NULL, NULL, 0))
    await (self, tick, user_data, cancellable);
  result = take_answer (self);
  if (PQresultStatus (result) == PGRES_TUPLES_OK || PQresultStatus (result) == PGRES_COMMAND_OK)
    return ddi_rows_new (g_steal_pointer (&result));
  g_propagate_error (error, make_error (self, result, what, cancellable));
  return NULL;
}

DdiRows *
ddi_direct_query (DdiDirect *self, const char *query, GVariant *params, GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (DdiUnit) unit = ddi_unit_new ();
  const DdiStatement *statement;

  ddi_unit_add (unit, query, params);
  statement = ddi_unit_get_statement (unit, 0);
  return run (self, ddi_statement_get_sql (statement), statement->values, query, NULL, NULL, cancellable,
              error);
}

DdiRows *
ddi_direct_run (DdiDirect *self, const char *statement, const char *what, DdiDirectTick tick,
                gpointer user_data, GCancellable *cancellable, GError **error)
{
  return run (self, statement, NULL, what, tick, user_data, cancellable, error);
}

static gboolean
check_owner (DdiDirect *self, GError **error)
{
  DdiRows *role = self->role;

  if (ddi_rows_get_boolean (role, 0, ddi_rows_column (role, "owner")))
    return TRUE;
  g_set_error (error, DDI_DB_ERROR, DDI_DB_ERROR_DENIED,
               _ ("This connection is %s’s, who owns none of the tables. Looking after the database needs "
                  "ddi_owner or a member of that role"),
               ddi_rows_get_text (role, 0, ddi_rows_column (role, "role")));
  return FALSE;
}

DdiDirect *
ddi_direct_open (const char *conninfo, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiDirect) self = g_new0 (DdiDirect, 1);
  g_autoptr (DdiRows) set = NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  self->pg = ddi_session_open (conninfo, NULL, error);
  if (self->pg == NULL || !ddi_session_check_direct (self->pg, error))
    return NULL;
  set = ddi_direct_query (self, "maintenance/open-session", NULL, cancellable, error);
  self->role = set ? ddi_direct_query (self, "maintenance/show-role", NULL, cancellable, error) : NULL;
  return self->role && check_owner (self, error) ? g_steal_pointer (&self) : NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db/ddi-pipeline-private.h"

#include <errno.h>

#include "db/ddi-db-error-private.h"

/* How long a server may take to answer a cancel request before we hang up. */
#define DRAIN_TIMEOUT (5 * G_USEC_PER_SEC)
/* A server that has not yet begun what it was sent lets a cancel request fall: it is made again. */
#define CANCEL_INTERVAL (G_USEC_PER_SEC / 4)

void
ddi_pipeline_init (DdiPipeline *self, PGconn *pg, GCancellable *cancellable)
{
  *self = (DdiPipeline){ .pg = pg, .cancellable = cancellable };
  self->results = g_ptr_array_new_with_free_func ((GDestroyNotify)PQclear);
  self->names = g_ptr_array_new_with_free_func (g_free);
}

void
ddi_pipeline_clear (DdiPipeline *self)
{
  g_clear_pointer (&self->results, g_ptr_array_unref);
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_error (&self->error);
  g_clear_pointer (&self->constraint, g_free);
}

static void
mark_broken (DdiPipeline *self)
{
  self->broken = TRUE;
  if (self->error == NULL)
    self->error = ddi_db_error_new_from_connection (self->pg, DDI_DB_ERROR_OFFLINE);
}

void
ddi_pipeline_add (DdiPipeline *self, const char *name, const char *sql, const GPtrArray *values)
{
  int n = values ? (int)values->len : 0;

  g_ptr_array_add (self->names, g_strdup (name));
  self->n_queued++;
  if (self->broken)
    return;
  if (!PQsendQueryParams (self->pg, sql, n, NULL, n ? (const char *const *)values->pdata : NULL, NULL, NULL,
                          0))
    mark_broken (self);
}

/* A late SIGINT of ours must not hit the next unit: PQcancel() returns once the postmaster has dealt
 * with the request, and the ROLLBACK that always follows absorbs what is still in flight. */
static void
send_cancel (DdiPipeline *self)
{
  char reason[256];
  PGcancel *cancel = PQgetCancel (self->pg);
  gint64 now = g_get_monotonic_time ();

  if (!self->cancelled && (self->deadline == 0 || self->deadline > now + DRAIN_TIMEOUT))
    self->deadline = now + DRAIN_TIMEOUT;
  self->cancelled = TRUE;
  if (cancel && !PQcancel (cancel, reason, sizeof reason))
    g_debug ("the cancel request failed: %s", reason);
  PQfreeCancel (cancel);
  self->cancel_again = g_get_monotonic_time () + CANCEL_INTERVAL;
}

/* The next moment at which something is due though the socket stays silent; 0 for none. */
static gint64
next_alarm (const DdiPipeline *self)
{
  return self->cancelled ? MIN (self->deadline, self->cancel_again) : self->deadline;
}

/* Sleeps until the socket is ready, the unit is cancelled or the deadline has passed; FALSE for the
 * last. */
static gboolean
wait_for_socket (DdiPipeline *self, gboolean writing)
{
  GPollFD fds[2] = { { .fd = PQsocket (self->pg), .events = (gushort)(G_IO_IN | (writing ? G_IO_OUT : 0)) } };
  gboolean watched =
      !self->cancelled && self->cancellable && g_cancellable_make_pollfd (self->cancellable, &fds[1]);
  int timeout = -1;

  if (next_alarm (self) != 0)
    timeout = (int)CLAMP ((next_alarm (self) - g_get_monotonic_time ()) / 1000 + 1, 0, G_MAXINT);
  while (g_poll (fds, watched ? 2 : 1, timeout) < 0 && errno == EINTR)
    continue;
  if (watched)
    g_cancellable_release_fd (self->cancellable);
  if (self->cancelled ? g_get_monotonic_time () >= self->cancel_again
                      : g_cancellable_is_cancelled (self->cancellable))
    send_cancel (self);
  return self->deadline == 0 || g_get_monotonic_time () < self->deadline;
}

/* A failure that the server itself reports means that nothing after it was run. Class 08 comes from a
 * pooler that has lost the server: it may have lost only the answers. */
static gboolean
says_rolled_back (const char *sqlstate)
{
  return sqlstate && !g_str_has_prefix (sqlstate, "08");
}

static void
take_result (DdiPipeline *self, PGresult *result)
{
  switch (PQresultStatus (result))
    {
    case PGRES_PIPELINE_SYNC:
      self->synced = TRUE;
      break;
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
      g_ptr_array_add (self->results, g_steal_pointer (&result));
      break;
    case PGRES_PIPELINE_ABORTED:
      break;
    case PGRES_EMPTY_QUERY:
    case PGRES_COPY_OUT:
    case PGRES_COPY_IN:
    case PGRES_BAD_RESPONSE:
    case PGRES_NONFATAL_ERROR:
    case PGRES_FATAL_ERROR:
    case PGRES_COPY_BOTH:
    case PGRES_SINGLE_TUPLE:
    default:
      if (self->error == NULL)
        {
          guint failed = self->results->len;

          self->refused = says_rolled_back (PQresultErrorField (result, PG_DIAG_SQLSTATE));
          self->constraint = g_strdup (PQresultErrorField (result, PG_DIAG_CONSTRAINT_NAME));
          self->error = ddi_db_error_new_from_result (result, failed < self->names->len
                                                                  ? g_ptr_array_index (self->names, failed)
                                                                  : NULL);
        }
      break;
    }
  PQclear (result);
}

/* Takes what has come without waiting for more. */
static void
read_available (DdiPipeline *self)
{
  if (!PQconsumeInput (self->pg))
    {
      mark_broken (self);
      return;
    }
  /* One NULL parts the answers of two statements; a second one says that nothing is queued. */
  for (guint n_nulls = 0; n_nulls < 2 && !self->synced && !PQisBusy (self->pg);)
    {
      PGresult *result = PQgetResult (self->pg);

      n_nulls = result ? 0 : n_nulls + 1;
      if (result)
        take_result (self, result);
      if (PQstatus (self->pg) == CONNECTION_BAD)
        {
          mark_broken (self);
          return;
        }
    }
}

/* Writes, and reads meanwhile (else both sides could wait for each other with full buffers), until
 * everything is written or, with @drain, everything is answered. */
static void
pump (DdiPipeline *self, gboolean drain)
{
  int unsent = PQflush (self->pg);

  while (!self->broken && (unsent == 1 || (drain && !self->synced)))
    {
      if (!wait_for_socket (self, unsent == 1))
        {
          mark_broken (self);
          return;
        }
      read_available (self);
      if (!self->broken)
        unsent = PQflush (self->pg);
    }
  if (unsent < 0)
    {
      /* What the server said before it hung up is the better reason. */
      read_available (self);
      mark_broken (self);
    }
}

gboolean
ddi_pipeline_flush (DdiPipeline *self)
{
  if (!self->broken)
    pump (self, FALSE);
  return !self->broken;
}

gboolean
ddi_pipeline_finish (DdiPipeline *self)
{
  if (!self->broken && !PQpipelineSync (self->pg))
    mark_broken (self);
  if (!self->broken)
    pump (self, TRUE);
  return self->error == NULL;
}

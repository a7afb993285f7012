/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db/ddi-connection-private.h"

#include <glib/gi18n-lib.h>

#include "core/ddi-program.h"
#include "db/ddi-db-error-private.h"
#include "db/ddi-hosts.h"
#include "db/ddi-rows-private.h"
#include "db/ddi-sql.h"

/* Milliseconds that a statement may take where the unit does not say. */
#define STATEMENT_TIMEOUT 30000
/* What a dead network may add to that before we hang up, µs. */
#define GRACE (15 * G_USEC_PER_SEC)

static void
log_notice_cb (void *user_data, const char *message)
{
  g_debug ("postgresql: %s", message);
}

/* What stands before "dbname" is a default that the connection string may override, and the
 * client's encoding after it is not. */
static PGconn *
connect_with_defaults (const char *conninfo)
{
  static const char *const keys[] = { "fallback_application_name",
                                      "connect_timeout",
                                      "keepalives_idle",
                                      "keepalives_interval",
                                      "keepalives_count",
                                      "tcp_user_timeout",
                                      "dbname",
                                      "client_encoding",
                                      NULL };
  const char *const values[] = { "dunkin-demand", "5", "30", "10", "3", "30000", conninfo, "UTF8", NULL };
  /* Where another host can take over, a dead one is given up sooner. */
  const char *const hasty[] = { "dunkin-demand", "2", "3", "1", "2", "5000", conninfo, "UTF8", NULL };

  return PQconnectdbParams (keys, ddi_hosts_are_several (conninfo) ? hasty : values, 1);
}

/* Whether any of several hosts lets us in, whatever its role. */
static gboolean
is_welcome (const char *conninfo)
{
  static const char *const keys[] = { "connect_timeout", "dbname", "target_session_attrs", NULL };
  const char *const values[] = { "2", conninfo, "any", NULL };
  PGconn *pg = PQconnectdbParams (keys, values, 1);
  gboolean welcome = PQstatus (pg) == CONNECTION_OK;

  PQfinish (pg);
  return welcome;
}

/* libpq does not tell why a connection failed other than in words, in the server's language; a ping
 * does: a server that answers it could have let us in. */
static DdiDbError
classify_failure (PGconn *pg, const char *conninfo, gboolean *refused)
{
  PGPing ping;

  /* One that is not (yet) what was asked for: a standby may be promoted any moment. */
  *refused = FALSE;
  if (ddi_hosts_are_several (conninfo) && is_welcome (conninfo))
    return DDI_DB_ERROR_OFFLINE;
  ping = PQping (conninfo);
  *refused = ping == PQPING_OK || ping == PQPING_NO_ATTEMPT;
  if (ping == PQPING_NO_ATTEMPT)
    return DDI_DB_ERROR_INVALID;
  return ping == PQPING_OK ? DDI_DB_ERROR_DENIED : DDI_DB_ERROR_OFFLINE;
}

DdiConnection *
ddi_connection_open (const char *conninfo, gboolean *refused, GError **error)
{
  g_autoptr (DdiConnection) self = g_new0 (DdiConnection, 1);

  *refused = FALSE;
  self->pg = connect_with_defaults (conninfo);
  if (PQstatus (self->pg) != CONNECTION_OK)
    {
      g_propagate_error (error,
                         ddi_db_error_new_from_connection (self->pg,
                                                           classify_failure (self->pg, conninfo, refused)));
      return NULL;
    }
  PQsetNoticeProcessor (self->pg, log_notice_cb, NULL);
  if (PQserverVersion (self->pg) < 150000)
    {
      *refused = TRUE;
      g_set_error (error, DDI_DB_ERROR, DDI_DB_ERROR_VERSION,
                   _ ("The server runs PostgreSQL %d; version 15 or newer is needed"),
                   PQserverVersion (self->pg) / 10000);
      return NULL;
    }
  if (PQsetnonblocking (self->pg, 1) != 0 || !PQenterPipelineMode (self->pg))
    {
      g_propagate_error (error, ddi_db_error_new_from_connection (self->pg, DDI_DB_ERROR_FAILED));
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
ddi_connection_free (DdiConnection *self)
{
  PQfinish (self->pg);
  g_free (self);
}

/* What the server said on its own, its farewell first and then the end of the stream. */
static gboolean
read_unasked (PGconn *pg)
{
  GPollFD fd = { .fd = PQsocket (pg), .events = G_IO_IN };

  while (g_poll (&fd, 1, 0) > 0)
    if (!PQconsumeInput (pg) || PQisBusy (pg) || PQstatus (pg) != CONNECTION_OK)
      return FALSE;
  return TRUE;
}

gboolean
ddi_connection_is_alive (DdiConnection *self)
{
  return PQstatus (self->pg) == CONNECTION_OK && PQtransactionStatus (self->pg) == PQTRANS_IDLE &&
         PQpipelineStatus (self->pg) == PQ_PIPELINE_ON && read_unasked (self->pg);
}

static void
add_query (DdiPipeline *pipeline, const char *query, const char *const *values, guint n)
{
  g_autoptr (GPtrArray) array = g_ptr_array_new ();

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (array, (gpointer)values[i]);
  ddi_pipeline_add (pipeline, query, ddi_sql_query (query), array);
}

guint
ddi_connection_begin (DdiPipeline *pipeline, DdiUnit *unit, const char *session, guint default_timeout)
{
  guint timeout =
      ddi_unit_get_statement_timeout (unit) ? ddi_unit_get_statement_timeout (unit) : default_timeout;
  g_autofree char *timeout_text = g_strdup_printf ("%u", timeout);
  g_autofree char *program = ddi_program_dup_name ();
  const char *request = ddi_unit_is_read_only (unit) ? NULL : ddi_unit_get_request (unit);

  pipeline->deadline = g_get_monotonic_time () + GRACE + (gint64)timeout * 1000 * (ddi_unit_get_n (unit) + 1);
  add_query (pipeline, ddi_unit_is_read_only (unit) ? "unit/begin-read-only" : "unit/begin", NULL, 0);
  add_query (pipeline, "unit/open-session", (const char *[]){ session ? session : "", timeout_text, program },
             3);
  if (request == NULL)
    return 2;
  add_query (pipeline, "unit/record-request", &request, 1);
  return 3;
}

static DdiOutcome
tell_outcome (const DdiPipeline *pipeline, gboolean commit_sent)
{
  if (g_strcmp0 (pipeline->constraint, "client_requests_pkey") == 0)
    return DDI_OUTCOME_REPEATED;
  if (!pipeline->broken)
    return DDI_OUTCOME_ROLLED_BACK;
  if (!commit_sent || (pipeline->refused && pipeline->results->len + 1 < pipeline->n_to_commit))
    return DDI_OUTCOME_LOST;
  return DDI_OUTCOME_UNKNOWN;
}

DdiOutcome
ddi_connection_fail (DdiPipeline *pipeline, gboolean commit_sent, GError **error)
{
  DdiOutcome outcome = tell_outcome (pipeline, commit_sent);

  if (outcome == DDI_OUTCOME_UNKNOWN)
    g_propagate_error (error, ddi_db_error_new_from_connection (pipeline->pg, DDI_DB_ERROR_UNKNOWN));
  else if (outcome != DDI_OUTCOME_REPEATED && pipeline->cancelled)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Cancelled"));
  else if (outcome != DDI_OUTCOME_REPEATED)
    g_propagate_error (error, g_steal_pointer (&pipeline->error));
  return outcome;
}

/* @results NULL: the request was done before and its answers are gone. */
static GPtrArray *
collect_rows (gpointer *results, guint n)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_rows_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (rows, ddi_rows_new (results ? g_steal_pointer (&results[i]) : NULL));
  return rows;
}

GPtrArray *
ddi_connection_complete (DdiPipeline *pipeline, DdiUnit *unit, guint n_skip, gboolean track,
                         DdiOutcome *outcome, GError **error)
{
  guint n = ddi_unit_get_n (unit);
  gboolean commit_sent;

  for (guint i = 0; i < n; i++)
    {
      const DdiStatement *statement = ddi_unit_get_statement (unit, i);

      ddi_pipeline_add (pipeline, statement->name, ddi_statement_get_sql (statement), statement->values);
    }
  /* COMMIT leaves only after everything else has, so that a connection that is already broken is
   * known to have committed nothing. */
  commit_sent = ddi_pipeline_flush (pipeline);
  if (commit_sent)
    {
      add_query (pipeline, "unit/commit", NULL, 0);
      pipeline->n_to_commit = pipeline->n_queued;
      if (track)
        add_query (pipeline, "unit/show-position", NULL, 0);
      ddi_pipeline_finish (pipeline);
      if (pipeline->results->len >= pipeline->n_to_commit)
        {
          *outcome = DDI_OUTCOME_COMMITTED;
          return collect_rows (pipeline->results->pdata + n_skip, n);
        }
    }
  *outcome = ddi_connection_fail (pipeline, commit_sent, error);
  return *outcome == DDI_OUTCOME_REPEATED ? collect_rows (NULL, n) : NULL;
}

GPtrArray *
ddi_connection_lose_rows (DdiUnit *unit)
{
  return collect_rows (NULL, ddi_unit_get_n (unit));
}

void
ddi_connection_settle (DdiConnection *self, gboolean cancelled)
{
  g_auto (DdiPipeline) pipeline = { 0 };

  if (PQstatus (self->pg) != CONNECTION_OK || (PQtransactionStatus (self->pg) == PQTRANS_IDLE && !cancelled))
    return;
  ddi_pipeline_init (&pipeline, self->pg, NULL);
  pipeline.deadline = g_get_monotonic_time () + GRACE;
  add_query (&pipeline, "unit/rollback", NULL, 0);
  /* A cancel request of ours that came too late may hit this ROLLBACK, which is better than the next
   * unit: the connection is then not clean and the pool lets go of it. */
  if (!ddi_pipeline_finish (&pipeline))
    g_debug ("ROLLBACK failed: %s", pipeline.error->message);
}

static guint64
read_position (const DdiPipeline *pipeline, guint i)
{
  return pipeline->results->len > i
             ? g_ascii_strtoull (PQgetvalue (pipeline->results->pdata[i], 0, 0), NULL, 10)
             : 0;
}

GPtrArray *
ddi_connection_run (DdiConnection *self, DdiUnit *unit, const char *session, GCancellable *cancellable,
                    DdiOutcome *outcome, GError **error)
{
  g_auto (DdiPipeline) pipeline = { 0 };
  GPtrArray *rows;
  guint n_begin;

  ddi_pipeline_init (&pipeline, self->pg, cancellable);
  n_begin = ddi_connection_begin (&pipeline, unit, session, STATEMENT_TIMEOUT);
  rows = ddi_connection_complete (&pipeline, unit, n_begin, self->tracking, outcome, error);
  if (self->tracking && *outcome == DDI_OUTCOME_COMMITTED)
    self->position = read_position (&pipeline, pipeline.n_to_commit);
  if (!pipeline.broken)
    ddi_connection_settle (self, pipeline.cancelled);
  return rows;
}

/* The look has a transaction of its own, before the unit's snapshot is taken. */
static guint
look_first (DdiPipeline *pipeline, const DdiReplayed *wanted)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, wanted->position);

  add_query (pipeline, "unit/begin-look", NULL, 0);
  add_query (pipeline, "unit/check-replay", (const char *[]){ text, wanted->timeline }, 2);
  add_query (pipeline, "unit/commit", NULL, 0);
  return 3;
}

GPtrArray *
ddi_connection_run_replayed (DdiConnection *self, DdiUnit *unit, const char *session,
                             const DdiReplayed *wanted, GCancellable *cancellable, DdiOutcome *outcome,
                             GError **error)
{
  g_auto (DdiPipeline) pipeline = { 0 };
  GPtrArray *rows;
  guint n_before;

  g_return_val_if_fail (ddi_unit_is_read_only (unit), NULL);

  ddi_pipeline_init (&pipeline, self->pg, cancellable);
  n_before = look_first (&pipeline, wanted);
  n_before += ddi_connection_begin (&pipeline, unit, session, STATEMENT_TIMEOUT);
  rows = ddi_connection_complete (&pipeline, unit, n_before, FALSE, outcome, error);
  self->position = read_position (&pipeline, 1);
  if (!pipeline.broken)
    ddi_connection_settle (self, pipeline.cancelled);
  return rows;
}

gboolean
ddi_connection_is_primary (DdiConnection *self)
{
  return g_strcmp0 (PQparameterStatus (self->pg, "in_hot_standby"), "on") != 0;
}

char *
ddi_connection_dup_timeline (DdiConnection *self)
{
  g_auto (DdiPipeline) pipeline = { 0 };

  ddi_pipeline_init (&pipeline, self->pg, NULL);
  pipeline.deadline = g_get_monotonic_time () + GRACE;
  add_query (&pipeline, "unit/show-timeline", NULL, 0);
  return ddi_pipeline_finish (&pipeline) ? g_strdup (PQgetvalue (pipeline.results->pdata[0], 0, 0)) : NULL;
}

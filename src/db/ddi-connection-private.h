/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libpq-fe.h>

#include "db/ddi-database.h"
#include "db/ddi-pipeline-private.h"

G_BEGIN_DECLS

/* One connection to the server, used by one thread at a time. Between units it is in pipeline mode,
 * outside a transaction. */
typedef struct
{
  PGconn *pg;
  guint generation;  /* the pool's: see ddi_database_close() */
  gboolean tracking; /* has each unit say how far the write-ahead log is */
  guint64 position;  /* what it said, in bytes; 0: nothing yet */
} DdiConnection;

/* How a unit ended, as far as trying again is concerned. */
typedef enum
{
  DDI_OUTCOME_COMMITTED,
  DDI_OUTCOME_ROLLED_BACK, /* the server said no; nothing is left of the unit */
  DDI_OUTCOME_LOST,        /* the connection broke; the unit is not committed */
  DDI_OUTCOME_UNKNOWN,     /* the connection broke while COMMIT was under way */
  DDI_OUTCOME_REPEATED,    /* the unit's request was done before; this run changed nothing */
} DdiOutcome;

/* Waits for the server's answer, at most connect_timeout (5 s unless @conninfo says otherwise) a
 * host. On failure *@refused tells a server that answers and does not want us from one that is not
 * there, or not yet. */
DdiConnection *ddi_connection_open (const char *conninfo, gboolean *refused, GError **error);
void ddi_connection_free (DdiConnection *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiConnection, ddi_connection_free)

/* FALSE where the server has hung up since the last unit. Costs no round trip. */
gboolean ddi_connection_is_alive (DdiConnection *self);

/* Runs the unit in one pipeline. Afterwards the connection is clean, or ddi_connection_is_alive()
 * is FALSE. (element-type DdiRows) (transfer full) */
GPtrArray *ddi_connection_run (DdiConnection *self, DdiUnit *unit, const char *session,
                               GCancellable *cancellable, DdiOutcome *outcome, GError **error);

/* What a standby must have. */
typedef struct
{
  guint64 position;     /* replayed, in bytes of the write-ahead log */
  const char *timeline; /* the history that it follows, or a later one; NULL: any */
} DdiReplayed;

/* The same on a standby, in the same round trip: a unit that only reads, which fails unless the standby
 * has @wanted. Any failure but a cancelled or a slow unit may be a standby's own. */
GPtrArray *ddi_connection_run_replayed (DdiConnection *self, DdiUnit *unit, const char *session,
                                        const DdiReplayed *wanted, GCancellable *cancellable,
                                        DdiOutcome *outcome, GError **error);
/* The server has become a primary since, or never was anything else. */
gboolean ddi_connection_is_primary (DdiConnection *self);
/* The history that the server writes, as eight hex digits; NULL where it does not say. A round trip.
 * (transfer full) */
char *ddi_connection_dup_timeline (DdiConnection *self);

/* Starts a transaction's batch: BEGIN, the session, and the request if the unit has one. Returns how
 * many statements that is. */
guint ddi_connection_begin (DdiPipeline *pipeline, DdiUnit *unit, const char *session, guint default_timeout);
/* Adds the unit's statements and COMMIT, and reads every answer; the first @n_skip are not the unit's.
 * What follows COMMIT may fail: the unit is done. */
GPtrArray *ddi_connection_complete (DdiPipeline *pipeline, DdiUnit *unit, guint n_skip, gboolean track,
                                    DdiOutcome *outcome, GError **error);
/* What a failed batch means; *error is set but for DDI_OUTCOME_REPEATED. */
DdiOutcome ddi_connection_fail (DdiPipeline *pipeline, gboolean commit_sent, GError **error);
/* The rows of a request that was done before. */
GPtrArray *ddi_connection_lose_rows (DdiUnit *unit);
/* Leaves no transaction behind. */
void ddi_connection_settle (DdiConnection *self, gboolean cancelled);

/* The bulk unit of ddi_database_run_bulk(). */
GPtrArray *ddi_connection_run_bulk (DdiConnection *self, const DdiBulkCopy *copies, guint n_copies,
                                    DdiUnit *then, const char *session, GCancellable *cancellable,
                                    DdiOutcome *outcome, GError **error);

G_END_DECLS

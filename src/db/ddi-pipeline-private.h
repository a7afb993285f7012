/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libpq-fe.h>

#include "db/ddi-unit-private.h"

G_BEGIN_DECLS

/* A batch of statements between two synchronisation points of libpq's pipeline: what is queued here
 * travels in one go, and the answers are read while it does. */
typedef struct
{
  PGconn *pg;
  GCancellable *cancellable; /* not owned */
  gint64 deadline;           /* monotonic µs after which the connection counts as dead; 0: never */
  gint64 cancel_again;       /* monotonic µs of the next cancel request, once one was sent */
  guint n_queued;
  guint n_to_commit;  /* of them, up to and with COMMIT; 0: it is not queued */
  GPtrArray *results; /* of the statements that succeeded, in order (element-type PGresult) */
  GPtrArray *names;   /* of the queued statements, for error messages (element-type utf8) */
  GError *error;      /* of the first that failed */
  char *constraint;   /* that the first failure names; NULL: none */
  gboolean cancelled; /* a cancel request was sent */
  gboolean synced;    /* the synchronisation point was reached */
  gboolean broken;    /* the connection is lost */
  gboolean refused;   /* the server itself reported the failure: nothing after it was run */
} DdiPipeline;

void ddi_pipeline_init (DdiPipeline *self, PGconn *pg, GCancellable *cancellable);
void ddi_pipeline_clear (DdiPipeline *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DdiPipeline, ddi_pipeline_clear)

void ddi_pipeline_add (DdiPipeline *self, const char *name, const char *sql, const GPtrArray *values);
/* Sends what is queued without waiting for answers; FALSE where the connection broke meanwhile. */
gboolean ddi_pipeline_flush (DdiPipeline *self);
/* Ends the batch and reads every answer. TRUE where all statements succeeded; else .error is set. */
gboolean ddi_pipeline_finish (DdiPipeline *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "db/ddi-rows.h"
#include "db/ddi-unit.h"

G_BEGIN_DECLS

/* A database as one person sees it: a connection pool and the session's token, which travels in
 * every unit (set_config('ddi.session', …, true)). Thread-safe. */
#define DDI_TYPE_DATABASE (ddi_database_get_type ())
G_DECLARE_FINAL_TYPE (DdiDatabase, ddi_database, DDI, DATABASE, GObject)

/* @conninfo is a libpq connection string or URI. Nothing is connected yet. @size is the most
 * connections the pool opens. Where it names several hosts (host=a,b), units that write go to the one
 * that takes writes, and those that only read to a standby that has replayed all that the session has
 * seen and done, in one round trip; to the primary where it has not. target_session_attrs=read-write
 * leaves the standbys alone. When the primary dies, another host is waited for. */
DdiDatabase *ddi_database_new (const char *conninfo, guint size);

/* NULL: nobody is signed in. */
void ddi_database_set_session (DdiDatabase *self, const char *token);
/* (transfer full) (nullable) */
char *ddi_database_dup_session (DdiDatabase *self);

/* Asked before a connection that was not answered is tried again: makes the server run, or says
 * FALSE. Called on the thread that runs the unit. */
typedef gboolean (*DdiReviveFunc) (gpointer user_data, GCancellable *cancellable, GError **error);

/* For a server of our own, which can be started again when it has died. Before the first unit. */
void ddi_database_set_reviver (DdiDatabase *self, DdiReviveFunc revive, gpointer user_data,
                               GDestroyNotify destroy);

/* Runs the unit (transfer full) and waits. For worker threads and the CLI, never the main thread.
 * Returns one DdiRows per statement, in order. (element-type DdiRows) (transfer full) */
GPtrArray *ddi_database_run (DdiDatabase *self, DdiUnit *unit, GCancellable *cancellable, GError **error);

/* The same from the main thread; @callback is called in the caller's main context. */
void ddi_database_run_async (DdiDatabase *self, DdiUnit *unit, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *ddi_database_run_finish (DdiDatabase *self, GAsyncResult *result, GError **error);

/* Gives the next row of a COPY: appends it to @line in COPY's text format with
 * ddi_bulk_append_*() and returns TRUE, or FALSE at the end (with @error set: the unit is rolled
 * back and that error is returned). */
typedef gboolean (*DdiBulkRowFunc) (GString *line, gpointer user_data, GError **error);

void ddi_bulk_append_null (GString *line);
void ddi_bulk_append_int (GString *line, gint64 value);
void ddi_bulk_append_text (GString *line, const char *value);
void ddi_bulk_append_day (GString *line, DdiDay value);
void ddi_bulk_append_double (GString *line, double value);
void ddi_bulk_append_money (GString *line, gint64 minor_units);

typedef struct
{
  const char *create;      /* query that creates the temporary table, ON COMMIT DROP */
  const char *copy;        /* query "COPY … FROM STDIN" */
  DdiBulkRowFunc next_row; /* called until it returns FALSE, on the thread that runs the unit */
  gpointer user_data;
} DdiBulkCopy;

/* The bulk unit: BEGIN and the session in one pipeline, each COPY into its temporary table, then the
 * statements of @then (transfer full) in a second pipeline with COMMIT. Waits. */
GPtrArray *ddi_database_run_bulk (DdiDatabase *self, const DdiBulkCopy *copies, guint n_copies, DdiUnit *then,
                                  GCancellable *cancellable, GError **error);

/* Closes the idle connections; those in use close when they come back. */
void ddi_database_close (DdiDatabase *self);

G_END_DECLS

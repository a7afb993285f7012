/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "core/ddi-day.h"

G_BEGIN_DECLS

/* A unit of work: a list of statements that run in one transaction and, on the wire, in one libpq
 * pipeline (BEGIN, the session's token, the statements, COMMIT: one round trip). A unit is built on
 * any thread, given away to ddi_database_run*() and never touched again. */
#define DDI_TYPE_UNIT (ddi_unit_get_type ())
typedef struct _DdiUnit DdiUnit;

GType ddi_unit_get_type (void);
DdiUnit *ddi_unit_new (void);
DdiUnit *ddi_unit_ref (DdiUnit *self);
void ddi_unit_unref (DdiUnit *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiUnit, ddi_unit_unref)

/* Adds sql/queries/<query>.sql, such as "sales/list-window". @params is a tuple with one member per
 * $n of the statement, or NULL for none; floating references are sunk. Members become text
 * parameters: i u x t d b s as written, "mi", "ms"… NULL where nothing, ai ax ad as (and amx) a
 * PostgreSQL array. Days travel as ISO text ('s') or through ddi_unit_day(). Returns the index of
 * this statement's rows in the result. */
guint ddi_unit_add (DdiUnit *self, const char *query, GVariant *params);

/* A day as a parameter ("ms", floating): NULL where it is DDI_DAY_INVALID. */
GVariant *ddi_unit_day (DdiDay day);
/* Money as a parameter ("s", floating), for a NUMERIC with two decimals. */
GVariant *ddi_unit_money (gint64 minor_units);

/* The unit only reads, all statements the same snapshot: BEGIN REPEATABLE READ READ ONLY; it may be retried at will and may go to a standby. */
void ddi_unit_set_read_only (DdiUnit *self);

/* Milliseconds until the server cancels a statement; 0 keeps the pool's default (30 s). */
void ddi_unit_set_statement_timeout (DdiUnit *self, guint milliseconds);

/* Makes the unit exactly-once: the UUID is recorded in client_requests in the same transaction, and
 * a retry after a lost COMMIT does the work only if it was not done. Where it was done before, each
 * statement's rows are empty and ddi_rows_get_n_affected() is -1. */
void ddi_unit_set_request (DdiUnit *self, const char *uuid);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "db/ddi-rows.h"

G_BEGIN_DECLS

/* A connection of the owner, straight to the server and with session state, for what cannot run in a unit of
 * work: VACUUM, REINDEX CONCURRENTLY and the questions of who looks after the database. One thread at a time;
 * blocks. */
typedef struct _DdiDirect DdiDirect;

/* DDI_DB_ERROR_DENIED where @conninfo does not log in as the owner of the tables (or a member of it), and
 * DDI_DB_ERROR_FAILED where it leads through a pooler. */
DdiDirect *ddi_direct_open (const char *conninfo, GCancellable *cancellable, GError **error);
void ddi_direct_free (DdiDirect *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiDirect, ddi_direct_free)

/* maintenance/show-role, as it was when the connection was made. Owned by the connection. */
DdiRows *ddi_direct_get_role (DdiDirect *self);
/* Of the server's process, by which other sessions see this one. */
int ddi_direct_get_pid (DdiDirect *self);

/* Once: called with ddi_direct_get_pid() when the connection is closed. */
typedef void (*DdiDirectClosed) (int pid, gpointer user_data);
void ddi_direct_set_closed (DdiDirect *self, DdiDirectClosed closed, gpointer user_data);

/* Runs sql/queries/<query>.sql; @params as for ddi_unit_add(). (transfer full) */
DdiRows *ddi_direct_query (DdiDirect *self, const char *query, GVariant *params, GCancellable *cancellable,
                           GError **error);

/* Called about twice a second while a statement runs, on its thread. */
typedef void (*DdiDirectTick) (gpointer user_data);

/* Runs a statement that the server itself has put together (maintenance/make-…), in no transaction. @what names
 * it in errors. Cancelling stops it at the server. (transfer full) */
DdiRows *ddi_direct_run (DdiDirect *self, const char *statement, const char *what, DdiDirectTick tick,
                         gpointer user_data, GCancellable *cancellable, GError **error);

G_END_DECLS

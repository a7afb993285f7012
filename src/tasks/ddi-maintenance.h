/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "auth/ddi-secret.h"
#include "db/ddi-direct.h"
#include "tasks/ddi-home.h"

G_BEGIN_DECLS

/* Looking after a home's database, with the owner's credential: what the Database page and the command line share.
 * Each operation opens a direct connection of its own and closes it. Thread-safe; all but the _async() block. */
#define DDI_TYPE_MAINTENANCE (ddi_maintenance_get_type ())
G_DECLARE_FINAL_TYPE (DdiMaintenance, ddi_maintenance, DDI, MAINTENANCE, GObject)

/* @conninfo logs in as the owner of a server's tables, and lives in no other place; NULL in an embedded home, whose
 * owner is known. Nothing is connected yet. */
DdiMaintenance *ddi_maintenance_new (DdiHome *home, DdiSecret *conninfo);

DdiHome *ddi_maintenance_get_home (DdiMaintenance *self);
/* A server's owner as entered, with the password; NULL in an embedded home. (transfer none) */
DdiSecret *ddi_maintenance_get_conninfo (DdiMaintenance *self);

/* A connection of the owner. DDI_DB_ERROR_DENIED where the credential is somebody else's. */
DdiDirect *ddi_maintenance_connect (DdiMaintenance *self, GCancellable *cancellable, GError **error);

/* One query of sql/queries/maintenance/ on a connection of its own. (transfer full) */
DdiRows *ddi_maintenance_ask (DdiMaintenance *self, const char *query, GVariant *params,
                              GCancellable *cancellable, GError **error);

/* The statement that @query makes, run: its rows. NULL without an error where it makes none. (transfer full) */
DdiRows *ddi_maintenance_ask_made (DdiDirect *direct, const char *query, GVariant *params,
                                   GCancellable *cancellable, GError **error);

/* Writes an action down in the audit log; @details is a dictionary (a{sv}) of texts and numbers, floating. */
gboolean ddi_maintenance_log (DdiMaintenance *self, DdiDirect *direct, const char *action, GVariant *details,
                              GError **error);

/* The slowest statements, as maintenance/make-slow lists them. G_IO_ERROR_NOT_SUPPORTED where they are not counted,
 * with the way to switch that on here. (transfer full) */
DdiRows *ddi_maintenance_list_slow (DdiMaintenance *self, guint limit, double mean_ms,
                                    GCancellable *cancellable, GError **error);
/* Has the server of an embedded home count statements from its next start on; G_IO_ERROR_NOT_SUPPORTED elsewhere. */
gboolean ddi_maintenance_count_statements (DdiMaintenance *self, GCancellable *cancellable, GError **error);
/* The name of our own query that a counted statement is; NULL: somebody else's. (transfer full) */
char *ddi_maintenance_name_statement (const char *statement);
/* Of each row of ddi_maintenance_list_slow(). (element-type utf8, or NULL) (transfer full) */
GPtrArray *ddi_maintenance_name_statements (DdiRows *slow);

/* A row of maintenance/list-sessions where it stands in the tree of who waits for whom. */
typedef struct
{
  guint row;
  guint depth;
} DdiSessionPlace;

/* Below who blocks stand those who wait for them; who waits for several is told once.
 * (element-type DdiSessionPlace) (transfer full) */
GArray *ddi_maintenance_order_sessions (DdiRows *sessions);

/* Cancels what the session @pid does, or ends it; never one of our own. @reason goes into the audit log. */
gboolean ddi_maintenance_end_session (DdiMaintenance *self, int pid, gboolean terminate, const char *reason,
                                      GCancellable *cancellable, GError **error);

/* Which changes of the schema are applied and which are pending: ddi_migrator_plan(). (transfer full) */
GPtrArray *ddi_maintenance_plan (DdiMaintenance *self, GCancellable *cancellable, GError **error);

/* Free bytes where the data lies; -1 where that is not ours to see (a server). */
gint64 ddi_maintenance_get_room (DdiMaintenance *self);

/* An operation for a thread of our own. */
typedef struct
{
  gpointer (*run) (DdiMaintenance *self, gpointer data, GCancellable *cancellable, GError **error);
  gpointer data;
  GDestroyNotify free_data;
  GDestroyNotify free_result; /* where nobody takes it */
} DdiMaintenanceJob;

void ddi_maintenance_run_async (DdiMaintenance *self, const DdiMaintenanceJob *job, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);
gpointer ddi_maintenance_run_finish (DdiMaintenance *self, GAsyncResult *result, GError **error);

G_END_DECLS

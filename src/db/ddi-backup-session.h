/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "db/ddi-rows.h"

G_BEGIN_DECLS

/* A direct connection as the owner, from which a backup is read or into which one is loaded. Blocking, used
 * by one thread at a time; where a cancellable is given, what runs on the server is cancelled. */
typedef struct _DdiBackupSession DdiBackupSession;

/* DDI_DB_ERROR_DENIED where @conninfo cannot become ddi_owner, DDI_DB_ERROR_FAILED behind a pooler. */
DdiBackupSession *ddi_backup_session_open (const char *conninfo, GError **error);
void ddi_backup_session_free (DdiBackupSession *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiBackupSession, ddi_backup_session_free)

int ddi_backup_session_get_major (DdiBackupSession *self);
const char *ddi_backup_session_get_database (DdiBackupSession *self);

/* From here on one moment of the database is read. Returns the name by which pg_dump reads the same one for
 * as long as this session lives. (transfer full) */
char *ddi_backup_session_begin (DdiBackupSession *self, GError **error);

/* A transaction that changes something; without a commit it ends with the session, undone. */
gboolean ddi_backup_session_begin_change (DdiBackupSession *self, GError **error);
gboolean ddi_backup_session_commit (DdiBackupSession *self, GError **error);

/* What the database is, as members of @manifest: id, made_at, server_version, database_uuid, newest_sale,
 * migrations, roles. */
gboolean ddi_backup_session_describe (DdiBackupSession *self, JsonObject *manifest, GError **error);

/* backup/list-tables. @columns: the member "tables" of a manifest, or NULL. (transfer full) */
DdiRows *ddi_backup_session_list_tables (DdiBackupSession *self, const char *table, JsonObject *columns,
                                         GError **error);

typedef void (*DdiBackupStepFunc) (const char *name, guint done, guint total, gpointer user_data);

/* Adds to @contents what is to be compared: "tables" (rows, digest and columns of each) and with no @table
 * "objects". Reads all rows once. */
gboolean ddi_backup_session_digest (DdiBackupSession *self, const char *table, JsonObject *columns,
                                    JsonObject *contents, DdiBackupStepFunc step, gpointer user_data,
                                    GCancellable *cancellable, GError **error);

/* Where the sequences stand, as "sequences": [lowest, highest]. A sequence keeps to no moment, so a backup
 * reads them before and after the dump: what is there already is widened. */
gboolean ddi_backup_session_read_sequences (DdiBackupSession *self, const char *table, JsonObject *contents,
                                            GError **error);
gboolean ddi_backup_session_set_sequence (DdiBackupSession *self, const char *name, gint64 next,
                                          GError **error);

/* Takes bytes of a COPY; FALSE with @error set ends it. */
typedef gboolean (*DdiBackupSinkFunc) (const char *bytes, gsize n, gpointer user_data, GError **error);
gboolean ddi_backup_session_copy_out (DdiBackupSession *self, const char *statement, DdiBackupSinkFunc sink,
                                      gpointer user_data, GCancellable *cancellable, GError **error);
/* Gives the next bytes, at most @size: how many, 0 at the end, -1 with @error set. */
typedef gssize (*DdiBackupSupplyFunc) (char *bytes, gsize size, gpointer user_data, GError **error);
gboolean ddi_backup_session_copy_in (DdiBackupSession *self, const char *statement,
                                     DdiBackupSupplyFunc supply, gpointer user_data,
                                     GCancellable *cancellable, GError **error);

/* From one database into another one, as much as there is. */
gboolean ddi_backup_session_copy_across (DdiBackupSession *from, const char *copy_out, DdiBackupSession *into,
                                         const char *copy_in, GCancellable *cancellable, GError **error);

/* The session's own words: one statement that a query of ours has made. */
DdiRows *ddi_backup_session_run (DdiBackupSession *self, const char *statement, GCancellable *cancellable,
                                 GError **error);
/* sql/queries/<query>.sql with text parameters. */
DdiRows *ddi_backup_session_query (DdiBackupSession *self, const char *query, const char *const *values,
                                   guint n, GError **error);
/* The statements that it returns, one a row. */
gboolean ddi_backup_session_run_made (DdiBackupSession *self, const char *query, const char *const *values,
                                      guint n, GError **error);

G_END_DECLS

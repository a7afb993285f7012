/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "tasks/ddi-home.h"

G_BEGIN_DECLS

typedef enum
{
  DDI_BACKUP_ERROR_DAMAGED,  /* the file is not what was written, or does not restore to what was saved */
  DDI_BACKUP_ERROR_MANIFEST, /* there is none beside it, or it says nothing that can be used */
  DDI_BACKUP_ERROR_TABLE,    /* there is no such table, or not in this backup */
  DDI_BACKUP_ERROR_VERSION,  /* a newer program has made it */
  DDI_BACKUP_ERROR_SEALED,   /* it is encrypted, and no passphrase was given */
  DDI_BACKUP_ERROR_FOREIGN,  /* pg_dump has made it, not this program */
} DdiBackupError;

#define DDI_BACKUP_ERROR (ddi_backup_error_quark ())
GQuark ddi_backup_error_quark (void);

typedef enum
{
  DDI_BACKUP_CUSTOM, /* pg_dump's own format: .dump */
  DDI_BACKUP_PLAIN,  /* SQL text: .sql */
  DDI_BACKUP_CSV,    /* one CSV file a table and JSON, in a .tar */
} DdiBackupKind;

/* "custom", "plain", "csv" and back; FALSE where it is none of them. */
const char *ddi_backup_kind_name (DdiBackupKind kind);
gboolean ddi_backup_kind_parse (const char *name, DdiBackupKind *kind);

/* The database that is saved, as its owner, and as who may make a database beside it. */
typedef struct
{
  char *owner;     /* connection string of ddi_owner or a member of it */
  char *admin;     /* of who may create databases; on a server the same */
  char *directory; /* where backups lie that are not told otherwise */
  char *home;      /* the embedded home; NULL on a server */
} DdiBackupServer;

/* Of an embedded home that is open. */
DdiBackupServer *ddi_backup_server_new_for_home (DdiHome *home);
/* @connection: a connection string of the owner of a server's database. */
DdiBackupServer *ddi_backup_server_new_for_connection (const char *connection);
DdiBackupServer *ddi_backup_server_copy (const DdiBackupServer *self);
void ddi_backup_server_free (DdiBackupServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiBackupServer, ddi_backup_server_free)

/* Told what is being done, on the thread that does it: @done of @total tables; @total 0: no telling. */
typedef void (*DdiBackupProgressFunc) (const char *step, guint done, guint total, gpointer user_data);

typedef struct
{
  DdiBackupKind kind;
  const char *table;     /* "daily_sales"; NULL: everything */
  const char *path;      /* the file; NULL: a new one with a telling name in the server's directory */
  const char *label;     /* begins such a name; NULL: "dunkin-demand" */
  DdiSecret *passphrase; /* encrypts it; NULL: not. Not owned */
  DdiBackupProgressFunc progress;
  gpointer user_data;
} DdiBackupOptions;

/* A backup: its file and what is known of it (FILE.json beside it). Of an encrypted one nothing but id, made_at,
 * bytes, sha256 and verified_at is known until it is unsealed. */
typedef struct
{
  char *path;
  JsonObject
      *manifest; /* id, made_at, kind, table, bytes, sha256, server_version, database_uuid, newest_sale,
                         * verified_at, tables (rows, digest, columns), sequences, objects, … */
  char *sealed;  /* of an encrypted one: the manifest as it stands in the file */
} DdiBackup;

void ddi_backup_free (DdiBackup *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiBackup, ddi_backup_free)

/* What is beside @path. DDI_BACKUP_ERROR_MANIFEST; DDI_BACKUP_ERROR_FOREIGN where somebody’s pg_dump has made it, which
 * ddi_restore_plan() adopts. */
DdiBackup *ddi_backup_read (const char *path, GError **error);
/* Those that lie in @folder with what is known of them, newest first (element-type DdiBackup). Reads the manifests
 * only. */
void ddi_backup_list_folder_async (const char *folder, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *ddi_backup_list_folder_finish (GAsyncResult *result, GError **error);
/* Learns what an encrypted one is; does nothing to another. DDI_BACKUP_ERROR_SEALED without a passphrase,
 * DDI_AUTH_ERROR_REFUSED with a wrong one. */
gboolean ddi_backup_unseal (DdiBackup *self, DdiSecret *passphrase, GError **error);
/* A text of the manifest; NULL where it says nothing. */
const char *ddi_backup_get_text (const DdiBackup *self, const char *member);
gint64 ddi_backup_get_int (const DdiBackup *self, const char *member);
DdiBackupKind ddi_backup_get_kind (const DdiBackup *self);

/* Saves the database as it is at one moment, beside everybody who goes on working. The file is there whole or
 * not at all. Blocks. */
DdiBackup *ddi_backup_make (const DdiBackupServer *server, const DdiBackupOptions *options,
                            GCancellable *cancellable, GError **error);
void ddi_backup_make_async (const DdiBackupServer *server, const DdiBackupOptions *options,
                            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
DdiBackup *ddi_backup_make_finish (GAsyncResult *result, GError **error);

typedef struct
{
  const char *path;
  DdiSecret *passphrase; /* of an encrypted one. Not owned */
  DdiBackupProgressFunc progress;
  gpointer user_data;
} DdiBackupVerifyOptions;

/* Restores it into a scratch database and compares every table, sequence, policy and right with what was
 * saved; says so in the manifest and, where it is one of this database, in the table backups.
 * DDI_BACKUP_ERROR_DAMAGED tells what is different. Blocks. */
gboolean ddi_backup_verify (const DdiBackupServer *server, const DdiBackupVerifyOptions *options,
                            GCancellable *cancellable, GError **error);
void ddi_backup_verify_async (const DdiBackupServer *server, const DdiBackupVerifyOptions *options,
                              GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean ddi_backup_verify_finish (GAsyncResult *result, GError **error);

G_END_DECLS

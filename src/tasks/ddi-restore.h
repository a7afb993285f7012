/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/ddi-rows.h"
#include "tasks/ddi-backup.h"

G_BEGIN_DECLS

/* What a restore would change, table by table. */
typedef struct
{
  char *table;
  gint64 rows_now;    /* -1: there is no such table now */
  gint64 rows_backup; /* -1: not in the backup */
  gboolean same;      /* the rows are the same ones */
} DdiRestoreTable;

typedef struct
{
  DdiBackup *backup;
  GPtrArray
      *tables; /* (element-type DdiRestoreTable) those of the backup; of a whole one also those it lacks */
  char *newest_sale_now, *newest_sale_backup; /* ISO; NULL: none */
  gboolean other_database;                    /* it was made of another database */
  gboolean one_table;                         /* no more than that is restored */
  char *
      foreign; /* the pg_dump file that @backup was made of, for this restore; NULL: it is a backup of ours */
  char *left_out; /* tables of that file that were not taken; NULL: none */
  gint64 moment;  /* of ddi_recovery_prepare(), epoch seconds; 0: a backup's plan */
} DdiRestorePlan;

void ddi_restore_plan_free (DdiRestorePlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiRestorePlan, ddi_restore_plan_free)

typedef struct
{
  const char *path;
  const char *table;         /* only this one; NULL: everything */
  DdiSecret *passphrase;     /* of an encrypted backup; encrypts the safety backup, too. Not owned */
  gboolean no_safety_backup; /* what is there now is not saved first */
  DdiBackupProgressFunc progress;
  gpointer user_data;
} DdiRestoreOptions;

/* Reads the live database and the manifest; changes nothing. Of a file that somebody's pg_dump has made a backup is made
 * first (ddi-foreign-dump.h), which is what is restored then: @backup's path. Blocks. */
DdiRestorePlan *ddi_restore_plan (const DdiBackupServer *server, const DdiRestoreOptions *options,
                                  GCancellable *cancellable, GError **error);

typedef struct
{
  char *safety_backup;            /* path; NULL: none was made */
  char *kept_database;            /* under which name the former database stays; NULL: one table */
  gint64 added, changed, removed; /* rows of the one table */
} DdiRestoreResult;

void ddi_restore_result_free (DdiRestoreResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiRestoreResult, ddi_restore_result_free)

/* Restores into a new database, compares it with what was saved, and then lets it take the place of the live
 * one, which stays under another name; until that moment nothing is changed, so whatever fails leaves the
 * live one as it is. One table: its rows become what they were, in one transaction. Whoever is connected is
 * sent away, and every session, code and reset token is void. Blocks. */
DdiRestoreResult *ddi_restore_run (const DdiBackupServer *server, const DdiRestoreOptions *options,
                                   GCancellable *cancellable, GError **error);

void ddi_restore_plan_async (const DdiBackupServer *server, const DdiRestoreOptions *options,
                             GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
DdiRestorePlan *ddi_restore_plan_finish (GAsyncResult *result, GError **error);
void ddi_restore_run_async (const DdiBackupServer *server, const DdiRestoreOptions *options,
                            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
DdiRestoreResult *ddi_restore_run_finish (GAsyncResult *result, GError **error);

/* The databases that restores have put aside: name, bytes; newest first. (transfer full) */
DdiRows *ddi_restore_list_kept (const DdiBackupServer *server, GError **error);
/* Drops them; how many, -1 on error. */
int ddi_restore_forget_kept (const DdiBackupServer *server, GError **error);

G_END_DECLS

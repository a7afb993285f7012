/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/ddi-backup-session.h"
#include "db/ddi-restore-target.h"
#include "tasks/ddi-backup.h"

G_BEGIN_DECLS

typedef struct
{
  DdiBackupProgressFunc func;
  gpointer user_data;
} DdiBackupProgress;

void ddi_backup_progress_tell (const DdiBackupProgress *self, const char *step, guint done, guint total);

/* One run of pg_dump, pg_restore or psql of a version that suits @major, which connects as @conninfo says.
 * Each line with @mark counts as one of @total done. */
typedef struct
{
  const char *conninfo;
  int major;
  const char *const *argv;
  int in_fd, out_fd;
  const char *step, *mark;
  guint total;
  const DdiBackupProgress *progress;
} DdiBackupTool;

gboolean ddi_backup_tool_run (const DdiBackupTool *self, GCancellable *cancellable, GError **error);

/* "FILE.json". (transfer full) */
char *ddi_backup_dup_manifest_path (const char *path);
gboolean ddi_backup_write_manifest (const DdiBackup *self, GError **error);
/* Encrypts it as it is now; what is written afterwards tells no more than that. */
gboolean ddi_backup_seal (DdiBackup *self, DdiSecret *passphrase, GError **error);
/* What is different, each a line for a person; empty where nothing is. @objects: compare them too, which is
 * possible between servers of one version only. (element-type utf8) (transfer full) */
GPtrArray *ddi_backup_compare (JsonObject *saved, JsonObject *found, gboolean objects);
/* The applied migrations that this program does not know. DDI_BACKUP_ERROR_VERSION. */
gboolean ddi_backup_check_version (const DdiBackup *self, GError **error);

/* Writes every table as CSV with its schema into @fd. */
gboolean ddi_backup_write_csv (DdiBackupSession *session, const DdiBackupTool *dump, JsonObject *manifest,
                               int fd, const char *spool_directory, GCancellable *cancellable,
                               GError **error);
/* Loads it into the empty database of @restore. */
gboolean ddi_backup_load_csv (const DdiBackup *self, const DdiBackupTool *restore, int fd,
                              GCancellable *cancellable, GError **error);

/* Checks that the file is what was written (all of it, before anything of it is run), restores it into the
 * target and compares. @backup is unsealed. */
typedef struct
{
  const DdiBackupServer *server;
  const DdiBackup *backup;
  DdiSecret *passphrase;
  const DdiBackupProgress *progress;
} DdiBackupLoad;

gboolean ddi_backup_load (const DdiBackupLoad *self, DdiRestoreTarget *target, GCancellable *cancellable,
                          GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tasks/ddi-backup-private.h"
#include "tasks/ddi-restore.h"

G_BEGIN_DECLS

/* Makes the rows of @table in the live database what they are in the restored one, @columns of them.
 * Fills the counts of @result. */
gboolean ddi_restore_merge (const char *live, const char *restored, const DdiBackup *backup,
                            const char *table, DdiRestoreResult *result, GCancellable *cancellable,
                            GError **error);

/* A DdiBackupStepFunc that tells @user_data, a DdiBackupProgress, of reading. */
void ddi_restore_read_step_cb (const char *name, guint done, guint total, gpointer user_data);

/* Compares @backup (taken), or of it @table, with what @server has; NULL: with nothing. */
DdiRestorePlan *ddi_restore_plan_for (DdiBackup *backup, const DdiBackupServer *server, const char *table,
                                      const DdiBackupProgress *progress, GCancellable *cancellable,
                                      GError **error);

/* Brings what was restored to today: the schema, what the database of @live (NULL: none) knows of backups, and
 * nobody signed in. @entry: the parameters of restore/log. */
gboolean ddi_restore_freshen (const char *live, const char *restored, const char *const entry[4],
                              GCancellable *cancellable, GError **error);

G_END_DECLS

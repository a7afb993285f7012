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

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tasks/ddi-continuous.h"
#include "tasks/ddi-restore.h"

G_BEGIN_DECLS

/* Back to a moment, in two steps. The first makes a second data directory beside the home's (recovery/) as the home
 * was at that moment, starts it, and tells what is different; nothing of the home is touched. The second lets it take
 * the place of the first, which is kept. */
typedef struct
{
  gint64 moment;         /* epoch seconds; 0: as far as the log goes */
  gboolean without_live; /* the home's own database does not start: nothing to compare with */
  DdiBackupProgressFunc progress;
  gpointer user_data;
} DdiRecoveryOptions;

/* "2026-11-25 14:05", with seconds or not, of this computer's time, or ISO 8601 with its own zone. FALSE where it is
 * something else. */
gboolean ddi_recovery_parse_moment (const char *text, gint64 *moment);
/* "2026-11-25 14:05:00" of this computer's time. (transfer full) */
char *ddi_recovery_format_moment (gint64 moment);

/* DDI_CONTINUOUS_ERROR where the moment cannot be reached; then, and where it is cancelled, nothing is left behind.
 * The plan's backup stands for the moment. Blocks. */
DdiRestorePlan *ddi_recovery_prepare (const DdiBackupServer *server, const DdiRecoveryOptions *options,
                                      GCancellable *cancellable, GError **error);
void ddi_recovery_prepare_async (const DdiBackupServer *server, const DdiRecoveryOptions *options,
                                 GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
DdiRestorePlan *ddi_recovery_prepare_finish (GAsyncResult *result, GError **error);

/* Takes what was prepared: every session, code and reset token is void, the schema is today's. *kept is where the
 * former data directory is. Whoever uses the home goes on with what was recovered. Blocks. */
gboolean ddi_recovery_apply (const DdiBackupServer *server, const DdiRecoveryOptions *options, char **kept,
                             GCancellable *cancellable, GError **error);
void ddi_recovery_apply_async (const DdiBackupServer *server, const DdiRecoveryOptions *options,
                               GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* The kept directory. (transfer full) */
char *ddi_recovery_apply_finish (GAsyncResult *result, GError **error);

/* Forgets what was prepared. */
void ddi_recovery_discard (const DdiBackupServer *server);

/* Puts the newest former data directory back, and keeps what is there now. */
gboolean ddi_recovery_undo (const DdiBackupServer *server, char **kept, GCancellable *cancellable,
                            GError **error);

void ddi_recovery_undo_async (const DdiBackupServer *server, GAsyncReadyCallback callback,
                              gpointer user_data);
/* What was there now is kept in this directory. (transfer full) */
char *ddi_recovery_undo_finish (GAsyncResult *result, GError **error);

/* Removes the former data directories; does not fail. */
void ddi_recovery_forget_async (const DdiBackupServer *server, GAsyncReadyCallback callback,
                                gpointer user_data);
void ddi_recovery_forget_finish (GAsyncResult *result);

G_END_DECLS

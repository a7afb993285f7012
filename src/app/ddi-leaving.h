/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-backup-watch.h"
#include "tasks/ddi-home.h"

G_BEGIN_DECLS

/* Closes @home off the main thread, since its server may stop, which takes a moment. Takes @backups (may be NULL), which
 * ends first. @cancellable does not stop it, and tells who waits for its end that nobody cares any more; it and @callback
 * may be NULL. */
void ddi_leaving_run (DdiHome *home, DdiBackupWatch *backups, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data);
/* FALSE where it was cancelled meanwhile. */
gboolean ddi_leaving_finish (GAsyncResult *result);

G_END_DECLS

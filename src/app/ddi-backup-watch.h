/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tasks/ddi-home.h"

G_BEGIN_DECLS

/* Makes the backups of an embedded home that are due while the program is open: at the start, and when an hour
 * has passed. Main thread only; the work is done on another. */
typedef struct _DdiBackupWatch DdiBackupWatch;

DdiBackupWatch *ddi_backup_watch_new (DdiHome *home);
/* Ends what is under way, of which nothing is left. Waits for it: any thread, once the main thread has let go. */
void ddi_backup_watch_free (DdiBackupWatch *self);
/* No more is begun; what is under way is told to end. Main thread. */
void ddi_backup_watch_cancel (DdiBackupWatch *self);

G_END_DECLS

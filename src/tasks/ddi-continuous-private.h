/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cluster/ddi-wal-archive.h"
#include "tasks/ddi-backup-private.h"
#include "tasks/ddi-continuous.h"

G_BEGIN_DECLS

/* A new base of the running server; only one at a time. */
gboolean ddi_continuous_make_base (const DdiBackupServer *server, const DdiBackupProgress *progress,
                                   GCancellable *cancellable, GError **error);

/* Bytes of all files below it. */
gint64 ddi_continuous_measure (const char *folder);

/* One at a time works on what is kept: the lock's descriptor, or -1 with DDI_CONTINUOUS_ERROR_BUSY. */
int ddi_continuous_lock (DdiClusterLayout *layout, GError **error);

G_END_DECLS

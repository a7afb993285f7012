/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cluster/ddi-cluster.h"
#include "tasks/ddi-continuous-private.h"
#include "tasks/ddi-recovery.h"

G_BEGIN_DECLS

/* "HOME/recovery". (transfer full) */
char *ddi_recovery_dup_staging (const char *home);

/* The base from which @moment is reached, which all of the log follows that is needed. A copy; NULL with
 * DDI_CONTINUOUS_ERROR. Reads the log to its end or to @moment. */
DdiContinuousBase *ddi_recovery_choose (DdiClusterLayout *layout, gint64 moment,
                                        const DdiBackupProgress *progress, GCancellable *cancellable,
                                        GError **error);

/* Unpacks @base into the staging home, and has its server play the log up to @moment: an open cluster that is no
 * longer in recovery; NULL where that fails. */
DdiCluster *ddi_recovery_replay (DdiClusterLayout *layout, const DdiContinuousBase *base, gint64 moment,
                                 const DdiBackupProgress *progress, GCancellable *cancellable,
                                 GError **error);

G_END_DECLS

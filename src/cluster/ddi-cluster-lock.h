/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "cluster/ddi-cluster-layout.h"

G_BEGIN_DECLS

/* Locks of the home: flock(2), which belongs to an open file and not to a process. So it is seen
 * across PID and IPC namespaces (where a process number in a file says nothing), passes to a child
 * that inherits the descriptor, and ends with the last process that holds it, however that dies.
 *
 * The server is started with server.lock's descriptor and all its processes inherit it: the lock is
 * free exactly when none of them is left, and then, and only then, may another server be started. */

/* Locks @path, making it if need be. Returns a descriptor that holds the lock until closed, or -1:
 * with *busy TRUE and no error where somebody else has it. */
int ddi_cluster_lock_try (DdiClusterLayout *layout, const char *path, gboolean *busy, GError **error);

/* The same, waiting until the one who has it lets go (DDI_CLUSTER_ERROR_START after two minutes). */
int ddi_cluster_lock_wait (DdiClusterLayout *layout, const char *path, GCancellable *cancellable,
                           GError **error);

/* Whether somebody else has it. Makes nothing. */
gboolean ddi_cluster_lock_is_held (const char *path);

/* Takes a lease: a new locked file in leases/. *path is its name. Hold the home's lock meanwhile. */
int ddi_cluster_lease_take (DdiClusterLayout *layout, char **path, GError **error);

/* How many programs hold a lease. With @sweep, files that the dead have left are removed; hold the
 * home's lock then. */
guint ddi_cluster_lease_count (DdiClusterLayout *layout, gboolean sweep);

/* Waits a moment of a polling loop: FALSE when cancelled. */
gboolean ddi_cluster_pause (guint milliseconds, GCancellable *cancellable, GError **error);

G_END_DECLS

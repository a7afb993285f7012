/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "cluster/ddi-cluster-layout.h"
#include "cluster/ddi-server-binaries.h"

G_BEGIN_DECLS

/* The PostgreSQL server of a home, as programs that are run. All of these want the home's lock held
 * by the caller, except ddi_server_is_accepting(). */

/* initdb with checksums and UTF-8. Works in data.new/ and renames it at the end, so that data/ is
 * either whole or not there. @lock_fd holds server.lock; initdb inherits it. */
gboolean ddi_server_initialise (DdiClusterLayout *layout, DdiServerBinaries *binaries, int lock_fd,
                                GCancellable *cancellable, GError **error);

/* Removes a folder with all that is in it, as far as that goes; links are not followed. */
void ddi_server_remove_tree (const char *path);

/* Starts it, hands @lock_fd over (closed here), and waits until it takes connections. */
gboolean ddi_server_start (DdiClusterLayout *layout, DdiServerBinaries *binaries, int lock_fd,
                           GCancellable *cancellable, GError **error);

/* Whether it says that it is ready and its socket answers. Works from other namespaces. */
gboolean ddi_server_is_accepting (DdiClusterLayout *layout);

/* A fast shutdown; waits until its last process is gone. A server in a PID namespace that we do not see is asked for it
 * over its socket. DDI_CLUSTER_ERROR_STOP where it goes on. */
gboolean ddi_server_stop (DdiClusterLayout *layout, GError **error);

G_END_DECLS

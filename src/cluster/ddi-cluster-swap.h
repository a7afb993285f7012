/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "cluster/ddi-cluster-layout.h"

G_BEGIN_DECLS

/* Makes a server run. Wants the home's lock held. */
gboolean ddi_cluster_bring_up (DdiClusterLayout *layout, GCancellable *cancellable, GError **error);

/* Ends what a swap that was killed has left; a part of bringing up. No server may run. */
gboolean ddi_cluster_settle (DdiClusterLayout *layout, GError **error);

/* Puts @prepared, a data directory on the same disk whose server stands, in the place of the home's. The server is
 * stopped, whoever uses it, and started again where somebody does. *kept is where the former data directory is.
 * Killed at whatever moment, either the one or the other is the home's, and both are there. Blocks. */
gboolean ddi_cluster_swap (const char *home, const char *prepared, char **kept, GCancellable *cancellable,
                           GError **error);

/* Stops the server and starts it again where somebody uses it, so that it takes new settings. Blocks. */
gboolean ddi_cluster_restart (const char *home, GCancellable *cancellable, GError **error);

/* Puts the data directory aside (*kept) because the data went to @address; the server stops, whoever uses it, and does
 * not start again. ddi_cluster_swap() brings it back. Blocks. */
gboolean ddi_cluster_put_aside (const char *home, const char *address, char **kept, GError **error);
/* Whether a home without data must not get new ones: they went to a server (DDI_CLUSTER_ERROR_MOVED), or they are gone
 * and the continuous backup of them is there (DDI_CLUSTER_ERROR_DAMAGED). */
gboolean ddi_cluster_is_elsewhere (DdiClusterLayout *layout, GError **error);
/* Lets new data into the home; what was kept of the former ones to go back to goes. */
gboolean ddi_cluster_welcome (const char *home, GError **error);

/* The former data directories, newest first. (element-type filename) (transfer full) */
GPtrArray *ddi_cluster_list_kept (const char *home);
/* Removes one of them for good; G_IO_ERROR_NOT_FOUND where it is none. */
gboolean ddi_cluster_forget_one (const char *home, const char *kept, GError **error);
/* Removes all of them; how many. */
guint ddi_cluster_forget_kept (const char *home);

G_END_DECLS

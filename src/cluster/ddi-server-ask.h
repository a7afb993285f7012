/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "cluster/ddi-cluster-layout.h"

G_BEGIN_DECLS

/* Asks a server whose process is out of sight, in another sandbox, for a fast shutdown, and does not wait for that.
 * @environment says nothing of a connection. Wants the home's lock held. DDI_CLUSTER_ERROR_CHILD where it was not
 * asked, or has ended so soon that it could not answer. */
gboolean ddi_server_ask_to_end (DdiClusterLayout *layout, const char *const *environment, GError **error);

G_END_DECLS

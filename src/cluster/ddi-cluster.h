/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The embedded PostgreSQL server of one data directory (the "home"). Whoever opens it holds a lease
 * (a locked file) until it is closed or the process dies; a held lock file decides who starts the
 * server; the last user to leave stops it. */
#define DDI_TYPE_CLUSTER (ddi_cluster_get_type ())
G_DECLARE_FINAL_TYPE (DdiCluster, ddi_cluster, DDI, CLUSTER, GObject)

typedef enum
{
  DDI_CLUSTER_ERROR_NO_SERVER,  /* no PostgreSQL server binaries on this machine */
  DDI_CLUSTER_ERROR_VERSION,    /* the data directory belongs to another major version */
  DDI_CLUSTER_ERROR_DISK,       /* full or read-only */
  DDI_CLUSTER_ERROR_DAMAGED,    /* the data directory is not what it should be */
  DDI_CLUSTER_ERROR_START,      /* the server did not come up; the message quotes its log */
  DDI_CLUSTER_ERROR_PATH,       /* no socket path of at most 107 bytes could be made */
} DdiClusterError;

#define DDI_CLUSTER_ERROR (ddi_cluster_error_quark ())
GQuark ddi_cluster_error_quark (void);

/* $XDG_DATA_HOME/dunkin-demand, or /var/lib/dunkin-demand as root. (transfer full) */
char *ddi_cluster_default_home (void);

/* Opens the home, making and starting what is missing. Blocks (initdb takes seconds): call it on a
 * worker thread. */
DdiCluster *ddi_cluster_open (const char *home, GCancellable *cancellable, GError **error);

typedef enum
{
  DDI_CLUSTER_SUPERUSER, /* provisioning and backup only */
  DDI_CLUSTER_OWNER,     /* ddi_owner: migrations, maintenance */
  DDI_CLUSTER_APP,       /* ddi_app: everything else */
} DdiClusterRole;

/* A libpq connection string for this role and @database. (transfer full) */
char *ddi_cluster_dup_conninfo (DdiCluster *self, DdiClusterRole role, const char *database);

/* Keeps the server running after the last user has left ("server start"), until "server stop". */
gboolean ddi_cluster_set_persistent (DdiCluster *self, gboolean persistent, GError **error);

/* Drops the lease; stops the server if nobody else holds one and it is not persistent. */
gboolean ddi_cluster_close (DdiCluster *self, GError **error);

G_END_DECLS

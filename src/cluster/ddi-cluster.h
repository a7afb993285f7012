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
  DDI_CLUSTER_ERROR_NO_SERVER, /* no PostgreSQL server binaries on this machine */
  DDI_CLUSTER_ERROR_VERSION,   /* the data directory belongs to another major version */
  DDI_CLUSTER_ERROR_DISK,      /* full or read-only */
  DDI_CLUSTER_ERROR_DAMAGED,   /* the data directory is not what it should be */
  DDI_CLUSTER_ERROR_START,     /* the server did not come up; the message quotes its log */
  DDI_CLUSTER_ERROR_PATH,      /* no socket path of at most 107 bytes could be made */
  DDI_CLUSTER_ERROR_ACCESS,    /* the account that runs the server, or we, may not go there */
  DDI_CLUSTER_ERROR_STOP,      /* the server runs on and cannot be stopped from here */
  DDI_CLUSTER_ERROR_CHILD,     /* pg_dump, pg_restore or psql failed; the message quotes it */
  DDI_CLUSTER_ERROR_MOVED,     /* the data went to a server; the message says which */
} DdiClusterError;

#define DDI_CLUSTER_ERROR (ddi_cluster_error_quark ())
GQuark ddi_cluster_error_quark (void);

/* $XDG_DATA_HOME/dunkin-demand, or /var/lib/dunkin-demand as root. (transfer full) */
char *ddi_cluster_default_home (void);

/* Opens the home, making and starting what is missing. Blocks (initdb takes seconds): call it on a
 * worker thread. */
DdiCluster *ddi_cluster_open (const char *home, GCancellable *cancellable, GError **error);

/* Starts the server again where it has died since (the program that started it was killed together
 * with its sandbox): to be called when a connection fails. Costs microseconds where it runs. Blocks;
 * any thread. */
gboolean ddi_cluster_ensure (DdiCluster *self, GCancellable *cancellable, GError **error);

/* The home's path, absolute; owned by the cluster. */
const char *ddi_cluster_get_home (DdiCluster *self);

typedef enum
{
  DDI_CLUSTER_SUPERUSER, /* provisioning and backup only */
  DDI_CLUSTER_OWNER,     /* ddi_owner: migrations, maintenance */
  DDI_CLUSTER_APP,       /* ddi_app: everything else */
} DdiClusterRole;

/* A libpq connection string for this role and @database. (transfer full) */
char *ddi_cluster_dup_conninfo (DdiCluster *self, DdiClusterRole role, const char *database);

/* The same as a URI, as psql and other programs take it. (transfer full) */
char *ddi_cluster_dup_uri (DdiCluster *self, DdiClusterRole role, const char *database);

/* Keeps the server running after the last user has left ("server start"), until "server stop". */
gboolean ddi_cluster_set_persistent (DdiCluster *self, gboolean persistent, GError **error);

/* Drops the lease; stops the server if nobody else holds one and it is not persistent. Blocks. The
 * object is of no more use; finalizing it without closing drops the lease and lets the server run. */
gboolean ddi_cluster_close (DdiCluster *self, GError **error);

/* What can be told of a home without starting anything. */
typedef struct
{
  gboolean initialised; /* there is a data directory */
  gboolean running;
  gboolean persistent; /* "server start" was said and "server stop" was not */
  guint n_users;       /* programs that have it open */
  int major_version;   /* of the data directory; 0 where there is none */
} DdiClusterStatus;

gboolean ddi_cluster_inspect (const char *home, DdiClusterStatus *status, GError **error);

/* Ends what ddi_cluster_set_persistent() began: stops the server at once if nobody has the home
 * open, otherwise when the last one leaves. @stopped (may be NULL) says whether it stands now. */
gboolean ddi_cluster_stop (const char *home, gboolean *stopped, GCancellable *cancellable, GError **error);

G_END_DECLS

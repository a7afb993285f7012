/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "cluster/ddi-server-account.h"

G_BEGIN_DECLS

/* The files of a home:
 *
 *   lock           locked for as long as somebody decides: opens, starts, stops
 *   server.lock    locked by every process that may write in data/ (see ddi-cluster-lock.h)
 *   leases/        one locked file for each program that has the home open
 *   persistent     there while the server is to run with nobody there
 *   data/          PostgreSQL's; data.new/ while initdb works
 *   data.swap/     what is about to take the place of data/, or has just left it
 *   data.before-…/ former data directories, until the user lets them go
 *   moved          where the data went, while there are none here
 *   wal/           what is kept to go back to a moment (see ddi-wal-archive.h)
 *   run/           0700, the server's socket
 *   server.log     what the server says; server.log.1 the log before
 *   settings.conf  settings of the user, read after ours; need not exist
 *   socket-alias   a shorter name of run/, where its own is too long for a socket
 */
typedef struct
{
  char *home;
  char *lock;
  char *server_lock;
  char *leases;
  char *persistent;
  char *data;
  char *new_data;
  char *swap;
  char *moved;
  char *wal;
  char *run;
  char *log;
  char *alias;
  DdiServerAccount *account;
} DdiClusterLayout;

/* Touches nothing. */
DdiClusterLayout *ddi_cluster_layout_new (const char *home, GError **error);
void ddi_cluster_layout_free (DdiClusterLayout *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiClusterLayout, ddi_cluster_layout_free)

/* Makes the folders that are missing; a folder full of something else is refused. */
gboolean ddi_cluster_layout_make (DdiClusterLayout *self, GError **error);

/* Whether anybody has ever opened the home. */
gboolean ddi_cluster_layout_exists (DdiClusterLayout *self);

/* The major version in data/PG_VERSION, 0 where there is no data directory (or an empty one), -1 with
 * DDI_CLUSTER_ERROR_DAMAGED where it is something else. */
int ddi_cluster_layout_read_version (DdiClusterLayout *self, GError **error);

/* A name of run/ that leaves room for a socket's name within the 107 bytes of sun_path: run/ itself,
 * or a symbolic link to it in $XDG_RUNTIME_DIR or /tmp, which outlives us. (transfer full)
 * DDI_CLUSTER_ERROR_PATH. Call it with the home's lock held. */
char *ddi_cluster_layout_dup_socket_directory (DdiClusterLayout *self, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cluster/ddi-cluster-layout.h"

G_BEGIN_DECLS

/* What data/postmaster.pid says. A process number in it means something only in the PID namespace
 * where the server was started, and may since belong to somebody else. */
typedef struct
{
  gint64 pid;
  gboolean ready; /* its status line: connections are taken */
} DdiServerPid;

/* FALSE where there is no such file, or half of one. */
gboolean ddi_server_pid_read (DdiClusterLayout *layout, DdiServerPid *self);

/* A pidfd of this home's server, or -1 where that process number is not (or not here) the server:
 * its command line must name the data directory. */
int ddi_server_pid_open (DdiClusterLayout *layout);

/* With server.lock in our hand no process of the server is left. Removes postmaster.pid and the
 * socket's lock file if the number in them belongs to another process by now, for which PostgreSQL
 * would take it and refuse to start; otherwise leaves them to PostgreSQL's own recovery. */
void ddi_server_pid_remove_stale (DdiClusterLayout *layout);

G_END_DECLS

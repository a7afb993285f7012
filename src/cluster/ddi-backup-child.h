/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Told each line that the program says about what it is doing, on the calling thread. */
typedef void (*DdiBackupLineFunc) (const char *line, gpointer user_data);

/* One run of pg_dump, pg_restore or psql. */
typedef struct
{
  const char *directory;          /* where the program is */
  const char *const *argv;        /* its name and arguments, no secret among them */
  const char *const *environment; /* how it connects (ddi_conninfo_add_environment()) */
  int in_fd, out_fd;              /* -1: nothing comes, or goes. Not taken */
  DdiBackupLineFunc line;         /* may be NULL */
  gpointer user_data;
} DdiBackupChild;

/* Waits for its end, which comes with ours at the latest. Cancelled, it is told to stop and waited for.
 * DDI_CLUSTER_ERROR_CHILD with its own words where it fails. */
gboolean ddi_backup_child_run (const DdiBackupChild *self, GCancellable *cancellable, GError **error);

G_END_DECLS

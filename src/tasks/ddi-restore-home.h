/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tasks/ddi-backup.h"

G_BEGIN_DECLS

/* A backup as the data of an embedded home that nobody has open yet: of a new computer, or after a lost one. */
typedef struct
{
  const char *data_dir;  /* NULL: the default home */
  const char *path;      /* the backup */
  DdiSecret *passphrase; /* of an encrypted one. Not owned */
  DdiBackupProgressFunc progress;
  gpointer user_data;
} DdiRestoreHome;

/* Makes the home where it is missing, restores and closes it again. Of a home that has data already these are saved
 * first, and stay beside. Where it fails a home has what it had before; a new one is empty. Blocks. */
gboolean ddi_restore_home (const DdiRestoreHome *options, GCancellable *cancellable, GError **error);
void ddi_restore_home_async (const DdiRestoreHome *options, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
gboolean ddi_restore_home_finish (GAsyncResult *result, GError **error);

G_END_DECLS

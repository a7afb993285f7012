/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/ddi-cli.h"
#include "tasks/ddi-backup.h"

G_BEGIN_DECLS

/* What `backup` and `restore` work on: the embedded home, opened, or a server as its owner. */
typedef struct
{
  DdiHome *home; /* NULL on a server */
  DdiBackupServer *server;
} DdiCliBackupPlace;

gboolean ddi_cli_backup_place_open (DdiCliBackupPlace *self, const DdiCliContext *context, GError **error);
/* Leaves the home; *error only where none is set. */
void ddi_cli_backup_place_close (DdiCliBackupPlace *self, GError **error);

/* A DdiBackupProgressFunc: a line on a terminal's stderr that is written over, nothing elsewhere. */
void ddi_cli_backup_progress_cb (const char *step, guint done, guint total, gpointer user_data);
/* Takes that line away. */
void ddi_cli_backup_progress_end (void);

G_END_DECLS

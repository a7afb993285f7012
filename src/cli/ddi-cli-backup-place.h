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

/* The passphrase in the first line of @path, else in DDI_PASSPHRASE, else as a terminal answers (twice where it
 * is a @fresh one). NULL with @error set. */
DdiSecret *ddi_cli_backup_read_passphrase (const char *path, gboolean fresh, GError **error);
/* The same where the backup at @backup is encrypted; FALSE with @error set. *passphrase is NULL where it is not. */
gboolean ddi_cli_backup_ask_passphrase (const char *backup, const char *path, DdiSecret **passphrase,
                                        GError **error);

/* "backup auto": argv[0] is "auto". */
DdiCliExit ddi_cli_backup_auto (const DdiCliContext *context, int argc, char **argv);

/* "backup continuous": argv[0] is "continuous". */
DdiCliExit ddi_cli_backup_continuous (const DdiCliContext *context, int argc, char **argv);

/* A DdiBackupProgressFunc: a line on a terminal's stderr that is written over, nothing elsewhere. */
void ddi_cli_backup_progress_cb (const char *step, guint done, guint total, gpointer user_data);
/* Takes that line away. */
void ddi_cli_backup_progress_end (void);

G_END_DECLS

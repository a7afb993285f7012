/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tasks/ddi-backup-auto.h"

G_BEGIN_DECLS

/* One backup of a list: when, how large, whether it is known to restore; its buttons activate "backup.verify" and
 * "backup.restore" with its number, where its file is there. (transfer floating) */
GtkWidget *ddi_backup_row_new (const DdiBackupState *state, guint i);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tasks/ddi-backup-auto.h"

G_BEGIN_DECLS

/* One backup of a list: when, how large, whether it is known to restore; its buttons activate "backup.verify" and
 * "backup.restore" with its number, where its file is there. (transfer floating) */
GtkWidget *ddi_backup_row_new (const DdiBackupState *state, guint i);

/* Takes all rows out of a list box. */
void ddi_backup_row_clear_list (GtkWidget *list);
/* What there is to say of the state, a row each; hidden where there is nothing. */
void ddi_backup_row_show_warnings (const DdiBackupState *state, GtkWidget *list);

G_END_DECLS

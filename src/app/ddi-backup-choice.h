/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tasks/ddi-backup.h"

G_BEGIN_DECLS

/* " · SQL text": what a backup's list says of its kind; "" of the usual one. */
const char *ddi_backup_choice_describe (DdiBackupKind kind);

/* Called with what the person has chosen. */
typedef void (*DdiBackupChosen) (GtkWidget *widget, DdiBackupKind kind, const char *table,
                                 gpointer user_data);

/* Asks over @widget's window which table is to be saved, and how it is written. */
void ddi_backup_choice_ask_table (GtkWidget *widget, DdiBackupChosen chosen);
/* Asks which table of a backup of everything is to be restored; the kind is of no meaning. @user_data is freed in any
 * case. */
void ddi_backup_choice_ask_table_of (GtkWidget *widget, DdiBackupChosen chosen, gpointer user_data,
                                     GDestroyNotify free_data);

/* Says where the file is that was made, restored and compared. */
void ddi_backup_choice_tell_made (GtkWidget *widget, const DdiBackup *backup);

G_END_DECLS

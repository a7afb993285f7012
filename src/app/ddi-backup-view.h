/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tasks/ddi-backup.h"

G_BEGIN_DECLS

/* The backups of a database: warnings, a new one, what is done by itself, and the list with verifying and
 * restoring. After a restore of everything it activates the action "app.reopen". */
#define DDI_TYPE_BACKUP_VIEW (ddi_backup_view_get_type ())
G_DECLARE_FINAL_TYPE (DdiBackupView, ddi_backup_view, DDI, BACKUP_VIEW, AdwBin)

GtkWidget *ddi_backup_view_new (void);
/* Of which database, as its owner (copied); NULL: none. Reads everything. */
void ddi_backup_view_set_server (DdiBackupView *self, const DdiBackupServer *server);
/* Reads it anew. */
void ddi_backup_view_reload (DdiBackupView *self);
/* Something more of the same page, below the list. */
void ddi_backup_view_append (DdiBackupView *self, GtkWidget *group);
/* Shows what restoring this file would change, a backup or what somebody's pg_dump has made, and asks. */
void ddi_backup_view_restore_file (DdiBackupView *self, const char *path);
gboolean ddi_backup_view_is_busy (DdiBackupView *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/database/ddi-database-backups.h"

#include "app/ddi-backup-view.h"
#include "app/ddi-move-group.h"
#include "app/ddi-version-group.h"

struct _DdiDatabaseBackups
{
  DdiDatabasePart parent_instance;

  GtkWidget *view;
  GtkWidget *move;
  GtkWidget *version;
};

G_DEFINE_FINAL_TYPE (DdiDatabaseBackups, ddi_database_backups, DDI_TYPE_DATABASE_PART)

static DdiBackupServer *
find_server (DdiMaintenance *maintenance)
{
  DdiSecret *conninfo = ddi_maintenance_get_conninfo (maintenance);

  return conninfo ? ddi_backup_server_new_for_connection (ddi_secret_get_text (conninfo))
                  : ddi_backup_server_new_for_home (ddi_maintenance_get_home (maintenance));
}

/* A view that is at work is left alone. */
static void
ddi_database_backups_show (DdiDatabasePart *part, const DdiMaintenanceReport *report)
{
  DdiDatabaseBackups *self = DDI_DATABASE_BACKUPS (part);
  DdiMaintenance *maintenance = ddi_database_part_get_maintenance (part);
  g_autoptr (DdiBackupServer) server = NULL;

  if (maintenance == NULL || ddi_backup_view_is_busy (DDI_BACKUP_VIEW (self->view)) ||
      ddi_move_group_is_busy (DDI_MOVE_GROUP (self->move)))
    return;
  server = find_server (maintenance);
  ddi_backup_view_set_server (DDI_BACKUP_VIEW (self->view), server);
  ddi_move_group_set_home (DDI_MOVE_GROUP (self->move), ddi_maintenance_get_home (maintenance),
                           server->owner);
  ddi_version_group_set_home (DDI_VERSION_GROUP (self->version), ddi_maintenance_get_home (maintenance));
}

static void
ddi_database_backups_class_init (DdiDatabaseBackupsClass *klass)
{
  DDI_DATABASE_PART_CLASS (klass)->show = ddi_database_backups_show;
}

static void
ddi_database_backups_init (DdiDatabaseBackups *self)
{
  self->view = ddi_backup_view_new ();
  self->move = g_object_new (DDI_TYPE_MOVE_GROUP, NULL);
  ddi_backup_view_append (DDI_BACKUP_VIEW (self->view), self->move);
  self->version = g_object_new (DDI_TYPE_VERSION_GROUP, NULL);
  ddi_backup_view_append (DDI_BACKUP_VIEW (self->view), self->version);
  adw_bin_set_child (ADW_BIN (self), self->view);
}

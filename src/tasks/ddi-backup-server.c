/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "cluster/ddi-backup-child.h"
#include "cluster/ddi-server-binaries.h"
#include "db/ddi-conninfo.h"
#include "db/ddi-hosts.h"
#include "tasks/ddi-backup-private.h"

DdiBackupServer *
ddi_backup_server_new_for_home (DdiHome *home)
{
  DdiBackupServer *self;
  DdiCluster *cluster = ddi_home_get_cluster (home);

  g_return_val_if_fail (cluster, NULL);

  self = g_new0 (DdiBackupServer, 1);
  self->owner = ddi_home_dup_owner_conninfo (home);
  self->admin = ddi_cluster_dup_conninfo (cluster, DDI_CLUSTER_SUPERUSER, "dunkin_demand");
  self->directory = g_build_filename (ddi_cluster_get_home (cluster), "backups", NULL);
  self->home = g_strdup (ddi_cluster_get_home (cluster));
  return self;
}

DdiBackupServer *
ddi_backup_server_new_for_connection (const char *connection)
{
  DdiBackupServer *self = g_new0 (DdiBackupServer, 1);

  self->owner = g_strdup (connection);
  self->admin = g_strdup (connection);
  self->directory = g_build_filename (g_get_user_data_dir (), "dunkin-demand-backups", NULL);
  return self;
}

DdiBackupServer *
ddi_backup_server_copy (const DdiBackupServer *self)
{
  DdiBackupServer *copy = g_new0 (DdiBackupServer, 1);

  copy->owner = g_strdup (self->owner);
  copy->admin = g_strdup (self->admin);
  copy->directory = g_strdup (self->directory);
  copy->home = g_strdup (self->home);
  return copy;
}

void
ddi_backup_server_free (DdiBackupServer *self)
{
  g_free (self->owner);
  g_free (self->admin);
  g_free (self->directory);
  g_free (self->home);
  g_free (self);
}

void
ddi_backup_progress_tell (const DdiBackupProgress *self, const char *step, guint done, guint total)
{
  if (self->func)
    self->func (step, done, total, self->user_data);
}

typedef struct
{
  const DdiBackupTool *tool;
  guint done;
} Counter;

static void
count_line_cb (const char *line, gpointer user_data)
{
  Counter *self = user_data;

  if (self->tool->mark && strstr (line, self->tool->mark))
    ddi_backup_progress_tell (self->tool->progress, self->tool->step, MIN (self->done++, self->tool->total),
                              self->tool->total);
}

/* What is made there is the owner's, whoever connects. */
static GStrv
add_role (GStrv environment)
{
  const char *options = g_environ_getenv (environment, "PGOPTIONS");
  g_autofree char *added = g_strdup_printf ("%s -c role=ddi_owner", options ? options : "");

  return g_environ_setenv (environment, "PGOPTIONS", added, TRUE);
}

gboolean
ddi_backup_tool_run (const DdiBackupTool *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiServerBinaries) binaries = ddi_server_binaries_find_tools (self->major, error);
  g_auto (GStrv) environment = NULL;
  g_autofree char *primary = NULL;
  Counter counter = { .tool = self };
  DdiBackupChild child = { .argv = self->argv,
                           .in_fd = self->in_fd,
                           .out_fd = self->out_fd,
                           .line = count_line_cb,
                           .user_data = &counter };

  if (binaries == NULL)
    return FALSE;
  primary = ddi_hosts_find_primary (self->conninfo);
  environment = ddi_conninfo_add_environment (g_get_environ (), primary, error);
  if (environment == NULL)
    return FALSE;
  environment = add_role (environment);
  child.directory = binaries->directory;
  child.environment = (const char *const *)environment;
  return ddi_backup_child_run (&child, cancellable, error);
}

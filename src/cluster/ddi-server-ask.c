/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cluster/ddi-server-ask.h"

#include "cluster/ddi-backup-child.h"
#include "cluster/ddi-server-binaries.h"
#include "db/ddi-sql.h"

gboolean
ddi_server_ask_to_end (DdiClusterLayout *layout, const char *const *environment, GError **error)
{
  int major = ddi_cluster_layout_read_version (layout, error);
  g_autoptr (DdiServerBinaries) tools = major > 0 ? ddi_server_binaries_find_tools (major, error) : NULL;
  g_autofree char *directory = tools ? ddi_cluster_layout_dup_socket_directory (layout, error) : NULL;
  const char *argv[] = { "psql",       "--no-psqlrc",
                         "--quiet",    "--no-password",
                         "--username", "postgres",
                         "--dbname",   "postgres",
                         "--port",     "5432",
                         "--host",     directory,
                         "--command",  ddi_sql_query ("cluster/end-server"),
                         NULL };
  const DdiBackupChild child = { .directory = tools ? tools->directory : NULL,
                                 .argv = argv,
                                 .environment = environment,
                                 .in_fd = -1,
                                 .out_fd = -1 };

  return directory && ddi_backup_child_run (&child, NULL, error);
}

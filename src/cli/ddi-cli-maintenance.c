/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/ddi-cli-maintenance.h"

#include <string.h>

#include "db/ddi-conninfo.h"

DdiMaintenance *
ddi_cli_open_maintenance (const DdiCliContext *context, GError **error)
{
  g_autofree char *connection =
      context->connection ? ddi_conninfo_secure (context->connection, context->accept_risk, error) : NULL;
  g_autoptr (DdiSecret) secret = connection ? ddi_secret_new (connection, strlen (connection)) : NULL;
  g_autoptr (DdiHome) home = NULL;

  if (context->connection && connection == NULL)
    return NULL;
  home = ddi_cli_open_home (context, error);
  return home ? ddi_maintenance_new (home, secret) : NULL;
}

DdiCliExit
ddi_cli_run_maintenance (const DdiCliContext *context, const char *what, DdiCliMaintenanceFunc run,
                         gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiMaintenance) maintenance = ddi_cli_open_maintenance (context, &error);
  gboolean good = maintenance && run (maintenance, context, data, &error);

  if (maintenance)
    ddi_home_close (ddi_maintenance_get_home (maintenance), NULL);
  return good ? DDI_CLI_GOOD : ddi_cli_fail (what, "%s", error->message);
}

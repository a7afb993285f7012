/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/ddi-cli.h"
#include "tasks/ddi-maintenance.h"

G_BEGIN_DECLS

/* The home that the global options name, with the owner's rights: those of the embedded home, or of --connection,
 * which must be the owner's. Close ddi_maintenance_get_home() in the end. */
DdiMaintenance *ddi_cli_open_maintenance (const DdiCliContext *context, GError **error);

/* Does what the subcommand @what is for and closes the home; its error is told. */
typedef gboolean (*DdiCliMaintenanceFunc) (DdiMaintenance *maintenance, const DdiCliContext *context,
                                           gpointer data, GError **error);
DdiCliExit ddi_cli_run_maintenance (const DdiCliContext *context, const char *what, DdiCliMaintenanceFunc run,
                                    gpointer data);

G_END_DECLS

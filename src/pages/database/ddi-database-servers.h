/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/database/ddi-database-part.h"

G_BEGIN_DECLS

/* Signs a file that leads every computer to where the server has moved, and forgets servers. */
#define DDI_TYPE_DATABASE_SERVERS (ddi_database_servers_get_type ())
G_DECLARE_FINAL_TYPE (DdiDatabaseServers, ddi_database_servers, DDI, DATABASE_SERVERS, DdiDatabasePart)

/* As if this file had been chosen: it leads to the address that stands there. */
void ddi_database_servers_sign (DdiDatabaseServers *self, const char *path);

G_END_DECLS

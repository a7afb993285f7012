/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/database/ddi-database-part.h"

G_BEGIN_DECLS

/* How long the log is, and the removal of its oldest part. */
#define DDI_TYPE_DATABASE_LOG (ddi_database_log_get_type ())
G_DECLARE_FINAL_TYPE (DdiDatabaseLog, ddi_database_log, DDI, DATABASE_LOG, DdiDatabasePart)

/* As if this file had been chosen after a yes: the entries that were asked about last are written there, and removed. */
void ddi_database_log_remove (DdiDatabaseLog *self, const char *path);

G_END_DECLS

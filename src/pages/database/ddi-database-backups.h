/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/database/ddi-database-part.h"

G_BEGIN_DECLS

/* The backups: making, verifying, restoring. */
#define DDI_TYPE_DATABASE_BACKUPS (ddi_database_backups_get_type ())
G_DECLARE_FINAL_TYPE (DdiDatabaseBackups, ddi_database_backups, DDI, DATABASE_BACKUPS, DdiDatabasePart)

G_END_DECLS

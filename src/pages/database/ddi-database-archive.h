/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/database/ddi-database-part.h"

G_BEGIN_DECLS

/* Old sales and waste, to the archive and back. */
#define DDI_TYPE_DATABASE_ARCHIVE (ddi_database_archive_get_type ())
G_DECLARE_FINAL_TYPE (DdiDatabaseArchive, ddi_database_archive, DDI, DATABASE_ARCHIVE, DdiDatabasePart)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/database/ddi-database-part.h"

G_BEGIN_DECLS

/* How the server is, and advice with what does it. */
#define DDI_TYPE_DATABASE_OVERVIEW (ddi_database_overview_get_type ())
G_DECLARE_FINAL_TYPE (DdiDatabaseOverview, ddi_database_overview, DDI, DATABASE_OVERVIEW, DdiDatabasePart)

G_END_DECLS

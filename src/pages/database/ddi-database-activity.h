/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/database/ddi-database-part.h"

G_BEGIN_DECLS

/* Sessions, and the tree of who waits for whom. */
#define DDI_TYPE_DATABASE_ACTIVITY (ddi_database_activity_get_type ())
G_DECLARE_FINAL_TYPE (DdiDatabaseActivity, ddi_database_activity, DDI, DATABASE_ACTIVITY, DdiDatabasePart)

G_END_DECLS

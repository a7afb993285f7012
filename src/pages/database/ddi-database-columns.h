/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/database/ddi-database-part.h"

G_BEGIN_DECLS

/* The columns that an administrator adds to sales and waste: added, headed anew, removed, brought back, cleared. */
#define DDI_TYPE_DATABASE_COLUMNS (ddi_database_columns_get_type ())
G_DECLARE_FINAL_TYPE (DdiDatabaseColumns, ddi_database_columns, DDI, DATABASE_COLUMNS, DdiDatabasePart)

G_END_DECLS

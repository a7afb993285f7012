/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/database/ddi-database-part.h"

G_BEGIN_DECLS

/* The indexes, their size and use. */
#define DDI_TYPE_DATABASE_INDEXES (ddi_database_indexes_get_type ())
G_DECLARE_FINAL_TYPE (DdiDatabaseIndexes, ddi_database_indexes, DDI, DATABASE_INDEXES, DdiDatabasePart)

G_END_DECLS

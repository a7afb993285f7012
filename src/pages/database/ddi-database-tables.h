/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/database/ddi-database-part.h"

G_BEGIN_DECLS

/* The tables with their sizes, and what maintains them. */
#define DDI_TYPE_DATABASE_TABLES (ddi_database_tables_get_type ())
G_DECLARE_FINAL_TYPE (DdiDatabaseTables, ddi_database_tables, DDI, DATABASE_TABLES, DdiDatabasePart)

G_END_DECLS

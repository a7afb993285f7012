/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/database/ddi-database-part.h"

G_BEGIN_DECLS

/* Slow statements, and how our own queries run. */
#define DDI_TYPE_DATABASE_QUERIES (ddi_database_queries_get_type ())
G_DECLARE_FINAL_TYPE (DdiDatabaseQueries, ddi_database_queries, DDI, DATABASE_QUERIES, DdiDatabasePart)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/database/ddi-database-part.h"

G_BEGIN_DECLS

/* The schema’s changes: applied, pending, whole. */
#define DDI_TYPE_DATABASE_SCHEMA (ddi_database_schema_get_type ())
G_DECLARE_FINAL_TYPE (DdiDatabaseSchema, ddi_database_schema, DDI, DATABASE_SCHEMA, DdiDatabasePart)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/database/ddi-database-part.h"
#include "tasks/ddi-custom-columns.h"

G_BEGIN_DECLS

/* Asks which type an added column is to have, says with figures what becomes of its values, asks once more and does it; a
 * toast takes it back. */
void ddi_database_retype_ask (DdiDatabasePart *part, const DdiCustomColumn *column);

G_END_DECLS

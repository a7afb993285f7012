/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "db/ddi-unit.h"

G_BEGIN_DECLS

/* A unit's statements as text that can wait on a disk: the queries' names and their parameters, no SQL. The request
 * and the settings of the unit are the caller's to keep. (transfer full) */
JsonNode *ddi_unit_to_json (DdiUnit *unit);
/* DDI_DB_ERROR_INVALID where it is something else, or names a query that this program does not have. Parameters at the end that
 * it lacks, as what an older version wrote may, are NULL. */
DdiUnit *ddi_unit_from_json (JsonNode *node, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tasks/ddi-import.h"

G_BEGIN_DECLS

/* On stderr, before anything is written: what the sheets' cells raise, copied weeks, files that came
 * before, names that look like a known product's. */
void ddi_cli_import_warn (DdiImportPlan *plan);

/* On stdout: what was done to each file, or with @dry_run would be, and what was made new. */
void ddi_cli_import_print (DdiImportPlan *plan, gboolean json, gboolean dry_run);
void ddi_cli_import_print_undo (int batch_id, const DdiImportUndo *result, gboolean json);

G_END_DECLS

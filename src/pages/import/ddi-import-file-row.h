/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tasks/ddi-import.h"

G_BEGIN_DECLS

/* One file of an import: whether it is taken, its shop, what it would do, and what to know about it.
 *
 * Signals: "shop-chosen" (): the plan must be previewed again; "changed" (): only the sums move. */
#define DDI_TYPE_IMPORT_FILE_ROW (ddi_import_file_row_get_type ())
G_DECLARE_FINAL_TYPE (DdiImportFileRow, ddi_import_file_row, DDI, IMPORT_FILE_ROW, AdwExpanderRow)

/* Plan and file must outlive the row. */
GtkWidget *ddi_import_file_row_new (DdiImportPlan *plan, DdiImportFile *file);

/* Whether the file can be taken at all: it is sound and its shop is known. */
gboolean ddi_import_file_is_ready (const DdiImportFile *file);

G_END_DECLS

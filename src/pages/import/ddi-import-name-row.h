/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tasks/ddi-import.h"

G_BEGIN_DECLS

/* A name that no product has: is it a known product in another spelling, or a new one? A choice emits
 * "chosen" (). The name must outlive the row. */
#define DDI_TYPE_IMPORT_NAME_ROW (ddi_import_name_row_get_type ())
G_DECLARE_FINAL_TYPE (DdiImportNameRow, ddi_import_name_row, DDI, IMPORT_NAME_ROW, AdwComboRow)

GtkWidget *ddi_import_name_row_new (DdiImportPlan *plan, DdiImportName *name);

G_END_DECLS

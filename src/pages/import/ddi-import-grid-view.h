/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tasks/ddi-import-grid.h"

G_BEGIN_DECLS

/* Shops × days: what has been received, what these files bring, what is missing. */
#define DDI_TYPE_IMPORT_GRID_VIEW (ddi_import_grid_view_get_type ())
G_DECLARE_FINAL_TYPE (DdiImportGridView, ddi_import_grid_view, DDI, IMPORT_GRID_VIEW, AdwBin)

/* NULL shows nothing. Nothing of @grid is kept. */
void ddi_import_grid_view_set_grid (DdiImportGridView *self, DdiImportGrid *grid);

G_END_DECLS

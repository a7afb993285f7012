/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tasks/ddi-import.h"

G_BEGIN_DECLS

/* What is known of one shop's day, with the sheets of a plan taken in. */
typedef enum
{
  DDI_IMPORT_CELL_MISSING, /* nothing was received */
  DDI_IMPORT_CELL_PARTIAL, /* not all products counted */
  DDI_IMPORT_CELL_RECEIVED,
  DDI_IMPORT_CELL_UNSURE, /* nothing was left: sold out, or not counted? */
  DDI_IMPORT_CELL_COPY,   /* the figures are another day's */
  DDI_IMPORT_CELL_CLOSED,
} DdiImportCellState;

typedef struct
{
  DdiImportCellState state;
  gboolean fresh; /* one of the plan's sheets brings it */
} DdiImportCell;

/* Shops × days, row-major: cell[shop × n_days + day]. */
typedef struct
{
  GPtrArray *shops; /* (element-type DdiImportShop) */
  DdiDay first;
  guint n_days; /* whole weeks; at most DDI_IMPORT_GRID_DAYS, the last ones */
  DdiImportCell *cells;
} DdiImportGrid;

#define DDI_IMPORT_GRID_DAYS 35

/* The days that the plan's sheets speak of. FALSE where it has none. */
gboolean ddi_import_grid_span (DdiImportPlan *plan, DdiDay *first, DdiDay *last);

/* @days: the rows of import/list-days over that span; may be NULL. */
DdiImportGrid *ddi_import_grid_new (DdiImportPlan *plan, DdiRows *days);
void ddi_import_grid_free (DdiImportGrid *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiImportGrid, ddi_import_grid_free)

const DdiImportCell *ddi_import_grid_get (DdiImportGrid *self, guint shop, guint day);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "core/ddi-day.h"

G_BEGIN_DECLS

typedef enum
{
  DDI_SHEET_CELL_BLANK, /* nothing, or only blanks */
  DDI_SHEET_CELL_NUMBER,
  DDI_SHEET_CELL_TEXT,
  DDI_SHEET_CELL_BOOLEAN,
  DDI_SHEET_CELL_ERROR, /* text is "#VALUE!" or another */
} DdiSheetCellKind;

typedef struct
{
  DdiSheetCellKind kind;
  gboolean formula; /* the value is what a spreadsheet once worked out; blank: it never did */
  double number;    /* of a number or boolean */
  GRefString *text; /* of a text or error; NULL otherwise. Shared between cells: one long text that a
                     * million cells repeat costs no more than itself */
} DdiSheetCell;

/* The cells of one worksheet that hold something. Rows and columns count from 1. Immutable once read. */
typedef struct _DdiSheetGrid DdiSheetGrid;

DdiSheetGrid *ddi_sheet_grid_new (void);
void ddi_sheet_grid_free (DdiSheetGrid *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiSheetGrid, ddi_sheet_grid_free)

/* Takes @cell's reference on its text. A second value for a cell replaces the first. */
void ddi_sheet_grid_set (DdiSheetGrid *self, guint row, guint column, DdiSheetCell cell);
void ddi_sheet_grid_set_date1904 (DdiSheetGrid *self, gboolean date1904);

guint ddi_sheet_grid_get_n_rows (DdiSheetGrid *self);            /* the last row that holds something */
guint ddi_sheet_grid_get_n_columns (DdiSheetGrid *self);         /* the last column */
gboolean ddi_sheet_grid_has_row (DdiSheetGrid *self, guint row); /* it holds something */
guint ddi_sheet_grid_get_n_cells (DdiSheetGrid *self);
/* Never NULL: a blank cell where there is none. */
const DdiSheetCell *ddi_sheet_grid_get (DdiSheetGrid *self, guint row, guint column);
/* "" where the cell holds no text. */
const char *ddi_sheet_grid_get_text (DdiSheetGrid *self, guint row, guint column);

/* A serial date number as a day, by the workbook's epoch; DDI_DAY_INVALID where it cannot be one. */
DdiDay ddi_sheet_grid_to_day (DdiSheetGrid *self, double serial);

/* "A", "Z", "AA"… (transfer full) */
char *ddi_sheet_column_name (guint column);

G_END_DECLS

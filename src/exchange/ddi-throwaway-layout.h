/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange/ddi-sheet-grid.h"
#include "exchange/ddi-throwaway-sheet.h"

G_BEGIN_DECLS

/* What a row of the sheet is for. */
typedef enum
{
  DDI_SHEET_ROW_BLANK,    /* no name and no figure */
  DDI_SHEET_ROW_NAMELESS, /* figures without a name */
  DDI_SHEET_ROW_DATE,
  DDI_SHEET_ROW_WEEKDAYS,
  DDI_SHEET_ROW_AM_PM,
  DDI_SHEET_ROW_SECTION,
  DDI_SHEET_ROW_PRODUCT,
  DDI_SHEET_ROW_TOTAL,      /* "Tot PM Donut Throw" */
  DDI_SHEET_ROW_BOUGHT,     /* "Donuts Bought" */
  DDI_SHEET_ROW_SOLD,       /* "Donuts Sold" */
  DDI_SHEET_ROW_DIFFERENCE, /* bought − sold */
  DDI_SHEET_ROW_THROWAWAY,  /* the total once more */
  DDI_SHEET_ROW_TITLE,
} DdiSheetRowKind;

/* Which columns hold a day's AM and PM figures; 0: that day has none. */
typedef struct
{
  guint am[DDI_SHEET_DAYS];
  guint pm[DDI_SHEET_DAYS];
} DdiSheetColumns;

DdiSheetRowKind ddi_throwaway_classify (DdiSheetGrid *grid, guint row);

/* Reads the pairs of an AM/PM row, named by the weekdays in the row above. FALSE where they make no
 * sense: an AM without its PM, a weekday twice. */
gboolean ddi_throwaway_read_columns (DdiSheetGrid *grid, guint row, DdiSheetColumns *columns);

/* Whether a row that is this word and has no figure heads a section. */
gboolean ddi_throwaway_is_section (const char *name);

/* The name in the first column, trimmed, or NULL. (transfer full) */
char *ddi_throwaway_dup_name (DdiSheetGrid *grid, guint row);

/* The number after "PC#" in the first row, or NULL. (transfer full) */
char *ddi_throwaway_dup_pc_number (DdiSheetGrid *grid);

G_END_DECLS

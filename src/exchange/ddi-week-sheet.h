/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "exchange/ddi-throwaway-sheet.h"

G_BEGIN_DECLS

/* Its paper: US Letter lengthwise, in points. */
#define DDI_WEEK_SHEET_WIDTH 792.0
#define DDI_WEEK_SHEET_HEIGHT 612.0

typedef struct
{
  char *product;
  char *category;              /* NULL: none */
  gint32 made[DDI_SHEET_DAYS]; /* pieces approved, or DDI_SHEET_BLANK */
} DdiWeekLine;

/* A shop's sheet of a week to come, in the layout of the Daily Throw Away Chart: what was approved stands in the
 * AM columns, what is left is written into the PM columns. */
typedef struct
{
  char *shop;
  char *pc_number; /* NULL: none */
  DdiDay sunday;
  GPtrArray
      *lines; /* (element-type DdiWeekLine) by section: what heads no section of the chart comes first */
} DdiWeekSheet;

DdiWeekSheet *ddi_week_sheet_new (const char *shop, const char *pc_number, DdiDay sunday);
void ddi_week_sheet_free (DdiWeekSheet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiWeekSheet, ddi_week_sheet_free)

/* In the order of the sheet; @made[DDI_SHEET_DAYS]. */
void ddi_week_sheet_add (DdiWeekSheet *self, const char *product, const char *category, const gint32 *made);
/* Brings each section's products together, the sections in the order of their first. */
void ddi_week_sheet_arrange (DdiWeekSheet *self);
/* The heading above a line's products; NULL where the chart has no such section. */
const char *ddi_week_line_get_section (const DdiWeekLine *self);

/* "Main Street week-ending 2026-12-05": a file's name without its ending. (transfer full) */
char *ddi_week_sheet_dup_name (const DdiWeekSheet *self);

/* An Excel workbook with the chart's formulas, which the import reads back. */
gboolean ddi_week_sheet_write_workbook (const DdiWeekSheet *self, const char *path, GError **error);
/* On paper, to pin up and count on: pure drawing, the same for the PDF and the printer. */
guint ddi_week_sheet_n_pages (const DdiWeekSheet *self);
/* Page 0 … n_pages − 1 with its own margins. */
void ddi_week_sheet_draw (const DdiWeekSheet *self, cairo_t *cr, guint page);
/* The same as a PDF. */
gboolean ddi_week_sheet_write_paper (const DdiWeekSheet *self, const char *path, GError **error);

G_END_DECLS

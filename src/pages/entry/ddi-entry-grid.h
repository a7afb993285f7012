/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tasks/ddi-day-entry.h"

G_BEGIN_DECLS

/* A grid like a spreadsheet's: a product a row, and in the columns what was made, thrown away, why, and
 * when it was sold out. Tab goes right, Enter and the arrows down and up; what is pasted fills cells.
 *
 * Signals: "committed" () – cells have other figures than the database, and their row was left.
 * Property "narrow" (boolean): only what is typed, no more columns. */
#define DDI_TYPE_ENTRY_GRID (ddi_entry_grid_get_type ())
G_DECLARE_FINAL_TYPE (DdiEntryGrid, ddi_entry_grid, DDI, ENTRY_GRID, GtkWidget)

typedef enum
{
  DDI_ENTRY_MADE,
  DDI_ENTRY_WASTED,
  DDI_ENTRY_REASON,
  DDI_ENTRY_SOLD_OUT,
  DDI_ENTRY_N_COLUMNS,
} DdiEntryColumn;

/* (element-type DdiEntryLine) Where it is another day than before all cells are read anew; else those that
 * hold what is not saved yet stay. */
void ddi_entry_grid_set_lines (DdiEntryGrid *self, GPtrArray *lines);
GPtrArray *ddi_entry_grid_get_lines (DdiEntryGrid *self);
/* Offered as reasons. */
void ddi_entry_grid_set_reasons (DdiEntryGrid *self, const char *const *reasons);
/* A closed day is read, not typed. */
void ddi_entry_grid_set_editable (DdiEntryGrid *self, gboolean editable);
/* Shows again what the line has, in all cells of its row. */
void ddi_entry_grid_refresh (DdiEntryGrid *self, guint row);

/* The line was saved: what its cells say else is still to be. */
void ddi_entry_grid_settle (DdiEntryGrid *self, guint row);

/* What the row's cells say, with what was ordered standing for what was made where nobody has said
 * otherwise. FALSE where a cell cannot be read. */
gboolean ddi_entry_grid_read (DdiEntryGrid *self, guint row, DdiEntryFigures *figures);
/* Whether somebody typed in the row what the database does not have. */
gboolean ddi_entry_grid_is_edited (DdiEntryGrid *self, guint row);

/* For tests: the widget of a cell, a GtkEntry (a GtkMenuButton for the reason). */
GtkWidget *ddi_entry_grid_get_cell (DdiEntryGrid *self, guint row, DdiEntryColumn column);
/* What stands below the product's name, or NULL. */
const char *ddi_entry_grid_get_doubt (DdiEntryGrid *self, guint row);

G_END_DECLS

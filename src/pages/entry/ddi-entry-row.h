/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/entry/ddi-entry-grid.h"

G_BEGIN_DECLS

/* One product's row of the grid: its widgets, which the grid places and owns, and what they say. */
typedef struct
{
  DdiEntryLine *line;
  GtkWidget *names; /* holds the next two */
  GtkWidget *name, *doubt;
  GtkWidget *before, *forecast;
  GtkWidget *cells[DDI_ENTRY_N_COLUMNS]; /* entries, and a menu button for the reason */
  gboolean proposed;                     /* the cell for what was made shows what was ordered */
  gboolean edited;
} DdiEntryRow;

/* The labels, without cells. */
DdiEntryRow *ddi_entry_row_new (void);
void ddi_entry_row_free (DdiEntryRow *row);

/* Writes what the line holds into all cells; the row is then not edited. */
void ddi_entry_row_fill (DdiEntryRow *row);
/* FALSE where the cell of column @wrong cannot be read. */
gboolean ddi_entry_row_read (DdiEntryRow *row, DdiEntryFigures *figures, DdiEntryColumn *wrong);
/* Why a cell cannot be read, or cannot be right, stands below the product's name at once. */
void ddi_entry_row_show_doubt (DdiEntryRow *row);
/* NULL or "": none. */
void ddi_entry_row_set_reason (DdiEntryRow *row, const char *reason);
void ddi_entry_row_set_proposed (DdiEntryRow *row, gboolean proposed);
/* Takes @text into a cell as if it were typed; columns that are none are passed over. */
void ddi_entry_row_paste (DdiEntryRow *row, guint column, const char *text);
/* Which column @cell stands in. */
DdiEntryColumn ddi_entry_row_find_column (DdiEntryRow *row, GtkWidget *cell);

GtkWidget *ddi_entry_label_new (float xalign, const char *style);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/ddi-sheet-grid.h"

#include <math.h>

/* Serial numbers of 1970-01-01 in the two date systems of spreadsheets. The 1900 system believes in a
 * 29 February 1900, which no date after it notices. */
#define EPOCH_1900 25569
#define EPOCH_1904 24107

struct _DdiSheetGrid
{
  GHashTable *cells; /* (row << 16 | column) → DdiSheetCell */
  GHashTable *rows;  /* set of those that hold something */
  guint n_rows;
  guint n_columns;
  gboolean date1904;
};

static void
cell_free (gpointer data)
{
  DdiSheetCell *cell = data;

  g_clear_pointer (&cell->text, g_ref_string_release);
  g_free (cell);
}

DdiSheetGrid *
ddi_sheet_grid_new (void)
{
  DdiSheetGrid *self = g_new0 (DdiSheetGrid, 1);

  self->cells = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, cell_free);
  self->rows = g_hash_table_new (g_direct_hash, g_direct_equal);
  return self;
}

void
ddi_sheet_grid_free (DdiSheetGrid *self)
{
  g_hash_table_unref (self->cells);
  g_hash_table_unref (self->rows);
  g_free (self);
}

static gpointer
address (guint row, guint column)
{
  return GUINT_TO_POINTER (row << 16 | (column & 0xffff));
}

void
ddi_sheet_grid_set (DdiSheetGrid *self, guint row, guint column, DdiSheetCell cell)
{
  g_return_if_fail (row > 0 && row < 1 << 16 && column > 0 && column < 1 << 16);

  g_hash_table_insert (self->cells, address (row, column), g_memdup2 (&cell, sizeof cell));
  g_hash_table_add (self->rows, GUINT_TO_POINTER (row));
  self->n_rows = MAX (self->n_rows, row);
  self->n_columns = MAX (self->n_columns, column);
}

void
ddi_sheet_grid_set_date1904 (DdiSheetGrid *self, gboolean date1904)
{
  self->date1904 = date1904;
}

guint
ddi_sheet_grid_get_n_rows (DdiSheetGrid *self)
{
  return self->n_rows;
}

guint
ddi_sheet_grid_get_n_columns (DdiSheetGrid *self)
{
  return self->n_columns;
}

gboolean
ddi_sheet_grid_has_row (DdiSheetGrid *self, guint row)
{
  return g_hash_table_contains (self->rows, GUINT_TO_POINTER (row));
}

guint
ddi_sheet_grid_get_n_cells (DdiSheetGrid *self)
{
  return g_hash_table_size (self->cells);
}

const DdiSheetCell *
ddi_sheet_grid_get (DdiSheetGrid *self, guint row, guint column)
{
  static const DdiSheetCell blank = { DDI_SHEET_CELL_BLANK, FALSE, 0, NULL };
  const DdiSheetCell *cell = g_hash_table_lookup (self->cells, address (row, column));

  return cell ? cell : &blank;
}

const char *
ddi_sheet_grid_get_text (DdiSheetGrid *self, guint row, guint column)
{
  const DdiSheetCell *cell = ddi_sheet_grid_get (self, row, column);

  return cell->kind == DDI_SHEET_CELL_TEXT ? cell->text : "";
}

DdiDay
ddi_sheet_grid_to_day (DdiSheetGrid *self, double serial)
{
  double day = floor (serial) - (self->date1904 ? EPOCH_1904 : EPOCH_1900);

  if (!(day >= DDI_DAY_MIN && day <= DDI_DAY_MAX))
    return DDI_DAY_INVALID;
  return (DdiDay)day;
}

char *
ddi_sheet_column_name (guint column)
{
  GString *name = g_string_new (NULL);

  for (; column > 0; column = (column - 1) / 26)
    g_string_prepend_c (name, (char)('A' + (column - 1) % 26));
  return g_string_free (name, FALSE);
}

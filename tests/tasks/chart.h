/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <xlsxwriter.h>

#include "core/ddi-day.h"

/* A Daily Throw Away Chart as a shop would send it, written by libxlsxwriter. */
typedef struct
{
  lxw_workbook *workbook;
  lxw_worksheet *sheet;
} Chart;

/* @pc_number may be NULL. */
static inline Chart
chart_new (const char *path, DdiDay sunday, const char *pc_number)
{
  static const char *const names[] = { "SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT" };
  g_autofree char *title =
      g_strdup_printf ("Store PC# : %s    Daily Throw Away Chart", pc_number ? pc_number : "");
  Chart self;

  self.workbook = workbook_new (path);
  self.sheet = workbook_add_worksheet (self.workbook, NULL);
  worksheet_write_string (self.sheet, 0, 0, title, NULL);
  worksheet_write_string (self.sheet, 1, 0, "DATE:", NULL);
  worksheet_write_number (self.sheet, 1, 1, sunday + 25569, NULL);
  for (lxw_col_t k = 0; k < 7; k++)
    {
      if (k > 0)
        worksheet_write_formula_num (self.sheet, 1, 1 + 2 * k, "=B2+1", NULL, 25568.79);
      worksheet_write_string (self.sheet, 2, 1 + 2 * k, names[k], NULL);
      worksheet_write_string (self.sheet, 3, 1 + 2 * k, "AM", NULL);
      worksheet_write_string (self.sheet, 3, 2 + 2 * k, "PM", NULL);
    }
  worksheet_write_string (self.sheet, 4, 0, "Donuts", NULL);
  worksheet_write_string (self.sheet, 20, 0, "Donuts Bought", NULL);
  worksheet_write_string (self.sheet, 21, 0, "Donuts Sold", NULL);
  return self;
}

/* Row @row of the sheet, from 1; a figure below 0 is left blank. */
static inline void
chart_put (Chart *self, guint row, int k, int made, int wasted)
{
  if (made >= 0)
    worksheet_write_number (self->sheet, row - 1, (lxw_col_t)(1 + 2 * k), made, NULL);
  if (wasted >= 0)
    worksheet_write_number (self->sheet, row - 1, (lxw_col_t)(2 + 2 * k), wasted, NULL);
}

static inline void
chart_name (Chart *self, guint row, const char *name)
{
  worksheet_write_string (self->sheet, row - 1, 0, name, NULL);
}

static inline void
chart_save (Chart *self)
{
  g_assert_cmpint (workbook_close (self->workbook), ==, LXW_NO_ERROR);
}

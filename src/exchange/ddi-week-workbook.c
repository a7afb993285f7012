/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <xlsxwriter.h>

#include "exchange/ddi-plain-numbers.h"
#include "exchange/ddi-week-sheet.h"

/* Rows and columns of libxlsxwriter count from 0. */
#define TITLE_ROW 0
#define DATE_ROW 1
#define FIRST_ROW 4
#define SHOP_COLUMN 9
#define SUM_COLUMN 15

/* The chart's own words: the import looks for them, whatever the language of the program. */
static const char *const weekdays[DDI_SHEET_DAYS] = { "SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT" };

typedef struct
{
  lxw_workbook *workbook;
  lxw_worksheet *sheet;
  lxw_format *bold, *date, *cell, *section, *centre;
} Book;

static lxw_col_t
am_column (int day)
{
  return (lxw_col_t)(1 + 2 * day);
}

static void
make_formats (Book *self)
{
  self->bold = workbook_add_format (self->workbook);
  format_set_bold (self->bold);
  self->section = workbook_add_format (self->workbook);
  format_set_bold (self->section);
  format_set_bg_color (self->section, 0xE8E8E8);
  self->date = workbook_add_format (self->workbook);
  format_set_num_format (self->date, "m/d/yy");
  format_set_align (self->date, LXW_ALIGN_CENTER);
  self->centre = workbook_add_format (self->workbook);
  format_set_bold (self->centre);
  format_set_align (self->centre, LXW_ALIGN_CENTER);
  self->cell = workbook_add_format (self->workbook);
  format_set_border (self->cell, LXW_BORDER_HAIR);
}

static void
write_title (Book *self, const DdiWeekSheet *week)
{
  g_autofree char *title = week->pc_number
                               ? g_strdup_printf ("Store PC# : %s   Daily Throw Away Chart", week->pc_number)
                               : g_strdup ("Store PC# :      Daily Throw Away Chart");

  worksheet_write_string (self->sheet, TITLE_ROW, 0, title, self->bold);
  /* Well away from the number: digits of the shop's name must not be read as it. */
  worksheet_write_string (self->sheet, TITLE_ROW, SHOP_COLUMN, week->shop, self->bold);
}

static void
write_head (Book *self, const DdiWeekSheet *week)
{
  worksheet_write_string (self->sheet, DATE_ROW, 0, "DATE:", self->bold);
  for (int day = 0; day < DDI_SHEET_DAYS; day++)
    {
      lxw_datetime date = { 0 };
      lxw_col_t am = am_column (day);

      ddi_day_to_ymd (week->sunday + day, &date.year, &date.month, &date.day);
      worksheet_write_datetime (self->sheet, DATE_ROW, am, &date, self->date);
      worksheet_write_string (self->sheet, DATE_ROW + 1, am, weekdays[day], self->centre);
      worksheet_write_string (self->sheet, DATE_ROW + 2, am, "AM", self->centre);
      worksheet_write_string (self->sheet, DATE_ROW + 2, am + 1, "PM", self->centre);
    }
  worksheet_write_string (self->sheet, DATE_ROW + 1, SUM_COLUMN, "PM TTL", self->centre);
}

static void
write_line (Book *self, lxw_row_t row, const DdiWeekLine *line)
{
  g_autoptr (GString) sum = g_string_new ("=");

  worksheet_write_string (self->sheet, row, 0, line->product, self->cell);
  for (int day = 0; day < DDI_SHEET_DAYS; day++)
    {
      lxw_col_t am = am_column (day);

      if (line->made[day] == DDI_SHEET_BLANK)
        worksheet_write_blank (self->sheet, row, am, self->cell);
      else
        worksheet_write_number (self->sheet, row, am, line->made[day], self->cell);
      worksheet_write_blank (self->sheet, row, am + 1, self->cell);
      g_string_append_printf (sum, "%s%c%u", day ? "+" : "", 'A' + am + 1, row + 1);
    }
  worksheet_write_formula (self->sheet, row, SUM_COLUMN, sum->str, self->cell);
}

static gboolean
is_donuts (const char *section)
{
  return g_ascii_strcasecmp (section, "donuts") == 0 || g_ascii_strcasecmp (section, "doughnuts") == 0;
}

static double
sum_donuts (const DdiWeekSheet *week, int day)
{
  double sum = 0;

  for (guint i = 0; i < week->lines->len; i++)
    {
      const DdiWeekLine *line = week->lines->pdata[i];
      const char *section = ddi_week_line_get_section (line);

      if (section && is_donuts (section) && line->made[day] != DDI_SHEET_BLANK)
        sum += line->made[day];
    }
  return sum;
}

/* The donuts' foot: sums of the section from @first to @last, and two rows to write in. A program that works no
 * formula out reads what they come to now. */
static void
write_foot (Book *self, const DdiWeekSheet *week, lxw_row_t row, lxw_row_t first, lxw_row_t last)
{
  static const char *const names[] = { "Tot PM Donut Throw", "Donuts Bought", "Donuts Sold", "Difference",
                                       "Throwaway" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    worksheet_write_string (self->sheet, row + i, 0, names[i], self->bold);
  for (int day = 0; day < DDI_SHEET_DAYS; day++)
    {
      char am = (char)('A' + am_column (day)), pm = (char)(am + 1);
      g_autofree char *made = g_strdup_printf ("=SUM(%c%u:%c%u)", am, first + 1, am, last + 1);
      g_autofree char *left = g_strdup_printf ("=SUM(%c%u:%c%u)", pm, first + 1, pm, last + 1);
      g_autofree char *difference = g_strdup_printf ("=%c%u-%c%u", am, row + 2, am, row + 3);

      worksheet_write_formula_num (self->sheet, row, am_column (day), made, self->bold,
                                   sum_donuts (week, day));
      worksheet_write_formula (self->sheet, row, am_column (day) + 1, left, self->bold);
      worksheet_write_blank (self->sheet, row + 1, am_column (day), self->cell);
      worksheet_write_blank (self->sheet, row + 2, am_column (day), self->cell);
      worksheet_write_formula (self->sheet, row + 3, am_column (day), difference, self->cell);
      worksheet_write_formula (self->sheet, row + 4, am_column (day) + 1, left, self->cell);
    }
}

static void
write_lines (Book *self, const DdiWeekSheet *week)
{
  const char *section = NULL;
  lxw_row_t row = FIRST_ROW, first_donut = 0, last_donut = 0;

  for (guint i = 0; i < week->lines->len; i++)
    {
      const DdiWeekLine *line = week->lines->pdata[i];
      const char *own = ddi_week_line_get_section (line);

      if (own && g_strcmp0 (own, section) != 0)
        {
          for (lxw_col_t column = 1; column <= SUM_COLUMN; column++)
            worksheet_write_blank (self->sheet, row, column, self->section);
          worksheet_write_string (self->sheet, row++, 0, own, self->section);
          if (is_donuts (own))
            first_donut = row;
        }
      section = own;
      write_line (self, row, line);
      if (own && is_donuts (own))
        last_donut = row;
      row++;
    }
  if (last_donut > 0)
    write_foot (self, week, row + 1, first_donut, last_donut);
}

static void
set_out (Book *self)
{
  worksheet_set_column (self->sheet, 0, 0, 26, NULL);
  worksheet_set_column (self->sheet, 1, SUM_COLUMN - 1, 6, NULL);
  worksheet_set_column (self->sheet, SUM_COLUMN, SUM_COLUMN, 8, NULL);
  worksheet_freeze_panes (self->sheet, FIRST_ROW, 1);
  worksheet_set_landscape (self->sheet);
  worksheet_set_paper (self->sheet, 1); /* US Letter */
  worksheet_fit_to_pages (self->sheet, 1, 0);
  worksheet_repeat_rows (self->sheet, 0, FIRST_ROW - 1);
}

static lxw_error
write_book (const DdiWeekSheet *week, const char *path)
{
  Book book = { workbook_new (path), NULL, NULL, NULL, NULL, NULL, NULL };
  locale_t numbers = ddi_plain_numbers_new ();
  lxw_error failed;

  {
    DDI_PLAIN_NUMBERS (numbers);

    make_formats (&book);
    book.sheet = workbook_add_worksheet (book.workbook, "Week");
    write_title (&book, week);
    write_head (&book, week);
    write_lines (&book, week);
    set_out (&book);
    failed = workbook_close (book.workbook);
  }
  ddi_plain_numbers_free (numbers);
  return failed;
}

gboolean
ddi_week_sheet_write_workbook (const DdiWeekSheet *self, const char *path, GError **error)
{
  g_autofree char *pending = g_strconcat (path, ".part", NULL);
  lxw_error failed = write_book (self, pending);

  if (failed == LXW_NO_ERROR && g_rename (pending, path) == 0)
    return TRUE;
  g_set_error (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_WRITE, _ ("“%s” could not be written: %s"), path,
               failed == LXW_NO_ERROR ? g_strerror (errno) : lxw_strerror (failed));
  g_unlink (pending);
  return FALSE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/ddi-table-writer.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <xlsxwriter.h>

#include "exchange/ddi-csv-writer.h"
#include "exchange/ddi-plain-numbers.h"

/* What a worksheet can hold, its header included. */
#define MAX_ROWS 1048576
#define MIN_WIDTH 10

struct _DdiTableWriter
{
  GObject parent_instance;

  DdiTableColumn *columns;
  guint n_columns;
  guint row; /* of the worksheet, from 0 */
  guint column;

  DdiCsvWriter *csv;

  char *path;       /* of the workbook */
  char *pending;    /* where it is written until it is complete */
  locale_t numbers; /* of the workbook */
  lxw_workbook *workbook;
  lxw_worksheet *sheet;
  lxw_format *formats[DDI_TABLE_REAL + 1];
};

G_DEFINE_FINAL_TYPE (DdiTableWriter, ddi_table_writer, G_TYPE_OBJECT)

static lxw_format *
current_format (DdiTableWriter *self)
{
  return self->formats[self->columns[self->column].kind];
}

/* ---- cells ----
 *
 * The first cell of a record has the one before it written to the disk. */

void
ddi_table_writer_text (DdiTableWriter *self, const char *text)
{
  DDI_PLAIN_NUMBERS (self->numbers);

  g_return_if_fail (self->column < self->n_columns);

  if (self->csv)
    ddi_csv_writer_text (self->csv, text);
  else if (text && *text)
    worksheet_write_string (self->sheet, self->row, (lxw_col_t)self->column, text, NULL);
  self->column++;
}

/* 1234 → "12.34": money never goes through a double on its way to CSV. */
static char *
format_money (gint64 minor)
{
  guint64 magnitude = minor < 0 ? -(guint64)minor : (guint64)minor;

  return g_strdup_printf ("%s%" G_GUINT64_FORMAT ".%02u", minor < 0 ? "-" : "", magnitude / 100,
                          (guint)(magnitude % 100));
}

void
ddi_table_writer_int (DdiTableWriter *self, gint64 value)
{
  DDI_PLAIN_NUMBERS (self->numbers);

  g_return_if_fail (self->column < self->n_columns);

  if (self->csv && self->columns[self->column].kind == DDI_TABLE_MONEY)
    {
      g_autofree char *money = format_money (value);

      ddi_csv_writer_text (self->csv, money);
    }
  else if (self->csv)
    ddi_csv_writer_int (self->csv, value);
  else
    {
      double shown =
          self->columns[self->column].kind == DDI_TABLE_MONEY ? (double)value / 100 : (double)value;

      worksheet_write_number (self->sheet, self->row, (lxw_col_t)self->column, shown, current_format (self));
    }
  self->column++;
}

void
ddi_table_writer_day (DdiTableWriter *self, DdiDay day)
{
  DDI_PLAIN_NUMBERS (self->numbers);

  g_return_if_fail (self->column < self->n_columns);

  if (self->csv)
    ddi_csv_writer_day (self->csv, day);
  else if (day != DDI_DAY_INVALID)
    {
      lxw_datetime date = { 0 };

      ddi_day_to_ymd (day, &date.year, &date.month, &date.day);
      worksheet_write_datetime (self->sheet, self->row, (lxw_col_t)self->column, &date,
                                current_format (self));
    }
  self->column++;
}

void
ddi_table_writer_double (DdiTableWriter *self, double value)
{
  DDI_PLAIN_NUMBERS (self->numbers);

  g_return_if_fail (self->column < self->n_columns);

  if (self->csv)
    ddi_csv_writer_double (self->csv, value, 3);
  else if (isfinite (value))
    worksheet_write_number (self->sheet, self->row, (lxw_col_t)self->column, value, current_format (self));
  self->column++;
}

void
ddi_table_writer_empty (DdiTableWriter *self)
{
  ddi_table_writer_text (self, NULL);
}

gboolean
ddi_table_writer_end_record (DdiTableWriter *self, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (self->column == self->n_columns, FALSE);

  self->column = 0;
  self->row++;
  if (self->csv)
    return ddi_csv_writer_end_record (self->csv, cancellable, error);
  if (self->row >= MAX_ROWS)
    {
      g_set_error_literal (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_LIMIT,
                           _ ("a worksheet holds at most 1,048,576 rows; export to CSV instead"));
      return FALSE;
    }
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static gboolean
close_workbook (DdiTableWriter *self, GError **error)
{
  lxw_error status;

  if (self->row > 1)
    worksheet_autofilter (self->sheet, 0, 0, self->row - 1, (lxw_col_t)(self->n_columns - 1));
  {
    DDI_PLAIN_NUMBERS (self->numbers);

    status = workbook_close (g_steal_pointer (&self->workbook));
  }
  if (status != LXW_NO_ERROR)
    {
      g_set_error (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_WRITE, _ ("%s could not be written: %s"),
                   self->path, lxw_strerror (status));
      return FALSE;
    }
  if (g_rename (self->pending, self->path) != 0)
    {
      g_set_error (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_WRITE, _ ("%s could not be written: %s"),
                   self->path, g_strerror (errno));
      return FALSE;
    }
  g_clear_pointer (&self->pending, g_free);
  return TRUE;
}

gboolean
ddi_table_writer_close (DdiTableWriter *self, GCancellable *cancellable, GError **error)
{
  return self->csv ? ddi_csv_writer_close (self->csv, cancellable, error) : close_workbook (self, error);
}

static void
add_formats (DdiTableWriter *self)
{
  static const char *const patterns[] = {
    [DDI_TABLE_INTEGER] = "#,##0", [DDI_TABLE_DAY] = "yyyy-mm-dd", [DDI_TABLE_MONEY] = "#,##0.00",
    [DDI_TABLE_PERCENT] = "0.0%",  [DDI_TABLE_REAL] = "#,##0.###",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (patterns); i++)
    if (patterns[i])
      {
        self->formats[i] = workbook_add_format (self->workbook);
        format_set_num_format (self->formats[i], patterns[i]);
      }
}

static gboolean
open_workbook (DdiTableWriter *self, const char *path, const char *title, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  /* One record at a time stays in memory, the rest in a temporary file. */
  lxw_workbook_options options = { .constant_memory = LXW_TRUE, .tmpdir = (char *)g_get_tmp_dir () };
  g_autofree char *sheet = g_utf8_substring (title, 0, MIN (g_utf8_strlen (title, -1), 31));
  int fd;

  self->path = g_strdup (path);
  self->pending = g_build_filename (folder, ".dunkin-demand-XXXXXX.xlsx", NULL);
  fd = g_mkstemp_full (self->pending, O_RDWR, 0666);
  if (fd < 0)
    {
      g_set_error (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_WRITE, _ ("%s could not be written: %s"),
                   path, g_strerror (errno));
      g_clear_pointer (&self->pending, g_free);
      return FALSE;
    }
  g_close (fd, NULL);
  self->workbook = workbook_new_opt (self->pending, &options);
  if (self->workbook)
    self->sheet = workbook_add_worksheet (self->workbook, sheet);
  if (self->sheet == NULL)
    {
      g_set_error (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_WRITE, _ ("%s could not be written: %s"),
                   path, title);
      return FALSE;
    }
  add_formats (self);
  return TRUE;
}

static void
write_sheet_header (DdiTableWriter *self)
{
  DDI_PLAIN_NUMBERS (self->numbers);
  lxw_format *bold = workbook_add_format (self->workbook);

  format_set_bold (bold);
  format_set_bottom (bold, LXW_BORDER_THIN);
  for (guint i = 0; i < self->n_columns; i++)
    {
      double width = MAX (MIN_WIDTH, (double)g_utf8_strlen (self->columns[i].name, -1) + 3);

      if (self->columns[i].kind == DDI_TABLE_TEXT)
        width = MAX (width, 24);
      worksheet_set_column (self->sheet, (lxw_col_t)i, (lxw_col_t)i, width, NULL);
      worksheet_write_string (self->sheet, 0, (lxw_col_t)i, self->columns[i].name, bold);
    }
  worksheet_freeze_panes (self->sheet, 1, 0);
  self->row = 1;
}

static gboolean
write_csv_header (DdiTableWriter *self, GError **error)
{
  for (guint i = 0; i < self->n_columns; i++)
    ddi_csv_writer_text (self->csv, self->columns[i].name);
  return ddi_csv_writer_end_record (self->csv, NULL, error);
}

static void
ddi_table_writer_finalize (GObject *object)
{
  DdiTableWriter *self = DDI_TABLE_WRITER (object);

  g_clear_object (&self->csv);
  if (self->workbook)
    lxw_workbook_free (self->workbook);
  if (self->pending)
    g_remove (self->pending);
  g_free (self->pending);
  g_free (self->path);
  for (guint i = 0; i < self->n_columns; i++)
    g_free ((char *)self->columns[i].name);
  g_free (self->columns);
  ddi_plain_numbers_free (self->numbers);
  G_OBJECT_CLASS (ddi_table_writer_parent_class)->finalize (object);
}

static void
ddi_table_writer_class_init (DdiTableWriterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ddi_table_writer_finalize;
}

static void
ddi_table_writer_init (DdiTableWriter *self)
{
  self->numbers = ddi_plain_numbers_new ();
}

static gboolean
is_workbook (const char *path)
{
  g_autofree char *lower = path ? g_ascii_strdown (path, -1) : NULL;

  return lower && g_str_has_suffix (lower, ".xlsx");
}

DdiTableWriter *
ddi_table_writer_open (const char *path, const char *title, const DdiTableColumn *columns, guint n_columns,
                       GError **error)
{
  g_autoptr (DdiTableWriter) self = g_object_new (DDI_TYPE_TABLE_WRITER, NULL);

  g_return_val_if_fail (n_columns > 0, NULL);

  self->columns = g_memdup2 (columns, n_columns * sizeof *columns);
  self->n_columns = n_columns;
  for (guint i = 0; i < n_columns; i++)
    self->columns[i].name = g_strdup (columns[i].name);

  if (is_workbook (path))
    {
      if (!open_workbook (self, path, title, error))
        return NULL;
      write_sheet_header (self);
      return g_steal_pointer (&self);
    }
  self->csv = ddi_csv_writer_open (path, error);
  return self->csv && write_csv_header (self, error) ? g_steal_pointer (&self) : NULL;
}

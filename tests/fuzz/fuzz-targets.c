/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz-targets.h"

#include <sys/mman.h>
#include <unistd.h>

#include "auth/ddi-backup-seal.h"
#include "core/ddi-format.h"
#include "core/ddi-json.h"
#include "core/ddi-name.h"
#include "exchange/ddi-calendar-file.h"
#include "exchange/ddi-cell.h"
#include "exchange/ddi-ical-file.h"
#include "exchange/ddi-sales-file.h"
#include "exchange/ddi-sql-dump.h"
#include "exchange/ddi-throwaway-sheet.h"
#include "exchange/ddi-xlsx-reader.h"
#include "exchange/workbook.h"
#include "tasks/ddi-day-entry.h"
#include "tasks/ddi-miss.h"
#include "tasks/ddi-outbox-private.h"
#include "tasks/ddi-query-plan.h"
#include "tasks/ddi-why.h"

static void
run_sales (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (bytes);
  DdiSalesFileOptions options = { .store = "Shop", .lenient = size % 2 == 0, .others = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiSalesFile) file = ddi_sales_file_read (stream, "fuzz.csv", &options, NULL, &error);

  g_assert_true ((file == NULL) == (error != NULL));
  for (guint i = 0; file && i < file->rows->len; i++)
    {
      const DdiSalesRow *row = &g_array_index (file->rows, DdiSalesRow, i);

      g_assert_cmpuint (row->store, <, file->stores->len);
      g_assert_cmpuint (row->product, <, file->products->len);
      g_assert_cmpint (row->quantity, >=, 0);
      g_assert_null (ddi_cell_check_day (row->day));
    }
  g_assert_true (file == NULL || file->revenues == NULL || file->revenues->len == file->rows->len);
}

/* A file in memory, for a reader that wants a path. */
static char *
put (const guint8 *data, gsize size, int *fd)
{
  *fd = memfd_create ("fuzz", MFD_CLOEXEC);
  g_assert_cmpint (write (*fd, data, size), ==, (gssize)size);
  return g_strdup_printf ("/proc/self/fd/%d", *fd);
}

static void
run_events (const guint8 *data, gsize size)
{
  int fd;
  g_autofree char *path = put (data, size, &fd);
  g_autoptr (DdiEventFile) events = ddi_event_file_load (path, size % 2 == 0, NULL, NULL);
  g_autoptr (DdiWeatherFile) weather = ddi_weather_file_load (path, size % 2 == 0, NULL, NULL);

  for (guint i = 0; events && i < events->rows->len; i++)
    {
      const DdiEventRow *row = events->rows->pdata[i];

      g_assert_cmpint (row->starts_on, <=, row->ends_on);
    }
  close (fd);
}

static void
run_ical (const guint8 *data, gsize size)
{
  const DdiDay first = ddi_day_from_ymd (2024, 1, 1), last = ddi_day_from_ymd (2026, 12, 31);
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiEventFile) file =
      ddi_ical_file_parse (text, strlen (text), "fuzz.ics", size % 2 == 0, first, last, NULL, &error);

  g_assert_true ((file == NULL) == (error != NULL));
  for (guint i = 0; file && i < file->rows->len; i++)
    {
      const DdiEventRow *row = file->rows->pdata[i];

      g_assert_cmpint (row->starts_on, <=, row->ends_on);
      g_assert_true (row->starts_on <= last && row->ends_on >= first);
      g_assert_true (row->name[0] != '\0' && g_utf8_validate (row->name, -1, NULL));
    }
}

/* Rows are read whole, in part or not at all; what is said of the seven tables alone comes out. */
static void
run_sql_dump (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (bytes);
  g_autoptr (DdiSqlDump) dump = ddi_sql_dump_new (stream);
  g_autoptr (GError) error = NULL;
  const char *statement = NULL;
  gsize parts = 0, rows = 0;
  DdiSqlDumpPart part;

  while ((part = ddi_sql_dump_next (dump, &statement, NULL, &error)) > DDI_SQL_DUMP_END)
    {
      char buffer[7];
      gssize n = 1;

      g_assert_no_error (error);
      g_assert_cmpuint (++parts, <=, size);
      g_assert_true (part == DDI_SQL_DUMP_COPY ||
                     g_ascii_strncasecmp (statement + strspn (statement, " \t\r\n"), "copy ", 5) != 0);
      for (gsize k = 0; part == DDI_SQL_DUMP_COPY && n > 0 && k < parts % 3 * size; k++)
        {
          g_autoptr (GError) cut = NULL;

          n = ddi_sql_dump_read_rows (dump, buffer, 1 + k % sizeof buffer, &cut);
          g_assert_true ((n < 0) == (cut != NULL));
          rows += n > 0 ? (gsize)n : 0;
        }
    }
  g_assert_true ((part == DDI_SQL_DUMP_ERROR) == (error != NULL));
  g_assert_cmpuint (rows, <=, size + 1);
}

static void
check_sheet (DdiSheetGrid *grid)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiThrowawaySheet) sheet = ddi_throwaway_sheet_parse (grid, "fuzz.xlsx", &error);

  g_assert_true ((sheet == NULL) == (error != NULL));
  for (guint i = 0; sheet && i < sheet->products->len; i++)
    for (int k = 0; k < DDI_SHEET_DAYS; k++)
      {
        DdiFigure figure = ((DdiSheetProduct *)sheet->products->pdata[i])->day[k];

        g_assert_cmpint (figure.made, >=, DDI_SHEET_BLANK);
        g_assert_cmpint (figure.wasted, >=, DDI_SHEET_BLANK);
        g_assert_null (ddi_cell_check_day (sheet->day[k].day));
      }
}

static void
read_workbook (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiSheetGrid) grid = ddi_xlsx_read (bytes, "fuzz.xlsx", NULL, &error);

  g_assert_true ((grid == NULL) == (error != NULL));
  if (grid)
    check_sheet (grid);
}

static void
run_xlsx (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);

  read_workbook (bytes);
}

/* Behind the archive, which hides nearly every mutation of itself: the rows and the strings as XML, with a
 * 0 between them. */
static void
run_sheet_xml (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  gsize length = strlen (text);
  g_autofree char *strings =
      length < size ? g_strndup ((const char *)data + length + 1, size - length - 1) : g_strdup ("");
  g_autoptr (GBytes) bytes = make_workbook (text, strings);

  read_workbook (bytes);
}

/* Behind the XML: "row TAB column TAB value" a line, where a value that begins with = is a formula's. */
static void
run_cells (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_auto (GStrv) lines = g_strsplit (valid, "\n", 4000);
  g_autoptr (DdiSheetGrid) grid = ddi_sheet_grid_new ();

  for (char **line = lines; *line; line++)
    {
      g_auto (GStrv) parts = g_strsplit (*line, "\t", 3);
      DdiSheetCell cell = { 0 };
      const char *value;

      if (g_strv_length (parts) < 3)
        continue;
      value = parts[2] + (*parts[2] == '=');
      cell.formula = value > parts[2];
      if (ddi_cell_parse_number (value, &cell.number) == NULL)
        cell.kind = DDI_SHEET_CELL_NUMBER;
      else
        {
          cell.kind = *value == '#' ? DDI_SHEET_CELL_ERROR : DDI_SHEET_CELL_TEXT;
          cell.text = g_ref_string_new (value);
        }
      ddi_sheet_grid_set (grid, (guint)(g_ascii_strtoull (parts[0], NULL, 10) % DDI_XLSX_MAX_ROWS) + 1,
                          (guint)(g_ascii_strtoull (parts[1], NULL, 10) % DDI_XLSX_MAX_COLUMNS) + 1, cell);
    }
  check_sheet (grid);
}

/* What the server may hold: the explanation of a forecast, which whoever writes forecasts writes, and a plan. */
static void
run_json (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  const DdiMiss miss = { .day = 20000, .predicted = 60, .actual = 20, .explanation = text };
  g_autofree char *missed = ddi_miss_explain (&miss);
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiQueryPlan) plan = ddi_query_plan_parse (text, &error);
  g_autoptr (DdiWhy) why = ddi_why_parse (text, 20000);
  g_autofree char *summary = why ? ddi_why_summarize (why, 3) : NULL, *told = why ? ddi_why_tell (why) : NULL;

  g_assert_true ((plan == NULL) == (error != NULL));
  g_assert_true (missed == NULL || g_utf8_validate (missed, -1, NULL));
  g_assert_true (summary == NULL || g_utf8_validate (summary, -1, NULL));
  g_assert_true (told == NULL || g_utf8_validate (told, -1, NULL));
}

/* A file of the outbox as it lies there, and the same as an entry whose sum is right, behind which a mutation gets to
 * what the entry says. What is read is written the same again. */
static void
run_outbox (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autofree char *body = g_utf8_make_valid (text, -1), *whole = NULL;
  g_autoptr (JsonNode) node = ddi_json_parse (body, -1, NULL);
  g_autofree char *written = node ? json_to_string (node, FALSE) : NULL;
  g_autofree char *sum = written ? g_compute_checksum_for_string (G_CHECKSUM_SHA256, written, -1) : NULL;

  if (sum)
    whole = g_strdup_printf ("{\"sha256\": \"%s\", \"entry\": %s}", sum, written);
  for (int i = 0; i < 2; i++)
    {
      const char *file = i == 0 ? text : whole;
      g_autoptr (GError) error = NULL, again = NULL;
      g_autoptr (DdiOutboxEntry) entry =
          file ? ddi_outbox_entry_from_text ("fuzz.json", file, (gssize)strlen (file), &error) : NULL;
      g_autofree char *first = entry ? ddi_outbox_entry_to_text (entry) : NULL;
      g_autoptr (DdiOutboxEntry) copy =
          first ? ddi_outbox_entry_from_text ("fuzz.json", first, (gssize)strlen (first), &again) : NULL;
      g_autofree char *second = copy ? ddi_outbox_entry_to_text (copy) : NULL;

      g_assert_true (file == NULL || (entry == NULL) == (error != NULL));
      g_assert_cmpstr (first, ==, second);
    }
}

/* All that reads a number, a date, a time or a name from a cell. */
static void
run_entry (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *key = ddi_name_key (valid);
  g_autofree char *again = ddi_name_key (key);
  g_autofree char *time = NULL;
  g_autoptr (GPtrArray) table = ddi_entry_parse_table (valid);
  gint64 pieces, amount;
  gint32 quantity;
  double number;
  DdiDay day;

  g_assert_cmpstr (key, ==, again);
  if (ddi_parse_pieces (valid, &pieces))
    g_assert_cmpint (pieces, >=, 0);
  if (ddi_parse_amount (valid, &amount))
    g_assert_cmpint (amount, >=, 0);
  if (ddi_cell_parse_quantity (valid, &quantity) == NULL)
    g_assert_cmpint (quantity, >=, 0);
  if (ddi_cell_parse_money (valid, &amount) == NULL)
    g_assert_cmpint (amount, >=, 0);
  ddi_cell_parse_number (valid, &number);
  if (ddi_cell_parse_day (valid, &day) == NULL)
    {
      g_autofree char *written = ddi_day_format (day);

      g_assert_cmpint (ddi_day_parse (written), ==, day);
    }
  if (ddi_entry_parse_time (valid, &time) && time)
    g_assert_cmpuint (strlen (time), ==, 5);
  g_assert_nonnull (table);
}

/* What opens is what was sealed. A header that asks for an honest amount of work gets little of it. */
static void
run_seal (const guint8 *data, gsize size)
{
  g_autoptr (DdiSecret) passphrase = ddi_secret_new ("fuzz", 4);
  g_autofree guint8 *copy = g_memdup2 (data, size);
  g_autoptr (GError) error = NULL;
  int from, into = memfd_create ("fuzz", MFD_CLOEXEC);
  g_autofree char *path = NULL;
  gboolean opened;

  for (gsize i = 9; i < MIN (size, 24); i++)
    copy[i] = i == 17 && copy[i] >= 0x20 ? 0x20 : 0;
  if (size > 8)
    copy[8] &= 1;
  path = put (copy, size, &from);
  g_assert_cmpint (lseek (from, 0, SEEK_SET), ==, 0);
  opened = ddi_backup_seal_open (from, into, passphrase, NULL, &error);
  g_assert_true (opened == (error == NULL));
  if (opened)
    for (off_t at = 0, end = lseek (into, 0, SEEK_END); at < end; at++)
      {
        char byte = 0;

        g_assert_cmpint (pread (into, &byte, 1, at), ==, 1);
        g_assert_cmpint (byte, ==, 'x');
      }
  close (from);
  close (into);
}

const FuzzTarget fuzz_targets[] = {
  { "sales", run_sales, fuzz_seeds_sales },
  { "events", run_events, fuzz_seeds_events },
  { "ical", run_ical, fuzz_seeds_ical },
  { "xlsx", run_xlsx, fuzz_seeds_xlsx },
  { "sheet-xml", run_sheet_xml, fuzz_seeds_sheet_xml },
  { "cells", run_cells, fuzz_seeds_cells },
  { "json", run_json, fuzz_seeds_json },
  { "outbox", run_outbox, fuzz_seeds_outbox },
  { "entry", run_entry, fuzz_seeds_entry },
  { "seal", run_seal, fuzz_seeds_seal },
  { "sql-dump", run_sql_dump, fuzz_seeds_sql_dump },
  { "engine", fuzz_run_engine, fuzz_seeds_engine },
  { NULL, NULL, NULL },
};

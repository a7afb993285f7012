/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <locale.h>
#include <math.h>

#include "exchange/ddi-table-writer.h"
#include "exchange/ddi-xlsx-reader.h"
#include "exchange/ddi-zip-part.h"

#include "workbook.h"

static void
test_cells (void)
{
  g_autoptr (GBytes) bytes = make_workbook (
      "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c><c r='C1' t='s'><v>2</v></c></row>"
      "<row r='3'><c r='A3' t='inlineStr'><is><t>in</t><r><t>line</t></r></is></c><c r='B3'><v>-1.5</v></c>"
      "<c r='C3' t='b'><v>1</v></c><c r='D3' t='e'><v>#VALUE!</v></c>"
      "<c r='E3'><f>1+1</f><v>2</v></c><c r='F3'><f>1+1</f></c><c r='G3' t='str'><f>A3</f><v>inline</v></c>"
      "<c r='H3' s='4'/></row>"
      "<row><c><v>7</v></c><c><v>8</v></c></row>",
      "<si><t>plain</t></si><si><r><t>rich </t></r><r><t>text</t></r><rPh sb='0' eb='1'><t>no</t></rPh></si>"
      "<si><t xml:space='preserve'>  </t></si>");
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiSheetGrid) grid = ddi_xlsx_read (bytes, "f.xlsx", NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (ddi_sheet_grid_get_text (grid, 1, 1), ==, "plain");
  g_assert_cmpstr (ddi_sheet_grid_get_text (grid, 1, 2), ==, "rich text");
  g_assert_cmpint (ddi_sheet_grid_get (grid, 1, 3)->kind, ==, DDI_SHEET_CELL_BLANK);
  g_assert_cmpstr (ddi_sheet_grid_get_text (grid, 3, 1), ==, "inline");
  g_assert_cmpfloat (ddi_sheet_grid_get (grid, 3, 2)->number, ==, -1.5);
  g_assert_cmpint (ddi_sheet_grid_get (grid, 3, 3)->kind, ==, DDI_SHEET_CELL_BOOLEAN);
  g_assert_cmpint (ddi_sheet_grid_get (grid, 3, 4)->kind, ==, DDI_SHEET_CELL_ERROR);
  g_assert_cmpstr (ddi_sheet_grid_get (grid, 3, 4)->text, ==, "#VALUE!");
  g_assert_cmpfloat (ddi_sheet_grid_get (grid, 3, 5)->number, ==, 2);
  g_assert_true (ddi_sheet_grid_get (grid, 3, 5)->formula);
  g_assert_cmpint (ddi_sheet_grid_get (grid, 3, 6)->kind, ==, DDI_SHEET_CELL_BLANK);
  g_assert_true (ddi_sheet_grid_get (grid, 3, 6)->formula);
  g_assert_cmpstr (ddi_sheet_grid_get_text (grid, 3, 7), ==, "inline");
  g_assert_false (ddi_sheet_grid_get (grid, 3, 2)->formula);
  /* Rows and cells need not say where they are. */
  g_assert_cmpfloat (ddi_sheet_grid_get (grid, 4, 2)->number, ==, 8);
  g_assert_cmpuint (ddi_sheet_grid_get_n_rows (grid), ==, 4);
  g_assert_cmpuint (ddi_sheet_grid_get_n_columns (grid), ==, 7);
}

static void
test_dates (void)
{
  for (int epoch = 0; epoch < 2; epoch++)
    {
      Package *package = package_with_workbook (epoch ? "date1904='1'" : "");
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (DdiSheetGrid) grid = NULL;
      g_autoptr (GError) error = NULL;

      package_add (package, "xl/worksheets/sheet2.xml",
                   "<worksheet xmlns='" MAIN_NS
                   "'><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>");
      package_add (package, "xl/sharedStrings.xml", "<sst xmlns='" MAIN_NS "'/>");
      bytes = package_zip (package);
      grid = ddi_xlsx_read (bytes, "f.xlsx", NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (ddi_sheet_grid_to_day (grid, epoch ? 44522 : 45984), ==,
                       ddi_day_from_ymd (2025, 11, 23));
      g_assert_cmpint (ddi_sheet_grid_to_day (grid, (epoch ? 44522 : 45984) + 0.79), ==,
                       ddi_day_from_ymd (2025, 11, 23));
      g_assert_cmpint (ddi_sheet_grid_to_day (grid, 1e12), ==, DDI_DAY_INVALID);
      g_assert_cmpint (ddi_sheet_grid_to_day (grid, NAN), ==, DDI_DAY_INVALID);
    }
}

static void
assert_refused (GBytes *bytes, DdiExchangeError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ddi_xlsx_read (bytes, "f.xlsx", NULL, &error));
  g_assert_error (error, DDI_EXCHANGE_ERROR, (int)code);
  g_assert_true (g_str_has_prefix (error->message, "f.xlsx: "));
}

static void
assert_rows_refused (const char *rows, DdiExchangeError code)
{
  g_autoptr (GBytes) bytes = make_workbook (rows, "<si><t>a</t></si>");

  assert_refused (bytes, code);
}

static void
test_no_zip (void)
{
  static const char *const texts[] = { "", "store,product\n", "PK", "PK\3\4broken",
                                       "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" };
  Package *package = package_new ();
  g_autoptr (GBytes) other = NULL;
  g_autoptr (GBytes) good = make_workbook ("<row><c><v>1</v></c></row>", "");

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (texts[i], strlen (texts[i]));

      assert_refused (bytes, DDI_EXCHANGE_ERROR_FORMAT);
    }
  package_add (package, "readme.txt", "some other archive");
  other = package_zip (package);
  assert_refused (other, DDI_EXCHANGE_ERROR_FORMAT);

  /* Cut off anywhere, it is refused and nothing worse. */
  for (gsize length = 0; length < g_bytes_get_size (good); length += 37)
    {
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (good, 0, length);
      g_autoptr (GError) error = NULL;
      g_autoptr (DdiSheetGrid) grid = ddi_xlsx_read (cut, "f.xlsx", NULL, &error);

      g_assert_true ((grid == NULL) == (error != NULL));
    }
}

static void
test_hostile_xml (void)
{
  Package *package = package_with_workbook ("");
  g_autofree char *secret = NULL;
  g_autofree char *sheet = NULL;
  g_autoptr (GBytes) bytes = NULL;
  int fd = g_file_open_tmp ("ddi-XXXXXX", &secret, NULL);

  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (secret, "SECRET", -1, NULL));
  sheet = g_strdup_printf ("<!DOCTYPE x [<!ENTITY e SYSTEM 'file://%s'>]><worksheet xmlns='" MAIN_NS
                           "'><sheetData><row>"
                           "<c r='A1' t='inlineStr'><is><t>&e;</t></is></c></row></sheetData></worksheet>",
                           secret);
  package_add (package, "xl/worksheets/sheet2.xml", sheet);
  package_add (package, "xl/sharedStrings.xml", "<sst xmlns='" MAIN_NS "'/>");
  bytes = package_zip (package);
  assert_refused (bytes, DDI_EXCHANGE_ERROR_FORMAT);
  g_remove (secret);

  assert_rows_refused ("<row><c r='A1'><v>1</v></row>", DDI_EXCHANGE_ERROR_FORMAT);
  assert_rows_refused ("<row><c r='1A'><v>1</v></c></row>", DDI_EXCHANGE_ERROR_FORMAT);
  assert_rows_refused ("<row><c r='A1' t='s'><v>99</v></c></row>", DDI_EXCHANGE_ERROR_FORMAT);
  assert_rows_refused ("<row><c r='A1' t='s'><v>-1</v></c></row>", DDI_EXCHANGE_ERROR_FORMAT);
  assert_rows_refused ("<row><c r='A1'><v>12 o'clock</v></c></row>", DDI_EXCHANGE_ERROR_FORMAT);
}

static void
test_laughs (void)
{
  Package *package = package_with_workbook ("");
  g_autoptr (GBytes) bytes = NULL;

  package_add (package, "xl/worksheets/sheet2.xml",
               "<worksheet xmlns='" MAIN_NS "'><sheetData/></worksheet>");
  package_add (package, "xl/sharedStrings.xml",
               "<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c "
               "'&b;&b;&b;&b;&b;&b;&b;&b;'>"
               "<!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;'>]><sst xmlns='" MAIN_NS
               "'><si><t>&d;&d;&d;</t></si></sst>");
  bytes = package_zip (package);
  assert_refused (bytes, DDI_EXCHANGE_ERROR_FORMAT);
}

static void
test_limits (void)
{
  g_autoptr (GString) wide = g_string_new ("<row r='1'>");
  g_autoptr (GString) bomb = g_string_new ("<row>");

  for (guint i = 0; i < 300; i++)
    g_string_append_printf (wide, "<c><v>%u</v></c>", i);
  g_string_append (wide, "</row>");
  assert_rows_refused (wide->str, DDI_EXCHANGE_ERROR_LIMIT);
  assert_rows_refused ("<row r='70000'><c r='A70000'><v>1</v></c></row>", DDI_EXCHANGE_ERROR_LIMIT);
  assert_rows_refused ("<row r='1'><c r='ABCDE1'><v>1</v></c></row>", DDI_EXCHANGE_ERROR_LIMIT);
  /* 32 MiB of empty cells in some forty kilobytes. */
  while (bomb->len < 32 * 1024 * 1024)
    g_string_append (bomb, "<c s='1'/><c s='1'/><c s='1'/><c s='1'/>");
  g_string_append (bomb, "</row>");
  assert_rows_refused (bomb->str, DDI_EXCHANGE_ERROR_LIMIT);
}

static void
test_styled_columns (void)
{
  /* A style on a far column is no cell, and no reason to refuse. */
  g_autoptr (GBytes) bytes = make_workbook ("<row r='1'><c r='A1'><v>5</v></c><c r='XFD1' s='3'/></row>", "");
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiSheetGrid) grid = ddi_xlsx_read (bytes, "f.xlsx", NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (ddi_sheet_grid_get_n_columns (grid), ==, 1);
}

static void
test_load_limit (void)
{
  g_autofree char *path = NULL;
  g_autofree char *contents = g_malloc0 (DDI_ZIP_MAX_ARCHIVE + 1);
  int fd = g_file_open_tmp ("ddi-XXXXXX", &path, NULL);
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;

  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, contents, DDI_ZIP_MAX_ARCHIVE + 1, NULL));
  file = g_file_new_for_path (path);
  g_assert_null (ddi_xlsx_load (file, NULL, &error));
  g_assert_error (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_LIMIT);
  g_remove (path);
}

static void
write_table (const char *path)
{
  static const DdiTableColumn columns[] = {
    { "date", DDI_TABLE_DAY },   { "product_name", DDI_TABLE_TEXT }, { "quantity_wasted", DDI_TABLE_INTEGER },
    { "cost", DDI_TABLE_MONEY }, { "share", DDI_TABLE_REAL },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiTableWriter) writer =
      ddi_table_writer_open (path, "Waste", columns, G_N_ELEMENTS (columns), &error);

  g_assert_no_error (error);
  ddi_table_writer_day (writer, ddi_day_from_ymd (2025, 12, 24));
  ddi_table_writer_text (writer, "=HYPERLINK(\"x\")");
  ddi_table_writer_int (writer, 12);
  ddi_table_writer_int (writer, -1205);
  ddi_table_writer_double (writer, 0.25);
  g_assert_true (ddi_table_writer_end_record (writer, NULL, &error));
  ddi_table_writer_day (writer, DDI_DAY_INVALID);
  ddi_table_writer_text (writer, NULL);
  ddi_table_writer_int (writer, 0);
  ddi_table_writer_empty (writer);
  ddi_table_writer_double (writer, NAN);
  g_assert_true (ddi_table_writer_end_record (writer, NULL, &error));
  g_assert_true (ddi_table_writer_close (writer, NULL, &error));
  g_assert_no_error (error);
}

static void
test_table (void)
{
  g_autofree char *dir = g_dir_make_tmp ("ddi-XXXXXX", NULL);
  g_autofree char *xlsx = g_build_filename (dir, "waste.XLSX", NULL);
  g_autofree char *csv = g_build_filename (dir, "waste.csv", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (xlsx);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (DdiSheetGrid) grid = NULL;
  g_autoptr (GError) error = NULL;
  static const DdiTableColumn one[] = { { "a", DDI_TABLE_TEXT } };
  g_autoptr (DdiTableWriter) dropped = NULL;

  write_table (csv);
  g_assert_true (g_file_get_contents (csv, &text, NULL, NULL));
  g_assert_cmpstr (text, ==,
                   "date,product_name,quantity_wasted,cost,share\n"
                   "2025-12-24,\"'=HYPERLINK(\"\"x\"\")\",12,-12.05,0.25\n"
                   ",,0,,\n");

  write_table (xlsx);
  bytes = ddi_xlsx_load (file, NULL, &error);
  grid = ddi_xlsx_read (bytes, "waste.xlsx", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (ddi_sheet_grid_get_text (grid, 1, 3), ==, "quantity_wasted");
  g_assert_cmpint (ddi_sheet_grid_to_day (grid, ddi_sheet_grid_get (grid, 2, 1)->number), ==,
                   ddi_day_from_ymd (2025, 12, 24));
  g_assert_cmpstr (ddi_sheet_grid_get_text (grid, 2, 2), ==, "=HYPERLINK(\"x\")");
  g_assert_false (ddi_sheet_grid_get (grid, 2, 2)->formula);
  g_assert_cmpfloat (ddi_sheet_grid_get (grid, 2, 4)->number, ==, -12.05);
  g_assert_cmpint (ddi_sheet_grid_get (grid, 3, 4)->kind, ==, DDI_SHEET_CELL_BLANK);

  g_assert_cmpint (g_remove (xlsx), ==, 0);
  dropped = ddi_table_writer_open (xlsx, "Dropped", one, 1, &error);
  g_assert_no_error (error);
  g_clear_object (&dropped);
  g_assert_cmpint (g_remove (csv), ==, 0);
  /* Empty: neither the table nor what it was written to is left. */
  g_assert_cmpint (g_rmdir (dir), ==, 0);
}

/* The C library's own locale, in which a comma stands for the point. */
static void
use_decimal_comma (const char *folder)
{
  g_autofree char *inside = g_build_filename (folder, "comma", NULL);
  g_autofree char *path = g_build_filename (inside, "LC_NUMERIC", NULL);
  g_autofree char *data = NULL;
  gsize length;

  g_assert_true (g_file_get_contents ("/usr/lib/locale/C.utf8/LC_NUMERIC", &data, &length, NULL));
  for (gsize i = 0; i < length; i++)
    data[i] = data[i] == '.' ? ',' : data[i];
  g_assert_cmpint (g_mkdir (inside, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, data, (gssize)length, NULL));
  g_setenv ("LOCPATH", folder, TRUE);
  g_assert_nonnull (setlocale (LC_NUMERIC, "comma"));
  g_unsetenv ("LOCPATH");
  g_assert_cmpstr (localeconv ()->decimal_point, ==, ",");
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (inside), ==, 0);
}

/* Where people write a decimal comma, a workbook has points as everywhere, and can be read. */
static void
test_decimal_comma (void)
{
  static const DdiTableColumn columns[] = { { "cost", DDI_TABLE_MONEY }, { "share", DDI_TABLE_PERCENT } };
  g_autofree char *folder = g_dir_make_tmp ("ddi-comma-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "table.xlsx", NULL);
  g_autofree char *data = NULL, *shown = NULL;
  g_autoptr (DdiTableWriter) writer = NULL;
  g_autoptr (DdiSheetGrid) grid = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  use_decimal_comma (folder);
  writer = ddi_table_writer_open (path, "Waste", columns, G_N_ELEMENTS (columns), &error);
  g_assert_no_error (error);
  for (int i = 0; i < 3; i++)
    {
      ddi_table_writer_int (writer, 1205 + i);
      ddi_table_writer_double (writer, 0.25);
      g_assert_true (ddi_table_writer_end_record (writer, NULL, &error));
    }
  g_assert_true (ddi_table_writer_close (writer, NULL, &error));
  /* What people read stays theirs. */
  shown = g_strdup_printf ("%.1f", 0.5);
  g_assert_cmpstr (shown, ==, "0,5");

  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  bytes = g_bytes_new (data, length);
  grid = ddi_xlsx_read (bytes, "table.xlsx", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (ddi_sheet_grid_get (grid, 2, 1)->number, ==, 12.05);
  g_assert_cmpfloat (ddi_sheet_grid_get (grid, 4, 1)->number, ==, 12.07);
  g_assert_cmpfloat (ddi_sheet_grid_get (grid, 4, 2)->number, ==, 0.25);
  setlocale (LC_NUMERIC, "C");
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange/xlsx/cells", test_cells);
  g_test_add_func ("/exchange/xlsx/dates", test_dates);
  g_test_add_func ("/exchange/xlsx/no-zip", test_no_zip);
  g_test_add_func ("/exchange/xlsx/hostile-xml", test_hostile_xml);
  g_test_add_func ("/exchange/xlsx/laughs", test_laughs);
  g_test_add_func ("/exchange/xlsx/limits", test_limits);
  g_test_add_func ("/exchange/xlsx/styled-columns", test_styled_columns);
  g_test_add_func ("/exchange/xlsx/load-limit", test_load_limit);
  g_test_add_func ("/exchange/xlsx/table", test_table);
  g_test_add_func ("/exchange/xlsx/decimal-comma", test_decimal_comma);
  return g_test_run ();
}

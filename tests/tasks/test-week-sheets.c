/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sheets go out with what was approved and come back, filled in, without a question. */
#include "tasks/ddi-week-sheets.h"

#include "exchange/ddi-xlsx-reader.h"
#include "import-fixture.h"

static GPtrArray *
write_all (void)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *paths = ddi_week_sheets_write (ddi_home_get_database (import_home), IMPORT_SUNDAY, 0,
                                            import_folder, NULL, &error);

  g_assert_no_error (error);
  return paths;
}

static void
make_district (void)
{
  g_autofree char *made = NULL;

  import_clear ();
  made = import_psql (
      "INSERT INTO districts (name) VALUES ('D') ON CONFLICT DO NOTHING;"
      "INSERT INTO stores (district_id, name, pc_number, closed_on) SELECT min(d.id), v.name, v.pc, "
      "v.closed::date"
      "  FROM districts d, (VALUES ('Main Street', '332045', NULL), ('Store 07', NULL, NULL),"
      "  ('Gone', '1', '2025-12-06')) v (name, pc, closed) GROUP BY v.name, v.pc, v.closed ORDER BY v.name = "
      "'Gone', v.name;"
      "INSERT INTO products (name, category, sheet_order, active) VALUES ('Glazed', 'Donuts', 1, true),"
      "  ('Blueberry Muffin', 'Muffins', 2, true), ('Jelly', 'Donuts', 3, true), ('Iced Tea', 'Drinks', 4, "
      "true),"
      "  ('Old Fashioned', 'Donuts', 5, false), ('Pumpkin', 'Donuts', 6, true), ('Peppermint', 'Donuts', 7, "
      "true);"
      "INSERT INTO product_offers (product_id, store_id, offered_from, offered_to)"
      "  SELECT p.id, s.id, CASE p.name WHEN 'Peppermint' THEN date '2025-12-10' END,"
      "  CASE p.name WHEN 'Pumpkin' THEN date '2025-12-06' END"
      "  FROM products p, stores s WHERE p.name IN ('Pumpkin', 'Peppermint') AND s.name = 'Main Street';"
      "INSERT INTO forecasts (user_id, store_id, product_id, product_name, forecast_date, predicted_demand, "
      "status,"
      "  order_quantity, approved_quantity, horizon)"
      "  SELECT 1, s.id, p.id, p.name, date '2025-12-07' + d, 20, 'approved', 20, 10 * p.sheet_order + d, 1"
      "  FROM stores s, products p, generate_series(0, 6) d"
      "  WHERE s.name <> 'Gone' AND p.name IN ('Glazed', 'Blueberry Muffin', 'Jelly', 'Iced Tea');"
      /* Not approved, or taken back: the shop is to write what it makes. */
      "UPDATE forecasts SET status = 'pending' WHERE forecast_date = '2025-12-13' AND product_name = 'Jelly';"
      "UPDATE forecasts SET status = 'rejected' WHERE forecast_date = '2025-12-12' AND product_name = "
      "'Jelly'");
}

static char *
lines_of (const DdiWeekSheet *sheet)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < sheet->lines->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", ((DdiWeekLine *)sheet->lines->pdata[i])->product);
  return g_string_free (text, FALSE);
}

/* Ended products are gone, new ones there, closed shops too; what heads no section comes first. */
static void
test_lines (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sheets = NULL;
  g_autofree char *main_street = NULL, *other = NULL;
  const DdiWeekLine *jelly;

  make_district ();
  sheets = ddi_week_sheets_load (ddi_home_get_database (import_home), IMPORT_SUNDAY, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sheets->len, ==, 2);
  main_street = lines_of (sheets->pdata[0]);
  other = lines_of (sheets->pdata[1]);
  g_assert_cmpstr (main_street, ==, "Iced Tea Glazed Jelly Peppermint Blueberry Muffin");
  g_assert_cmpstr (other, ==, "Iced Tea Glazed Jelly Pumpkin Peppermint Blueberry Muffin");
  jelly = ((DdiWeekSheet *)sheets->pdata[0])->lines->pdata[2];
  g_assert_cmpint (jelly->made[0], ==, 30);
  g_assert_cmpint (jelly->made[4], ==, 34);
  g_assert_cmpint (jelly->made[5], ==, DDI_SHEET_BLANK);
  g_assert_cmpint (jelly->made[6], ==, DDI_SHEET_BLANK);
  g_assert_cmpint (ddi_week_sheets_sunday (IMPORT_SUNDAY), ==, IMPORT_SUNDAY);
  g_assert_cmpint (ddi_week_sheets_sunday (IMPORT_SUNDAY + 6), ==, IMPORT_SUNDAY);
  g_assert_cmpint (ddi_week_sheets_sunday (IMPORT_SUNDAY - 1), ==, IMPORT_SUNDAY - 7);
}

/* The import knows the shop, the week and every product, and has nothing to ask or to warn of. */
static void
test_import (void)
{
  g_autoptr (GPtrArray) paths = NULL;
  static const DdiImportShopReason reasons[] = { DDI_IMPORT_SHOP_PC_NUMBER, DDI_IMPORT_SHOP_FILE_NAME };

  make_district ();
  paths = write_all ();
  g_assert_cmpuint (paths->len, ==, 4);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (DdiImportPlan) plan = import_plan (DDI_IMPORT_SHEET, NULL, paths->pdata[2 * i], NULL);
      DdiImportFile *file = import_first (plan);

      g_assert_no_error (file->error);
      g_assert_cmpint (file->reason, ==, reasons[i]);
      g_assert_cmpuint (file->sheet->problems->len, ==, 0);
      g_assert_cmpint (file->sheet->day[0].day, ==, IMPORT_SUNDAY);
      g_assert_cmpint (file->sheet->day[6].day, ==, IMPORT_SUNDAY + 6);
      for (guint n = 0; n < plan->names->len; n++)
        g_assert_true (((DdiImportName *)plan->names->pdata[n])->known);
      import_preview (plan);
      import_apply (plan);
      g_assert_cmpuint (plan->new_products->len, ==, 0);
      g_assert_cmpuint (plan->new_stores->len, ==, 0);
    }
  assert_sql (
      "SELECT count(*), sum(quantity_produced) FROM daily_production p JOIN stores s ON s.id = p.store_id "
      "WHERE s.name = 'Main Street'",
      "26|713");
  assert_sql ("SELECT count(*) FROM daily_production m JOIN forecasts f ON f.store_id = m.store_id AND "
              "f.forecast_date = "
              "m.date AND f.product_id = m.product_id WHERE m.quantity_produced = f.approved_quantity",
              "52");
  assert_sql ("SELECT count(*) FROM daily_waste", "0");
}

static DdiSheetGrid *
read_grid (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = ddi_xlsx_load (file, NULL, &error);
  DdiSheetGrid *grid = bytes ? ddi_xlsx_read (bytes, "week.xlsx", NULL, &error) : NULL;

  g_assert_no_error (error);
  return grid;
}

/* What a spreadsheet program makes of the foot's PM sums when it saves: two donuts are made until Thursday, one of
 * them from Friday on. */
static void
work_out (DdiSheetGrid *grid)
{
  for (guint row = 5; row <= ddi_sheet_grid_get_n_rows (grid); row++)
    for (guint day = 0; day < DDI_SHEET_DAYS; day++)
      if (ddi_sheet_grid_get (grid, row, 3 + 2 * day)->formula)
        ddi_sheet_grid_set (grid, row, 3 + 2 * day,
                            (DdiSheetCell){ DDI_SHEET_CELL_NUMBER, TRUE, (day < 5 ? 2 : 1) * (3.0 + day),
                                            NULL });
}

/* As it comes back from the shop: what was left stands in the PM columns, and the week is complete. */
static void
test_filled_in (void)
{
  g_autoptr (GPtrArray) paths = NULL;
  g_autoptr (DdiSheetGrid) grid = NULL;
  g_autoptr (DdiThrowawaySheet) sheet = NULL;
  g_autoptr (GError) error = NULL;

  make_district ();
  paths = write_all ();
  grid = read_grid (paths->pdata[0]);
  for (guint row = 5; row <= ddi_sheet_grid_get_n_rows (grid); row++)
    for (guint day = 0; day < DDI_SHEET_DAYS; day++)
      {
        const DdiSheetCell *made = ddi_sheet_grid_get (grid, row, 2 + 2 * day);

        if (made->kind == DDI_SHEET_CELL_NUMBER && !made->formula)
          ddi_sheet_grid_set (grid, row, 3 + 2 * day,
                              (DdiSheetCell){ DDI_SHEET_CELL_NUMBER, FALSE, 3 + day, NULL });
      }
  work_out (grid);
  sheet = ddi_throwaway_sheet_parse (grid, "week.xlsx", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sheet->problems->len, ==, 0);
  for (guint day = 0; day < DDI_SHEET_DAYS; day++)
    g_assert_cmpint (sheet->day[day].state, ==, DDI_SHEET_DAY_COMPLETE);
  g_assert_cmpstr (sheet->pc_number, ==, "332045");
  g_assert_cmpint (sheet->day[1].donuts_made, ==, 11 + 31);
  g_assert_cmpint (sheet->day[1].donuts_wasted, ==, 4 + 4);
  for (guint i = 0; i < sheet->products->len; i++)
    {
      const DdiSheetProduct *product = sheet->products->pdata[i];

      g_assert_cmpstr (product->category, ==,
                       g_str_equal (product->name, "Iced Tea")           ? NULL
                       : g_str_equal (product->name, "Blueberry Muffin") ? "Muffins"
                                                                         : "Donuts");
    }
}

/* A name that cannot be a file's, twice; and a folder that cannot be made. */
static void
test_names (void)
{
  g_autoptr (DdiWeekSheet) sheet = ddi_week_sheet_new ("../North/East", NULL, IMPORT_SUNDAY);
  g_autofree char *name = ddi_week_sheet_dup_name (sheet), *renamed = NULL;
  g_autoptr (GPtrArray) paths = NULL, none = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (name, ==, "-.-North-East week-ending 2025-12-13");
  make_district ();
  renamed = import_psql (
      "UPDATE stores SET name = CASE name WHEN 'Store 07' THEN 'A/B' ELSE 'A:B' END WHERE closed_on IS NULL");
  paths = write_all ();
  g_assert_cmpuint (paths->len, ==, 4);
  g_assert_true (g_str_has_suffix (paths->pdata[0], "/A-B week-ending 2025-12-13.xlsx"));
  g_assert_true (g_str_has_suffix (paths->pdata[2], "/A-B week-ending 2025-12-13 (2).xlsx"));
  none = ddi_week_sheets_write (ddi_home_get_database (import_home), IMPORT_SUNDAY, 0, "/proc/none", NULL,
                                &error);
  g_assert_null (none);
  g_assert_nonnull (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  import_fixture_init ();
  g_test_add_func ("/tasks/week-sheets/lines", test_lines);
  g_test_add_func ("/tasks/week-sheets/import", test_import);
  g_test_add_func ("/tasks/week-sheets/filled-in", test_filled_in);
  g_test_add_func ("/tasks/week-sheets/names", test_names);
  return import_fixture_run ();
}

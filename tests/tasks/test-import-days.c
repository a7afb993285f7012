/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart.h"
#include "import-fixture.h"

static void
test_copies (void)
{
  g_autofree char *first = import_write_week ("one.xlsx", IMPORT_SUNDAY, 7, 0);
  g_autofree char *copy = import_write_week ("two.xlsx", IMPORT_SUNDAY + 7, 7, 0);
  g_autofree char *honest = import_write_week ("three.xlsx", IMPORT_SUNDAY + 14, 7, 3);
  g_autoptr (DdiImportPlan) plan = NULL;
  g_autoptr (DdiImportPlan) together = NULL;
  g_autoptr (DdiImportPlan) other = NULL;
  const DdiImportCopy *told;

  import_clear ();
  together = import_plan (DDI_IMPORT_SHEET, "Main Street", first, copy);
  import_preview (together);
  g_assert_cmpuint (import_first (together)->copies->len, ==, 0);
  g_assert_true (ddi_import_file_is_copy (together->files->pdata[1]));

  import_one (DDI_IMPORT_SHEET, "Main Street", first, NULL);
  plan = import_plan (DDI_IMPORT_SHEET, "Main Street", copy, NULL);
  import_preview (plan);
  g_assert_true (ddi_import_file_is_copy (import_first (plan)));
  told = import_first (plan)->copies->pdata[0];
  g_assert_cmpint (told->day, ==, IMPORT_SUNDAY + 7);
  g_assert_cmpint (told->original, ==, IMPORT_SUNDAY);
  g_assert_cmpstr (told->store, ==, "Main Street");
  /* Told before anything is written. */
  assert_sql ("SELECT count(*) FROM import_batches", "1");

  other = import_plan (DDI_IMPORT_SHEET, "Main Street", honest, NULL);
  import_preview (other);
  g_assert_false (ddi_import_file_is_copy (import_first (other)));
}

static void
test_all_zero (void)
{
  g_autofree char *path = g_build_filename (import_folder, "zero.xlsx", NULL);
  Chart chart = chart_new (path, IMPORT_SUNDAY, "345678");
  g_autoptr (DdiImportPlan) plan = NULL;
  g_autoptr (DdiImportPlan) again = NULL;

  import_clear ();
  for (guint i = 0; i < IMPORT_N_DONUTS; i++)
    {
      chart_name (&chart, 6 + i, import_donuts[i]);
      chart_put (&chart, 6 + i, 0, 24, 0);
      chart_put (&chart, 6 + i, 1, 24, i == 0 ? 0 : 2); /* one sell-out on a counted day */
      chart_put (&chart, 6 + i, 2, i == 0 ? 0 : 24, i == 0 ? 0 : 1);
      chart_put (&chart, 6 + i, 3, 24, i == 0 ? 30 : 1);
    }
  chart_save (&chart);

  plan = import_plan (DDI_IMPORT_SHEET, "Main Street", path, NULL);
  import_preview (plan);
  import_apply (plan);
  assert_sql ("SELECT string_agg(state, ',' ORDER BY date) FROM store_days",
              "not_counted,complete,complete,complete");
  assert_sql ("SELECT count(*) FROM daily_production WHERE date = '2025-12-07'", "6");
  assert_sql ("SELECT (SELECT count(*) FROM daily_waste WHERE date = '2025-12-07') + (SELECT count(*) FROM "
              "daily_sales "
              "WHERE date = '2025-12-07')",
              "0");
  /* Not offered: no evidence of demand. More thrown away than made: kept, sold nothing. */
  assert_sql ("SELECT count(*) FROM daily_sales WHERE date = '2025-12-09'", "5");
  assert_sql (
      "SELECT w.quantity_wasted, s.quantity_sold, s.notes FROM daily_waste w JOIN daily_sales s USING "
      "(store_id, date, product_id) WHERE w.date = '2025-12-10' AND w.product_name = 'Glazed'",
      "30|0|carried over or miscounted");
  assert_sql ("SELECT pc_number FROM stores", "345678");

  again = import_plan (DDI_IMPORT_SHEET, NULL, path, NULL);
  g_assert_cmpstr (((DdiImportShop *)import_first (again)->shops->pdata[0])->name, ==, "Main Street");
  import_first (again)->confirmed_zero[0] = TRUE;
  import_preview (again);
  import_apply (again);
  assert_sql ("SELECT state FROM store_days WHERE date = '2025-12-07'", "complete");
  assert_sql ("SELECT count(*), max(quantity_wasted) FROM daily_waste WHERE date = '2025-12-07'", "6|0");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  import_fixture_init ();
  g_test_add_func ("/tasks/import/copies", test_copies);
  g_test_add_func ("/tasks/import/all-zero", test_all_zero);
  return import_fixture_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart.h"
#include "import-fixture.h"

static void
test_names (void)
{
  g_autofree char *path = g_build_filename (import_folder, "names.xlsx", NULL);
  g_autofree char *first = import_write_week ("first.xlsx", IMPORT_SUNDAY, 7, 0);
  g_autoptr (DdiImportPlan) plan = NULL;
  g_autoptr (DdiImportPlan) again = NULL;
  Chart chart = chart_new (path, IMPORT_SUNDAY + 7, NULL);
  DdiImportName *misspelt;

  import_clear ();
  import_one (DDI_IMPORT_SHEET, "Main Street", first, NULL);
  chart_name (&chart, 6, "Bostn Kreme ");
  chart_put (&chart, 6, 0, 24, 3);
  chart_name (&chart, 7, "glazed");
  chart_put (&chart, 7, 0, 48, 5);
  chart_save (&chart);

  plan = import_plan (DDI_IMPORT_SHEET, "Main Street", path, NULL);
  misspelt = import_first (plan)->names->pdata[0];
  g_assert_false (misspelt->known);
  g_assert_cmpstr (ddi_import_name_get_best (misspelt)->name, ==, "Boston Kreme");
  g_assert_true (((DdiImportName *)import_first (plan)->names->pdata[1])->known);
  ddi_import_name_choose (misspelt, ddi_import_name_get_best (misspelt));
  import_preview (plan);
  import_apply (plan);
  g_assert_cmpuint (plan->new_products->len, ==, 0);
  assert_sql ("SELECT p.name, w.product_name FROM daily_waste w JOIN products p ON p.id = w.product_id WHERE "
              "w.date = '2025-12-14' ORDER BY 1",
              "Boston Kreme|Bostn Kreme\nGlazed|glazed");

  again = import_plan (DDI_IMPORT_SHEET, "Main Street", path, NULL);
  g_assert_true (((DdiImportName *)import_first (again)->names->pdata[0])->known);

  /* Two names of one file cannot both mean one product. */
  ((DdiImportName *)import_first (again)->names->pdata[0])->product_id =
      ((DdiImportName *)import_first (again)->names->pdata[1])->product_id;
  import_preview (again);
  g_assert_error (import_first (again)->error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_VALUE);
}

static void
test_new_spellings (void)
{
  /* Two sheets of an empty database that spell a new product in two ways. */
  g_autofree char *one = g_build_filename (import_folder, "one.xlsx", NULL);
  g_autofree char *two = g_build_filename (import_folder, "two.xlsx", NULL);
  g_autoptr (DdiImportPlan) plan = NULL;
  DdiImportName *second;

  import_clear ();
  for (int i = 0; i < 2; i++)
    {
      Chart chart = chart_new (i ? two : one, IMPORT_SUNDAY + 7 * i, NULL);

      chart_name (&chart, 6, i ? "Holiday Spinkle Munch" : "Holiday Sprinkle Munc");
      chart_put (&chart, 6, 0, 120, 40 + i);
      chart_save (&chart);
    }
  plan = import_plan (DDI_IMPORT_SHEET, "Main Street", one, two);
  second = plan->names->pdata[1];
  ddi_import_name_choose (second, ddi_import_name_get_best (second));
  import_preview (plan);
  import_apply (plan);
  assert_sql ("SELECT name FROM products", "Holiday Sprinkle Munc");
  assert_sql ("SELECT count(*), count(DISTINCT product_id) FROM daily_waste", "2|1");
  assert_sql ("SELECT count(*) FROM product_aliases", "2");
}

static void
test_shop_proposals (void)
{
  g_autofree char *north = import_write_week ("a.xlsx", IMPORT_SUNDAY, 7, 0);
  g_autofree char *named = import_write_week ("Shop North 12-14-2025.xlsx", IMPORT_SUNDAY + 7, 7, 2);
  g_autofree char *unnamed = import_write_week ("scan0001.xlsx", IMPORT_SUNDAY + 7, 7, 4);
  g_autofree char *south = g_build_filename (import_folder, "b.xlsx", NULL);
  g_autoptr (DdiImportPlan) by_name = NULL;
  g_autoptr (DdiImportPlan) by_mix = NULL;
  Chart chart = chart_new (south, IMPORT_SUNDAY, NULL);

  import_clear ();
  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *name = g_strdup_printf ("Southern %c", 'A' + (int)i);

      chart_name (&chart, 6 + i, name);
      chart_put (&chart, 6 + i, 0, 12, (int)i);
    }
  chart_save (&chart);
  import_one (DDI_IMPORT_SHEET, "Shop North", north, NULL);
  import_one (DDI_IMPORT_SHEET, "Shop South", south, NULL);

  by_name = import_plan (DDI_IMPORT_SHEET, NULL, named, NULL);
  g_assert_cmpint (import_first (by_name)->reason, ==, DDI_IMPORT_SHOP_FILE_NAME);
  g_assert_cmpstr (((DdiImportShop *)import_first (by_name)->shops->pdata[0])->name, ==, "Shop North");
  by_mix = import_plan (DDI_IMPORT_SHEET, NULL, unnamed, NULL);
  g_assert_cmpint (import_first (by_mix)->reason, ==, DDI_IMPORT_SHOP_MIX);
  g_assert_cmpstr (((DdiImportShop *)import_first (by_mix)->shops->pdata[0])->name, ==, "Shop North");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  import_fixture_init ();
  g_test_add_func ("/tasks/import/names", test_names);
  g_test_add_func ("/tasks/import/new-spellings", test_new_spellings);
  g_test_add_func ("/tasks/import/shop-proposals", test_shop_proposals);
  return import_fixture_run ();
}

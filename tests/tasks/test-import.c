/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-export.h"

#include "chart.h"
#include "import-fixture.h"

static void
test_sheet (void)
{
  g_autofree char *path = import_write_week ("first.xlsx", IMPORT_SUNDAY, 7, 0);
  DdiImportCounts counts;
  int batch;

  import_clear ();
  batch = import_one (DDI_IMPORT_SHEET, "Main Street", path, &counts);
  g_assert_cmpint (batch, >, 0);
  g_assert_cmpint (counts.added, ==, 3 * 42 + 7);
  assert_sql ("SELECT count(*), sum(quantity_produced) FROM daily_production", "42|609");
  assert_sql ("SELECT count(*), min(reason), max(reason) FROM daily_waste", "42|End of day|End of day");
  assert_sql (
      "SELECT count(*) FROM daily_sales s JOIN daily_production p USING (store_id, date, product_id) JOIN "
      "daily_waste w USING (store_id, date, product_id) WHERE s.source = 'derived' AND "
      "s.quantity_sold = p.quantity_produced - w.quantity_wasted",
      "42");
  assert_sql ("SELECT count(*) FROM store_days WHERE state = 'complete'", "7");
  assert_sql ("SELECT string_agg(DISTINCT category, ',') FROM products", "Donuts");
  assert_sql ("SELECT s.name FROM import_batches b JOIN stores s ON s.id = b.store_id WHERE b.first_date = "
              "'2025-12-07' AND b.last_date = '2025-12-13' AND b.rows_added = 133",
              "Main Street");

  /* The same file again: nothing moves, and it leaves no batch. */
  g_assert_cmpint (import_one (DDI_IMPORT_SHEET, "Main Street", path, &counts), ==, 0);
  g_assert_cmpint (counts.added, ==, 0);
  g_assert_cmpint (counts.changed, ==, 0);
  g_assert_cmpint (counts.unchanged, ==, 133);
  assert_sql ("SELECT count(*), max(row_version) FROM daily_sales", "42|1");
  assert_sql ("SELECT count(*) FROM import_batches", "1");

  import_undo (batch);
  assert_sql ("SELECT (SELECT count(*) FROM daily_sales) + (SELECT count(*) FROM daily_waste) + (SELECT "
              "count(*) FROM "
              "daily_production) + (SELECT count(*) FROM store_days) + (SELECT count(*) FROM products)",
              "0");
}

static void
test_grown_week (void)
{
  g_autofree char *early = import_write_week ("week.xlsx", IMPORT_SUNDAY, 3, 0);
  g_autofree char *late = NULL;
  g_autoptr (DdiImportPlan) plan = NULL;
  const DdiImportChange *change;
  int first, second;

  import_clear ();
  first = import_one (DDI_IMPORT_SHEET, "Main Street", early, NULL);
  assert_sql ("SELECT count(*) FROM daily_waste", "18");

  late = import_write_week ("week.xlsx", IMPORT_SUNDAY, 7, 0);
  {
    /* Monday's Jelly was counted again. */
    Chart chart = chart_new (late, IMPORT_SUNDAY, NULL);

    for (guint i = 0; i < IMPORT_N_DONUTS; i++)
      {
        chart_name (&chart, 6 + i, import_donuts[i]);
        for (int k = 0; k < 7; k++)
          chart_put (&chart, 6 + i, k, 12 + (int)i, i == 1 && k == 1 ? 9 : 1 + ((int)i * 3 + k * 5) % 7);
      }
    chart_save (&chart);
  }
  plan = import_plan (DDI_IMPORT_SHEET, NULL, late, NULL);
  /* The shop is known by the file's name now. */
  g_assert_cmpint (import_first (plan)->reason, ==, DDI_IMPORT_SHOP_REMEMBERED);
  import_preview (plan);
  g_assert_cmpuint (import_first (plan)->changes->len, ==, 2);
  change = import_first (plan)->changes->pdata[1];
  g_assert_cmpstr (change->product, ==, "Jelly");
  g_assert_cmpstr (change->what, ==, "wasted");
  g_assert_cmpint (change->day, ==, IMPORT_SUNDAY + 1);
  g_assert_cmpint (change->before, ==, 2);
  g_assert_cmpint (change->after, ==, 9);
  import_apply (plan);
  second = import_first (plan)->batch_id;
  g_assert_cmpint (import_first (plan)->counts.added, ==, 4 * 18 + 4);
  g_assert_cmpint (import_first (plan)->counts.changed, ==, 2);
  assert_sql ("SELECT quantity_wasted FROM daily_waste WHERE product_name = 'Jelly' AND date = '2025-12-08'",
              "9");

  /* Undone, the first import's figures stand again, exactly. */
  import_undo (second);
  assert_sql ("SELECT count(*) FROM daily_waste", "18");
  assert_sql ("SELECT quantity_wasted FROM daily_waste WHERE product_name = 'Jelly' AND date = '2025-12-08'",
              "2");
  assert_sql ("SELECT quantity_sold FROM daily_sales WHERE product_name = 'Jelly' AND date = '2025-12-08'",
              "11");
  import_undo (first);
  assert_sql ("SELECT count(*) FROM daily_waste", "0");
}

/* Values of added columns are read under the column's name or its heading; a row with one that cannot be is left out and
 * told, and an undo takes the values back. */
static void
test_added_columns (void)
{
  g_autofree char *csv = g_build_filename (import_folder, "added.csv", NULL);
  g_autoptr (DdiImportPlan) plan = NULL;
  DdiImportCounts counts;
  const DdiProblem *problem;
  int batch;

  import_clear ();
  g_free (import_psql (
      "INSERT INTO custom_columns (entity, name, label, type, position) VALUES "
      "('sales', 'crew', 'Crew on duty', 'integer', 1), ('sales', 'rain', 'Rain', 'boolean', 2)"));
  g_assert_true (g_file_set_contents (csv,
                                      "store,product,date,quantity,Crew on Duty,rain,colour\n"
                                      "Main Street,Glazed,2025-12-07,10,3,yes,red\n"
                                      "Main Street,Glazed,2025-12-08,11,,,\n"
                                      "Main Street,Glazed,2025-12-09,12,many,no,\n"
                                      "Main Street,Glazed,2025-12-10,13, 4 ,,\n",
                                      -1, NULL));
  plan = import_plan (DDI_IMPORT_SALES, NULL, csv, NULL);
  g_assert_cmpuint (import_first (plan)->sales->rows->len, ==, 3);
  g_assert_cmpuint (import_first (plan)->sales->problems->len, ==, 1);
  problem = import_first (plan)->sales->problems->pdata[0];
  g_assert_cmpuint (problem->row, ==, 4);
  g_assert_cmpstr (problem->column, ==, "crew_on_duty");
  import_preview (plan);
  g_assert_cmpint (import_first (plan)->counts.added, ==, 3);
  import_apply (plan);
  assert_sql ("SELECT string_agg(date || coalesce(custom::text, '-'), ' ' ORDER BY date) FROM daily_sales",
              "2025-12-07{\"crew\": 3, \"rain\": true} 2025-12-08- 2025-12-10{\"crew\": 4}");

  /* A value alone is a change; what the file does not say stays. */
  g_assert_true (g_file_set_contents (csv,
                                      "store,product,date,quantity,crew\n"
                                      "Main Street,Glazed,2025-12-07,10,5\n"
                                      "Main Street,Glazed,2025-12-08,11,\n",
                                      -1, NULL));
  batch = import_one (DDI_IMPORT_SALES, NULL, csv, &counts);
  g_assert_cmpint (counts.changed, ==, 1);
  assert_sql ("SELECT custom FROM daily_sales WHERE date = '2025-12-07'", "{\"crew\": 5, \"rain\": true}");
  import_undo (batch);
  assert_sql ("SELECT custom FROM daily_sales WHERE date = '2025-12-07'", "{\"crew\": 3, \"rain\": true}");
  g_free (import_psql ("DELETE FROM custom_columns"));
}

static void
test_till_stays (void)
{
  g_autofree char *sheet = import_write_week ("week.xlsx", IMPORT_SUNDAY, 7, 0);
  g_autofree char *csv = g_build_filename (import_folder, "till.csv", NULL);
  DdiImportCounts counts;

  import_clear ();
  g_assert_true (
      g_file_set_contents (csv, "store,product,date,quantity\nMain Street,Glazed,2025-12-07,10\n", -1, NULL));
  import_one (DDI_IMPORT_SALES, NULL, csv, &counts);
  g_assert_cmpint (counts.added, ==, 1);
  import_one (DDI_IMPORT_SHEET, "Main Street", sheet, &counts);
  g_assert_cmpint (counts.kept, ==, 1);
  assert_sql (
      "SELECT quantity_sold, source FROM daily_sales WHERE product_name = 'Glazed' AND date = '2025-12-07'",
      "10|till");

  /* The other way round the till's figure takes the derived one's place. */
  g_assert_true (
      g_file_set_contents (csv, "store,product,date,quantity\nMain Street,jelly,2025-12-07,3\n", -1, NULL));
  import_one (DDI_IMPORT_SALES, NULL, csv, &counts);
  g_assert_cmpint (counts.changed, ==, 1);
  assert_sql (
      "SELECT quantity_sold, source FROM daily_sales WHERE date = '2025-12-07' AND product_id = (SELECT id "
      "FROM products WHERE name = 'Jelly')",
      "3|till");
}

static void
test_calendar (void)
{
  g_autofree char *events = g_build_filename (import_folder, "events.csv", NULL);
  g_autofree char *weather = g_build_filename (import_folder, "weather.csv", NULL);
  DdiImportCounts counts;
  int batch;

  import_clear ();
  g_assert_true (g_file_set_contents (events,
                                      "starts_on,ends_on,name,kind,store\n"
                                      "2025-12-24,2025-12-25,Christmas,holiday,\n"
                                      "2025-12-13,2025-12-13,Parade,local,Main Street\n",
                                      -1, NULL));
  batch = import_one (DDI_IMPORT_EVENTS, NULL, events, &counts);
  g_assert_cmpint (counts.added, ==, 2);
  assert_sql ("SELECT count(*) FROM calendar_events WHERE store_id IS NULL", "1");
  g_assert_cmpint (import_one (DDI_IMPORT_EVENTS, NULL, events, &counts), ==, 0);
  import_undo (batch);
  assert_sql ("SELECT count(*) FROM calendar_events", "0");

  /* What a promotion is about is found by any of a product's names; a name that is nobody's is said. */
  g_free (ddi_test_home_psql (import_home, FALSE,
                              "INSERT INTO products (name, category) VALUES ('Boston Kreme', 'Donuts')"));
  g_assert_true (g_file_set_contents (events,
                                      "starts_on,ends_on,name,kind,product,category\n"
                                      "2025-12-13,2025-12-14,Week,promotion,boston kreme,\n"
                                      "2025-12-13,2025-12-14,Week,promotion,,Munchkins\n",
                                      -1, NULL));
  batch = import_one (DDI_IMPORT_EVENTS, NULL, events, &counts);
  g_assert_cmpint (counts.added, ==, 2);
  assert_sql ("SELECT string_agg(coalesce(p.name, e.category), ' ' ORDER BY e.id) FROM calendar_events e"
              " LEFT JOIN products p ON p.id = e.product_id",
              "Boston Kreme Munchkins");
  import_undo (batch);
  assert_sql ("SELECT count(*) FROM calendar_events", "0");
  g_assert_true (g_file_set_contents (
      events, "starts_on,ends_on,name,kind,product\n2025-12-13,,Week,promotion,Boston Cream\n", -1, NULL));
  {
    g_autoptr (DdiImportPlan) plan = import_plan (DDI_IMPORT_EVENTS, NULL, events, NULL);
    g_autoptr (GError) refused = NULL;

    import_preview (plan);
    g_assert_false (ddi_import_apply (plan, ddi_home_get_database (import_home),
                                      ddi_home_get_user_id (import_home), NULL, NULL, NULL, &refused));
    g_assert_nonnull (strstr (refused->message, "Boston Cream"));
  }
  assert_sql ("SELECT count(*) FROM calendar_events", "0");

  g_assert_true (g_file_set_contents (weather,
                                      "date,rain_mm,temperature_c\n2025-12-24,1.5,-3\n2025-12-25,,4\n", -1,
                                      NULL));
  import_one (DDI_IMPORT_WEATHER, NULL, weather, &counts);
  g_assert_cmpint (counts.added, ==, 3);
  g_assert_true (g_file_set_contents (weather,
                                      "date,rain_mm,temperature_c\n2025-12-24,1.5,-2\n2025-12-25,,4\n", -1,
                                      NULL));
  batch = import_one (DDI_IMPORT_WEATHER, NULL, weather, &counts);
  g_assert_cmpint (counts.changed, ==, 1);
  import_undo (batch);
  assert_sql ("SELECT value FROM weather WHERE date = '2025-12-24' AND measure = 'temperature_c'", "-3");
}

static void
test_sales (void)
{
  g_autofree char *csv = g_build_filename (import_folder, "sales.csv", NULL);
  g_autoptr (GString) text = g_string_new ("store,product,date,quantity\n");
  DdiImportCounts counts;
  int batch;

  import_clear ();
  for (int d = 0; d < 500; d++)
    for (int p = 0; p < 10; p++)
      {
        g_autofree char *day = ddi_day_format (IMPORT_SUNDAY - d);

        g_string_append_printf (text, "Store %d,\"Product, no. %d\",%s,%d\n", d % 3, p, day, d % 50 + p);
      }
  g_assert_true (g_file_set_contents (csv, text->str, -1, NULL));
  batch = import_one (DDI_IMPORT_SALES, NULL, csv, &counts);
  g_assert_cmpint (counts.added, ==, 5000);
  assert_sql ("SELECT count(*), count(DISTINCT store_id), count(DISTINCT product_id) FROM daily_sales",
              "5000|3|10");
  g_assert_cmpint (import_one (DDI_IMPORT_SALES, NULL, csv, &counts), ==, 0);
  g_assert_cmpint (counts.unchanged, ==, 5000);
  g_assert_cmpint (import_undo (batch).removed, ==, 5000 + 10 + 3);
  assert_sql ("SELECT count(*) FROM daily_sales", "0");
}

/* What the till took is kept with the pieces, changes with them, and comes back when it is undone. */
static void
test_revenue (void)
{
  g_autofree char *csv = g_build_filename (import_folder, "till.csv", NULL);
  DdiImportCounts counts;
  int second;

  import_clear ();
  g_assert_true (
      g_file_set_contents (csv,
                           "store,product,date,quantity,revenue\nMain Street,Glazed,2025-12-07,10,12.50\n"
                           "Main Street,Jelly,2025-12-07,4,\n",
                           -1, NULL));
  import_one (DDI_IMPORT_SALES, NULL, csv, &counts);
  assert_sql ("SELECT product_name, revenue FROM daily_sales ORDER BY 1", "Glazed|12.50\nJelly|");
  g_assert_cmpint (import_one (DDI_IMPORT_SALES, NULL, csv, NULL), ==, 0);

  g_assert_true (
      g_file_set_contents (csv,
                           "store,product,date,quantity,revenue\nMain Street,Glazed,2025-12-07,10,13\n"
                           "Main Street,Jelly,2025-12-07,4,5.2\n",
                           -1, NULL));
  second = import_one (DDI_IMPORT_SALES, NULL, csv, &counts);
  g_assert_cmpint (counts.changed, ==, 2);
  assert_sql ("SELECT product_name, revenue FROM daily_sales ORDER BY 1", "Glazed|13.00\nJelly|5.20");
  import_undo (second);
  assert_sql ("SELECT product_name, revenue FROM daily_sales ORDER BY 1", "Glazed|12.50\nJelly|");

  /* Other pieces without a revenue: the old one was not theirs. */
  g_assert_true (
      g_file_set_contents (csv, "store,product,date,quantity\nMain Street,Glazed,2025-12-07,11\n", -1, NULL));
  import_one (DDI_IMPORT_SALES, NULL, csv, NULL);
  assert_sql ("SELECT quantity_sold, revenue FROM daily_sales WHERE product_name = 'Glazed'", "11|");
}

/* Where a cost is known, a sheet's waste has one; where it is said later, lists and reports know it. */
static void
test_waste_cost (void)
{
  g_autofree char *first = import_write_week ("first.xlsx", IMPORT_SUNDAY, 7, 0);
  g_autofree char *second = import_write_week ("second.xlsx", IMPORT_SUNDAY + 7, 7, 3);
  g_autofree char *out = NULL;

  import_clear ();
  import_one (DDI_IMPORT_SHEET, "Main Street", first, NULL);
  assert_sql ("SELECT count(*) FROM daily_waste WHERE cost IS NOT NULL", "0");
  out = import_psql (
      "INSERT INTO product_prices (product_id, valid_from, unit_cost) SELECT id, '2025-12-01', 0.40 "
      "FROM products WHERE name = 'Glazed'");
  import_one (DDI_IMPORT_SHEET, "Main Street", second, NULL);
  assert_sql (
      "SELECT count(cost), bool_and(cost = quantity_wasted * 0.40) FROM daily_waste WHERE cost IS NOT NULL",
      "7|t");
}

static void
test_export_as_listed (void)
{
  g_autofree char *path = import_write_week ("week.xlsx", IMPORT_SUNDAY, 2, 0);
  g_autofree char *out = g_build_filename (import_folder, "listed.csv", NULL);
  g_autofree char *text = NULL;
  DdiExportOptions options = {
    .kind = DDI_EXPORT_PRODUCTION, .sort = "quantity", .descending = TRUE, .search = "e", .path = out
  };
  g_autoptr (GError) error = NULL;
  gint64 n;

  import_clear ();
  import_one (DDI_IMPORT_SHEET, "Main Street", path, NULL);
  options.first = IMPORT_SUNDAY;
  options.last = IMPORT_SUNDAY;
  g_assert_true (ddi_export_run (ddi_home_get_database (import_home), &options, &n, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (out, &text, NULL, NULL));
  g_assert_cmpstr (text, ==,
                   "store,date,product_name,quantity_produced,sold_out_at\n"
                   "Main Street,2025-12-07,Old Fashioned,17,\n"
                   "Main Street,2025-12-07,Sugared,16,\n"
                   "Main Street,2025-12-07,Apple Crumb,15,\n"
                   "Main Street,2025-12-07,Boston Kreme,14,\n"
                   "Main Street,2025-12-07,Jelly,13,\n"
                   "Main Street,2025-12-07,Glazed,12,\n");
  options.search = "crumb";
  options.first = options.last = DDI_DAY_INVALID;
  g_assert_true (ddi_export_run (ddi_home_get_database (import_home), &options, &n, NULL, &error));
  g_assert_cmpint (n, ==, 2);
}

static void
test_export (void)
{
  g_autofree char *path = import_write_week ("week.xlsx", IMPORT_SUNDAY, 2, 0);
  g_autofree char *out = g_build_filename (import_folder, "waste.csv", NULL);
  g_autofree char *text = NULL;
  DdiExportOptions options = {
    .kind = DDI_EXPORT_WASTE, .first = IMPORT_SUNDAY + 1, .last = DDI_DAY_INVALID, .path = out
  };
  g_autoptr (GError) error = NULL;
  gint64 n;

  import_clear ();
  import_one (DDI_IMPORT_SHEET, "=Shop", path, NULL);
  g_assert_true (ddi_export_run (ddi_home_get_database (import_home), &options, &n, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (n, ==, 6);
  g_assert_true (g_file_get_contents (out, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "store,date,product_name,quantity_wasted,reason,cost\n"
                                         "'=Shop,2025-12-08,Glazed,6,End of day,\n"));
  g_assert_cmpint (ddi_export_find_store (ddi_home_get_database (import_home), "=shop", NULL, &error), >, 0);
  g_assert_cmpint (ddi_export_find_store (ddi_home_get_database (import_home), "Nowhere", NULL, &error), ==,
                   0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  import_fixture_init ();
  g_test_add_func ("/tasks/import/sheet", test_sheet);
  g_test_add_func ("/tasks/import/grown-week", test_grown_week);
  g_test_add_func ("/tasks/import/till-stays", test_till_stays);
  g_test_add_func ("/tasks/import/added-columns", test_added_columns);
  g_test_add_func ("/tasks/import/calendar", test_calendar);
  g_test_add_func ("/tasks/import/sales", test_sales);
  g_test_add_func ("/tasks/import/revenue", test_revenue);
  g_test_add_func ("/tasks/import/waste-cost", test_waste_cost);
  g_test_add_func ("/tasks/import/export", test_export);
  g_test_add_func ("/tasks/import/export-as-listed", test_export_as_listed);
  return import_fixture_run ();
}

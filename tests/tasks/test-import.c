/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "support/ddi-test-directory.h"
#include "support/ddi-test-home.h"
#include "tasks/ddi-export.h"
#include "tasks/ddi-import.h"

#include "chart.h"

/* Sunday, 7 December 2025. */
#define SUNDAY 20429

static DdiHome *home;
static char *folder;

static const char *const donuts[] = { "Glazed",      "Jelly",   "Boston Kreme",
                                      "Apple Crumb", "Sugared", "Old Fashioned" };

static char *
psql (const char *sql)
{
  return ddi_test_home_psql (home, FALSE, sql);
}

#define assert_sql(sql, expected)                                                                            \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_autofree char *got_ = psql (sql);                                                                      \
    g_assert_cmpstr (got_, ==, expected);                                                                    \
  }                                                                                                          \
  G_STMT_END

static void
clear_tables (void)
{
  g_autofree char *out =
      psql ("SET client_min_messages = warning; TRUNCATE daily_sales, daily_waste, daily_production, "
            "store_days, calendar_events, "
            "weather, import_changes, import_batches, sheet_sources, products, product_aliases, "
            "stores RESTART IDENTITY CASCADE");
}

/* A shop's week: six donuts, made 12 + the row, thrown away by product, day and @salt; days from
 * @n_days on are still blank. */
static char *
write_week (const char *name, DdiDay sunday, int n_days, int salt)
{
  char *path = g_build_filename (folder, name, NULL);
  Chart chart = chart_new (path, sunday, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (donuts); i++)
    {
      chart_name (&chart, 6 + i, donuts[i]);
      for (int k = 0; k < n_days; k++)
        chart_put (&chart, 6 + i, k, 12 + (int)i,
                   1 + ((int)i * 3 + k * 5 + salt * (int)((i + 1) * (i + 1))) % 7);
    }
  chart_save (&chart);
  return path;
}

static DdiImportPlan *
plan_files (DdiImportKind kind, const char *store, const char *first, const char *second)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;
  DdiImportPlan *plan;

  g_ptr_array_add (files, g_file_new_for_path (first));
  if (second)
    g_ptr_array_add (files, g_file_new_for_path (second));
  plan = ddi_import_read (kind, files, store, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (ddi_import_match (plan, ddi_home_get_database (home), store, NULL, &error));
  g_assert_no_error (error);
  return plan;
}

static DdiImportFile *
first_of (DdiImportPlan *plan)
{
  return plan->files->pdata[0];
}

static void
preview (DdiImportPlan *plan)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (ddi_import_preview (plan, ddi_home_get_database (home), NULL, &error));
  g_assert_no_error (error);
}

static void
apply (DdiImportPlan *plan)
{
  g_autoptr (GError) error = NULL;
  gboolean good = ddi_import_apply (plan, ddi_home_get_database (home), ddi_home_get_user_id (home), NULL,
                                    NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (good);
}

/* Reads, matches, previews and applies one file; returns its batch. */
static int
import (DdiImportKind kind, const char *store, const char *path, DdiImportCounts *counts)
{
  g_autoptr (DdiImportPlan) plan = plan_files (kind, store, path, NULL);

  g_assert_no_error (first_of (plan)->error);
  preview (plan);
  apply (plan);
  if (counts)
    *counts = first_of (plan)->counts;
  return first_of (plan)->batch_id;
}

static DdiImportUndo
undo (int batch)
{
  DdiImportUndo result;
  g_autoptr (GError) error = NULL;

  g_assert_true (ddi_import_undo (ddi_home_get_database (home), ddi_home_get_user_id (home), batch, &result,
                                  NULL, &error));
  g_assert_no_error (error);
  return result;
}

static void
test_sheet (void)
{
  g_autofree char *path = write_week ("first.xlsx", SUNDAY, 7, 0);
  DdiImportCounts counts;
  int batch;

  clear_tables ();
  batch = import (DDI_IMPORT_SHEET, "Main Street", path, &counts);
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
  g_assert_cmpint (import (DDI_IMPORT_SHEET, "Main Street", path, &counts), ==, 0);
  g_assert_cmpint (counts.added, ==, 0);
  g_assert_cmpint (counts.changed, ==, 0);
  g_assert_cmpint (counts.unchanged, ==, 133);
  assert_sql ("SELECT count(*), max(row_version) FROM daily_sales", "42|1");
  assert_sql ("SELECT count(*) FROM import_batches", "1");

  undo (batch);
  assert_sql ("SELECT (SELECT count(*) FROM daily_sales) + (SELECT count(*) FROM daily_waste) + (SELECT "
              "count(*) FROM "
              "daily_production) + (SELECT count(*) FROM store_days) + (SELECT count(*) FROM products)",
              "0");
}

static void
test_grown_week (void)
{
  g_autofree char *early = write_week ("week.xlsx", SUNDAY, 3, 0);
  g_autofree char *late = NULL;
  g_autoptr (DdiImportPlan) plan = NULL;
  const DdiImportChange *change;
  int first, second;

  clear_tables ();
  first = import (DDI_IMPORT_SHEET, "Main Street", early, NULL);
  assert_sql ("SELECT count(*) FROM daily_waste", "18");

  late = write_week ("week.xlsx", SUNDAY, 7, 0);
  {
    /* Monday's Jelly was counted again. */
    Chart chart = chart_new (late, SUNDAY, NULL);

    for (guint i = 0; i < G_N_ELEMENTS (donuts); i++)
      {
        chart_name (&chart, 6 + i, donuts[i]);
        for (int k = 0; k < 7; k++)
          chart_put (&chart, 6 + i, k, 12 + (int)i, i == 1 && k == 1 ? 9 : 1 + ((int)i * 3 + k * 5) % 7);
      }
    chart_save (&chart);
  }
  plan = plan_files (DDI_IMPORT_SHEET, NULL, late, NULL);
  /* The shop is known by the file's name now. */
  g_assert_cmpint (first_of (plan)->reason, ==, DDI_IMPORT_SHOP_REMEMBERED);
  preview (plan);
  g_assert_cmpuint (first_of (plan)->changes->len, ==, 2);
  change = first_of (plan)->changes->pdata[1];
  g_assert_cmpstr (change->product, ==, "Jelly");
  g_assert_cmpstr (change->what, ==, "wasted");
  g_assert_cmpint (change->day, ==, SUNDAY + 1);
  g_assert_cmpint (change->before, ==, 2);
  g_assert_cmpint (change->after, ==, 9);
  apply (plan);
  second = first_of (plan)->batch_id;
  g_assert_cmpint (first_of (plan)->counts.added, ==, 4 * 18 + 4);
  g_assert_cmpint (first_of (plan)->counts.changed, ==, 2);
  assert_sql ("SELECT quantity_wasted FROM daily_waste WHERE product_name = 'Jelly' AND date = '2025-12-08'",
              "9");

  /* Undone, the first import's figures stand again, exactly. */
  undo (second);
  assert_sql ("SELECT count(*) FROM daily_waste", "18");
  assert_sql ("SELECT quantity_wasted FROM daily_waste WHERE product_name = 'Jelly' AND date = '2025-12-08'",
              "2");
  assert_sql ("SELECT quantity_sold FROM daily_sales WHERE product_name = 'Jelly' AND date = '2025-12-08'",
              "11");
  undo (first);
  assert_sql ("SELECT count(*) FROM daily_waste", "0");
}

static void
test_undo_out_of_order (void)
{
  g_autofree char *early = write_week ("w1.xlsx", SUNDAY, 7, 0);
  g_autofree char *late = write_week ("w2.xlsx", SUNDAY, 7, 1);
  g_autofree char *edited = NULL;
  DdiImportUndo result;
  int first, second;

  clear_tables ();
  first = import (DDI_IMPORT_SHEET, "Main Street", early, NULL);
  second = import (DDI_IMPORT_SHEET, "Main Street", late, NULL);
  edited = psql (
      "UPDATE daily_waste SET quantity_wasted = 8 WHERE product_name = 'Glazed' AND date = '2025-12-07'");
  undo (first);
  assert_sql ("SELECT count(*) FROM daily_waste", "42");
  result = undo (second);
  /* What somebody has written since stays. */
  g_assert_cmpint (result.kept, ==, 1);
  assert_sql ("SELECT count(*), min(quantity_wasted) FROM daily_waste", "1|8");
  assert_sql ("SELECT count(*) FROM daily_sales", "0");
}

static void
test_till_stays (void)
{
  g_autofree char *sheet = write_week ("week.xlsx", SUNDAY, 7, 0);
  g_autofree char *csv = g_build_filename (folder, "till.csv", NULL);
  DdiImportCounts counts;

  clear_tables ();
  g_assert_true (
      g_file_set_contents (csv, "store,product,date,quantity\nMain Street,Glazed,2025-12-07,10\n", -1, NULL));
  import (DDI_IMPORT_SALES, NULL, csv, &counts);
  g_assert_cmpint (counts.added, ==, 1);
  import (DDI_IMPORT_SHEET, "Main Street", sheet, &counts);
  g_assert_cmpint (counts.kept, ==, 1);
  assert_sql (
      "SELECT quantity_sold, source FROM daily_sales WHERE product_name = 'Glazed' AND date = '2025-12-07'",
      "10|till");

  /* The other way round the till's figure takes the derived one's place. */
  g_assert_true (
      g_file_set_contents (csv, "store,product,date,quantity\nMain Street,jelly,2025-12-07,3\n", -1, NULL));
  import (DDI_IMPORT_SALES, NULL, csv, &counts);
  g_assert_cmpint (counts.changed, ==, 1);
  assert_sql (
      "SELECT quantity_sold, source FROM daily_sales WHERE date = '2025-12-07' AND product_id = (SELECT id "
      "FROM products WHERE name = 'Jelly')",
      "3|till");
}

static void
test_copies (void)
{
  g_autofree char *first = write_week ("one.xlsx", SUNDAY, 7, 0);
  g_autofree char *copy = write_week ("two.xlsx", SUNDAY + 7, 7, 0);
  g_autofree char *honest = write_week ("three.xlsx", SUNDAY + 14, 7, 3);
  g_autoptr (DdiImportPlan) plan = NULL;
  g_autoptr (DdiImportPlan) together = NULL;
  g_autoptr (DdiImportPlan) other = NULL;
  const DdiImportCopy *told;

  clear_tables ();
  together = plan_files (DDI_IMPORT_SHEET, "Main Street", first, copy);
  preview (together);
  g_assert_cmpuint (first_of (together)->copies->len, ==, 0);
  g_assert_true (ddi_import_file_is_copy (together->files->pdata[1]));

  import (DDI_IMPORT_SHEET, "Main Street", first, NULL);
  plan = plan_files (DDI_IMPORT_SHEET, "Main Street", copy, NULL);
  preview (plan);
  g_assert_true (ddi_import_file_is_copy (first_of (plan)));
  told = first_of (plan)->copies->pdata[0];
  g_assert_cmpint (told->day, ==, SUNDAY + 7);
  g_assert_cmpint (told->original, ==, SUNDAY);
  g_assert_cmpstr (told->store, ==, "Main Street");
  /* Told before anything is written. */
  assert_sql ("SELECT count(*) FROM import_batches", "1");

  other = plan_files (DDI_IMPORT_SHEET, "Main Street", honest, NULL);
  preview (other);
  g_assert_false (ddi_import_file_is_copy (first_of (other)));
}

static void
test_all_zero (void)
{
  g_autofree char *path = g_build_filename (folder, "zero.xlsx", NULL);
  Chart chart = chart_new (path, SUNDAY, "345678");
  g_autoptr (DdiImportPlan) plan = NULL;
  g_autoptr (DdiImportPlan) again = NULL;

  clear_tables ();
  for (guint i = 0; i < G_N_ELEMENTS (donuts); i++)
    {
      chart_name (&chart, 6 + i, donuts[i]);
      chart_put (&chart, 6 + i, 0, 24, 0);
      chart_put (&chart, 6 + i, 1, 24, i == 0 ? 0 : 2); /* one sell-out on a counted day */
      chart_put (&chart, 6 + i, 2, i == 0 ? 0 : 24, i == 0 ? 0 : 1);
      chart_put (&chart, 6 + i, 3, 24, i == 0 ? 30 : 1);
    }
  chart_save (&chart);

  plan = plan_files (DDI_IMPORT_SHEET, "Main Street", path, NULL);
  preview (plan);
  apply (plan);
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

  again = plan_files (DDI_IMPORT_SHEET, NULL, path, NULL);
  g_assert_cmpstr (((DdiImportShop *)first_of (again)->shops->pdata[0])->name, ==, "Main Street");
  first_of (again)->confirmed_zero[0] = TRUE;
  preview (again);
  apply (again);
  assert_sql ("SELECT state FROM store_days WHERE date = '2025-12-07'", "complete");
  assert_sql ("SELECT count(*), max(quantity_wasted) FROM daily_waste WHERE date = '2025-12-07'", "6|0");
}

static void
test_names (void)
{
  g_autofree char *path = g_build_filename (folder, "names.xlsx", NULL);
  g_autofree char *first = write_week ("first.xlsx", SUNDAY, 7, 0);
  g_autoptr (DdiImportPlan) plan = NULL;
  g_autoptr (DdiImportPlan) again = NULL;
  Chart chart = chart_new (path, SUNDAY + 7, NULL);
  DdiImportName *misspelt;

  clear_tables ();
  import (DDI_IMPORT_SHEET, "Main Street", first, NULL);
  chart_name (&chart, 6, "Bostn Kreme ");
  chart_put (&chart, 6, 0, 24, 3);
  chart_name (&chart, 7, "glazed");
  chart_put (&chart, 7, 0, 48, 5);
  chart_save (&chart);

  plan = plan_files (DDI_IMPORT_SHEET, "Main Street", path, NULL);
  misspelt = first_of (plan)->names->pdata[0];
  g_assert_false (misspelt->known);
  g_assert_cmpstr (ddi_import_name_get_best (misspelt)->name, ==, "Boston Kreme");
  g_assert_true (((DdiImportName *)first_of (plan)->names->pdata[1])->known);
  ddi_import_name_choose (misspelt, ddi_import_name_get_best (misspelt));
  preview (plan);
  apply (plan);
  g_assert_cmpuint (plan->new_products->len, ==, 0);
  assert_sql ("SELECT p.name, w.product_name FROM daily_waste w JOIN products p ON p.id = w.product_id WHERE "
              "w.date = '2025-12-14' ORDER BY 1",
              "Boston Kreme|Bostn Kreme\nGlazed|glazed");

  again = plan_files (DDI_IMPORT_SHEET, "Main Street", path, NULL);
  g_assert_true (((DdiImportName *)first_of (again)->names->pdata[0])->known);

  /* Two names of one file cannot both mean one product. */
  ((DdiImportName *)first_of (again)->names->pdata[0])->product_id =
      ((DdiImportName *)first_of (again)->names->pdata[1])->product_id;
  preview (again);
  g_assert_error (first_of (again)->error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_VALUE);
}

static void
test_new_spellings (void)
{
  /* Two sheets of an empty database that spell a new product in two ways. */
  g_autofree char *one = g_build_filename (folder, "one.xlsx", NULL);
  g_autofree char *two = g_build_filename (folder, "two.xlsx", NULL);
  g_autoptr (DdiImportPlan) plan = NULL;
  DdiImportName *second;

  clear_tables ();
  for (int i = 0; i < 2; i++)
    {
      Chart chart = chart_new (i ? two : one, SUNDAY + 7 * i, NULL);

      chart_name (&chart, 6, i ? "Holiday Spinkle Munch" : "Holiday Sprinkle Munc");
      chart_put (&chart, 6, 0, 120, 40 + i);
      chart_save (&chart);
    }
  plan = plan_files (DDI_IMPORT_SHEET, "Main Street", one, two);
  second = plan->names->pdata[1];
  ddi_import_name_choose (second, ddi_import_name_get_best (second));
  preview (plan);
  apply (plan);
  assert_sql ("SELECT name FROM products", "Holiday Sprinkle Munc");
  assert_sql ("SELECT count(*), count(DISTINCT product_id) FROM daily_waste", "2|1");
  assert_sql ("SELECT count(*) FROM product_aliases", "2");
}

static void
test_shop_proposals (void)
{
  g_autofree char *north = write_week ("a.xlsx", SUNDAY, 7, 0);
  g_autofree char *named = write_week ("Shop North 12-14-2025.xlsx", SUNDAY + 7, 7, 2);
  g_autofree char *unnamed = write_week ("scan0001.xlsx", SUNDAY + 7, 7, 4);
  g_autofree char *south = g_build_filename (folder, "b.xlsx", NULL);
  g_autoptr (DdiImportPlan) by_name = NULL;
  g_autoptr (DdiImportPlan) by_mix = NULL;
  Chart chart = chart_new (south, SUNDAY, NULL);

  clear_tables ();
  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *name = g_strdup_printf ("Southern %c", 'A' + (int)i);

      chart_name (&chart, 6 + i, name);
      chart_put (&chart, 6 + i, 0, 12, (int)i);
    }
  chart_save (&chart);
  import (DDI_IMPORT_SHEET, "Shop North", north, NULL);
  import (DDI_IMPORT_SHEET, "Shop South", south, NULL);

  by_name = plan_files (DDI_IMPORT_SHEET, NULL, named, NULL);
  g_assert_cmpint (first_of (by_name)->reason, ==, DDI_IMPORT_SHOP_FILE_NAME);
  g_assert_cmpstr (((DdiImportShop *)first_of (by_name)->shops->pdata[0])->name, ==, "Shop North");
  by_mix = plan_files (DDI_IMPORT_SHEET, NULL, unnamed, NULL);
  g_assert_cmpint (first_of (by_mix)->reason, ==, DDI_IMPORT_SHOP_MIX);
  g_assert_cmpstr (((DdiImportShop *)first_of (by_mix)->shops->pdata[0])->name, ==, "Shop North");
}

static void
test_calendar (void)
{
  g_autofree char *events = g_build_filename (folder, "events.csv", NULL);
  g_autofree char *weather = g_build_filename (folder, "weather.csv", NULL);
  DdiImportCounts counts;
  int batch;

  clear_tables ();
  g_assert_true (g_file_set_contents (events,
                                      "starts_on,ends_on,name,kind,store\n"
                                      "2025-12-24,2025-12-25,Christmas,holiday,\n"
                                      "2025-12-13,2025-12-13,Parade,local,Main Street\n",
                                      -1, NULL));
  batch = import (DDI_IMPORT_EVENTS, NULL, events, &counts);
  g_assert_cmpint (counts.added, ==, 2);
  assert_sql ("SELECT count(*) FROM calendar_events WHERE store_id IS NULL", "1");
  g_assert_cmpint (import (DDI_IMPORT_EVENTS, NULL, events, &counts), ==, 0);
  undo (batch);
  assert_sql ("SELECT count(*) FROM calendar_events", "0");

  g_assert_true (g_file_set_contents (weather,
                                      "date,rain_mm,temperature_c\n2025-12-24,1.5,-3\n2025-12-25,,4\n", -1,
                                      NULL));
  import (DDI_IMPORT_WEATHER, NULL, weather, &counts);
  g_assert_cmpint (counts.added, ==, 3);
  g_assert_true (g_file_set_contents (weather,
                                      "date,rain_mm,temperature_c\n2025-12-24,1.5,-2\n2025-12-25,,4\n", -1,
                                      NULL));
  batch = import (DDI_IMPORT_WEATHER, NULL, weather, &counts);
  g_assert_cmpint (counts.changed, ==, 1);
  undo (batch);
  assert_sql ("SELECT value FROM weather WHERE date = '2025-12-24' AND measure = 'temperature_c'", "-3");
}

static void
test_sales (void)
{
  g_autofree char *csv = g_build_filename (folder, "sales.csv", NULL);
  g_autoptr (GString) text = g_string_new ("store,product,date,quantity\n");
  DdiImportCounts counts;
  int batch;

  clear_tables ();
  for (int d = 0; d < 500; d++)
    for (int p = 0; p < 10; p++)
      {
        g_autofree char *day = ddi_day_format (SUNDAY - d);

        g_string_append_printf (text, "Store %d,\"Product, no. %d\",%s,%d\n", d % 3, p, day, d % 50 + p);
      }
  g_assert_true (g_file_set_contents (csv, text->str, -1, NULL));
  batch = import (DDI_IMPORT_SALES, NULL, csv, &counts);
  g_assert_cmpint (counts.added, ==, 5000);
  assert_sql ("SELECT count(*), count(DISTINCT store_id), count(DISTINCT product_id) FROM daily_sales",
              "5000|3|10");
  g_assert_cmpint (import (DDI_IMPORT_SALES, NULL, csv, &counts), ==, 0);
  g_assert_cmpint (counts.unchanged, ==, 5000);
  g_assert_cmpint (undo (batch).removed, ==, 5000 + 10);
  assert_sql ("SELECT count(*) FROM daily_sales", "0");
}

static void
test_undo_twice (void)
{
  g_autofree char *path = write_week ("week.xlsx", SUNDAY, 1, 0);
  g_autoptr (GError) error = NULL;
  int batch;

  clear_tables ();
  batch = import (DDI_IMPORT_SHEET, "Main Street", path, NULL);
  undo (batch);
  g_assert_false (ddi_import_undo (ddi_home_get_database (home), 1, batch, NULL, NULL, &error));
  g_assert_error (error, DDI_IMPORT_ERROR, DDI_IMPORT_ERROR_UNDONE);
  g_clear_error (&error);
  g_assert_false (ddi_import_undo (ddi_home_get_database (home), 1, 9999, NULL, NULL, &error));
  g_assert_error (error, DDI_IMPORT_ERROR, DDI_IMPORT_ERROR_NOT_FOUND);
}

static void
test_cancelled (void)
{
  g_autofree char *path = write_week ("week.xlsx", SUNDAY, 7, 0);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (DdiImportPlan) plan = NULL;
  g_autoptr (GError) error = NULL;

  clear_tables ();
  plan = plan_files (DDI_IMPORT_SHEET, "Main Street", path, NULL);
  g_cancellable_cancel (cancellable);
  g_assert_false (ddi_import_apply (plan, ddi_home_get_database (home), ddi_home_get_user_id (home), NULL,
                                    NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_sql (
      "SELECT (SELECT count(*) FROM stores) + (SELECT count(*) FROM products) + (SELECT count(*) FROM "
      "import_batches)",
      "0");
}

static void
test_export (void)
{
  g_autofree char *path = write_week ("week.xlsx", SUNDAY, 2, 0);
  g_autofree char *out = g_build_filename (folder, "waste.csv", NULL);
  g_autofree char *text = NULL;
  DdiExportOptions options = { DDI_EXPORT_WASTE, 0, SUNDAY + 1, DDI_DAY_INVALID, out };
  g_autoptr (GError) error = NULL;
  gint64 n;

  clear_tables ();
  import (DDI_IMPORT_SHEET, "=Shop", path, NULL);
  g_assert_true (ddi_export_run (ddi_home_get_database (home), &options, &n, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (n, ==, 6);
  g_assert_true (g_file_get_contents (out, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "store,date,product_name,quantity_wasted,reason,cost\n"
                                         "'=Shop,2025-12-08,Glazed,6,End of day,\n"));
  g_assert_cmpint (ddi_export_find_store (ddi_home_get_database (home), "=shop", NULL, &error), >, 0);
  g_assert_cmpint (ddi_export_find_store (ddi_home_get_database (home), "Nowhere", NULL, &error), ==, 0);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  home = ddi_test_home_new ();
  folder = ddi_test_directory_new_path ("files");
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);

  g_test_add_func ("/tasks/import/sheet", test_sheet);
  g_test_add_func ("/tasks/import/grown-week", test_grown_week);
  g_test_add_func ("/tasks/import/undo-out-of-order", test_undo_out_of_order);
  g_test_add_func ("/tasks/import/till-stays", test_till_stays);
  g_test_add_func ("/tasks/import/copies", test_copies);
  g_test_add_func ("/tasks/import/all-zero", test_all_zero);
  g_test_add_func ("/tasks/import/names", test_names);
  g_test_add_func ("/tasks/import/new-spellings", test_new_spellings);
  g_test_add_func ("/tasks/import/shop-proposals", test_shop_proposals);
  g_test_add_func ("/tasks/import/calendar", test_calendar);
  g_test_add_func ("/tasks/import/sales", test_sales);
  g_test_add_func ("/tasks/import/undo-twice", test_undo_twice);
  g_test_add_func ("/tasks/import/cancelled", test_cancelled);
  g_test_add_func ("/tasks/import/export", test_export);
  status = g_test_run ();

  ddi_home_close (home, NULL);
  g_clear_object (&home);
  g_free (folder);
  return status;
}

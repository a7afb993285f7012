/* SPDX-License-Identifier: GPL-3.0-or-later */

/* generate, order, report and export, as a user starts them, on one home with two shops. */

#include <glib/gstdio.h>
#include <string.h>

#include "cli-run.h"
#include "core/ddi-day.h"
#include "support/ddi-test-directory.h"
#include "support/ddi-test-home.h"

static char *place;
static char *folder;

/* Twelve weeks of two products in two shops up to yesterday; Jelly sold nothing at all on the last day. No
 * price is known of Jelly. One name would be run by a spreadsheet. */
static void
make_rows (void)
{
  DdiHome *home = ddi_test_home_open (place);
  g_autofree char *out = ddi_test_home_psql (
      home, FALSE,
      "INSERT INTO districts (name) VALUES ('D');"
      "INSERT INTO stores (district_id, name, code) VALUES (1, 'North', 'N1'), (1, '=cmd|calc', NULL);"
      "INSERT INTO products (name, category, unit_cost, unit_price) VALUES ('Glazed', 'Donuts', 0.40, 1.50),"
      "  ('Jelly', 'Donuts', NULL, NULL);"
      "INSERT INTO daily_production (user_id, store_id, date, product_id, product_name, quantity_produced)"
      "  SELECT u.id, s, CURRENT_DATE - d, p.id, p.name, 40 + p.id FROM users u, generate_series(1, 2) s,"
      "  generate_series(1, 84) d, products p;"
      "INSERT INTO daily_waste (user_id, store_id, date, product_id, product_name, quantity_wasted, reason)"
      "  SELECT user_id, store_id, date, product_id, product_name, CASE WHEN product_id = 2 AND date = "
      "CURRENT_DATE - 1"
      "  THEN quantity_produced ELSE 5 + extract(dow FROM date)::int END, 'End of day' FROM daily_production;"
      "UPDATE daily_waste SET cost = quantity_wasted * 0.40 WHERE product_id = 1;"
      "INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, quantity_sold, revenue, "
      "source)"
      "  SELECT p.user_id, store_id, date, product_id, p.product_name, quantity_produced - quantity_wasted,"
      "  CASE product_id WHEN 1 THEN (quantity_produced - quantity_wasted) * 1.50 END, 'derived'"
      "  FROM daily_production p JOIN daily_waste w USING (store_id, date, product_id);"
      "INSERT INTO store_days (store_id, date, state) SELECT DISTINCT store_id, date, 'complete' FROM "
      "daily_sales;"
      /* A forecast of nothing, of a day that sold something; and one that was half as high as it should be. */
      "INSERT INTO forecasts (user_id, forecast_date, product_name, store_id, product_id, predicted_demand, "
      "status)"
      "  SELECT u.id, CURRENT_DATE - 2, p.name, 1, p.id, CASE p.id WHEN 1 THEN 0 ELSE 10 END, 'approved' "
      "FROM users u, products p;"
      "INSERT INTO audit_logs (user_id, action, details) SELECT id, 'LOGIN', '{\"from\": \"a \\\"quoted\\\" "
      "place\"}' FROM users");

  ddi_home_close (home, NULL);
  g_object_unref (home);
}

static JsonNode *
parse (CliRun *run, JsonParser *parser)
{
  g_autoptr (GError) error = NULL;

  json_parser_load_from_data (parser, run->out, -1, &error);
  g_assert_no_error (error);
  g_assert_nonnull (json_parser_get_root (parser));
  return json_parser_get_root (parser);
}

static JsonObject *
find (JsonArray *rows, const char *member, const char *value)
{
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);

      if (g_strcmp0 (json_object_get_string_member (row, member), value) == 0)
        return row;
    }
  g_assert_not_reached ();
}

static void
test_usage (void)
{
  static const char *const wrong[] = {
    "generate",
    "generate --days 0",
    "generate --days 29",
    "generate --days x",
    "generate --days 3 North",
    "order",
    "order --date tomorrow",
    "order --date 2025-02-31",
    "order --date 2025-12-07 --output order.doc",
    "order 2025-12-07",
    "report",
    "report cake",
    "report trends waste",
    "report trends --days -1",
    "report trends --weeks 2",
    "settings set",
    "settings set cake 3",
    "settings set currency euro",
    "settings set range 0.2",
    "settings set range 100%",
    "settings set service-level 75",
    "settings set waste-goal nan",
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    cli_run_free (cli_expect (2, NULL, wrong[i]));
}

static void
test_reports (void)
{
  g_autoptr (CliRun) trends = cli_expect (0, place, "--data-dir % report trends --days 3 --json");
  g_autoptr (CliRun) waste = cli_expect (0, place, "report waste --days 7 --json --data-dir %");
  g_autoptr (CliRun) accuracy = cli_expect (0, place, "report --json accuracy --data-dir=%");
  g_autoptr (CliRun) activity = cli_expect (0, place, "--json --data-dir % report activity");
  g_autoptr (CliRun) users = cli_expect (0, place, "--json --data-dir % report users");
  g_autoptr (CliRun) text = cli_expect (0, place, "--data-dir % report accuracy");
  g_autoptr (CliRun) nobody = cli_expect (1, place, "--data-dir % report waste --store Nowhere");
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *rows = json_node_get_array (parse (trends, parser));
  JsonObject *row;

  /* Days back from today, which has nothing yet; Jelly's zero counts as a sale of nothing. */
  g_assert_cmpint (json_array_get_length (rows), ==, 3);
  row = json_array_get_object_element (rows, 0);
  g_assert_cmpint (json_object_get_int_member (row, "quantity_sold"), >, 0);
  g_assert_false (json_object_get_null_member (row, "daily_revenue"));

  rows = json_node_get_array (parse (waste, parser));
  g_assert_cmpint (json_array_get_length (rows), ==, 2);
  /* What has a cost stands first; the other's is unknown, not 0. */
  row = json_array_get_object_element (rows, 0);
  g_assert_cmpstr (json_object_get_string_member (row, "product_name"), ==, "Glazed");
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (row, "total_cost"),
                                  0.40 * (double)json_object_get_int_member (row, "total_wasted"), 1e-9);
  g_assert_true (json_object_get_null_member (json_array_get_object_element (rows, 1), "total_cost"));

  rows = json_node_get_array (parse (accuracy, parser));
  g_assert_true (json_object_get_null_member (find (rows, "product_name", "Glazed"), "error_pct"));
  g_assert_cmpfloat (json_object_get_double_member (find (rows, "product_name", "Jelly"), "error_pct"), >, 0);

  rows = json_node_get_array (parse (activity, parser));
  g_assert_cmpstr (json_object_get_string_member (find (rows, "action", "LOGIN"), "action"), ==, "LOGIN");
  rows = json_node_get_array (parse (users, parser));
  g_assert_cmpint (json_object_get_int_member (json_array_get_object_element (rows, 0), "sales_count"), ==,
                   336);
  g_assert_nonnull (strstr (text->out, "–"));
  g_assert_nonnull (strstr (nobody->err, "Nowhere"));
}

static void
test_generate_order (void)
{
  g_autofree char *tomorrow = ddi_day_format (ddi_day_today ("UTC") + 1);
  g_autofree char *order = g_strdup_printf ("--data-dir %% --json order --date %s", tomorrow);
  g_autofree char *shop = g_strdup_printf ("order --date %s --store N1 --json --data-dir %%", tomorrow);
  g_autofree char *file =
      g_strdup_printf ("--data-dir %% --json order --date %s --output %s/order.csv", tomorrow, folder);
  g_autofree char *path = g_build_filename (folder, "order.csv", NULL);
  g_autofree char *written = NULL;
  g_autoptr (CliRun) early = cli_expect (1, place, order);
  g_autoptr (CliRun) nowhere = cli_expect (1, place, "--data-dir % generate --days 2 --store Nowhere");
  g_autoptr (CliRun) generated = cli_expect (0, place, "--data-dir % generate --days 2 --json");
  g_autoptr (CliRun) board = cli_expect (0, place, order);
  g_autoptr (CliRun) lines = cli_expect (0, place, shop);
  g_autoptr (CliRun) output = cli_expect (0, place, file);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *object;

  g_assert_nonnull (strstr (early->err, "generate --days"));
  g_assert_nonnull (strstr (nowhere->err, "Nowhere"));
  g_assert_true (JSON_NODE_HOLDS_OBJECT (parse (generated, parser)));
  object = json_node_get_object (parse (board, parser));
  g_assert_cmpstr (json_object_get_string_member (object, "date"), ==, tomorrow);
  g_assert_cmpint (json_array_get_length (json_object_get_array_member (object, "shops")), ==, 2);
  object = json_node_get_object (parse (lines, parser));
  g_assert_cmpint (json_array_get_length (json_object_get_array_member (object, "lines")), ==, 2);
  object = json_node_get_object (parse (output, parser));
  g_assert_cmpstr (json_object_get_string_member (object, "file"), ==, path);
  g_assert_true (g_file_get_contents (path, &written, NULL, NULL));
  g_assert_nonnull (strstr (written, "Glazed"));
  /* A spreadsheet shows the name, and does not run it. */
  g_assert_nonnull (strstr (written, "'=cmd|calc"));
}

/* What is set is what the next forecasts are made with; what cannot be changes nothing. */
static void
test_settings (void)
{
  g_autofree char *tomorrow = ddi_day_format (ddi_day_today ("UTC") + 1);
  g_autofree char *shop = g_strdup_printf ("order --date %s --store N1 --json --data-dir %%", tomorrow);
  g_autoptr (CliRun) set = cli_expect (0, place, "settings set range 90% --json --data-dir %");
  g_autoptr (CliRun) currency = cli_expect (0, place, "settings set currency EUR --data-dir %");
  g_autoptr (CliRun) wrong = cli_expect (2, place, "settings set range 90 --data-dir %");
  g_autoptr (CliRun) generated = cli_expect (0, place, "--data-dir % generate --days 2 --json");
  g_autoptr (CliRun) lines = cli_expect (0, place, shop);
  g_autoptr (CliRun) list = cli_expect (0, place, "settings --json --data-dir %");
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *object = json_node_get_object (parse (set, parser));
  JsonArray *rows;

  g_assert_cmpfloat (json_object_get_double_member (object, "interval_coverage"), ==, 0.9);
  g_assert_nonnull (strstr (currency->out, "EUR"));
  g_assert_nonnull (strstr (wrong->err, "0.5"));
  rows = json_object_get_array_member (json_node_get_object (parse (lines, parser)), "lines");
  g_assert_cmpint (json_array_get_length (rows), ==, 2);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpint (json_object_get_int_member (json_array_get_object_element (rows, i), "coverage"), ==,
                     90);
  object = json_node_get_object (parse (list, parser));
  g_assert_cmpstr (json_object_get_string_member (object, "currency"), ==, "EUR");
  g_assert_cmpfloat (json_object_get_double_member (object, "interval_coverage"), ==, 0.9);
  g_assert_cmpfloat (json_object_get_double_member (object, "waste_goal"), ==, 0.15);
}

static void
test_export (void)
{
  static const char *const kinds[] = { "sales", "waste", "production", "forecasts" };
  g_autoptr (CliRun) csv = cli_expect (0, place, "--data-dir % export waste --store =cmd|calc");
  g_autoptr (CliRun) none = cli_expect (0, place, "--data-dir % --json export sales --from 2031-01-01");
  g_autoptr (JsonParser) parser = json_parser_new ();

  g_assert_true (
      g_str_has_prefix (csv->out, "store,date,product_name,quantity_wasted,reason,cost\n'=cmd|calc,"));
  g_assert_null (strstr (csv->out, "\n=cmd"));
  g_assert_cmpint (json_array_get_length (json_node_get_array (parse (none, parser))), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *arguments = g_strdup_printf ("export %s --data-dir %% --json", kinds[i]);
      g_autoptr (CliRun) json = cli_expect (0, place, arguments);
      JsonArray *rows = json_node_get_array (parse (json, parser));

      g_assert_cmpint (json_array_get_length (rows), >, 0);
      /* In JSON a name is what it is. */
      g_assert_nonnull (find (rows, "store", "=cmd|calc"));
    }
}

/* Files of one shop; what cannot be is refused before anything is written. */
static void
test_sheets (void)
{
  g_autofree char *out = g_build_filename (folder, "sheets", NULL);
  g_autofree char *arguments =
      g_strdup_printf ("--data-dir=%% sheets --week 2026-12-02 --store north --output %s", out);
  g_autofree char *workbook = g_build_filename (out, "North week-ending 2026-12-05.xlsx", NULL);
  g_autofree char *paper = g_build_filename (out, "North week-ending 2026-12-05.pdf", NULL);
  g_autofree char *expected = g_strdup_printf ("%s\n%s\n", workbook, paper), *text = NULL;
  g_autoptr (CliRun) run = cli_expect (0, place, arguments);
  g_autoptr (CliRun) no_week = cli_expect (2, place, "--data-dir=% sheets --output x");
  g_autoptr (CliRun) no_day = cli_expect (2, place, "--data-dir=% sheets --week tomorrow --output x");
  g_autoptr (CliRun) nobody =
      cli_expect (1, place, "--data-dir=% sheets --week 2026-12-02 --store East --output x");

  g_assert_cmpstr (run->out, ==, expected);
  g_assert_true (g_file_test (workbook, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_get_contents (paper, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "%PDF-"));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  place = ddi_test_home_new_path ();
  folder = ddi_test_directory_new_path ("files");
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  make_rows ();
  cli_run_free (cli_expect (0, place, "--data-dir % server start"));
  g_test_add_func ("/cli/report/usage", test_usage);
  g_test_add_func ("/cli/sheets", test_sheets);
  g_test_add_func ("/cli/report/reports", test_reports);
  g_test_add_func ("/cli/report/generate-order", test_generate_order);
  g_test_add_func ("/cli/report/settings", test_settings);
  g_test_add_func ("/cli/report/export", test_export);
  status = g_test_run ();
  cli_run_free (cli_expect (0, place, "--data-dir % server stop"));
  g_free (place);
  g_free (folder);
  return status;
}

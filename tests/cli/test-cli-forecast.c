/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "cli-run.h"
#include "core/ddi-day.h"
#include "support/ddi-test-directory.h"

/* Two stores × two products over 300 days from 1 January 2024, a holiday each 1 May; written once. */
static char *
sales_file (void)
{
  static const int profile[7] = { 8, 7, 8, 9, 10, 14, 15 };
  char *path = ddi_test_directory_new_path ("sales");
  g_autoptr (GString) text = g_string_new ("store,product,date,quantity\n");
  g_autoptr (GError) error = NULL;

  for (DdiDay day = 19723; day < 19723 + 300; day++)
    for (int i = 0; i < 4; i++)
      {
        g_autofree char *date = ddi_day_format (day);

        g_string_append_printf (text, "%s,%s,%s,%d\n", i / 2 ? "North" : "South", i % 2 ? "Muffin" : "Donut",
                                date, profile[ddi_day_weekday (day)] * (3 + i) + (day * 7 + i) % 5);
      }
  g_file_set_contents (path, text->str, -1, &error);
  g_assert_no_error (error);
  return path;
}

static char *
events_file (void)
{
  char *path = ddi_test_directory_new_path ("events");

  g_file_set_contents (path,
                       "starts_on,ends_on,name,kind\n2024-05-01,2024-05-01,Labour Day,holiday\n"
                       "2024-10-28,2024-10-28,Refit,closure\n",
                       -1, NULL);
  return path;
}

/* Lines of CSV, the header first; the last is empty. */
static char **
lines_of (const CliRun *run)
{
  return g_strsplit (run->out, "\n", -1);
}

static void
test_forecast (gconstpointer sales)
{
  g_autofree char *events = events_file ();
  g_autofree char *arguments =
      g_strdup_printf ("forecast --sales %s --events %s --horizon 7", (const char *)sales, events);
  g_autoptr (CliRun) run = cli_expect (0, NULL, arguments);
  g_auto (GStrv) lines = lines_of (run);

  g_assert_cmpstr (lines[0], ==,
                   "store,product,date,predicted,lower,upper,confidence,order_quantity,model,note");
  g_assert_cmpint (g_strv_length (lines), ==, 1 + 4 * 7 + 1);
  /* 300 days from 1 January end on 26 October; the refit is the second day. */
  g_assert_true (g_str_has_prefix (lines[1], "South,Donut,2024-10-27,"));
  g_assert_true (g_str_has_prefix (lines[2], "South,Donut,2024-10-28,0,0,0,0,0,combination,closed"));
  for (int i = 1; i <= 4 * 7; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], ",", -1);
      double p = g_ascii_strtod (cells[3], NULL), l = g_ascii_strtod (cells[4], NULL),
             u = g_ascii_strtod (cells[5], NULL);

      g_assert_cmpint (g_strv_length (cells), ==, 10);
      g_assert_true (0 <= l && l <= p && p <= u);
    }
}

/* --from uses only what lies before it. */
static void
test_from (gconstpointer sales)
{
  g_autofree char *contents = NULL, *cut = ddi_test_directory_new_path ("cut");
  g_autofree char *a = NULL, *b = NULL;
  g_autoptr (CliRun) x = NULL, y = NULL;
  char *end;

  g_file_get_contents (sales, &contents, NULL, NULL);
  end = strstr (contents, "South,Donut,2024-10-01");
  g_assert_nonnull (end);
  g_file_set_contents (cut, contents, end - contents, NULL);
  a = g_strdup_printf ("forecast --sales %s --horizon 10 --from 2024-10-01", (const char *)sales);
  b = g_strdup_printf ("forecast --sales %s --horizon 10", cut);
  x = cli_expect (0, NULL, a);
  y = cli_expect (0, NULL, b);
  g_assert_cmpstr (x->out, ==, y->out);
}

static double
predicted_of (const char *line)
{
  g_auto (GStrv) cells = g_strsplit (line, ",", -1);

  g_assert_cmpint (g_strv_length (cells), ==, 10);
  return g_ascii_strtod (cells[3], NULL);
}

/* The next day from what the last run learnt is nearly what a full run says; no other file is written over. */
static void
test_state (gconstpointer sales)
{
  g_autofree char *state = ddi_test_directory_new_path ("state"), *kept = NULL, *after = NULL;
  g_autofree char *first =
      g_strdup_printf ("forecast --sales %s --from 2024-10-20 --state %s", (const char *)sales, state);
  g_autofree char *second =
      g_strdup_printf ("forecast --sales %s --from 2024-10-21 --state %s", (const char *)sales, state);
  g_autofree char *full = g_strdup_printf ("forecast --sales %s --from 2024-10-21", (const char *)sales);
  g_autofree char *wrong =
      g_strdup_printf ("forecast --sales %s --state %s", (const char *)sales, (const char *)sales);
  g_autoptr (CliRun) learnt = cli_expect (0, NULL, first), updated = NULL, plain = NULL;
  g_auto (GStrv) lines = NULL, others = NULL;

  g_assert_true (g_file_get_contents (state, &kept, NULL, NULL));
  g_assert_true (g_str_has_prefix (kept, "DDILEARN"));
  updated = cli_expect (0, NULL, second);
  plain = cli_expect (0, NULL, full);
  lines = lines_of (updated);
  others = lines_of (plain);
  g_assert_true (g_str_has_prefix (lines[1], "South,Donut,2024-10-21,"));
  for (int i = 1; i <= 4 * 7; i++)
    g_assert_cmpfloat_with_epsilon (predicted_of (lines[i]), predicted_of (others[i]),
                                    0.03 * predicted_of (others[i]));
  g_free (g_steal_pointer (&kept));
  g_file_get_contents (sales, &kept, NULL, NULL);
  cli_run_free (cli_expect (1, NULL, wrong));
  g_file_get_contents (sales, &after, NULL, NULL);
  g_assert_cmpstr (kept, ==, after);
}

static void
test_json (gconstpointer sales)
{
  g_autofree char *arguments =
      g_strdup_printf ("--json forecast --sales %s --horizon 2", (const char *)sales);
  g_autoptr (CliRun) run = cli_expect (0, NULL, arguments);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *rows;
  JsonObject *row;

  g_assert_true (json_parser_load_from_data (parser, run->out, -1, NULL));
  rows = json_node_get_array (json_parser_get_root (parser));
  g_assert_cmpint (json_array_get_length (rows), ==, 8);
  row = json_array_get_object_element (rows, 0);
  g_assert_cmpstr (json_object_get_string_member (row, "store"), ==, "South");
  g_assert_cmpfloat (json_object_get_double_member (json_object_get_object_member (row, "explanation"),
                                                    "level"),
                     >, 0);
}

static void
test_backtest (gconstpointer sales)
{
  g_autofree char *output = ddi_test_directory_new_path ("forecasts");
  g_autofree char *arguments =
      g_strdup_printf ("--json backtest --sales %s --origins 4 --horizon 7 --output %s", (const char *)sales,
                       output);
  g_autoptr (CliRun) run = cli_expect (0, NULL, arguments);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *figures = cli_run_parse (run, parser);
  g_autofree char *written = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_cmpint (json_object_get_int_member (figures, "rows"), ==, 4 * 7 * 4);
  g_assert_cmpfloat (json_object_get_double_member (figures, "wape"), <, 0.1);
  g_assert_true (json_object_has_member (figures, "series_per_second"));
  g_assert_true (g_file_get_contents (output, &written, NULL, NULL));
  lines = g_strsplit (written, "\n", -1);
  g_assert_cmpint (g_strv_length (lines), ==, 1 + 4 * 7 * 4 + 1);
}

/* A promotion is expected of its product alone; of a category the file cannot tell, and that is said. */
static void
test_scope (gconstpointer sales)
{
  g_autofree char *path = ddi_test_directory_new_path ("scope");
  g_autofree char *arguments =
      g_strdup_printf ("forecast --sales %s --events %s --horizon 1", (const char *)sales, path);
  g_autofree char *plain = g_strdup_printf ("forecast --sales %s --horizon 1", (const char *)sales);
  g_autoptr (CliRun) usual = cli_expect (0, NULL, plain), run = NULL;
  g_auto (GStrv) before = lines_of (usual), after = NULL;

  g_assert_true (g_file_set_contents (path,
                                      "starts_on,ends_on,name,kind,expected_effect,product\n"
                                      "2024-10-27,2024-10-27,Donut day,promotion,0.5,Donut\n",
                                      -1, NULL));
  run = cli_expect (0, NULL, arguments);
  after = lines_of (run);
  for (int i = 1; i <= 4; i++)
    {
      g_auto (GStrv) one = g_strsplit (before[i], ",", -1), other = g_strsplit (after[i], ",", -1);
      double ratio = g_ascii_strtod (other[3], NULL) / g_ascii_strtod (one[3], NULL);

      g_assert_cmpfloat_with_epsilon (ratio, g_str_equal (one[1], "Donut") ? 1.5 : 1, 0.02);
    }
  g_assert_true (g_file_set_contents (path,
                                      "starts_on,ends_on,name,kind,category\n"
                                      "2024-10-27,2024-10-27,Donut day,promotion,Donuts\n",
                                      -1, NULL));
  {
    g_autoptr (CliRun) refused = cli_expect (1, NULL, arguments);

    g_assert_nonnull (strstr (refused->err, "Donuts"));
  }
}

static void
test_misuse (gconstpointer sales)
{
  static const char *const misuses[] = {
    "forecast",
    "forecast --sales %s --horizon 0",
    "forecast --sales %s --horizon 7 --from yesterday",
    "forecast --sales %s --level 2",
    "forecast --sales %s extra",
    "backtest --sales %s --origins 0",
    "backtest --sales %s --fractile -1",
  };
  g_autofree char *none = ddi_test_directory_new_path ("none");
  g_autofree char *missing = g_strdup_printf ("forecast --sales %s", none);
  g_autofree char *early = g_strdup_printf ("forecast --sales %s --from 1999-01-01", (const char *)sales);
  g_autofree char *many = g_strdup_printf ("backtest --sales %s --origins 500", (const char *)sales);

  for (gsize i = 0; i < G_N_ELEMENTS (misuses); i++)
    {
      g_auto (GStrv) parts = g_strsplit (misuses[i], "%s", -1);
      g_autofree char *arguments = g_strjoinv (sales, parts);
      g_autoptr (CliRun) run = cli_expect (2, NULL, arguments);
    }
  cli_run_free (cli_expect (1, NULL, missing));
  cli_run_free (cli_expect (1, NULL, early));
  cli_run_free (cli_expect (1, NULL, many));
}

int
main (int argc, char **argv)
{
  g_autofree char *sales = NULL;

  g_test_init (&argc, &argv, NULL);
  sales = sales_file ();
  g_test_add_data_func ("/cli/forecast", sales, test_forecast);
  g_test_add_data_func ("/cli/forecast/from", sales, test_from);
  g_test_add_data_func ("/cli/forecast/state", sales, test_state);
  g_test_add_data_func ("/cli/forecast/json", sales, test_json);
  g_test_add_data_func ("/cli/backtest", sales, test_backtest);
  g_test_add_data_func ("/cli/forecast/scope", sales, test_scope);
  g_test_add_data_func ("/cli/forecast/misuse", sales, test_misuse);
  return g_test_run ();
}

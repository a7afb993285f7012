/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A week whose figures can be worked out by hand. */
#include "tasks/ddi-weekly.h"

#include "support/ddi-test-directory.h"
#include "support/ddi-test-home.h"

static DdiHome *home;

#define SUNDAY "2026-11-08"

static DdiWeekly *
load (const char *district)
{
  g_autoptr (GError) error = NULL;
  DdiWeekly *weekly =
      ddi_weekly_load (ddi_home_get_database (home), district, ddi_day_parse (SUNDAY), NULL, &error);

  g_assert_no_error (error);
  return weekly;
}

static void
assert_money (const DdiWeekly *weekly, guint row, const char *column, gint64 minor)
{
  guint c = ddi_rows_column (weekly->shops, column);

  g_assert_false (ddi_rows_is_null (weekly->shops, row, c));
  g_assert_cmpint (ddi_rows_get_money (weekly->shops, row, c), ==, minor);
}

static gint64
get_int (const DdiWeekly *weekly, guint row, const char *column)
{
  return ddi_rows_get_int (weekly->shops, row, ddi_rows_column (weekly->shops, column));
}

/* Glazed costs 0.50 and brings 2.00. Each day of the week 40 were forecast (up to 60), 44 proposed, 50 approved and
 * delivered; 36 sold and 14 thrown away, but all 50 sold on Saturday. The four weeks before sold 30 a day. */
static void
test_money (void)
{
  g_autoptr (DdiWeekly) weekly = load ("north");

  g_assert_cmpuint (ddi_rows_get_n (weekly->shops), ==, 1);
  assert_money (weekly, 0, "forecast", 7 * 40 * 200);
  assert_money (weekly, 0, "approved", 7 * 50 * 200);
  assert_money (weekly, 0, "delivered", 7 * 50 * 200);
  assert_money (weekly, 0, "sold", (6 * 36 + 50) * 200);
  assert_money (weekly, 0, "thrown", 6 * 14 * 50);
  /* With 30 made nothing would have been thrown away; 6 a day, and 20 on Saturday, would not have been sold. */
  assert_money (weekly, 0, "saved", -6 * 14 * 50);
  assert_money (weekly, 0, "saved_least", -6 * 14 * 50);
  assert_money (weekly, 0, "saved_most", -6 * 14 * 50);
  assert_money (weekly, 0, "kept", (6 * 6 + 20) * 200);
  /* What was sold more had to be made: 1.50 of each is left, of which what was thrown away is paid. */
  assert_money (weekly, 0, "earned", (6 * 6 + 20) * (200 - 50));
  assert_money (weekly, 0, "net", (6 * 6 + 20) * (200 - 50) - 6 * 14 * 50);
  assert_money (weekly, 0, "net_least", (6 * 6 + 20) * (200 - 50) - 6 * 14 * 50);
  assert_money (weekly, 0, "net_most", (6 * 6 + 20) * (200 - 50) - 6 * 14 * 50);
  g_assert_cmpint (get_int (weekly, 0, "n_net"), ==, 7);
  g_assert_cmpint (get_int (weekly, 0, "n_saved"), ==, 7);
  /* Six more than proposed were left on six days, and were sold on Saturday. */
  assert_money (weekly, 0, "changed", -6 * 6 * 50 + 6 * (200 - 50));
  g_assert_cmpint (get_int (weekly, 0, "n_changed"), ==, 7);
  g_assert_cmpint (get_int (weekly, 0, "n_unpriced"), ==, 0);
  g_assert_cmpint (get_int (weekly, 0, "n_complete"), ==, 7);
  assert_money (weekly, 0, "forecast_next", 25 * 200);
  assert_money (weekly, 0, "sold_before", 11 * 200);
  assert_money (weekly, 0, "thrown_before", 3 * 50);
}

/* Where the mean is above what was sold, what a sold-out day might have wanted makes the range. */
static void
test_range (void)
{
  g_autofree char *more =
      ddi_test_home_psql (home, FALSE,
                          "UPDATE daily_sales SET quantity_sold = 58 WHERE store_id = 1 AND date < '" SUNDAY
                          "' AND date > '2026-01-01'");
  g_autoptr (DdiWeekly) weekly = load ("North");
  g_autofree char *back = NULL, *net = NULL;

  /* 22 of 58 would have been left on six days instead of 14; on Saturday 8 beside the 50 sold, or none of 60 wanted. */
  assert_money (weekly, 0, "saved", (6 * (22 - 14) + 8) * 50);
  assert_money (weekly, 0, "saved_least", 6 * (22 - 14) * 50);
  assert_money (weekly, 0, "saved_most", (6 * (22 - 14) + 8) * 50);
  /* If 60 were wanted on Saturday, the mean would have sold all its 58 and ours 8 less. */
  assert_money (weekly, 0, "earned", 0);
  assert_money (weekly, 0, "net", (6 * (22 - 14) + 8) * 50);
  assert_money (weekly, 0, "net_least", 6 * (22 - 14) * 50 - 8 * (200 - 50));
  assert_money (weekly, 0, "net_most", (6 * (22 - 14) + 8) * 50);
  net = ddi_weekly_describe_net (weekly);
  g_assert_cmpstr (net, ==, "Net: $28 better ($12 to $28) than with the mean of the last four same weekdays");
  back =
      ddi_test_home_psql (home, FALSE,
                          "UPDATE daily_sales SET quantity_sold = 30 WHERE store_id = 1 AND date < '" SUNDAY
                          "' AND date > '2026-01-01'");
}

/* A shop of another district, whose product has no price: pieces are counted, money is not made up. */
static void
test_unknown (void)
{
  g_autoptr (DdiWeekly) all = load (NULL), south = load ("South");
  gint64 sum;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (ddi_rows_get_n (all->shops), ==, 2);
  g_assert_cmpuint (ddi_rows_get_n (south->shops), ==, 1);
  g_assert_true (ddi_rows_is_null (south->shops, 0, ddi_rows_column (south->shops, "sold")));
  g_assert_cmpint (get_int (south, 0, "n_unpriced"), ==, 1);
  g_assert_false (ddi_weekly_sum (south, "sold", &sum));
  g_assert_true (ddi_weekly_sum (all, "sold", &sum));
  g_assert_cmpint (sum, ==, (6 * 36 + 50) * 200);
  g_assert_cmpuint (ddi_rows_get_n (all->worst), ==, 2);
  g_assert_cmpstr (ddi_rows_get_text (all->worst, 0, ddi_rows_column (all->worst, "product")), ==, "Glazed");
  g_assert_cmpint (ddi_rows_get_int (all->worst, 0, ddi_rows_column (all->worst, "wasted")), ==, 6 * 14);
  g_assert_cmpint (ddi_rows_get_int (all->days, 6, ddi_rows_column (all->days, "sold")), ==, 50);
  g_assert_cmpuint (ddi_rows_get_n (all->days), ==, 14);
  g_assert_null (
      ddi_weekly_load (ddi_home_get_database (home), "East", ddi_day_parse (SUNDAY), NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* What the paper's head says, in whole dollars: the parts come to the net, and what is not known is not made up. */
static void
test_words (void)
{
  g_autoptr (DdiWeekly) north = load ("North"), south = load ("South");
  g_autofree char *net = ddi_weekly_describe_net (north), *saved = ddi_weekly_describe_saved (north),
                  *kept = ddi_weekly_describe_kept (north), *left_out = ddi_weekly_describe_left_out (north),
                  *nothing = ddi_weekly_describe_net (south), *uncompared = ddi_weekly_describe_saved (south);

  g_assert_cmpstr (net, ==, "Net: $42 better than with the mean of the last four same weekdays");
  g_assert_cmpstr (saved, ==, "$42 more thrown away than with the mean of the last four same weekdays");
  g_assert_cmpstr (kept, ==, "$112 more sold than with it: $84 after what it cost to make");
  g_assert_cmpstr (left_out, ==, "");
  g_assert_cmpstr (nothing, ==, "");
  g_assert_cmpstr (uncompared, ==, "Nothing to compare with the mean of the last four same weekdays yet.");
}

static void
add_second_product (const char *price)
{
  g_autofree char *statements = g_strdup_printf (
      "INSERT INTO products (id, name, unit_cost, unit_price) VALUES (9, 'Jelly', 0.40, %s);"
      "INSERT INTO daily_production (user_id, store_id, date, product_id, product_name, quantity_produced)"
      "  VALUES (1, 1, '" SUNDAY "', 9, 'Jelly', 10);"
      "INSERT INTO daily_waste (user_id, store_id, date, product_id, product_name, quantity_wasted)"
      "  VALUES (1, 1, '" SUNDAY "', 9, 'Jelly', 0);"
      "INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, quantity_sold, source)"
      "  SELECT 1, 1, date '" SUNDAY "' - d, 9, 'Jelly', 20, 'derived' FROM generate_series(7, 28, 7) d;"
      "INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, quantity_sold, source)"
      "  VALUES (1, 1, '" SUNDAY "', 9, 'Jelly', 10, 'derived')"
      "  ON CONFLICT (store_id, date, product_id) DO UPDATE SET quantity_sold = excluded.quantity_sold",
      price);

  g_free (ddi_test_home_psql (home, FALSE, statements));
}

static void
remove_second_product (void)
{
  g_free (ddi_test_home_psql (home, FALSE,
                              "DELETE FROM daily_sales WHERE product_id = 9;"
                              "DELETE FROM daily_waste WHERE product_id = 9;"
                              "DELETE FROM daily_production WHERE product_id = 9;"
                              "DELETE FROM products WHERE id = 9"));
}

/* Ten were made and sold, without a forecast, where the mean had sold 20: 10 of those would have been left, at 0.40.
 * Without a price that is what was saved, and no part of the net. */
static void
test_left_out (void)
{
  g_autoptr (DdiWeekly) unpriced = NULL, priced = NULL;
  g_autofree char *left_out = NULL, *kept = NULL;

  add_second_product ("NULL");
  unpriced = load ("North");
  assert_money (unpriced, 0, "saved", -6 * 14 * 50 + 10 * 40);
  assert_money (unpriced, 0, "net", (6 * 6 + 20) * (200 - 50) - 6 * 14 * 50);
  g_assert_cmpint (get_int (unpriced, 0, "n_saved"), ==, 8);
  g_assert_cmpint (get_int (unpriced, 0, "n_net"), ==, 7);
  left_out = ddi_weekly_describe_left_out (unpriced);
  g_assert_cmpstr (left_out, ==,
                   "The net is that of 7 of the 8 products’ days compared: the others have no price.");
  remove_second_product ();

  add_second_product ("1.00");
  priced = load ("North");
  assert_money (priced, 0, "net", (6 * 6 + 20) * (200 - 50) - 6 * 14 * 50 + 10 * 40);
  g_assert_cmpint (get_int (priced, 0, "n_net"), ==, 8);
  remove_second_product ();
}

static void
test_files (void)
{
  g_autoptr (DdiWeekly) weekly = load (NULL);
  g_autofree char *pdf = ddi_test_directory_new_path ("week.pdf"),
                  *csv = ddi_test_directory_new_path ("week.csv");
  g_autofree char *paper = NULL, *table = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_cmpuint (ddi_weekly_n_pages (weekly), ==, 2);
  g_assert_true (ddi_weekly_write_paper (weekly, pdf, &error));
  g_assert_no_error (error);
  g_assert_true (ddi_weekly_write_table (weekly, csv, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (pdf, &paper, NULL, NULL));
  g_assert_true (g_str_has_prefix (paper, "%PDF-"));
  g_assert_true (g_file_get_contents (csv, &table, NULL, NULL));
  lines = g_strsplit (g_strchomp (table), "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 4);
  g_assert_true (g_str_has_prefix (lines[1], "Main Street,560.00,700.00,700.00,532.00,42.00,-42.00,"));
  g_assert_true (g_str_has_prefix (lines[3], "All,560.00,700.00,700.00,532.00,42.00,-42.00,"));
  /* What is newer stands last. */
  g_assert_nonnull (strstr (lines[0], ",kept,changed,sold_before,"));
  g_assert_true (g_str_has_suffix (lines[0], ",n_complete,earned,net,net_least,net_most"));
  g_assert_true (g_str_has_suffix (lines[3], ",84.00,42.00,42.00,42.00"));
  g_assert_false (ddi_weekly_write_paper (weekly, "/proc/none/week.pdf", &error));
  g_assert_nonnull (error);
}

int
main (int argc, char **argv)
{
  g_autofree char *made = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  home = ddi_test_home_new ();
  made = ddi_test_home_psql (
      home, FALSE,
      "INSERT INTO districts (name) VALUES ('North'), ('South');"
      "INSERT INTO stores (district_id, name) VALUES (1, 'Main Street'), (2, 'Harbor');"
      "INSERT INTO products (name, category, unit_cost, unit_price) VALUES ('Glazed', 'Donuts', 0.50, 2.00),"
      "  ('Bagel', 'Bagels', NULL, NULL);"
      "INSERT INTO store_days (store_id, date, state) SELECT 1, date '" SUNDAY
      "' + d, 'complete' FROM generate_series(0, 6) d;"
      "INSERT INTO daily_production (user_id, store_id, date, product_id, product_name, quantity_produced)"
      "  SELECT 1, 1, date '" SUNDAY "' + d, 1, 'Glazed', 50 FROM generate_series(0, 6) d;"
      "INSERT INTO daily_waste (user_id, store_id, date, product_id, product_name, quantity_wasted)"
      "  SELECT 1, 1, date '" SUNDAY
      "' + d, 1, 'Glazed', CASE d WHEN 6 THEN 0 ELSE 14 END FROM generate_series(0, 6) d"
      "  UNION ALL SELECT 1, 1, date '" SUNDAY "' - 362, 1, 'Glazed', 3"
      "  UNION ALL SELECT 1, 2, date '" SUNDAY "' + 1, 2, 'Bagel', 4;"
      "INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, quantity_sold, source)"
      "  SELECT 1, 1, date '" SUNDAY
      "' + d, 1, 'Glazed', CASE d WHEN 6 THEN 50 ELSE 36 END, 'derived' FROM generate_series(0, 6) d"
      "  UNION ALL SELECT 1, 1, date '" SUNDAY
      "' - d, 1, 'Glazed', 30, 'derived' FROM generate_series(1, 28) d"
      "  UNION ALL SELECT 1, 1, date '" SUNDAY "' - 364, 1, 'Glazed', 11, 'derived'"
      "  UNION ALL SELECT 1, 2, date '" SUNDAY "' + 1, 2, 'Bagel', 9, 'derived'"
      "  ON CONFLICT (store_id, date, product_id) DO UPDATE SET quantity_sold = excluded.quantity_sold;"
      "INSERT INTO forecasts (user_id, store_id, product_id, product_name, forecast_date, predicted_demand, "
      "lower_bound,"
      "  upper_bound, status, order_quantity, approved_quantity)"
      "  SELECT 1, 1, 1, 'Glazed', date '" SUNDAY
      "' + d, 40, 20, 60, 'approved', 44, 50 FROM generate_series(0, 6) d"
      "  UNION ALL SELECT 1, 1, 1, 'Glazed', date '" SUNDAY "' + 8, 25, 20, 30, 'pending', 25, NULL;");
  g_test_add_func ("/tasks/weekly/money", test_money);
  g_test_add_func ("/tasks/weekly/range", test_range);
  g_test_add_func ("/tasks/weekly/unknown", test_unknown);
  g_test_add_func ("/tasks/weekly/words", test_words);
  g_test_add_func ("/tasks/weekly/left-out", test_left_out);
  g_test_add_func ("/tasks/weekly/files", test_files);
  status = g_test_run ();
  ddi_home_close (home, NULL);
  g_object_unref (home);
  return status;
}

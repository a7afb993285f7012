/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the database says of the forecasts is what a recount in C says. */
#include <math.h>

#include "support/ddi-test-home.h"
#include "tasks/accuracy-fixture.h"

static DdiHome *home;

typedef struct
{
  gint64 n, n_sold_out, n_rule, inside, above;
  double miss, lean, actual, rule_miss, miss_beside, actual_beside;
} Sums;

static double
rule_of (int store, int product, int d, int horizon)
{
  int lag = 7 * ((horizon + 6) / 7), n = 0;
  double sum = 0;

  for (int week = 0; week < 4; week++)
    if (d - lag - 7 * week >= 0)
      {
        sum += accuracy_sold (store, product, d - lag - 7 * week);
        n++;
      }
  return n > 0 ? sum / n : NAN;
}

static void
count (Sums *self, int store, int product, int d, int horizon, gboolean decided)
{
  int predicted = decided ? 90 : accuracy_predicted (store, product, d, horizon);
  int made = accuracy_predicted (store, product, d, 1);
  int lower = decided ? 80 : made - 5, upper = decided ? 99 : made + 5;
  int actual = accuracy_sold (store, product, d);
  double rule = rule_of (store, product, d, decided ? 2 : horizon);

  if (accuracy_sold_out (product, d))
    {
      self->n_sold_out++;
      return;
    }
  self->n++;
  self->miss += abs (predicted - actual);
  self->lean += predicted - actual;
  self->actual += actual;
  self->inside += actual >= lower && actual <= upper;
  self->above += actual > upper;
  if (isnan (rule))
    return;
  self->n_rule++;
  self->rule_miss += fabs (rule - actual);
  self->miss_beside += abs (predicted - actual);
  self->actual_beside += actual;
}

/* 0 stands for all of @store, @product; @weekday from 1; @horizon 0 for what is in force. */
static Sums
recount (int store, int product, int weekday, int horizon)
{
  Sums sums = { 0 };

  for (int s = 1; s <= 2; s++)
    for (int p = 1; p <= 2; p++)
      for (int d = FIRST_FORECAST; d < N_DAYS; d++)
        {
          gboolean decided = accuracy_decided (s, p, d);

          if ((store && s != store) || (product && p != product) || (weekday && d % 7 + 1 != weekday))
            continue;
          if (horizon == 2 && !decided)
            continue;
          count (&sums, s, p, d, horizon ? horizon : 1, horizon == 2 || (horizon == 0 && decided));
        }
  return sums;
}

static DdiRows *
read_groups (gint32 store, int product)
{
  DdiDay first = ddi_day_parse (FIRST_TEXT);
  GVariant *stores = store ? g_variant_new_fixed_array (G_VARIANT_TYPE_INT32, &store, 1, sizeof store) : NULL;
  GVariant *products = product ? g_variant_new_int32 (product) : NULL;
  DdiUnit *unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GError) error = NULL;

  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, "accuracy/list-groups",
                g_variant_new ("(@mai@*@*@mi)", g_variant_new_maybe (G_VARIANT_TYPE ("ai"), stores),
                               ddi_unit_day (first), ddi_unit_day (first + N_DAYS - 1),
                               g_variant_new_maybe (G_VARIANT_TYPE_INT32, products)));
  results = ddi_database_run (ddi_home_get_database (home), unit, NULL, &error);
  g_assert_no_error (error);
  return ddi_rows_ref (results->pdata[0]);
}

static void
assert_group (DdiRows *rows, const char *dimension, int key, const Sums *sums)
{
  for (guint row = 0; row < ddi_rows_get_n (rows); row++)
    if (g_str_equal (ddi_rows_get_text (rows, row, 0), dimension) && ddi_rows_get_int (rows, row, 1) == key)
      {
        g_assert_cmpint (ddi_rows_get_int (rows, row, ddi_rows_column (rows, "n")), ==, sums->n);
        g_assert_cmpint (ddi_rows_get_int (rows, row, ddi_rows_column (rows, "n_sold_out")), ==,
                         sums->n_sold_out);
        g_assert_cmpint (ddi_rows_get_int (rows, row, ddi_rows_column (rows, "n_rule")), ==, sums->n_rule);
        g_assert_cmpfloat_with_epsilon (ddi_rows_get_double (rows, row, ddi_rows_column (rows, "wape")),
                                        sums->miss / sums->actual, 1e-9);
        g_assert_cmpfloat_with_epsilon (ddi_rows_get_double (rows, row, ddi_rows_column (rows, "bias")),
                                        sums->lean / sums->actual, 1e-9);
        g_assert_cmpfloat_with_epsilon (ddi_rows_get_double (rows, row, ddi_rows_column (rows, "coverage")),
                                        (double)sums->inside / (double)sums->n, 1e-9);
        g_assert_cmpfloat_with_epsilon (ddi_rows_get_double (rows, row,
                                                             ddi_rows_column (rows, "above_range")),
                                        (double)sums->above / (double)sums->n, 1e-9);
        g_assert_cmpfloat_with_epsilon (ddi_rows_get_double (rows, row, ddi_rows_column (rows, "rule_wape")),
                                        sums->rule_miss / sums->actual_beside, 1e-9);
        g_assert_cmpfloat_with_epsilon (ddi_rows_get_double (rows, row,
                                                             ddi_rows_column (rows, "wape_beside_rule")),
                                        sums->miss_beside / sums->actual_beside, 1e-9);
        return;
      }
  g_error ("no group %s %d", dimension, key);
}

/* Each cut of them; the one that was decided counts as such although a newer one stands beside it. */
static void
test_groups (void)
{
  g_autoptr (DdiRows) rows = read_groups (0, 0);
  Sums all = recount (0, 0, 0, 0);

  g_assert_cmpint (all.n + all.n_sold_out, ==, 56);
  assert_group (rows, "all", 0, &all);
  for (int key = 1; key <= 2; key++)
    {
      Sums product = recount (0, key, 0, 0), shop = recount (key, 0, 0, 0);

      assert_group (rows, "product", key, &product);
      assert_group (rows, "shop", key, &shop);
    }
  for (int weekday = 1; weekday <= 7; weekday++)
    {
      Sums sums = recount (0, 0, weekday, 0);

      assert_group (rows, "weekday", weekday, &sums);
    }
}

/* One forecast a horizon, however often it was made; the rule is what was known so many days ahead. */
static void
test_horizons (void)
{
  static const int horizons[] = { 1, 2, 3, 8 };
  g_autoptr (DdiRows) rows = read_groups (0, 0);
  int n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (horizons); i++)
    {
      Sums sums = recount (0, 0, 0, horizons[i]);

      assert_group (rows, "horizon", horizons[i], &sums);
    }
  for (guint row = 0; row < ddi_rows_get_n (rows); row++)
    n += g_str_equal (ddi_rows_get_text (rows, row, 0), "horizon");
  g_assert_cmpint (n, ==, G_N_ELEMENTS (horizons));
}

static void
test_filter (void)
{
  g_autoptr (DdiRows) rows = read_groups (2, 1), none = read_groups (3, 0);
  Sums sums = recount (2, 1, 0, 0);

  assert_group (rows, "all", 0, &sums);
  assert_group (rows, "shop", 2, &sums);
  g_assert_cmpuint (ddi_rows_get_n (none), ==, 0);
}

/* What was sold is changed after a forecast was replaced: both are held against the new figure. */
static void
test_corrected (void)
{
  g_autofree char *changed = ddi_test_home_psql (
      home, FALSE,
      "UPDATE daily_sales SET quantity_sold = quantity_sold + 100 WHERE store_id = 2 AND product_id = 2");
  g_autoptr (DdiRows) rows = read_groups (2, 2);
  g_autofree char *back = NULL;
  double wanted[9] = { 0 }, actual = 0;

  for (int d = FIRST_FORECAST; d < N_DAYS; d++)
    {
      actual += accuracy_sold (2, 2, d) + 100;
      wanted[1] += abs (accuracy_predicted (2, 2, d, 1) - accuracy_sold (2, 2, d) - 100);
      wanted[8] += abs (accuracy_predicted (2, 2, d, 8) - accuracy_sold (2, 2, d) - 100);
    }
  for (guint row = 0; row < ddi_rows_get_n (rows); row++)
    {
      gint64 key = ddi_rows_get_int (rows, row, 1);

      if (g_str_equal (ddi_rows_get_text (rows, row, 0), "horizon") && key != 3)
        g_assert_cmpfloat_with_epsilon (ddi_rows_get_double (rows, row, ddi_rows_column (rows, "wape")),
                                        wanted[key] / actual, 1e-9);
    }
  back = ddi_test_home_psql (home, FALSE,
                             "UPDATE daily_sales SET quantity_sold = quantity_sold - 100 WHERE store_id = 2 "
                             "AND product_id = 2");
}

/* The furthest first; a sold-out day only where more than forecast was sold. */
static void
test_misses (void)
{
  DdiDay first = ddi_day_parse (FIRST_TEXT);
  DdiUnit *unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *added =
      ddi_test_home_psql (home, FALSE,
                          "INSERT INTO calendar_events (store_id, starts_on, ends_on, name, kind) VALUES"
                          " (1, date '" FIRST_TEXT "' + 29, date '" FIRST_TEXT "' + 31, 'Fair', 'local'),"
                          " (2, date '" FIRST_TEXT "' + 29, date '" FIRST_TEXT
                          "' + 31, 'Elsewhere', 'local')");
  DdiRows *rows;
  int n_wanted = 0;

  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, "accuracy/list-misses",
                g_variant_new ("(@mai@*@*@mii)", g_variant_new_maybe (G_VARIANT_TYPE ("ai"), NULL),
                               ddi_unit_day (first), ddi_unit_day (first + N_DAYS - 1),
                               g_variant_new_maybe (G_VARIANT_TYPE_INT32, NULL), 100));
  results = ddi_database_run (ddi_home_get_database (home), unit, NULL, &error);
  g_assert_no_error (error);
  rows = results->pdata[0];
  for (int s = 1; s <= 2; s++)
    for (int p = 1; p <= 2; p++)
      for (int d = FIRST_FORECAST; d < N_DAYS; d++)
        {
          int error_of =
              accuracy_sold (s, p, d) - (accuracy_decided (s, p, d) ? 90 : accuracy_predicted (s, p, d, 1));

          n_wanted += accuracy_sold_out (p, d) ? error_of > 0 : error_of != 0;
        }
  g_assert_cmpuint (ddi_rows_get_n (rows), ==, n_wanted);
  g_assert_cmpint (ddi_rows_get_day (rows, 0, 0), ==, first + 30);
  g_assert_cmpstr (ddi_rows_get_text (rows, 0, ddi_rows_column (rows, "store_name")), ==, "North");
  g_assert_cmpstr (ddi_rows_get_text (rows, 0, ddi_rows_column (rows, "event")), ==, "Fair");
  g_assert_cmpint (ddi_rows_get_int (rows, 0, ddi_rows_column (rows, "n_near")), ==, 9);
  for (guint row = 1; row < ddi_rows_get_n (rows); row++)
    {
      double before = ddi_rows_get_double (rows, row - 1, 5) - ddi_rows_get_double (rows, row - 1, 8);
      double here = ddi_rows_get_double (rows, row, 5) - ddi_rows_get_double (rows, row, 8);

      g_assert_cmpfloat (fabs (before), >=, fabs (here));
      if (ddi_rows_get_boolean (rows, row, ddi_rows_column (rows, "sold_out")))
        g_assert_cmpfloat (here, <, 0);
    }
}

/* A range is found by index: neither table is read from end to end. */
static void
test_index (void)
{
  g_autofree char *plan = ddi_test_home_psql (
      home, FALSE,
      "SET enable_seqscan = off; EXPLAIN SELECT * FROM forecast_outcomes WHERE forecast_date BETWEEN "
      "'2026-11-02' AND '2026-11-03'");

  g_assert_nonnull (strstr (plan, "forecast_history_date"));
  g_assert_null (strstr (plan, "Seq Scan on forecast"));
}

int
main (int argc, char **argv)
{
  g_autofree char *made = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  home = ddi_test_home_new ();
  made = ddi_test_home_psql (home, FALSE, accuracy_fixture);
  g_test_add_func ("/tasks/accuracy-groups/groups", test_groups);
  g_test_add_func ("/tasks/accuracy-groups/horizons", test_horizons);
  g_test_add_func ("/tasks/accuracy-groups/filter", test_filter);
  g_test_add_func ("/tasks/accuracy-groups/corrected", test_corrected);
  g_test_add_func ("/tasks/accuracy-groups/misses", test_misses);
  g_test_add_func ("/tasks/accuracy-groups/index", test_index);
  status = g_test_run ();
  ddi_home_close (home, NULL);
  g_object_unref (home);
  return status;
}

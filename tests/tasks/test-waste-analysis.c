/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-waste-analysis.h"

#include "support/ddi-test-home.h"

static DdiHome *home;

#define FIRST "2026-11-02" /* a Monday */

static DdiWasteAnalysis *
analyse (int store, int days)
{
  g_autoptr (GError) error = NULL;
  DdiDay first = ddi_day_parse (FIRST);
  DdiWasteAnalysis *analysis =
      ddi_waste_analysis_run (ddi_home_get_database (home), store, first, first + days - 1, NULL, &error);

  g_assert_no_error (error);
  return analysis;
}

static void
assert_total (GPtrArray *totals, guint i, const char *label, gint64 wasted, gint64 cost)
{
  const DdiWasteTotal *total = totals->pdata[i];

  g_assert_cmpuint (i, <, totals->len);
  g_assert_cmpstr (total->label, ==, label);
  g_assert_cmpint (total->wasted, ==, wasted);
  g_assert_cmpint (total->cost, ==, cost);
}

/* Each way to add up comes to the same sum; what costs most is not what is most. */
static void
test_totals (void)
{
  g_autoptr (DdiWasteAnalysis) all = analyse (0, 7);
  g_autoptr (DdiWasteAnalysis) one = analyse (2, 7);

  g_assert_cmpuint (all->totals[DDI_WASTE_BY_PRODUCT]->len, ==, 3);
  assert_total (all->totals[DDI_WASTE_BY_PRODUCT], 0, "Munchkin", 2 * 7 * 30, 2 * 7 * 30 * 5);
  assert_total (all->totals[DDI_WASTE_BY_PRODUCT], 1, "Glazed", 2 * 7 * 6, 2 * 7 * 6 * 50);
  assert_total (all->totals[DDI_WASTE_BY_PRODUCT], 2, "Bagel", 2 * 7 * 2, DDI_WASTE_COST_UNKNOWN);
  assert_total (all->totals[DDI_WASTE_BY_REASON], 0, "End of day", 2 * 7 * 36, 2 * 7 * (30 * 5 + 6 * 50));
  assert_total (all->totals[DDI_WASTE_BY_REASON], 1, NULL, 2 * 7 * 2, DDI_WASTE_COST_UNKNOWN);
  g_assert_cmpuint (all->totals[DDI_WASTE_BY_WEEKDAY]->len, ==, 7);
  assert_total (all->totals[DDI_WASTE_BY_WEEKDAY], 0, "1", 2 * 38, 2 * (30 * 5 + 6 * 50));
  assert_total (all->totals[DDI_WASTE_BY_SHOP], 0, "North", 7 * 38, 7 * (30 * 5 + 6 * 50));
  g_assert_cmpuint (one->totals[DDI_WASTE_BY_SHOP]->len, ==, 1);

  g_assert_cmpuint (ddi_waste_totals_sort (all->totals[DDI_WASTE_BY_PRODUCT], FALSE), ==, 2);
  g_assert_cmpuint (ddi_waste_totals_sort (all->totals[DDI_WASTE_BY_PRODUCT], TRUE), ==, 2);
  assert_total (all->totals[DDI_WASTE_BY_PRODUCT], 0, "Glazed", 2 * 7 * 6, 2 * 7 * 6 * 50);
}

/* A shop's own goal from the day it is valid, else the business's. */
static void
test_goals (void)
{
  g_autoptr (DdiWasteAnalysis) analysis = analyse (0, 7);
  const DdiWasteGoal *north = analysis->goals->pdata[0], *south = analysis->goals->pdata[1];

  g_assert_cmpstr (north->store, ==, "North");
  g_assert_cmpfloat_with_epsilon (north->goal, 0.25, 1e-9);
  g_assert_cmpfloat_with_epsilon (south->goal, 0.15, 1e-9);
  g_assert_cmpint (south->made, ==, 7 * (30 + 120 + 20));
  g_assert_cmpint (south->wasted, ==, 7 * 38);
  /* 36 of the 38 have a cost, 4.50 in all: what is above 15 % of 170 costs as much a piece. */
  g_assert_cmpfloat_with_epsilon (south->stake, 7 * (38 - 0.15 * 170) * 450 / 36, 1e-6);
  g_assert_cmpfloat (north->stake, <, 0);
}

/* Nothing was sold out but the Bagel on the first day: less to throw away with less made, and sales lost. */
static void
test_levels (void)
{
  g_autoptr (DdiWasteAnalysis) analysis = analyse (2, 7);
  const DdiWasteLevel *less = &analysis->levels[0], *now = &analysis->levels[2], *more = &analysis->levels[4];

  g_assert_cmpuint (analysis->n_days, ==, 21);
  g_assert_cmpuint (analysis->n_unpriced, ==, 7);
  g_assert_cmpfloat_with_epsilon (now->wasted, 7 * 38, 1e-9);
  g_assert_cmpfloat_with_epsilon (now->lost, 0, 1e-9);
  /* 24 of 30 were sold, 90 of 120, 18 of 20: with a fifth less 0, 0 and 2 sales are lost a day. */
  g_assert_cmpfloat_with_epsilon (less->wasted, 7 * 6, 1e-9);
  g_assert_cmpfloat_with_epsilon (less->lost, 7 * 2, 1e-9);
  g_assert_cmpfloat_with_epsilon (more->wasted, 7 * (38 + 6 + 24 + 4), 1e-9);
  /* A Glazed left over loses 0.50 less what it still brings. */
  g_assert_cmpfloat_with_epsilon (now->cost, 7 * (6 * 40 + 30 * 5), 1e-6);
}

/* A range without figures has none, and no error. */
static void
test_nothing (void)
{
  g_autoptr (DdiWasteAnalysis) analysis =
      ddi_waste_analysis_run (ddi_home_get_database (home), 0, 1, 7, NULL, NULL);

  g_assert_nonnull (analysis);
  g_assert_cmpuint (analysis->totals[0]->len, ==, 0);
  g_assert_cmpuint (analysis->goals->len, ==, 0);
  g_assert_cmpuint (ddi_waste_totals_sort (analysis->totals[0], TRUE), ==, 0);
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
      "INSERT INTO districts (name) VALUES ('D');"
      "INSERT INTO stores (district_id, name) VALUES (1, 'North'), (1, 'South');"
      "INSERT INTO products (name, category) VALUES ('Glazed', 'Donuts'), ('Munchkin', 'Munchkins'), "
      "('Bagel', 'Bagels');"
      "INSERT INTO product_prices (product_id, valid_from, unit_cost, unit_price, salvage_value) VALUES"
      "  (1, '2026-01-01', 0.50, 1.50, 0.10), (2, '2026-01-01', 0.05, 0.40, NULL);"
      "INSERT INTO waste_goals (store_id, valid_from, share) VALUES (1, '2026-01-01', 0.2), (1, "
      "'2026-11-05', 0.25),"
      "  (2, '2027-01-01', 0.3);"
      "INSERT INTO daily_production (user_id, store_id, date, product_id, product_name, quantity_produced)"
      "  SELECT u.id, s, date '" FIRST "' + d, p.id, p.name, (ARRAY[30, 120, 20])[p.id]"
      "  FROM users u, generate_series(1, 2) s, generate_series(0, 6) d, products p;"
      "INSERT INTO daily_waste (user_id, store_id, date, product_id, product_name, quantity_wasted, reason)"
      "  SELECT user_id, store_id, date, product_id, product_name, (ARRAY[6, 30, 2])[product_id],"
      "  CASE WHEN product_id < 3 THEN 'End of day' ELSE '  ' END FROM daily_production;"
      "INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, quantity_sold, source)"
      "  SELECT p.user_id, store_id, date, product_id, p.product_name, quantity_produced - quantity_wasted, "
      "'derived'"
      "  FROM daily_production p JOIN daily_waste w USING (store_id, date, product_id);"
      "INSERT INTO store_days (store_id, date, state) SELECT DISTINCT store_id, date, 'complete' FROM "
      "daily_sales");
  g_test_add_func ("/tasks/waste-analysis/totals", test_totals);
  g_test_add_func ("/tasks/waste-analysis/goals", test_goals);
  g_test_add_func ("/tasks/waste-analysis/levels", test_levels);
  g_test_add_func ("/tasks/waste-analysis/nothing", test_nothing);
  status = g_test_run ();
  ddi_home_close (home, NULL);
  g_object_unref (home);
  return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "evaluate/ddi-newsvendor.h"

static void
test_fractile (void)
{
  /* 1.50 sold, 0.50 made, 0.10 salvaged: (150 - 50) / (150 - 10). */
  g_assert_cmpfloat_with_epsilon (ddi_newsvendor_fractile (150, 50, 10), 100.0 / 140, 1e-12);
  g_assert_cmpfloat (ddi_newsvendor_fractile (150, 150, 0), ==, 0);
  g_assert_true (isnan (ddi_newsvendor_fractile (100, 120, 0)));
  g_assert_true (isnan (ddi_newsvendor_fractile (100, 50, 100)));
  g_assert_true (isnan (ddi_newsvendor_fractile (100, 20, 30)));
}

/* The order is the best of all multiples, found by trying them. */
static void
test_best_of_all (void)
{
  static const double fractiles[] = { 0, 0.05, 0.3, 0.5, 0.75, 0.9, 0.99, 1 };
  static const int packs[] = { 1, 3, 12, 60 };
  double demand[99];

  for (int i = 0; i < 99; i++)
    demand[i] = 20 + 0.004 * i * i * i / 10;
  for (gsize f = 0; f < G_N_ELEMENTS (fractiles); f++)
    for (gsize k = 0; k < G_N_ELEMENTS (packs); k++)
      {
        int order = ddi_newsvendor_order (demand, 99, fractiles[f], packs[k]);
        double cost = ddi_newsvendor_mismatch (demand, 99, fractiles[f], order);

        g_assert_cmpint (order % packs[k], ==, 0);
        for (int q = 0; q < 800; q += packs[k])
          g_assert_cmpfloat (cost, <=, ddi_newsvendor_mismatch (demand, 99, fractiles[f], q) + 1e-9);
      }
}

static void
test_edges (void)
{
  const double zero[3] = { 0, 0, 0 }, huge[1] = { 1e12 };

  g_assert_cmpint (ddi_newsvendor_order (zero, 3, 0.9, 12), ==, 0);
  g_assert_cmpint (ddi_newsvendor_order (zero, 0, 0.9, 12), ==, 0);
  g_assert_cmpint (ddi_newsvendor_order (huge, 1, 0.9, 1), <=, 1000000000);
  g_assert_cmpint (ddi_newsvendor_order (huge, 1, 0.9, 0), >, 0);
}

static double
plan_cost (const double *demand, const double *kept, int n, double fractile, double shelf)
{
  double cost = 0;

  for (int i = 0; i < n; i++)
    cost += fractile * MAX (demand[i] - shelf, 0) + (1 - fractile) * MAX (shelf - kept[i], 0);
  return cost;
}

/* By trying every order: the plan's is the cheapest. */
static void
test_plan (void)
{
  for (int trial = 0; trial < 300; trial++)
    {
      double demand[40], kept[40], best = INFINITY;
      DdiOrderTerms terms = { .fractile = g_test_rand_double_range (0.05, 0.95),
                              .pack_size = g_test_rand_int_range (1, 13),
                              .stock = g_test_rand_int_range (0, 30) };
      int q;

      for (int i = 0; i < 40; i++)
        {
          demand[i] = (i > 0 ? demand[i - 1] : 0) + g_test_rand_double_range (0, 3);
          if (trial % 5 == 0) /* many alike, as whole pieces are */
            demand[i] = floor (demand[i]);
          kept[i] = demand[i] * (1 + trial % 3);
        }
      q = ddi_newsvendor_plan (demand, kept, 40, &terms);
      g_assert_cmpint (q % terms.pack_size, ==, 0);
      for (int other = 0; other < 400; other += terms.pack_size)
        best = MIN (best, plan_cost (demand, kept, 40, terms.fractile, other + terms.stock));
      g_assert_cmpfloat (plan_cost (demand, kept, 40, terms.fractile, q + terms.stock), <=, best + 1e-9);
      if (trial % 3 == 0 && terms.stock == 0)
        g_assert_cmpint (q, ==, ddi_newsvendor_order (demand, 40, terms.fractile, terms.pack_size));
    }
}

static void
test_plan_display (void)
{
  const double demand[4] = { 1, 2, 3, 4 };
  DdiOrderTerms terms = { .fractile = 0.75, .pack_size = 6, .display = 20, .stock = 3 };

  g_assert_cmpint (ddi_newsvendor_plan (demand, demand, 4, &terms), ==, 18);
  terms.display = 0;
  g_assert_cmpint (ddi_newsvendor_plan (demand, demand, 4, &terms), ==, 0);
  g_assert_cmpint (ddi_newsvendor_plan (demand, demand, 0, &terms), ==, 0);
  terms.stock = -5;
  g_assert_cmpint (ddi_newsvendor_plan (demand, demand, 4, &terms), ==, 6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evaluate/newsvendor/fractile", test_fractile);
  g_test_add_func ("/evaluate/newsvendor/best-of-all", test_best_of_all);
  g_test_add_func ("/evaluate/newsvendor/edges", test_edges);
  g_test_add_func ("/evaluate/order/plan", test_plan);
  g_test_add_func ("/evaluate/order/plan-display", test_plan_display);
  return g_test_run ();
}

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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evaluate/newsvendor/fractile", test_fractile);
  g_test_add_func ("/evaluate/newsvendor/best-of-all", test_best_of_all);
  g_test_add_func ("/evaluate/newsvendor/edges", test_edges);
  return g_test_run ();
}

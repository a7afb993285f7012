/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "evaluate/ddi-sell-out.h"

static void
test_reference (void)
{
  /* E[D | D >= c] of N(100, 20), by hand: at c = 100 it is 100 + 20 sqrt (2 / π); at c = 120, z = 1,
   * the inverse Mills ratio of the normal tables is 0.2419707 / 0.1586553. */
  g_assert_cmpfloat_with_epsilon (ddi_sell_out_expected (100, 100, 20), 100 + 20 * sqrt (2 / G_PI), 1e-9);
  g_assert_cmpfloat_with_epsilon (ddi_sell_out_expected (120, 100, 20), 100 + 20 * 0.2419707 / 0.1586553,
                                  1e-4);
  /* Sold far below what is expected: the bound says little. */
  g_assert_cmpfloat_with_epsilon (ddi_sell_out_expected (20, 100, 20), 100.0027, 1e-3);
}

static void
test_properties (void)
{
  for (int i = 0; i < 2000; i++)
    {
      double mean = g_test_rand_double_range (0, 500), sd = g_test_rand_double_range (0, 200);
      double sold = floor (g_test_rand_double_range (0, 2000));
      double demand = ddi_sell_out_expected (sold, mean, sd);

      g_assert_true (isfinite (demand));
      g_assert_cmpfloat (demand, >=, sold);
      g_assert_cmpfloat (demand, <=, 3 * MAX (sold, mean));
    }
  g_assert_cmpfloat (ddi_sell_out_expected (7, NAN, 1), ==, 7);
  g_assert_cmpfloat (ddi_sell_out_expected (7, 5, 0), ==, 7);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evaluate/sell-out/reference", test_reference);
  g_test_add_func ("/evaluate/sell-out/properties", test_properties);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "evaluate/ddi-sell-out.h"

/* The mean and mean square beyond a bound, by adding up the lognormal density. */
static void
add_up (double sold, double mean, double sd, double *expected, double *square)
{
  double sigma = sqrt (log (1 + sd * sd / mean / mean)), mu = log (mean) - sigma * sigma / 2;
  double weight = 0, step = 1e-4;

  *expected = *square = 0;
  for (double u = -9; u < 9; u += step)
    {
      double d = exp (mu + sigma * u), density = exp (-u * u / 2);

      if (d < sold)
        continue;
      weight += density;
      *expected += density * d;
      *square += density * (d - mean) * (d - mean);
    }
  *expected /= weight;
  *square /= weight;
}

static void
test_reference (void)
{
  static const double sold[] = { 0, 20, 80, 100, 120, 180 };

  for (gsize i = 0; i < G_N_ELEMENTS (sold); i++)
    {
      double expected, square;

      add_up (sold[i], 100, 25, &expected, &square);
      g_assert_cmpfloat_with_epsilon (ddi_sell_out_expected (sold[i], 100, 25), expected, 0.02);
      g_assert_cmpfloat_with_epsilon (ddi_sell_out_square (sold[i], 100, 25), square, 1e-3 * square);
    }
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

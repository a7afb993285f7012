/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "evaluate/ddi-gamma.h"
#include "evaluate/ddi-sell-out.h"

/* The mean and mean square beyond a bound, by adding up the gamma density. */
static void
add_up (double sold, double mean, double sd, double *expected, double *square)
{
  double shape = mean * mean / sd / sd, scale = sd * sd / mean, weight = 0, step = 1e-3;

  *expected = *square = 0;
  for (double d = MAX (sold - 0.5, 0) + step / 2; d < 6 * mean + 2 * sold; d += step)
    {
      double density = exp ((shape - 1) * log (d / mean) - (d - mean) / scale);

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
      g_assert_cmpfloat_with_epsilon (ddi_sell_out_expected (sold[i], 100, 25), expected, 1e-3);
      g_assert_cmpfloat_with_epsilon (ddi_sell_out_square (sold[i], 100, 25), square, 1e-4 * square);
    }
}

/* Where the gamma hands over to the normal, both say the same. */
static void
test_hand_over (void)
{
  for (double sold = 9800; sold <= 10300; sold += 100)
    {
      double gamma = ddi_sell_out_expected (sold, 10000, 100.01),
             normal = ddi_sell_out_expected (sold, 10000, 99.99);

      g_assert_cmpfloat_with_epsilon (gamma, normal, 2);
      g_assert_cmpfloat_with_epsilon (ddi_sell_out_square (sold, 10000, 100.01),
                                      ddi_sell_out_square (sold, 10000, 99.99),
                                      0.05 * ddi_sell_out_square (sold, 10000, 99.99));
    }
}

/* A gamma of whole shape n exceeds x where a Poisson process of rate 1 has had fewer than n events by then. */
static void
test_gamma_is_erlang (void)
{
  for (int n = 1; n <= 60; n++)
    for (double x = 0.25; x < 120; x *= 1.5)
      {
        double term = exp (-x), sum = 0;

        for (int k = 0; k < n; term *= x / ++k)
          sum += term;
        g_assert_cmpfloat_with_epsilon (ddi_gamma_exceeds (n, x), sum, 1e-12);
      }
  g_assert_cmpfloat (ddi_gamma_exceeds (3, 0), ==, 1);
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
  g_test_add_func ("/evaluate/sell-out/hand-over", test_hand_over);
  g_test_add_func ("/evaluate/sell-out/gamma-is-erlang", test_gamma_is_erlang);
  g_test_add_func ("/evaluate/sell-out/properties", test_properties);
  return g_test_run ();
}

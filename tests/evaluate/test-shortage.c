/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evaluate/ddi-shortage.h"

#include <math.h>

/* E[(D − q)⁺] by the trapezoid rule on the gamma density itself. */
static double
integrate (double mean, double spread, double quantity)
{
  double shape = mean * mean / (spread * spread), scale = spread * spread / mean, sum = 0,
         step = spread / 2000;

  for (double x = quantity + step / 2; x < mean + 60 * spread; x += step)
    sum += (x - quantity) * exp ((shape - 1) * log (x / scale) - x / scale - lgamma (shape)) / scale * step;
  return sum;
}

static void
test_against_integral (void)
{
  static const double cases[][3] = {
    { 27, 6, 30 }, { 27, 6, 20 }, { 27, 6, 27 }, { 5, 4, 9 }, { 2, 3, 1 }, { 400, 50, 520 }, { 60, 15, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpfloat_with_epsilon (ddi_expected_lost (cases[i][0], cases[i][1], cases[i][2]),
                                    integrate (cases[i][0], cases[i][1], cases[i][2]), 1e-3 * cases[i][0]);
}

/* An exponential demand (shape 1) has a closed form: μ e^{−q/μ}. */
static void
test_exponential (void)
{
  for (double q = 0; q < 60; q += 7)
    g_assert_cmpfloat_with_epsilon (ddi_expected_lost (10, 10, q), 10 * exp (-q / 10), 1e-9);
}

static void
test_edges (void)
{
  g_assert_cmpfloat (ddi_expected_lost (0, 0, 12), ==, 0);
  g_assert_cmpfloat (ddi_expected_lost (20, 0, 12), ==, 8);
  g_assert_cmpfloat (ddi_expected_lost (20, 0, 30), ==, 0);
  g_assert_cmpfloat (ddi_expected_lost (20, 5, 0), ==, 20);
  g_assert_cmpfloat (ddi_expected_lost (20, 5, 1e6), <, 1e-9);
  /* The normal limit joins the gamma where one takes over from the other. */
  g_assert_cmpfloat_with_epsilon (ddi_expected_lost (1e4, 100.001, 10050),
                                  ddi_expected_lost (1e4, 99.999, 10050), 0.1);
}

static void
test_falls_with_quantity (void)
{
  for (int mean = 1; mean < 300; mean += 13)
    for (int quantity = 0; quantity < 400; quantity++)
      {
        double here = ddi_expected_lost (mean, mean * 0.3, quantity);
        double next = ddi_expected_lost (mean, mean * 0.3, quantity + 1);

        g_assert_cmpfloat (next, <=, here);
        /* Expected waste is never negative. */
        g_assert_cmpfloat (here + quantity - mean, >=, 0);
      }
}

static void
test_spread (void)
{
  g_assert_cmpfloat_with_epsilon (ddi_spread_from_bounds (10, 10 + 2 * 1.2815515655446004, 0.8), 1, 1e-12);
  g_assert_cmpfloat_with_epsilon (ddi_range_reach (0.8), 1.2815515655446004, 1e-12);
  g_assert_cmpfloat_with_epsilon (ddi_range_reach (0.9), 1.6448536269514722, 1e-12);
  g_assert_cmpfloat_with_epsilon (ddi_range_reach (0.95), 1.959963984540054, 1e-12);
  g_assert_cmpfloat (ddi_range_reach (0), ==, 0);
  g_assert_true (isfinite (ddi_range_reach (1)));
  g_assert_cmpfloat (ddi_spread_from_bounds (12, 10, 0.95), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/shortage/against-integral", test_against_integral);
  g_test_add_func ("/shortage/exponential", test_exponential);
  g_test_add_func ("/shortage/edges", test_edges);
  g_test_add_func ("/shortage/falls-with-quantity", test_falls_with_quantity);
  g_test_add_func ("/shortage/spread", test_spread);
  return g_test_run ();
}

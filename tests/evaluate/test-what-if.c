/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evaluate/ddi-what-if.h"

#include <math.h>

#include "evaluate/ddi-shortage.h"

/* A day that was not sold out says what it would have taken. */
static void
test_known (void)
{
  DdiWhatIfDay day = { 60, 45, FALSE, 50, 10 };
  DdiWhatIfOutcome less = ddi_what_if (&day, 40), more = ddi_what_if (&day, 66);

  g_assert_cmpfloat (less.wasted, ==, 0);
  g_assert_cmpfloat (less.lost, ==, 5);
  g_assert_cmpfloat (more.wasted, ==, 21);
  g_assert_cmpfloat (more.lost, ==, 0);
}

/* Sold out without a forecast: nothing better is known than what was sold. */
static void
test_no_forecast (void)
{
  DdiWhatIfDay day = { 60, 60, TRUE, NAN, NAN };

  g_assert_cmpfloat (ddi_what_if (&day, 66).wasted, ==, 6);
  g_assert_cmpfloat (ddi_what_if (&day, 60).lost, ==, 0);
}

/* Against the mean over the same distribution, piece by piece: P(D = k) is the second difference of
 * E(D − q)⁺. */
static void
test_sold_out (void)
{
  DdiWhatIfDay day = { 60, 60, TRUE, 62, 9 };

  for (double q = 50; q <= 90; q += 5)
    {
      DdiWhatIfOutcome outcome = ddi_what_if (&day, q);
      double tail = 0, lost = 0, wasted = 0;

      for (int i = 0; i < 4000; i++)
        {
          double d = 60 + i * 0.05, h = 0.05;
          double p = ddi_expected_lost (62, 9, d - h) - 2 * ddi_expected_lost (62, 9, d) +
                     ddi_expected_lost (62, 9, d + h);

          tail += p;
          lost += p * fmax (0, d - q);
          wasted += p * fmax (0, q - d);
        }
      g_assert_cmpfloat_with_epsilon (outcome.lost, lost / tail, 0.1);
      g_assert_cmpfloat_with_epsilon (outcome.wasted, wasted / tail, 0.1);
      /* Both come from one distribution: waste − lost = order − demand. */
      g_assert_cmpfloat_with_epsilon (outcome.wasted - outcome.lost - q,
                                      ddi_what_if (&day, 60).wasted - ddi_what_if (&day, 60).lost - 60, 1e-9);
    }
}

/* So far out in the tail that nothing is left of it. */
static void
test_far_tail (void)
{
  DdiWhatIfDay day = { 600, 600, TRUE, 50, 5 };
  DdiWhatIfOutcome outcome = ddi_what_if (&day, 660);

  g_assert_cmpfloat (outcome.wasted, ==, 60);
  g_assert_cmpfloat (outcome.lost, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evaluate/what-if/known", test_known);
  g_test_add_func ("/evaluate/what-if/no-forecast", test_no_forecast);
  g_test_add_func ("/evaluate/what-if/sold-out", test_sold_out);
  g_test_add_func ("/evaluate/what-if/far-tail", test_far_tail);
  return g_test_run ();
}

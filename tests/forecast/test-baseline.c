/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "forecast/ddi-baseline.h"
#include "reference.h"

#define HORIZON 10
#define PERIOD 7

/* R's naive() and snaive(), and the mean of four weekdays, to the last digit. */
static void
test_reference (void)
{
  int n;
  const double *y = reference ("week.y", &n);
  double forecasts[HORIZON];

  ddi_naive_forecast (y, n, HORIZON, forecasts);
  reference_assert ("week.naive", forecasts, HORIZON, 1e-11);
  ddi_seasonal_naive_forecast (y, n, PERIOD, HORIZON, forecasts);
  reference_assert ("week.snaive", forecasts, HORIZON, 1e-11);
  ddi_seasonal_mean_forecast (y, n, PERIOD, 4, HORIZON, forecasts);
  reference_assert ("week.mean4", forecasts, HORIZON, 1e-11);
}

/* What is missing is looked for further back; a weekday never known takes the last values. */
static void
test_missing (void)
{
  double y[] = { 1, NAN, 3, 4, NAN, NAN, 7, NAN }, forecasts[4];

  ddi_naive_forecast (y, 8, 1, forecasts);
  g_assert_cmpfloat (forecasts[0], ==, 7);
  ddi_seasonal_naive_forecast (y, 8, 4, 4, forecasts);
  g_assert_cmpfloat (forecasts[0], ==, 1);
  g_assert_cmpfloat (forecasts[1], ==, 7);
  g_assert_cmpfloat (forecasts[2], ==, 7);
  g_assert_cmpfloat (forecasts[3], ==, 4);
  ddi_seasonal_mean_forecast (y, 8, 4, 2, 4, forecasts);
  g_assert_cmpfloat (forecasts[1], ==, 5.5);
  g_assert_cmpfloat (forecasts[2], ==, 5);
}

static void
test_strange_series (void)
{
  static const int lengths[] = { 0, 1, 6, 7, 8, 60 };
  double y[60], forecasts[HORIZON];

  for (int kind = 0; kind < N_STRANGE; kind++)
    for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
      {
        strange_series (kind, y, lengths[i]);
        ddi_naive_forecast (y, lengths[i], HORIZON, forecasts);
        assert_sound (forecasts, HORIZON);
        ddi_seasonal_naive_forecast (y, lengths[i], PERIOD, HORIZON, forecasts);
        assert_sound (forecasts, HORIZON);
        ddi_seasonal_mean_forecast (y, lengths[i], PERIOD, 4, HORIZON, forecasts);
        assert_sound (forecasts, HORIZON);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/forecast/baseline/reference", test_reference);
  g_test_add_func ("/forecast/baseline/missing", test_missing);
  g_test_add_func ("/forecast/baseline/strange-series", test_strange_series);
  return g_test_run ();
}

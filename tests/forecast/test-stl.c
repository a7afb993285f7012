/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "forecast/ddi-loess.h"
#include "forecast/ddi-mstl.h"
#include "forecast/ddi-stl.h"
#include "reference.h"

#define TOLERANCE 1e-9
#define HORIZON 14

static void
assert_stl (const char *name, const DdiStl *stl, int n)
{
  g_autofree char *season_name = g_strconcat (name, ".season", NULL);
  g_autofree char *trend_name = g_strconcat (name, ".trend", NULL);
  const double *y = reference ("long.y", NULL);
  g_autofree double *work = g_new (double, ddi_stl_size (n, stl->period));
  g_autofree double *season = g_new (double, n), *trend = g_new (double, n);

  g_assert_true (ddi_stl_decompose (stl, y, n, season, trend, work));
  reference_assert (season_name, season, n, TOLERANCE);
  reference_assert (trend_name, trend, n, TOLERANCE);
}

/* R's stats::stl(): the same to nine digits. */
static void
test_stl (void)
{
  assert_stl ("stl.periodic", &(DdiStl){ .period = 7 }, 200);
  assert_stl ("stl.window", &(DdiStl){ .period = 7, .season_window = 11 }, 200);
  assert_stl ("stl.wide", &(DdiStl){ .period = 7, .season_window = 35, .trend_window = 51 }, 200);
  assert_stl ("stl.robust", &(DdiStl){ .period = 7, .season_window = 7, .robust_rounds = 10 }, 200);
  assert_stl ("stl.even", &(DdiStl){ .period = 12, .season_window = 9 }, 150);
}

/* R's forecast::mstl() with a week and a year. */
static void
test_mstl (void)
{
  const int periods[] = { 7, 365 };
  const DdiMstl mstl = { periods, 2 };
  int n;
  const double *y = reference ("long.y", &n);
  g_autofree double *work = g_new (double, ddi_mstl_size (&mstl, n));
  g_autofree double *seasons = g_new (double, 2 * n), *trend = g_new (double, n);

  g_assert_true (ddi_mstl_decompose (&mstl, y, n, seasons, trend, work));
  reference_assert ("mstl.week", seasons, n, TOLERANCE);
  reference_assert ("mstl.year", seasons + n, n, TOLERANCE);
  reference_assert ("mstl.trend", trend, n, TOLERANCE);
}

/* R's stlf(), as far as both choose the same smoothing: two hundredths. */
static void
test_forecast (void)
{
  const int periods[] = { 7 };
  double forecasts[HORIZON];

  g_assert_true (
      ddi_mstl_forecast (&(DdiMstl){ periods, 1 }, reference ("long.y", NULL), 200, HORIZON, forecasts));
  reference_assert ("stlf", forecasts, HORIZON, 0.02);
}

/* A straight line is its own smooth, and a day that is missing is found on it. */
static void
test_loess (void)
{
  double y[50], weight[50], work[50], smooth[50];
  const DdiLoess loess = { y, weight, 50, 15, 1, work };

  for (int jump = 1; jump <= 7; jump += 3)
    {
      for (int t = 0; t < 50; t++)
        {
          weight[t] = t % 11 == 0 ? 0 : 1;
          y[t] = weight[t] > 0 ? 3 + 0.5 * t : NAN;
        }
      ddi_loess_smooth (&loess, jump, smooth);
      for (int t = 0; t < 50; t++)
        g_assert_cmpfloat_with_epsilon (smooth[t], 3 + 0.5 * t, 1e-9);
    }
}

/* Days missing are filled by the season and the trend around them. */
static void
test_missing (void)
{
  const DdiStl stl = { .period = 7 };
  double y[140], season[140], trend[140];
  g_autofree double *work = g_new (double, ddi_stl_size (140, 7));

  for (int t = 0; t < 140; t++)
    y[t] = t % 13 == 5 ? NAN : 50 + 0.2 * t + (t % 7 == 0 ? 12 : -2);
  g_assert_true (ddi_stl_decompose (&stl, y, 140, season, trend, work));
  for (int t = 0; t < 140; t++)
    g_assert_cmpfloat_with_epsilon (season[t] + trend[t], 50 + 0.2 * t + (t % 7 == 0 ? 12 : -2), 0.2);
}

static void
test_strange_series (void)
{
  static const int lengths[] = { 1, 14, 15, 40, 130 };
  static const int periods[] = { 7, 30 };
  const DdiMstl mstl = { periods, 2 };
  double y[130], season[130], trend[130], forecasts[HORIZON];
  g_autofree double *work = g_new (double, ddi_stl_size (130, 7));

  for (int kind = 0; kind < N_STRANGE; kind++)
    for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
      {
        int n = lengths[i];

        strange_series (kind, y, n);
        for (int rounds = 0; rounds <= 5; rounds += 5)
          if (ddi_stl_decompose (&(DdiStl){ .period = 7, .robust_rounds = rounds }, y, n, season, trend,
                                 work))
            for (int t = 0; t < n; t++)
              g_assert_true (isfinite (season[t]) && isfinite (trend[t]));
        if (ddi_mstl_forecast (&mstl, y, n, HORIZON, forecasts))
          assert_sound (forecasts, HORIZON);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/forecast/stl/stl", test_stl);
  g_test_add_func ("/forecast/stl/mstl", test_mstl);
  g_test_add_func ("/forecast/stl/forecast", test_forecast);
  g_test_add_func ("/forecast/stl/loess", test_loess);
  g_test_add_func ("/forecast/stl/missing", test_missing);
  g_test_add_func ("/forecast/stl/strange-series", test_strange_series);
  return g_test_run ();
}

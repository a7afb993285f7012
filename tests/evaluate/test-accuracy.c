/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "evaluate/ddi-backtest.h"

static void
test_figures (void)
{
  DdiAccuracy a = { 0 }, b = { 0 };

  g_assert_true (isnan (ddi_accuracy_wape (&a)) && isnan (ddi_accuracy_coverage (&a)));
  /* Two forecasts, worked out by hand: one inside its bounds, one three above them. */
  ddi_accuracy_add (&a, &(DdiOutcome){ 10, 8, 5, 12, 0.8, 9, 0.75 });
  ddi_accuracy_add (&b, &(DdiOutcome){ 20, 15, 12, 17, 0.8, 24, 0.75 });
  ddi_accuracy_merge (&a, &b);
  g_assert_cmpint (a.n, ==, 2);
  g_assert_cmpfloat_with_epsilon (ddi_accuracy_wape (&a), 7 / 30.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (ddi_accuracy_bias (&a), -7 / 30.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (ddi_accuracy_coverage (&a), 0.5, 1e-12);
  g_assert_cmpfloat_with_epsilon (ddi_accuracy_winkler (&a), (7 + 5 + 10 * 3) / 30.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (ddi_accuracy_mismatch (&a), (0.75 * 1 + 0.25 * 4) / 30.0, 1e-12);
}

static void
count_cb (const DdiForecast *forecast, gpointer data)
{
  DdiDay *last = data;

  g_assert_cmpint (ddi_forecast_from (forecast), ==, *last + 7);
  *last = ddi_forecast_from (forecast);
}

static void
test_backtest (void)
{
  g_autoptr (DdiPanel) panel = ddi_panel_new (1000, 140);
  g_autoptr (GError) error = NULL;
  int series = ddi_panel_add_series (panel, ddi_panel_add_store (panel, "S"),
                                     ddi_panel_add_product (panel, "P", NULL));
  DdiBacktest backtest = { .origins = 5, .each = count_cb };
  DdiAccuracy accuracy;
  DdiDay last = 1000 + 140 - 6 * 7;

  for (int t = 0; t < 140; t++)
    ddi_panel_set (panel, series, 1000 + t, 10 + t % 7, DDI_CELL_PLAIN);
  ddi_engine_request_init (&backtest.request, panel);
  backtest.data = &last;
  g_assert_true (ddi_backtest_run (&backtest, &accuracy, &error));
  g_assert_no_error (error);
  g_assert_cmpint (accuracy.n, ==, 35);
  g_assert_cmpint (last, ==, 1000 + 140 - 7);
  /* A history that repeats itself is forecast as it was. */
  g_assert_cmpfloat (ddi_accuracy_wape (&accuracy), <, 0.01);

  backtest.origins = 20;
  g_assert_false (ddi_backtest_run (&backtest, &accuracy, &error));
  g_assert_error (error, DDI_FORECAST_ERROR, DDI_FORECAST_ERROR_REQUEST);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evaluate/accuracy/figures", test_figures);
  g_test_add_func ("/evaluate/backtest", test_backtest);
  return g_test_run ();
}

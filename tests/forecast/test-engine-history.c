/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the engine makes of a history that is not plain: figures far outside, gaps, shifts, products that are new. */
#include <math.h>

#include "district.h"

/* One wrong figure does not move the level; a lasting shift does. */
static void
test_outlier_and_shift (void)
{
  DistrictOptions options = district_plain;
  g_autoptr (DdiPanel) panel = NULL, wrong = NULL, shifted = NULL;
  g_autoptr (DdiForecast) before = NULL, after = NULL, higher = NULL;

  options.holiday = 1;
  panel = district_new (&options, 15);
  wrong = district_new (&options, 15);
  shifted = district_new (&options, 15);
  ddi_panel_set (wrong, 0, DISTRICT_FIRST + options.n_days - 4, 90000, DDI_CELL_PLAIN);
  for (int t = options.n_days - 40; t < options.n_days; t++)
    ddi_panel_set (shifted, 0, DISTRICT_FIRST + t, 8 * ddi_panel_quantities (panel, 0)[t], DDI_CELL_PLAIN);
  before = district_forecast (panel, 7, 1);
  after = district_forecast (wrong, 7, 1);
  higher = district_forecast (shifted, 7, 1);
  g_assert_true (ddi_forecast_rows (after, NULL)[0].note & DDI_NOTE_OUTLIERS);
  g_assert_false (ddi_forecast_rows (before, NULL)[0].note & DDI_NOTE_OUTLIERS);
  for (int i = 0; i < 7; i++)
    {
      double usual = ddi_forecast_rows (before, NULL)[i].predicted;

      g_assert_cmpfloat (ddi_forecast_rows (after, NULL)[i].predicted, <, 1.5 * usual);
      g_assert_cmpfloat (ddi_forecast_rows (higher, NULL)[i].predicted, >, 4 * usual);
    }
}

static void
test_missing_is_not_zero (void)
{
  DistrictOptions options = district_plain;
  g_autoptr (DdiPanel) panel = NULL;
  g_autoptr (DdiForecast) full = NULL, gaps = NULL;
  const DdiForecastRow *x, *y;
  double a = 0, b = 0;

  options.holiday = 1;
  panel = district_new (&options, 13);
  full = district_forecast (panel, 7, 1);
  for (int s = 0; s < ddi_panel_n_series (panel); s++)
    for (int t = 0; t < options.n_days; t++)
      if ((t * 7919 + s * 104729) % 10 < 3)
        ddi_panel_set (panel, s, DISTRICT_FIRST + t, t % 2 ? NAN : 0,
                       t % 2 ? DDI_CELL_PLAIN : DDI_CELL_NOT_COUNTED);
  gaps = district_forecast (panel, 7, 1);
  x = ddi_forecast_rows (full, NULL);
  y = ddi_forecast_rows (gaps, NULL);
  for (int i = 0; i < 12 * 7; i++)
    {
      a += x[i].predicted;
      b += y[i].predicted;
    }
  g_assert_cmpfloat_with_epsilon (b / a, 1, 0.04);
  district_assert_sound (gaps);
}

/* What a district has after its first sheets: a few weeks with weeks left out between, the last of them
 * a month old. Nothing is taken as closed or ended for want of a sheet. */
static void
test_left_out_weeks (void)
{
  static const int weeks[] = { 0, 1, 2, 5, 9, 10 };
  DistrictOptions options = district_plain;
  g_autoptr (DdiPanel) panel = NULL;
  g_autoptr (DdiForecast) forecast = NULL;
  const DdiForecastRow *rows;
  const DdiModelAccuracy *accuracy;
  double off = 0, total = 0;
  int n_models;

  options.holiday = 1;
  options.n_days = 15 * 7;
  panel = district_new (&options, 16);
  for (int s = 0; s < ddi_panel_n_series (panel); s++)
    for (int t = 0; t < options.n_days; t++)
      {
        gboolean there = FALSE;

        for (gsize i = 0; i < G_N_ELEMENTS (weeks); i++)
          there = there || t / 7 == weeks[i];
        if (!there)
          ddi_panel_set (panel, s, DISTRICT_FIRST + t, NAN, DDI_CELL_PLAIN);
      }
  forecast = district_forecast (panel, 7, 1);
  rows = ddi_forecast_rows (forecast, NULL);
  for (int i = 0; i < 12 * 7; i++)
    {
      double demand = district_demand (&options, ddi_panel_series_store (panel, rows[i].series),
                                       ddi_panel_series_product (panel, rows[i].series), rows[i].day);

      g_assert_false (rows[i].note & DDI_NOTE_GONE);
      g_assert_cmpint (demand == 0, ==, (rows[i].note & DDI_NOTE_CLOSED) != 0);
      off += fabs (demand - rows[i].predicted);
      total += demand;
    }
  g_assert_cmpfloat (off / total, <, 0.12);
  district_assert_sound (forecast);

  /* The rule of thumb takes the sheets there are, and both are measured on the same days. */
  accuracy = ddi_forecast_accuracy (forecast, -1, &n_models);
  for (int m = 0; m < n_models; m++)
    {
      g_assert_cmpint (accuracy[m].n, >, 0);
      g_assert_cmpint (accuracy[m].n, ==, accuracy[0].n);
      g_assert_cmpfloat (accuracy[m].absolute_error, <, 0.3 * accuracy[m].actual);
    }
}

static void
test_new_product (void)
{
  g_autoptr (DdiPanel) panel = district_new (&district_plain, 14);
  g_autoptr (DdiForecast) forecast = NULL;
  const DdiForecastRow *rows;
  int product = ddi_panel_add_product (panel, "New", NULL);
  int like = ddi_panel_add_series (panel, 0, product), fresh = ddi_panel_add_series (panel, 2, product);
  double borrowed = 0, model = 0;

  ddi_panel_set_starts_like (panel, like, 0, 0.8);
  /* Three days of its own in another store. */
  for (int t = district_plain.n_days - 3; t < district_plain.n_days; t++)
    ddi_panel_set (panel, fresh, DISTRICT_FIRST + t, 40, DDI_CELL_PLAIN);
  forecast = district_forecast (panel, 7, 1);
  rows = ddi_forecast_rows (forecast, NULL);
  for (int i = 0; i < 7; i++)
    {
      borrowed += rows[like * 7 + i].predicted;
      model += rows[i].predicted;
      g_assert_cmpstr (rows[like * 7 + i].model, ==, "borrowed");
      g_assert_true (rows[fresh * 7 + i].note & DDI_NOTE_SHORT_HISTORY);
      g_assert_cmpfloat (rows[fresh * 7 + i].predicted, >, 10);
      g_assert_cmpfloat (rows[fresh * 7 + i].predicted, <, 120);
    }
  g_assert_cmpfloat_with_epsilon (borrowed / model, 0.8, 0.01);
  district_assert_sound (forecast);
}

/* One product sells more by half since three weeks: its series say so, and no other. A change that all share is none
 * of a series' own. */
static void
test_level_shift (void)
{
  DistrictOptions options = district_plain;

  options.holiday = 1;
  options.closed_sundays = FALSE;
  for (int all = 0; all < 2; all++)
    {
      g_autoptr (DdiPanel) panel = district_new (&options, 77);
      g_autoptr (DdiForecast) forecast = NULL;

      for (int s = 0; s < ddi_panel_n_series (panel); s++)
        for (int t = options.n_days - 21;
             (all || ddi_panel_series_product (panel, s) == 1) && t < options.n_days; t++)
          ddi_panel_set (panel, s, DISTRICT_FIRST + t, round (1.5 * ddi_panel_quantities (panel, s)[t]),
                         DDI_CELL_PLAIN);
      forecast = district_forecast (panel, 1, 1);
      for (int s = 0; s < ddi_panel_n_series (panel); s++)
        g_assert_cmpint (!!(ddi_forecast_rows (forecast, NULL)[s].note & DDI_NOTE_LEVEL_SHIFT), ==,
                         !all && ddi_panel_series_product (panel, s) == 1);
    }
}

/* A figure far outside is told of for two months, not for good. */
static void
test_outlier_is_told (void)
{
  DistrictOptions options = district_plain;

  options.holiday = 1;
  options.closed_sundays = FALSE;
  for (int ago = 20; ago <= 200; ago += 180)
    {
      g_autoptr (DdiPanel) panel = district_new (&options, 78);
      g_autoptr (DdiForecast) forecast = NULL;

      ddi_panel_set (panel, 2, DISTRICT_FIRST + options.n_days - ago, 4000, DDI_CELL_PLAIN);
      forecast = district_forecast (panel, 1, 1);
      g_assert_cmpint (!!(ddi_forecast_rows (forecast, NULL)[2].note & DDI_NOTE_OUTLIERS), ==, ago == 20);
    }
}

/* What is borrowed counts less with every day of its own, until it counts for nothing: the product it starts like
 * sells 90, the new one 20. */
static void
test_borrowing_fades (void)
{
  static const int days[] = { 0, 3, 7, 14, 28, 56, 112 };
  double last = INFINITY;

  for (gsize k = 0; k < G_N_ELEMENTS (days); k++)
    {
      g_autoptr (DdiPanel) panel = district_new (&district_plain, 14);
      g_autoptr (DdiForecast) forecast = NULL;
      int fresh = ddi_panel_add_series (panel, 0, ddi_panel_add_product (panel, "New", NULL));
      double sum = 0, like = 0;

      ddi_panel_set_starts_like (panel, fresh, 0, 0.8);
      for (int t = district_plain.n_days - days[k]; t < district_plain.n_days; t++)
        ddi_panel_set (panel, fresh, DISTRICT_FIRST + t, 20, DDI_CELL_PLAIN);
      forecast = district_forecast (panel, 7, 1);
      for (int i = 0; i < 7; i++)
        {
          sum += ddi_forecast_rows (forecast, NULL)[fresh * 7 + i].predicted / 7;
          like += 0.8 * ddi_forecast_rows (forecast, NULL)[i].predicted / 7;
        }
      g_test_message ("%d days: %g, like %g", days[k], sum, like);
      g_assert_cmpfloat (sum, <, last);
      g_assert_cmpfloat (sum, >, 15);
      if (days[k] == 0)
        g_assert_cmpfloat_with_epsilon (sum, like, 0.02 * like);
      if (days[k] == 112)
        g_assert_cmpfloat (sum, <, 23);
      last = sum;
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/forecast/engine-history/outlier-and-shift", test_outlier_and_shift);
  g_test_add_func ("/forecast/engine-history/missing-is-not-zero", test_missing_is_not_zero);
  g_test_add_func ("/forecast/engine-history/left-out-weeks", test_left_out_weeks);
  g_test_add_func ("/forecast/engine-history/new-product", test_new_product);
  g_test_add_func ("/forecast/engine-history/level-shift", test_level_shift);
  g_test_add_func ("/forecast/engine-history/outlier-is-told", test_outlier_is_told);
  g_test_add_func ("/forecast/engine-history/borrowing-fades", test_borrowing_fades);
  return g_test_run ();
}

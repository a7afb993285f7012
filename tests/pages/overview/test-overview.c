/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the overview counts by, and the band of a total. */
#include "pages/overview/ddi-overview-charts.h"

#include <math.h>

#include "core/ddi-week.h"

static void
test_buckets (void)
{
  DdiDay today = ddi_day_from_ymd (2026, 11, 22);
  DdiFilter month = { 0, today - 29, today };
  DdiFilter year = { 0, today - 364, today };
  DdiFilter past = { 0, today - 100, today - 80 };
  DdiFilter one = { 0, today, today };
  DdiOverviewBuckets buckets;

  /* A fortnight ahead, where the range reaches today. */
  buckets = ddi_overview_demand_buckets (&month, today);
  g_assert_cmpint (buckets.first, ==, month.first);
  g_assert_cmpuint (buckets.days_each, ==, 1);
  g_assert_cmpint (buckets.first + (int)buckets.n - 1, ==, today + 14);
  buckets = ddi_overview_demand_buckets (&past, today);
  g_assert_cmpint (buckets.first + (int)buckets.n - 1, ==, past.last);

  /* One day alone has the fortnight before it for comparison. */
  buckets = ddi_overview_demand_buckets (&one, today);
  g_assert_cmpint (buckets.first, ==, today - 13);

  /* A year is counted by whole weeks, from the day on which weeks begin. */
  ddi_week_set_first (DDI_SATURDAY);
  g_assert_cmpint (ddi_day_weekday (ddi_overview_demand_buckets (&year, today).first), ==, DDI_SATURDAY);
  ddi_week_set_first (DDI_MONDAY);
  buckets = ddi_overview_demand_buckets (&year, today);
  g_assert_cmpuint (buckets.days_each, ==, 7);
  g_assert_cmpint (ddi_day_weekday (buckets.first), ==, DDI_MONDAY);
  g_assert_cmpint (buckets.first + (int)buckets.n * 7 - 1, <=, today + 14);
  buckets = ddi_overview_waste_buckets (&year, today);
  g_assert_cmpint (buckets.first + (int)buckets.n * 7 - 1, <=, today);
  buckets = ddi_overview_waste_buckets (&month, today);
  g_assert_cmpuint (buckets.n, ==, 30);
}

static void
test_band (void)
{
  /* Errors that share nothing add by their squares, those that share all by themselves. */
  g_assert_cmpfloat_with_epsilon (ddi_overview_band (7, 25, 0), 5, 1e-12);
  g_assert_cmpfloat_with_epsilon (ddi_overview_band (7, 25, 1), 7, 1e-12);
  g_assert_cmpfloat_with_epsilon (ddi_overview_band (0, 0, 0.3), 0, 1e-12);
}

/* 100 parts with σ = 3 whose errors correlate by ρ: what is estimated from their totals comes close. */
static void
test_shared (void)
{
  enum
  {
    PARTS = 100,
    TOTALS = 20000
  };
  const double sigma = 3;
  g_autofree double *error = g_new (double, TOTALS);
  g_autofree double *sum = g_new (double, TOTALS);
  g_autofree double *sum2 = g_new (double, TOTALS);
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (double shared = 0; shared <= 1; shared += 0.25)
    {
      for (guint t = 0; t < TOTALS; t++)
        {
          double common = 0, own = 0;

          /* Twelve uniforms make a normal, near enough. */
          for (int i = 0; i < 12; i++)
            {
              common += g_rand_double (rand) - 0.5;
              own += g_rand_double (rand) - 0.5;
            }
          error[t] = sigma * (sqrt (shared) * PARTS * common + sqrt ((1 - shared) * PARTS) * own);
          sum[t] = PARTS * sigma;
          sum2[t] = PARTS * sigma * sigma;
        }
      g_assert_cmpfloat_with_epsilon (ddi_overview_shared (error, sum, sum2, TOTALS, NAN), shared, 0.05);
    }
  /* Too few, or none known: what a run has found, and where none has, nothing is known of a sum's bounds. */
  g_assert_true (isnan (ddi_overview_shared (error, sum, sum2, 3, NAN)));
  g_assert_true (isnan (ddi_overview_band (7, 25, NAN)));
  g_assert_cmpfloat (ddi_overview_shared (error, sum, sum2, 3, 0.37), ==, 0.37);
  for (guint t = 0; t < TOTALS; t++)
    error[t] = NAN;
  g_assert_true (isnan (ddi_overview_shared (error, sum, sum2, TOTALS, NAN)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pages/overview/buckets", test_buckets);
  g_test_add_func ("/pages/overview/band", test_band);
  g_test_add_func ("/pages/overview/shared", test_shared);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "forecast/ddi-croston.h"
#include "forecast/ddi-local-level.h"
#include "reference.h"

static DdiCroston
run (const double *y, int n, double alpha)
{
  DdiCroston croston = { 0 };

  for (int t = 0; t < n; t++)
    ddi_croston_step (&croston, alpha, DDI_CROSTON_BETA, y[t]);
  return croston;
}

static void
assert_croston (const char *name, DdiCrostonKind kind, double alpha)
{
  int n;
  const double *y = reference ("slow.y", &n);
  DdiCroston croston = run (y, n, alpha);
  double forecast = ddi_croston_forecast (&croston, kind, alpha);

  reference_assert (name, &forecast, 1, 1e-11);
}

/* R's croston(), and the two others by their equations. */
static void
test_croston (void)
{
  assert_croston ("slow.croston", DDI_CROSTON_PLAIN, 0.1);
  assert_croston ("slow.croston3", DDI_CROSTON_PLAIN, 0.3);
  assert_croston ("slow.sba", DDI_CROSTON_UNBIASED, 0.1);
  assert_croston ("slow.tsb", DDI_CROSTON_FADING, 0.1);
}

/* What nobody buys any more fades, and days that say nothing do not count. */
static void
test_fading (void)
{
  DdiCroston croston = { 0 }, gaps = { 0 };

  for (int t = 0; t < 400; t++)
    {
      double y = t < 100 && t % 4 == 3 ? 2 : 0;

      ddi_croston_step (&croston, 0.1, 0.05, y);
      ddi_croston_step (&gaps, 0.1, 0.05, y);
      ddi_croston_step (&gaps, 0.1, 0.05, NAN);
    }
  g_assert_cmpfloat_with_epsilon (ddi_croston_forecast (&croston, DDI_CROSTON_PLAIN, 0.1), 0.5, 1e-12);
  g_assert_cmpfloat (ddi_croston_forecast (&croston, DDI_CROSTON_FADING, 0.1), <, 1e-5);
  g_assert_cmpfloat (ddi_croston_forecast (&gaps, DDI_CROSTON_PLAIN, 0.1), ==,
                     ddi_croston_forecast (&croston, DDI_CROSTON_PLAIN, 0.1));
}

/* The same as the joint normal distribution of all levels and days makes of it. */
static void
test_local_level (void)
{
  const DdiLocalLevelPrior prior = { 30, 100, 0.97, 4, 60 };
  DdiLocalLevel level;
  int n;
  const double *y = reference ("level.y", &n);
  double state[4];

  ddi_local_level_init (&level, &prior);
  g_assert_cmpfloat (ddi_local_level_forecast (&level, &prior, 5), ==, 30);
  for (int t = 0; t < n; t++)
    ddi_local_level_step (&level, &prior, y[t] < 0 ? NAN : y[t]);
  state[0] = level.level;
  state[1] = level.variance;
  state[2] = ddi_local_level_forecast (&level, &prior, 7);
  state[3] = level.share;
  reference_assert ("level.state", state, 4, 1e-10);
}

/* What is borrowed counts less with every day, and never more than all. */
static void
test_borrowed_share (void)
{
  DdiLocalLevelPrior prior = { .damping = 0.99, .wander = 1, .noise = 30 };
  const double levels[] = { 10, NAN, 14, 12 };
  DdiLocalLevel level;
  double before = 1;

  g_assert_false (ddi_local_level_borrow (levels + 1, 1, &prior));
  g_assert_true (ddi_local_level_borrow (levels, 4, &prior));
  g_assert_cmpfloat_with_epsilon (prior.borrowed, 12, 1e-12);
  g_assert_cmpfloat_with_epsilon (prior.doubt, 4 * (1 + 1.0 / 3), 1e-12);
  ddi_local_level_init (&level, &prior);
  for (int t = 0; t < 28; t++)
    {
      ddi_local_level_step (&level, &prior, 40);
      g_assert_cmpfloat (level.share, <, before);
      g_assert_cmpfloat (level.share, >, 0);
      g_assert_cmpfloat (level.level, >, 12);
      g_assert_cmpfloat (level.level, <, 40);
      before = level.share;
    }
  g_assert_cmpfloat (level.level, >, 35);
}

static void
test_strange_series (void)
{
  double y[60], x[5];

  for (int kind = 0; kind < N_STRANGE; kind++)
    {
      const DdiLocalLevelPrior prior = { 5, 25, 0.98, 1, 10 };
      DdiLocalLevel level;
      DdiCroston croston;

      strange_series (kind, y, 60);
      croston = run (y, 60, DDI_CROSTON_ALPHA);
      for (DdiCrostonKind k = DDI_CROSTON_PLAIN; k <= DDI_CROSTON_FADING; k++)
        x[k] = ddi_croston_forecast (&croston, k, DDI_CROSTON_ALPHA);
      ddi_local_level_init (&level, &prior);
      for (int t = 0; t < 60; t++)
        ddi_local_level_step (&level, &prior, y[t]);
      x[3] = ddi_local_level_forecast (&level, &prior, 1);
      x[4] = level.variance;
      assert_sound (x, 5);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/forecast/slow-sellers/croston", test_croston);
  g_test_add_func ("/forecast/slow-sellers/fading", test_fading);
  g_test_add_func ("/forecast/slow-sellers/local-level", test_local_level);
  g_test_add_func ("/forecast/slow-sellers/borrowed-share", test_borrowed_share);
  g_test_add_func ("/forecast/slow-sellers/strange-series", test_strange_series);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "forecast/ddi-conformal.h"
#include "forecast/ddi-drift.h"
#include "forecast/ddi-levels.h"
#include "forecast/ddi-stack.h"
#include "forecast/ddi-weekday-mean.h"

/* Reference values here are worked out by hand from the equation above each function. */

static void
test_weekday_mean (void)
{
  DdiWeekdayMean mean = { 0 };

  g_assert_true (isnan (ddi_weekday_mean_value (&mean, 0)));
  g_assert_true (isnan (ddi_weekday_mean_level (&mean)));
  ddi_weekday_mean_step (&mean, 0.5, 0, 10);
  ddi_weekday_mean_step (&mean, 0.5, 0, 20);
  /* (10 / 2 + 20) / (1 / 2 + 1) */
  g_assert_cmpfloat_with_epsilon (ddi_weekday_mean_value (&mean, 0), 25 / 1.5, 1e-12);
  /* A gap changes the weight, not the mean. */
  ddi_weekday_mean_step (&mean, 0.5, 0, NAN);
  g_assert_cmpfloat_with_epsilon (ddi_weekday_mean_value (&mean, 0), 25 / 1.5, 1e-12);
  g_assert_cmpfloat_with_epsilon (mean.weight[0], 0.75, 1e-12);
  ddi_weekday_mean_step (&mean, 0.5, 3, 4);
  g_assert_cmpfloat_with_epsilon (ddi_weekday_mean_level (&mean), (25 / 1.5 + 4) / 2, 1e-12);
}

static void
test_profile_level (void)
{
  DdiProfileLevel level = { 0 };
  const double profile[DDI_WEEK] = { 0.5, 1.5, 1, 1, 1, 1, 1 };

  g_assert_true (isnan (ddi_profile_level_value (&level, profile)));
  ddi_profile_level_step (&level, 0.9, 0, 50);
  ddi_profile_level_step (&level, 0.9, 1, 180);
  /* (0.9 × 50 + 180) / (0.9 × 0.5 + 1.5) */
  g_assert_cmpfloat_with_epsilon (ddi_profile_level_value (&level, profile), 225 / 1.95, 1e-12);
}

static void
test_weekday_profile (void)
{
  DdiWeekdayMean own = { 0 };
  const double store[DDI_WEEK] = { 2, 0.5, 1, 1, 1, 1, 0.5 };
  double profile[DDI_WEEK];

  ddi_weekday_profile (&own, store, 5, profile);
  for (int d = 0; d < DDI_WEEK; d++)
    g_assert_cmpfloat_with_epsilon (profile[d], store[d], 1e-12);
  for (int d = 0; d < DDI_WEEK; d++)
    ddi_weekday_mean_step (&own, 0.9, d, d == 0 ? 40 : 10);
  ddi_weekday_profile (&own, store, 1, profile);
  /* One own week and one pseudo-week: the mean of both. */
  g_assert_cmpfloat_with_epsilon (profile[0], (40 / (100.0 / 7) + 2) / 2, 1e-12);
}

static void
test_levels_follow_a_step (void)
{
  DdiLevels levels;
  DdiLevelValues values;
  const double flat[DDI_WEEK] = { 1, 1, 1, 1, 1, 1, 1 };

  ddi_levels_init (&levels);
  g_assert_false (ddi_levels_evaluate (&levels, flat, &values));
  for (int t = 0; t < 200; t++)
    ddi_levels_step (&levels, t % 7, t < 150 ? 20 : 40, 1, NAN);
  g_assert_true (ddi_levels_evaluate (&levels, flat, &values));
  for (int d = 0; d < DDI_WEEK; d++)
    {
      g_assert_cmpfloat_with_epsilon (values.base[d], ddi_levels_base (&levels, flat, d), 1e-9);
      /* The shorter the memory, the nearer to the new level. */
      g_assert_cmpfloat (values.member[DDI_MEMBER_FAST][d], >, values.member[DDI_MEMBER_MEDIUM][d]);
      g_assert_cmpfloat (values.member[DDI_MEMBER_MEDIUM][d], >, values.member[DDI_MEMBER_USUAL][d]);
      g_assert_cmpfloat (values.member[DDI_MEMBER_USUAL][d], >, values.member[DDI_MEMBER_SLOW][d]);
      g_assert_cmpfloat (values.member[DDI_MEMBER_LAST][d], ==, 40);
      g_assert_cmpfloat (values.member[DDI_MEMBER_SLOW][d], >, 20);
    }
  g_assert_cmpfloat (ddi_levels_correction (&levels), ==, 1);
}

static void
test_group_ratio (void)
{
  DdiGroupSums *sums = ddi_group_sums_new (2, 10, 0);

  for (int t = 0; t < 10; t++)
    ddi_group_sums_add (sums, 1, t, t < 5 ? 30 : 60, 30);
  ddi_group_sums_accumulate (sums, 0, sums->n_groups, 0);
  g_assert_cmpfloat_with_epsilon (ddi_group_sums_ratio (sums, 1, 5, 10, 0), log (2), 1e-12);
  g_assert_cmpfloat_with_epsilon (ddi_group_sums_ratio (sums, 1, 3, 7, 6), log (186.0 / 126), 1e-12);
  /* Nothing known, or outside the history: no drift. */
  g_assert_cmpfloat (ddi_group_sums_ratio (sums, 0, 0, 10, 5), ==, 0);
  g_assert_cmpfloat (ddi_group_sums_ratio (sums, 1, -20, -3, 5), ==, 0);
  g_assert_cmpfloat (ddi_group_sums_ratio (sums, 1, 40, 90, 5), ==, 0);
  ddi_group_sums_free (sums);
}

/* Sums that are gone on with a few days at a time are those of all days at once. */
static void
test_group_extended (void)
{
  enum
  {
    ALL = 100,
    ROOM = 40
  };
  DdiGroupSums *whole = ddi_group_sums_new (2, ALL, 0), *parts = ddi_group_sums_new (2, ALL - ROOM, ROOM);

  for (int begin = 0, end = ALL - ROOM; begin < ALL; begin = end, end = MIN (end + 9, ALL))
    {
      ddi_group_sums_extend (parts, end);
      for (int t = begin; t < end; t++)
        for (int group = 0; group < 2; group++)
          {
            double y = g_test_rand_int_range (0, 100), b = g_test_rand_int_range (0, 100);

            ddi_group_sums_add (parts, group, t, y, b);
            ddi_group_sums_add (whole, group, t, y, b);
          }
      ddi_group_sums_accumulate (parts, 0, 2, begin);
    }
  ddi_group_sums_accumulate (whole, 0, 2, 0);
  for (int group = 0; group < 2; group++)
    for (int t = 0; t < ALL; t++)
      {
        g_assert_cmpfloat (ddi_group_sums_ratio (parts, group, t / 2, t + 1, 1), ==,
                           ddi_group_sums_ratio (whole, group, t / 2, t + 1, 1));
        g_assert_cmpfloat (ddi_group_sums_weekday_ratio (parts, group, t, 2, 2, 1), ==,
                           ddi_group_sums_weekday_ratio (whole, group, t, 2, 2, 1));
      }
  ddi_group_sums_free (whole);
  ddi_group_sums_free (parts);
}

static DdiGroupSums *
whole_pieces (const double *y, int n, int from)
{
  DdiGroupSums *sums = ddi_group_sums_new (1, n, 0);

  for (int t = from; t < n; t++)
    ddi_group_sums_add (sums, 0, t, y[t], y[(t + 17) % n]);
  ddi_group_sums_accumulate (sums, 0, 1, from);
  return sums;
}

/* No feature of a day to come, nor of one of the last weeks, looks further back than it is said to. */
static void
test_reach (void)
{
  enum
  {
    ALL = 1000,
    BEFORE = ALL - 28
  };
  double y[ALL];
  DdiGroupSums *whole, *late;
  DdiDrift far = { 0 }, near = { 0 };

  for (int t = 0; t < ALL; t++)
    y[t] = g_test_rand_int_range (0, 200);
  whole = whole_pieces (y, ALL, 0);
  late = whole_pieces (y, ALL, BEFORE - DDI_DRIFT_REACH);
  for (int i = 0; i < DDI_N_GROUPINGS; i++)
    {
      far.sums[i] = whole;
      near.sums[i] = late;
    }
  for (int t = BEFORE; t < ALL + 366; t++)
    {
      double x[DDI_N_DRIFT + DDI_N_SEASON + DDI_N_WEEKDAY_SEASON + DDI_N_ECHO], z[G_N_ELEMENTS (x)];
      double *both[2] = { x, z };

      for (int i = 0; i < 2; i++)
        {
          const DdiDrift *drift = i == 0 ? &far : &near;

          ddi_drift_features (drift, ALL, both[i]);
          ddi_season_features (drift, ALL, t, both[i] + DDI_N_DRIFT);
          ddi_weekday_season_features (drift, ALL, t, both[i] + DDI_N_DRIFT + DDI_N_SEASON);
          ddi_echo_features (drift, ALL, t, both[i] + DDI_N_DRIFT + DDI_N_SEASON + DDI_N_WEEKDAY_SEASON);
        }
      for (gsize i = 0; i < G_N_ELEMENTS (x); i++)
        g_assert_cmpfloat (x[i], ==, z[i]);
    }
  ddi_group_sums_free (whole);
  ddi_group_sums_free (late);
}

/* What is kept of a day's season is what it is from every origin, near or as far as a forecast may go. */
static void
test_season_memo (void)
{
  enum
  {
    ALL = 1200
  };
  double y[ALL], x[DDI_N_SEASON + DDI_N_WEEKDAY_SEASON], kept[G_N_ELEMENTS (x)];
  DdiGroupSums *sums;
  DdiSeasonMemo *memo = ddi_season_memo_new (ALL);
  DdiDrift drift = { 0 };

  for (int t = 0; t < ALL; t++)
    y[t] = g_test_rand_int_range (0, 200);
  sums = whole_pieces (y, ALL, 0);
  for (int i = 0; i < DDI_N_GROUPINGS; i++)
    drift.sums[i] = sums;
  for (int trial = 0; trial < 20000; trial++)
    {
      int origin = g_test_rand_int_range (1, ALL), t = g_test_rand_int_range (origin, origin + 366);

      if (t >= ALL)
        continue;
      ddi_season_features (&drift, origin, t, x);
      ddi_weekday_season_features (&drift, origin, t, x + DDI_N_SEASON);
      ddi_season_memo_features (memo, &drift, origin, t, kept);
      for (gsize i = 0; i < G_N_ELEMENTS (x); i++)
        g_assert_cmpfloat (kept[i], ==, x[i]);
    }
  ddi_season_memo_free (memo);
  ddi_group_sums_free (sums);
}

/* Two years in which one weekday sells half as much for a season, a third more from day @from on. */
static DdiGroupSums *
quiet_season (int n, int from)
{
  DdiGroupSums *sums = ddi_group_sums_new (1, n, 0);

  for (int t = 0; t < n; t++)
    ddi_group_sums_add (sums, 0, t, (t % 7 == 5 && t >= 200 && t < 300 ? 15 : 30) * (t >= from ? 1.3 : 1),
                        30);
  ddi_group_sums_accumulate (sums, 0, sums->n_groups, 0);
  return sums;
}

static void
test_weekday_season (void)
{
  DdiGroupSums *past = quiet_season (728, 728), *future = quiet_season (728, 600);
  const DdiDrift drift = { .sums = { past, past, past, past } },
                 other = { .sums = { future, future, future, future } };
  double x[DDI_N_WEEKDAY_SEASON], y[DDI_N_WEEKDAY_SEASON];

  /* Day 243 is the quiet weekday in its season, 244 another one, and 194 a week before the season begins. */
  g_assert_cmpfloat_with_epsilon (ddi_group_sums_weekday_ratio (past, 0, 243, 4, 4, 0), log (0.5), 1e-12);
  g_assert_cmpfloat_with_epsilon (ddi_group_sums_weekday_ratio (past, 0, 244, 2, 1, 0), 0, 1e-12);
  g_assert_cmpfloat_with_epsilon (ddi_group_sums_weekday_ratio (past, 0, 194, 0, 2, 0), log (60.0 / 90),
                                  1e-12);
  /* Cut to the history; nothing known. */
  g_assert_cmpfloat_with_epsilon (ddi_group_sums_weekday_ratio (past, 0, 726, 1, 50, 0), 0, 1e-12);
  g_assert_cmpfloat (ddi_group_sums_weekday_ratio (past, 0, -14, 1, 1, 5), ==, 0);

  ddi_weekday_season_features (&drift, 600, 243 + 364, x);
  for (int i = 0; i < DDI_N_WEEKDAY_SEASON; i++)
    g_assert_cmpfloat_with_epsilon (x[i],
                                    log ((9 * 15 + 20.0) / (9 * 30 + 20)) -
                                        log ((63 * 30 - 9 * 15 + 20.0) / (63 * 30 + 20)),
                                    1e-12);
  /* What lies behind the origin is not seen, however far ahead the day is. */
  for (int t = 600; t < 966; t++)
    {
      ddi_weekday_season_features (&drift, 600, t, x);
      ddi_weekday_season_features (&other, 600, t, y);
      for (int i = 0; i < DDI_N_WEEKDAY_SEASON; i++)
        g_assert_cmpfloat (x[i], ==, y[i]);
    }
  /* In the first year there is no season to go by. */
  ddi_weekday_season_features (&drift, 100, 100, x);
  g_assert_cmpfloat (x[0], ==, 0);
  ddi_group_sums_free (past);
  ddi_group_sums_free (future);
}

static void
test_stack (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  DdiStack stack, a, b;
  double beta[2], both[2];

  ddi_stack_init (&stack, 2);
  ddi_stack_init (&a, 2);
  ddi_stack_init (&b, 2);
  ddi_stack_solve (&stack, 1, NULL, beta);
  g_assert_cmpfloat (beta[0], ==, 0);
  for (int i = 0; i < 500; i++)
    {
      double x[2] = { g_rand_double (rand) - 0.5, g_rand_double (rand) - 0.5 };

      ddi_stack_add (&stack, x, 0.7 * x[0] - 0.2 * x[1], 3);
      ddi_stack_add (i % 2 ? &a : &b, x, 0.7 * x[0] - 0.2 * x[1], 3);
    }
  ddi_stack_solve (&stack, 0, NULL, beta);
  g_assert_cmpfloat_with_epsilon (beta[0], 0.7, 1e-10);
  g_assert_cmpfloat_with_epsilon (beta[1], -0.2, 1e-10);
  ddi_stack_merge (&a, &b);
  ddi_stack_solve (&a, 0, NULL, both);
  g_assert_cmpfloat_with_epsilon (both[0], beta[0], 1e-10);
  /* λ in rows: 500 rows of mean square 1/12 against 1000. */
  ddi_stack_solve (&stack, 1000, NULL, beta);
  g_assert_cmpfloat_with_epsilon (beta[0], 0.7 * (500 / 12.0) / (500 / 12.0 + 1000), 0.003);
  /* Without rows, and shrunk without end, the prior stands; the data win where shrinkage is weak. */
  {
    const double prior[2] = { 0.5, 0.5 };
    DdiStack none;

    ddi_stack_init (&none, 2);
    ddi_stack_solve (&none, 1, prior, beta);
    g_assert_cmpfloat (beta[1], ==, 0.5);
    ddi_stack_clear (&none);
    ddi_stack_solve (&stack, 1e12, prior, beta);
    g_assert_cmpfloat_with_epsilon (beta[1], 0.5, 1e-6);
    ddi_stack_solve (&stack, 1e-6, prior, beta);
    g_assert_cmpfloat_with_epsilon (beta[1], -0.2, 1e-6);
  }
  ddi_stack_clear (&stack);
  ddi_stack_clear (&a);
  ddi_stack_clear (&b);
}

static void
add_error (GArray *errors, float e, float weight)
{
  const DdiWeighedError error = { e, weight };

  g_array_append_val (errors, error);
}

/* Quarters of seven equal errors are the 2nd, 4th and 6th; an error that counts double is two; what has faded
 * leaves the rest as they would be alone. */
static void
test_conformal (void)
{
  g_autoptr (GArray) errors = g_array_new (FALSE, FALSE, sizeof (DdiWeighedError));
  float quarters[3];

  ddi_conformal_quantiles (errors, 3, quarters);
  g_assert_cmpfloat (quarters[2], ==, 0);
  for (int i = 7; i >= 1; i--)
    add_error (errors, (float)(i * i), 0.5f);
  ddi_conformal_quantiles (errors, 3, quarters);
  g_assert_cmpfloat_with_epsilon (quarters[0], 4, 1e-5);
  g_assert_cmpfloat_with_epsilon (quarters[1], 16, 1e-5);
  g_assert_cmpfloat_with_epsilon (quarters[2], 36, 1e-5);
  for (int i = 0; i < 20; i++)
    add_error (errors, -1000, 1e-9f);
  ddi_conformal_quantiles (errors, 3, quarters);
  g_assert_cmpfloat_with_epsilon (quarters[0], 4, 1e-3);
  g_assert_cmpfloat_with_epsilon (quarters[2], 36, 1e-3);
  g_array_set_size (errors, 0);
  add_error (errors, 3, 1);
  add_error (errors, 1, 2);
  /* Weights 2 and 1, and the heaviest once more: 5. The middle, 2.5, is half way from 2 to 3. */
  ddi_conformal_quantiles (errors, 3, quarters);
  g_assert_cmpfloat_with_epsilon (quarters[0], 1, 1e-6);
  g_assert_cmpfloat_with_epsilon (quarters[1], 2, 1e-6);
  g_assert_cmpfloat_with_epsilon (quarters[2], 3, 1e-6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/forecast/weekday-mean", test_weekday_mean);
  g_test_add_func ("/forecast/profile-level", test_profile_level);
  g_test_add_func ("/forecast/weekday-profile", test_weekday_profile);
  g_test_add_func ("/forecast/levels/step", test_levels_follow_a_step);
  g_test_add_func ("/forecast/group-ratio", test_group_ratio);
  g_test_add_func ("/forecast/group-extended", test_group_extended);
  g_test_add_func ("/forecast/reach", test_reach);
  g_test_add_func ("/forecast/season-memo", test_season_memo);
  g_test_add_func ("/forecast/weekday-season", test_weekday_season);
  g_test_add_func ("/forecast/stack", test_stack);
  g_test_add_func ("/forecast/models/conformal", test_conformal);
  return g_test_run ();
}

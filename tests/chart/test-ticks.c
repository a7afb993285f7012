/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/ddi-scale.h"
#include "chart/ddi-ticks.h"

#include <float.h>
#include <math.h>

#include "core/ddi-week.h"

static void
check_ticks (double lo, double hi, gboolean integral)
{
  DdiTicks ticks = ddi_ticks_for_range (lo, hi, integral);
  double power = pow (10, floor (log10 (ticks.step) + 1e-9)), mantissa = ticks.step / power;
  double slack = ticks.step * 1e-6;

  g_assert_cmpuint (ticks.n, >=, 3);
  g_assert_cmpuint (ticks.n, <=, 6);
  g_assert_true (fabs (mantissa - 1) < 1e-6 || fabs (mantissa - 2) < 1e-6 || fabs (mantissa - 5) < 1e-6);
  if (integral)
    g_assert_cmpfloat (ticks.step, >=, 1);
  g_assert_cmpfloat (ddi_ticks_value (&ticks, 0), <=, lo + slack);
  g_assert_cmpfloat (ddi_ticks_value (&ticks, ticks.n - 1), >=, hi - slack);
  for (guint i = 1; i < ticks.n; i++)
    g_assert_cmpfloat (ddi_ticks_value (&ticks, i), >, ddi_ticks_value (&ticks, i - 1));
}

static void
test_random_ranges (void)
{
  for (int i = 0; i < 20000; i++)
    {
      double scale = pow (10, g_test_rand_double_range (-9, 12));
      double lo = g_test_rand_double_range (-1, 1) * scale;
      double hi = lo + g_test_rand_double_range (1e-3, 1) * scale;

      check_ticks (lo, hi, FALSE);
      check_ticks (0, hi - lo, TRUE);
      check_ticks (floor (lo), ceil (hi), TRUE);
    }
}

static void
test_awkward_ranges (void)
{
  static const double values[] = { 0, 1, -1, 3, 0.1, 1e-12, 1e12, 1e299, -1e299, 27.0000001 };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (values); j++)
      if (values[i] <= values[j])
        check_ticks (values[i], values[j], FALSE);
  check_ticks (0, 0, TRUE);
  check_ticks (0, 1, TRUE);
  g_assert_cmpuint (ddi_ticks_for_range (NAN, NAN, FALSE).n, >=, 3);
  g_assert_cmpuint (ddi_ticks_for_range (5, 2, TRUE).n, >=, 3);
  g_assert_cmpuint (ddi_ticks_for_range (-DBL_MAX, DBL_MAX, FALSE).n, <=, 6);
  g_assert_cmpuint (ddi_ticks_for_range (-INFINITY, INFINITY, FALSE).n, <=, 6);
}

static void
test_known_ticks (void)
{
  DdiTicks ticks = ddi_ticks_for_range (0, 97, TRUE);

  g_assert_cmpfloat (ticks.step, ==, 20);
  g_assert_cmpuint (ticks.n, ==, 6);
  /* Exactly, not 0.30000000000000004. */
  ticks = ddi_ticks_for_range (0, 0.41, FALSE);
  g_assert_cmpfloat (ticks.step, ==, 0.1);
  g_assert_cmpfloat (ddi_ticks_value (&ticks, 3), ==, 0.3);
}

/* Seven pixels a letter, as a stand-in for any font. */
static void
letter_size (const char *text, gpointer user_data, double *width, double *height)
{
  *width = 7.0 * (double)g_utf8_strlen (text, -1);
  *height = 12;
}

static void
check_calendar (DdiDay first, guint n, guint days_each, double width)
{
  DdiCalendarAxis axis = { first, n, days_each, 30, 30 + width, 0, 40 + width, 12 };
  DdiCalendarStep step;
  g_autoptr (GPtrArray) labels = ddi_ticks_for_calendar (&axis, letter_size, NULL, &step);
  const DdiDateLabel *tail;

  g_assert_cmpuint (labels->len, >=, n > 0);
  if (n == 0)
    return;
  tail = g_ptr_array_index (labels, labels->len - 1);
  g_assert_cmpuint (tail->index, ==, n - 1);
  for (guint i = 0; i < labels->len; i++)
    {
      const DdiDateLabel *label = g_ptr_array_index (labels, i);

      g_assert_cmpfloat (label->left, >=, axis.min);
      if (label->width <= axis.max)
        g_assert_cmpfloat (label->left + label->width, <=, axis.max + 1e-9);
      if (i == 0)
        continue;
      const DdiDateLabel *before = g_ptr_array_index (labels, i - 1);
      g_assert_cmpuint (before->index, <, label->index);
      g_assert_cmpfloat (before->left + before->width + axis.gap, <=, label->left + 1e-9);
    }
  /* Both ends, wherever two dates have room. */
  if (n > 1 && width > 250)
    g_assert_cmpuint (((DdiDateLabel *)g_ptr_array_index (labels, 0))->index, ==, 0);
}

static void
test_random_calendars (void)
{
  for (int i = 0; i < 3000; i++)
    check_calendar (g_test_rand_int_range (-100000, 100000), (guint)g_test_rand_int_range (0, 1500),
                    g_test_rand_bit () ? 1 : 7, g_test_rand_double_range (0, 2000));
  check_calendar (DDI_DAY_MAX, 1, 1, 300);
  check_calendar (DDI_DAY_MIN, 3000, 366, 300);
}

static void
test_calendar_steps (void)
{
  static const struct
  {
    guint n;
    double width;
    DdiCalendarStep step;
  } cases[] = {
    { 7, 700, DDI_STEP_DAY },       { 30, 900, DDI_STEP_WEEK },   { 200, 700, DDI_STEP_MONTH },
    { 400, 300, DDI_STEP_QUARTER }, { 3650, 500, DDI_STEP_YEAR },
  };
  DdiDay first = ddi_day_from_ymd (2025, 3, 5);

  for (gsize i = 0; i < 2 * G_N_ELEMENTS (cases); i++)
    {
      gsize c = i / 2;
      DdiCalendarAxis axis = { first, cases[c].n, 1, 0, cases[c].width, 0, cases[c].width, 12 };
      DdiCalendarStep step;
      g_autoptr (GPtrArray) labels = NULL;

      ddi_week_set_first (i % 2 ? DDI_SUNDAY : DDI_MONDAY);
      labels = ddi_ticks_for_calendar (&axis, letter_size, NULL, &step);

      g_assert_cmpint (step, ==, cases[c].step);
      g_assert_cmpuint (labels->len, >, 2);
      if (step == DDI_STEP_WEEK)
        {
          const DdiDateLabel *label = g_ptr_array_index (labels, 1);

          g_assert_cmpint (ddi_day_weekday (first + (DdiDay)label->index), ==, ddi_week_get_first ());
        }
    }
}

static void
test_scale (void)
{
  DdiScale scale = { 0, 200, 100, 0 };
  DdiScale point = { 5, 5, 0, 10 };
  DdiSlots slots = { 10, 50, 150 };
  DdiSlots none = { 0, 0, 100 };

  g_assert_cmpfloat (ddi_scale_map (&scale, 50), ==, 75);
  g_assert_cmpfloat (ddi_scale_invert (&scale, 75), ==, 50);
  g_assert_true (isnan (ddi_scale_map (&scale, NAN)));
  g_assert_cmpfloat (ddi_scale_map (&point, 5), ==, 5);
  g_assert_cmpfloat (ddi_slots_centre (&slots, 0), ==, 55);
  g_assert_cmpint (ddi_slots_at (&slots, 69.9), ==, 1);
  g_assert_cmpint (ddi_slots_at (&slots, -1e9), ==, 0);
  g_assert_cmpint (ddi_slots_at (&slots, 1e9), ==, 9);
  g_assert_cmpint (ddi_slots_at (&slots, NAN), ==, -1);
  g_assert_cmpint (ddi_slots_at (&none, 5), ==, -1);
  for (guint i = 0; i < slots.n; i++)
    g_assert_cmpint (ddi_slots_at (&slots, ddi_slots_centre (&slots, i)), ==, i);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart/ticks/random-ranges", test_random_ranges);
  g_test_add_func ("/chart/ticks/awkward-ranges", test_awkward_ranges);
  g_test_add_func ("/chart/ticks/known", test_known_ticks);
  g_test_add_func ("/chart/calendar/random", test_random_calendars);
  g_test_add_func ("/chart/calendar/steps", test_calendar_steps);
  g_test_add_func ("/chart/scale", test_scale);
  return g_test_run ();
}

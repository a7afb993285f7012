/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ddi-day.h"

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    DdiDay day;
  } cases[] = {
    { "1970-01-01", 0 },
    { "1969-12-31", -1 },
    { "2024-02-29", 19782 },
    { "0001-01-01", DDI_DAY_MIN },
    { "9999-12-31", DDI_DAY_MAX },
    { "2023-02-29", DDI_DAY_INVALID },
    { "2023-02-31", DDI_DAY_INVALID },
    { "2023-13-01", DDI_DAY_INVALID },
    { "2023-1-01", DDI_DAY_INVALID },
    { "2023-01-01 ", DDI_DAY_INVALID },
    { "+023-01-01", DDI_DAY_INVALID },
    { "", DDI_DAY_INVALID },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (ddi_day_parse (cases[i].text), ==, cases[i].day);
  g_assert_cmpint (ddi_day_parse (NULL), ==, DDI_DAY_INVALID);
}

static void
test_round_trip (void)
{
  for (DdiDay day = -800; day < 40000; day += 13)
    {
      g_autofree char *text = ddi_day_format (day);

      g_assert_cmpint (ddi_day_parse (text), ==, day);
      g_assert_cmpint (ddi_day_weekday (day + 7), ==, ddi_day_weekday (day));
    }
}

static void
test_weekday (void)
{
  g_assert_cmpint (ddi_day_weekday (ddi_day_from_ymd (2025, 12, 21)), ==, DDI_SUNDAY);
  g_assert_cmpint (ddi_day_weekday (ddi_day_from_ymd (1969, 12, 29)), ==, DDI_MONDAY);
}

static void
test_begin_month (void)
{
  g_assert_cmpint (ddi_day_begin_month (ddi_day_from_ymd (2024, 2, 29)), ==, ddi_day_from_ymd (2024, 2, 1));
  g_assert_cmpint (ddi_day_begin_month (ddi_day_from_ymd (2025, 12, 1)), ==, ddi_day_from_ymd (2025, 12, 1));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/day/parse", test_parse);
  g_test_add_func ("/core/day/round-trip", test_round_trip);
  g_test_add_func ("/core/day/weekday", test_weekday);
  g_test_add_func ("/core/day/begin-month", test_begin_month);
  return g_test_run ();
}

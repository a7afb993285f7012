/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ddi-holiday.h"

static void
test_easter (void)
{
  /* Computus tables of the Gregorian calendar; 1818 and 1943 are its earliest and nearly its latest. */
  static const char *const days[] = { "1818-03-22", "1943-04-25", "2000-04-23",
                                      "2024-03-31", "2025-04-20", "2026-04-05" };

  for (gsize i = 0; i < G_N_ELEMENTS (days); i++)
    {
      int year;

      ddi_day_to_ymd (ddi_day_parse (days[i]), &year, NULL, NULL);
      g_assert_cmpint (ddi_holiday_easter (year), ==, ddi_day_parse (days[i]));
    }
}

static void
test_nth_weekday (void)
{
  g_assert_cmpint (ddi_holiday_nth_weekday (2025, 11, DDI_THURSDAY, 4), ==, ddi_day_parse ("2025-11-27"));
  g_assert_cmpint (ddi_holiday_nth_weekday (2026, 5, DDI_MONDAY, -1), ==, ddi_day_parse ("2026-05-25"));
  g_assert_cmpint (ddi_holiday_nth_weekday (2027, 5, DDI_MONDAY, -1), ==, ddi_day_parse ("2027-05-31"));
  g_assert_cmpint (ddi_holiday_nth_weekday (2026, 6, DDI_MONDAY, 1), ==, ddi_day_parse ("2026-06-01"));
}

/* Days as printed calendars of their years have them. */
static void
test_known_days (void)
{
  static const struct
  {
    const char *name;
    const char *day;
  } cases[] = {
    { "Martin Luther King Jr. Day", "2023-01-16" },
    { "Super Bowl Sunday", "2019-02-03" },
    { "Super Bowl Sunday", "2021-02-07" },
    { "Super Bowl Sunday", "2022-02-13" },
    { "Super Bowl Sunday", "2024-02-11" },
    { "Super Bowl Sunday", "2026-02-08" },
    { "Fat Tuesday", "2025-03-04" },
    { "Presidents' Day", "2025-02-17" },
    { "St. Patrick's Day", "2026-03-17" },
    { "Good Friday", "2024-03-29" },
    { "Easter Sunday", "2027-03-28" },
    { "Mother's Day", "2024-05-12" },
    { "Mother's Day", "2026-05-10" },
    { "Memorial Day", "2026-05-25" },
    { "National Donut Day", "2024-06-07" },
    { "National Donut Day", "2026-06-05" },
    { "National Donut Day", "2029-06-01" },
    { "Father's Day", "2025-06-15" },
    { "Juneteenth", "2021-06-19" },
    { "Independence Day", "2026-07-04" },
    { "Labor Day", "2023-09-04" },
    { "Columbus Day", "2026-10-12" },
    { "Halloween", "2026-10-31" },
    { "Veterans Day", "2026-11-11" },
    /* November 2029 begins on a Thursday: the eve is its third Wednesday. */
    { "Thanksgiving Eve", "2029-11-21" },
    { "Thanksgiving", "2026-11-26" },
    { "Thanksgiving", "2029-11-22" },
    { "Day after Thanksgiving", "2024-11-29" },
    { "Christmas Eve", "2026-12-24" },
    { "New Year's Eve", "2026-12-31" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      int year;
      g_autofree char *day = NULL;

      ddi_day_to_ymd (ddi_day_parse (cases[i].day), &year, NULL, NULL);
      day = ddi_day_format (ddi_holiday_us_day (cases[i].name, year));
      g_assert_cmpstr (day, ==, cases[i].day);
    }
}

/* What was not kept yet in a year is not in it. */
static void
test_since (void)
{
  g_assert_cmpint (ddi_holiday_us_day ("Juneteenth", 2020), ==, DDI_DAY_INVALID);
  g_assert_cmpint (ddi_holiday_us_day ("Super Bowl Sunday", 2003), ==, DDI_DAY_INVALID);
  g_assert_cmpint (ddi_holiday_us_day ("Bastille Day", 2026), ==, DDI_DAY_INVALID);
}

/* A year holds each once; a span takes what lies in it, in the order of its days. */
static void
test_span (void)
{
  g_autoptr (GArray) year = ddi_holidays_us (ddi_day_parse ("2026-01-01"), ddi_day_parse ("2026-12-31"));
  g_autoptr (GArray) winter = ddi_holidays_us (ddi_day_parse ("2026-12-24"), ddi_day_parse ("2027-01-01"));
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < year->len; i++)
    {
      const DdiHoliday *holiday = &g_array_index (year, DdiHoliday, i);

      g_assert_true (g_hash_table_add (names, (gpointer)holiday->name));
      g_assert_true (i == 0 || holiday->day >= g_array_index (year, DdiHoliday, i - 1).day);
      g_assert_cmpint (ddi_holiday_us_day (holiday->name, 2026), ==, holiday->day);
    }
  g_assert_cmpuint (year->len, ==, 26);
  g_assert_cmpuint (winter->len, ==, 4);
  g_assert_cmpstr (g_array_index (winter, DdiHoliday, 0).name, ==, "Christmas Eve");
  g_assert_cmpstr (g_array_index (winter, DdiHoliday, 3).name, ==, "New Year's Day");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/holiday/easter", test_easter);
  g_test_add_func ("/core/holiday/nth-weekday", test_nth_weekday);
  g_test_add_func ("/core/holiday/known-days", test_known_days);
  g_test_add_func ("/core/holiday/since", test_since);
  g_test_add_func ("/core/holiday/span", test_span);
  return g_test_run ();
}

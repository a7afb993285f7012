/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ddi-holiday.h"

#include <string.h>

/* How a day of a year is given: a fixed date, an n-th weekday, or days from Easter. The last two may be
 * moved by some days: the eve of the fourth Thursday is not always the fourth Wednesday. */
typedef enum
{
  FIXED,
  NTH,
  EASTER,
} Rule;

static const struct
{
  const char *name;
  Rule rule;
  int month;
  int day; /* NTH: which, -1 the last */
  DdiWeekday weekday;
  int move;
  int since, until; /* years; 0: always */
} rules[] = {
  { "New Year's Day", FIXED, 1, 1, 0, 0, 0, 0 },
  { "Martin Luther King Jr. Day", NTH, 1, 3, DDI_MONDAY, 0, 1986, 0 },
  /* The league's season of 17 games moved it by a week. */
  { "Super Bowl Sunday", NTH, 2, 1, DDI_SUNDAY, 0, 2004, 2021 },
  { "Super Bowl Sunday", NTH, 2, 2, DDI_SUNDAY, 0, 2022, 0 },
  { "Fat Tuesday", EASTER, 0, 0, 0, -47, 0, 0 },
  { "Valentine's Day", FIXED, 2, 14, 0, 0, 0, 0 },
  { "Presidents' Day", NTH, 2, 3, DDI_MONDAY, 0, 1971, 0 },
  { "St. Patrick's Day", FIXED, 3, 17, 0, 0, 0, 0 },
  { "Good Friday", EASTER, 0, 0, 0, -2, 0, 0 },
  { "Easter Saturday", EASTER, 0, 0, 0, -1, 0, 0 },
  { "Easter Sunday", EASTER, 0, 0, 0, 0, 0, 0 },
  { "Mother's Day", NTH, 5, 2, DDI_SUNDAY, 0, 1914, 0 },
  { "Memorial Day", NTH, 5, -1, DDI_MONDAY, 0, 1971, 0 },
  { "National Donut Day", NTH, 6, 1, DDI_FRIDAY, 0, 1938, 0 },
  { "Father's Day", NTH, 6, 3, DDI_SUNDAY, 0, 1972, 0 },
  { "Juneteenth", FIXED, 6, 19, 0, 0, 2021, 0 },
  { "Independence Day", FIXED, 7, 4, 0, 0, 0, 0 },
  { "Labor Day", NTH, 9, 1, DDI_MONDAY, 0, 1894, 0 },
  { "Columbus Day", NTH, 10, 2, DDI_MONDAY, 0, 1971, 0 },
  { "Halloween", FIXED, 10, 31, 0, 0, 0, 0 },
  { "Veterans Day", FIXED, 11, 11, 0, 0, 1978, 0 },
  { "Thanksgiving Eve", NTH, 11, 4, DDI_THURSDAY, -1, 1942, 0 },
  { "Thanksgiving", NTH, 11, 4, DDI_THURSDAY, 0, 1942, 0 },
  { "Day after Thanksgiving", NTH, 11, 4, DDI_THURSDAY, 1, 1942, 0 },
  { "Christmas Eve", FIXED, 12, 24, 0, 0, 0, 0 },
  { "Christmas Day", FIXED, 12, 25, 0, 0, 0, 0 },
  { "New Year's Eve", FIXED, 12, 31, 0, 0, 0, 0 },
};

DdiDay
ddi_holiday_nth_weekday (int year, int month, DdiWeekday weekday, int n)
{
  DdiDay first = ddi_day_from_ymd (year, month, 1);
  DdiDay day = first + (7 + (int)weekday - (int)ddi_day_weekday (first)) % 7;

  if (n > 0)
    return day + 7 * (n - 1);
  for (int y, m, d; ddi_day_to_ymd (day + 7, &y, &m, &d), m == month;)
    day += 7;
  return day;
}

DdiDay
ddi_holiday_easter (int year)
{
  int a = year % 19, b = year / 100, c = year % 100;
  int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
  int h = (19 * a + b - d - g + 15) % 30;
  int i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
  int m = (a + 11 * h + 22 * l) / 451;

  return ddi_day_from_ymd (year, (h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1);
}

static DdiDay
day_of (gsize i, int year)
{
  if ((rules[i].since && year < rules[i].since) || (rules[i].until && year > rules[i].until))
    return DDI_DAY_INVALID;
  switch (rules[i].rule)
    {
    case FIXED:
      return ddi_day_from_ymd (year, rules[i].month, rules[i].day);
    case EASTER:
      return ddi_holiday_easter (year) + rules[i].move;
    case NTH:
    default:
      return ddi_holiday_nth_weekday (year, rules[i].month, rules[i].weekday, rules[i].day) + rules[i].move;
    }
}

DdiDay
ddi_holiday_us_day (const char *name, int year)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      DdiDay day = g_str_equal (rules[i].name, name) ? day_of (i, year) : DDI_DAY_INVALID;

      if (day != DDI_DAY_INVALID)
        return day;
    }
  return DDI_DAY_INVALID;
}

static int
compare_days (gconstpointer a, gconstpointer b)
{
  const DdiHoliday *x = a, *y = b;

  return x->day != y->day ? (x->day < y->day ? -1 : 1) : strcmp (x->name, y->name);
}

GArray *
ddi_holidays_us (DdiDay first, DdiDay last)
{
  GArray *holidays = g_array_new (FALSE, FALSE, sizeof (DdiHoliday));
  int from, to;

  ddi_day_to_ymd (first, &from, NULL, NULL);
  ddi_day_to_ymd (last, &to, NULL, NULL);
  for (int year = from; year <= to; year++)
    for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
      {
        DdiHoliday holiday = { rules[i].name, day_of (i, year) };

        if (holiday.day != DDI_DAY_INVALID && holiday.day >= first && holiday.day <= last)
          g_array_append_val (holidays, holiday);
      }
  g_array_sort (holidays, compare_days);
  return holidays;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ddi-day.h"

#include <string.h>

/* Julian day number that GDate gives to 1970-01-01. */
#define EPOCH_JULIAN 719163

DdiDay
ddi_day_from_ymd (int year, int month, int day)
{
  GDate date;

  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31 ||
      !g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year))
    return DDI_DAY_INVALID;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
  return (DdiDay)g_date_get_julian (&date) - EPOCH_JULIAN;
}

void
ddi_day_to_ymd (DdiDay self, int *year, int *month, int *day)
{
  GDate date;

  g_return_if_fail (self >= DDI_DAY_MIN && self <= DDI_DAY_MAX);

  g_date_clear (&date, 1);
  g_date_set_julian (&date, (guint32)(self + EPOCH_JULIAN));
  if (year)
    *year = g_date_get_year (&date);
  if (month)
    *month = (int)g_date_get_month (&date);
  if (day)
    *day = g_date_get_day (&date);
}

DdiDay
ddi_day_begin_month (DdiDay self)
{
  int year, month;

  ddi_day_to_ymd (self, &year, &month, NULL);
  return ddi_day_from_ymd (year, month, 1);
}

static int
digits (const char *text, int n)
{
  int value = 0;

  for (int i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return -1;
      value = value * 10 + (text[i] - '0');
    }
  return value;
}

DdiDay
ddi_day_parse (const char *text)
{
  if (text == NULL || strlen (text) != 10 || text[4] != '-' || text[7] != '-')
    return DDI_DAY_INVALID;
  return ddi_day_from_ymd (digits (text, 4), digits (text + 5, 2), digits (text + 8, 2));
}

char *
ddi_day_format (DdiDay self)
{
  int year, month, day;

  g_return_val_if_fail (self >= DDI_DAY_MIN && self <= DDI_DAY_MAX, NULL);

  ddi_day_to_ymd (self, &year, &month, &day);
  return g_strdup_printf ("%04d-%02d-%02d", year, month, day);
}

DdiWeekday
ddi_day_weekday (DdiDay self)
{
  /* 1970-01-01 was a Thursday. */
  gint32 r = (self + DDI_THURSDAY) % 7;

  return (DdiWeekday)(r < 0 ? r + 7 : r);
}

DdiDay
ddi_day_today (const char *time_zone)
{
  g_autoptr (GTimeZone) zone = time_zone ? g_time_zone_new_identifier (time_zone) : NULL;
  g_autoptr (GDateTime) now = NULL;

  if (zone == NULL)
    zone = g_time_zone_new_local ();
  now = g_date_time_new_now (zone);
  return ddi_day_from_ymd (g_date_time_get_year (now), g_date_time_get_month (now),
                           g_date_time_get_day_of_month (now));
}

GDateTime *
ddi_day_to_date_time (DdiDay self)
{
  int year, month, day;

  g_return_val_if_fail (self >= DDI_DAY_MIN && self <= DDI_DAY_MAX, NULL);

  ddi_day_to_ymd (self, &year, &month, &day);
  return g_date_time_new_utc (year, month, day, 0, 0, 0);
}

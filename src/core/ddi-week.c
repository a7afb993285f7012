/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ddi-week.h"

#include <langinfo.h>

#define WEEKDAYS 7

static int chosen = -1; /* atomic */

DdiWeekday
ddi_week_get_locale_first (void)
{
  int day = *nl_langinfo (_NL_TIME_FIRST_WEEKDAY);
  union
  {
    const char *text;
    guint32 word;
  } epoch = { nl_langinfo (_NL_TIME_WEEK_1STDAY) };

  /* The first of the locale's days is the weekday of this date: a Sunday, or a Monday. */
  return (DdiWeekday)((day + (epoch.word == 19971130 ? 5 : 6)) % WEEKDAYS);
}

DdiWeekday
ddi_week_get_first (void)
{
  int first = g_atomic_int_get (&chosen);

  return first < 0 ? ddi_week_get_locale_first () : (DdiWeekday)first;
}

void
ddi_week_set_first (int weekday)
{
  g_return_if_fail (weekday >= -1 && weekday < WEEKDAYS);
  g_atomic_int_set (&chosen, weekday);
}

DdiDay
ddi_week_begin (DdiDay day)
{
  return day - ((int)ddi_day_weekday (day) - (int)ddi_week_get_first () + WEEKDAYS) % WEEKDAYS;
}

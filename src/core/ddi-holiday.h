/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ddi-event.h"

G_BEGIN_DECLS

/* A day of the year on which a shop of the trade in the United States sells otherwise than usual: the
 * federal holidays, the days around them, and the trade's own. */
typedef struct
{
  const char *name; /* static, never translated: it is the key under which effects are learnt */
  DdiDay day;
} DdiHoliday;

/* Those of @first … @last by day, each of kind DDI_EVENT_HOLIDAY. A holiday that was made later than a year
 * is not in it. Depends on nothing but the two days. (element-type DdiHoliday) (transfer full) */
GArray *ddi_holidays_us (DdiDay first, DdiDay last);
/* The day in @year of the one of that name; DDI_DAY_INVALID: there is none, or not in that year. */
DdiDay ddi_holiday_us_day (const char *name, int year);

/* The @n-th (1…) @weekday of a month; @n -1 is the last one. */
DdiDay ddi_holiday_nth_weekday (int year, int month, DdiWeekday weekday, int n);
/* Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, 2nd ed., ch. 8). */
DdiDay ddi_holiday_easter (int year);

G_END_DECLS

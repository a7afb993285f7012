/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A local calendar day of a store: days since 1970-01-01, no time zone. The range is that of a
 * four-digit year, so every day has an ISO 8601 name. */
typedef gint32 DdiDay;

#define DDI_DAY_INVALID G_MININT32
#define DDI_DAY_MIN (-719162) /* 0001-01-01 */
#define DDI_DAY_MAX 2932896   /* 9999-12-31 */

/* Monday first, as in ISO 8601. */
typedef enum
{
  DDI_MONDAY,
  DDI_TUESDAY,
  DDI_WEDNESDAY,
  DDI_THURSDAY,
  DDI_FRIDAY,
  DDI_SATURDAY,
  DDI_SUNDAY,
} DdiWeekday;

/* DDI_DAY_INVALID where the civil date does not exist (31 February, month 0). */
DdiDay ddi_day_from_ymd (int year, int month, int day);
void ddi_day_to_ymd (DdiDay self, int *year, int *month, int *day);
/* The first day of its month. */
DdiDay ddi_day_begin_month (DdiDay self);

/* Reads exactly YYYY-MM-DD; anything else, leading or trailing text included, is DDI_DAY_INVALID. */
DdiDay ddi_day_parse (const char *text);
/* YYYY-MM-DD. */
char *ddi_day_format (DdiDay self);

DdiWeekday ddi_day_weekday (DdiDay self);

/* The calendar day it is now at @timezone (an IANA name; NULL is the local zone). */
DdiDay ddi_day_today (const char *timezone);

/* For the widgets and formats of GLib: local midnight's date in UTC. (transfer full) */
GDateTime *ddi_day_to_date_time (DdiDay self);

G_END_DECLS

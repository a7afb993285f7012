/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ddi-day.h"

G_BEGIN_DECLS

/* Where a week begins in what people see: months, weekly sums, ticks of a chart, rows of weekdays. The shops' sheets
 * and the database have days of their own. Thread-safe. */

/* The locale's, until another was set. */
DdiWeekday ddi_week_get_first (void);
/* @weekday: a DdiWeekday, or −1 for the locale's. */
void ddi_week_set_first (int weekday);
/* The first weekday of the locale that was set with setlocale(). */
DdiWeekday ddi_week_get_locale_first (void);

/* The first day of the week that @day is in. */
DdiDay ddi_week_begin (DdiDay day);

G_END_DECLS

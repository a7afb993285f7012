/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/ddi-day.h"

G_BEGIN_DECLS

/* Numbers, money and days as the user's locale writes and reads them. All returned strings are
 * (transfer full). */

/* 6480 → "6,480". */
char *ddi_format_int (gint64 value);
/* A share as a percentage: 0.3141 with one decimal → "31.4 %". NaN → "–". */
char *ddi_format_percent (double share, guint decimals);
/* What a factor does, in whole percent: 1.044 → "+4 %", 0.5 → "−50 %". */
char *ddi_format_change (double factor);
/* Minor units with two decimals and the currency's sign ("USD" → "$48,210.50"; a code without a sign
 * we know → "48,210.50 SEK"). */
char *ddi_format_money (gint64 minor_units, const char *currency);
/* Rounded to whole units, for a figure that is read from afar ("$48,211"). */
char *ddi_format_money_whole (gint64 minor_units, const char *currency);
/* Money without the sign, for a column whose header names it and for entries. */
char *ddi_format_amount (gint64 minor_units);
/* "$" for "USD", the code itself where no sign is known. Static or equal to @currency. */
const char *ddi_format_currency_sign (const char *currency);

/* "Wed 25 Nov 2026", in the locale's words and order. */
char *ddi_format_day (DdiDay day);
/* "25 Nov", with the year where it is not that of @today. */
char *ddi_format_day_short (DdiDay day, DdiDay today);
/* "1 – 30 Nov 2026". */
char *ddi_format_range (DdiDay first, DdiDay last);
/* "Wed 25 Nov 2026, 14:22" of epoch seconds, in this computer's time. */
char *ddi_format_moment (gint64 seconds);

/* Reads a whole number ≥ 0 as the locale writes it, thousands separators and blanks allowed. FALSE
 * where it is something else, negative, fractional or above 2,147,483,647. */
gboolean ddi_parse_pieces (const char *text, gint64 *value);
/* Reads an amount ≥ 0 with at most two decimals, a currency sign allowed; minor units. FALSE where it
 * is something else or above what NUMERIC(10,2) holds. */
gboolean ddi_parse_amount (const char *text, gint64 *minor_units);

G_END_DECLS

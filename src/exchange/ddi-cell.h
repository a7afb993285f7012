/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/ddi-day.h"

G_BEGIN_DECLS

/* What a written cell means. Each returns NULL, or why it cannot be (static, translated). Blanks around
 * the text do not count; an empty cell is the caller's business. */

/* Whole pieces, 0 to 10,000,000; "12.0" is 12, "1,200" is no number. */
const char *ddi_cell_parse_quantity (const char *text, gint32 *quantity);
/* YYYY-MM-DD, 1980-01-01 to 2099-12-31: any other day is a slip of the pen, not a day of a shop. */
#define DDI_EXCHANGE_FIRST_DAY 3652
#define DDI_EXCHANGE_LAST_DAY 47481
const char *ddi_cell_parse_day (const char *text, DdiDay *day);
/* A finite number with a decimal point. */
const char *ddi_cell_parse_number (const char *text, double *number);
/* Money with at most two decimals and a decimal point, 0 to 99,999,999.99, in minor units. */
const char *ddi_cell_parse_money (const char *text, gint64 *minor_units);
/* Why a number is no count of pieces, or NULL where it is one. */
const char *ddi_cell_check_pieces (double number);
/* Why no figure can belong to this day, or NULL. */
const char *ddi_cell_check_day (DdiDay day);

G_END_DECLS

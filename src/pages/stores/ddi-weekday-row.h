/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A row of a form with a button for each weekday.
 *
 * Property "weekdays" (int): a mask, Monday 1, Sunday 64. */
#define DDI_TYPE_WEEKDAY_ROW (ddi_weekday_row_get_type ())
G_DECLARE_FINAL_TYPE (DdiWeekdayRow, ddi_weekday_row, DDI, WEEKDAY_ROW, AdwPreferencesRow)

int ddi_weekday_row_get_weekdays (DdiWeekdayRow *self);
void ddi_weekday_row_set_weekdays (DdiWeekdayRow *self, int weekdays);

G_END_DECLS

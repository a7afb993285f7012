/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/ddi-day.h"

G_BEGIN_DECLS

/* A row of a form that chooses a day from a calendar.
 *
 * Property "day" (int, DdiDay). */
#define DDI_TYPE_DAY_ROW (ddi_day_row_get_type ())
G_DECLARE_FINAL_TYPE (DdiDayRow, ddi_day_row, DDI, DAY_ROW, AdwActionRow)

void ddi_day_row_set_day (DdiDayRow *self, DdiDay day);
DdiDay ddi_day_row_get_day (DdiDayRow *self);

G_END_DECLS

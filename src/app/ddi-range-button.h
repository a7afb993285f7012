/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/ddi-day.h"

G_BEGIN_DECLS

/* Chooses a range of days: presets that end today, or two days of a calendar.
 *
 * Signal: "range-changed" (), only where the user has chosen. */
#define DDI_TYPE_RANGE_BUTTON (ddi_range_button_get_type ())
G_DECLARE_FINAL_TYPE (DdiRangeButton, ddi_range_button, DDI, RANGE_BUTTON, AdwBin)

/* The days the presets count back from; shown days stay as they are. */
void ddi_range_button_set_today (DdiRangeButton *self, DdiDay today);
void ddi_range_button_set_range (DdiRangeButton *self, DdiDay first, DdiDay last);
void ddi_range_button_get_range (DdiRangeButton *self, DdiDay *first, DdiDay *last);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/ddi-day.h"

G_BEGIN_DECLS

/* A month to choose a day from, whose weeks begin where the person's do (GtkCalendar knows the locale's only). Turning
 * the month or the year chooses nothing.
 *
 * Signal: "day-selected" (): the person has chosen a day, perhaps the same one again. */
#define DDI_TYPE_CALENDAR (ddi_calendar_get_type ())
G_DECLARE_FINAL_TYPE (DdiCalendar, ddi_calendar, DDI, CALENDAR, GtkBox)

GtkWidget *ddi_calendar_new (void);

/* Today until a day was set. */
DdiDay ddi_calendar_get_day (DdiCalendar *self);
/* Chooses @day and shows its month, without the signal. */
void ddi_calendar_set_day (DdiCalendar *self, DdiDay day);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"

G_BEGIN_DECLS

/* What store_days says of a day: NULL, "not_started", "partial", "complete", "closed", "closed_early" … */
gboolean ddi_day_state_is_closed (const char *state);
const char *ddi_day_state_text (const char *state);

/* Runs once the day has the new state, while @owner lives. */
typedef void (*DdiDayStateFunc) (gpointer owner, int store_id, DdiDay day, const char *state);

/* Gives a day another state, with a toast that takes it back to @before (NULL: nothing to go back to) or says
 * why not. What was sold is derived again. */
void ddi_day_state_set (DdiWindow *window, int store_id, DdiDay day, const char *before, const char *after,
                        GObject *owner, DdiDayStateFunc changed);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "db/ddi-rows.h"

G_BEGIN_DECLS

/* A month of six weeks with the events of each day. Where it is narrow, days have dots, and the events of the
 * chosen day stand below.
 *
 * Page Up and Page Down turn it, Enter on a day adds there, Enter on an event opens it.
 *
 * Signals: "month-changed" (): other days are in view, give their rows; "day-activated" (int day);
 * "event-activated" (guint row of the rows given). */
#define DDI_TYPE_MONTH_VIEW (ddi_month_view_get_type ())
G_DECLARE_FINAL_TYPE (DdiMonthView, ddi_month_view, DDI, MONTH_VIEW, GtkBox)

DdiMonthView *ddi_month_view_new (void);

/* The days in view: whole weeks. */
void ddi_month_view_get_range (DdiMonthView *self, DdiDay *first, DdiDay *last);
/* Where @day is not in the month in view, the month turns without "month-changed". */
void ddi_month_view_show_day (DdiMonthView *self, DdiDay day);
DdiDay ddi_month_view_get_day (DdiMonthView *self);
void ddi_month_view_set_today (DdiMonthView *self, DdiDay today);
/* Rows of events/list. */
void ddi_month_view_set_rows (DdiMonthView *self, DdiRows *rows);
void ddi_month_view_set_narrow (DdiMonthView *self, gboolean narrow);
/* The event that has the focus; FALSE: none has. */
gboolean ddi_month_view_get_focused (DdiMonthView *self, guint *row);

G_END_DECLS

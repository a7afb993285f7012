/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tasks/ddi-order-board.h"

G_BEGIN_DECLS

/* What the cells of the Forecasts page say. All returned strings are (transfer full). */

char *ddi_forecast_text_pieces (gint64 pieces);                     /* "–" where unknown */
char *ddi_forecast_text_last_week (const DdiOrderLine *line);       /* "made 24, left 0" */
char *ddi_forecast_text_bounds (const DdiOrderLine *line);          /* "21 – 34" */
char *ddi_forecast_text_order (const DdiOrderLine *line);           /* "30", or "66 → 41" */
char *ddi_forecast_text_why (const DdiOrderLine *line, DdiDay day); /* "Wed +4 % · promo +6 %" */
char *ddi_forecast_text_last_count (DdiDay last, DdiDay today);     /* "last night", "2 days ago" */
char *ddi_forecast_text_change (gint64 now, gint64 before);         /* "+ 3 %" */
char *ddi_forecast_text_exceptions (const DdiOrderShop *shop);      /* "2 days missing, 1 new" */
char *ddi_forecast_text_decided (const char *status, gint64 at);    /* "Approved 10:02" */
/* "order due 14:00 (in 1 h 12)", in the shop's time zone (an IANA name; NULL is the local one) */
char *ddi_forecast_text_due (gint64 due, gint64 now, const char *time_zone);
/* "Order 1,204 · expected: sold 1,100, thrown away 140, lost sales 36" */
char *ddi_forecast_text_total (const DdiOrderTotal *total);
/* "Donuts 6,480 · Munchkins 14,040" */
char *ddi_forecast_text_categories (GPtrArray *totals);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-page.h"
#include "app/ddi-table.h"
#include "pages/events/ddi-month-view.h"

G_BEGIN_DECLS

/* What moves demand from outside, as a month and as a list. */
#define DDI_TYPE_EVENTS_PAGE (ddi_events_page_get_type ())
G_DECLARE_FINAL_TYPE (DdiEventsPage, ddi_events_page, DDI, EVENTS_PAGE, DdiPage)

/* For tests. */
DdiTable *ddi_events_page_get_table (DdiEventsPage *self);
DdiMonthView *ddi_events_page_get_month (DdiEventsPage *self);

G_END_DECLS

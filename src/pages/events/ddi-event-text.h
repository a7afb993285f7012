/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ddi-event.h"
#include "db/ddi-rows.h"

G_BEGIN_DECLS

/* Events in words. All strings but the kind's are (transfer full). */

/* "Holiday", "School holiday"… Static. */
const char *ddi_event_text_kind (DdiEventKind kind);
/* The style class of its colour. Static. */
const char *ddi_event_text_style (DdiEventKind kind);

/* "+38 %", "−40 %"; "" for NaN. */
char *ddi_event_text_effect (double effect);
/* Reads "+38 %", "38", "-40", "−40 %", with a decimal mark as the locale writes it. "" is NaN. FALSE where it
 * is something else, below −100 or above 900 %. */
gboolean ddi_event_text_parse_effect (const char *text, double *effect);

/* "+38 % ± 9, 4 times", "−12 %, once"; "" where there is none. A row of events/list. */
char *ddi_event_text_learnt (DdiRows *rows, guint row);

/* What an event concerns, of the name of its product and its category: "All products", "Glazed", "All Donuts". */
char *ddi_event_text_scope (const char *product, const char *category);

G_END_DECLS

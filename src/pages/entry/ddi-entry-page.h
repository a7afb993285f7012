/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-page.h"
#include "pages/entry/ddi-entry-grid.h"

G_BEGIN_DECLS

/* Enter a day: what one shop made and threw away on one day, saved as it is typed. */
#define DDI_TYPE_ENTRY_PAGE (ddi_entry_page_get_type ())
G_DECLARE_FINAL_TYPE (DdiEntryPage, ddi_entry_page, DDI, ENTRY_PAGE, DdiPage)

/* For tests. */
DdiEntryGrid *ddi_entry_page_get_grid (DdiEntryPage *self);
/* Nothing is being saved. */
gboolean ddi_entry_page_is_idle (DdiEntryPage *self);
const char *ddi_entry_page_get_status (DdiEntryPage *self);

G_END_DECLS

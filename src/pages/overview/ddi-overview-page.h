/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-page.h"

G_BEGIN_DECLS

/* Today first, proof below. Places: none. */
#define DDI_TYPE_OVERVIEW_PAGE (ddi_overview_page_get_type ())
G_DECLARE_FINAL_TYPE (DdiOverviewPage, ddi_overview_page, DDI, OVERVIEW_PAGE, DdiPage)

G_END_DECLS
